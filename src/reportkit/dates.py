"""Dates as people write them, in ledgers and in tables of parameters."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?"
_DATE = re.compile(rf"(\d{{4}})[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})日?{_TIME}")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DAY_FIRST = re.compile(rf"\d{{1,2}}[-/.]\d{{1,2}}[-/.]\d{{4}}{_TIME}")


def read_date(text: str) -> dt.date | None:
    """Return the date that a text writes, whatever the time of day; None where it writes none.

    Raises
    ------
    ValueError
        Where it writes a day that no calendar has.

    Examples
    --------
    >>> read_date("2024年3月5日"), read_date("20240305")
    (datetime.date(2024, 3, 5), datetime.date(2024, 3, 5))
    >>> read_date("5/3/2024")  # the fifth of March, or the third of May
    """
    text = _plain(text)
    match = _DATE.fullmatch(text) or _DIGITS.fullmatch(text)
    return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None


def looks_like_date(text: str) -> bool:
    """Whether a text is meant as a date, be it one that no calendar has or one not told for sure.

    Digits alone may be anything.

    Examples
    --------
    >>> [looks_like_date(text) for text in ("2024-13-05", "5/3/2024", "20240305")]
    [True, True, False]
    """
    text = _plain(text)
    return bool(_DATE.fullmatch(text) or _DAY_FIRST.fullmatch(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
