"""What a rule says of itself decides in the run: suspended, organs, tables, unless, severity."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from reportkit.figures import Member
from reportkit.params import read_parameters
from reportkit.report.computed import Computed
from reportkit.rules import Finding, Rule, Severity, State
from tests.catalogue import CATALOGUE
from tests.conftest import EXAMPLE, YEAR, copy_workspace

ABROAD = "table-of-another-form"
every_rule = pytest.mark.parametrize("rule", CATALOGUE)


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    """The example, by an organ of which something is true, with a form that it filled in."""
    workspace = copy_workspace(tmp_path_factory.mktemp("applies") / "workspace")
    parameters = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")
    (workspace / parameters.data_folder / "summary.csv").write_text(
        "格编号,格名称,填报数\nt3.new.total,,6\n", "utf-8"
    )
    return Computed(parameters, workspace)


def _held(computed: Computed, rules: Mapping[str, Rule], rule: str) -> list[Finding]:
    """Hold the report anew against rules; a roll-up has members to be held."""
    member = Member("a", computed.counted, "passed")
    computed.members = [member] if rule == "U-ROLLUP" else []
    computed.rules = rules
    vars(computed).pop("findings", None)
    return computed.findings


def _changed(rule: str, **words: object) -> Mapping[str, Rule]:
    return CATALOGUE | {rule: replace(CATALOGUE[rule], **words)}  # type: ignore[arg-type]


@every_rule
@pytest.mark.parametrize(
    "words",
    [
        {"suspended": "等待上级答复"},
        {"organs": ("province",)},
        {"tables": (ABROAD,)},
        {"unless": "department"},
    ],
    ids=lambda words: next(iter(words)),
)
def test_a_rule_that_does_not_apply_is_not_held(
    computed: Computed, rule: str, words: dict[str, object]
) -> None:
    with_it = {finding.rule for finding in _held(computed, CATALOGUE, rule)}

    without = {finding.rule for finding in _held(computed, _changed(rule, **words), rule)}

    assert rule in with_it
    assert without == with_it - {rule}


@every_rule
def test_a_rule_for_this_very_organ_and_table_is_held(computed: Computed, rule: str) -> None:
    words = {"organs": ("city", "department"), "tables": (ABROAD, "table-4"), "unless": "x"}

    assert rule in {f.rule for f in _held(computed, _changed(rule, **words), rule)}


@every_rule
def test_what_the_command_says_is_suspended_the_run_does_not_hold(
    computed: Computed, rule: str
) -> None:
    rules = _changed(rule, suspended="等待上级答复")

    assert "暂停使用：等待上级答复" in rules[rule].explain()
    assert rule not in {finding.rule for finding in _held(computed, rules, rule)}


@every_rule
@pytest.mark.parametrize("severity", Severity)
def test_severity_of_a_rule_is_that_of_all_its_findings(
    computed: Computed, rule: str, severity: Severity
) -> None:
    findings = _held(computed, _changed(rule, severity=severity), rule)

    assert {finding.severity for finding in findings if finding.rule == rule} == {severity}


def test_a_suspended_rule_does_not_help_to_find_the_wrong_cell(
    workspace: Path, example: Callable[[], Computed]
) -> None:
    computed = example()
    computed.rules = {
        id_: replace(rule, suspended="等待") if id_ == "T3-APPLICANTS" else rule
        for id_, rule in CATALOGUE.items()
    }
    computed.figures = computed.figures.replacing({"t3.new.total": 7})

    failing = {finding.rule for finding in computed.findings if finding.state is State.FAIL}

    assert failing & {"T3-BALANCE", "T3-APPLICANTS"} == {"T3-BALANCE"}


@pytest.fixture
def example(workspace: Path) -> Callable[[], Computed]:
    path = workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"
    return lambda: Computed(read_parameters(path), workspace)
