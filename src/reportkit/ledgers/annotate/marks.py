"""Marking cells: a colour, and a comment that says what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from openpyxl.cell import MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill

from reportkit.grids import Grid
from reportkit.ledgers.annotate.rewritten import printable
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.rows import NOTICE

AUTHOR = "reportkit"
_MARK = "【核对】"
# Nobody else's pink, so that it can be taken away again where a cell has been mended.
_COLOUR = "FFFFC7CD"
_MOST_COMMENTS = 2000
_WIDTH, _LINE, _IN_A_LINE = 280, 20, 18

Sheets = Mapping[int, Any]
"""By id of the grid, the worksheet that it became."""


class Marked(NamedTuple):
    """A problem, and the sheet that it is about; None where it is about the whole file."""

    problem: Problem
    grid: Grid | None


def mark(sheets: Sheets, marked: Sequence[Marked]) -> None:
    """Colour every cell that has a problem and say in a comment what it is.

    What earlier rounds left is taken away first; comments of others stay. Of very many cells, the
    last are coloured only.

    Parameters
    ----------
    sheets : mapping of int to openpyxl.worksheet.worksheet.Worksheet
        By id of the grid.
    marked : sequence of Marked
    """
    for sheet in sheets.values():
        _clear(sheet)
    texts: dict[tuple[int, int, int], list[str]] = {}
    for each in marked:
        if each.problem.kind == NOTICE:
            continue
        text = f"{each.problem.fault}。{each.problem.remedy}"
        for row, column in places(each):
            texts.setdefault((id(each.grid), row, column), []).append(text)
    fill = PatternFill("solid", fgColor=_COLOUR)
    for number, ((grid, row, column), said) in enumerate(texts.items()):
        cell = _first_of_merged(sheets[grid], row, column)
        cell.fill = fill
        if number < _MOST_COMMENTS:
            _comment(cell, said)


def places(each: Marked) -> Iterator[tuple[int, int]]:
    """Yield row and column, from 1, of the cells that a problem is about."""
    if each.grid is None or not each.problem.rows:
        return
    written = dict(each.grid.rows) if each.problem.column == "" else {}
    for row in each.problem.rows:
        first = each.problem.at or 0
        if each.problem.column == "":  # of a whole row, where something stands
            filled = (n for n, v in enumerate(written.get(row, ())) if n >= first and v is not None)
            first = next(filled, first)
        yield row, first + 1


def _first_of_merged(sheet: Any, row: int, column: int) -> Any:
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    area = next(each for each in sheet.merged_cells.ranges if cell.coordinate in each)
    return sheet.cell(area.min_row, area.min_col)


def _comment(cell: Any, said: Sequence[str]) -> None:
    before = cell.comment
    text = _MARK + printable("\n".join(dict.fromkeys(said)))
    author = AUTHOR
    if before is not None:
        others, ours = before.text.partition(_MARK)[::2]
        text = f"{others}{text}" if not ours else f"{before.text}\n{text[len(_MARK) :]}"
        author = before.author
    lines = sum(1 + len(line) // _IN_A_LINE for line in text.splitlines())
    cell.comment = Comment(text, author, height=_LINE * (lines + 1), width=_WIDTH)


def _clear(sheet: Any) -> None:
    """Take away the colours and comments of an earlier round."""
    for cell in cells_of(sheet):
        if cell.has_style and cell.fill.fgColor.rgb == _COLOUR:
            cell.fill = PatternFill()
        if cell.comment is not None and _MARK in cell.comment.text:
            others = cell.comment.text.partition(_MARK)[0]
            cell.comment = Comment(others, cell.comment.author) if others.strip() else None


def cells_of(sheet: Any) -> list[Any]:
    """Return the cells that a sheet has; going by rows and columns would make all the others."""
    return list(sheet._cells.values())  # noqa: SLF001 - openpyxl has no public way
