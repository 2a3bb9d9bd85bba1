"""What must hold over all records of a ledger, in whichever blocks and files they stand."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from pathlib import PurePosixPath

from reportkit.ledgers.overall.duplicates import check_duplicates
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.rows import HIDDEN, NOTICE, Records, dates_of
from reportkit.ledgers.values.record_numbers import number_year

YEAR, NEAR_YEAR = "year", "near_year"
_AT_THE_TURN = dt.timedelta(days=62)
_NEARLY_ALL = 0.9
_FEWEST_TO_COMPARE = 5
_PUT_AWAY = re.compile("作废|回收站|已?删除|草稿|测试|无效|注销|不计入")
_PUT_AWAY_BESIDE = re.compile(f"{_PUT_AWAY.pattern}|备份|历史|模板|样表|样例|示例|旧表|停用|存档")


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
    check_duplicates(parts)
    _tell_forms(parts)
    _check_put_away(parts)
    for records in parts:
        _check_number_years(records)
        _tell_unended(records, year)
        _check_open(records, year)
        if reported is not None:
            _check_after(records, year, reported)
    _check_odd_years(parts)


def _tell_forms(parts: Sequence[Records]) -> None:
    """Tell once a ledger that its records were made of forms."""
    made = [records for records in parts if records.block.spots and records.rows]
    if made:
        count = sum(len(records.rows) for records in made)
        files = {records.block.grid.file for records in made}
        spread = f"分在 {len(files)} 个文件里，" if len(files) > 1 else ""
        fault = f"一件一张的登记表 {count} 张，{spread}按栏目读取，一张作一件"
        told = (NOTICE, made[0].schema.id, made[0].block.grid.file, (), "", fault, "请核对件数。")
        made[0].problems.append(Problem(*told))


def _check_put_away(parts: Sequence[Records]) -> None:
    """Ask about sheets and files whose name says that what is in them may not count."""
    for records in parts:
        grid = records.block.grid
        # A ledger's only sheet may well keep the name of the template that it was made of.
        words = _PUT_AWAY if len(parts) == 1 else _PUT_AWAY_BESIDE
        named = words.search(grid.sheet) or _PUT_AWAY.search(PurePosixPath(grid.file).stem)
        if named and records.rows:
            fault = f"名称写着“{named[0]}”，其中的记录已计入"
            remedy = "不应计入的，请移走；应当计入的，请改名，或者不作处理。"
            records.tell(HIDDEN, [], "", fault, remedy)


def _check_open(records: Records, year: int) -> None:
    """Tell of what began long before the report year and has not ended."""
    schema = records.schema
    ends = {name for pair in schema.together for name in pair}
    told = {row for each in records.problems if each.kind in (YEAR, NEAR_YEAR) for row in each.rows}
    for begin, end in schema.order:
        if end not in ends:
            continue
        positions = [
            position
            for position, (date, ended) in enumerate(
                zip(records.values[begin], records.values[end], strict=True)
            )
            if ended is None
            and date is not None
            and date < dt.date(year - 1, 7, 1)
            and position not in records.doubtful[end]
            and records.rows[position] not in told
        ]
        if positions:
            heading = schema.by_id
            fault = f"“{heading[begin].heading}”在一年半以前，仍没有填“{heading[end].heading}”"
            remedy = "已经办结的，请补填；确未办结的，不必处理。"
            records.tell(NEAR_YEAR, positions, end, fault, remedy)


def _tell_unended(records: Records, year: int) -> None:
    """Tell of what began by the end of the year and counts nowhere, as nothing says when it ended.

    Where something else is filled in with the end, what lacks both is open, and counted as that.
    """
    schema = records.schema
    begins = [begin for begin, end in schema.order if end == schema.ends]
    if not begins or any(schema.ends in pair for pair in schema.together):
        return
    started = zip(records.values[begins[0]], records.values[schema.ends], strict=True)
    positions = [
        position
        for position, (date, ended) in enumerate(started)
        if ended is None
        and date is not None
        and date <= dt.date(year, 12, 31)
        and position not in records.doubtful[schema.ends]
    ]
    if positions:
        fault = "没有填，按没有完成处理，没有计入"
        remedy = "已经完成的，请补填；没有完成的，不必处理。"
        records.tell(NOTICE, positions, schema.ends, fault, remedy)


def _check_number_years(records: Records) -> None:
    """Tell of dates that lie years away from the year in the record's own number."""
    dates = dates_of(records)
    for each in records.schema.numbers:
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
