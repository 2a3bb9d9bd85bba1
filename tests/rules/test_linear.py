"""A linear rule passes, fails or cannot tell, and names both sides and their difference exactly."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.figures import Figures, Mark, Value
from reportkit.forms import load_form
from reportkit.rules import CellValue, Finding, Rule, Severity, State
from reportkit.rules.linear import equations, evaluate
from tests.catalogue import CATALOGUE, check_figures, compiled

EDITION = load_form("ogi").edition("2021")
ZERO = dict.fromkeys(EDITION.cells, 0)


RULE = """
- id: X
  title: 题
  explanation: 说明。
  citation: 条例
  severity: warning
  suggestion: 请核对。
  places: [t2.licences]
  left: [t2.fees.amount]
  relation: "RELATION"
  right: ["t2.{place}.decisions", -t2.penalties.decisions]
  left_text: 左边
  right_text: 右边
"""


def _rule(relation: str) -> Rule:
    return compiled(RULE.replace("RELATION", relation))


def _figures(**values: Value) -> Figures:
    cells = {
        "amount": "t2.fees.amount",
        "licences": "t2.licences.decisions",
        "penalties": "t2.penalties.decisions",
    }
    return Figures.of(EDITION, {**ZERO, **{cells[name]: value for name, value in values.items()}})


def _evaluate(relation: str = "=", **values: Value) -> Finding:
    (equation,) = equations(_rule(relation), EDITION)
    return evaluate(equation, _figures(**values))


def _finding(figures: Figures, rule: str, place: str) -> Finding:
    (found,) = (f for f in check_figures(figures) if (f.rule, f.place) == (rule, place))
    return found


def test_passing_rule_names_both_sides() -> None:
    finding = _evaluate(amount=2, licences=5, penalties=3)

    assert (finding.state, finding.left, finding.right, finding.residual) == (State.PASS, 2, 2, 0)
    assert finding.message == "行政许可：左边＝2，右边＝2。"
    assert finding.suggestion == ""


def test_failing_rule_names_both_sides_and_the_difference() -> None:
    finding = _evaluate(amount=2, licences=5, penalties=7)

    assert (finding.state, finding.left, finding.right, finding.residual) == (State.FAIL, 2, -2, 4)
    assert finding.message == "行政许可：左边＝2，右边＝-2，相差 4。"
    assert finding.suggestion == "请核对。"
    assert not finding.fails_run  # a warning


def test_difference_of_decimals_is_exact() -> None:
    finding = _evaluate(amount=Decimal("0.3"), licences=Decimal("0.1"), penalties=Decimal("-0.2"))

    assert finding.state is State.PASS
    assert finding.residual == 0
    finding = _evaluate(amount=Decimal("4166.241619"), licences=Decimal("4166.241618"))
    assert (finding.state, finding.residual) == (State.FAIL, Decimal("0.000001"))
    assert finding.message.endswith("相差 0.000001。")


numbers = st.one_of(st.integers(-(10**25), 10**25), st.decimals(-(10**12), 10**12, places=6))


@settings(max_examples=50)
@given(amount=numbers, licences=numbers, penalties=numbers)
def test_difference_is_exact_for_any_numbers(
    amount: int | Decimal, licences: int | Decimal, penalties: int | Decimal
) -> None:
    finding = _evaluate(amount=amount, licences=licences, penalties=penalties)

    assert isinstance(finding.left, int | Decimal)
    assert isinstance(finding.right, int | Decimal)
    assert isinstance(finding.residual, int | Decimal)
    right = Fraction(licences) - Fraction(penalties)
    assert Fraction(finding.left) == Fraction(amount)
    assert Fraction(finding.right) == right
    assert Fraction(finding.residual) == Fraction(amount) - right
    assert (finding.state is State.PASS) == (Fraction(amount) == right)


def test_whole_decimal_equals_the_integer() -> None:
    assert _evaluate(amount=Decimal("2.00"), licences=2).state is State.PASS


@pytest.mark.parametrize(
    ("relation", "holding"), [("=", {0}), (">=", {0, 1}), ("<=", {0, -1})], ids=["=", ">=", "<="]
)
@pytest.mark.parametrize("residual", [-1, 0, 1])
def test_relation_holds_on_its_side(relation: str, holding: set[int], residual: int) -> None:
    finding = _evaluate(relation, amount=5 + residual, licences=5)

    assert finding.residual == residual
    assert (finding.state is State.PASS) == (residual in holding)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Mark.BLANK, "空白"),
        (Mark.UNKNOWN, "无法确定"),
        (Mark.NOT_APPLICABLE, "不适用"),
        ("约五件", "约五件"),
    ],
)
def test_cell_without_a_figure_leaves_the_rule_unknown(value: Value, shown: str) -> None:
    finding = _evaluate(amount=2, licences=value)

    assert finding.state is State.UNKNOWN
    assert (finding.left, finding.right, finding.residual) == (None, None, None)
    assert finding.message == f"行政许可：“行政许可·处理决定数量”（{shown}）没有数字，无法核对。"
    assert not finding.fails_run


def test_finding_cites_every_cell_of_both_sides_with_its_value() -> None:
    finding = _evaluate(amount=2, licences=5, penalties=3)

    assert finding.cells == (
        CellValue("t2.fees.amount", "行政事业性收费·收费金额（万元）", 2),
        CellValue("t2.licences.decisions", "行政许可·处理决定数量", 5),
        CellValue("t2.penalties.decisions", "行政处罚·处理决定数量", 3),
    )


def test_report_of_zeros_passes_every_rule() -> None:
    last_year = Figures.of(EDITION, ZERO)
    findings = check_figures(Figures.of(EDITION, ZERO).following(last_year))

    assert {finding.state for finding in findings} == {State.PASS}
    assert len({(finding.rule, finding.place) for finding in findings}) == len(findings)


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_rules_are_held_at_every_column_row_and_group(edition: str) -> None:
    form = load_form("ogi").edition(edition)
    places: dict[str, list[str]] = {}
    for finding in check_figures(Figures.of(form, dict.fromkeys(form.cells, 0))):
        places.setdefault(finding.rule, []).append(finding.place)

    (table,) = form.tables["t3"].blocks
    columns = [column.id for column in table.leaf_columns()]
    assert places["T3-BALANCE"] == places["T3-OUTCOMES"] == columns
    assert places["T3-APPLICANTS"] == [row.id for row in table.leaf_rows()]
    assert places["T4-TOTAL"] == ["reconsideration", "direct_suit", "suit_after_reconsideration"]
    assert ("T2-VALID" in places) == (edition == "2021")


def test_balance_of_a_column() -> None:
    cells = {"t3.new.business": 5, "t3.carried_in.business": 2, "t3.carried_out.business": 1}
    figures = Figures.of(EDITION, {**ZERO, **cells})

    finding = _finding(figures, "T3-BALANCE", "business")

    assert (finding.left, finding.right, finding.residual) == (7, 1, 6)
    assert finding.fails_run
    assert finding.place_name == "商业企业列"


@settings(max_examples=40)
@given(cell=st.sampled_from([c for c in EDITION.cells if c.startswith("t3.")]))
def test_one_wrong_cell_of_table_three_breaks_just_the_rules_over_it(cell: str) -> None:
    figures = Figures.of(EDITION, {**ZERO, cell: 1})
    row, _, column = cell.removeprefix("t3.").rpartition(".")
    broken = {("T3-APPLICANTS", row)}
    if row in ("new", "carried_in", "concluded", "carried_out"):
        broken.add(("T3-BALANCE", column))
    if row not in ("new", "carried_in", "carried_out"):
        broken.add(("T3-OUTCOMES", column))

    failing = {(f.rule, f.place) for f in check_figures(figures) if f.state is State.FAIL}

    assert failing == broken


@pytest.mark.parametrize("column", ["upheld", "corrected", "other", "pending", "total"])
def test_total_of_a_group_of_table_four(column: str) -> None:
    figures = Figures.of(EDITION, {**ZERO, f"t4.direct_suit.{column}": 3})

    finding = _finding(figures, "T4-TOTAL", "direct_suit")

    assert finding.state is State.FAIL
    assert finding.residual == (3 if column == "total" else -3)


@pytest.mark.parametrize(
    ("in_force", "issued", "repealed", "holds"),
    [(3, 5, 2, True), (2, 5, 2, False), (9, 5, 2, True), (0, 0, 4, True)],
)
def test_documents_in_force_are_at_least_the_net_gain_of_the_year(
    in_force: int, issued: int, repealed: int, holds: bool
) -> None:
    row = "t2.normative_documents"
    cells = {f"{row}.in_force": in_force, f"{row}.issued": issued, f"{row}.repealed": repealed}

    finding = _finding(Figures.of(EDITION, {**ZERO, **cells}), "T2-VALID", "normative_documents")

    assert (finding.state is State.PASS) == holds


def test_regulations_are_a_warning_where_there_is_no_power_to_make_them() -> None:
    figures = Figures.of(EDITION, {**ZERO, "t2.regulations.in_force": 1})

    finding = _finding(figures, "T2-REGULATIONS", "in_force")
    assert (finding.state, finding.severity) == (State.FAIL, Severity.WARNING)

    rules = {f.rule for f in check_figures(figures, frozenset({"legislative_power"}))}
    assert "T2-REGULATIONS" not in rules


@pytest.mark.parametrize(
    ("cell", "value", "state", "fault"),
    [
        ("t3.new.total", Mark.BLANK, State.FAIL, "空白"),
        ("t3.new.total", Mark.UNKNOWN, State.UNKNOWN, "无法确定"),
        ("t3.new.total", Mark.NOT_APPLICABLE, State.FAIL, "填的是“不适用”，不是数"),
        ("t3.new.total", "六", State.FAIL, "填的是“六”，不是数"),
        ("t3.new.total", -1, State.FAIL, "不应为负数（现为 -1）"),
        ("t3.new.total", Decimal("1.5"), State.FAIL, "应为整数（现为 1.5）"),
        ("t2.fees.amount", Decimal("-0.5"), State.FAIL, "不应为负数（现为 -0.5）"),
    ],
)
def test_value_that_a_cell_may_not_hold(cell: str, value: Value, state: State, fault: str) -> None:
    finding = _finding(Figures.of(EDITION, {**ZERO, cell: value}), "VALUES", cell)

    assert finding.state is state
    assert finding.message == f"“{EDITION.cells[cell].name}”{fault}。"
    assert finding.fails_run == (state is State.FAIL)


@pytest.mark.parametrize(
    ("cell", "value"), [("t2.fees.amount", Decimal("0.000001")), ("t3.new.total", Decimal(3))]
)
def test_value_that_a_cell_may_hold(cell: str, value: Value) -> None:
    findings = check_figures(Figures.of(EDITION, {**ZERO, cell: value}))

    assert all(f.state is State.PASS for f in findings if f.rule == "VALUES")


def test_only_changes_of_2019_may_be_negative() -> None:
    form = load_form("ogi").edition("2019")
    values = dict.fromkeys(form.cells, -1)

    faulty = {
        finding.place
        for finding in check_figures(Figures.of(form, values))
        if finding.rule == "VALUES" and finding.state is State.FAIL
    }

    assert {*form.cells} - faulty == {cell for cell in form.cells if cell.endswith(".change")}


cell_values = st.one_of(
    st.integers(-3, 10**6), st.decimals(-5, 10**6, places=6), st.sampled_from(Mark), st.text()
)


@settings(max_examples=12)
@given(
    values=st.dictionaries(st.sampled_from(list(EDITION.cells)), cell_values, max_size=12),
    data=st.data(),
)
def test_order_of_the_cells_makes_no_difference(
    values: dict[str, Value], data: st.DataObject
) -> None:
    cells = list({**ZERO, **values}.items())
    shuffled = dict(data.draw(st.permutations(cells)))

    assert check_figures(Figures.of(EDITION, shuffled)) == check_figures(
        Figures.of(EDITION, dict(cells))
    )


@settings(max_examples=12)
@given(values=st.dictionaries(st.sampled_from(list(EDITION.cells)), cell_values, max_size=12))
def test_every_finding_survives_json(values: dict[str, Value]) -> None:
    for finding in check_figures(Figures.of(EDITION, {**ZERO, **values})):
        written = json.dumps(finding.to_json(), ensure_ascii=False)
        # The figures of what holds stand in figures.json alone.
        kept = replace(finding, cells=()) if finding.state is State.PASS else finding
        assert Finding.from_json(json.loads(written)) == kept


@pytest.mark.parametrize("side", [None, 0, Decimal("0.1"), "六", *Mark])
def test_sides_of_a_finding_survive_json(side: Value | None) -> None:
    rule = CATALOGUE["T3-BALANCE"]
    finding = rule.finding("p", "处", State.FAIL, "不符。", left=side, right=side, residual=side)

    assert Finding.from_json(json.loads(json.dumps(finding.to_json()))) == finding


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("state", State)
def test_only_failing_errors_and_broken_rules_fail_a_run(severity: Severity, state: State) -> None:
    finding = Finding("X", "题", "条例", severity, "p", "处", state, "不符。")

    failing = state is State.BROKEN or (state is State.FAIL and severity is Severity.ERROR)
    assert finding.fails_run == failing
