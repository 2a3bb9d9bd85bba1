"""A workbook written anew from what was read of a file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from reportkit.grids import Grid, NoValue
from reportkit.grids.model import Value

_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME = 31
_WIDTH = 18
_STRUCK = Font(strike=True)


def book_of(grids: Sequence[Grid]) -> tuple[Workbook, dict[int, Any]]:
    """Return a workbook with the same values in the same cells, and by grid its sheets."""
    book = Workbook()
    book.remove(book.active)
    sheets = {}
    for grid in grids:
        name = _NOT_IN_NAMES.sub("_", grid.sheet or "Sheet1")[:_LONGEST_NAME]
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
    for area in grid.merged:
        sheet.merge_cells(
            start_row=area.top,
            start_column=area.left,
            end_row=area.bottom,
            end_column=area.right,
        )
    for column in range(1, width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = _WIDTH
    if grid.hidden:
        sheet.sheet_state = "hidden"


def put(sheet: Any, row: int, column: int, value: Value) -> Any:
    """Write one value as what it is: a text is never a formula, a figure no float."""
    cell = sheet.cell(row, column)
    if isinstance(value, NoValue):
        # What has no value must not become an empty place: the formula for "not available".
        cell.value = value.shown or "=NA()"
    elif isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
    else:
        cell.value = value
        cell.number_format = _look(value)
    return cell


def _look(value: bool | int | Decimal | dt.date | dt.time | None) -> str:
    match value:
        case dt.datetime() if value.time() != dt.time():
            return "yyyy-mm-dd hh:mm:ss"
        case dt.date():
            return "yyyy-mm-dd"
        case dt.time():
            return "hh:mm:ss"
    return "General"
