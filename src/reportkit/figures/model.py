"""The figures of one report: a value for every cell of the form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from reportkit.editions import Edition, load_edition
from reportkit.figures.values import Mark, Value, is_value, value_from_json, value_to_json


@dataclass(frozen=True, slots=True, eq=False)
class Figures(Mapping[str, Value]):
    """All cells of one report, by cell id, in the order of the form.

    Examples
    --------
    >>> figures = Figures.of(load_edition("2021"), {"t3.new.total": 6})
    >>> figures["t3.new.total"], figures["t3.new.business"]
    (6, <Mark.BLANK: 'blank'>)
    """

    edition: Edition
    values_by_cell: Mapping[str, Value]

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
        return Figures.of(self.edition, {**self.values_by_cell, **values})

    def __getitem__(self, cell: str) -> Value:
        return self.values_by_cell[cell]

    def __iter__(self) -> Iterator[str]:
        return iter(self.values_by_cell)

    def __len__(self) -> int:
        return len(self.values_by_cell)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Figures):
            return NotImplemented
        same_form = self.edition.id == other.edition.id
        return same_form and dict(self.values_by_cell) == dict(other.values_by_cell)

    def __hash__(self) -> int:
        return hash((self.edition.id, tuple(self.values_by_cell.items())))

    def to_json(self) -> dict[str, Any]:
        """Return the object written to ``figures.json`` (see docs/files.md)."""
        return {
            "edition": self.edition.id,
            "cells": {
                cell: {"name": self.edition.cells[cell].name, "value": value_to_json(value)}
                for cell, value in self.items()
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Figures:
        """Read back what `to_json` wrote."""
        values = {cell: value_from_json(item["value"]) for cell, item in data["cells"].items()}
        return cls.of(load_edition(data["edition"]), values)
