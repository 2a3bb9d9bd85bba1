"""Reading a date of a ledger: what is not written in full, and whether the year can be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from reportkit.dates import Spelt, in_beijing, is_day_first, looks_like_date, spelt
from reportkit.ledgers.values.orders import IN_WORDS, readings
from reportkit.ledgers.values.reading import Parsed, Reading, ValueProblem
from reportkit.personal import hide, quote

_DATE_LIKE = re.compile(r"[\d\-/.年月日号时分秒 :TZ+~至到_\\]{1,32}", re.ASCII)
OLDEST = 1949
"""No date in a ledger lies in an earlier year."""

_CENTURY = 2000
_SHORT_YEAR = 2  # digits
# Excel's own number of a day: from 2000-01-01 to the middle of this century, five digits.
_SERIAL = re.compile(r"([0-9]{5})(?:\.[0-9]+)?")
# 20230109.0: a day in digits that a program has taken for a number.
_WHOLE = re.compile(r"^\s*(\d{8})\.0+\s*$")
_SERIALS = range(36526, 55001)
_FIRST_SERIAL = dt.date(1899, 12, 30)
# What computers count: seconds since 1970 or thousandths of them, as JSON writes them, too.
_SECONDS = re.compile(r"\s*(?:/Date\()?([12]\d{9})(?:\d{3})?(?:\.\d+|(?:[+-]\d{4})?\)/)?\s*")
# 2022-03-04（邮寄）: how it came. What puts the day in doubt (预计, 延期后) is none of these.
_HOW = (
    "邮寄|邮件|电子邮件|信函|来信|来函|传真|快递|挂号信?|EMS|当面|现场|窗口|网上|网络|网站|平台|书面"
    "|收|收到|收件|签收"
)
_REMARK = re.compile(rf"(?:[(（](?:{_HOW})[)）]|(?<=[\d日号])(?:收到?|收件|签收))$")
_MONTH_AND_DAY = re.compile(r"\s*(\d{1,2})[.．](\d{1,2})\s*")
_MAY_LACK_ZERO = ("1", "2", "3")


def is_day(value: Any) -> bool:
    """Whether a value is a day or a text that is meant as one."""
    return isinstance(value, dt.date) or (isinstance(value, str) and looks_like_date(value))


def serial_day(value: Any) -> dt.date | None:
    """Return the day that is meant by Excel's own number of it; None where a value is none."""
    match = _SERIAL.fullmatch(str(value).strip())
    if match is None or int(match[1]) not in _SERIALS:
        return None
    return _FIRST_SERIAL + dt.timedelta(days=int(match[1]))


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
        parsed = _text(value, reading) if isinstance(value, str) else _number(value, reading)
    else:
        raise _problem(str(value), "不是日期", reading)
    if not OLDEST <= parsed.value.year <= reading.year + 1:
        shown = _shown(value if isinstance(value, str) else parsed.value.isoformat())
        raise ValueProblem("date", f"{shown}的年份不合情理", "请核对年份。")
    return parsed


def _number(value: int | Decimal, reading: Reading) -> Parsed:
    # A number of a great exponent would take long to write out.
    sound = isinstance(value, int) or value.adjusted() > 0
    return _written(str(value) if sound else "", reading)


def _text(text: str, reading: Reading) -> Parsed:
    trimmed = text.rstrip()  # blanks in a pattern: it would look at all of many from each
    remark = _REMARK.search(trimmed)
    if remark is None:
        match = _MONTH_AND_DAY.fullmatch(text)
        return _month_and_day(match, text, reading) if match else _written(text, reading)
    day, note = _written(trimmed[: remark.start()].rstrip(), reading)
    return Parsed(day, f"{note}，后面的说明没有读" if note else "日期后面的说明没有读")


def _month_and_day(match: re.Match[str], text: str, reading: Reading) -> Parsed:
    """Return the day of 12.25, where the year is known; 12.2 may have lost a zero."""
    month, day = int(match[1]), int(match[2])
    if reading.written_year is None:
        raise _problem(text, "没有写年份", reading)
    if match[2] in _MAY_LACK_ZERO:
        raise _problem(text, f"分不清是 {day} 日还是 {day}0 日", reading)
    return _of_the_calendar(
        lambda: _completed(Spelt(None, month, day), text, reading), text, reading
    )


def _written(text: str, reading: Reading) -> Parsed:
    found = spelt(_WHOLE.sub(r"\1", text))
    return _of_the_calendar(lambda: _of_spelt(found, text, reading), text, reading)


def _of_spelt(found: Spelt | None, text: str, reading: Reading) -> Parsed:
    if told := _by_column(text, found, reading):
        return told
    if found is None:
        return _serial(text, reading)
    if date := found.date:
        return Parsed(date, "带时区的时刻按北京时间读作日期" if found.zoned else "")
    return _completed(found, text, reading)


def _of_the_calendar(read: Callable[[], Parsed], text: str, reading: Reading) -> Parsed:
    try:
        return read()
    except ValueProblem:
        raise
    except ValueError:
        remedy = f"请写成 {reading.year}-01-31 的样子。"
        raise ValueProblem("date", f"没有{_shown(text)}这一天", remedy) from None


def _by_column(text: str, found: Spelt | None, reading: Reading) -> Parsed | None:
    """Return the day of three numbers whose order is in doubt, where they or the column tell it."""
    if found is not None and (found.day is None or found.digits != _SHORT_YEAR or not found.mark):
        return None
    known = readings(text, reading.year)
    if known is None:
        return None
    digits, days = known
    order = reading.orders().get(digits)
    if order is None and found is None and list(days) == ["ymd"]:
        order = "ymd"
    if order not in days or (order == "ymd" and len(days) == 1 and found is not None):
        return None
    if order == "ymd":
        return Parsed(days[order], f"两位数年份读作 {days[order].year} 年")
    return Parsed(days[order], f"按本列“{IN_WORDS[order]}”的先后读作日期")


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
    if date := serial_day(text):
        return Parsed(date, "按 Excel 日期序号读作日期")
    if (match := _SECONDS.fullmatch(text)) and (date := _day_of_second(int(match[1]), reading)):
        return Parsed(date, "按 Unix 时间戳（北京时间）读作日期")
    unclear = is_day_first(text)
    raise _problem(text, "分不清哪个是月、哪个是日" if unclear else "不是日期", reading)


def _day_of_second(second: int, reading: Reading) -> dt.date | None:
    """Return the day in Beijing of a second since 1970; None where no ledger of the year has it."""
    day = in_beijing(dt.datetime.fromtimestamp(second, dt.UTC))
    return day if day.year <= reading.year + 1 else None


def _problem(text: str, fault: str, reading: Reading) -> ValueProblem:
    return ValueProblem("date", _shown(text) + fault, f"请写成 {reading.year}-01-31 的样子。")


def _shown(text: str) -> str:
    return quote(text) if _DATE_LIKE.fullmatch(text) or looks_like_date(text) else hide(text)
