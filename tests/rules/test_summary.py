"""What a bureau filled in itself is held against its ledgers, cell by cell."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.errors import RawDataError
from reportkit.params import read_parameters
from reportkit.report import Report
from reportkit.rules import Finding, State
from tests.conftest import EXAMPLE, YEAR


def _summary_findings(workspace: Path, *rows: str) -> list[Finding]:
    text = "\n".join(["格编号,格名称,填报数", *rows])
    (workspace / "data" / EXAMPLE / YEAR / "summary.csv").write_text(text, "utf-8")
    report = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)
    return [finding for finding in report.findings if finding.rule == "L-SUMMARY"]


def test_a_summary_that_agrees_passes_once(workspace: Path) -> None:
    (finding,) = _summary_findings(workspace, "t3.new.total,,6", 't2.fees.amount,,"0.00"')

    assert finding.state is State.PASS
    assert finding.message == "填报的 2 格都与统计数一致。"


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("t2.licences.decisions,行政许可,295", "填报数为 295，统计数为 296"),
        ("t3.granted.total,,", "填报数为 空白，统计数为 5"),
        ("t4.direct_suit.total,,/", "填报数为 不适用，统计数为 0"),
        ("t4.direct_suit.total,,— —", "填报数为 不适用，统计数为 0"),
        ("t3.new.total,,六件", "填报数为 六件，统计数为 6"),
        ("t3.new.total,,6.5", "填报数为 6.5，统计数为 6"),
    ],
)
def test_a_cell_that_differs_is_named_with_both_values(
    workspace: Path, row: str, words: str
) -> None:
    (finding,) = _summary_findings(workspace, row)

    assert finding.state is State.FAIL
    assert finding.fails_run
    assert words in finding.message


def test_a_cell_that_the_form_lacks_is_named_with_its_row(workspace: Path) -> None:
    with pytest.raises(RawDataError, match=r"summary.csv 第 3 行“格编号”"):
        _summary_findings(workspace, "t3.new.total,,6", "t3.nwe.total,,6")


def test_no_summary_no_finding(workspace: Path) -> None:
    report = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)

    assert not [finding for finding in report.findings if finding.rule == "L-SUMMARY"]
