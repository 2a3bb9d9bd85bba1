"""Cells as calamine gives them, as values."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import python_calamine

from reportkit.grids.archive import refuse_damaged, refuse_password
from reportkit.grids.limits import LAST_COLUMN, LAST_ROW, MOST_CELLS, refuse_size
from reportkit.grids.model import Area, Grid, NoValue, Row, Value, without_end
from reportkit.uncollected import uncollected

# Excel itself keeps and shows 15 significant digits; what a float has beyond them is noise.
_EXCEL_DIGITS = 15
_EXACT_BELOW = 10**_EXCEL_DIGITS
ERROR = re.compile(r"#[A-Z0-9/_]{1,20}[!?]?|Err:\d{3}", re.ASCII)
"""An error as Excel or LibreOffice shows it."""
_NO_CELLS = "不是普通工作表（图表、对话框或者宏），里面没有单元格"

Place = tuple[int, int]


class Oddities(NamedTuple):
    """What calamine does not tell of the cells of a sheet.

    Attributes
    ----------
    no_values : mapping of (row, column) to NoValue
        Cells that show something without having a value; calamine gives them as empty.
    struck : frozenset of (row, column), or None
        Cells that are struck out; None where that is not known.
    partly_struck : frozenset of (row, column)
        Cells of which a part is struck out.
    merged : tuple of Area
        Where calamine does not tell them.
    hidden_rows : frozenset of int, or None
        None where that is not known.
    faded : frozenset of (row, column), or None
        Cells that recede (see `Grid`); None where that is not known.
    may_be_struck, may_fade : bool
        Whether conditional formats strike cells out, or fade them.
    """

    no_values: Mapping[Place, NoValue]
    struck: frozenset[Place] | None = None
    partly_struck: frozenset[Place] = frozenset()
    merged: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] | None = None
    faded: frozenset[Place] | None = None
    may_be_struck: bool = False
    may_fade: bool = False


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
    except (python_calamine.CalamineError, OSError):  # of its own: the bytes are all here
        refuse_damaged()


class Sheet(NamedTuple):
    """What is known of a sheet before its cells are read.

    Attributes
    ----------
    title : str
    hidden : bool
    odd : Oddities, or None
        None where the sheet has no cells by its nature, as a chart.
    """

    title: str
    hidden: bool
    odd: Oddities | None


def grids_of(
    book: python_calamine.CalamineWorkbook, file: str, sheets: Sequence[Sheet], note: str = ""
) -> list[Grid]:
    """Return the sheets of an opened workbook, in its order.

    Raises
    ------
    GridError
    """
    grids = []
    room = 0
    with uncollected():
        for index, (title, hidden, odd) in enumerate(sheets):
            if odd is None:
                grids.append(Grid(file, (), title, hidden=hidden, note=_NO_CELLS))
                continue
            sheet = _sheet(book, index)
            room += sheet.total_height * sheet.total_width
            if room > MOST_CELLS:
                refuse_size(sheet_place(index))
            rows = _rows(sheet.to_python(skip_empty_area=False), odd.no_values)
            grids.append(
                Grid(
                    file,
                    rows,
                    title,
                    odd.merged or _merged(sheet),
                    odd.struck and _filled(odd.struck, rows),
                    hidden,
                    note,
                    partly_struck=odd.partly_struck,
                    hidden_rows=odd.hidden_rows and odd.hidden_rows & {row for row, _ in rows},
                    faded=odd.faded and _filled(odd.faded, rows),
                    may_be_struck=odd.may_be_struck,
                    may_fade=odd.may_fade,
                )
            )
    return grids


def all_grids(data: bytes, file: str, odd: Sequence[Oddities | None]) -> list[Grid]:
    """Return the sheets of a workbook that calamine reads as it is.

    Raises
    ------
    GridError
    """
    book = opened(data)
    listed = book.sheets_metadata
    if len(listed) != len(odd):
        refuse_damaged()
    visible = python_calamine.SheetVisibleEnum.Visible
    sheets = [
        Sheet(one.name, one.visible != visible, of_sheet)
        for one, of_sheet in zip(listed, odd, strict=True)
    ]
    return grids_of(book, file, sheets)


def _sheet(book: python_calamine.CalamineWorkbook, index: int) -> python_calamine.CalamineSheet:
    try:
        return book.get_sheet_by_index(index)
    except (python_calamine.CalamineError, OSError):  # as above
        refuse_damaged()


def _merged(sheet: python_calamine.CalamineSheet) -> tuple[Area, ...]:
    return tuple(
        within_sheet(Area(top + 1, left + 1, bottom + 1, right + 1))
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
    )


def within_sheet(area: Area) -> Area:
    """Return a merged area that ends where sheets do: files may claim any."""
    return area._replace(bottom=min(area.bottom, LAST_ROW), right=min(area.right, LAST_COLUMN))


def _filled(places: frozenset[Place], rows: Iterable[Row]) -> frozenset[Place]:
    filled = {
        (number, column)
        for number, values in rows
        for column, value in enumerate(values, start=1)
        if value is not None
    }
    return places & filled


def _rows(sheet: Iterable[Sequence[Any]], odd: Mapping[Place, NoValue]) -> list[Row]:
    """Return the rows that hold anything, numbered from 1; `sheet` begins with A1."""
    odd_in: dict[int, dict[int, NoValue]] = {}
    for (row, column), value in odd.items():
        odd_in.setdefault(row, {})[column] = value
    rows: list[Row] = []
    for number, cells in enumerate(sheet, start=1):
        # As `text_or_none`, without a call for each of millions of cells.
        values = [
            (cell if cell and not cell.isspace() else None)
            if cell.__class__ is str
            else _MEANING[cell.__class__](cell)
            for cell in cells
        ]
        if number in odd_in:
            _put(values, odd_in.pop(number))
        if without_end(values):
            rows.append((number, values))
    # Calamine ends a sheet with its last value; a formula without one may stand below.
    for number in sorted(odd_in):
        values = []
        _put(values, odd_in[number])
        rows.append((number, values))
    return rows


def _put(values: list[Value], odd: Mapping[int, NoValue]) -> None:
    for column, value in odd.items():
        values.extend([None] * (column - len(values)))
        values[column - 1] = value


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
    shown = f"{number:.{_EXCEL_DIGITS}g}"
    return Decimal(shown) if "." in shown or "e" in shown else int(shown)


def error_value(text: str) -> NoValue:
    """Return an error of a sheet; nothing else that may stand there is told."""
    return NoValue(text if ERROR.fullmatch(text) else "#VALUE!")


def sheet_place(index: int) -> str:
    """Name a sheet for messages: its title may be a person's name."""
    return f"第 {index + 1} 张工作表"


def _whole(number: int) -> Value:
    return number if abs(number) < _EXACT_BELOW else exact(float(number))


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - a sheet has no zone


def _as_it_is(value: Value) -> Value:
    return value


def _duration(length: dt.timedelta) -> str:
    """Return hours, minutes and seconds as Excel shows them under ``[h]:mm:ss``."""
    seconds = round(length.total_seconds())
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    return f"{sign}{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


_MEANING: Mapping[type, Callable[[Any], Value]] = {
    bool: _as_it_is,
    int: _whole,
    float: exact,
    dt.datetime: _as_it_is,
    dt.date: _moment,
    dt.time: _as_it_is,
    dt.timedelta: _duration,
}
