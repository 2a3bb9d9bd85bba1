"""HTML of a report as Typst markup.

Whatever the HTML holds, the markup compiles: report text is written as string literals only, table
cells get explicit places, headings leave no gap in the outline, and a link goes nowhere that is not
there. The functions that the markup calls are in ``templates/report.typ``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reportkit.rendering.fonts import printable
from reportkit.rendering.paper.elements import (
    EXTERNAL_LINK,
    HEADINGS,
    MANY_COLUMNS,
    MAX_DEPTH,
    PICTURES,
    WORDLESS,
    above_signatures,
    alignment_of,
    children,
    classes,
    figure_parts,
    first_number,
    holds_numbers,
    is_block,
    is_long,
    link_targets,
    one_line,
    one_space,
)
from reportkit.rendering.paper.grid import TableGrid, lay_out
from reportkit.rendering.paper.literals import literal
from reportkit.rendering.paper.pictures import picture_alt, picture_call
from reportkit.rendering.paper.split import in_parts, part_name
from reportkit.rendering.paper.typst_table import TableCall, table_call
from reportkit.rendering.paper.unbroken import (
    INDENT,
    MARKER,
    MOST_BROKEN,
    Line,
    in_blocks,
    in_lengths,
)

STYLES = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em"), "emph"),
    "sub": "sub",
    "sup": "super",
}

MOST_INDENTED = 4  # lists within lists; those within them would run off the paper


@dataclass(frozen=True, slots=True)
class Markup:
    """Typst markup, and each picture call in it.

    Attributes
    ----------
    source : str
        The markup.
    pictures : tuple of str
        The calls that draw its pictures, in order.
    tables : tuple of TableCall
        Its tables, in order; it takes the heights of their rows from the mapping ``heights``.
    """

    source: str
    pictures: tuple[str, ...]
    tables: tuple[TableCall, ...]


def html_to_typst(html: str, broken: frozenset[int] = frozenset()) -> Markup:
    """Convert the body of an HTML page.

    Parameters
    ----------
    html : str
        Any HTML, however odd.
    broken : frozenset of int
        The pictures, by their place in `Markup.pictures`, to name instead of drawing.
    """
    root = LexborHTMLParser(f"<!DOCTYPE html>{html}").body
    if root is None:
        return Markup("", (), ())
    converter = _Converter(root, broken, link_targets(root))
    source = converter.blocks(root, 0)
    if converter.placed != converter.targets:
        converter = _Converter(root, broken, converter.placed)
        source = converter.blocks(root, 0)
    return Markup(source, tuple(converter.pictures), tuple(converter.tables))


class _Converter:
    """One conversion, with what it must remember from one element to the next."""

    def __init__(self, root: LexborNode, broken: frozenset[int], targets: set[str]) -> None:
        self.broken = broken
        self.pictures: list[str] = []
        self.level = 0
        self.headline = ""
        self.tables: list[TableCall] = []
        self.in_table = self.in_heading = False
        self.lists = self.quoted = 0
        self.printed: set[int] = set()
        self.of_chart = False
        self.line = Line()
        self.targets = targets
        self.above_signatures = above_signatures(root)
        self.placed: set[str] = set()

    def blocks(self, parent: LexborNode, depth: int) -> str:
        """Return the paragraphs and other blocks of an element."""
        if depth > MAX_DEPTH:
            return self.text(parent.text())
        parts: list[str] = []
        run: list[LexborNode] = []
        for child in children(parent):
            if is_block(child):
                parts += [self.paragraph(run, depth), self.block(child, depth + 1)]
                run = []
            else:
                run.append(child)
        parts.append(self.paragraph(run, depth))
        return "\n\n".join(part for part in parts if part)

    def paragraph(self, run: Iterable[LexborNode], depth: int) -> str:
        """Return a run of text and inline elements; a picture by itself becomes a figure."""
        nodes = [node for node in run if node.is_element_node or node.text().strip()]
        if nodes and all(node.tag in PICTURES for node in nodes):
            return self.pictured([self.picture(node) for node in nodes])
        return self.inline(run, depth)

    def block(self, node: LexborNode, depth: int) -> str:
        """Return one block element."""
        tag = node.tag or ""
        if tag in HEADINGS:
            body = self.heading(node, depth)
        else:
            body = BLOCK_WRITERS.get(tag, _Converter.section)(self, node, depth)
        return self.anchor(node) + body

    def section(self, node: LexborNode, depth: int) -> str:
        """Return an element that only groups; notices and numbers of charts look otherwise."""
        if node.mem_id in self.printed:
            return ""
        body = self.blocks(node, depth)
        return f"#draft-notice[{body}]" if body and "draft" in classes(node) else body

    def heading(self, node: LexborNode, depth: int) -> str:
        """Return a heading; PDF/UA wants text in each, and no level left out."""
        endless = len(node.text()) > MOST_BROKEN
        self.in_heading = not endless
        body = self.inline(children(node), depth)
        self.in_heading = False
        if endless or node.css_first(WORDLESS) or not printable(node.text()).strip():
            return body
        look = HEADINGS[node.tag or ""]
        self.level = min(look, self.level + 1)
        self.headline = node.text().strip()
        return f"#report-heading({look}, {self.level})[{body}]"

    def text_paragraph(self, node: LexborNode, depth: int) -> str:
        """Return a ``<p>``."""
        body = self.blocks(node, depth)
        if not body:
            return ""
        alignment = alignment_of(node)
        if "signature" in classes(node):
            body = f"#signature[{body}]"
        elif "note" in classes(node):
            body = f"#note[{body}]"
        elif alignment:
            body = f"#align({alignment})[{body}]"
        # Without the blank lines the text would be no paragraph, and have no indent.
        return f"#with-next[\n\n{body}\n\n]" if node.mem_id in self.above_signatures else body

    def items(self, node: LexborNode, depth: int) -> str:
        """Return a list; whatever stands in it, ``<li>`` or not, is an item."""
        kept = [c for c in children(node) if c.is_element_node or c.text().strip()]
        level, self.lists = self.lists, self.lists + 1
        with self.line.narrower(INDENT if level < MOST_INDENTED else MARKER):
            items = [f"[{self.blocks(c, depth) or self.inline([c], depth)}]" for c in kept]
        self.lists = level
        function = f"enum(start: {first_number(node)}, " if node.tag == "ol" else "list("
        indent = "" if level < MOST_INDENTED else "indent: 0pt, "
        return f"#{function}{indent}{', '.join(items)})" if items else ""

    def preformatted(self, node: LexborNode, _depth: int) -> str:
        """Return a ``<pre>``."""
        text = node.text().strip("\n")
        if not text.strip():
            return ""
        room = f"{self.line.room:g}pt"
        blocks = in_blocks(text.split("\n"))
        return "\n\n".join(f"#code({literal(each)}, {room}, block: true)" for each in blocks)

    def quotation(self, node: LexborNode, depth: int) -> str:
        """Return a ``<blockquote>``."""
        self.quoted += 1
        with self.line.narrower(INDENT):
            body = self.blocks(node, depth)
        self.quoted -= 1
        return f"#quote[{body}]"

    def rule(self, _node: LexborNode, _depth: int) -> str:
        """Return a ``<hr>``."""
        return "#rule"

    def figure(self, node: LexborNode, depth: int) -> str:
        """Return a figure: pictures with a caption; one that holds anything else only groups."""
        parts = figure_parts(node)
        if parts is None:
            return self.blocks(node, depth)
        pictures, caption_node = parts
        caption = self.inline(children(caption_node), depth) if caption_node else ""
        told = caption if caption_node and is_long(caption_node) else ""
        caption = "" if told else caption
        name = node.attributes.get("aria-label") or (caption_node.text() if caption_node else "")
        calls = [self.picture(child, name) for child in pictures]
        pieces = "chart" in classes(node) and len(calls) > 1
        drawn = self.pictured(calls, caption, self.numbers_below(node, depth), pieces=pieces)
        return f"{drawn}\n\n{told}" if told else drawn

    def numbers_below(self, node: LexborNode, depth: int) -> str:
        """Return the numbers of a chart: they are printed with it, on its page."""
        below = next((n for n in _following(node) if n.is_element_node), None)
        if "followed" not in classes(node) or below is None or not holds_numbers(below):
            return ""
        self.printed.add(below.mem_id)
        self.of_chart = True
        numbers = self.blocks(below, depth)
        self.of_chart = False
        return numbers

    def pictured(
        self, calls: list[str], caption: str = "", below: str = "", *, pieces: bool = False
    ) -> str:
        """Return a figure; of pictures none of which is drawn, their names as text."""
        if all(call.startswith(_NAMED) for call in calls):
            named = "".join(f"#{call};" for call in calls)
            return "\n\n".join(part for part in (named, caption, below) if part)
        more = f", caption: [{caption}]" if caption else ""
        more += ", pieces: true" if pieces else ""
        if self.in_table or self.lists or self.quoted:
            return f"#placed-picture({', '.join(calls)}{more})"
        more += f", below: [{below}]" if below else ""
        return f"#picture({', '.join(calls)}{more})"

    def picture(self, node: LexborNode, name: str = "") -> str:
        """Return the expression that draws a picture, or names it where it cannot be drawn."""
        alt = one_space(picture_alt(node) or name).strip() or "图"
        call = picture_call(node, literal(alt))
        if call:
            self.pictures.append(call)
        drawn = call and len(self.pictures) - 1 not in self.broken
        return call if call and drawn else f"{_NAMED}{self.text(f'〔图：{alt}〕')}]"

    def table(self, node: LexborNode, depth: int) -> str:
        """Return a table, captioned unless its caption only repeats the heading above it.

        A table inside another is written out as text, row by row.
        """
        grid = lay_out(node)
        captions = [c for c in grid.captions if not self.headline.endswith(c.text().strip())]
        caption = "".join(self.inline(children(caption), depth) for caption in captions)
        told = caption if any(map(is_long, captions)) else ""
        caption = "" if told else caption
        if not grid.cells:
            return told or caption
        if self.in_table:
            return "\n\n".join(self.text(one_line("　".join(row))) for row in grid.text_rows())
        self.in_table = True
        parts = in_parts(grid)
        tables = [told] if told else []
        for place, part in enumerate(parts):
            name = part_name(place, len(parts))
            tables.append(
                self.whole_table(part, caption + (self.text(name) if name else ""), depth)
            )
        self.in_table = False
        return "\n\n".join(tables)

    def whole_table(self, grid: TableGrid, caption: str, depth: int) -> str:
        """Return a table that fits between the margins."""
        dense = self.of_chart or grid.columns > MANY_COLUMNS

        def body(node: LexborNode) -> str:
            return self.anchor(node) + self.blocks(node, depth)

        # Tables within it are written out as text: its number is known before its cells are.
        name = f"t{len(self.tables) + 1}"
        self.tables.append(table_call(grid, name, caption, self.line, body, dense=dense))
        return self.tables[-1].source

    def inline(self, nodes: Iterable[LexborNode], depth: int) -> str:
        """Return text and inline elements, without the space around them."""
        self.line.begin()
        parts: list[str] = []
        kept = list(nodes)
        starts = True
        for place, node in enumerate(kept):
            if node.is_text_node:
                text = one_line(node.text_content or "")
                text = text.lstrip() if starts else text
                parts.append(self.text(text.rstrip() if place == len(kept) - 1 else text))
            else:
                parts.append(self.phrase(node, depth))
            starts = node.tag == "br" or (starts and not parts[-1])
        return "".join(parts)

    def text(self, text: str) -> str:
        """Return a text, with what breaks the words that do not fit into their line."""
        parts = []
        for piece, room in self.line.pieces(text):
            if room is None:
                parts.append(f"#{literal(piece)};" if piece else "")
            else:
                parts.append("#parbreak();" if self.line.fills(piece) else "")
                # The outline of a PDF has no words that are measured first.
                parts.append(f"#word({literal(piece)}, {0 if self.in_heading else room:g}pt);")
        return "".join(parts)

    def phrase(self, node: LexborNode, depth: int) -> str:
        """Return one text or inline element."""
        if node.is_text_node:
            return self.text(one_line(node.text_content or ""))
        if depth > MAX_DEPTH:
            return self.text(one_line(node.text()))
        writer = INLINE_WRITERS.get(node.tag or "", _Converter.span)
        return self.anchor(node) + writer(self, node, depth + 1)

    def span(self, node: LexborNode, depth: int) -> str:
        """Return an inline element that changes nothing, or a block where none can stand."""
        return "".join(self.phrase(child, depth) for child in children(node))

    def styled(self, node: LexborNode, depth: int) -> str:
        """Return bold, italic, raised or lowered text."""
        return f"#{STYLES[node.tag or '']}[{self.span(node, depth)}];"

    def code(self, node: LexborNode, _depth: int) -> str:
        """Return ``<code>`` within a line."""
        room = f"{self.line.room:g}pt"
        pieces = in_lengths(one_space(node.text()))
        return "#parbreak();".join(f"#code({literal(piece)}, {room});" for piece in pieces)

    def link(self, node: LexborNode, depth: int) -> str:
        """Return a link to the outside or to an element that exists; of any other, its text."""
        body = self.span(node, depth)
        href = (node.attributes.get("href") or "").strip()
        if not body:
            return ""
        name = unquote(href[1:]) if href.startswith("#") else ""
        around_target = any(inner.id == name for inner in node.css("[id]"))
        if name in self.targets and not around_target:
            return f"#link(label({literal(name)}))[{body}];"
        return f"#link({literal(href)})[{body}];" if EXTERNAL_LINK.fullmatch(href) else body

    def line_break(self, _node: LexborNode, _depth: int) -> str:
        """Return a ``<br>``."""
        self.line.end()
        return "#linebreak();"

    def inline_picture(self, node: LexborNode, _depth: int) -> str:
        """Return a picture within a line."""
        drawn = self.picture(node)
        return f"#{drawn};" if drawn.startswith(_NAMED) else f"#box({drawn});"

    def anchor(self, node: LexborNode) -> str:
        """Return the target of a link, where the element is one."""
        name = node.id or ""
        if name not in self.targets or name in self.placed:
            return ""
        self.placed.add(name)
        return f"#[#metadata(none)#label({literal(name)})];"


Writer = Callable[[_Converter, LexborNode, int], str]

BLOCK_WRITERS: dict[str, Writer] = {
    "p": _Converter.text_paragraph,
    "ul": _Converter.items,
    "ol": _Converter.items,
    "pre": _Converter.preformatted,
    "blockquote": _Converter.quotation,
    "hr": _Converter.rule,
    "figure": _Converter.figure,
    "table": _Converter.table,
}
INLINE_WRITERS: dict[str, Writer] = {
    **dict.fromkeys(STYLES, _Converter.styled),
    **dict.fromkeys(PICTURES, _Converter.inline_picture),
    "a": _Converter.link,
    "br": _Converter.line_break,
    "code": _Converter.code,
    "kbd": _Converter.code,
    "samp": _Converter.code,
}


_NAMED = "["  # begins what stands for a picture that cannot be drawn


def _following(node: LexborNode) -> Iterator[LexborNode]:
    while (after := node.next) is not None:
        yield after
        node = after
