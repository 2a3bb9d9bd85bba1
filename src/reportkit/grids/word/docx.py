"""A Word document as a document: paragraphs and tables in their order, merged cells told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reportkit.grids.archive import Archive, local
from reportkit.grids.colours import shade_of
from reportkit.grids.document import Block, Document, Paragraph
from reportkit.grids.limits import LAST_COLUMN, LONGEST_TEXT, refuse_document, refuse_long_text
from reportkit.grids.model import STRUCK, UNSEEN, Area, Grid, Value, text_or_none
from reportkit.grids.word.pictures import (
    PICTURES,
    content_of,
    is_frame,
    media_of,
    pictures_in,
)

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from reportkit.grids.pages.pictured import Pictures

_MOST_CELLS = 200_000
_DEEPEST = 60
# What was taken out, instructions of fields, what is drawn for programs that cannot do better.
_SKIPPED = frozenset(
    {"del", "moveFrom", "instrText", "delText", "Fallback", "pPr", "rPr", "sdtPr", "rt"}
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}
_TOLD_OTHERWISE = frozenset({"instrText", "fldSimple", "numPr", "object"})
"""What shows something in a cell that has no text."""
_ARRANGED = frozenset({"f", "sSup", "sSub", "sSubSup", "sPre", "rad", "nary", "m"})
"""What sets the digits of a formula below or beside each other."""
_SYMBOL = "有符号字体的字，不知道是什么"
_LIGHT = 0xF8  # of 255: as good as white
_TINIEST = 4  # half points; smaller digits nobody reads
_NO_GROUND = frozenset({"auto", "FFFFFF", "ffffff"})
_OFF = frozenset({"0", "false", "off", "none"})


def read_docx(archive: Archive, file: str, pictures: Pictures | None = None) -> Document:
    """Return what a Word document says.

    Parameters
    ----------
    archive : Archive
    file : str
        Its name.
    pictures : Pictures, optional
        What reads its pictures; they are passed over where nothing does.

    Raises
    ------
    GridError
    """
    body = archive.parse("word/document.xml")
    title = ""
    if "docProps/core.xml" in archive:
        properties = archive.parse("docProps/core.xml")
        title = next((one.text or "" for one in properties if local(one.tag) == "title"), "")
    if pictures is None:
        return Document(file, title.strip(), tuple(_Reader(file).read(body)))
    media, reads = media_of(archive), pictures.blocks
    blocks = tuple(_Reader(file, lambda one: reads(content_of(archive, media, one))).read(body))
    return Document(file, title.strip(), blocks, pictures.unread, pictures.recognised)


@dataclass
class _Reader:
    """What was read of a document up to now."""

    file: str
    shown: Callable[[str], Sequence[Block]] | None = None  # what a picture says, by its id
    room: int = 0
    blocks: list[Block] = field(default_factory=list)

    def read(self, element: Element, depth: int = 0) -> list[Block]:
        """Add what stands in an element, and return all."""
        if depth > _DEEPEST:
            refuse_document("文档里嵌套的层次")
        for child in element:
            name = local(child.tag)
            if name == "p":
                self._paragraph(child, depth)
            elif name == "tbl":
                self._table(child, depth)
            elif name not in _SKIPPED:
                self.read(child, depth + 1)
        return self.blocks

    def _paragraph(self, element: Element, depth: int) -> None:
        text, _ = _text(element)
        for line in text.split("\n"):
            if line.strip():
                self.blocks.append(Paragraph(line.strip(" \u3000")))
        if self.shown:
            for resource in pictures_in(element):
                self.blocks += self.shown(resource)
        for box in element.iter():
            if local(box.tag) == "txbxContent":
                self.read(box, depth + 1)

    def _table(self, table: Element, depth: int) -> None:
        if _lays_out(table) or (self.shown and is_frame(table)):
            for row in _named(table, "tr"):
                for cell in _named(row, "tc"):
                    self.read(cell, depth + 1)
            return
        made = _Table()
        for number, row in enumerate(_named(table, "tr"), start=1):
            if _is_gone(row):
                continue
            made.begin_row(number, _skipped(row))
            for cell in _named(row, "tc"):
                self.room += made.add(cell)
                if self.room > _MOST_CELLS:
                    refuse_document("文档里的单元格")
        self.blocks.append(made.grid(self.file))


@dataclass
class _Table:
    """What was read of a table up to now."""

    rows: list[tuple[int, list[Value]]] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    unsure: dict[tuple[int, int], str] = field(default_factory=dict)
    going_on: dict[int, int] = field(default_factory=dict)  # by column: the area that may go on

    def begin_row(self, number: int, skipped: int) -> None:
        """Begin a row, so many places of which are left out."""
        self.rows.append((number, [None] * skipped))

    def add(self, cell: Element) -> int:
        """Add a cell to the row, and return how many places it takes."""
        number, values = self.rows[-1]
        column = len(values) + 1
        span, merge = _span(cell), _merge(cell)
        if column + span > LAST_COLUMN:
            refuse_document("文档里的单元格")
        if merge == "continue" and column in self.going_on:
            at = self.going_on[column]
            self.areas[at] = self.areas[at]._replace(bottom=number)
            values.extend([None] * span)
            return span
        text, why = _cell_text(cell)
        if len(text) > LONGEST_TEXT:
            refuse_long_text(f"第 {number} 行")
        if why:
            self.unsure[number, column] = why
        values += [text_or_none(text), *[None] * (span - 1)]
        self.going_on.pop(column, None)
        if span > 1 or merge:
            self.going_on[column] = len(self.areas)
            self.areas.append(Area(number, column, number, column + span - 1))
        return span

    def grid(self, file: str) -> Grid:
        """Return the table."""
        merged = (area for area in self.areas if area[:2] != area[2:])
        return Grid(file, self.rows, merged=tuple(merged), unsure=self.unsure)


def _lays_out(table: Element) -> bool:
    """Whether a table holds others that are tables: it but lays the page out."""
    inner = (one for one in table.iter() if local(one.tag) == "tbl" and one is not table)
    return any(sum(local(each.tag) == "tc" for each in one.iter()) > 1 for one in inner)


def _named(element: Element, name: str) -> Iterator[Element]:
    """Yield the children of a name, also those within content controls and marked insertions."""
    for child in element:
        found = local(child.tag)
        if found == name:
            yield child
        elif found in ("sdt", "sdtContent", "ins", "customXml", "smartTag"):
            yield from _named(child, name)


def _property(cell: Element, name: str) -> dict[str, str] | None:
    """Return the attributes of a property of a cell or a run; None where it has none."""
    for child in cell:
        if local(child.tag) in ("tcPr", "rPr", "trPr"):
            for one in child:
                if local(one.tag) == name:
                    return {local(key): value for key, value in one.attrib.items()}
    return None


def _number(attributes: dict[str, str] | None, default: int) -> int:
    text = (attributes or {}).get("val", "")
    return int(text) if text.isascii() and text.isdigit() else default


def _span(cell: Element) -> int:
    return min(max(1, _number(_property(cell, "gridSpan"), 1)), LAST_COLUMN)


def _skipped(row: Element) -> int:
    return min(_number(_property(row, "gridBefore"), 0), LAST_COLUMN)


def _merge(cell: Element) -> str:
    """Return how a cell is merged with those above and below: restart, continue, or not at all."""
    merge = _property(cell, "vMerge")
    return "" if merge is None else merge.get("val", "continue")


def _is_gone(row: Element) -> bool:
    """Whether a row is hidden, or marked as taken out."""
    return _property(row, "del") is not None or _property(row, "hidden") is not None


def _cell_text(cell: Element) -> tuple[str, str]:
    """Return what a cell shows, a line a paragraph, and why it is not certain.

    Some of it may be struck out or unseen, or a picture, or no text at all.
    """
    lines: list[str] = []
    why = ""
    otherwise = False
    for child in cell.iter():
        name = local(child.tag)
        if name == "p":
            text, odd = _text(child)
            why = odd or why
            lines += [line.strip() for line in text.split("\n")]
        elif name in PICTURES:
            why = why or "这一格里有图片"
        elif name == "sym":
            why = why or _SYMBOL
        elif name in _ARRANGED and child.tag.endswith("math}" + name):
            why = why or "有公式"
        otherwise |= name in _TOLD_OTHERWISE
    whole = "\n".join(filter(None, lines))
    if why == UNSEEN and (_property(cell, "shd") or {}).get("fill", "auto") not in _NO_GROUND:
        why = ""
    if otherwise and not whole:
        why = why or "这一格里没有文字，可能由域或者自动编号显示"
    return whole, why


def _is_on(run: Element, name: str) -> bool:
    attributes = _property(run, name)
    return attributes is not None and attributes.get("val", "on") not in _OFF


def _is_raised(run: Element) -> bool:
    """Whether a run stands higher or lower than its line, as the number of a note does."""
    align = (_property(run, "vertAlign") or {}).get("val", "")
    height = (_property(run, "position") or {}).get("val", "0")
    style = (_property(run, "rStyle") or {}).get("val", "")
    return (
        align in ("superscript", "subscript")
        or height.strip("-0") != ""
        or style.endswith(("Reference", "reference"))
    )


def _is_faint(run: Element) -> bool:
    """Whether nobody sees a run: it is tiny, or written in white, on no ground of its own."""
    size = (_property(run, "sz") or {}).get("val", "")
    if size.isdecimal() and int(size) <= _TINIEST:
        return True
    shade = shade_of((_property(run, "color") or {}).get("val", ""))
    grounded = _property(run, "shd") or _property(run, "highlight")
    return shade is not None and shade >= _LIGHT and not grounded


def _text(element: Element) -> tuple[str, str]:
    """Return what a paragraph says, and why it is not certain: struck out or unseen."""
    pieces: list[str] = []
    why = _gather(element, pieces, 0)
    return "".join(pieces), why


def _gather(element: Element, pieces: list[str], depth: int) -> str:
    why = ""
    if depth > _DEEPEST:
        refuse_document("文档里嵌套的层次")
    for child in element:
        name = local(child.tag)
        if name in _SKIPPED or name == "txbxContent":
            continue
        if name == "t":
            pieces.append(child.text or "")
        elif name in _BREAKS:
            pieces.append(_BREAKS[name])
        elif name == "r":
            if _is_on(child, "vanish"):
                continue
            raised = _is_raised(child)
            before = len(pieces)
            _gather(child, pieces, depth + 1)
            why = _odd(child, "".join(pieces[before:])) or why
            if raised and any(pieces[before:]):
                pieces[before:] = ["（注", *pieces[before:], "）"]
        else:
            why = _gather(child, pieces, depth + 1) or why
    return why


def _odd(run: Element, text: str) -> str:
    """Return why what a run says is not certain; empty where it is."""
    if not text:
        return ""
    if _is_on(run, "strike") or _is_on(run, "dstrike"):
        return STRUCK
    return UNSEEN if any(map(str.isdigit, text)) and _is_faint(run) else ""
