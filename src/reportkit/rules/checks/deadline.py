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
from itertools import accumulate
from statistics import median
from typing import Protocol

import chinese_calendar
import numpy as np
import pandas as pd
from numpy.typing import NDArray
from pydantic import NonNegativeInt, PositiveInt

from reportkit.ledgers import ROW, Ledger
from reportkit.rules.context import Context
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
    overdue : tuple of Taken
        Records that took longer than they were allowed.
    in_doubt : tuple of int
        Positions of those that may have been concluded in the year: a date cannot be relied on.
    lacking : tuple of int
        Years that the holiday calendar lacks: records that reach into them are not counted.
    """

    concluded: int
    median: Fraction
    worst: int
    overdue: tuple[Taken, ...]
    in_doubt: tuple[int, ...]
    lacking: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """The working days that one record took, and how many it may take; and where it stands."""

    record: int
    file: str
    row: int
    days: int
    allowed: int

    @property
    def is_overdue(self) -> bool:
        """Whether it took longer than it was allowed."""
        return self.days > self.allowed


class WithTime(Context, Protocol):
    """A report, and how long what it concluded took."""

    def time_taken(self, rule: Rule) -> Timeliness | None:
        """Return what `timeliness` says for a rule of this check; None without its ledger."""


@check(DEADLINE, Deadline)
def check_deadline(rule: Rule, context: WithTime) -> Iterator[Finding]:
    """Hold the records concluded in the report year.

    Yields a finding for each that took too long, one that is unknown where the holiday calendar
    lacks a year or the ledger is not there, one that passes where none of these is so.
    """
    asked: Deadline = rule.parameters
    taken = context.time_taken(rule)
    if taken is None:
        message = f"没有{asked.noun}台账（{asked.ledger}），没有核对。"
        yield rule.finding(asked.ledger, "办理期限", State.UNKNOWN, message)
        return
    for one in taken.overdue:
        where = f"{one.file} 第 {one.row} 行"
        message = f"{where}：办理用了 {one.days} 个工作日，超过规定的 {one.allowed} 个。"
        yield rule.finding(f"{asked.ledger}:{one.row}", where, State.FAIL, message)
    if taken.lacking:
        years = "、".join(map(str, taken.lacking))
        message = f"工作日历没有 {years} 年的放假安排，跨这些年份的{asked.noun}无法计算用时。"
        yield rule.finding("calendar", "工作日历", State.UNKNOWN, message)
    if not taken.overdue and not taken.lacking:
        message = f"{taken.concluded} 件{asked.noun}都在规定期限内办结。"
        yield rule.finding(asked.ledger, "办理期限", State.PASS, message)


def timeliness(ledger: Ledger, asked: Deadline, year: int) -> Timeliness:
    """Return how long the records concluded in the report year took."""
    lacking: set[int] = set()
    ended = ledger.values[asked.ends].astype("datetime64[Y]") == np.datetime64(str(year))
    doubtful = ledger.doubtful[asked.begins] | ledger.doubtful[asked.ends] | ledger.doubtful[ROW]
    taken = list(_taken(ledger, asked, year, np.flatnonzero(ended & ~doubtful), lacking))
    days = [one.days for one in taken]
    in_doubt = doubtful & (ended | ledger.doubtful[asked.ends])
    return Timeliness(
        concluded=len(taken),
        median=Fraction(median(days)) if days else Fraction(0),
        worst=max(days, default=0),
        overdue=tuple(one for one in taken if one.is_overdue),
        in_doubt=tuple(np.flatnonzero(in_doubt).tolist()),
        lacking=tuple(sorted(lacking)),
    )


def _taken(
    ledger: Ledger, asked: Deadline, year: int, chosen: NDArray[np.intp], lacking: set[int]
) -> Iterator[Taken]:
    """Yield some records whose time can be told; note the years the calendar lacks."""
    begun, ended = (
        ledger.values[name][chosen].astype("datetime64[D]").tolist()
        for name in (asked.begins, asked.ends)
    )
    extended, not_counted = (
        ledger.values[name][chosen] if name else [None] * len(chosen)
        for name in (asked.extended, asked.not_counted)
    )
    files, rows = ledger.places.files, ledger.places.rows
    columns = (begun, ended, extended, not_counted)
    for record, begin, end, longer, less in zip(chosen, *columns, strict=True):
        try:
            days = working_days(begin, end)
        except NotImplementedError:
            lacking |= {each for each in (begin.year, year) if _calendar_lacks(each)}
            continue
        days -= 0 if pd.isna(less) else int(less)
        is_longer = not pd.isna(longer) and bool(longer)
        allowed = asked.limit + (asked.extension if is_longer else 0)
        yield Taken(int(record), files[record], int(rows[record]), days, allowed)


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
    # The calendar must have both ends, whatever lies between them.
    before, until = _passed(first.year)[_day(first) - 1], _passed(end.year)[_day(end)]
    if end < first:
        return 0
    return until - before + sum(_passed(year)[-1] for year in range(first.year, end.year))


@cache  # the calendar is slow to ask
def _passed(year: int) -> list[int]:
    """Return how many working days of a year have passed by the evening of each day, from none."""
    first = dt.date(year, 1, 1)
    days = (
        first + dt.timedelta(days=n) for n in range((first.replace(year=year + 1) - first).days)
    )
    return [0, *accumulate(int(chinese_calendar.is_workday(day)) for day in days)]


def _day(day: dt.date) -> int:
    return day.toordinal() - day.replace(month=1, day=1).toordinal() + 1


def _calendar_lacks(year: int) -> bool:
    try:
        _passed(year)
    except NotImplementedError:
        return True
    return False
