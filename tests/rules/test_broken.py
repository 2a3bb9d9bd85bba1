"""A rule that cannot be evaluated is broken: an error, never a pass, and no reason to stop."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reportkit.errors import NarrativeError
from reportkit.figures import Figures
from reportkit.forms import load_form
from reportkit.params import read_parameters
from reportkit.report.computed import Computed
from reportkit.rules import Finding, Rule, State, evaluate, register
from reportkit.rules.context import BareFigures, Context
from tests.catalogue import CATALOGUE
from tests.conftest import EXAMPLE, YEAR, copy_workspace

EDITION = load_form("ogi").edition("2021")
APPLYING = [id_ for id_, rule in CATALOGUE.items() if rule.applies(EDITION, frozenset())]
CONTEXT = BareFigures(Figures.of(EDITION, dict.fromkeys(EDITION.cells, 0)))


def _computed(workspace: Path) -> Computed:
    return Computed(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)


@pytest.fixture
def fails(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a check that says something and then raises."""

    def evaluate(rule: Rule, context: Context) -> Iterator[Finding]:
        yield rule.finding("p", "处", State.PASS, "通过。")
        raise ZeroDivisionError

    check = register.Check("fails", register.NoParameters, evaluate, register.RuleItem)
    monkeypatch.setitem(register._CHECKS, check.name, check)
    return check.name


def test_a_check_that_raises_is_a_broken_finding_that_fails_the_run(fails: str) -> None:
    (finding,) = evaluate([replace(CATALOGUE["N-BOILERPLATE"], check=fails)], CONTEXT)

    assert finding.state is State.BROKEN
    assert finding.fails_run  # although the rule itself is only a warning
    assert finding.message == "核对没有完成（ZeroDivisionError），不能算作通过。"


def test_our_own_errors_pass_through_with_their_words(workspace: Path) -> None:
    computed = _computed(workspace)
    (computed.folder / "narrative.md").unlink()

    with pytest.raises(NarrativeError, match=r"缺少文件 .*narrative.md"):
        evaluate([CATALOGUE["N-SECTIONS"]], computed)


def test_a_computation_that_breaks_breaks_the_rules_that_ask_for_it_and_no_other(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("reportkit.report.computed.read_prose", fails)

    findings = _computed(workspace).findings

    broken = [f.rule for f in findings if f.state is State.BROKEN]
    assert broken == ["N-COPIED", "N-BOILERPLATE"]
    assert {"T3-BALANCE", "N-GLYPHS", "L-OVERDUE"} <= {f.rule for f in findings}


def test_one_broken_check_does_not_keep_the_others_from_being_held(workspace: Path) -> None:
    computed = _computed(workspace)
    del computed.raw["applications"]["days_excluded"]  # as a careless cell may

    findings = computed.findings

    assert [f.rule for f in findings if f.state is State.BROKEN] == ["L-OVERDUE"]
    assert "T3-BALANCE" in {f.rule for f in findings}
    assert computed.state == "failed"


@pytest.mark.parametrize("rule", APPLYING)
def test_whatever_a_check_raises_it_is_that_rule_alone_that_breaks(
    example: Computed, fails: str, rule: str
) -> None:
    rules = [*(CATALOGUE | {rule: replace(CATALOGUE[rule], check=fails)}).values()]

    findings = evaluate(rules, example)

    assert [f.rule for f in findings if f.state is State.BROKEN] == [rule]
    assert {f.rule for f in findings} == SAYING | {rule}


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    """The example, computed once for all rules."""
    return _computed(copy_workspace(tmp_path_factory.mktemp("example") / "workspace"))


# All rules but four that have nothing to say of the example: it has no members, handed in no
# figures of its own, and was not read together with others.
SAYING = {*APPLYING} - {"F-COPIES", "L-SUMMARY", "N-BORROWED", "U-ROLLUP"}


def test_suspects_that_cannot_be_named_hide_nothing(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("reportkit.rules.suspects.localise", fails)
    computed = _computed(workspace)
    computed.figures = computed.figures.replacing({"t3.new.total": 7})

    failing = [finding for finding in computed.findings if finding.fails_run]

    assert {f.rule for f in failing} >= {"T3-BALANCE", "T3-APPLICANTS"}
    assert all(
        "没有找出可能有误的格（ZeroDivisionError）" in f.suggestion
        for f in failing
        if f.rule.startswith("T3")
    )
