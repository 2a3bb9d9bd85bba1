"""One copy of a table of the form on a sheet: every cell read, or the reason why it is not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from reportkit.figures.official.align import CellSpot, FoundBlock, align, places_of
from reportkit.figures.official.labels import is_money, unit_of
from reportkit.figures.official.sheet import FormSheet
from reportkit.figures.summary import filled_in_value
from reportkit.figures.values import Mark, Value
from reportkit.forms import Cell, Edition, Table
from reportkit.grids import NoValue, column_letters
from reportkit.grids import Value as Written

_NUMBER = "请填数字；没有的填 0，不适用的填“/”。"


class OfficialDoubt(NamedTuple):
    """What could not be read of a form.

    Attributes
    ----------
    file : str
        File and sheet.
    place : str
        Cell, row or column, as Excel calls it; empty where the whole table is meant.
    cells : tuple of str
        The cells that are absent for it; empty where a figure is there that has no cell.
    fault, remedy : str
        In Chinese; nothing that stands on the sheet is quoted, because it may be a name.
    lacking : bool
        Whether the cells have no place at all, rather than one that cannot be read.
    """

    file: str
    place: str
    cells: tuple[str, ...]
    fault: str
    remedy: str
    lacking: bool = False


class CellRead(NamedTuple):
    """The value of a cell, and its place."""

    value: Value
    place: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A table as one sheet has it.

    Attributes
    ----------
    sheet : FormSheet
    cells : mapping of str to CellRead or None
        Every cell of the table; None where it has no place here, or cannot be read.
    doubts : list of OfficialDoubt
    """

    sheet: FormSheet
    cells: Mapping[str, CellRead | None]
    doubts: list[OfficialDoubt]

    @property
    def is_filled(self) -> bool:
        """Whether anything was filled in."""
        readings = (reading for reading in self.cells.values() if reading)
        return any(reading.value is not Mark.BLANK for reading in readings) or any(
            doubt.cells for doubt in self.doubts
        )


class _UnreadError(Exception):
    """A place whose value is not certain: the fault and the remedy."""

    def __init__(self, fault: str, remedy: str) -> None:
        super().__init__(fault, remedy)
        self.fault, self.remedy = fault, remedy


def read_copy(sheet: FormSheet, table: Table, edition: Edition) -> Copy | None:
    """Read a table from a sheet; None where the sheet does not have it."""
    found = align(sheet, table)
    if not found:
        return None
    cells: dict[str, CellRead | None] = {}
    doubts: list[OfficialDoubt] = []
    for id_, places in places_of(table, found).items():
        cells[id_] = None
        try:
            cells[id_] = _read(sheet, places, edition.cells[id_])
        except _UnreadError as problem:
            row, span = places[0][1]
            place = f"{column_letters(span.left)}{row}"
            doubts.append(OfficialDoubt(sheet.name, place, (id_,), problem.fault, problem.remedy))
    return Copy(sheet, cells, [*_by_cause(doubts), *_strange(sheet, table, found)])


def _by_cause(doubts: Sequence[OfficialDoubt]) -> Iterator[OfficialDoubt]:
    """Yield the doubts, those of one cause as one."""
    causes: dict[tuple[str, str], list[OfficialDoubt]] = {}
    for doubt in doubts:
        causes.setdefault((doubt.fault, doubt.remedy), []).append(doubt)
    for (fault, remedy), alike in causes.items():
        cells = tuple(cell for doubt in alike for cell in doubt.cells)
        yield OfficialDoubt(
            alike[0].file, "、".join(one.place for one in alike), cells, fault, remedy
        )


def _strange(
    sheet: FormSheet, table: Table, found: Sequence[FoundBlock]
) -> Iterator[OfficialDoubt]:
    """Yield the rows and columns with figures that the table does not have."""
    name = sheet.name
    rows = sorted({row for one in found for row in one.unnamed_rows})
    if rows:
        fault = f"有数字，但行名不是“{table.title}”里的，没有读"
        remedy = "请核对行名；规定格式以外的行不影响报告。"
        yield OfficialDoubt(name, f"第 {'、'.join(map(str, rows))} 行", (), fault, remedy)
    columns = sorted({column for one in found for column in one.unnamed_columns})
    if columns:
        fault = f"有数字，但栏名不是“{table.title}”里的，没有读"
        remedy = "请核对栏名；规定格式以外的栏不影响报告。"
        yield OfficialDoubt(
            name, f"{'、'.join(map(column_letters, columns))} 列", (), fault, remedy
        )


def _read(
    sheet: FormSheet, places: Sequence[tuple[FoundBlock, CellSpot]], cell: Cell
) -> CellRead | None:
    """Return what stands in the places of one cell, which must agree; None where there is none."""
    readings: list[CellRead] = []
    for found, spot in places:
        if spot.row in found.undecided:
            raise _UnreadError("不能确定这一行数字是不是填报数", "请只留一行，前面不写别的行名。")
        reading = _at(sheet, spot, cell)
        if reading.value is not Mark.BLANK:
            _check_unit(sheet, found, spot, cell)
        readings.append(reading)
    if len({spot.row for _, spot in places}) == 1:
        # A label that is repeated instead of merged: the figure stands under one of them.
        readings = [one for one in readings if one.value is not Mark.BLANK] or readings
    if len({reading.value for reading in readings}) > 1:
        raise _UnreadError("同一格有几处，填的不一样", "请核对后只留一处。")
    return readings[0] if readings else None


def _at(sheet: FormSheet, spot: CellSpot, cell: Cell) -> CellRead:
    """Return the value of a place."""
    row, (left, right) = spot
    inside: dict[tuple[int, int], Written] = {}
    for column in range(left, right + 1):
        area = sheet.area(row, column)
        written = sheet.shown(row, column)
        if written is None:
            continue
        if (area.top, area.bottom) != (row, row) or area.left < left or area.right > right:
            raise _UnreadError("几格合并在一起", "请取消合并，每格各填各的数。")
        inside[row, area.left] = written
    if len(inside) > 1:
        raise _UnreadError("一格里有几个数", "请照规定格式合并单元格，每格只填一个数。")
    for place, written in inside.items():
        if sheet.grid.struck and place in sheet.grid.struck:
            raise _UnreadError("填的数划了删除线", "作废的请删去，有效的请去掉删除线。")
        return CellRead(_value(written, cell), sheet.place(*place))
    return CellRead(Mark.BLANK, sheet.place(row, left))


def _value(written: Written, cell: Cell) -> Value:
    match written:
        case NoValue(shown=shown):
            what = f"显示为 {shown}" if shown else "是没有算出结果的公式"
            raise _UnreadError(what, "请用 Excel 或 WPS 打开，改正后保存，或者直接填数字。")
        case bool() if not cell.is_words:
            raise _UnreadError("填的不是数", _NUMBER)
        case dt.date() | dt.time():
            raise _UnreadError("填的是日期或者时间，不是数", _NUMBER)
        case Decimal():
            return filled_in_value(f"{written:f}", cell)
    value = filled_in_value(str(written), cell)
    if isinstance(value, str) and not cell.is_words:
        raise _UnreadError("填的不是数", _NUMBER)
    return value


def _check_unit(sheet: FormSheet, found: FoundBlock, spot: CellSpot, cell: Cell) -> None:
    """Refuse a figure that may be in another unit than the form's."""
    written = found.units.get(spot, "")
    if cell.kind != "money":
        if is_money(written):
            raise _UnreadError(f"单位是{written}，应填件数", "请照规定格式写栏名。")
        return
    ours = unit_of(cell.column) or unit_of(cell.row)
    theirs = written or (sheet.units[0] if len(sheet.units) == 1 else "")
    if theirs == ours:
        return
    wanted = f"规定的单位是{ours}" if ours else "规定格式没有写单位"
    fault = f"单位写的是{theirs}，{wanted}" if theirs else f"没有写单位，{wanted}"
    raise _UnreadError(fault, "请换算后照规定格式写栏名。")
