"""Whatever a clerk means by a date, an amount or a kind is read as just that."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.folding import plain
from reportkit.forms import Field
from reportkit.ledgers.values import Reading, ValueProblem, parse
from tests.ledgers.samples import SCHEMAS, YEAR

DATE = SCHEMAS["applications"].by_id["received"]
DAYS = SCHEMAS["applications"].by_id["days_excluded"]
MONEY = SCHEMAS["fees"].by_id["amount"]
KINDS = {"date", "number", "choice", "outcome"}
CHOICES = [
    field for schema in SCHEMAS.values() for field in schema.fields if field.choices is not None
]
DATE_FORMS = [
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y.%m.%d}",
    "{0:%Y}年{0.month}月{0.day}日",
    "{0:%Y}-{0.month}-{0.day}",
    "{0:%Y%m%d}",
    "{0:%Y-%m-%d} 08:30:00",
    "{0:%Y-%m-%d}T08:30",
]
WIDE = str.maketrans("0123456789-./ :", "０１２３４５６７８９－．／　：")


@given(
    date=st.dates(dt.date(1949, 1, 1), dt.date(YEAR + 1, 12, 31)),
    form=st.sampled_from(DATE_FORMS),
    wide=st.booleans(),
)
def test_date_means_the_same_however_it_is_written(date: dt.date, form: str, wide: bool) -> None:
    written = form.format(date)

    assert parse(written.translate(WIDE) if wide else written, DATE, Reading(YEAR)).value == date


@given(date=st.datetimes(dt.datetime(1949, 1, 1), dt.datetime(YEAR + 1, 12, 31)))  # noqa: DTZ001
def test_date_in_a_cell_of_excel_is_its_day(date: dt.datetime) -> None:
    assert parse(date, DATE, Reading(YEAR)).value == date.date()


@given(cents=st.integers(0, 10**14), grouped=st.booleans(), wide=st.booleans())
def test_amount_is_exact_however_it_is_written(cents: int, grouped: bool, wide: bool) -> None:
    amount = Decimal(cents) / 100
    written = f"{amount:,f}" if grouped else f"{amount:f}"

    assert parse(written.translate(WIDE) if wide else written, MONEY, Reading(YEAR)).value == amount


@given(value=st.one_of(st.text(), st.integers(), st.decimals(allow_nan=None), st.datetimes()))
def test_any_value_is_read_or_refused_in_chinese(value: Any) -> None:
    for schema in SCHEMAS.values():
        for field in schema.kept:
            try:
                parse(value, field, Reading(YEAR))
            except ValueProblem as problem:
                assert problem.kind in KINDS  # noqa: PT017 - the other case is no error
                assert problem.remedy.endswith(("。", "？"))  # noqa: PT017


@pytest.mark.parametrize("field", CHOICES, ids=lambda field: field.heading)
def test_every_word_for_a_choice_is_understood_with_odd_blanks_and_widths(field: Field) -> None:
    for code, words in (field.choices or {}).items():
        for word in words:
            assert parse(word, field, Reading(YEAR)).value == code
            assert parse(f" {word[:1]} {word[1:]}\n", field, Reading(YEAR)).value == code


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("（一）", "(一)"),
        ("１２", "12"),
        ("金额（元）", " 金额 (元)　"),
        ("ＡＢ", "AB"),
        ("㈠", "(一)"),
    ],
)
def test_what_an_eye_does_not_tell_apart_is_the_same(first: str, second: str) -> None:
    assert plain(first) == plain(second)


@pytest.mark.parametrize("days", ["0", "9999", 3, "12.0", "１５"])
def test_days_are_whole_numbers(days: Any) -> None:
    assert isinstance(parse(days, DAYS, Reading(YEAR)).value, int)


@pytest.mark.parametrize(
    ("value", "text"),
    [(dt.datetime(2024, 3, 1), "2024-03-01"), (True, "TRUE"), (12, "12"), (" 甲 ", "甲")],  # noqa: DTZ001
)
def test_words_stand_as_excel_shows_them(value: Any, text: str) -> None:
    assert (
        parse(value, Field(id="x", heading="备注", type="text", what=""), Reading(YEAR)).value
        == text
    )


@pytest.mark.parametrize("value", [True, "true", "√", "是"])
def test_yes_is_also_what_excel_calls_true(value: Any) -> None:
    field = Field(id="x", heading="是否", type="flag", what="")

    assert parse(value, field, Reading(YEAR)).value is True
    assert parse("FALSE", field, Reading(YEAR)).value is False
