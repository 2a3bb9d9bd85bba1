"""Records of last year's ledger that are still open, to begin this year's with.

They go from file to file whole, personal columns and all: `reportkit.ledgers.templates` writes
them, and nobody else gets more than how many they are and in which rows they stood.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from reportkit.forms import Schema
from reportkit.ledgers.grid import FileProblem, Grid
from reportkit.ledgers.heading import Layout
from reportkit.ledgers.load import find_sheet
from reportkit.ledgers.values import ValueProblem, parse


@dataclass(frozen=True, slots=True)
class Carried:
    """What last year's ledger hands on.

    Attributes
    ----------
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

    rows: Sequence[Mapping[str, Any]] = field(default=(), repr=False)
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
    rows: list[dict[str, Any]] = []
    doubtful: list[int] = []
    later: list[int] = []
    for number, values in grid.rows[layout.heading_row + 1 :]:
        row = _row(values, layout, others, schema, year)
        begun, ended = (_by(row.get(name), dt.date(year, 12, 31)) for name in between)
        if begun is False:
            later.append(number)
        elif ended is not True or begun is None:
            # Nothing where the end should be is told from what cannot be read there.
            if begun is None or (ended is None and row.get(between[1]) is not None):
                doubtful.append(number)
            rows.append(row)
    return Carried(rows, tuple(others), tuple(doubtful), tuple(later))


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


def _others(grid: Grid, layout: Layout) -> dict[str, int]:
    """Return the columns that have a heading the form does not know."""
    _, headings = grid.rows[layout.heading_row]
    known = set(layout.columns.values())
    return {
        str(value).strip(): column
        for column, value in enumerate(headings)
        if value is not None and column not in known
    }


def _row(
    values: Sequence[Any],
    layout: Layout,
    others: Mapping[str, int],
    schema: Schema,
    year: int,
) -> dict[str, Any]:
    """Return one record by field id, and by heading what the form does not know."""
    columns = {**layout.columns, **others}
    row = {
        name: values[column]
        for name, column in columns.items()
        if column < len(values) and values[column] is not None
    }
    for name in row.keys() & schema.by_id.keys():
        if schema.by_id[name].type == "date":
            row[name] = _day(row[name], schema, name, year)
    return row


def _day(value: Any, schema: Schema, name: str, year: int) -> Any:
    """Return a date, however it is written; what is none as it is."""
    try:
        return parse(value, schema.by_id[name], year)
    except ValueProblem:
        return value


def _by(value: Any, day: dt.date) -> bool | None:
    """Whether a date lies on a day or before it; None where there is no date."""
    return value <= day if isinstance(value, dt.date) else None
