"""Reading a date of a ledger: what is not written in full, and whether the year can be."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from typing import Any

from reportkit.dates import Spelt, in_beijing, is_day_first, looks_like_date, spelt
from reportkit.ledgers.problem import hide, quote
from reportkit.ledgers.values.reading import Parsed, Reading, ValueProblem

_DATE_LIKE = re.compile(r"[\d\-/.年月日号时分秒 :TZ+]{1,32}", re.ASCII)
OLDEST = 1949
"""No date in a ledger lies in an earlier year."""

_CENTURY = 2000
# Excel's own number of a day: from 2000-01-01 to the middle of this century, five digits.
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
# 20230109.0: a day in digits that a program has taken for a number.
_WHOLE = re.compile(r"^\s*(\d{8})\.0+\s*$")
_SERIALS = range(36526, 55001)
_FIRST_SERIAL = dt.date(1899, 12, 30)


def read_day(value: Any, reading: Reading) -> Parsed:
    """Read one value of a date column.

    Raises
    ------
    ValueProblem
        Where it is no date, no day of the calendar, or not told for sure.
    """
    if isinstance(value, dt.datetime):
        parsed = Parsed(in_beijing(value))
    elif isinstance(value, dt.date):
        parsed = Parsed(value)
    elif isinstance(value, str | int | Decimal) and not isinstance(value, bool):
        parsed = _written(value if isinstance(value, str) else _digits(value), reading)
    else:
        raise _problem(str(value), "不是日期", reading)
    if not OLDEST <= parsed.value.year <= reading.year + 1:
        shown = _shown(value if isinstance(value, str) else parsed.value.isoformat())
        raise ValueProblem("date", f"{shown}的年份不合情理", "请核对年份。")
    return parsed


def _digits(value: int | Decimal) -> str:
    # A number of a great exponent would take long to write out.
    return str(value) if isinstance(value, int) or value.adjusted() > 0 else ""


def _written(text: str, reading: Reading) -> Parsed:
    found = spelt(_WHOLE.sub(r"\1", text))
    if found is None:
        return _serial(text, reading)
    try:
        if date := found.date:
            return Parsed(date, "带时区的时刻按北京时间读作日期" if found.zoned else "")
        return _completed(found, text, reading)
    except ValueError as error:
        if isinstance(error, ValueProblem):
            raise
        remedy = f"请写成 {reading.year}-01-31 的样子。"
        raise ValueProblem("date", f"没有{_shown(text)}这一天", remedy) from None


def _completed(found: Spelt, text: str, reading: Reading) -> Parsed:
    """Return the day of a date that lacks something, where what is known makes up for it."""
    if found.month is None:
        raise _problem(text, "只有年份，没有写月和日", reading)
    if found.day is None:
        raise _problem(text, "没有写明是哪一日", reading)
    if found.year is None:
        if reading.written_year is None:
            raise _problem(text, "没有写年份", reading)
        note = f"没有写年份的日期按 {reading.written_year} 年读"
        return Parsed(dt.date(reading.written_year, found.month, found.day), note)
    year = _CENTURY + found.year
    if not _is_near(year, reading):
        raise _problem(text, "的年份只写了两位，看不出是哪一年", reading)
    # 22/3/21 may begin with the year or end with it; with dots or hyphens, the year stands first.
    if found.mark == "/" and _is_near(_CENTURY + found.day, reading):
        raise _problem(text, "分不清年、月、日的先后", reading)
    return Parsed(dt.date(year, found.month, found.day), f"两位数年份读作 {year} 年")


def _is_near(year: int, reading: Reading) -> bool:
    return abs(year - reading.year) <= 1


def _serial(text: str, reading: Reading) -> Parsed:
    match = _SERIAL.fullmatch(text.strip())
    if match and int(match[1]) in _SERIALS:
        date = _FIRST_SERIAL + dt.timedelta(days=int(match[1]))
        return Parsed(date, "按 Excel 日期序号读作日期")
    unclear = is_day_first(text)
    raise _problem(text, "分不清哪个是月、哪个是日" if unclear else "不是日期", reading)


def _problem(text: str, fault: str, reading: Reading) -> ValueProblem:
    return ValueProblem("date", _shown(text) + fault, f"请写成 {reading.year}-01-31 的样子。")


def _shown(text: str) -> str:
    return quote(text) if _DATE_LIKE.fullmatch(text) or looks_like_date(text) else hide(text)
