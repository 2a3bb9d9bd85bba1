"""A table of a report as Typst markup: a call of ``report-table`` (``templates/report.typ``)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from reportkit.rendering.paper.elements import cell_alignment, is_long, is_number
from reportkit.rendering.paper.grid import TableCell, TableGrid, column_widths
from reportkit.rendering.paper.unbroken import Line

MOST_HEADINGS = 12  # rows that may head a table on every page


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
) -> str:
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
    ending = f", caption: [{caption}]" if caption else ""
    if dense:
        ending += ", dense: true"
    return f'#report-table("{name}", ({columns},), {", ".join(groups)}{ending})'


def _rows(cells: list[TableCell], frame: _Frame, *, is_header: bool) -> str:
    """Return a group of rows; headings that fill a page are repeated on no other."""
    rows = {cell.y for cell in cells}
    high = len(rows) > MOST_HEADINGS or any(is_long(cell.node) for cell in cells)
    header = str(is_header and not high).lower()
    return f"(header: {header}, cells: ({_cells(cells, frame)}))"


def _cells(cells: Iterable[TableCell], frame: _Frame) -> str:
    """Return the cells of some rows, marking one in each row that taller cells reach into.

    The first cell that stays within its row and has text tells how high a line of it is: cells
    behind it that hold a number and nothing else are no higher.
    """
    parts = []
    marked: set[int] = set()
    known: set[int] = set()
    for cell in cells:
        mark, size = "", ", long: true" if is_long(cell.node) else ""
        text = cell.node.text().strip()
        with frame.line.in_cell(sum(frame.shares[cell.x : cell.x + cell.colspan])):
            if cell.rowspan == 1:
                if cell.y in frame.spanned and cell.y not in marked:
                    mark = f'#mark("{frame.name}", {cell.y});'
                    marked.add(cell.y)
                if cell.y in known and is_number(cell.node, text) and frame.line.holds(text):
                    size = ", low: true"
                elif text:
                    known.add(cell.y)
            parts.append(_cell(cell, size, mark + frame.body(cell.node)))
    return "".join(parts)


def _cell(cell: TableCell, size: str, body: str) -> str:
    """Return what `report-table` is told of one cell, with a comma after it."""
    return (
        f"(x: {cell.x}, y: {cell.y}, rowspan: {cell.rowspan}, colspan: {cell.colspan}, "
        f"align: {cell_alignment(cell)}{size}, body: [{body}]),\n"
    )
