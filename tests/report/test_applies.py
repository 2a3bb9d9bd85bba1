"""What a rule says of itself decides in the run: suspended, organs, tables, unless, severity."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from reportkit.figures import Member
from reportkit.forms import load_form
from reportkit.narrative.context import OthersProse
from reportkit.params import read_parameters
from reportkit.report.checks import catalogue_of
from reportkit.report.computed import Computed
from reportkit.rules import Finding, Rule, Severity, State
from reportkit.rules.context import Copy
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE, YEAR, copy_workspace

ABROAD = "table-of-another-form"
EXAMPLES = {"ogi": f"{EXAMPLE}-{YEAR}", "enforcement": "tangxi-market-2024-enforcement"}
CATALOGUES = {form: catalogue_of(load_form(form)) for form in EXAMPLES}
every_rule = pytest.mark.parametrize(
    ("form", "rule"), [(form, rule) for form in EXAMPLES for rule in CATALOGUES[form]]
)


class _BesideAnother(Computed):
    """A report that is read together with one of another bureau, which has the same section."""

    @property
    def copies(self) -> Sequence[Copy]:
        return [Copy("c.html", dict(self.figures))]

    @property
    def prose_of_others(self) -> Sequence[OthersProse]:
        section = next(iter(self.edition.sections)).id
        return [OthersProse(section, "b.html", "另一个局", self.parameters.year, 10, 10)]


@dataclass
class Examples:
    """The examples of all forms, each in the edition that a rule is for."""

    workspace: Path
    computed: dict[tuple[str, str], Computed] = field(default_factory=dict)
    all_held: dict[tuple[str, str, bool], set[str]] = field(default_factory=dict)

    def held(
        self, form: str, rule: str, rules: Mapping[str, Rule], edition: str = ""
    ) -> list[Finding]:
        """Hold an example anew; what it filled in is right, and a roll-up has a member."""
        computed = self._computed(form, edition or _edition(form, rule))
        computed.members = [Member("a", None, "passed")] if _rolls_up(rule) else []
        computed.rules = rules
        vars(computed).pop("findings", None)
        return computed.findings

    def rules_held(self, form: str, rule: str, edition: str) -> set[str]:
        """Return the rules that are held as the catalogue has them."""
        of = (form, edition, _rolls_up(rule))
        if of not in self.all_held:
            findings = self.held(form, rule, CATALOGUES[form], edition)
            self.all_held[of] = {finding.rule for finding in findings}
        return self.all_held[of]

    def _computed(self, form: str, edition: str) -> Computed:
        if (form, edition) not in self.computed:
            path = self.workspace / "params" / f"{EXAMPLES[form]}.yaml"
            given = read_parameters(path)
            computed = _BesideAnother(replace(given, edition=edition), self.workspace)
            # Prose is written for one edition; what cells it names, another may not have.
            computed.narrative = Computed(given, self.workspace).narrative
            cell, value = next(iter(computed.figures.items()))
            computed.filled_in = {cell: value}
            self.computed[form, edition] = computed
        return self.computed[form, edition]


def _rolls_up(rule: str) -> bool:
    """Whether a rule asks for members; with them some others rest."""
    return rule == "U-ROLLUP"


def _one_an_edition(form: str) -> list[str]:
    """Return rules that stand for the editions of all; and the one that asks for members."""
    of_editions = {_edition(form, rule): rule for rule in CATALOGUES[form] if not _rolls_up(rule)}
    return [*of_editions.values(), *filter(_rolls_up, CATALOGUES[form])]


def _edition(form: str, rule: str) -> str:
    """Return the edition that a rule is for, the newest of several."""
    tables = {*CATALOGUES[form][rule].tables}
    editions = load_form(form).editions.values()
    return next(e.id for e in reversed(editions) if not tables or tables & {*e.tables})


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Examples:
    return Examples(
        copy_workspace(
            tmp_path_factory.mktemp("applies") / "workspace", EXAMPLE, ENFORCEMENT_EXAMPLE
        )
    )


def _changed(form: str, rule: str, **words: object) -> Mapping[str, Rule]:
    rules = CATALOGUES[form]
    return rules | {rule: replace(rules[rule], **words)}  # type: ignore[arg-type, operator]


NOT_HERE: tuple[dict[str, object], ...] = (
    {"suspended": "等待上级答复"},
    {"organs": ("province",)},
    {"tables": (ABROAD,)},
    {"unless": "department"},
)
# All of them with rules that stand for the editions, and one in turn with each of the others.
NOT_HELD = [
    (form, rule, words)
    for form in EXAMPLES
    for number, rule in enumerate(CATALOGUES[form])
    for words in (NOT_HERE if rule in _one_an_edition(form) else (NOT_HERE[number % 4],))
]


@pytest.mark.parametrize(
    ("form", "rule", "words"), NOT_HELD, ids=[f"{next(iter(w))}-{f}-{r}" for f, r, w in NOT_HELD]
)
def test_a_rule_that_does_not_apply_is_not_held(
    examples: Examples, form: str, rule: str, words: dict[str, object]
) -> None:
    edition = _edition(form, rule)
    rules = _changed(form, rule, **words)

    with_it = examples.rules_held(form, rule, edition)
    without = {finding.rule for finding in examples.held(form, rule, rules, edition)}

    assert rule in with_it
    assert without == with_it - {rule}


@every_rule
def test_the_command_says_of_a_suspended_rule_why(form: str, rule: str) -> None:
    assert (
        "暂停使用：等待上级答复" in _changed(form, rule, suspended="等待上级答复")[rule].explain()
    )


@every_rule
def test_a_rule_for_this_very_organ_and_table_is_held(
    examples: Examples, form: str, rule: str
) -> None:
    edition = _edition(form, rule)
    here = load_form(form).editions[edition].tables[0]
    words = {"organs": ("city", "department"), "tables": (ABROAD, here), "unless": "x"}

    held = examples.held(form, rule, _changed(form, rule, **words), edition)

    assert rule in {finding.rule for finding in held}


@pytest.mark.parametrize("severity", Severity)
@pytest.mark.parametrize("form", EXAMPLES)
def test_severity_of_a_rule_is_that_of_all_its_findings(
    examples: Examples, form: str, severity: Severity
) -> None:
    changed = {name: replace(one, severity=severity) for name, one in CATALOGUES[form].items()}

    held = [f for rule in _one_an_edition(form) for f in examples.held(form, rule, changed)]

    assert {finding.rule for finding in held} == CATALOGUES[form].keys()
    assert {finding.severity for finding in held} == {severity}


def test_a_suspended_rule_does_not_help_to_find_the_wrong_cell(workspace: Path) -> None:
    path = workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"
    computed = Computed(read_parameters(path), workspace)
    computed.rules = _changed("ogi", "T3-APPLICANTS", suspended="等待")
    computed.figures = computed.figures.replacing({"t3.new.total": 7})

    failing = {finding.rule for finding in computed.findings if finding.state is State.FAIL}

    assert failing & {"T3-BALANCE", "T3-APPLICANTS"} == {"T3-BALANCE"}
