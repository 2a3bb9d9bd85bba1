"""A workbook written anew from what was read of a file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reportkit.grids import Area, Grid, NoValue
from reportkit.grids.model import Value

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_WIDTH = 18
# openpyxl makes every cell of a merged area.
_MOST_MERGED = 1_000_000
_STRUCK = Font(strike=True)


def book_of(grids: Sequence[Grid]) -> tuple[Workbook, dict[int, Any]]:
    """Return a workbook with the same values in the same cells, and by grid its sheets."""
    book = Workbook()
    book.remove(book.active)
    sheets = {}
    for grid in grids:
        name = _NOT_IN_NAMES.sub("_", printable(grid.sheet) or "Sheet1")[:_LONGEST_NAME]
        sheet = book.create_sheet(name)
        _fill(sheet, grid)
        sheets[id(grid)] = sheet
    return book, sheets


def _fill(sheet: Any, grid: Grid) -> None:
    struck = grid.struck or frozenset()
    width = 0
    for row, values in grid.rows:
        width = max(width, len(values))
        for column, value in enumerate(values, start=1):
            if value is not None:
                cell = put(sheet, row, column, value)
                if (row, column) in struck:
                    cell.font = _STRUCK
    for area in _merged(grid, width):
        sheet.merge_cells(
            start_row=area.top,
            start_column=area.left,
            end_row=area.bottom,
            end_column=area.right,
        )
    for column in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    for row in grid.hidden_rows or ():
        sheet.row_dimensions[row].hidden = True
    if grid.hidden:
        sheet.sheet_state = "hidden"


def _merged(grid: Grid, width: int) -> Iterator[Area]:
    """Yield the merged areas, as far as anything is written."""
    height = grid.rows[-1][0] if grid.rows else 0
    room = _MOST_MERGED
    for area in grid.merged:
        within = area._replace(bottom=min(area.bottom, height), right=min(area.right, width))
        down, across = within.bottom - within.top + 1, within.right - within.left + 1
        if min(down, across) >= 1 and down * across > 1:
            room -= down * across
            if room < 0:
                return
            yield within


def put(sheet: Any, row: int, column: int, value: Value) -> Any:
    """Write one value as what it is: a text is never a formula, a figure no float."""
    cell = sheet.cell(row, column)
    if isinstance(value, NoValue):
        # What has no value must not become an empty place: the formula for "not available".
        cell.value = value.shown or "=NA()"
    elif isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
    else:
        cell.value = value
        cell.number_format = _look(value)
    return cell


def printable(text: str) -> str:
    """Return a text without the characters that no workbook can hold."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))


def _look(value: bool | int | Decimal | dt.date | dt.time | None) -> str:
    match value:
        case dt.datetime() if value.time() != dt.time():
            return "yyyy-mm-dd hh:mm:ss"
        case dt.date():
            return "yyyy-mm-dd"
        case dt.time():
            return "hh:mm:ss"
    return "General"
