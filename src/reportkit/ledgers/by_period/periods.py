"""Periods that counts are given for: a month, a quarter, half a year, a year."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any, NamedTuple

from reportkit.dates import spelt
from reportkit.folding import plain

_YEAR = r"(?:(?P<year>20\d{2})(?:年度?|[-./]))?"
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_NUMERALS = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_MONTH = re.compile(rf"{_YEAR}(?P<month>\d{{1,2}}|十[一二]?|[一二三四五六七八九])月(?:份)?")
_QUARTER = re.compile(rf"{_YEAR}(?:第?(?P<quarter>[一二三四1-4])季度?|Q(?P<q>[1-4]))")
_HALF = re.compile(rf"{_YEAR}(?P<half>[上下])半年")
_WHOLE = re.compile(r"(?P<year>20\d{2})(?:年度?)?|全年|本年度?")
_MONTHS = 12


class Period(NamedTuple):
    """Months of a year, both ends included."""

    year: int
    first: int
    last: int

    @property
    def date(self) -> dt.date:
        """A day in it: the first, of a whole year the last."""
        if self.is_year:
            return dt.date(self.year, 12, 31)
        return dt.date(self.year, self.first, 1)

    @property
    def is_month(self) -> bool:
        """Whether it is one month."""
        return self.first == self.last

    @property
    def is_year(self) -> bool:
        """Whether it is a whole year."""
        return (self.first, self.last) == (1, _MONTHS)

    def meets(self, other: Period) -> bool:
        """Whether they have a month in common."""
        return self.year == other.year and self.first <= other.last and other.first <= self.last


def read_period(value: Any, year: int) -> Period | None:
    """Return the period that a value names; None where it names none, or more than that.

    Parameters
    ----------
    value : Any
        As a sheet holds it.
    year : int
        The year that is meant where none is written.

    Examples
    --------
    >>> read_period("3月份", 2022), read_period("2021年第二季度", 2022), read_period("1-3月", 2022)
    (Period(year=2022, first=3, last=3), Period(year=2021, first=4, last=6), None)
    """
    if isinstance(value, dt.datetime | dt.date):
        return Period(value.year, value.month, value.month) if value.day == 1 else None
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    text = plain(str(value)).upper()
    if text.isdecimal() and 1 <= int(text) <= _MONTHS:
        return Period(year, int(text), int(text))
    return _written(text, year)


def _written(text: str, year: int) -> Period | None:
    for pattern in (_MONTH, _QUARTER, _HALF, _WHOLE):
        match = pattern.fullmatch(text)
        if match:
            found = match.groupdict()
            first, last = _months(found)
            meant = int(found["year"] or year)
            return Period(meant, first, last) if 1 <= first <= last <= _MONTHS else None
    date = spelt(text)
    if date is None or date.year is None or date.month is None or date.day not in (None, 1):
        return None
    return Period(date.year, date.month, date.month) if 1 <= date.month <= _MONTHS else None


def _months(found: dict[str, str]) -> tuple[int, int]:
    if month := found.get("month"):
        number = int(month) if month.isdecimal() else _NUMERALS.index(month) + 1
        return number, number
    if quarter := found.get("quarter") or found.get("q"):
        number = _QUARTERS[quarter]
        return 3 * number - 2, 3 * number
    if half := found.get("half"):
        return (1, 6) if half == "上" else (7, _MONTHS)
    return 1, _MONTHS
