"""Dates are read in every manner that people write them in, or are none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.dates import is_day_first, looks_like_date, read_date, spelt

HANZI = "〇一二三四五六七八九"


def small(number: int) -> str:
    """Return a number below 100 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{HANZI[tens]}十"
    return ten + (HANZI[ones] if ones else "")


def in_hanzi(date: dt.date) -> str:
    year = "".join(HANZI[int(digit)] for digit in f"{date:%Y}")
    return f"{year}年{small(date.month)}月{small(date.day)}日"


DAYS = [
    "{0:%Y-%m-%d}",
    "{0.year}-{0.month}-{0.day}",
    "{0:%Y/%m/%d}",
    "{0.year}/{0.month}/{0.day}",
    "{0:%Y.%m.%d}",
    "{0.year}.{0.month}.{0.day}.",
    "{0.year}。{0.month}。{0.day}",
    "{0.year}、{0.month}、{0.day}",
    "{0:%Y_%m_%d}",
    r"{0.year}\{0.month}\{0.day}",
    "{0.year}–{0.month}–{0.day}",
    "{0.year}—{0.month}—{0.day}",
    "{0.year} - {0.month} - {0.day}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year} 年 {0.month} 月 {0.day} 日",
    "{0.year}年{0.month}月{0.day}号",
    "{0.year}年{0.month}月{0.day}",
    " {0.year}-{0.month}-{0.day}　",
    "\ufeff{0.year}-{0.month}-{0.day}\u200b",
    "'{0:%Y-%m-%d}",
]
TAILS = [
    "",
    " 08:30",
    " 8:30:00",
    " 10:30:00.0",
    " 10:30:00.123456",
    "T08:30",
    "T10:30:00+08:00",
    "T10:30:00.000+0800",
    " 上午9:30",
    " 下午3点",
    " 10时30分",
    " 10时30分15秒",
    " 3点半",
    " 9:30 AM",
    "（星期五）",
    " 星期五 10:30",
]
dates = st.dates(dt.date(1949, 1, 1), dt.date(2099, 12, 31))


@given(date=dates, day=st.sampled_from(DAYS), tail=st.sampled_from(TAILS), wide=st.booleans())
def test_a_date_reads_back_the_same(date: dt.date, day: str, tail: str, wide: bool) -> None:
    written = day.format(date).rstrip(".") + tail if tail else day.format(date)
    if wide:
        written = written.translate(str.maketrans("0123456789-/.:", "０１２３４５６７８９－／．："))

    assert read_date(written) == date


@given(dates)
def test_a_date_in_chinese_numerals_reads_back_the_same(date: dt.date) -> None:
    assert read_date(in_hanzi(date)) == date


@given(
    st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.sampled_from(["", "1030", "103000"])
)
def test_a_date_in_digits_alone_reads_back_the_same(date: dt.date, timed: str) -> None:
    assert read_date(f"{date:%Y%m%d}" + timed) == date


@given(st.datetimes(dt.datetime(1950, 1, 1), dt.datetime(2099, 1, 1)))  # noqa: DTZ001
def test_the_day_of_a_point_in_time_is_that_in_beijing(time: dt.datetime) -> None:
    there = (time + dt.timedelta(hours=8)).date()

    assert read_date(f"{time:%Y-%m-%dT%H:%M:%S}Z") == there
    assert read_date(f"{time:%Y-%m-%dT%H:%M:%S}.000+00:00") == there


@pytest.mark.parametrize(
    "text",
    [
        "Jan 9, 2023",
        "January 9th, 2023 9:30 AM",
        "9-Jan-2023",
        "Mon Jan 09 09:30:00 CST 2023",
        "Sun, 08 Jan 2023 17:30:00 GMT",
        "Mon Jan 09 2023 09:30:00 GMT+0800 (中国标准时间)",
        "贰零贰叁年壹月玖日",
        "2023-01-09 00:00:00.000000000",
    ],
)
def test_a_date_as_programs_and_cheques_write_it(text: str) -> None:
    assert read_date(text) == dt.date(2023, 1, 9)


def test_a_date_with_twenty_in_one_character() -> None:
    assert read_date("二〇二三年一月廿九日") == dt.date(2023, 1, 29)


@pytest.mark.parametrize(
    "text",
    [
        "5/3/2024",
        "3月4日",
        "22.3.4",
        "2022年3月",
        "2022",
        "2022.3-4",
        "2022/3-4",
        "2022-3-410:30",
        "2022年3月4日至5日",
        "2022-03-04前",
        "2022,3,4",
        "去年",
        "",
        "一二三",
        "44624",
        "2022-03-04T",
    ],
)
def test_what_is_not_told_for_sure_is_no_date(text: str) -> None:
    assert read_date(text) is None


@pytest.mark.parametrize(
    "text", ["2022-02-30", "20221304", "2022年2月29日", "二〇二二年二月三十日"]
)
def test_a_day_that_no_calendar_has(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        read_date(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("22.3.4", (22, 3, 4)),
        ("22年3月4日", (22, 3, 4)),
        ("3月4日", (None, 3, 4)),
        ("三月十四日", (None, 3, 14)),
        ("2022年3月", (2022, 3, None)),
        ("2022.03", (2022, 3, None)),
        ("202203", (2022, 3, None)),
        ("2022年度", (2022, None, None)),
    ],
)
def test_parts_of_a_date_are_told(text: str, parts: tuple[int | None, ...]) -> None:
    found = spelt(text)

    assert found is not None
    assert found[:3] == parts


def test_day_first_is_known_as_such() -> None:
    assert is_day_first("5/3/2024")
    assert is_day_first("5.3.2024 10:00")
    assert not is_day_first("2024/3/5")


@given(st.text())
def test_any_text_is_a_date_or_none(text: str) -> None:
    looks_like_date(text)
    try:
        read_date(text)
    except ValueError:
        assert spelt(text)


@pytest.mark.parametrize("text", ["13800000000", "0418-2822222", "20220304", "138 0000 0000"])
def test_digits_that_may_be_a_telephone_number_do_not_look_like_a_date(text: str) -> None:
    assert not looks_like_date(text)
