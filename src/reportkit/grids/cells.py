"""Cells as calamine gives them, as values."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import python_calamine

from reportkit.grids.archive import refuse_damaged, refuse_password
from reportkit.grids.limits import LONGEST_TEXT, column_letters, refuse_long_text
from reportkit.grids.model import Area, Grid, NoValue, Row, Value

# Excel itself keeps and shows 15 significant digits; what a float has beyond them is noise.
_EXCEL_DIGITS = 15
_EXACT_BELOW = 10**_EXCEL_DIGITS

Place = tuple[int, int]


class Oddities(NamedTuple):
    """What calamine does not tell of the cells of a sheet.

    Attributes
    ----------
    no_values : mapping of (row, column) to NoValue
        Cells that show something without having a value; calamine gives them as empty.
    struck : frozenset of (row, column), or None
        Cells that are struck out; None where that is not known.
    """

    no_values: Mapping[Place, NoValue]
    struck: frozenset[Place] | None = None


def opened(data: bytes) -> python_calamine.CalamineWorkbook:
    """Open a workbook for reading.

    Raises
    ------
    GridError
    """
    try:
        return python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError:
        refuse_password()
    except python_calamine.CalamineError:
        refuse_damaged()


def grid_of(
    book: python_calamine.CalamineWorkbook,
    index: int,
    file: str,
    title: str,
    odd: Oddities,
    hidden: bool,
    note: str,
) -> Grid:
    """Return a sheet of a workbook as a grid."""
    try:
        sheet = book.get_sheet_by_index(index)
        merged = tuple(
            Area(top + 1, left + 1, bottom + 1, right + 1)
            for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        )
        cells = sheet.to_python(skip_empty_area=False)
    except python_calamine.CalamineError:
        refuse_damaged()
    rows = _rows(cells, odd.no_values, title)
    return Grid(file, rows, title, merged, odd.struck, hidden, note)


def _rows(sheet: Iterable[Sequence[Any]], odd: Mapping[Place, NoValue], title: str) -> list[Row]:
    """Return the rows that hold anything, numbered from 1; `sheet` begins with A1."""
    rows: list[Row] = []
    odd_in: dict[int, dict[int, NoValue]] = {}
    for (row, column), value in odd.items():
        odd_in.setdefault(row, {})[column] = value
    number = 0
    for number, cells in enumerate(sheet, start=1):
        values: list[Value] = [_value(cell) for cell in cells]
        _put(values, odd_in.pop(number, {}))
        _add(rows, number, values, title)
    # Calamine ends a sheet with its last value; a formula without one may stand below.
    for number in sorted(odd_in):
        values = []
        _put(values, odd_in[number])
        _add(rows, number, values, title)
    return rows


def _put(values: list[Value], odd: Mapping[int, NoValue]) -> None:
    for column, value in odd.items():
        values.extend([None] * (column - len(values)))
        if values[column - 1] is None:
            values[column - 1] = value


def _add(rows: list[Row], number: int, values: list[Value], title: str) -> None:
    while values and values[-1] is None:
        values.pop()
    if not values:
        return
    for column, value in enumerate(values, start=1):
        if isinstance(value, str) and len(value) > LONGEST_TEXT:
            refuse_long_text(f"工作表“{title}”的单元格 {column_letters(column)}{number} ")
    rows.append((number, values))


def _value(cell: Any) -> Value:
    """Give what a cell means: blank text is nothing, numbers are exact, days are moments."""
    if isinstance(cell, str):
        return cell if cell and not cell.isspace() else None
    if isinstance(cell, float):
        return exact(cell)
    if isinstance(cell, dt.datetime):
        return cell
    if isinstance(cell, dt.date):
        return dt.datetime(cell.year, cell.month, cell.day)  # noqa: DTZ001 - a sheet has no zone
    if isinstance(cell, dt.timedelta):
        return _duration(cell)
    if isinstance(cell, int) and abs(cell) >= _EXACT_BELOW:
        return exact(float(cell))
    return cell  # type: ignore[no-any-return]


def exact(number: float) -> Value:
    """Return a number as Excel keeps it; one that Excel has rounded has no value.

    Examples
    --------
    >>> exact(0.1 + 0.2), exact(3.0), exact(123456789012345678.0)
    (Decimal('0.3'), 3, NoValue(shown='1.23E+17'))
    """
    if not abs(number) < _EXACT_BELOW:
        return NoValue(f"{number:.2E}")
    if number.is_integer():
        return int(number)
    decimal = Decimal(f"{number:.{_EXCEL_DIGITS}g}")
    return int(decimal) if decimal == decimal.to_integral_value() else decimal


def _duration(length: dt.timedelta) -> str:
    """Return hours, minutes and seconds as Excel shows them under ``[h]:mm:ss``."""
    seconds = round(length.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
