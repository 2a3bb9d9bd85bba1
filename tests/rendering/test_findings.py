"""Findings are shown whole, and what they quote cannot become markup."""

from __future__ import annotations

from syrupy.assertion import SnapshotAssertion

from reportkit.figures import Mark
from reportkit.rendering.parts.findings import causes_first, finding_text, findings_table
from reportkit.rules import Finding, State
from tests.catalogue import CATALOGUE, check_figures
from tests.published import published_reports


def _failing() -> list[Finding]:
    report = next(report for report in published_reports() if report.slug == "pt_jfj_2024")
    return [f for f in check_figures(report.figures) if f.state is State.FAIL]


def test_table_of_a_real_reports_failures(snapshot: SnapshotAssertion) -> None:
    assert findings_table(_failing()) == snapshot


def test_text_says_rule_state_fault_and_remedy() -> None:
    assert finding_text(_failing()[0]) == (
        "［T3-BALANCE 不符］自然人列：一＋二＝3，三（七）＋四＝0，相差 3。"
        "请核对该列的四项；一件申请只能办结一次或者结转一次。"
    )


def test_quoted_text_cannot_become_markup() -> None:
    rule = CATALOGUE["VALUES"]
    finding = rule.finding("x", "<b>", State.FAIL, "“<script>”", left="<i>", right=Mark.BLANK)

    table = findings_table([finding])

    assert "<script" not in table
    assert "<i>" not in table
    assert "空白" in table


def _unknown(rule: str, *places: str) -> list[Finding]:
    return [CATALOGUE[rule].finding(place, place, State.UNKNOWN, "无法核对。") for place in places]


def test_what_is_wrong_comes_before_what_cannot_be_told_for_it() -> None:
    wrong = CATALOGUE["L-KIND"].finding("x", "x", State.FAIL, "不认识。")

    assert causes_first([*_unknown("T3-BALANCE", "a"), wrong])[0] is wrong


def test_of_many_that_cannot_be_told_one_stands_for_all_of_its_rule() -> None:
    many = _unknown("T3-BALANCE", *"abcdefg")
    few = _unknown("T3-OUTCOMES", *"abc")

    told = causes_first([*many, *few])

    assert told[0].message == "无法核对。另有 6 处同样无法核对：b、c、d、e等。"
    assert told[1:] == few
