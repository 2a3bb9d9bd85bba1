"""What must hold over all records of a ledger, in whichever blocks and files they stand."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from reportkit.forms import Field
from reportkit.ledgers.copies import content_of
from reportkit.ledgers.problem import hide, quote, rows_text
from reportkit.ledgers.rows import ROW, Records, dates_of
from reportkit.ledgers.values.record_numbers import identities, number_year

YEAR, NEAR_YEAR, SAME = "year", "near_year", "same"
_AT_THE_TURN = dt.timedelta(days=62)
_NEARLY_ALL = 0.9
_FEWEST_ALIKE = 2
_FEWEST_TO_COMPARE = 5


def hold_across(parts: Sequence[Records], year: int, reported: dt.date | None = None) -> None:
    """Hold all records of a ledger against each other; problems go to those that they are about.

    Parameters
    ----------
    parts : sequence of Records
        The blocks of one ledger.
    year : int
        Report year.
    reported : datetime.date, optional
        Date of the report: what it counts has happened by then.
    """
    if not parts:
        return
    schema = parts[0].schema
    numbered = [each for each in schema.kept if each.unique]
    for each in numbered:
        _check_unique(parts, each)
    if not numbered and len(parts) > 1:
        _check_same(parts)
    for records in parts:
        _check_number_years(records, numbered)
        if reported is not None:
            _check_after(records, year, reported)
    _check_odd_years(parts)


def _check_unique(parts: Sequence[Records], each: Field) -> None:
    numbers = [identities(records.values[each.id]) for records in parts]
    filled = [same for one in numbers for same in one if same]
    if len(filled) == len(set(filled)):
        return
    first: dict[str, tuple[Records, int]] = {}
    for records, identical in zip(parts, numbers, strict=True):
        values = records.values[each.id]
        for position, (value, same) in enumerate(zip(values, identical, strict=True)):
            if value is None:
                continue
            known = first.setdefault(same, (records, position))
            if known[0] is records and known[1] == position:
                continue
            records.doubtful[ROW].add(position)
            shown = quote(value) if any(char.isdigit() for char in value) else hide(value)
            fault = f"{shown}与{_place_of(known, records)}重复"
            remedy = "两行是同一件的，请删去一行；不是的，请改正编号。"
            records.tell("unique", [position], each.id, fault, remedy)


def _place_of(known: tuple[Records, int], records: Records) -> str:
    other, position = known
    row = rows_text([other.rows[position]])
    return row if other is records else f" {other.block.place} {row}"


def _check_same(parts: Sequence[Records]) -> None:
    """Tell of blocks of which half is in another one, where no number tells records apart.

    Within a block, records that are alike in every column are common: two fees on one day.
    """
    contents = [content_of([records]) for records in parts]
    for index, (records, content) in enumerate(zip(parts, contents, strict=True)):
        for other, before in zip(parts[:index], contents[:index], strict=True):
            alike = sum((content & before).values())
            if alike >= _FEWEST_ALIKE and 2 * alike >= len(records.rows):
                fault = f"有 {alike} 行与 {other.block.place} 里的各列都相同"
                remedy = "重复登记的，请删去；确是另一批的，不必处理。"
                records.tell(SAME, [], "", fault, remedy)
                break


def _check_number_years(records: Records, numbered: Sequence[Field]) -> None:
    """Tell of dates that lie years away from the year in the record's own number."""
    dates = dates_of(records)
    for each in numbered:
        for position, number, date in _of_other_years(records.values[each.id], dates):
            year = number_year(number)
            if year is None or year == date.year or _at_the_turn(date, year):
                continue
            heading = records.schema.by_id[records.schema.dated_by].heading
            fault = f"“{heading}”（{date.isoformat()}）与{each.heading}里的年份（{year}）不一致"
            kind = YEAR if abs(year - date.year) > 1 else NEAR_YEAR
            if kind == YEAR:
                records.doubtful[records.schema.dated_by].add(position)
            records.tell(kind, [position], records.schema.dated_by, fault, "请核对日期的年份。")


def _of_other_years(
    numbers: Sequence[str | None], dates: Sequence[dt.date | None]
) -> list[tuple[int, str, dt.date]]:
    """Return the few dates whose year the number does not hold: looking closer takes long."""
    year_of = {date: str(date.year) for date in set(dates) if date is not None}
    return [
        (position, number, date)
        for position, (number, date) in enumerate(zip(numbers, dates, strict=True))
        if date is not None and number is not None and year_of[date] not in number
    ]


def _at_the_turn(date: dt.date, year: int) -> bool:
    """Whether a date is near the turn of the year: then a number of the other year is common."""
    turns = (dt.date(year, 1, 1) - date, date - dt.date(year, 12, 31))
    return any(dt.timedelta() < turn <= _AT_THE_TURN for turn in turns)


def _check_odd_years(parts: Sequence[Records]) -> None:
    """Tell of the few dates that lie in another year than nearly all of a ledger.

    Only of those far from it: what is carried from one year into the next is no slip of the pen.
    """
    dated = [(records, dates_of(records)) for records in parts]
    days = Counter(chain.from_iterable(dates for _, dates in dated))
    years: Counter[int] = Counter()
    for date, times in days.items():
        if date is not None:
            years[date.year] += times
    if years.total() < _FEWEST_TO_COMPARE:
        return
    usual, count = years.most_common(1)[0]
    if count < _NEARLY_ALL * years.total():
        return
    odd = {date for date in days if date is not None and abs(date.year - usual) > 1}
    for records, dates in dated if odd else ():
        for position, date in enumerate(dates):
            if date is None or date not in odd:
                continue
            name = records.schema.dated_by
            heading = records.schema.by_id[name].heading
            fault = f"“{heading}”（{date.isoformat()}）与几乎所有各行（{usual} 年）不在一年"
            records.tell(NEAR_YEAR, [position], name, fault, "请核对日期的年份。")


def _check_after(records: Records, year: int, reported: dt.date) -> None:
    """Tell of records of the year that end after the report was made: a year may be mistyped."""
    of_year = [n for n, date in enumerate(dates_of(records)) if date and date.year <= year]
    for field in records.schema.kept:
        if field.type != "date" or field.id == records.schema.dated_by:
            continue
        values = records.values[field.id]
        after = [n for n in of_year if values[n] is not None and values[n] > reported]
        if after:
            fault = f"晚于报告日期（{reported.isoformat()}）"
            remedy = "请核对日期的年份；报告日期以后才办结的，不必处理。"
            records.tell(NEAR_YEAR, after, field.id, fault, remedy)
