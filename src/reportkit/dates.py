"""Dates as people write them, in ledgers and in tables of parameters."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple

from reportkit.folding import visible
from reportkit.numerals import parse_numeral

_MARKS = str.maketrans("–—―‐‑‒−。·•‧", "-------....")
_HALF = "上午|下午|中午|早上|早晨|晚上|凌晨|傍晚|夜间"
_CLOCK = (
    rf"(?:{_HALF})?\s*(?P<hour>\d{{1,2}})\s*(?::\s*(?P<minute>\d{{1,2}})(?::\d{{1,2}}(?:\.\d{{1,9}})?)?"
    r"|[时点]\s*(?:半|整|钟|\d{1,2}\s*分?\s*(?:\d{1,2}\s*秒?)?)?)\s*(?:[AP]M)?"
    r"\s*(?P<zone>Z|(?:GMT|UTC)?[+-]\d{2}:?\d{2}|GMT|UTC)?"
    r"(?:\s*\((?:中国标准时间|China Standard Time)\))?"
)
_WEEKDAY = r"\(?(?:星期|礼拜|周)[一二三四五六日天]\)?"
_TAIL = rf"\s*\.?\s*(?:{_WEEKDAY})?(?:(?:T|\s+|(?<=[日号)]))(?:{_CLOCK}|{_HALF}))?"
_YEAR = r"(?P<year>\d{4}|\d{2})"
_REST = r"(?P<month>\d{{1,2}})\s*{0}\s*(?P<day>\d{{1,2}})"
# One mark throughout: 2022.3-4 is March to April.
_WHOLE = [
    re.compile(head + _TAIL, re.IGNORECASE)
    for head in (
        rf"{_YEAR}\s*(?P<mark>[-/.、_\\])\s*{_REST.format('(?P=mark)')}",
        rf"(?:{_YEAR}\s*年\s*)?{_REST.format('月')}\s*[日号]?",
        r"(?P<year>(?:19|20)\d{2})(?P<month>\d{2})(?P<day>\d{2})(?:\d{4}|\d{6})?",
        r"(?P<year>(?:19|20)\d{2})\s+(?P<month>\d{1,2})\s+(?P<day>\d{1,2})",
        # 2022年3.4; 2022年3-4 is March to April.
        r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*[./]\s*(?P<day>\d{1,2})\s*[日号]?",
    )
]
_PART = re.compile(
    r"(?P<year>\d{4})\s*(?:年(?:度)?|(?:年|[-/.])\s*(?P<month>\d{1,2})\s*月?(?:份)?)?"
    r"|(?P<year_>(?:19|20)\d{2})(?P<month_>\d{2})"
)
_DAY_FIRST = re.compile(r"\d{1,2}([-/.])\d{1,2}\1\d{4}" + _TAIL, re.IGNORECASE)
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMES = (
    "Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    "|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?"
)
_WEEK = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,?\s+)?"
_NTH = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
# 4-Mar-2022 and Mar 4, 2022, as an English Excel writes them; what Java and browsers write.
_ENGLISH = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_WEEK}{_NTH}[-/. ]?(?P<month>{_NAMES})[-/., ]{{0,2}}(?P<year>\d{{4}}|\d{{2}}){_TAIL}",
        rf"{_WEEK}(?P<month>{_NAMES})\.?\s?{_NTH},?\s?(?P<year>\d{{4}}){_TAIL}",
        rf"{_WEEK}(?P<month>{_NAMES})\s+{_NTH}\s+[\d:]{{5,8}}\s+CST\s+(?P<year>\d{{4}})",
    )
]
# The years of Taiwan: the first is 1912.
_MINGUO = re.compile(r"^民国\s*(\d{1,3})(?=\s*[年./-])")
_BEFORE_MINGUO = 1911
# Characters of a date with time, zone and blanks: over many more, patterns with blanks wherever
# somebody may put them would take minutes.
_LONGEST = 200
_ERA = re.compile(r"^公元(?=\s*\d)")
_FIRST_MONTH = re.compile(r"(?<![一-鿋])元月|(?<=年)元月")
_HANZI_YEAR = re.compile(r"^[〇零○O0一二三四五六七八九]{2,4}(?=\s*年)")
_HANZI = re.compile(r"[一二三四五六七八九十]{1,3}(?=\s*[月日号])")
_NAMED_ZONE = re.compile("Z|GMT|UTC")
# As on cheques; 廿 and 卅.
_FORMAL = str.maketrans(
    {**dict(zip("壹贰貳叁參肆伍陆陸柒捌玖拾", "一二二三三四五六六七八九十", strict=True)),
     "廿": "二十", "卅": "三十"}
)  # fmt: skip
_IN_FULL = 4  # digits of a year
_BEIJING = dt.timezone(dt.timedelta(hours=8))


class Spelt(NamedTuple):
    """A date as far as a text writes it.

    Attributes
    ----------
    year, month, day : int or None
        None for what is not written.
    digits : int
        Of the year, as written.
    mark : str
        What stands between the numbers; empty for 年月日.
    zoned : bool
        Whether it was told in the time of another zone; it is given in that of Beijing.
    """

    year: int | None
    month: int | None = None
    day: int | None = None
    digits: int = _IN_FULL
    mark: str = ""
    zoned: bool = False

    @property
    def date(self) -> dt.date | None:
        """The day; None where year, month or day are not written in full.

        Raises
        ------
        ValueError
            Where it is a day that no calendar has.
        """
        if self.year is None or self.month is None or self.day is None:
            return None
        return dt.date(self.year, self.month, self.day) if self.digits == _IN_FULL else None


def spelt(text: str) -> Spelt | None:
    """Return what a text writes of a date; None where it writes none.

    Examples
    --------
    >>> spelt("22.3.4")[:4], spelt("3月4日").year, spelt("2022年3月").day
    ((22, 3, 4, 2), None, None)
    """
    if match := _ISO.fullmatch(text):
        return Spelt(int(match[1]), int(match[2]), int(match[3]), mark="-")
    text = _plain(text)
    for pattern in _WHOLE:
        if match := pattern.fullmatch(text):
            return _whole(match.groupdict())
    for pattern in _ENGLISH:
        if match := pattern.fullmatch(text):
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            return _whole({**match.groupdict(), "month": month})
    if match := _PART.fullmatch(text):
        told = match["month"] or match["month_"]
        return Spelt(int(match["year"] or match["year_"]), int(told) if told else None)
    return None


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
    found = spelt(text)
    return found.date if found else None


def is_day_first(text: str) -> bool:
    """Whether a text ends in the year, so that nobody can tell day and month: 5/3/2024."""
    return bool(_DAY_FIRST.fullmatch(_plain(text)))


def looks_like_date(text: str) -> bool:
    """Whether a text is meant as a date, be it one that no calendar has or one not told for sure.

    Digits alone may be anything.

    Examples
    --------
    >>> [looks_like_date(text) for text in ("2024-13-05", "5/3/2024", "20240305")]
    [True, True, False]
    """
    return not text.isdecimal() and (spelt(text) is not None or is_day_first(text))


def in_beijing(time: dt.datetime) -> dt.date:
    """Return the day of a point in time; of one that names its zone, the day in Beijing."""
    return (time.astimezone(_BEIJING) if time.tzinfo else time).date()


def _whole(found: Mapping[str, Any]) -> Spelt:
    year = found["year"]
    written = Spelt(
        int(year) if year else None,
        int(found["month"]),
        int(found["day"]),
        len(year) if year else 0,
        found.get("mark") or "",
    )
    return _moved(written, found) if found.get("zone") else written


def _moved(written: Spelt, found: Mapping[str, Any]) -> Spelt:
    """Return the day in Beijing; what is no time of day stays as it is."""
    zone = _NAMED_ZONE.sub("", found["zone"].upper()).replace(":", "") or "+0000"
    offset = dt.timedelta(hours=int(zone[1:3]), minutes=int(zone[3:]))
    try:
        day = written.date
        if day is None:
            return written
        at = dt.time(int(found["hour"]), int(found["minute"] or 0))
        there = dt.timezone(-offset if zone[0] == "-" else offset)
        moved = in_beijing(dt.datetime.combine(day, at, there))
    except (ValueError, OverflowError):
        return written
    return Spelt(moved.year, moved.month, moved.day, zoned=moved != day)


def _plain(text: str) -> str:
    """Fold widths, marks and Chinese numerals; the blanks between day and time stay.

    What is far too long to be a date is nothing.
    """
    if len(text) > _LONGEST:
        return ""
    text = visible(unicodedata.normalize("NFKC", visible(text))).translate(_MARKS)
    text = text.strip("'‘’").rstrip(".,;、 ")
    text = _MINGUO.sub(lambda found: str(_BEFORE_MINGUO + int(found[1])), text)
    text = text.translate(_FORMAL)
    if match := _HANZI_YEAR.match(text):
        digits = "".join(str("〇一二三四五六七八九".find(_zero(char))) for char in match[0])
        text = digits + text[match.end() :]
    text = _FIRST_MONTH.sub("1月", _ERA.sub("", text))
    return _HANZI.sub(lambda found: str(parse_numeral(found[0]) or found[0]), text)


def _zero(char: str) -> str:
    return "〇" if char in "零○O0" else char
