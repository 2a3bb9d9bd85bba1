"""What a reader sees of the elements of a web page, and what is hidden from them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from reportkit.grids.model import STRUCK, UNSEEN

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "rp",
        "rt",
        "template",
        "head",
        "title",
        "svg",
        "object",
        "iframe",
        "textarea",
        "select",
        "button",
        "input",
        "-comment",
    ]
)
BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "td",
        "th",
        "tr",
        "tbody",
        "thead",
        "tfoot",
        "table",
        "ul",
    ]
)
_RAISED = frozenset(("sup", "sub"))
_STRUCK = frozenset(("s", "strike", "del"))
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)
_FAINT = re.compile(
    r"font-size\s*:\s*(?:0(?:\.\d*)?(?:[a-z%]+)?|1(?:\.\d*)?(?:px|pt|%))\s*(?:;|!|$)|opacity\s*:\s*0(?:\.0*)?%?\s*(?:;|!|$)"
    r"|(?:left|top|right|bottom|text-indent|margin-left)\s*:\s*-\d{3,}"
    r"|(?<![-\w])clip(?:-path)?\s*:\s*(?:rect|inset|circle|polygon)\(|scale[XY]?\(\s*0(?:\.0*)?\s*[,)]",
    re.IGNORECASE,
)
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff\b|#(?:f[89a-f]){3}(?![\da-f])|white\b|snow\b|transparent\b"
    r"|rgba?\(\s*2(?:4[89]|5\d)\s*[, ]\s*2(?:4[89]|5\d)\s*[, ]\s*2(?:4[89]|5\d)"
    r"|(?:rgb|hsl)a\([^)]*[,/]\s*0(?:\.0*)?%?\s*\))",
    re.IGNORECASE,
)
_BACKWARDS = re.compile(
    r"direction\s*:\s*(?:rtl|row-reverse|column-reverse)|bidi-override|scaleX\(\s*-",
    re.IGNORECASE,
)
_RAISED_BY_STYLE = re.compile(r"vertical-align\s*:\s*(?:super|sub|text-top)\b", re.IGNORECASE)
_BLOCK = re.compile(r"display\s*:\s*(?:block|list-item|table|flex|grid)\b(?!-)", re.IGNORECASE)
_INLINE = re.compile(r"display\s*:\s*inline", re.IGNORECASE)
_PICTURED = re.compile(r"background(?:(?!background)[^;])*url\(|counter", re.IGNORECASE)
_CONTENT = re.compile(r"(?<![-\w])content\s*:\s*(?P<what>[^;}]+)", re.IGNORECASE)
_SHOWS = re.compile(r"attr\(|counters?\(|[0-9]|\\[0-9a-f]", re.IGNORECASE)
_DRAWN = frozenset(("svg", "canvas", "object", "embed", "iframe", "script", "video", "picture"))
_INLINES = frozenset(("i", "em", "b", "span", "ins", "u", "label", "strong"))
_BRACES = re.compile(r"([{}])")
_CLASS = re.compile(r"\.[\w-]+")
_BESIDE_TEXT = re.compile(r"::?(?:before|after)$", re.IGNORECASE)
_NAMED = re.compile(r"\.[\w-]+|\[[\w-]+|^[a-z]+\d?$")
FILLED_IN = frozenset(("input", "select", "textarea"))
_TYPED = frozenset(("", "text", "number", "date", "tel"))  # inputs that show what stands in them
_LINE_THROUGH = re.compile(r"text-decoration(?:(?!text-d)[^;])*line-through", re.IGNORECASE)
_TURNING = frozenset(("bdo", "font"))
_WHITES = frozenset(("#fff", "#ffffff", "white"))
_AROUND = 5  # elements around a text whose ground it may lie on
_OF_NO_ROOM = re.compile("[\u00ad\u200b-\u200d\u2060\ufeff]")
_NO_TEXT = "这一格里的数可能由样式、图形或者脚本显示，不是文字"
_TURNED = "字的次序由样式倒了过来"
BLANKS = re.compile(r"\s+")
"""Which a page shows as one, however many there are."""
_BREAK = "\v"


class Looks(NamedTuple):
    """What the style sheets of a page do to its classes.

    Attributes
    ----------
    hidden : frozenset of str
        Classes that no screen shows.
    written : frozenset of str
        Selectors of classes and attributes for which a style sheet writes digits.
    faint, struck : frozenset of str
        Classes of which nobody sees the text, or that are struck out.
    """

    hidden: frozenset[str] = frozenset()
    written: frozenset[str] = frozenset()
    faint: frozenset[str] = frozenset()
    struck: frozenset[str] = frozenset()


PLAIN = Looks()
"""A page without style sheets."""


def looks_of(tree: LexborHTMLParser) -> Looks:
    """Return what the style sheets of a page do, on every screen."""
    texts = [style.text() for style in tree.css("style")]
    rules = [rule for text in texts for rule in _rules_of(text)]
    return Looks(
        frozenset(_hidden_by(rules)),
        frozenset(name for text in texts if "content" in text for name in _written_by(text)),
        frozenset(_classes_that(rules, _is_faint)),
        frozenset(_classes_that(rules, _LINE_THROUGH.search)),
    )


def _is_faint(rule: str) -> bool:
    white = _WHITE.search(rule) and "background" not in rule
    return bool(white or _FAINT.search(rule))


def _written_by(sheet: str) -> Iterator[str]:
    """Yield the last classes, attributes or elements of selectors for which digits are written."""
    selectors = ""
    for text in _BRACES.split(sheet):
        content = _CONTENT.search(text)
        if content and _SHOWS.search(content["what"]) and not _HIDDEN.search(text):
            for selector in selectors.split(","):
                last = _BESIDE_TEXT.sub("", selector.strip()).rpartition(" ")[2]
                yield from _NAMED.findall(last)
        if text not in "{}":
            selectors = text


def _hidden_by(rules: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Yield the classes that a style sheet hides; what is for some screens only does not count."""
    for selector, rule in rules:
        if _CLASS.fullmatch(selector) and _HIDDEN.search(rule):
            yield selector[1:]


def _classes_that(rules: Iterable[tuple[str, str]], says: Callable[[str], object]) -> Iterator[str]:
    """Yield the last classes of selectors of whose rules something holds, at any time."""
    for selector, rule in rules:
        classes = [] if ":" in selector else _CLASS.findall(selector.rpartition(" ")[2])
        if classes and says(rule):  # the dearest last
            yield from (each[1:] for each in classes)


def _rules_of(sheet: str) -> Iterator[tuple[str, str]]:
    """Yield the selectors of a style sheet with what it says of each, on every screen."""
    depth, before = 0, ""
    for text in _BRACES.split(sheet):
        if text == "{":
            depth += 1
        elif text == "}":
            depth = max(0, depth - 1)
        elif not depth:
            before = text.rpartition("*/")[2].strip()
        elif depth == 1 and not before.startswith("@"):
            yield from ((each.strip(), text) for each in before.split(","))


def is_hidden(node: LexborNode, looks: Looks = PLAIN) -> bool:
    """Whether an element is hidden, by itself or by one of the classes that are."""
    attributes = node.attributes
    if not attributes:
        return False
    if "hidden" in attributes or _HIDDEN.search(attributes.get("style") or ""):
        return True
    return bool(looks.hidden) and not looks.hidden.isdisjoint(_classes(attributes))


def _classes(attributes: Mapping[str, str | None]) -> list[str]:
    return (attributes.get("class") or "").split()


def cell_text(cell: LexborNode, looks: Looks = PLAIN) -> tuple[str, str]:
    """Return what a cell shows, and why it is not certain.

    Some of it is struck out or cannot be seen, or it is shown by something else than text.
    Paragraphs stay apart, and a raised figure is a note: neither becomes part of a number.
    """
    pieces: list[str] = []
    why = _gather(cell, pieces, looks)
    text = BLANKS.sub(lambda gap: _BREAK if _BREAK in gap[0] else " ", "".join(pieces))
    lines = [line.strip() for line in text.split(_BREAK)]
    text = _OF_NO_ROOM.sub("", "\n".join(filter(None, lines)))
    if not text and not why and _is_drawn(cell):
        why = _NO_TEXT
    return text, why or _odd(cell, text) or _odd_by_class(cell, looks, text)


def _is_drawn(cell: LexborNode) -> bool:
    """Whether something in a cell without text may be shown all the same."""
    for node in (cell, *cell.css("*")):
        attributes = node.attributes
        told = any(name.startswith("data-") for name in attributes)
        named = any(not name.lower().startswith("mso") for name in _classes(attributes))
        inline = node.tag in _INLINES and node.mem_id != cell.mem_id
        if node.tag in _DRAWN or _PICTURED.search(attributes.get("style") or ""):
            return True
        if inline and (told or named):
            return True
    return False


def _odd(node: LexborNode, text: str) -> str:
    """Return why the digits of an element may not be seen, or in another order."""
    attributes = node.attributes
    if not any(map(str.isdigit, text)):
        return ""
    style = attributes.get("style") or ""
    white = _WHITE.search(style) or (attributes.get("color") or "").lower() in _WHITES
    if _FAINT.search(style) or (white and not _is_on_ground(node)):
        return UNSEEN
    turned = _BACKWARDS.search(style) or node.tag == "bdo" or _is_rtl(node)
    return _TURNED if turned and sum(map(str.isdigit, text)) > 1 else ""


def _odd_by_class(node: LexborNode, looks: Looks, text: str) -> str:
    """Return why the digits of an element may not be seen, or do not hold, by its classes."""
    classes = _classes(node.attributes)
    if not classes or not any(map(str.isdigit, text)):
        return ""
    if not looks.struck.isdisjoint(classes):
        return STRUCK
    return "" if looks.faint.isdisjoint(classes) or _is_on_ground(node) else UNSEEN


def _is_rtl(node: LexborNode) -> bool:
    return (node.attributes.get("dir") or "").lower() == "rtl"


def _is_on_ground(node: LexborNode) -> bool:
    """Whether an element lies on a ground of some colour: then white can be read."""
    around: LexborNode | None = node
    for _ in range(_AROUND):
        if around is None:
            return False
        attributes = around.attributes
        if "bgcolor" in attributes or "background" in (attributes.get("style") or ""):
            return True
        around = around.parent
    return False


def _gather(node: LexborNode, pieces: list[str], looks: Looks) -> str:
    """Gather the texts below a node; return why they are not certain, empty where they are."""
    why = ""
    if looks.written and _is_written(node, looks):
        why = _NO_TEXT
    for child in node.iter(include_text=True):
        tag = child.tag or ""
        if tag == "-text":
            pieces.append(child.text_content or "")
            continue
        if tag in SKIPPED or is_hidden(child, looks):
            if tag in FILLED_IN and not is_hidden(child, looks):
                pieces.append(filled_in(child))
            continue
        if tag == "img":
            why = why or "这一格里有图片"
        style = child.attributes.get("style") or ""
        raised = tag in _RAISED or bool(style and _RAISED_BY_STYLE.search(style))
        block = bool(style and _BLOCK.search(style)) or (
            tag in BLOCKS and not (style and _INLINE.search(style))
        )
        before = len(pieces)
        pieces += [_BREAK if block else "", "（注" if raised else ""]
        why = _gather(child, pieces, looks) or why
        if tag in _STRUCK or _LINE_THROUGH.search(style):
            why = STRUCK
        if style or tag in _TURNING:
            why = why or _odd(child, "".join(pieces[before:]))
        if looks.faint or looks.struck:
            why = why or _odd_by_class(child, looks, "".join(pieces[before:]))
        pieces += ["）" if raised else "", _BREAK if block else ""]
    return why


def filled_in(node: LexborNode) -> str:
    """Return what stands in a box to fill in, where it is seen as text."""
    if node.tag == "select":
        chosen = node.css_first("option[selected]") or node.css_first("option")
        return chosen.text() if chosen else ""
    if node.tag == "textarea":
        text = node.text()
        return "" if "<" in text else text  # the source of a page
    kind = (node.attributes.get("type") or "").lower()
    return (node.attributes.get("value") or "") if kind in _TYPED else ""


def _is_written(node: LexborNode, looks: Looks) -> bool:
    """Whether a style sheet writes digits before or behind what stands in an element."""
    attributes = node.attributes
    names = [node.tag or "", *(f".{name}" for name in _classes(attributes))]
    return not looks.written.isdisjoint([*names, *(f"[{name}" for name in attributes)])
