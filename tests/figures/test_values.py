"""What can stand in a cell, and that nothing is lost or taken for something else in JSON."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.figures import (
    Figures,
    Mark,
    Value,
    is_figure,
    value_from_json,
    value_text,
    value_to_json,
)
from reportkit.figures.summary import filled_in_value
from reportkit.forms import load_form

EDITION = load_form("ogi").edition("2021")
values = st.one_of(
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.decimals(allow_nan=False, allow_infinity=False, places=6),
    st.sampled_from(Mark),
    st.text(),
)
DIFFERENT: list[Value] = [0, Mark.BLANK, Mark.NOT_APPLICABLE, Mark.UNKNOWN, "", "0", "blank"]


@pytest.mark.parametrize(
    ("written", "value"), [("减4", -4), ("↑12", 12), ("持平", 0), ("无变化", 0), ("-4", -4)]
)
def test_a_bureau_may_write_in_words_which_way_a_change_goes(written: str, value: Value) -> None:
    cells = load_form("ogi").edition("2019").cells

    assert filled_in_value(written, cells["t2.licences.change"]) == value
    assert not is_figure(filled_in_value("减4", cells["t2.licences.decisions"]))


@given(value=values)
def test_every_value_survives_json(value: Value) -> None:
    written = json.dumps(value_to_json(value), ensure_ascii=False)

    read_back = value_from_json(json.loads(written))

    assert read_back == value
    assert type(read_back) is type(value)


@given(cells=st.dictionaries(st.sampled_from(list(EDITION.cells)), values, max_size=20))
def test_figures_survive_json(cells: dict[str, Value]) -> None:
    figures = Figures.of(EDITION, cells)

    read_back = Figures.from_json(json.loads(json.dumps(figures.to_json())), EDITION.form)

    assert read_back == figures
    assert hash(read_back) == hash(figures)


@given(value=st.one_of(st.integers(), st.decimals(allow_nan=False, allow_infinity=False)))
def test_figure_is_written_with_all_its_digits_and_no_exponent(value: int | Decimal) -> None:
    text = value_text(value)

    assert Decimal(text) == value
    assert set(text) <= set("-0123456789.")
    assert not ("." in text and text.endswith("0"))
    assert text != "-0"


def test_zero_blank_struck_out_unknown_and_text_are_different_things() -> None:
    written = [json.dumps(value_to_json(value)) for value in DIFFERENT]

    assert len(set(written)) == len(DIFFERENT)
    for first in DIFFERENT:
        assert [second for second in DIFFERENT if second == first] == [first]


def test_only_numbers_are_figures() -> None:
    assert is_figure(0)
    assert is_figure(Decimal("0.1"))
    assert not any(map(is_figure, DIFFERENT[1:]))


@pytest.mark.parametrize(
    "value", [0.1, 1.0, float("nan"), True, None, np.int64(3), [1], Decimal("NaN"), Decimal("Inf")]
)
def test_what_is_no_value_is_refused_and_not_written_as_blank(value: Any) -> None:
    with pytest.raises(TypeError, match="not a cell value"):
        value_to_json(value)


@pytest.mark.parametrize(
    "data",
    [0.1, 1.0, True, [], {}, {"mark": "nil"}, {"mark": 1}, {"text": 1}, "1e5", "abc", "NaN", ""],
)
def test_json_that_is_no_value_is_refused(data: Any) -> None:
    with pytest.raises(TypeError, match="not a cell value"):
        value_from_json(data)


@pytest.mark.parametrize("value", [0.5, True, None, np.int64(3)])
def test_figures_take_no_floats(value: Any) -> None:
    with pytest.raises(TypeError, match=r"t3.new.total"):
        Figures.of(EDITION, {"t3.new.total": value})


def test_figures_take_no_cell_that_the_form_lacks() -> None:
    with pytest.raises(KeyError, match=r"t3.nwe.total"):
        Figures.of(EDITION, {"t3.nwe.total": 1})


def test_cell_without_a_value_is_blank() -> None:
    figures = Figures.of(EDITION, {"t3.new.total": 6})

    assert figures["t3.new.total"] == 6
    assert {value for cell, value in figures.items() if cell != "t3.new.total"} == {Mark.BLANK}


def test_replacing_cells_leaves_the_others_and_the_original_alone() -> None:
    figures = Figures.of(EDITION, {"t3.new.total": 6, "t3.carried_in.total": 1})

    changed = figures.replacing({"t3.new.total": 7})

    assert (changed["t3.new.total"], changed["t3.carried_in.total"]) == (7, 1)
    assert figures["t3.new.total"] == 6


def test_figures_of_two_editions_are_never_equal() -> None:
    empty_2019 = Figures.of(load_form("ogi").edition("2019"), {})

    assert empty_2019 != Figures.of(EDITION, {})
    assert empty_2019 != {}


def test_json_names_every_cell_in_chinese_in_the_order_of_the_form() -> None:
    data = Figures.of(EDITION, {"t3.new.total": 6}).to_json()

    assert data["edition"] == "2021"
    assert list(data["cells"]) == list(EDITION.cells)
    assert data["cells"]["t3.new.total"] == {"name": "一 本年新收·总计", "value": 6}


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (6, "6"),
        (Decimal("4166.241619"), "4166.241619"),
        (Decimal("12.50"), "12.5"),
        (Decimal(100), "100"),
        (Decimal("0.00"), "0"),
        (Decimal("1E+3"), "1000"),
        (Mark.BLANK, "空白"),
        (Mark.NOT_APPLICABLE, "不适用"),
        (Mark.UNKNOWN, "无法确定"),
        ("6 件", "6 件"),
    ],
)
def test_value_in_a_sentence(value: Value, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize("mark", Mark)
def test_mark_among_other_text_is_set_apart(mark: Mark) -> None:
    assert f"{mark}" == f"〔{value_text(mark)}〕"
