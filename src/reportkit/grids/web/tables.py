"""Reading tables of web pages, which many systems export under the name of a workbook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

from reportkit.grids.encoding import decode
from reportkit.grids.limits import (
    LAST_COLUMN,
    LONGEST_TEXT,
    MOST_CELLS,
    RESAVE,
    refuse_long_text,
    refuse_size,
)
from reportkit.grids.model import (
    Area,
    Grid,
    GridError,
    Value,
    column_letters,
    text_or_none,
    without_end,
)
from reportkit.grids.web.seen import FILLED_IN, filled_in

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_MOST_BYTES = 64 << 20
_MOST_DOWN = 65_534
_MOST_ACROSS = 1_000
_BLANKS = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\v"
_CROSSED = 's, strike, del, [style*="line-through"]'
# Elements that are closed by their own tag alone.
_NESTING = re.compile(
    r"<(/?)(?:div|span|font|table|a|b|i|u|em|strong|center|section|ul|ol)\b", re.IGNORECASE
)
_MOST_ATTRIBUTES = 2_000  # of one tag
_MOST_IN_LONG = 20_000  # attributes of all long tags
_LONG = 2_000  # characters of a tag: a shorter one has no attributes that need be counted
_MOST_LOOKED_AT = 4  # times a page: tags that begin within each other are looked at again
# As a parser reads it: a quote holds what is in it only where a value begins.
_ATTRIBUTE = r"[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>]*+))?+"
_ATTRIBUTES = re.compile(_ATTRIBUTE)
_TAG = re.compile(rf"<(?=([a-zA-Z][^\s/>]*+)((?:{_ATTRIBUTE})*+))")
_DEEPEST = 500


def read_html(data: bytes, file: str) -> list[Grid]:
    """Return the tables of a web page as texts, one grid a table.

    What is struck out is told where the page says so at the words themselves.

    Raises
    ------
    GridError
    """
    refuse_large_page(data)
    text, encoding = decode(data)
    tree = parse_page(text)
    _put_what_is_filled_in(tree)
    tables = tree.css("table")
    text_of = _text_or_struck if tree.css_first(_CROSSED) else _text
    if not tables:
        raise GridError("内容是网页，里面没有表格", RESAVE)
    if any(table.css_first("table table") for table in tables):
        raise GridError("网页里表格套着表格，分不清行列", RESAVE)
    note = f"文件按 {encoding} 编码的网页表格读取"
    alone = len(tables) == 1
    grids = []
    room = 0
    for number, table in enumerate(tables, start=1):
        rows, merged, size = table_of(table, text_of)
        room += size
        if room > MOST_CELLS:
            refuse_size()
        rows = [(at, values) for at, values in rows if without_end(values)]
        struck, partly = (_places(rows, kind) for kind in (_Struck, _PartlyStruck))
        grids.append(
            Grid(
                file,
                rows,
                "" if alone else f"表 {number}",
                merged,
                struck if struck or partly else None,
                note=note,
                partly_struck=partly,
            )
        )
    return grids


class _Struck(str):
    """A text that is struck out."""

    __slots__ = ()


class _PartlyStruck(str):
    """A text of which a part is struck out."""

    __slots__ = ()


def _places(rows: Sequence[tuple[int, list[Value]]], kind: type) -> frozenset[tuple[int, int]]:
    """Return where texts of a kind stand, and leave plain ones there."""
    found = set()
    for number, values in rows:
        for at, value in enumerate(values):
            if isinstance(value, kind):
                found.add((number, at + 1))
                values[at] = str(value)
    return frozenset(found)


def _put_what_is_filled_in(tree: LexborHTMLParser) -> None:
    """Put in place of boxes to fill in what stands in them."""
    for node in tree.css(", ".join(sorted(FILLED_IN))):
        node.replace_with(filled_in(node))


def _depth(text: str) -> int:
    """Return how deep elements lie in each other at most: a parser suffers from a thousand."""
    depth = deepest = 0
    for match in _NESTING.finditer(text):
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest


def _has_endless_tag(text: str) -> bool:
    """Whether tags have attributes without end: a parser compares each with all before it.

    Looked at from wherever a tag may begin, also in comments, scripts and values: what a parser
    takes for one of these need not be told.
    """
    looked = attributes = 0
    for tag in _TAG.finditer(text):
        start, end = tag.span(2)
        length = end - tag.start()
        looked += length
        if looked > _MOST_LOOKED_AT * len(text):
            return True
        if length <= _LONG:
            continue
        some = islice(_ATTRIBUTES.finditer(text, start, end), _MOST_ATTRIBUTES + 1)
        here = sum(1 for _ in some)
        attributes += here
        if here > _MOST_ATTRIBUTES or attributes > _MOST_IN_LONG:
            return True
    return False


def refuse_large_page(data: bytes) -> None:
    """Refuse a page that nobody has written."""
    if len(data) > _MOST_BYTES:
        raise GridError(f"网页超过 {_MOST_BYTES >> 20} MB，没有读取", RESAVE, "too large")


def refuse_nesting() -> NoReturn:
    """Refuse a page whose elements nest as no page's do."""
    raise GridError("网页的结构反常，没有读取", RESAVE, "hostile") from None


def parse_page(text: str) -> LexborHTMLParser:
    """Return the tree of a page whose elements do not nest without end."""
    if _depth(text) > _DEEPEST or _has_endless_tag(text):
        refuse_nesting()
    # Most ledgers are no web pages, and parsers take long to load.
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(text)


def table_of(
    table: LexborNode,
    text_of: Callable[[LexborNode], str | None],
    is_shown: Callable[[LexborNode], bool] = lambda _: True,
) -> tuple[list[tuple[int, list[Value]]], tuple[Area, ...], int]:
    """Return all rows and merged areas of a table, and how many places they take.

    A row reaches as far as its cells do, be they empty or not.
    """
    rows: list[tuple[int, list[Value]]] = []
    merged: list[Area] = []
    taken: dict[int, int] = {}
    room = number = 0
    for number, row in enumerate(_rows(table, is_shown), start=1):
        values: list[Value] = []
        column = 1
        for cell in row:
            while taken.get(column, 0) >= number:
                column += 1
            down, across = _span(cell, "rowspan", _MOST_DOWN), _span(cell, "colspan", _MOST_ACROSS)
            room += across
            if room > MOST_CELLS or column > LAST_COLUMN:
                refuse_size()
            value = text_of(cell)
            if value and len(value) > LONGEST_TEXT:
                refuse_long_text(f"第 {number} 行{column_letters(column)}列")
            values.extend([None] * (column - len(values)))
            values[column - 1] = value
            values.extend([None] * (across - 1))
            if down > 1 or across > 1:
                merged.append(Area(number, column, number + down - 1, column + across - 1))
                taken.update(dict.fromkeys(range(column, column + across), number + down - 1))
            column += across
        rows.append((number, values))
    return rows, tuple(area._replace(bottom=min(area.bottom, number)) for area in merged), room


def _rows(table: LexborNode, is_shown: Callable[[LexborNode], bool]) -> Iterator[list[LexborNode]]:
    """Yield the cells of each row; those of a table within a cell belong to that table."""
    for part in filter(is_shown, table.iter()):
        rows = [part] if part.tag == "tr" else [one for one in part.iter() if one.tag == "tr"]
        for row in filter(is_shown, rows):
            yield [cell for cell in row.iter() if cell.tag in {"td", "th"} and is_shown(cell)]


def _span(cell: LexborNode, name: str, most: int) -> int:
    text = (cell.attributes.get(name) or "1").strip()
    return min(max(1, int(text)), most) if text.isascii() and text.isdigit() else 1


def _text_or_struck(cell: LexborNode) -> str | None:
    crossed = [node for node in cell.css(_CROSSED) if node.text().strip()]
    whole = "line-through" in (cell.attributes.get("style") or "")
    text = _text(cell)
    if text is None or not (crossed or whole):
        return text
    for node in crossed:
        node.remove()
    return _Struck(text) if whole or not cell.text().strip() else _PartlyStruck(text)


def _text(cell: LexborNode) -> str | None:
    for line_break in cell.css("br"):
        line_break.replace_with(_BREAK)
    text = _BLANKS.sub(" ", cell.text()).replace(_BREAK, "\n")
    text = "\n".join(line.strip(" ") for line in text.split("\n"))
    return text_or_none(text)
