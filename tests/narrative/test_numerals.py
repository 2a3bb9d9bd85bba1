"""Numbers in prose are read exactly, and what can be read in two ways is not read at all."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.numerals import Numeral, find_numerals, parse_numeral

DIGITS = "零一二三四五六七八九"
FORMAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


def in_chinese(number: int) -> str:
    """Write a number below 10¹² in Chinese, place by place, gaps told by one 零."""
    if number == 0:
        return "零"
    text, gap = "", False
    for size, scale in ((10**8, "亿"), (10**4, "万"), (1, "")):
        group = number // size % 10**4
        if not group:
            gap = bool(text)
            continue
        if text and (gap or group < 1000):
            text += "零"
        text, gap = text + _group(group) + scale, False
    return text.removeprefix("一") if text.startswith("一十") else text


def _group(number: int) -> str:
    text, gap = "", False
    for size, place in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        if digit:
            text += ("零" if gap and text else "") + DIGITS[digit] + place
        gap = not digit
    return text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", 0),
        ("805", 805),
        ("1,234", 1234),
        ("1，234，567", 1234567),
        ("８０５", 805),
        ("1.2万", 12000),
        ("3亿", 300000000),
        ("3.5", Decimal("3.5")),
        ("4166.241619", Decimal("4166.241619")),
        ("0.00005万", Decimal("0.5")),
        ("两", 2),
        ("十", 10),
        ("三十二", 32),
        ("一百零五", 105),
        ("一百十五", 115),
        ("一万零三百", 10300),
        ("二十万零三", 200003),
        ("二〇二二", 2022),
        ("三点五", Decimal("3.5")),
        ("一点二万", 12000),
        ("叁拾贰", 32),
    ],
)
def test_numeral_is_read_exactly(text: str, value: int | Decimal) -> None:
    read = parse_numeral(text)

    assert read == value
    assert type(read) is type(value)


@pytest.mark.parametrize(
    "text",
    ["", "件", "三五", "一百五", "三万五", "十四五", "百", "零五", "十十", "1,23", "1.", "六.五"],
)
def test_what_is_no_numeral_or_is_ambiguous_is_not_read(text: str) -> None:
    assert parse_numeral(text) is None


@given(st.integers(0, 10**12 - 1))
def test_every_number_written_in_chinese_is_read_back(number: int) -> None:
    assert parse_numeral(in_chinese(number)) == number
    assert parse_numeral(in_chinese(number).translate(FORMAL)) == number


@given(st.integers(0, 10**15), st.booleans())
def test_every_number_written_in_digits_is_read_back(number: int, grouped: bool) -> None:
    text = f"{number:,}" if grouped else str(number)

    assert parse_numeral(text) == number
    assert [found.value for found in find_numerals(f"收到{text}件")] == [number]


@given(st.decimals(0, 10**9, places=6))
def test_every_amount_is_read_back_to_its_last_place(amount: Decimal) -> None:
    (found,) = find_numerals(f"收费{amount:f}万元")

    assert (found.value, found.step) in [
        (amount, Decimal("0.000001")),
        (amount * 10000, Decimal("0.01")),
    ]


@pytest.mark.parametrize(
    "text", ["20余件", "约6件", "近6件", "不足6件", "几十件", "3至5件", "3-5件", "第6件", "H5作品"]
)
def test_what_is_told_roughly_or_is_part_of_a_code_is_marked(text: str) -> None:
    found = list(find_numerals(text))

    assert found
    assert not any(numeral.exact for numeral in found)


def test_counts_and_codes_in_a_sentence_are_told_apart() -> None:
    text = "全年收到申请三十二件，其中网络12件，约20件为2021-2022年的"

    assert [(n.value, n.exact) for n in find_numerals(text)] == [
        (32, True),
        (12, True),
        (20, False),
        (2021, False),
        (2022, False),
    ]


@pytest.mark.parametrize(
    ("text", "cell", "allowed"),
    [
        ("6", 6, True),
        ("6", 7, False),
        ("44.7万", 447228, True),
        ("44.7万", 458000, False),
        ("3.5", Decimal("3.54"), True),
        ("3.5", Decimal("3.7"), False),
        ("447228", 447229, False),
    ],
)
def test_only_the_last_place_told_may_be_rounded(
    text: str, cell: int | Decimal, allowed: bool
) -> None:
    assert next(find_numerals(text)).allows(cell) is allowed


@given(st.text(alphabet=st.sampled_from("0123456789,，.零一二两十百千万亿点余约第至-件年%A ")))
def test_no_text_breaks_the_reading(text: str) -> None:
    for found in find_numerals(text):
        assert isinstance(found, Numeral)
        assert found.value >= 0
        assert found.step > 0
