"""Words in drawings that others made, of which none may be there without being seen.

Words that lie where their drawing does not reach, that are too small or too faint, or that another
shape covers, are printed below it. Letters like the colour behind them get an outline.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reportkit.rendering.cleaning.drawn_places import Area, Look, area_of, frame_of, look_of
from reportkit.rendering.cleaning.styles import can_be_read, with_declarations

_STANDS_FOR_WORDS = frozenset({"desc", "title"})  # told to who cannot see: no words of a drawing
_NO_WORDS = ("script", "style", "template")
_WIDEST = 600.0  # pixels that a page has for a drawing
_SMALLEST = 3.0  # pixels of letters as they are shown: below, they are grey lines
_FAINTEST = 0.2
_BLACK, _WHITE = "#000", "#fff"
_OUTLINE = {"stroke-linejoin": "round", "paint-order": "stroke"}
_THICK = 0.2  # of the size of letters


def show_words(html: str) -> str:
    """Return HTML whose drawings have no words that cannot be seen; the rest is left as it is.

    Parameters
    ----------
    html : str
        Cleaned already.
    """
    tree = LexborHTMLParser(html)
    hidden: list[str] = []
    changed = [_mend(svg, hidden, sheets="<style" in html) for svg in tree.css("svg:not(svg svg)")]
    if not any(changed):
        return html
    return f"{tree.body.inner_html if tree.body else ''}{told_below(hidden)}"


def told_below(words: Sequence[str]) -> str:
    """Return the paragraph below a drawing with words that cannot be seen in it; "" for none."""
    if not words:
        return ""
    return f"<p>图中看不见的文字：{escape('；'.join(words), quote=False)}</p>"


def words_laid_in(html: str) -> list[str]:
    """Return the words of pieces of pages that lie in drawings, where no rendition shows them."""
    tree = LexborHTMLParser(f"<body>{html}")
    pieces = tree.css("foreignObject:not(foreignObject foreignObject)")
    tree.strip_tags([*_NO_WORDS])
    return [words for piece in pieces if (words := " ".join(piece.text(separator=" ").split()))]


def _mend(svg: LexborNode, hidden: list[str], *, sheets: bool) -> bool:
    """Mend one drawing; return whether anything of it is another now.

    Parameters
    ----------
    svg : LexborNode
    hidden : list of str
        Gets the words that are taken out.
    sheets : bool
        Whether there are style sheets, which must not say of words what is not looked at here.
    """
    frame = frame_of(svg)
    words: list[tuple[int, LexborNode, Look]] = []
    areas: list[tuple[int, Area]] = []
    for order, (node, look) in enumerate(_drawn(svg, look_of(svg, Look())._replace(drawn=True))):
        if node.tag in ("text", "tspan") and node.text(deep=False).strip():
            words.append((order, node, look))
        elif look.drawn and (area := area_of(node, look)):
            areas.append((order, area))
    changed = False
    for order, node, look in words:
        point = look.middle_of(node.text(deep=False))
        covered = any(after > order and area.has(point) for after, area in areas)
        if covered or not frame.has(point) or not _is_seen(look, frame):
            hidden.append(_taken_out(node))
            changed = True
            continue
        behind = [area.fill for before, area in areas if before < order and area.has(point)]
        said = _readable(look, behind[-1] if behind else _WHITE)
        if sheets:
            said = {"fill": look.fill, "font-size": f"{look.size:g}px", "opacity": "1", **said}
        if said:
            node.attrs["style"] = with_declarations(node.attributes.get("style") or "", said)
        changed |= bool(said) | _uncut(node)
    return changed


def _taken_out(node: LexborNode) -> str:
    """Take the words out of an element, those of elements in it apart; return them."""
    words = " ".join(node.text(deep=False).split())
    for child in [*node.iter(include_text=True)]:
        if child.is_text_node:
            child.decompose()
    return words


def _uncut(node: LexborNode) -> bool:
    """Let nothing cut words off; return whether something did."""
    found = False
    above: LexborNode | None = node
    while above is not None:
        if "clip-path" in above.attributes:
            del above.attrs["clip-path"]
            found = True
        above = above.parent
    return found


def _drawn(node: LexborNode, look: Look) -> Iterator[tuple[LexborNode, Look]]:
    """Yield all that is within an element, in its order, with how it is drawn."""
    for child in node.iter():
        if child.tag not in _STANDS_FOR_WORDS:
            own = look_of(child, look)
            yield child, own
            yield from _drawn(child, own)


def _is_seen(look: Look, frame: Area) -> bool:
    shown = look.size * look.place.zoom * min(1.0, _WIDEST / (frame.right - frame.left))
    return look.drawn and look.opacity >= _FAINTEST and shown >= _SMALLEST


def _readable(look: Look, behind: str) -> dict[str, str]:
    """Return what letters need to be read before a colour; nothing where they can be."""
    fill = _BLACK if look.fill == "currentColor" else look.fill
    if can_be_read(fill, behind):
        return {}
    outline = {"stroke-width": f"{_THICK * look.size:.3g}", **_OUTLINE}
    for colour in (_WHITE, _BLACK):
        if can_be_read(fill, colour):
            return {"stroke": colour, **outline}
    return {"fill": _BLACK, "stroke": _WHITE, **outline}
