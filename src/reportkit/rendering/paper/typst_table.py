"""A table of a report as Typst markup: a call of ``report-table`` (``templates/report.typ``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from reportkit.rendering.paper.elements import cell_alignment, is_long, is_number
from reportkit.rendering.paper.grid import TableCell, TableGrid, column_widths
from reportkit.rendering.paper.literals import literal
from reportkit.rendering.paper.unbroken import Line

MOST_HEADINGS = 12  # rows that may head a table on every page
_TEXT = re.compile(r'#("[^"\\]*");')


@dataclass(frozen=True, slots=True)
class TableCall:
    """A table as Typst markup.

    Attributes
    ----------
    name : str
        Tells it from all other tables of the document.
    source : str
        The call that lays it out.
    look : str
        What tells how high its rows are: the same for all tables that differ only in cells which
        are no higher than another of their row, such as numbers.
    """

    name: str
    source: str
    look: str


class _Frame(NamedTuple):
    """What the cells of one table share.

    Attributes
    ----------
    name : str
        Tells the table from all others of the document.
    shares : list of float
        How much of the width each column has.
    spanned : frozenset of int
        The rows that cells of several rows reach into.
    line : Line
        How much room words have.
    body : callable
        Writes what stands in a cell.
    """

    name: str
    shares: list[float]
    spanned: frozenset[int]
    line: Line
    body: Callable[[LexborNode], str]


def table_call(
    grid: TableGrid,
    name: str,
    caption: str,
    line: Line,
    body: Callable[[LexborNode], str],
    *,
    dense: bool,
) -> TableCall:
    """Return a table that fits between the margins.

    Parameters
    ----------
    grid : TableGrid
    name : str
        Tells it from all other tables of the document.
    caption : str
        As markup; empty where it has none.
    line : Line
        Where the table stands: narrowed for each cell.
    body : callable
        Takes the element of a cell and returns what stands in it, as markup.
    dense : bool
        Whether it is set in smaller type.
    """
    widths = column_widths(grid)
    tall = (cell for cell in grid.cells if cell.rowspan > 1)
    spanned = frozenset(y for cell in tall for y in range(cell.y, cell.y + cell.rowspan))
    frame = _Frame(name, [width / sum(widths) for width in widths], spanned, line, body)
    groups = [
        _rows(list(cells), frame, is_header=is_header)
        for is_header, cells in groupby(grid.cells, lambda c: c.y in grid.header_rows)
    ]
    columns = ", ".join(f"{width:g}fr" for width in widths)
    all_rows, high_rows = (", ".join(rows) for rows in zip(*groups, strict=True))
    dense_or_not = ", dense: true" if dense else ""
    ending = f"{dense_or_not}, high: heights.at({literal(name)}, default: ())"
    ending += f", caption: [{caption}]" if caption else ""
    return TableCall(
        name,
        f'#report-table("{name}", ({columns},), {all_rows}{ending})',
        f"({columns},), {high_rows}{dense_or_not}",
    )


def _rows(cells: list[TableCell], frame: _Frame, *, is_header: bool) -> tuple[str, str]:
    """Return a group of rows; headings that fill a page are repeated on no other.

    Twice: with all cells, and with those that tell how high the rows are.
    """
    rows = {cell.y for cell in cells}
    long = {cell.y for cell in cells if is_long(cell.node)}
    header = str(is_header and not long and len(rows) <= MOST_HEADINGS).lower()
    written = _cells(cells, frame, long)
    return _group(header, written), _group(header, [cell for cell in written if not cell.low])


def _group(header: str, cells: list[_Written]) -> str:
    """Return what `report-table` is told of a group of rows."""
    plain = "".join(cell.source for cell in cells if cell.plain)
    others = "".join(cell.source for cell in cells if not cell.plain)
    return f"(header: {header}, plain: ({plain}), cells: ({others}))"


class _Written(NamedTuple):
    """A cell as markup.

    Attributes
    ----------
    source : str
        With a comma after it.
    plain : bool
        Whether it is the same wherever pages end: then it is written as Typst's own cell, as a
        function called for each of hundreds of cells takes longer than they.
    low : bool
        Whether it is no higher than another of its row.
    """

    source: str
    plain: bool
    low: bool


def _cells(cells: Iterable[TableCell], frame: _Frame, long: Container[int]) -> list[_Written]:
    """Return the cells of some rows, marking one in each row that taller cells reach into.

    Only cells of several rows, and those of rows with `long` text, may be divided between pages.
    The first cell that stays within its row and has text tells how high a line of it is: cells
    behind it that hold a number and nothing else are no higher.
    """
    parts: list[_Written] = []
    marked: set[int] = set()
    known: set[int] = set()
    for cell in cells:
        mark, low = "", False
        text = cell.node.text().strip()
        with frame.line.in_cell(sum(frame.shares[cell.x : cell.x + cell.colspan])):
            if cell.rowspan == 1:
                if cell.y in frame.spanned and cell.y not in marked:
                    mark = f'#mark("{frame.name}", {cell.y});'
                    marked.add(cell.y)
                if cell.y in known and is_number(cell.node, text) and frame.line.holds(text):
                    low = True
                elif text:
                    known.add(cell.y)
            body = mark + frame.body(cell.node)
        plain = cell.rowspan == 1 and cell.y not in long
        parts.append(_Written((_plain if plain else _cell)(cell, body), plain, low))
    return parts


def _plain(cell: TableCell, body: str) -> str:
    """Return Typst's own cell; text alone is written as such."""
    text = _TEXT.fullmatch(body)
    span = f"colspan: {cell.colspan}, " if cell.colspan > 1 else ""
    return (
        f"table.cell(x: {cell.x}, y: {cell.y}, {span}align: {cell_alignment(cell)} + horizon, "
        f"breakable: false, {text[1] if text else f'[{body}]'}),\n"
    )


def _cell(cell: TableCell, body: str) -> str:
    """Return what `report-table` is told of a cell that may be divided."""
    size = ", long: true" if is_long(cell.node) else ""
    return (
        f"(x: {cell.x}, y: {cell.y}, rowspan: {cell.rowspan}, colspan: {cell.colspan}, "
        f"align: {cell_alignment(cell)}{size}, body: [{body}]),\n"
    )
