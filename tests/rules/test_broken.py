"""A rule that cannot be evaluated is broken: an error, never a pass, and no reason to stop."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.errors import RuleError
from reportkit.params import read_parameters
from reportkit.report import Report
from reportkit.rules import Finding, State, held
from tests.conftest import EXAMPLE, YEAR


def _break() -> list[Finding]:
    raise ZeroDivisionError


def test_a_check_that_raises_is_a_broken_finding_that_fails_the_run() -> None:
    (finding,) = held("N-BOILERPLATE", _break)

    assert finding.state is State.BROKEN
    assert finding.fails_run  # although the rule itself is only a warning
    assert finding.message == "核对没有完成（ZeroDivisionError），不能算作通过。"


def test_our_own_errors_pass_through_with_their_words() -> None:
    def refuse() -> list[Finding]:
        raise RuleError("规则文件有误")

    with pytest.raises(RuleError, match="规则文件有误"):
        held("VALUES", refuse)


def test_one_broken_check_does_not_keep_the_others_from_being_held(workspace: Path) -> None:
    report = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)
    del report.raw["applications"]["days_excluded"]  # as a careless cell may

    findings = report.findings

    assert [f.rule for f in findings if f.state is State.BROKEN] == ["L-OVERDUE"]
    assert "T3-BALANCE" in {f.rule for f in findings}
    assert report.state == "failed"
