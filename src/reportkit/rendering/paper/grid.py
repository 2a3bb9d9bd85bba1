"""The grid of an HTML table: which cell stands where, and how wide its columns should be."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reportkit.rendering.wide import is_wide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from selectolax.lexbor import LexborNode

    Rows: TypeAlias = list[list[LexborNode]]

MAX_COLUMNS = 1000  # what HTML allows a cell to span

# Widths in ems.
LINE = 48.0  # of table text, from margin to margin
WIDEST = 14.0  # longer text is broken into lines,
EXCESS = 0.25  # of which this share is granted
WORDS = 8.0  # from here on a column holds words, not figures
NARROWED = 0.3  # the share of its width that such a column keeps at least
NARROWEST = 2.0
PADDING = 0.9
HEADER_LINES = (2, 8)  # that a column's heading may take, where there is room and at the most

_PERCENTAGE = re.compile(r"(?:.*width\s*:)?\s*(\d{1,3}(?:\.\d{1,6})?)\s*%.*", re.DOTALL | re.ASCII)
_WORD = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class TableCell:
    """A ``<td>`` or ``<th>``, at column `x` and row `y`, both counted from 0."""

    node: LexborNode
    x: int
    y: int
    rowspan: int
    colspan: int


@dataclass(frozen=True, slots=True)
class TableGrid:
    """A table laid out.

    Attributes
    ----------
    cells : tuple of TableCell
        None of them overlap, and none reaches out of the table.
    columns : int
        How many there are.
    header_rows : frozenset of int
        The rows that head those which follow, until the next such rows.
    captions : tuple of LexborNode
        The table's captions: one, as a rule.
    declared : tuple of float
        Widths that ``<col>`` elements ask for, in per cent.
    """

    cells: tuple[TableCell, ...]
    columns: int
    header_rows: frozenset[int]
    captions: tuple[LexborNode, ...]
    declared: tuple[float, ...]

    def text_rows(self) -> Iterator[list[str]]:
        """Yield the text of the cells, row by row."""
        for y in sorted({cell.y for cell in self.cells}):
            yield [cell.node.text().strip() for cell in self.cells if cell.y == y]


def lay_out(table: LexborNode) -> TableGrid:
    """Place the cells of a table as HTML prescribes; spans that overlap or reach out are cut."""
    cells: list[TableCell] = []
    header_rows: set[int] = set()
    first = 0
    for rows, is_header in _sections(table):
        cells += _place(rows, first)
        header_rows.update(range(first, first + len(rows)) if is_header else ())
        first += len(rows)
    columns = 1 + max((cell.x for cell in cells), default=-1)
    return TableGrid(
        cells=tuple(replace(c, colspan=min(c.colspan, columns - c.x)) for c in cells),
        columns=columns,
        header_rows=frozenset(header_rows),
        captions=tuple(child for child in table.iter() if child.tag == "caption"),
        declared=tuple(_declared_widths(table)),
    )


def column_widths(grid: TableGrid) -> list[float]:
    """Return the share of the width that each column should get.

    That is what ``<col>`` elements say, or else what the text of each column needs.
    """
    if len(grid.declared) == grid.columns and all(grid.declared):
        return list(grid.declared)
    bodies = _needed(grid, lambda cell: 0 if cell.y in grid.header_rows else cell.rowspan)
    fewest, most = HEADER_LINES
    widths = bodies
    for lines in range(fewest, most + 1):
        heads = _needed(grid, lambda cell, n=lines: n if cell.y in grid.header_rows else 0)  # type: ignore[misc]
        widths = [max(pair) for pair in zip(heads, bodies, strict=True)]
        if sum(widths) <= LINE:
            break
    return _filled(widths, [width >= WORDS for width in bodies])


def _needed(grid: TableGrid, lines: Callable[[TableCell], int]) -> list[float]:
    """Return what each column needs for some cells: those that are given lines."""
    widths = [NARROWEST] * grid.columns
    for cell in grid.cells:
        if cell.colspan == 1 and lines(cell):
            widths[cell.x] = max(widths[cell.x], _need(cell, lines(cell)))
    return [width + PADDING for width in widths]


def _filled(widths: list[float], holds_words: list[bool]) -> list[float]:
    """Let columns of words give way where the line is short, so that figures keep their room."""
    told = list(zip(widths, holds_words, strict=True))
    words = sum(width for width, gives_way in told if gives_way)
    room = LINE - sum(width for width, gives_way in told if not gives_way)
    scale = min(1.0, max(room / words, NARROWED)) if words else 1.0
    return [round(width * scale if gives_way else width, 2) for width, gives_way in told]


def _need(cell: TableCell, lines: int) -> float:
    """Return the width of a cell's text in so many lines, with no word broken."""
    text = cell.node.text(separator=" ").strip()
    words = (_width(word) for word in _WORD.findall(text))
    line = math.ceil(_width(text) / lines) if lines > 1 else _width(text)
    wanted = min(line, WIDEST) + max(0.0, line - WIDEST) * EXCESS
    return min(max(wanted, *words, 0.0), LINE / 2)


def _width(text: str) -> float:
    return sum(1.0 if is_wide(char) else 0.55 for char in text)


def _sections(table: LexborNode) -> Iterator[tuple[Rows, bool]]:
    """Yield groups of rows, and whether they are headings, in the order they are shown.

    Without ``<thead>``, as where the form heads each block of rows afresh, the rows of header
    cells alone that begin a body are its headings.
    """
    heads = [_rows(child) for child in table.iter() if child.tag == "thead"]
    bodies = [_rows(child) for child in table.iter() if child.tag == "tbody"]
    feet = [_rows(child) for child in table.iter() if child.tag == "tfoot"]
    if heads:
        yield heads[0], True
    for rows in (*heads[1:], *bodies, *feet):
        count = 0 if heads else _heading_rows(rows)
        yield rows[:count], True
        yield rows[count:], False


def _rows(section: LexborNode) -> Rows:
    """Return the rows of a section as lists of cells, none of them empty."""
    rows = (row for row in section.iter() if row.tag == "tr")
    cells = ([cell for cell in row.iter() if cell.tag in {"td", "th"}] for row in rows)
    return [row for row in cells if row]


def _heading_rows(rows: Rows) -> int:
    """Count the rows at the beginning that have header cells alone, if others follow."""
    count = 0
    while count < len(rows) and all(cell.tag == "th" for cell in rows[count]):
        count += 1
    return count if count < len(rows) else 0


def _place(rows: Rows, first: int) -> Iterator[TableCell]:
    """Yield the cells of one section, whose first row is row `first` of the table."""
    taken: set[tuple[int, int]] = set()
    end = first + len(rows)
    for y, row in enumerate(rows, start=first):
        x = 0
        for node in row:
            while (x, y) in taken:
                x += 1
            if x >= MAX_COLUMNS:
                break
            colspan = _free_columns(taken, x, y, _span(node, "colspan") or 1)
            rowspan = min(_span(node, "rowspan") or end, end - y)
            taken.update((x + i, y + j) for i in range(colspan) for j in range(rowspan))
            yield TableCell(node, x, y, rowspan, colspan)
            x += colspan


def _free_columns(taken: set[tuple[int, int]], x: int, y: int, wanted: int) -> int:
    free = 1
    while free < min(wanted, MAX_COLUMNS - x) and (x + free, y) not in taken:
        free += 1
    return free


def _span(cell: LexborNode, name: str) -> int:
    """Return a cell's span; 0 stands for "to the end", 1 for anything that is no number."""
    text = (cell.attributes.get(name) or "").strip()
    return int(text[:6]) if text.isascii() and text.isdigit() else 1


def _declared_widths(table: LexborNode) -> Iterator[float]:
    for group in table.iter():
        if group.tag == "colgroup":
            for column in group.iter():
                given = column.attributes.get("width") or column.attributes.get("style") or ""
                match = _PERCENTAGE.fullmatch(given)
                width = float(match[1]) if match else 0.0
                yield from [width] * min(_span(column, "span") or 1, MAX_COLUMNS)
