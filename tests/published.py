"""The published reports of tests/data as figures."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from reportkit.figures import Figures, Mark, Value
from reportkit.forms import load_form

COLUMNS = (
    "natural_person",
    "business",
    "research",
    "public_welfare",
    "legal_service",
    "other",
    "total",
)


@dataclass(frozen=True)
class Published:
    """One published report: its figures, and the table rules it is known to break."""

    slug: str
    figures: Figures
    failing: frozenset[tuple[str, str]]

    def __repr__(self) -> str:
        return self.slug


def published_reports() -> list[Published]:
    """Return the reports in the order of the file."""
    lines = (Path(__file__).parent / "data" / "published.jsonl").read_text("utf-8").splitlines()
    return [_report(json.loads(line)) for line in lines]


def _report(data: dict[str, Any]) -> Published:
    edition = load_form("ogi").edition(data["edition"], tuple(data["tables"]))
    values = {cell: _value(value) for cell, value in data["table2"].items()}
    for row, row_values in data["table3"].items():
        for column, value in zip(COLUMNS, row_values, strict=True):
            values[f"t3.{row}.{column}"] = _value(value)
    fourth = [cell for cell in edition.cells if cell.startswith("t4.")]
    values |= {cell: _value(value) for cell, value in zip(fourth, data["table4"], strict=True)}
    failing = frozenset((rule, place) for rule, place in data["failing"])
    return Published(data["slug"], Figures.of(edition, values), failing)


def _value(value: int | str | None) -> Value:
    match value:
        case None:
            return Mark.BLANK
        case str():
            return Decimal(value)
    return value
