"""A published report held against the rules of its form, with what is likely to be wrong in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from reportkit.audit.blanks import together
from reportkit.audit.doubtful import as_doubtful, as_recognised
from reportkit.figures import Figures, Member, Value
from reportkit.forms import Edition, Form
from reportkit.narrative import Narrative
from reportkit.narrative.context import OthersProse
from reportkit.published.model import Published
from reportkit.report.checks import catalogue_of
from reportkit.rules import Finding, Rule, evaluate, name_suspects
from reportkit.rules.context import Copy

_OF_OUR_DATA = frozenset(
    {
        *("counted", "deadline", "encoding", "glyphs", "ledger", "other_years", "rollup"),
        *("summary", "unseen"),
    }
)
"""Checks that ask for ledgers, or for how we print."""


@dataclass
class Held:
    """A published report as checks ask for it.

    Attributes
    ----------
    published : Published
    earlier : mapping of int to Published
        Those of the same bureau on other years.
    beside : mapping of str to Published
        Those of the same bureau on the same year, by other forms.
    prose_of_others : sequence of OthersProse
        What the reports of other bureaus have too.
    copies : sequence of Copy
        Other files of the same report.
    """

    published: Published
    earlier: Mapping[int, Published] = field(default_factory=dict)
    beside: Mapping[str, Published] = field(default_factory=dict)
    prose_of_others: Sequence[OthersProse] = ()
    copies: Sequence[Copy] = ()

    @property
    def facts(self) -> frozenset[str]:
        """What its name tells of the organ: a published report says no more."""
        named = self.edition.form.item.named
        return frozenset(fact for fact, name in named.items() if name.search(self.bureau_name))

    @property
    def edition(self) -> Edition:
        """The form that the report follows, with the tables that it has."""
        return self.published.edition

    @property
    def year(self) -> int:
        """The report year."""
        return self.published.year

    @property
    def bureau_name(self) -> str:
        """Name of the bureau; empty where it is not told."""
        return self.published.bureau

    @property
    def duties(self) -> Collection[str]:
        """None: a published report does not say."""
        return ()

    @property
    def narrative(self) -> Narrative:
        """Its prose."""
        return self.published.narrative

    @cached_property
    def figures(self) -> Figures:
        """Its figures, with last year's behind them where they are known."""
        last = self.earlier.get(self.year - 1)
        others = {form: one.figures for form, one in self.beside.items()}
        figures = self.published.figures.following(last.figures if last else None)
        return figures.with_beside(others)

    @property
    def counted(self) -> Figures:
        """Nothing is counted: no cell of another's report is known to be right."""
        return Figures.of(self.edition, {})

    @property
    def taken(self) -> frozenset[str]:
        """All cells are as they were filled in."""
        return frozenset(self.edition.cells)

    @property
    def filled_in(self) -> Mapping[str, Value]:
        """Nothing beside the report itself."""
        return {}

    @property
    def members(self) -> Sequence[Member]:
        """None that are added up."""
        return ()

    @property
    def history(self) -> Sequence[Figures]:
        """The figures of earlier years."""
        return [one.figures for year, one in self.earlier.items() if year < self.year]

    @property
    def prose_of_last_year(self) -> Mapping[str, str] | None:
        """Last year's prose by section."""
        last = self.earlier.get(self.year - 1)
        return last.narrative.sections if last else None


def rules_for(form: Form) -> list[Rule]:
    """Return the rules of a form that a published report can be held against."""
    return [rule for rule in catalogue_of(form).values() if rule.check not in _OF_OUR_DATA]


def findings_of(held: Held) -> list[Finding]:
    """Return what the rules say of a published report, the likely wrong cells with it."""
    rules = rules_for(held.edition.form)
    found = name_suspects(evaluate(rules, held), rules, held)
    doubts = held.published.doubts
    told = together(found, rules, held.figures, doubts)
    if held.published.document.recognised:
        checks = {rule.id: rule.check for rule in rules}
        told = [as_recognised(one, checks[one.rule]) for one in told]
    return [as_doubtful(one, doubts) for one in told]
