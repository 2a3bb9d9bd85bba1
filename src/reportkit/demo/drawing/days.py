"""The days on which a made-up office works: Mondays to Fridays.

There are about as many of them as working days by the State Council's notices, for any year.
"""

from __future__ import annotations

import datetime as dt
from functools import cache

_WEEK = 5


@cache
def workdays(year: int) -> tuple[dt.date, ...]:
    """Return the Mondays to Fridays of a year, from the fourth of January on."""
    first = dt.date(year, 1, 4)
    days = (first + dt.timedelta(days=n) for n in range(366))
    return tuple(day for day in days if day.weekday() < _WEEK and day.year == year)


def later(day: dt.date, many: int) -> dt.date:
    """Return the day that is `many` workdays after a workday.

    Examples
    --------
    >>> later(dt.date(2022, 3, 4), 1), later(dt.date(2022, 3, 7), 5)
    (datetime.date(2022, 3, 7), datetime.date(2022, 3, 14))
    """
    weeks, weekday = divmod(day.weekday() + many, _WEEK)
    return day + dt.timedelta(weeks=weeks, days=weekday - day.weekday())
