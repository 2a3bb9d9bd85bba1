"""HTML of a report as the body of a DOCX document.

Whatever the HTML holds, the body is well formed: text is escaped, table cells get explicit places,
a link goes nowhere that is not there. How things look is said in ``templates/docx/styles.xml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from reportkit.rendering.docx.links import safe_link
from reportkit.rendering.docx.tables import kept_with_next, table_xml
from reportkit.rendering.docx.words import Look, attribute, paragraph, run, styled, wrapped_run
from reportkit.rendering.paper.elements import (
    HEADINGS,
    MANY_COLUMNS,
    MAX_DEPTH,
    PICTURES,
    WORDLESS,
    above_signatures,
    alignment_of,
    cell_alignment,
    children,
    classes,
    figure_parts,
    first_number,
    holds_numbers,
    is_block,
    link_targets,
    one_line,
    one_space,
)
from reportkit.rendering.paper.grid import lay_out
from reportkit.rendering.paper.pictures import picture_alt
from reportkit.rendering.paper.split import in_parts, part_name

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

    from reportkit.rendering.docx.drawn import Drawn
    from reportkit.rendering.paper.grid import TableCell, TableGrid


class Step(NamedTuple):
    """How far each level of a list stands in, and the text of its items from their marks."""

    left: int
    hanging: int


BULLETS, NUMBERS = 0, 1  # the two kinds of list in ``numbering.xml``
DEEPEST_LIST = 8
ITEM, CELL_ITEM = Step(640, 400), Step(0, 240)  # twips, on a page and in a table


@dataclass(frozen=True, slots=True)
class Body:
    """What stands in a document, and what it refers to.

    Attributes
    ----------
    xml : str
        The content of ``w:body``.
    media : dict of str to bytes
        Its pictures, by the names of their files.
    links : dict of str to str
        The ids of the addresses outside that it leads to.
    lists : list of tuple
        The kind of each list and its first number, in order.
    """

    xml: str
    media: dict[str, bytes]
    links: dict[str, str]
    lists: list[tuple[int, int]]


def write_body(root: LexborNode, drawn: Mapping[int, Drawn]) -> Body:
    """Convert a page.

    Parameters
    ----------
    root : LexborNode
        Of any HTML, however odd.
    drawn : mapping of int to Drawn
        What `draw_pictures` returned for it.
    """
    writer = _Writer(root, drawn, link_targets(root))
    xml = writer.all_of(root)
    if writer.placed.keys() != writer.targets:
        writer = _Writer(root, drawn, set(writer.placed))
        xml = writer.all_of(root)
    return Body(xml, writer.media, writer.links, writer.lists)


class _Writer:
    """One conversion, with what it must remember from one element to the next."""

    def __init__(self, root: LexborNode, drawn: Mapping[int, Drawn], targets: set[str]) -> None:
        self.drawn = drawn
        self.media: dict[str, bytes] = {}
        self.links: dict[str, str] = {}
        self.lists: list[tuple[int, int]] = []
        self.list_level = -1
        self.item: tuple[int, int] | None = None
        self.level = 0
        self.headline = ""
        self.in_table = False
        self.of_chart = False
        self.pictures = 0
        self.targets = targets
        self.placed: dict[str, int] = {}
        self.waiting: list[str] = []
        self.above_signatures = above_signatures(root)

    def all_of(self, root: LexborNode) -> str:
        """Return the whole page; two tables that meet would be one, so a line stands between."""
        blocks = self.blocks(root.css_first("body") or root, Look(), 0)
        gap = paragraph("", Look("Gap"))
        parts = []
        for block, following in pairwise([*blocks, "<w:tbl>"]):
            meet = block.startswith("<w:tbl>") and following.startswith("<w:tbl>")
            parts += [block, gap] if meet else [block]
        return "\n".join(parts)

    def blocks(self, parent: LexborNode, look: Look, depth: int) -> list[str]:
        """Return the paragraphs and tables of an element."""
        if depth > MAX_DEPTH:
            return self.paragraph(run(one_line(parent.text()).strip(), look), look)
        parts: list[str] = []
        inline: list[LexborNode] = []
        for child in children(parent):
            if is_block(child):
                parts += self.loose(inline, look, depth)
                parts += self.block(child, look, depth + 1)
                inline = []
            else:
                inline.append(child)
        return parts + self.loose(inline, look, depth)

    def paragraph(self, runs: str, look: Look) -> list[str]:
        """Return a paragraph with what waits for one; of nothing, none."""
        if not runs:
            return []
        begun, self.waiting = "".join(self.waiting), []
        number, self.item = self.item, None
        return [paragraph(begun + runs, look, number)]

    def loose(self, nodes: Iterable[LexborNode], look: Look, depth: int) -> list[str]:
        """Return a paragraph of text and inline elements; of pictures by themselves, a figure."""
        kept = [node for node in nodes if node.is_element_node or node.text().strip()]
        if kept and all(node.tag in PICTURES for node in kept):
            pictures = "".join(self.picture(node, look) for node in kept)
            return self.paragraph(pictures, look if self.in_table else Look("Figure"))
        return self.paragraph(self.inline(nodes, look, depth), look)

    def block(self, node: LexborNode, look: Look, depth: int) -> list[str]:
        """Return what one block element holds."""
        self.waiting.append(self.anchor(node))
        tag = node.tag or ""
        if tag in HEADINGS:
            return self.heading(node, look, depth)
        return BLOCK_WRITERS.get(tag, _Writer.section)(self, node, look, depth)

    def section(self, node: LexborNode, look: Look, depth: int) -> list[str]:
        """Return an element that only groups others, the notice of a draft apart."""
        if holds_numbers(node):
            self.of_chart = True
            blocks = self.blocks(node, look, depth)
            self.of_chart = False
            return blocks
        if "draft" not in classes(node):
            return self.blocks(node, look, depth)
        return [*self.blocks(node, Look("DraftNotice"), depth), paragraph("", Look())]

    def heading(self, node: LexborNode, look: Look, depth: int) -> list[str]:
        """Return a heading; no level of the outline is left out, and none is without words."""
        if node.css_first(WORDLESS) or not node.text().strip():
            return self.loose(children(node), look, depth)
        rank = HEADINGS[node.tag or ""]
        self.level = min(rank, self.level + 1)
        self.headline = node.text().strip()
        own = Look(f"Heading{rank}", level=self.level if self.level != rank else 0)
        return self.paragraph(self.inline(children(node), own, depth), own)

    def text_paragraph(self, node: LexborNode, look: Look, depth: int) -> list[str]:
        """Return a ``<p>``."""
        named = classes(node)
        if "signature" in named:
            look = Look("Signature")
        elif "note" in named and not self.in_table:
            look = Look("TableNote")
        keep_next = look.keep_next or node.mem_id in self.above_signatures
        align = alignment_of(node) or look.align
        return self.blocks(node, replace(look, align=align, keep_next=keep_next), depth)

    def items(self, node: LexborNode, look: Look, depth: int) -> list[str]:
        """Return a list; whatever stands in it, ``<li>`` or not, is an item."""
        kind = NUMBERS if node.tag == "ol" else BULLETS
        self.lists.append((kind, first_number(node)))
        number = len(self.lists)
        self.list_level += 1
        level = min(self.list_level, DEEPEST_LIST)
        step = CELL_ITEM if self.in_table else ITEM
        inner = replace(look, left=step.left * (level + 1), hanging=step.hanging)
        if look.style == "Normal":
            inner = replace(inner, style="ListParagraph")
        parts: list[str] = []
        for child in children(node):
            if child.is_element_node or child.text().strip():
                self.item = (number, level)
                body = self.blocks(child, inner, depth) if child.is_element_node else []
                parts += body or self.loose([child], inner, depth)
        self.item = None
        self.list_level -= 1
        return parts

    def preformatted(self, node: LexborNode, look: Look, _depth: int) -> list[str]:
        """Return a ``<pre>``."""
        text = node.text().strip("\n")
        own = look if self.in_table else Look("Preformatted")
        return self.paragraph(run(text, own), own) if text.strip() else []

    def quotation(self, node: LexborNode, look: Look, depth: int) -> list[str]:
        """Return a ``<blockquote>``."""
        return self.blocks(node, look if self.in_table else Look("Quote"), depth)

    def rule(self, _node: LexborNode, _look: Look, _depth: int) -> list[str]:
        """Return a ``<hr>``."""
        return [paragraph("", Look("Rule"))]

    def figure(self, node: LexborNode, look: Look, depth: int) -> list[str]:
        """Return a figure: pictures with a caption; one that holds anything else only groups."""
        parts = figure_parts(node)
        if parts is None:
            return self.blocks(node, look, depth)
        pictures, caption = parts
        name = node.attributes.get("aria-label") or (caption.text() if caption else "")
        own = Look("Figure", keep_next=caption is not None)
        drawings = [self.picture(picture, own, name) for picture in pictures]
        below = Look("Caption", keep_next="followed" in classes(node))  # its numbers follow
        words = self.inline(children(caption), below, depth) if caption else ""
        # Of a high chart, a page takes as many pieces as it can.
        *above, last = drawings if "chart" in classes(node) else ["".join(drawings)]
        pieces = [part for piece in above for part in self.paragraph(piece, Look("Figure"))]
        return pieces + self.paragraph(last, own) + self.paragraph(words, below)

    def table(self, node: LexborNode, look: Look, depth: int) -> list[str]:
        """Return a table, captioned unless its caption only repeats the heading above it.

        A table inside another is written out as text, by row.
        """
        grid = lay_out(node)
        above = Look("Caption", keep_next=True)
        parts: list[str] = []
        name = node.attributes.get("aria-label") or ""
        for caption in grid.captions:
            name = name or one_line(caption.text()).strip()
            if not self.headline.endswith(caption.text().strip()):
                parts += self.paragraph(self.inline(children(caption), above, depth), above)
        if not grid.cells:
            return parts
        if self.in_table:
            for row in grid.text_rows():
                parts += self.paragraph(run(one_line("　".join(row)), look), look)
            return parts
        pieces = in_parts(grid)
        for place, piece in enumerate(pieces):
            part = part_name(place, len(pieces))
            parts += self.paragraph(run(part, above), above) if part else []
            parts.append(self.whole_table(piece, f"{name}{part}", depth))
        return parts

    def whole_table(self, grid: TableGrid, name: str, depth: int) -> str:
        """Return a table that fits between the margins."""
        self.in_table, self.item = True, None
        dense = self.of_chart or grid.columns > MANY_COLUMNS
        style, text = ("TableDense", "TableSmall") if dense else ("TableGrid", "TableText")
        content = partial(self.cell, style=text, kept_rows=kept_with_next(grid), depth=depth)
        xml = table_xml(grid, style, name, content)
        self.in_table = False
        return xml

    def cell(self, cell: TableCell | None, style: str, kept_rows: set[int], depth: int) -> str:
        """Return what stands in a cell, or in none: a paragraph at least."""
        if cell is None:
            return paragraph("", Look(style))
        align = cell_alignment(cell)
        look = Look(style, "" if align == "center" else align, keep_next=cell.y in kept_rows)
        self.waiting.append(self.anchor(cell.node))
        return "".join(self.blocks(cell.node, look, depth)) or paragraph("", look)

    def inline(self, nodes: Iterable[LexborNode], look: Look, depth: int) -> str:
        """Return text and inline elements, without the space around them."""
        parts: list[str] = []
        kept = list(nodes)
        starts = True
        for place, node in enumerate(kept):
            if node.is_text_node:
                text = one_line(node.text_content or "")
                text = text.lstrip() if starts else text
                text = text.rstrip() if place == len(kept) - 1 else text
                parts.append(run(text, look) if text else "")
            else:
                parts.append(self.phrase(node, look, depth))
            starts = node.tag == "br" or (starts and not parts[-1])
        return "".join(parts)

    def phrase(self, node: LexborNode, look: Look, depth: int) -> str:
        """Return one text or inline element."""
        if node.is_text_node or depth > MAX_DEPTH:
            text = one_line(node.text_content or "" if node.is_text_node else node.text())
            return run(text, look) if text else ""
        writer = INLINE_WRITERS.get(node.tag or "", _Writer.span)
        return self.anchor(node) + writer(self, node, look, depth + 1)

    def span(self, node: LexborNode, look: Look, depth: int) -> str:
        """Return an inline element, or a block where none can stand."""
        inner = styled(look, node.tag or "")
        return "".join(self.phrase(child, inner, depth) for child in children(node))

    def link(self, node: LexborNode, look: Look, depth: int) -> str:
        """Return a link to the outside or to an element that exists; of any other, its text."""
        href = (node.attributes.get("href") or "").strip()
        name = unquote(href[1:]) if href.startswith("#") else ""
        around_target = any(inner.id == name for inner in node.css("[id]"))
        inside = name in self.targets and not around_target
        address = "" if inside else safe_link(href)
        if not (inside or address):
            return self.span(node, look, depth)
        body = self.span(node, replace(look, run_style="Hyperlink"), depth)
        if not body:
            return ""
        if inside:
            return f'<w:hyperlink w:anchor="{self.bookmark(name)}">{body}</w:hyperlink>'
        place = self.links.setdefault(address, f"link{len(self.links) + 1}")
        return f'<w:hyperlink r:id="{place}">{body}</w:hyperlink>'

    def line_break(self, _node: LexborNode, look: Look, _depth: int) -> str:
        """Return a ``<br>``."""
        return wrapped_run("<w:br/>", look)

    def inline_picture(self, node: LexborNode, look: Look, _depth: int) -> str:
        """Return a picture within a line."""
        return self.picture(node, look)

    def picture(self, node: LexborNode, look: Look, name: str = "") -> str:
        """Return the run that shows a picture, or names it where it cannot be drawn."""
        alt = one_space(picture_alt(node) or name).strip() or "图"
        drawn = self.drawn.get(node.mem_id)
        if drawn is None:
            return run(f"〔图：{alt}〕", look)
        self.pictures += 1
        file = f"image{self.pictures}.png"
        self.media[file] = drawn.png
        named = f'id="{self.pictures}" name="图{self.pictures}"'
        size = f'cx="{drawn.width}" cy="{drawn.height}"'
        return wrapped_run(
            f'<w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/>'
            f"<wp:docPr {named} descr={attribute(alt)}/><a:graphic><a:graphicData "
            'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
            f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
            f'<pic:blipFill><a:blip r:embed="{file}"/><a:stretch><a:fillRect/></a:stretch>'
            f'</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr>'
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>",
            look,
        )

    def anchor(self, node: LexborNode) -> str:
        """Return the target of a link, where the element is one."""
        name = node.id or ""
        if name not in self.targets or name in self.placed:
            return ""
        self.placed[name] = len(self.placed)
        number = f'w:id="{self.placed[name]}"'
        bookmark = f'w:name="{self.bookmark(name)}"'
        return f"<w:bookmarkStart {number} {bookmark}/><w:bookmarkEnd {number}/>"

    def bookmark(self, name: str) -> str:
        """Return the name of a bookmark: of a target's own name Word might not approve."""
        return f"_target{sorted(self.targets).index(name)}"


BlockWriter = Callable[[_Writer, "LexborNode", Look, int], list[str]]
InlineWriter = Callable[[_Writer, "LexborNode", Look, int], str]

BLOCK_WRITERS: dict[str, BlockWriter] = {
    "p": _Writer.text_paragraph,
    "ul": _Writer.items,
    "ol": _Writer.items,
    "pre": _Writer.preformatted,
    "blockquote": _Writer.quotation,
    "hr": _Writer.rule,
    "figure": _Writer.figure,
    "table": _Writer.table,
}
INLINE_WRITERS: dict[str, InlineWriter] = {
    **dict.fromkeys(PICTURES, _Writer.inline_picture),
    "a": _Writer.link,
    "br": _Writer.line_break,
}
