"""What is computed of one bureau-year, each thing when it is first asked for.

It is also the context that checks ask: what a rule is held against is worked out here alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from reportkit.decisions import Decisions, read_decisions
from reportkit.errors import RawDataError, RuleError
from reportkit.figures import (
    Figures,
    Member,
    count_figures,
    count_records,
    read_members,
    read_outputs,
    read_previous,
    roll_up,
    total_records,
)
from reportkit.forms import LAST, Form, load_form
from reportkit.inputs.run_state import RunState
from reportkit.inputs.typed import Outputs, WorkspaceTree
from reportkit.narrative import Narrative, read_narrative, read_prose
from reportkit.narrative.context import OthersProse
from reportkit.params import Parameters
from reportkit.reading import is_there
from reportkit.report.checks import catalogue_of
from reportkit.report.handed_in import HandedIn
from reportkit.rules import (
    Finding,
    Rule,
    evaluate,
    name_places,
    name_suspects,
    read_rule_file,
    run_state,
)
from reportkit.rules.checks.deadline import Deadline, Timeliness, timeliness
from reportkit.rules.context import Copy
from reportkit.rules.dangling import dangling_beside


class Computed(HandedIn):
    """What is computed of one bureau-year.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
        The folder that holds ``params/``, ``data/`` and ``outputs/``.
    """

    def __init__(self, parameters: Parameters, workspace: Path) -> None:
        super().__init__(parameters, workspace)
        self._time_taken: dict[str, Timeliness] = {}  # by rule

    @property
    def figures(self) -> Figures:
        """A value for every cell of the form, with the reports beside it that rules speak of.

        A cell may be set by hand, and the rules then hold that figure:
        ``report.figures = report.figures.replacing({"t3.new.total": 7})``.
        """
        return self._figures

    @figures.setter
    def figures(self, figures: Figures) -> None:
        self._figures = figures
        for name in ("narrative", "findings"):  # those worked out from others no longer hold
            vars(self).pop(name, None)

    @cached_property
    def _figures(self) -> Figures:
        return self.counted.following(self.last_year).with_beside(self.of_other_forms)

    @cached_property
    def counted(self) -> Figures:
        """What the ledgers count to, with the figures of members added."""
        return roll_up(self.own, self.members)

    @cached_property
    def own(self) -> Figures:
        """What the bureau's own ledgers count to, and what it filled in; nothing of members."""
        return count_figures(
            self.raw,
            self.edition,
            self.year,
            filled_in=self.filled_in,
            duties=self.duties,
        )

    @cached_property
    def last_year(self) -> Figures | None:
        """Last year's figures, where they are known."""
        previous = self.inputs.previous
        if not self.parameters.previous and not is_there(self.workspace / previous.path):
            return None
        key = self.parameters.key._replace(year=self.year - 1)
        return read_previous(previous, self.workspace, self.edition, key)

    @cached_property
    def earlier(self) -> Mapping[int, Figures]:
        """The figures of all earlier years that the bureau's output folders have, by year."""
        outputs = self.inputs.earlier.outputs(WorkspaceTree(self.workspace))
        found = {one.key.year: self._figures_of(one, self.edition.form) for one in outputs}
        return {year: figures for year, figures in found.items() if figures is not None}

    @property
    def over_the_years(self) -> Mapping[int, Figures]:
        """The figures of this year and of earlier ones, by year.

        Of last year those that the rules compare with: they need not be those of the outputs.
        """
        last = {} if self.last_year is None else {self.year - 1: self.last_year}
        return dict(sorted({**self.earlier, **last, self.year: self.figures}.items()))

    @property
    def history(self) -> list[Figures]:
        """The figures of all earlier years that the bureau's output folders have."""
        return [*self.earlier.values()]

    @cached_property
    def of_other_forms(self) -> Mapping[str, Figures | None]:
        """The bureau's figures of other forms on the same year, by form, as far as they are there.

        Of each form that a rule which applies speaks of.
        """
        rules = [rule for rule in self.rules.values() if rule.applies(self.edition, self.facts)]
        named = (rule.linear.beside for rule in rules if rule.linear)
        ids = frozenset().union(*named) - {LAST}
        beside = {outputs.key.form: outputs for outputs in self.inputs.beside}
        forms = {id_: load_form(id_, self.workspace) for id_ in sorted(ids)}
        problems = dangling_beside(rules, self.edition, forms)
        if problems:
            heading = "规则有误："
            raise RuleError(heading, problems)
        return {id_: self._figures_of(beside[id_], form) for id_, form in forms.items()}

    def _figures_of(self, outputs: Outputs, form: Form) -> Figures | None:
        """Return the figures of another bureau-year; None where it has none."""
        if not (self.workspace / outputs.path).is_file():
            return None
        return read_outputs(outputs, self.workspace, form)[0]

    @cached_property
    def own_rules(self) -> Mapping[str, Rule]:
        """The rules that the bureau or its city adds in a file of its own."""
        own = self.inputs.own_rules
        if own is None:
            return {}
        catalogue = catalogue_of(self.edition.form)
        return read_rule_file(self.workspace / own.path, self.edition, catalogue)

    @cached_property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule that the report is held against, whether it applies or not."""
        return {**catalogue_of(self.edition.form), **self.own_rules}

    @cached_property
    def members(self) -> list[Member]:
        """The members whose figures a parent adds up; empty for a bureau of its own."""
        return read_members(self.inputs.members, self.workspace, self.edition.form)

    @cached_property
    def members_last_year(self) -> Mapping[str, Figures]:
        """Last year's figures of the members that have any that can be read, by code."""
        found = {}
        for outputs in self.inputs.members_last_year:
            with suppress(RawDataError):
                found[outputs.key.bureau] = self._figures_of(outputs, self.edition.form)
        return {code: figures for code, figures in found.items() if figures is not None}

    @cached_property
    def narrative(self) -> Narrative:
        """The prose, its figures filled in."""
        facts = {
            "year": self.year,
            "bureau_name": self.parameters.bureau_name,
            "count": lambda ledger, **where: count_records(self.raw, self.year, ledger, where),
            "total": lambda ledger, heading, **where: total_records(
                self.raw, self.year, ledger, heading, where
            ),
        }
        path = self.workspace / self.inputs.narrative.path
        return read_narrative(path, self.edition, self.figures, facts)

    @cached_property
    def prose_of_last_year(self) -> Mapping[str, str] | None:
        """Last year's prose by section, where the bureau's last data folder has it."""
        return read_prose(self.workspace / self.inputs.last_prose.path, self.edition)

    @property
    def prose_of_others(self) -> Sequence[OthersProse]:
        """Nothing: one report is made without a look at those of other bureaus."""
        return ()

    @property
    def copies(self) -> Sequence[Copy]:
        """Nothing: one report is made, and lies in one place."""
        return ()

    @property
    def printed(self) -> str:
        """The words of the report that are known before it is printed."""
        words = (value for value in self.figures.values() if isinstance(value, str))
        return "".join([self.parameters.bureau_name, self.narrative.text, *words])

    @cached_property
    def findings(self) -> list[Finding]:
        """What every rule that applies says of the raw data, the figures and the prose."""
        rules = self.rules.values()
        found = name_suspects(evaluate(rules, self), rules, self)
        return name_places(found, self.official.places)

    @cached_property
    def _decisions(self) -> Decisions:
        """What reviewers decided, of which the report itself knows no more than `explanations`."""
        return read_decisions(self.folder, self.parameters.form)

    def time_taken(self, rule: Rule) -> Timeliness | None:
        """Return how long what was concluded took by a rule of check ``deadline``, once worked out.

        None where there is no such ledger.
        """
        asked: Deadline = rule.parameters
        if rule.id not in self._time_taken and asked.ledger in self.raw.ledgers:
            ledger = self.raw.ledgers[asked.ledger]
            self._time_taken[rule.id] = timeliness(ledger, asked, self.year)
        return self._time_taken.get(rule.id)

    @property
    def explanations(self) -> list[str]:
        """What reviewers let be printed of warnings that stand as they were when explained."""
        if not self._decisions.printable:
            return []
        return list(dict.fromkeys(one.words for one in self._decisions.to_print(self.findings)))

    @property
    def state(self) -> RunState:
        """Passed where nothing of severity error fails, else failed."""
        return run_state(self.findings)

    def rules_of(self, check: str) -> list[Rule]:
        """Return the rules of a check that apply to the report."""
        rules = (rule for rule in self.rules.values() if rule.check == check)
        return [rule for rule in rules if rule.applies(self.edition, self.facts)]
