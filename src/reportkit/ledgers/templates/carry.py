"""Records of last year's ledgers that are still open, to begin this year's with.

They go from file to file whole, personal columns and all: `reportkit.ledgers.templates.write`
writes them, and nobody else gets more than how many they are and in which rows they stood.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from pathlib import Path
from typing import Any

from reportkit.errors import RawDataError
from reportkit.forms import Edition, Field, Schema
from reportkit.forms.ledgers import SUMMED
from reportkit.grids import NoValue
from reportkit.ledgers.load import read_parts
from reportkit.ledgers.mapping import NO_MAPPING, Own, files_named
from reportkit.ledgers.problem import rows_text
from reportkit.ledgers.rows import ROW, Records
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.sheets.intake import take_in
from reportkit.ledgers.sheets.placing import Placed

_Other = tuple[str, int]
"""A heading that the form does not know, and which of several that read the same it is."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a ledger of last year hands on.

    Attributes
    ----------
    rows : sequence of sequence
        Values in the order of the form's fields, after them those of `others`.
    others : tuple of str
        Headings of its columns that the form does not know.
    doubtful : tuple of str
        File and rows that are handed on because it cannot be told whether they are done.
    later : tuple of str
        File and rows that begin after last year and are left behind: they belong to another year,
        or their date is a slip.
    faults : tuple of str
        Why some or all of it could not be read, in Chinese.
    """

    rows: Sequence[Sequence[Any]] = attribute(default=(), repr=False)
    others: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


def open_records(
    folder: Path,
    edition: Edition,
    year: int,
    *,
    own: Callable[[], Own] = lambda: NO_MAPPING,
    others: Sequence[Schema] = (),
) -> Mapping[str, Carried]:
    """Return the records that had begun by the end of a year and were not done.

    Parameters
    ----------
    folder : Path
        The data folder of that year.
    edition : Edition
    year : int
        That year: last year, for whoever begins this year's ledgers.
    own : callable
        Reads the bureau's own headings and words; what is wrong with them is a fault like others.
    others : sequence of Schema
        Ledgers of other forms, which share the folder.

    Returns
    -------
    mapping of str to Carried
        By ledger, of those whose records may stay open.
    """
    between = {id_: pair for id_ in edition.ledgers if (pair := edition.open_between(id_))}
    try:
        parts, placed = _read(folder, edition, year, own, others)
    except RawDataError as error:
        return {id_: Carried(faults=error.problems) for id_ in between}
    return {
        id_: _carried(
            parts.get(id_, ()),
            edition.ledgers[id_],
            pair,
            year,
            list(map(str, placed.faults.get(id_, ()))),
        )
        for id_, pair in between.items()
    }


def missing_columns(
    folder: Path,
    edition: Edition,
    year: int,
    *,
    own: Callable[[], Own] = lambda: NO_MAPPING,
    others: Sequence[Schema] = (),
) -> Mapping[str, Sequence[str]]:
    """Return the headings that ledgers which are there lack, though reports read them, by ledger.

    Of files that cannot be read, none: reading them in earnest will say why.
    """
    try:
        parts, _ = _read(folder, edition, year, own, others)
    except RawDataError:
        return {}
    return {
        id_: list(dict.fromkeys(heading for one in records for heading in _lacking(one)))
        for id_, records in parts.items()
    }


def _read(
    folder: Path, edition: Edition, year: int, own: Callable[[], Own], others: Sequence[Schema]
) -> tuple[dict[str, list[Records]], Placed]:
    mapping = own()
    intake = take_in(folder, files_named(mapping))
    return read_parts(intake, edition, year, own=mapping, others=others)


def _lacking(records: Records) -> Iterator[str]:
    columns = records.block.headings.columns
    return (each.heading for each in records.schema.kept if each.id not in columns)


def _carried(
    parts: Sequence[Records],
    schema: Schema,
    between: tuple[str, str],
    year: int,
    faults: Sequence[str],
) -> Carried:
    if not parts and not faults:
        faults = [f"没有“{schema.title}”。"]
    others = list(dict.fromkeys(other for records in parts for other in _others(records)))
    rows: list[list[Any]] = []
    doubtful: list[str] = []
    later: list[str] = []
    for records in parts:
        states = [_state(records, n, between, year) for n in range(len(records.rows))]
        doubtful += _places(records, [n for n, state in enumerate(states) if state is None])
        later += _places(records, [n for n, state in enumerate(states) if state == _LATER])
        kept = [n for n, state in enumerate(states) if state in (_OPEN, None)]
        rows += _rows(records, kept, schema, others)
    headings = tuple(heading for heading, _ in others)
    return Carried(rows, headings, tuple(doubtful), tuple(later), tuple(faults))


_OPEN, _DONE, _LATER = "open", "done", "later"


def _state(records: Records, n: int, between: tuple[str, str], year: int) -> str | None:
    """Return whether a record is open at the end of a year; None where that cannot be told."""
    last = dt.date(year, 12, 31)
    begun, ended = (
        None if n in records.doubtful[name] else records.values[name][n] for name in between
    )
    if begun is not None and begun > last:
        return _LATER
    if ended is not None and ended <= last:
        return _DONE
    if begun is None or n in records.doubtful[between[1]] or n in records.doubtful[ROW]:
        return None
    return _OPEN


def _places(records: Records, positions: Sequence[int]) -> list[str]:
    rows = [records.rows[n] for n in positions]
    return [f"{records.block.place} {rows_text(rows)}"] if rows else []


def _others(records: Records) -> dict[_Other, int]:
    """Return the columns of a block that stand for no field of the form."""
    block = records.block
    known = set(block.headings.columns.values())
    times: Counter[str] = Counter()
    found: dict[_Other, int] = {}
    for column, text in block.headings.written.items():
        if column not in known and block.first <= column < block.end:
            found[text.strip(), times[text.strip()]] = column
            times[text.strip()] += 1
    return found


def _rows(
    records: Records, positions: Sequence[int], schema: Schema, others: Sequence[_Other]
) -> Iterator[list[Any]]:
    """Yield records whole: the fields in the order of the form, then the other columns."""
    block = records.block
    as_written = dict(block.grid.rows)
    there = _others(records)
    columns = [block.headings.columns.get(field.id) for field in schema.fields]
    for n in positions:
        row = as_written[records.rows[n]]
        yield [
            *(
                _value(records, n, field, _at(block, row, column))
                for field, column in zip(schema.fields, columns, strict=True)
            ),
            *(_at(block, row, there.get(other)) for other in others),
        ]


def _at(block: Block, row: Sequence[Any], column: int | None) -> Any:
    """Return what is written in a column; of an error, what it shows."""
    value = None if column is None else block.at(row, column)
    return value.shown or None if isinstance(value, NoValue) else value


def _value(records: Records, n: int, field: Field, written: Any) -> Any:
    """Return dates and figures as they were read, and anything else as it is written."""
    read = records.values[field.id][n] if field.type != "personal" else None
    if field.type in ("date", *SUMMED) and n not in records.doubtful[field.id]:
        return read
    if written is None and isinstance(read, str):  # merged with the cell above
        return field.label(read)
    return written
