"""Localisation names the cells that are wrong, or says why the figures alone cannot tell."""

from __future__ import annotations

import itertools
import time
from decimal import Decimal

import pytest

from reportkit.figures import Figures, Mark, Value
from reportkit.forms import load_form
from reportkit.rules.localise import Localisation, Verdict
from reportkit.rules.localise.programme import Clock, OutOfTime
from tests.catalogue import compiled, localise
from tests.published import COLUMNS, published_reports

REPORTS = {report.slug: report.figures for report in published_reports()}
EDITION = load_form("ogi").edition("2021")
ZERO: dict[str, Value] = dict.fromkeys(EDITION.cells, 0)
HUAIAN = REPORTS["huaian_2024"]

Changes = dict[str, tuple[Value, Value | None]]


def _changes(found: Localisation) -> list[Changes]:
    """Return each repair as what its cells say now and should say."""
    return [
        {change.cell: (change.now, change.should_be) for change in repair.changes}
        for repair in found.solutions
    ]


def _row(row: str, **columns: tuple[Value, Value]) -> Changes:
    return dict(sorted((f"t3.{row}.{column}", pair) for column, pair in columns.items()))


def _report(**rows: list[int]) -> Figures:
    """Return a report of zeros but for some rows of table 三."""
    cells = {
        f"t3.{row.replace('__', '.')}.{column}": value
        for row, values in rows.items()
        for column, value in zip(COLUMNS, values, strict=True)
    }
    return Figures.of(EDITION, ZERO | cells)


def test_row_of_totals_left_at_0_in_a_published_report() -> None:
    found = localise(REPORTS["pt_jfj_2024"])

    assert found.certain
    assert _changes(found) == [_row("concluded", natural_person=(0, 3), total=(0, 3))]
    assert found.message == (
        "“三（七） 总计·自然人”、“三（七） 总计·总计”都应为 3（现为 0，疑为漏填合计）。"
    )


def test_row_that_still_has_last_years_figures_in_a_published_report() -> None:
    row = _row("unavailable.not_held", natural_person=(3, 0), other=(2, 0), total=(5, 0))

    found = localise(REPORTS["pt_junshan_2022"])

    assert found.certain
    assert _changes(found) == [row]
    with_last_year = REPORTS["pt_junshan_2022"].following(REPORTS["pt_junshan_2021"])
    (repair,) = localise(with_last_year).solutions
    assert repair.cells == row.keys()
    assert {change.slip for change in repair.changes} == {"沿用上年数"}


def test_application_counted_twice_in_a_published_report_cannot_be_told() -> None:
    """One application received, one concluded and one carried over: any of these may be wrong.

    That it was not concluded would change an outcome as well, four cells in all; the smallest
    repairs have two, and the report's prose speaks for none of them alone.
    """
    found = localise(REPORTS["pt_gaj_2021"])

    assert not found.certain
    assert [group.verdict for group in found.groups] == [Verdict.SEVERAL]
    assert _changes(found) == [
        _row("carried_out", natural_person=(1, 0), total=(1, 0)),
        _row("carried_in", natural_person=(0, 1), total=(0, 1)),
        _row("new", natural_person=(1, 2), total=(1, 2)),
    ]
    assert found.message.startswith(
        "仅凭数字无法判定错在哪里，以下改法改动同样少，也不排除错在更多的格，请对照台账核实：①"
    )


def test_six_outcomes_too_many_in_a_published_report_are_one_of_two_rows() -> None:
    found = localise(REPORTS["pt_region_2020"])

    assert [group.verdict for group in found.groups] == [Verdict.SEVERAL]
    assert _changes(found) == [
        _row("granted", natural_person=(6, 0), total=(7, 1)),
        _row("partly_granted", natural_person=(6, 0), total=(6, 0)),
    ]


@pytest.mark.parametrize("slug", sorted(REPORTS))
def test_published_reports_that_reconcile_are_not_blamed(slug: str) -> None:
    report = next(report for report in published_reports() if report.slug == slug)
    found = localise(report.figures)

    wrong = {change.cell for repair in found.solutions for change in repair.changes}
    blank = {cell for cell, value in report.figures.items() if value is Mark.BLANK}
    assert bool(wrong - blank) == bool(report.failing)


def test_blank_cells_are_filled_in_where_the_equations_determine_them() -> None:
    (changes,) = _changes(localise(REPORTS["pt_scj_2022"]))

    assert set(changes.values()) == {(Mark.BLANK, 0)}
    assert len(changes) == 14
    assert _changes(localise(REPORTS["pt_jinjing_2024"])) == [
        {"t3.carried_out.total": (Mark.BLANK, 0)}
    ]


def test_typing_error_is_named_with_what_it_should_be() -> None:
    found = localise(HUAIAN.replacing({"t3.unavailable.not_held.natural_person": 764}))

    assert found.certain
    assert found.message == (
        "“三（四）1 本机关不掌握相关政府信息·自然人”应为 746（现为 764，疑为相邻两位颠倒）。"
    )


def test_column_of_totals_left_at_0_is_one_sentence() -> None:
    totals = [cell for cell in HUAIAN if cell.startswith("t3.") and cell.endswith(".total")]

    found = localise(HUAIAN.replacing(dict.fromkeys(totals, 0)))

    assert found.certain
    (repair,) = found.solutions
    assert {change.cell: change.should_be for change in repair.changes} == {
        cell: HUAIAN[cell] for cell in totals if HUAIAN[cell] != 0
    }
    assert found.message.startswith("“总计”列都填了 0，没有合计：一 本年新收应为 3119，")


def test_totals_left_at_0_beside_another_wrong_cell() -> None:
    wrong = dict.fromkeys((f"t3.concluded.{column}" for column in COLUMNS), 0)

    found = localise(HUAIAN.replacing(wrong | {"t3.new.business": 35}))

    assert found.certain
    assert found.solutions[0].cells >= {"t3.new.business", "t3.concluded.total"}
    assert found.message.startswith("“三（七） 总计”行都填了 0，没有合计：自然人应为 2932，")
    assert found.message.endswith("；“一 本年新收·商业企业”应为 53（现为 35，疑为相邻两位颠倒）。")


def test_totals_left_at_0_in_all_groups_of_table_4() -> None:
    totals = [cell for cell in HUAIAN if cell.startswith("t4.") and cell.endswith(".total")]

    found = localise(HUAIAN.replacing(dict.fromkeys(totals, 0)))

    assert found.certain
    assert found.solutions[0].cells == {*totals}
    assert found.message.startswith("“总计”各格都填了 0，没有合计：行政复议总计应为 351，")


def test_table_4_tells_that_a_group_is_wrong_but_not_which_cell() -> None:
    found = localise(HUAIAN.replacing({"t4.reconsideration.upheld": 27}))

    assert [group.verdict for group in found.groups] == [Verdict.SEVERAL]
    assert len(found.solutions) == 5
    assert _changes(found)[0] == {"t4.reconsideration.upheld": (27, 72)}  # digits swapped


def test_independent_errors_are_told_one_by_one() -> None:
    wrong = {"t3.granted.natural_person": 1280, "t4.reconsideration.upheld": 27}

    found = localise(HUAIAN.replacing(wrong))

    assert [group.verdict for group in found.groups] == [Verdict.CERTAIN, Verdict.SEVERAL]
    assert found.solutions[0].cells == wrong.keys()
    assert not found.certain


def test_cells_known_to_be_right_are_not_blamed() -> None:
    report = REPORTS["pt_gaj_2021"]
    fixed = frozenset(f"t3.{row}.{column}" for row in ("new", "carried_out") for column in COLUMNS)

    (changes,) = _changes(localise(report, fixed=fixed))

    assert changes == _row("carried_in", natural_person=(0, 1), total=(0, 1))


def test_nothing_can_be_repaired_where_every_cell_is_known_to_be_right() -> None:
    found = localise(REPORTS["pt_jfj_2024"], fixed=frozenset(EDITION.cells))

    assert [group.verdict for group in found.groups] == [Verdict.IMPOSSIBLE]
    assert found.solutions == ()
    assert found.message == "只改未经台账核定的格，不能使各项勾稽关系成立，请核对台账。"


def test_two_cells_that_share_a_change_are_given_bounds() -> None:
    report = Figures.of(
        EDITION,
        ZERO | {"t4.direct_suit.upheld": 2, "t4.direct_suit.other": 3, "t4.direct_suit.total": 1},
    )

    found = localise(report, fixed=frozenset({"t4.direct_suit.total"}))

    assert _changes(found) == [
        {"t4.direct_suit.upheld": (2, None), "t4.direct_suit.other": (3, None)}
    ]
    assert found.message == (
        "“未经复议直接起诉结果维持”应不多于 1（现为 2）；"
        "“未经复议直接起诉其他结果”应不多于 1（现为 3）。"
    )


def test_inequality_gives_a_bound() -> None:
    cells = {"issued": 5, "repealed": 1, "in_force": 3}
    values = {f"t2.normative_documents.{column}": value for column, value in cells.items()}

    found = localise(Figures.of(EDITION, ZERO | values))

    spans = {
        change.cell.rpartition(".")[2]: (change.lowest, change.highest)
        for repair in found.solutions
        for change in repair.changes
    }
    assert spans == {"in_force": (4, None), "issued": (0, 4), "repealed": (2, None)}
    assert "“行政规范性文件·现行有效”应不少于 4（现为 3）" in found.message


@pytest.mark.parametrize(
    "value", [-53, "五十三", Mark.NOT_APPLICABLE, Mark.UNKNOWN, Decimal("5.3"), 13851234567]
)
def test_what_is_no_proper_count_is_filled_in(value: Value) -> None:
    found = localise(HUAIAN.replacing({"t3.new.business": value}))

    assert found.certain
    assert _changes(found) == [{"t3.new.business": (value, 53)}]


def test_what_was_carried_in_is_what_last_year_carried_out() -> None:
    last_year = _report(new=[1, 0, 0, 0, 0, 0, 1], carried_out=[1, 0, 0, 0, 0, 0, 1])
    report = _report(
        new=[1, 0, 0, 0, 0, 0, 1], granted=[2, 0, 0, 0, 0, 0, 2], concluded=[2, 0, 0, 0, 0, 0, 2]
    )

    assert len(localise(report).solutions) == 2  # received or carried in
    (changes,) = _changes(localise(report.following(last_year)))
    assert changes == _row("carried_in", natural_person=(0, 1), total=(0, 1))


def test_last_years_figures_are_taken_to_be_right() -> None:
    one = [1, 0, 0, 0, 0, 0, 1]
    report = _report(carried_in=one, granted=one, concluded=one)

    found = localise(report.following(_report()))

    assert found.certain
    assert _changes(found)[0] == {
        **_row("new", natural_person=(0, 1), total=(0, 1)),
        **_row("carried_in", natural_person=(1, 0), total=(1, 0)),
    }


def test_gap_in_last_years_figures_is_no_demand_on_this_years() -> None:
    one = [0, 1, 0, 0, 0, 0, 1]
    report = _report(carried_in=one, granted=one, concluded=one)
    gaps = dict.fromkeys(("t3.carried_out.business", "t3.carried_out.total"), Mark.BLANK)

    assert localise(report.following(_report().replacing(gaps))).groups == ()


def test_negative_count_is_wrong_even_where_every_sum_holds() -> None:
    one, minus = [1, 0, 0, 0, 0, 0, 1], [-1, 0, 0, 0, 0, 0, -1]
    report = _report(granted=one, concluded=one, carried_out=minus)

    found = localise(report)

    spans = {c.cell: (c.lowest, c.highest) for r in found.solutions for c in r.changes}
    received = (f"t3.{row}.{column}" for row in ("new", "carried_in") for column in COLUMNS)
    assert spans == {cell: (1, None) for cell in received if cell.endswith(("person", "total"))}


def test_number_that_is_none_of_the_form_does_not_hide_other_errors() -> None:
    wrong = {
        "t3.new.business": 6222021234567890123,
        "t3.granted.natural_person": 1280,
        "t3.carried_out.other": 2,
    }

    found = localise(HUAIAN.replacing(wrong))

    assert found.certain
    assert found.solutions[0].cells == wrong.keys()


def test_application_in_the_wrong_column_may_be_in_any_row() -> None:
    moved = {"t3.granted.natural_person": 1287, "t3.granted.business": 22}

    found = localise(HUAIAN.replacing(moved))

    assert [group.verdict for group in found.groups] == [Verdict.SEVERAL]
    assert len(found.solutions) == 5
    # of all rows with business applicants this is the one whose figures a single slip explains
    assert found.solutions[0].cells == moved.keys()


OWN_RULE = """
- id: OWN
  title: 题
  explanation: 说明。
  citation: 本市规定
  severity: error
  places: [t2.licences]
  left: [t2.fees.amount]
  relation: "<="
  right: ["t2.{place}.decisions"]
  left_text: 收费
  right_text: 许可
"""


def test_count_that_is_tied_to_money_stays_whole() -> None:
    rule = OWN_RULE.replace("<=", "=")
    cells = {"t2.fees.amount": Decimal("2.5"), "t2.licences.decisions": 2}

    found = localise(Figures.of(EDITION, ZERO | cells), own_rules=[compiled(rule)])

    assert _changes(found) == [{"t2.fees.amount": (Decimal("2.5"), 2)}]


def test_own_rules_with_money_are_held_exactly() -> None:
    report = Figures.of(
        EDITION, ZERO | {"t2.fees.amount": Decimal("2.000001"), "t2.licences.decisions": 2}
    )
    assert localise(report).groups == ()

    found = localise(report, own_rules=[compiled(OWN_RULE)])

    bounds = {c.cell: (c.lowest, c.highest) for r in found.solutions for c in r.changes}
    assert bounds == {"t2.fees.amount": (0, 2), "t2.licences.decisions": (3, None)}


def test_search_that_is_not_finished_says_so() -> None:
    wrong = {"t3.new.natural_person": 1, "t3.granted.business": 2, "t3.carried_out.other": 3}

    found = localise(HUAIAN.replacing(wrong), limit_seconds=0)

    assert [group.verdict for group in found.groups] == [Verdict.OUT_OF_TIME]
    assert found.message == "在限定时间内没有查完，无法判定错在哪里，请对照台账核实。"


def test_busy_machine_finds_what_an_idle_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of which an hour goes by before the search is given a processor for a moment."""
    an_hour = itertools.count(time.monotonic(), 3600)
    wrong = {"t3.new.natural_person": 1, "t3.granted.business": 2, "t3.carried_out.other": 3}
    idle = localise(HUAIAN.replacing(wrong))

    monkeypatch.setattr(time, "monotonic", lambda: next(an_hour))

    assert Verdict.OUT_OF_TIME not in {group.verdict for group in idle.groups}
    assert localise(HUAIAN.replacing(wrong)) == idle


@pytest.mark.parametrize(("wall", "left"), [(4.0, 6.0), (40.0, 60.0), (0.5, 6.0)])
def test_solver_has_what_is_left_at_the_pace_of_the_machine(
    monkeypatch: pytest.MonkeyPatch, wall: float, left: float
) -> None:
    clock = Clock(10.0, started=0.0, started_on_wall=0.0)
    monkeypatch.setattr(time, "monotonic", lambda: wall)
    monkeypatch.setattr(time, "process_time", lambda: 4.0)
    assert clock.on_wall() == left

    monkeypatch.setattr(time, "process_time", lambda: 10.0)
    with pytest.raises(OutOfTime):
        clock.on_wall()


def test_report_without_errors() -> None:
    found = localise(HUAIAN)

    assert (found.groups, found.solutions, found.certain) == ((), (), False)
    assert found.message == "各项勾稽关系都成立。"
