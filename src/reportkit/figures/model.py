"""The figures of one report: a value for every cell of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reportkit.errors import UnknownNameError
from reportkit.figures.values import (
    Mark,
    Value,
    is_figure,
    is_value,
    value_from_json,
    value_to_json,
)
from reportkit.forms import LAST, Cell, Edition, Form
from reportkit.params import DEFAULT_FORM

LAST_YEAR = f"{LAST}:"
"""Before a cell id: the figure that last year's report has there."""


def split_cell(cell: str) -> tuple[str, str]:
    """Return which report beside this one a cell is of, empty for this one, and its bare id.

    Examples
    --------
    >>> split_cell("last:t3.new.total"), split_cell("t3.new.total")
    (('last', 't3.new.total'), ('', 't3.new.total'))
    """
    beside, _, bare = cell.rpartition(":")
    return beside, bare


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Figures(Mapping[str, Value]):
    """All cells of one report, by cell id, in the order of the form.

    Other reports of the bureau stand beside it: last year's as `LAST`, that of another form on the
    same year by the form's id. A cell of theirs is asked for by that name and a colon, as in
    ``figures["last:t3.carried_out.total"]``; it is unknown where there is no such report.

    A parent that lacks members has no sum: its cells are unknown. What its own part and the other
    members come to is in `partial`, by cell; `lacking` has the codes of those that are not in it.

    Examples
    --------
    >>> from reportkit.forms import load_form
    >>> figures = Figures.of(load_form("ogi").edition("2021"), {"t3.new.total": 6})
    >>> figures["t3.new.total"], figures["t3.new.business"]
    (6, <Mark.BLANK: 'blank'>)
    """

    edition: Edition
    values_by_cell: Mapping[str, Value]
    beside: Mapping[str, Figures] = field(default_factory=dict)
    partial: Mapping[str, Value] = field(default_factory=dict)
    lacking: tuple[str, ...] = ()

    @classmethod
    def of(cls, edition: Edition, values: Mapping[str, Value]) -> Figures:
        """Return figures with the values given; every other cell is blank.

        Raises
        ------
        UnknownNameError
            Where a value is for a cell that the edition does not have.
        TypeError
            Where a value is neither whole number, Decimal, mark nor text.
        """
        unknown = [cell for cell in values if cell not in edition.cells]
        if unknown:
            raise _no_cell(unknown[0], edition)
        unfit = {cell: value for cell, value in values.items() if not is_value(value)}
        if unfit:
            msg = f"not cell values: {unfit!r}"
            raise TypeError(msg)
        return cls(edition, {cell: values.get(cell, Mark.BLANK) for cell in edition.cells})

    def replacing(self, values: Mapping[str, Value]) -> Figures:
        """Return these figures with some cells changed."""
        changed = Figures.of(self.edition, {**self.values_by_cell, **values})
        partial = {cell: value for cell, value in self.partial.items() if cell not in values}
        return replace(changed, beside=self.beside, partial=partial, lacking=self.lacking)

    def with_partial_sums(self) -> Figures:
        """Return these figures with partial sums for figures, as another partial sum takes them."""
        return replace(self, values_by_cell={**self.values_by_cell, **self.partial}, partial={})

    def following(self, last_year: Figures | None) -> Figures:
        """Return these figures with those of last year behind them, for rules across years."""
        return self.with_beside({LAST: last_year})

    def with_beside(self, others: Mapping[str, Figures | None]) -> Figures:
        """Return these figures with other reports beside them; None where one is not there."""
        there = {name: other for name, other in others.items() if other is not None}
        return replace(self, beside={**self.beside, **there})

    def cell(self, cell: str) -> Cell | None:
        """Return a cell of this report or of one beside it; None where that one has no such cell.

        Last year's is that of this year's form, which may have changed since.
        """
        beside, bare = split_cell(cell)
        if beside in ("", LAST):
            return self.edition.cells[bare]
        return self.beside[beside].edition.cells.get(bare)

    def name(self, cell: str) -> str:
        """Return the Chinese name of a cell; that of a report beside this one says which."""
        if cell in self.edition.cells:
            return self.edition.cells[cell].name
        beside, bare = split_cell(cell)
        found = self.cell(cell)
        whose = "上年度" if beside == LAST else f"{self.beside[beside].edition.form.title}的"
        return f"{whose}{bare if found is None else found.name}"

    def __getitem__(self, cell: str) -> Value:
        if cell in self.values_by_cell:
            return self.values_by_cell[cell]
        beside, bare = split_cell(cell)
        if not beside:
            raise _no_cell(cell, self.edition)
        other = self.beside.get(beside)
        return Mark.UNKNOWN if other is None else other.get(bare, Mark.UNKNOWN)

    def __repr__(self) -> str:
        """Say what they are of and how many: all of them are hundreds of lines."""
        return f"{self.edition.title}的 {len(self)} 格"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self)

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_cell)

    def __len__(self) -> int:
        return len(self.values_by_cell)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Figures):
            return NotImplemented
        same_form = self.edition.variants == other.edition.variants
        return same_form and dict(self.values_by_cell) == dict(other.values_by_cell)

    def __hash__(self) -> int:
        return hash((self.edition.variants, tuple(self.values_by_cell.items())))

    def to_json(self) -> dict[str, Any]:
        """Return the object written to ``figures.json`` (see docs/files.md)."""
        cells = {
            cell: {"name": self.edition.cells[cell].name, "value": value_to_json(value)}
            for cell, value in self.items()
        }
        for cell, value in self.partial.items():
            cells[cell]["partial"] = value_to_json(value)
        told = {
            "form": self.edition.form.id,
            "edition": self.edition.id,
            "tables": list(self.edition.variants),
            "cells": cells,
        }
        return told | ({"lacking": list(self.lacking)} if self.lacking else {})

    @classmethod
    def from_json(cls, data: Mapping[str, Any], form: Form) -> Figures:
        """Read back what `to_json` wrote of a form.

        Raises
        ------
        KeyError, TypeError, ValueError
            Where it is nothing of the kind, or of another form.
        """
        if data.get("form", DEFAULT_FORM) != form.id:
            raise ValueError(data["form"])
        values = {cell: value_from_json(item["value"]) for cell, item in data["cells"].items()}
        figures = cls.of(form.edition(data["edition"], data["tables"]), values)
        sums = {c: item["partial"] for c, item in data["cells"].items() if "partial" in item}
        partial = {cell: value_from_json(value) for cell, value in sums.items()}
        lacking = data.get("lacking", [])
        if not (all(map(is_figure, partial.values())) and _is_names(lacking)):
            raise ValueError(lacking)
        return replace(figures, partial=partial, lacking=tuple(lacking))


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _no_cell(asked: object, edition: Edition) -> UnknownNameError:
    return UnknownNameError("格", asked, {id_: cell.name for id_, cell in edition.cells.items()})
