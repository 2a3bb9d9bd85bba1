"""Numbers of records are the same in any width and bracket, and tell their year."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.forms import Field, load_form
from reportkit.ledgers.values.parse import parse
from reportkit.ledgers.values.reading import Parsed, Reading
from reportkit.ledgers.values.record_numbers import (
    identities,
    identity,
    is_usual,
    number_year,
)
from reportkit.personal import can_be_number


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("２０２２－００６", "2022-006"),
        ("2022—006", "2022-006"),
        ("某决〔2022〕3号", "某决[2022]3号"),
        ("某决〔2022〕3号", "某决（2022）3号"),
        ("某决〔2022〕3号", "某决【2022】第3号"),
        ("ysq-1", "YSQ-1"),
        ("2022-006\u200b", " 2022-006"),
    ],
)
def test_one_number_in_two_manners(first: str, second: str) -> None:
    assert identity(first) == identity(second)


@pytest.mark.parametrize(("one", "other"), [("2022-01", "2022-10"), ("〔2021〕3号", "〔2022〕3号")])
def test_two_numbers(one: str, other: str) -> None:
    assert identity(one) != identity(other)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("某决〔2022〕3号", 2022),
        ("某决[2012]3号", 2012),
        ("某复（2022）1号", 2022),
        ("2022-001", 2022),
        ("依申请2022-3", 2022),
        ("2022年第3号", 2022),
        ("２０２２－００６", 2022),
        ("13", None),
        ("20220001", None),
        ("0418-2022001", None),
        ("13820221234", None),
        ("某决〔2021〕3号（2022）", None),
        ("第一号", None),
    ],
)
def test_the_year_that_a_number_names(text: str, year: int | None) -> None:
    assert number_year(text) == year


@pytest.mark.parametrize("text", ["1", "第一号", "第十二号", "2022-001"])
def test_numbers_of_any_manner_may_be_numbers(text: str) -> None:
    assert can_be_number(text)


@pytest.mark.parametrize("text", ["第五伦", "万一", "丁三", "张三", "第五"])
def test_names_with_numerals_in_them_are_no_numbers(text: str) -> None:
    assert not can_be_number(text)


usual = st.one_of(
    st.from_regex(r"[一-鿿]{1,12}〔(19|20)[0-9]{2}〕[0-9]{1,6}号", fullmatch=True),
    st.from_regex(r"20[0-9]{2}-[0-9]{1,6}", fullmatch=True),
).filter(is_usual)
numbers = st.one_of(
    usual,
    st.from_regex(r"第?[某字a-zA-Z]{0,3}[〔(\[（【]20\d\d[〕)\]）】]第?\d{1,3}号?", fullmatch=True),
    st.text(max_size=8),
    st.none(),
)
NUMBERED = [
    field
    for form in ("ogi", "enforcement")
    for schema in load_form(form).ledgers
    for field in schema.kept
    if field.unique and field.type == "text"
]


@given(usual, st.sampled_from(NUMBERED))
def test_usual_number_is_read_as_it_stands(text: str, field: Field) -> None:
    """The reader takes it without asking: asked, it would answer the same."""
    assert parse(text, field, Reading(2022)) == Parsed(text)
    assert can_be_number(text)
    assert identity(text) == text or "-0" in text or "〕0" in text


@given(st.lists(numbers, max_size=8))
def test_many_numbers_are_compared_as_each_would_be(texts: list[str | None]) -> None:
    assert identities(texts) == [identity(text or "") for text in texts]
