"""Conditions and declared rounding: what they say of one report, of many, and what they leave."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.figures import Figures, Mark, Value
from reportkit.forms import load_form
from reportkit.rules import Finding, Rule, State
from reportkit.rules.linear import compile_rules, evaluate_all
from reportkit.rules.lint import lint
from reportkit.rules.localise import localise
from reportkit.rules.matrix import STATES, encode, evaluate_array
from tests.catalogue import CATALOGUE, check_figures, compiled

EDITION = load_form("ogi").edition("2021")
ZERO: dict[str, Value] = dict.fromkeys(EDITION.cells, 0)
AMOUNT, COUNT = "t2.fees.amount", "t2.penalties.decisions"
WORDS = """
- id: X
  title: 题
  explanation: 说明。
  citation: 条例
  severity: error
  places: [t2.penalties]
  left: [t2.fees.amount]
  right: ["t2.{place}.decisions"]
  left_text: 金额
  right_text: 件数
"""
ONLY_IF = compiled(WORDS + '  relation: "only_if"\n')
ROUNDED = compiled(WORDS + '  relation: "="\n  tolerance: 0.05\n')

amounts = st.one_of(
    st.decimals("-2", "2", places=2),
    st.integers(-2, 2),
    st.integers(-(10**30), 10**30),
    st.sampled_from([Mark.BLANK, Mark.UNKNOWN, "三件", Decimal("0.0500"), Decimal("0E-30")]),
)


def _figures(amount: Value, count: Value) -> Figures:
    return Figures.of(EDITION, {**ZERO, AMOUNT: amount, COUNT: count})


def _held(rule: Rule, amount: Value, count: Value) -> Finding:
    (finding,) = evaluate_all(compile_rules(EDITION, (rule,)), _figures(amount, count))
    return finding


@pytest.mark.parametrize(
    ("amount", "count", "state"),
    [
        (0, 0, State.PASS),
        (Decimal("0.5"), 1, State.PASS),
        (0, 3, State.PASS),
        (Decimal("0.5"), 0, State.FAIL),
        (Decimal("0.5"), Mark.UNKNOWN, State.UNKNOWN),
        (Mark.BLANK, 1, State.UNKNOWN),
    ],
)
def test_left_is_above_0_only_where_right_is(amount: Value, count: Value, state: State) -> None:
    assert _held(ONLY_IF, amount, count).state is state


def test_a_broken_condition_names_both_sides_and_no_difference() -> None:
    finding = _held(ONLY_IF, Decimal("0.5"), 0)

    assert finding.message == "行政处罚：金额＝0.5，件数＝0，后者为 0 时前者也应为 0。"
    assert (finding.left, finding.right, finding.residual) == (Decimal("0.5"), 0, None)
    assert finding.fails_run


@pytest.mark.parametrize(
    ("amount", "count", "state"),
    [
        (Decimal("1.05"), 1, State.PASS),
        (Decimal("0.95"), 1, State.PASS),
        (Decimal("1.0500001"), 1, State.FAIL),
        (Decimal("0.9499999"), 1, State.FAIL),
        (1, 1, State.PASS),
        (2, 1, State.FAIL),
        (Mark.UNKNOWN, 1, State.UNKNOWN),
    ],
)
def test_rounding_is_allowed_as_far_as_declared_and_no_further(
    amount: Value, count: Value, state: State
) -> None:
    assert _held(ROUNDED, amount, count).state is state


def test_what_passes_by_rounding_says_so() -> None:
    assert _held(ROUNDED, Decimal("1.02"), 1).message == (
        "行政处罚：金额＝1.02，件数＝1，相差 0.02，在允许的舍入误差 0.05 以内。"
    )
    assert _held(ROUNDED, 1, 1).message == "行政处罚：金额＝1，件数＝1。"


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=6))
@settings(max_examples=200)
def test_many_reports_say_what_each_says_alone_and_exactly(
    pairs: list[tuple[Value, Value]],
) -> None:
    system = compile_rules(EDITION, (ONLY_IF, ROUNDED))
    reports = [_figures(*pair) for pair in pairs]

    states = evaluate_array(system, encode(system, reports)).states

    for (amount, count), told in zip(pairs, states, strict=True):
        assert [STATES[code] for code in told] == _expected(amount, count)


def _expected(amount: Value, count: Value) -> list[State]:
    if not isinstance(amount, int | Decimal) or not isinstance(count, int | Decimal):
        return [State.UNKNOWN, State.UNKNOWN]
    condition = amount <= 0 or count > 0
    rounded = abs(Decimal(amount) - Decimal(count)) <= Decimal("0.05")
    return [State.PASS if holds else State.FAIL for holds in (condition, rounded)]


def test_hygiene_leaves_conditions_out() -> None:
    rules = [*CATALOGUE.values()]

    assert lint([*rules, ONLY_IF], EDITION) == lint(rules, EDITION)


def test_conditions_and_rounding_blame_no_cell() -> None:
    figures = _figures(7, 0)
    failing = [f.rule for f in check_figures(figures, own_rules=[ONLY_IF, ROUNDED]) if f.fails_run]
    assert failing == ["X", "X"]

    assert localise(figures, [*CATALOGUE.values(), ONLY_IF, ROUNDED]).groups == ()


def test_a_rule_explains_its_condition_and_its_rounding() -> None:
    assert "算式：金额大于 0 时，件数也应大于 0" in ONLY_IF.explain()
    assert "算式：金额 = 件数（允许舍入误差 0.05）" in ROUNDED.explain()
