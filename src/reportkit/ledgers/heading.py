"""Finding the row of headings in a sheet, and which column each field stands in."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportkit.forms import Field, Schema
from reportkit.grids import Grid, GridError
from reportkit.ledgers.values import plain

# A title, a unit line and merged headings may stand above the headings proper.
_DEEPEST_HEADING = 10
_FEWEST_MATCHES = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a sheet: index of the row of headings, column number of each field."""

    heading_row: int
    columns: Mapping[str, int]


def find_layout(grid: Grid, schema: Schema) -> Layout | None:
    """Return the layout, or None where no row of the sheet looks like this ledger's headings."""
    best = max(
        (_match(index, row, schema) for index, (_, row) in enumerate(grid.rows[:_DEEPEST_HEADING])),
        key=lambda layout: len(layout.columns),
        default=None,
    )
    return best if best is not None and len(best.columns) >= _FEWEST_MATCHES else None


def check_layout(layout: Layout, grid: Grid, schema: Schema) -> None:
    """Refuse a sheet that lacks a column.

    Every column of the schema that is read must be there, even where it is empty throughout: a
    missing column of results would otherwise count as nothing concluded.

    Raises
    ------
    GridError
    """
    missing = [field for field in schema.kept if _needed(field, schema, layout)]
    if missing:
        names = "、".join(f"“{field.heading}”" for field in missing)
        raise GridError(f"缺少{names}列", _hint(missing, grid, layout, schema))


def _match(index: int, row: Sequence[Any], schema: Schema) -> Layout:
    present: dict[str, int] = {}
    for column, value in enumerate(row):
        if value is not None:
            present.setdefault(plain(str(value)), column)
    columns: dict[str, int] = {}
    for word, field in _words(schema).items():
        if word in present:
            columns.setdefault(field.id, present[word])
    return Layout(index, columns)


def _words(schema: Schema) -> dict[str, Field]:
    """Map headings to fields: the headings proper first, because they go before any synonym."""
    words = {plain(field.heading): field for field in schema.fields}
    for field in schema.fields:
        for synonym in field.synonyms:
            words.setdefault(plain(synonym), field)
    return words


def _needed(field: Field, schema: Schema, layout: Layout) -> bool:
    tied = {name for pair in (*schema.together, *schema.order) for name in pair}
    return field.id not in layout.columns and (field.required or field.id in tied)


def _hint(missing: list[Field], grid: Grid, layout: Layout, schema: Schema) -> str:
    """Suggest present columns whose headings resemble the missing ones."""
    known = _words(schema)
    _, row = grid.rows[layout.heading_row]
    spare = [
        str(value).strip() for value in row if value is not None and plain(str(value)) not in known
    ]
    hints = []
    for field in missing:
        near = difflib.get_close_matches(field.heading, spare, n=1, cutoff=0.5)
        if near:
            hints.append(f"“{near[0]}”列是否应改名为“{field.heading}”？")
    return "".join(hints) or f"请补上；各列的写法见“{schema.title}”的说明（docs/ledgers.md）。"
