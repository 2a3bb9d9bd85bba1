"""Rule L-OVERDUE: applications answered within the time the Regulations allow.

Article 33: 20 working days from receipt, once extended by at most 20 more; the time for completing
an application (article 30) and for asking third parties (article 32) is not counted. Working days
are those of the State Council's yearly holiday notices, make-up days included.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from statistics import median

import chinese_calendar
import pandas as pd

from reportkit.ledgers import ROW, Ledger
from reportkit.rules.catalogue import load_catalogue
from reportkit.rules.finding import Finding, State

LIMIT = 20
EXTENSION = 20
_RULE = "L-OVERDUE"
_DATES = ["received", "concluded"]


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How long the applications that a bureau concluded in the report year took.

    Attributes
    ----------
    concluded : int
        Applications whose working days could be counted.
    median, worst : Fraction or int
        Working days, less those that are not counted; 0 where there is none.
    overdue : int
        Applications that took longer than they were allowed.
    """

    concluded: int
    median: Fraction
    worst: int
    overdue: int


@dataclass(frozen=True, slots=True)
class _Taken:
    """The working days that one application took, and how many it may take."""

    row: int
    days: int
    allowed: int


def check_timeliness(ledger: Ledger, year: int) -> list[Finding]:
    """Hold the applications concluded in the report year against L-OVERDUE.

    Returns
    -------
    list of Finding
        A notice for each that took too long, one that is unknown where the holiday calendar lacks a
        year, one that passes where neither is so.
    """
    rule = load_catalogue()[_RULE]
    findings: list[Finding] = []
    lacking: set[int] = set()
    taken = list(_taken(ledger, year, lacking))
    for one in taken:
        if one.days > one.allowed:
            where = f"{ledger.file} 第 {one.row} 行"
            message = f"{where}：办理用了 {one.days} 个工作日，超过规定的 {one.allowed} 个。"
            place = f"{ledger.schema.id}:{one.row}"
            findings.append(rule.finding(place, where, State.FAIL, message))
    if lacking:
        years = "、".join(map(str, sorted(lacking)))
        message = f"工作日历没有 {years} 年的放假安排，跨这些年份的申请无法计算用时。"
        findings.append(rule.finding("calendar", "工作日历", State.UNKNOWN, message))
    if not findings:
        message = f"{len(taken)} 件申请都在规定期限内办结。"
        findings.append(rule.finding("applications", "办理期限", State.PASS, message))
    return findings


def timeliness(ledger: Ledger, year: int) -> Timeliness:
    """Return how long the applications concluded in the report year took."""
    taken = list(_taken(ledger, year, set()))
    days = [one.days for one in taken]
    return Timeliness(
        concluded=len(taken),
        median=Fraction(median(days)) if days else Fraction(0),
        worst=max(days, default=0),
        overdue=sum(one.days > one.allowed for one in taken),
    )


def _taken(ledger: Ledger, year: int, lacking: set[int]) -> Iterator[_Taken]:
    """Yield the applications whose time can be told; note the years the calendar lacks."""
    frame = ledger.frame[ledger.frame["concluded"].dt.year == year]
    doubtful = ledger.doubtful.loc[frame.index, [*_DATES, ROW]].any(axis=1)
    for record in frame[~doubtful].itertuples():
        try:
            days = working_days(record.received.date(), record.concluded.date())
        except NotImplementedError:
            lacking |= {y for y in (record.received.year, year) if _calendar_lacks(y)}
            continue
        excluded = 0 if pd.isna(record.days_excluded) else int(record.days_excluded)
        extended = not pd.isna(record.extended) and bool(record.extended)
        allowed = LIMIT + EXTENSION if extended else LIMIT
        yield _Taken(record.Index, days - excluded, allowed)


def working_days(received: dt.date, concluded: dt.date) -> int:
    """Return the working days after the day of receipt, up to the day of the answer.

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
    return len(chinese_calendar.get_workdays(received + dt.timedelta(days=1), concluded))


def _calendar_lacks(year: int) -> bool:
    try:
        chinese_calendar.is_workday(dt.date(year, 1, 1))
    except NotImplementedError:
        return True
    return False
