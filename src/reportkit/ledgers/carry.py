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
from reportkit.ledgers.reading import Reading, ValueProblem
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.sheets.intake import take_in
from reportkit.ledgers.sheets.placing import place_blocks
from reportkit.ledgers.sheets.sorting import sort_rows
from reportkit.ledgers.values import parse


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


def open_records(
    folder: Path,
    schemas: Sequence[Schema],
    schema: Schema,
    between: tuple[str, str],
    year: int,
) -> Carried:
    """Return the records that had begun by the end of a year and were not done.

    Parameters
    ----------
    folder : Path
        The data folder of that year.
    schemas : sequence of Schema
        All ledgers that may be there.
    schema : Schema
    between : tuple of (str, str)
        The dates that begin and end a record.
    year : int
        That year: last year, for whoever begins this year's ledger.
    """
    blocks = _blocks(folder, schemas, schema)
    if isinstance(blocks, str):
        return Carried(fault=blocks)
    others = tuple(dict.fromkeys(heading for block in blocks for heading in _others(block)))
    begins, ends = (schema.fields.index(schema.by_id[name]) for name in between)
    carried: list[list[Any]] = []
    doubtful: list[int] = []
    later: list[int] = []
    for block in blocks:
        for number, values in sort_rows(block).records:
            row = _row(values, block, others, year)
            begun, ended = (_by(row[place], dt.date(year, 12, 31)) for place in (begins, ends))
            if begun is False:
                later.append(number)
            elif ended is not True:
                # Nothing where the end should be is told from what cannot be read there.
                if begun is None or (ended is None and row[ends] is not None):
                    doubtful.append(number)
                carried.append(row)
    return Carried(carried, others, tuple(doubtful), tuple(later))


def _blocks(folder: Path, schemas: Sequence[Schema], schema: Schema) -> list[Block] | str:
    """Return the blocks of a ledger, or in Chinese why there are none."""
    nothing = f"{folder.as_posix()} 里没有“{schema.title}”。"
    if not folder.is_dir():
        return nothing
    placed = place_blocks(take_in(folder), schemas, (), {})
    if schema.id in placed.faults:
        return "".join(placed.faults[schema.id])
    return placed.blocks.get(schema.id) or nothing


def missing_columns(folder: Path, schemas: Sequence[Schema], schema: Schema) -> list[str]:
    """Return the headings that a ledger which is there lacks, though reports read them.

    Of a file that cannot be read, none: reading it in earnest will say why.
    """
    blocks = _blocks(folder, schemas, schema)
    if isinstance(blocks, str):
        return []
    columns = {id_ for block in blocks for id_ in block.headings.columns}
    return [each.heading for each in schema.kept if each.id not in columns]


def _others(block: Block) -> dict[str, int]:
    """Return heading and place of the columns that stand for no field of the form."""
    known = set(block.headings.columns.values())
    return {
        text.strip(): column
        for column, text in block.headings.written.items()
        if column not in known
    }


def _row(values: Sequence[Any], block: Block, others: Sequence[str], year: int) -> list[Any]:
    """Return one record: the fields in the order of the form, then the other columns."""

    def at(column: int | None) -> Any:
        return block.at(values, column) if column is not None else None

    columns = block.headings.columns
    row = [_value(at(columns.get(field.id)), field, year) for field in block.schema.fields]
    places = _others(block)
    return row + [at(places.get(heading)) for heading in others]


def _value(value: Any, field: Field, year: int) -> Any:
    """Return a date or a figure, however it is written; anything else as it is."""
    if value is None or field.type not in ("date", *SUMMED):
        return value
    try:
        return parse(value, field, Reading(year)).value
    except ValueProblem:
        return value


def _by(value: Any, day: dt.date) -> bool | None:
    """Whether a date lies on a day or before it; None where there is no date."""
    return value <= day if isinstance(value, dt.date) else None
