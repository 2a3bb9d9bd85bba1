"""Records of last year's ledger that are still open, to begin this year's with.

They go from file to file whole, personal columns and all: `reportkit.ledgers.templates` writes
them, and nobody else gets more than how many they are and in which rows they stood.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from pathlib import Path
from typing import Any

from reportkit.forms import Field, Schema
from reportkit.forms.ledgers import SUMMED
from reportkit.ledgers.grid import FileProblem, Grid
from reportkit.ledgers.heading import Layout
from reportkit.ledgers.load import find_sheet
from reportkit.ledgers.values import ValueProblem, parse


@dataclass(frozen=True, slots=True)
class Carried:
    """What last year's ledger hands on.

    Attributes
    ----------
    rows : sequence of sequence
        Values in the order of the form's fields, after them those of `others`.
    others : tuple of str
        Headings of its columns that the form does not know.
    doubtful : tuple of int
        Rows, as that file counts them, that are handed on because it cannot be told whether they
        are done.
    later : tuple of int
        Rows that begin after last year and are left behind: they belong to another year, or their
        date is a slip.
    fault : str
        Why nothing could be read, in Chinese; empty where it could.
    """

    rows: Sequence[Sequence[Any]] = attribute(default=(), repr=False)
    others: tuple[str, ...] = ()
    doubtful: tuple[int, ...] = ()
    later: tuple[int, ...] = ()
    fault: str = ""


def open_records(folder: Path, schema: Schema, between: tuple[str, str], year: int) -> Carried:
    """Return the records that had begun by the end of a year and were not done.

    Parameters
    ----------
    folder : Path
        The data folder of that year.
    schema : Schema
    between : tuple of (str, str)
        The dates that begin and end a record.
    year : int
        That year: last year, for whoever begins this year's ledger.
    """
    try:
        found = find_sheet(folder, schema) if folder.is_dir() else None
    except FileProblem as problem:
        return Carried(fault=f"{problem.fault}。{problem.remedy}")
    if found is None:
        return Carried(fault=f"{folder.as_posix()} 里没有“{schema.title}”。")
    grid, layout = found
    others = _others(grid, layout)
    begins, ends = (schema.fields.index(schema.by_id[name]) for name in between)
    rows: list[list[Any]] = []
    doubtful: list[int] = []
    later: list[int] = []
    for number, values in grid.rows[layout.heading_row + 1 :]:
        row = _row(values, layout, others, schema, year)
        begun, ended = (_by(row[place], dt.date(year, 12, 31)) for place in (begins, ends))
        if begun is False:
            later.append(number)
        elif ended is not True:
            # Nothing where the end should be is told from what cannot be read there.
            if begun is None or (ended is None and row[ends] is not None):
                doubtful.append(number)
            rows.append(row)
    headings = tuple(heading for heading, _ in others)
    return Carried(rows, headings, tuple(doubtful), tuple(later))


def missing_columns(folder: Path, schema: Schema) -> list[str]:
    """Return the headings that a ledger which is there lacks, though reports read them.

    Of a file that cannot be read, none: reading it in earnest will say why.
    """
    try:
        found = find_sheet(folder, schema)
    except FileProblem:
        return []
    columns = found[1].columns if found else schema.by_id
    return [each.heading for each in schema.kept if each.id not in columns]


def _others(grid: Grid, layout: Layout) -> list[tuple[str, int]]:
    """Return heading and place of the columns that stand for no field of the form."""
    _, headings = grid.rows[layout.heading_row]
    known = set(layout.columns.values())
    return [
        (str(value).strip(), column)
        for column, value in enumerate(headings)
        if value is not None and column not in known
    ]


def _row(
    values: Sequence[Any],
    layout: Layout,
    others: Sequence[tuple[str, int]],
    schema: Schema,
    year: int,
) -> list[Any]:
    """Return one record: the fields in the order of the form, then the other columns."""

    def at(column: int | None) -> Any:
        return values[column] if column is not None and column < len(values) else None

    row = [_value(at(layout.columns.get(field.id)), field, year) for field in schema.fields]
    return row + [at(column) for _, column in others]


def _value(value: Any, field: Field, year: int) -> Any:
    """Return a date or a figure, however it is written; anything else as it is."""
    if value is None or field.type not in ("date", *SUMMED):
        return value
    try:
        return parse(value, field, year)
    except ValueProblem:
        return value


def _by(value: Any, day: dt.date) -> bool | None:
    """Whether a date lies on a day or before it; None where there is no date."""
    return value <= day if isinstance(value, dt.date) else None
