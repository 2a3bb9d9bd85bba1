"""The figures of one report: a value for every cell of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from reportkit.figures.values import Mark, Value, is_value, value_from_json, value_to_json
from reportkit.forms import Edition, Form
from reportkit.params import DEFAULT_FORM

LAST_YEAR = "last:"
"""Before a cell id: the figure that last year's report has there."""


@dataclass(frozen=True, slots=True, eq=False)
class Figures(Mapping[str, Value]):
    """All cells of one report, by cell id, in the order of the form.

    A cell of last year's report is asked for as ``figures["last:t3.carried_out.total"]``; it is
    unknown where there is none.

    Examples
    --------
    >>> from reportkit.forms import load_form
    >>> figures = Figures.of(load_form("ogi").edition("2021"), {"t3.new.total": 6})
    >>> figures["t3.new.total"], figures["t3.new.business"]
    (6, <Mark.BLANK: 'blank'>)
    """

    edition: Edition
    values_by_cell: Mapping[str, Value]
    last_year: Figures | None = None

    @classmethod
    def of(cls, edition: Edition, values: Mapping[str, Value]) -> Figures:
        """Return figures with the values given; every other cell is blank.

        Raises
        ------
        KeyError
            Where a value is for a cell that the edition does not have.
        TypeError
            Where a value is neither whole number, Decimal, mark nor text.
        """
        unknown = [cell for cell in values if cell not in edition.cells]
        if unknown:
            raise KeyError(*unknown)
        unfit = {cell: value for cell, value in values.items() if not is_value(value)}
        if unfit:
            msg = f"not cell values: {unfit!r}"
            raise TypeError(msg)
        return cls(edition, {cell: values.get(cell, Mark.BLANK) for cell in edition.cells})

    def replacing(self, values: Mapping[str, Value]) -> Figures:
        """Return these figures with some cells changed."""
        changed = Figures.of(self.edition, {**self.values_by_cell, **values})
        return changed.following(self.last_year)

    def following(self, last_year: Figures | None) -> Figures:
        """Return these figures with those of last year behind them, for rules across years."""
        return replace(self, last_year=last_year)

    def name(self, cell: str) -> str:
        """Return the Chinese name of a cell of this year, or with `LAST_YEAR` before it of last."""
        name = self.edition.cells[cell.removeprefix(LAST_YEAR)].name
        return f"上年度{name}" if cell.startswith(LAST_YEAR) else name

    def __getitem__(self, cell: str) -> Value:
        if cell.startswith(LAST_YEAR):
            if self.last_year is None:
                return Mark.UNKNOWN
            return self.last_year.get(cell.removeprefix(LAST_YEAR), Mark.UNKNOWN)
        return self.values_by_cell[cell]

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
        return {
            "form": self.edition.form.id,
            "edition": self.edition.id,
            "tables": list(self.edition.variants),
            "cells": {
                cell: {"name": self.edition.cells[cell].name, "value": value_to_json(value)}
                for cell, value in self.items()
            },
        }

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
        return cls.of(form.edition(data["edition"], data["tables"]), values)
