"""What a bureau handed in for one report, each part read when it is first asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from reportkit.decisions.inputs import input_digests
from reportkit.figures import (
    Official,
    Value,
    problems_of,
    read_official,
    read_summary,
    with_list,
    without_people,
)
from reportkit.forms import Schema, edition_of, ledgers_beside
from reportkit.inputs.typed import inputs_of
from reportkit.ledgers import (
    Asked,
    Intake,
    LedgerMapping,
    Problem,
    RawData,
    UnreadableError,
    files_named,
    is_ledger,
    read_mapping,
    read_raw_data,
    take_in,
)
from reportkit.params import Parameters


class HandedIn:
    """What a bureau handed in for one bureau-year.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
        The folder that holds ``params/``, ``data/`` and ``outputs/``.

    Attributes
    ----------
    parameters : Parameters
    edition : Edition
        The form that the report follows.
    inputs : Inputs
        What the report rests on.
    folder : Path
        Where its raw data are.
    """

    def __init__(self, parameters: Parameters, workspace: Path) -> None:
        self.parameters = parameters
        self.edition = edition_of(parameters, workspace)
        self.workspace = workspace
        self.inputs = inputs_of(parameters, workspace)
        self.folder = workspace / self.inputs.data.path

    @property
    def year(self) -> int:
        """The report year."""
        return self.parameters.year

    @property
    def bureau_name(self) -> str:
        """Name of the bureau."""
        return self.parameters.bureau_name

    @property
    def facts(self) -> frozenset[str]:
        """What rules may ask of the organ."""
        return self.parameters.facts

    @property
    def duties(self) -> Collection[str]:
        """The duties that the organ says it has; none named: all that the form knows."""
        return self.parameters.duties

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """The sha256 of every input; to be asked for before any of them is read."""
        return input_digests(self.parameters, self.workspace)

    @cached_property
    def intake(self) -> Intake:
        """Every file of the data folder, as it was handed in."""
        return take_in(self.folder, files_named(self.mapping))

    @cached_property
    def mapping(self) -> Mapping[str, LedgerMapping]:
        """The bureau's own headings and words, by ledger."""
        return read_mapping(self.workspace / self.inputs.mapping.path, self.edition, self.workspace)

    @cached_property
    def raw(self) -> RawData:
        """The ledgers; ``report.raw["applications"]`` is a data frame without personal data."""
        raw = self._read
        problems = problems_of(self._with_list(raw), self.edition, raw.ledgers)
        kept = self.edition.filled_in
        listed = {
            id_: without_people(ledger, self.edition)
            for id_, ledger in raw.ledgers.items()
            if kept and id_ == kept.id
        }
        ledgers = {**raw.ledgers, **listed}
        return replace(raw, ledgers=ledgers, problems=(*raw.problems, *problems))

    @cached_property
    def _read(self) -> RawData:
        """The ledgers, with whatever was listed in place of figures."""
        return read_raw_data(
            self.intake,
            self.edition,
            self.year,
            own=self.mapping,
            others=self.ledgers_of_other_forms,
            official=[id(grid) for grid in self.official.grids],
            asked=Asked(self.parameters.date, self._told, self.parameters.mask_numbers),
        )

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in the raw data, also where it is so much that nothing can be counted."""
        try:
            return self.raw.problems
        except UnreadableError as error:
            return error.found

    @cached_property
    def ledgers_of_other_forms(self) -> list[Schema]:
        """The ledgers that may lie in the same folder and are none of this form's."""
        return ledgers_beside(self.edition.form, self.workspace)

    @cached_property
    def official(self) -> Official:
        """The official form as the bureau filled it in; no cells where it handed in none."""
        schemas = list(self.edition.ledgers.values())
        # Where headings of a ledger stand, its words and numbers are no form.
        grids = [grid for grid in self.intake.grids if not is_ledger(grid, schemas)]
        return read_official(grids, self.edition, self.year, self.intake.place)

    @property
    def _told(self) -> set[str]:
        """The cells for which no ledger is needed: they stand in the form that was filled in.

        What cannot be read there is told as it is; where there is a form, it need not have what
        the organ has no duty for.
        """
        official = self.official
        struck_out = {
            cell.id
            for cell in self.edition.cells.values()
            if official.grids and cell.duty and self.duties and cell.duty not in self.duties
        }
        doubtful = {cell for doubt in official.doubts for cell in doubt.cells}
        return {*official.values, *doubtful, *struck_out}

    def _with_list(self, raw: RawData) -> Official:
        """Return the form with the cells that the bureau handed in as a list."""
        kept = self.edition.filled_in
        ledger = raw.ledgers.get(kept.id) if kept else None
        if ledger is None:
            return self.official
        return with_list(self.official, read_summary(ledger, self.edition), ledger.file)

    @cached_property
    def filled_in(self) -> Mapping[str, Value]:
        """What the bureau filled in itself, by cell id; empty where it handed in nothing."""
        return self._with_list(self._read).values

    @cached_property
    def taken(self) -> frozenset[str]:
        """The cells whose figures are what was filled in: no ledger is there to count them."""
        cells = self.edition.cells
        return frozenset(
            cell for cell in self.filled_in if cells[cell].count.ledger not in self.raw.ledgers
        )
