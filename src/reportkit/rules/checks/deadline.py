"""Check ``deadline``: what is begun is concluded within so many working days.

A rule names the ledger and its fields, the limit, and where the law allows them an extension and
days that are not counted. Working days are those of the State Council's yearly holiday notices,
make-up days included.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from statistics import median

import chinese_calendar
import pandas as pd
from pydantic import NonNegativeInt, PositiveInt

from reportkit.ledgers import ROW, Ledger
from reportkit.rules.context import WithLedgers
from reportkit.rules.finding import Finding, State
from reportkit.rules.register import check
from reportkit.rules.rule import FieldId, LedgerId, Rule
from reportkit.strict import Strict

DEADLINE = "deadline"


class Deadline(Strict):
    """What a rule on time limits asks.

    Attributes
    ----------
    ledger : str
    noun : str
        What its records are called in Chinese: 申请.
    begins, ends : str
        Date fields: receipt and answer, say. What has ended has begun.
    limit : int
        Working days after the day of the beginning.
    extended : str
        Field that says whether the limit was extended; empty where it cannot be.
    extension : int
        By how many working days.
    not_counted : str
        Field with the working days that are not counted; empty where all are.
    """

    ledger: LedgerId
    noun: str
    begins: FieldId
    ends: FieldId
    limit: PositiveInt
    extended: FieldId = ""
    extension: NonNegativeInt = 0
    not_counted: FieldId = ""


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How long the records that a bureau concluded in the report year took.

    Attributes
    ----------
    concluded : int
        Records whose working days could be counted.
    median, worst : Fraction or int
        Working days, less those that are not counted; 0 where there is none.
    overdue : int
        Records that took longer than they were allowed.
    """

    concluded: int
    median: Fraction
    worst: int
    overdue: int


@dataclass(frozen=True, slots=True)
class _Taken:
    """The working days that one record took, and how many it may take."""

    file: str
    row: int
    days: int
    allowed: int


@check(DEADLINE, Deadline)
def check_deadline(rule: Rule, context: WithLedgers) -> Iterator[Finding]:
    """Hold the records concluded in the report year.

    Yields a finding for each that took too long, one that is unknown where the holiday calendar
    lacks a year or the ledger is not there, one that passes where none of these is so.
    """
    asked: Deadline = rule.parameters
    ledger = context.raw.ledgers.get(asked.ledger)
    if ledger is None:
        message = f"没有{asked.noun}台账（{asked.ledger}），没有核对。"
        yield rule.finding(asked.ledger, "办理期限", State.UNKNOWN, message)
        return
    lacking: set[int] = set()
    taken = list(_taken(ledger, asked, context.year, lacking))
    overdue = [one for one in taken if one.days > one.allowed]
    for one in overdue:
        where = f"{one.file} 第 {one.row} 行"
        message = f"{where}：办理用了 {one.days} 个工作日，超过规定的 {one.allowed} 个。"
        yield rule.finding(f"{asked.ledger}:{one.row}", where, State.FAIL, message)
    if lacking:
        years = "、".join(map(str, sorted(lacking)))
        message = f"工作日历没有 {years} 年的放假安排，跨这些年份的{asked.noun}无法计算用时。"
        yield rule.finding("calendar", "工作日历", State.UNKNOWN, message)
    if not overdue and not lacking:
        message = f"{len(taken)} 件{asked.noun}都在规定期限内办结。"
        yield rule.finding(asked.ledger, "办理期限", State.PASS, message)


def timeliness(ledger: Ledger, asked: Deadline, year: int) -> Timeliness:
    """Return how long the records concluded in the report year took."""
    taken = list(_taken(ledger, asked, year, set()))
    days = [one.days for one in taken]
    return Timeliness(
        concluded=len(taken),
        median=Fraction(median(days)) if days else Fraction(0),
        worst=max(days, default=0),
        overdue=sum(one.days > one.allowed for one in taken),
    )


def _taken(ledger: Ledger, asked: Deadline, year: int, lacking: set[int]) -> Iterator[_Taken]:
    """Yield the records whose time can be told; note the years the calendar lacks."""
    frame = ledger.frame[ledger.frame[asked.ends].dt.year == year]
    doubtful = ledger.doubtful.loc[frame.index, [asked.begins, asked.ends, ROW]].any(axis=1)
    sure = frame[~doubtful]
    names = (asked.begins, asked.ends, asked.extended, asked.not_counted)
    columns = (sure[name] if name else [None] * len(sure) for name in names)
    places = ledger.places.loc[sure.index].itertuples(index=False)
    for place, begin, end, extended, not_counted in zip(places, *columns, strict=True):
        try:
            days = working_days(begin.date(), end.date())
        except NotImplementedError:
            lacking |= {each for each in (begin.year, year) if _calendar_lacks(each)}
            continue
        days -= 0 if pd.isna(not_counted) else int(not_counted)
        longer = not pd.isna(extended) and bool(extended)
        yield _Taken(place.file, place.row, days, asked.limit + (asked.extension if longer else 0))


def working_days(begin: dt.date, end: dt.date) -> int:
    """Return the working days after the day of the beginning, up to the day of the end.

    Raises
    ------
    NotImplementedError
        Where the holiday calendar lacks a year.

    Examples
    --------
    The week of 1 October 2022 was off; its make-up days were Saturday the 8th and Sunday the 9th.

    >>> working_days(dt.date(2022, 9, 30), dt.date(2022, 10, 10))
    3
    """
    first = begin + dt.timedelta(days=1)
    _is_working_day(first)  # the calendar must have both ends, whatever lies between them
    _is_working_day(end)
    days = (first + dt.timedelta(days=n) for n in range((end - first).days + 1))
    return sum(map(_is_working_day, days))


@cache  # as many days as the calendar has; to ask it takes forty times as long
def _is_working_day(day: dt.date) -> bool:
    return bool(chinese_calendar.is_workday(day))


def _calendar_lacks(year: int) -> bool:
    try:
        _is_working_day(dt.date(year, 1, 1))
    except NotImplementedError:
        return True
    return False
