"""What a rule says of itself decides in the run: suspended, organs, tables, unless, severity."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from reportkit.figures import Member
from reportkit.forms import load_form
from reportkit.params import read_parameters
from reportkit.report.checks import catalogue_of
from reportkit.report.computed import Computed
from reportkit.rules import Finding, Rule, Severity, State
from tests.catalogue import CATALOGUE, EVERY_RULE
from tests.conftest import EXAMPLE, YEAR, copy_workspace

ABROAD = "table-of-another-form"
every_rule = pytest.mark.parametrize(
    ("form", "rule"),
    [(form.id, rule.id) for form, rule in EVERY_RULE],
    ids=[f"{form.id} {rule.id}" for form, rule in EVERY_RULE],
)
EXAMPLES = {
    "ogi": ("fuxin-ecology-2022.yaml", "summary.csv"),
    "enforcement": ("tangxi-market-2024-enforcement.yaml", "summary-enforcement.csv"),
}
DEFAULT = {"ogi": "2021", "enforcement": "zj-2024"}
Examples = Callable[[str, str], Computed]


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Examples:
    """The example of a form in the edition that a rule is for, with a form that it filled in."""
    workspace = copy_workspace(tmp_path_factory.mktemp("applies") / "workspace")

    @cache
    def computed(form_id: str, edition: str) -> Computed:
        params, summary = EXAMPLES[form_id]
        own = read_parameters(workspace / "params" / params)
        data = f"data/{form_id}-{edition}"
        folder = shutil.copytree(workspace / own.data_folder, workspace / data)
        form = load_form(form_id)
        cell = next(iter(form.edition(edition).cells))
        (folder / summary).write_text(f"格编号,格名称,填报数\n{cell},,0\n", "utf-8")
        if edition != DEFAULT[form_id]:  # whose cells and sections the prose speaks of
            (folder / form.item.narrative).write_text("本年度没有需要说明的情况。\n", "utf-8")
        return Computed(replace(own, edition=edition, data=data), workspace)

    def example(form_id: str, rule_id: str) -> Computed:
        form = load_form(form_id)
        rule, facts = catalogue_of(form)[rule_id], frozenset({"department"})
        editions = [DEFAULT[form_id], *form.editions]
        return computed(form_id, next(e for e in editions if rule.applies(form.edition(e), facts)))

    return example


def _held(computed: Computed, rules: Mapping[str, Rule], rule: str) -> list[Finding]:
    """Hold the report anew against rules; a roll-up has members to be held."""
    member = Member("a", computed.counted, "passed")
    computed.members = [member] if rule == "U-ROLLUP" else []
    computed.rules = rules
    vars(computed).pop("findings", None)
    return computed.findings


def _changed(computed: Computed, rule: str, **words: object) -> Mapping[str, Rule]:
    catalogue = catalogue_of(computed.edition.form)
    return {**catalogue, rule: replace(catalogue[rule], **words)}  # type: ignore[arg-type]


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
    examples: Examples, form: str, rule: str, words: dict[str, object]
) -> None:
    computed = examples(form, rule)
    with_it = {
        finding.rule for finding in _held(computed, catalogue_of(computed.edition.form), rule)
    }

    without = {finding.rule for finding in _held(computed, _changed(computed, rule, **words), rule)}

    assert rule in with_it
    assert without == with_it - {rule}


@every_rule
def test_a_rule_for_this_very_organ_and_table_is_held(
    examples: Examples, form: str, rule: str
) -> None:
    computed = examples(form, rule)
    tables = (ABROAD, *computed.edition.variants)
    words = {"organs": ("city", "department"), "tables": tables, "unless": "x"}

    assert rule in {f.rule for f in _held(computed, _changed(computed, rule, **words), rule)}


@every_rule
def test_what_the_command_says_is_suspended_the_run_does_not_hold(
    examples: Examples, form: str, rule: str
) -> None:
    computed = examples(form, rule)
    rules = _changed(computed, rule, suspended="等待上级答复")

    assert "暂停使用：等待上级答复" in rules[rule].explain()
    assert rule not in {finding.rule for finding in _held(computed, rules, rule)}


@every_rule
@pytest.mark.parametrize("severity", Severity)
def test_severity_of_a_rule_is_that_of_all_its_findings(
    examples: Examples, form: str, rule: str, severity: Severity
) -> None:
    computed = examples(form, rule)
    findings = _held(computed, _changed(computed, rule, severity=severity), rule)

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
