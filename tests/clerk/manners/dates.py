"""How days are written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.clerk.base import YEAR
from tests.clerk.draft import Draft, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import save_csv, save_xlsx

VALUES = Stage.VALUES
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
DATES = {
    "applications": ("收到日期", "办结日期"),
    "decisions": ("决定日期",),
    "fees": ("收费日期",),
    "cases": ("受理日期", "审结日期"),
    "documents": ("制发日期", "废止日期"),
    "publications": ("发布日期",),
}
_DIGITS = str.maketrans("0123456789", "〇一二三四五六七八九")
_ZERO = str.maketrans("〇", "零")
_FULL = str.maketrans("0123456789-/.:", "０１２３４５６７８９－／．：")
_FORMAL = str.maketrans("〇一二三四五六七八九十", "零壹贰叁肆伍陆柒捌玖拾")
_WEEK = "一二三四五六日"
EPOCH = dt.date(1899, 12, 30)


def chinese(when: dt.date) -> str:
    """Return a day in Chinese numerals: 二〇二三年十二月二十日."""
    return f"{str(when.year).translate(_DIGITS)}年{_tens(when.month)}月{_tens(when.day)}日"


def _tens(number: int) -> str:
    tens, ones = divmod(number, 10)
    before = "" if tens == 0 else "十" if tens == 1 else f"{str(tens).translate(_DIGITS)}十"
    return before + (str(ones).translate(_DIGITS) if ones else "")


def serial(when: dt.date) -> int:
    """Return the number that Excel has for a day."""
    return (when - EPOCH).days


def _style(pattern: str) -> Callable[[dt.date], str]:
    def write(when: dt.date) -> str:
        return pattern.format(y=when.year, m=when.month, d=when.day, yy=when.year % 100)

    return write


_STYLES: dict[str, Callable[[dt.date], Any]] = {
    "chinese-units": _style("{y}年{m}月{d}日"),
    "chinese-units-hao": _style("{y}年{m}月{d}号"),
    "chinese-units-zeros": _style("{y}年{m:02}月{d:02}日"),
    "chinese-units-blanks": _style("{y} 年 {m} 月 {d} 日"),
    "chinese-units-time": _style("{y}年{m}月{d}日 14时05分"),
    "chinese-units-morning": _style("{y}年{m}月{d}日上午9:30"),
    "chinese-units-weekday": lambda when: (
        f"{_style('{y}年{m}月{d}日')(when)}（星期{_WEEK[when.weekday()]}）"
    ),
    "chinese-units-no-last": _style("{y}年{m}月{d}"),
    "dots-after-year": _style("{y}年{m}.{d}"),
    "english": lambda when: f"{when.day}-{when:%b}-{when.year}",
    "how-it-came": _style("{y}-{m:02}-{d:02}（邮寄）"),
    "minguo": lambda when: f"民国{when.year - 1911}年{when.month}月{when.day}日",
    "compact-text": _style("{y}{m:02}{d:02}"),
    "compact-number": lambda when: int(_style("{y}{m:02}{d:02}")(when)),
    "compact-decimal": lambda when: f"{_style('{y}{m:02}{d:02}')(when)}.0",
    "slashes": _style("{y}/{m}/{d}"),
    "slashes-zeros": _style("{y}/{m:02}/{d:02}"),
    "slashes-time": _style("{y}/{m}/{d} 9:05"),
    "dots": _style("{y}.{m}.{d}"),
    "dots-trailing": _style("{y}.{m}.{d}."),
    "dots-zeros": _style("{y}.{m:02}.{d:02}"),
    "ideographic-stops": _style("{y}。{m}。{d}"),
    "en-dash": _style("{y}–{m}–{d}"),
    "em-dash": _style("{y}—{m}—{d}"),
    "minus-sign": _style("{y}−{m}−{d}"),
    "full-width": lambda when: _style("{y}-{m}-{d}")(when).translate(_FULL),
    "full-width-dots": lambda when: _style("{y}.{m}.{d}")(when).translate(_FULL),
    "blanks-around": _style("  {y}-{m}-{d}　"),
    "blanks-between": _style("{y} - {m} - {d}"),
    "milliseconds": _style("{y}-{m:02}-{d:02} 10:30:00.0"),
    "iso-time": _style("{y}-{m:02}-{d:02}T10:30:00"),
    "iso-offset": _style("{y}-{m:02}-{d:02}T10:30:00+08:00"),
    "minutes": _style("{y}-{m:02}-{d:02} 10:30"),
    "chinese-numerals": chinese,
    "chinese-numerals-zero": lambda when: chinese(when).translate(_ZERO),
    "apostrophe": _style("'{y}-{m:02}-{d:02}"),
    "no-break-space": _style("\xa0{y}-{m:02}-{d:02}\xa0"),
    "zero-width": _style("\u200b{y}-{m:02}-{d:02}"),
    "serial-text": lambda when: str(serial(when)),
    "serial-number": serial,
    "serial-with-time": lambda when: serial(when) + 0.4375,
    "slashes-backward": _style(r"{y}\{m}\{d}"),
    "underscores": _style("{y}_{m:02}_{d:02}"),
    "minutes-in-digits": _style("{y}{m:02}{d:02}0930"),
    "seconds-in-digits": lambda when: int(_style("{y}{m:02}{d:02}093000")(when)),
    # Midnight in Beijing is still the day before in Greenwich.
    "seconds-since-1970": lambda when: (when - dt.date(1970, 1, 1)).days * 86_400 - 28_800,
    "milliseconds-since-1970": lambda when: (when - dt.date(1970, 1, 1)).days * 86_400_000,
    "of-json": lambda when: f"/Date({(when - dt.date(1970, 1, 1)).days * 86_400_000}+0800)/",
    "of-java": lambda when: f"{when:%a %b %d 09:30:00 CST %Y}",
    "english-with-time": lambda when: f"{when:%b} {when.day}, {when.year} 9:30 AM",
    "as-on-cheques": lambda when: chinese(when).translate(_FORMAL),
}
_DOUBTFUL_STYLES: dict[str, Callable[[dt.date], Any]] = {
    "listing-commas": _style("{y}、{m}、{d}"),
    "iso-utc-noon": _style("{y}-{m:02}-{d:02}T04:30:00Z"),
    "two-digit-year": _style("{yy}.{m}.{d}"),
    "two-digit-year-dashes": _style("{yy}-{m:02}-{d:02}"),
    "two-digit-year-units": _style("{yy}年{m}月{d}日"),
    "month-first": _style("{m}/{d}/{y}"),
    "day-first": _style("{d}/{m}/{y}"),
    "english-month": lambda when: when.strftime("%d-%b-%Y"),
    "english-long": lambda when: when.strftime("%B %d, %Y"),
    "republic": lambda when: f"民国{when.year - 1911}年{when.month}月{when.day}日",
    "day-missing": _style("{y}年{m}月"),
    "with-note": _style("{y}-{m:02}-{d:02}（补正后）"),
    "approximate": _style("{y}年{m}月{d}日左右"),
    "lunar": lambda _: "癸卯年正月初八",
    "week-of-the-year": lambda when: f"{when:%G-W%V-%u}",
    "from-to": _style("{y}.{m}.{d}-{m}.{d}"),
    "decade-day": _style("{y}年{m}月上旬"),
}


def _write(write: Callable[[dt.date], Any], every: int = 1) -> Callable[[Draft], None]:
    def rewrite(draft: Draft) -> None:
        for heading in DATES[draft.ledger]:
            for record in draft.shown[::every]:
                if record[heading] is not None:
                    record[heading] = write(record[heading])

    return rewrite


for _name, _how in _STYLES.items():
    add(f"dates-{_name}", _write(_how), VALUES, RIGHT, what=f"days: {_name}")
for _name, _how in _DOUBTFUL_STYLES.items():
    add(f"dates-{_name}", _write(_how), VALUES, RIGHT_OR_TOLD, what=f"days: {_name}")
for _ledger in sorted(DATES.keys() - {"applications"}):
    for _name in ("chinese-units", "compact-number", "serial-text"):
        add(
            f"{_ledger}-dates-{_name}",
            _write(_STYLES[_name]),
            VALUES,
            RIGHT,
            ledger=_ledger,
            what=f"days of {_ledger}: {_name}",
        )
add(
    "dates-text-here-and-there",
    _write(_STYLES["chinese-units"], every=2),
    VALUES,
    RIGHT,
    what="every second day is text, the others are days",
)


@manner(VALUES, RIGHT)
def dates_in_many_styles(draft: Draft) -> None:
    """Every row in a style of its own."""
    styles = [_STYLES[name] for name in ("chinese-units", "dots", "slashes", "compact-text")]
    for at, record in enumerate(draft.shown):
        for heading in DATES[draft.ledger]:
            if record[heading] is not None:
                record[heading] = styles[at % len(styles)](record[heading])


def _without_year(draft: Draft, pattern: str) -> None:
    """Write days of the report year without the year."""
    for record in draft.shown:
        for heading in DATES[draft.ledger]:
            when = record[heading]
            if when is not None and when.year == YEAR:
                record[heading] = _style(pattern)(when)


@manner(VALUES, RIGHT_OR_TOLD)
def dates_without_year(draft: Draft) -> None:
    """1月9日 in a ledger that nowhere names the year."""
    _without_year(draft, "{m}月{d}日")


@manner(VALUES, RIGHT_OR_TOLD)
def dates_without_year_dots(draft: Draft) -> None:
    """1.9 as text for a day."""
    _without_year(draft, "{m}.{d}")


@manner(Stage.SHEETS, RIGHT_OR_TOLD, ledger="decisions", alone=True)
def dates_without_year_under_title(draft: Draft) -> None:
    """1月12日 under a title that names the year."""
    _without_year(draft, "{m}月{d}日")
    draft.lay_out()
    draft.only.above(["2023年行政处理决定登记表"])


@manner(Stage.SHEETS, RIGHT_OR_TOLD, ledger="decisions", book=True, alone=True)
def dates_without_year_on_sheet(draft: Draft) -> None:
    """1月12日 on a sheet whose name has the year."""
    _without_year(draft, "{m}月{d}日")
    draft.lay_out()
    draft.only.name = "2023年"


# In the file.


@manner(Stage.FILES, RIGHT, book=True)
def dates_since_1904(draft: Draft, folder: Path) -> None:
    """A workbook of an old Macintosh, whose days begin in 1904."""
    save_xlsx(folder / f"{draft.ledger}.xlsx", draft.sheets, date_1904=True)


_FORMATS = {
    "chinese": 'yyyy"年"m"月"d"日"',
    "chinese-locale": '[$-804]yyyy"年"m"月"d"日";@',
    "chinese-numerals": '[DBNum1][$-804]yyyy"年"m"月"d"日";@',
    "month-and-day": 'm"月"d"日"',
    "system": "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
    "short": "m/d/yy",
    "with-time": "yyyy-mm-dd hh:mm",
}
for _name, _format in _FORMATS.items():

    def _formatted(draft: Draft, folder: Path, date_format: str = _format) -> None:
        save_xlsx(folder / f"{draft.ledger}.xlsx", draft.sheets, date_format)

    add(
        f"dates-formatted-{_name}",
        _formatted,
        Stage.FILES,
        RIGHT,
        book=True,
        what=f"days shown as {_format}",
    )


@manner(Stage.FILES, RIGHT)
def dates_serial_in_csv(draft: Draft, folder: Path) -> None:
    """CSV in which days are Excel's numbers."""
    for sheet in draft.sheets:
        for line in sheet.lines:
            line.cells = [serial(v) if isinstance(v, dt.date) else v for v in line.cells]
    save_csv(folder / f"{draft.ledger}.csv", draft.sheets)


# Days that cannot be, and words where a day should stand.


def _received(value: Any) -> Callable[[Draft], None]:
    def write(draft: Draft) -> None:
        draft.shown[3]["收到日期"] = value

    return write


_IMPOSSIBLE = {
    "february-30": "2023-02-30",
    "month-13": "2023年13月5日",
    "day-0": "2023-3-0",
    "three-digit-year": "203-3-2",
    "five-digit-year": "20233-3-2",
    "unknown": "不详",
    "as-above": "同上",
    "ditto": "〃",
    "question": "？",
    "error": "#VALUE!",
    "hashes": "########",
    "blank": None,
    "slash": "/",
    "person": "令狐长歌",
    "telephone": "13598120041",
    "negative": -5,
    "zero": 0,
}
for _name, _value in _IMPOSSIBLE.items():
    add(
        f"day-{_name}",
        _received(_value),
        VALUES,
        RIGHT_OR_TOLD,
        "第 5 行|收到日期",
        what=f"收到日期 of one application: {_name}",
    )

_PENDING = ["/", "—", "-", "无", "未办结", "办理中", "正在办理", "待答复", "尚未答复", "在办"]
_PENDING += ["待补正", "征求意见中", "延期中", "尚在办理", "未到期", "NULL", "nan", "（空）"]
for _at, _word in enumerate(_PENDING):

    def _pending(draft: Draft, word: str = _word) -> None:
        last = draft.shown[-1]
        last["办结日期"] = last["办理结果"] = word

    add(
        f"pending-{_at + 1}",
        _pending,
        VALUES,
        RIGHT_OR_TOLD,
        "办结日期|办理结果",
        what=f"{_word} where an open application has nothing",
    )
