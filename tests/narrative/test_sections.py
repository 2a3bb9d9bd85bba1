"""N-SECTIONS: the sections that prose makes up are there, and say what they must."""

from __future__ import annotations

import pytest

from reportkit.forms import load_form
from reportkit.narrative import Narrative
from reportkit.rules import Finding, Severity, State
from tests.catalogue import held

WHOLE = {
    "overview": "## （一）主动公开\n\n全年公开信息一百条。",
    "problems": "公开不够及时，将加强培训。",
    "other": "全年没有收取政府信息公开信息处理费。",
}


def _check(edition: str = "2021", **changes: str) -> dict[str, Finding]:
    sections = {id_: prose for id_, prose in {**WHOLE, **changes}.items() if prose}
    form = load_form("ogi").edition(edition)
    narrative = Narrative("narrative.md", "", sections)
    findings = held("N-SECTIONS", edition=form, narrative=narrative)
    return {finding.place: finding for finding in findings}


def test_whole_narrative_passes_once_for_each_section_of_prose() -> None:
    findings = _check()

    assert list(findings) == ["overview", "problems", "other"]
    assert {finding.state for finding in findings.values()} == {State.PASS}
    assert findings["overview"].message == "“一、总体情况”齐全。"


@pytest.mark.parametrize("section", WHOLE)
@pytest.mark.parametrize("prose", ["", " \n", "## \n\n- \n"], ids=["absent", "blank", "markup"])
def test_section_without_words_fails(section: str, prose: str) -> None:
    finding = _check(**{section: prose})[section]

    assert finding.state is State.FAIL
    assert finding.message.endswith("没有文字。")
    assert finding.suggestion.startswith("请在 narrative.md 的“# ")


def test_missing_section_is_a_warning_that_fails_no_run() -> None:
    finding = _check(problems="")["problems"]

    assert finding.severity is Severity.WARNING
    assert not finding.fails_run


def test_fee_for_information_must_be_mentioned() -> None:
    finding = _check(other="没有其他事项。")["other"]

    assert finding.message == "“六、其他需要报告的事项”没有提到“处理费”。"
    assert finding.suggestion == "请写明处理费的情况，没有的也要说明。"
    assert _check("2019", other="没有其他事项。")["other"].state is State.PASS


@pytest.mark.parametrize(
    ("length", "state"), [(1000, State.PASS), (1200, State.PASS), (1201, State.FAIL)]
)
def test_overview_may_exceed_its_thousand_characters_a_little(length: int, state: State) -> None:
    assert _check(overview="字" * length)["overview"].state is state


def test_overlong_overview_is_told_with_its_length() -> None:
    finding = _check(overview="字" * 1500)["overview"]

    assert finding.message == "“一、总体情况”有 1500 字，超过 1000 字较多。"
    assert finding.suggestion == "请压缩篇幅。"


def test_blanks_and_markup_are_not_counted_as_length() -> None:
    assert _check(overview="## **字** \n\n> - `字`\n" * 600)["overview"].state is State.PASS


def test_length_of_the_overview_was_free_before_2021() -> None:
    assert _check("2019", overview="字" * 5000)["overview"].state is State.PASS
