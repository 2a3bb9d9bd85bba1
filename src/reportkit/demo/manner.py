"""How an office keeps a ledger: kind of file, encoding, headings, how it writes dates and words."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from reportkit.demo.chance import happens
from reportkit.demo.office import Record, Value
from reportkit.demo.xlsx import Cell, workbook
from reportkit.forms import Field, Schema

_DATES: tuple[Callable[[dt.date], str], ...] = (
    dt.date.isoformat,
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}/{day.month}/{day.day}",
)
_ENCODINGS = ("utf-8-sig", "utf-8-sig", "gb18030")
_Kind = Literal["csv", "xlsx"]


@dataclass(frozen=True, slots=True)
class Manner:
    """The manner in which one ledger is kept.

    Attributes
    ----------
    schema : Schema
    kind : {"csv", "xlsx"}
    title : str
        A line above the headings; empty where there is none.
    encoding : str
        Of a CSV file.
    headings : mapping of str to str
        Heading by field, in the order of the columns.
    words : mapping of str to mapping of str to str
        By field of choices: the word that this office has for each code.
    date : callable
        Writes a date in a CSV file; a workbook has real dates.
    """

    schema: Schema
    kind: _Kind
    title: str
    encoding: str
    headings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    date: Callable[[dt.date], str]

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.schema.stem}.{self.kind}"

    def row(self, index: int) -> int:
        """Return the row of the file that a record stands in, counted from 1 as Excel does."""
        return index + (3 if self.title else 2)

    def write(self, records: Sequence[Record]) -> bytes:
        """Return the file's bytes."""
        body = [self._cells(record) for record in records]
        if self.kind == "csv":
            lines = io.StringIO()
            csv.writer(lines).writerows([list(self.headings.values()), *body])
            return lines.getvalue().encode(self.encoding)
        above = [[self.title]] if self.title else []
        return workbook([*above, list(self.headings.values()), *body])

    def _cells(self, record: Record) -> list[Cell]:
        return [self._cell(name, record.get(name)) for name in self.headings]

    def _cell(self, name: str, value: Value) -> Cell:
        if name in self.words:
            return self.words[name].get(str(value), value)
        if self.kind == "csv" and isinstance(value, dt.date):
            return self.date(value)
        return value


def plain_manner(schema: Schema) -> Manner:
    """Return the manner of a table that is handed in as the form has it: CSV, headings proper."""
    headings = {field.id: field.heading for field in schema.kept}
    return Manner(schema, "csv", "", "utf-8-sig", headings, {}, dt.date.isoformat)


def draw_manner(rng: Random, schema: Schema, office: str, fields: Sequence[str]) -> Manner:
    """Return the manner in which an office keeps a ledger.

    Parameters
    ----------
    rng : Random
    schema : Schema
    office : str
        Name and year, for the title above the headings.
    fields : sequence of str
        Those that the ledger has columns for.
    """
    # Applications are mostly kept by hand; the others are exported from some system.
    kind: _Kind = "xlsx" if happens(rng, 60 if schema.id == "applications" else 8) else "csv"
    title = f"{office}{schema.title}" if happens(rng, 50) else ""
    chosen = {name: schema.by_id[name] for name in fields}
    return Manner(
        schema=schema,
        kind=kind,
        title=title if kind == "xlsx" else "",
        encoding=rng.choice(_ENCODINGS),
        headings={name: _heading(rng, field) for name, field in chosen.items()},
        words={name: _words(rng, field) for name, field in chosen.items() if field.choices},
        date=rng.choice(_DATES),
    )


def _heading(rng: Random, field: Field) -> str:
    if field.synonyms and happens(rng, 20):
        return rng.choice(field.synonyms)
    return field.heading


def _words(rng: Random, field: Field) -> dict[str, str]:
    return {
        code: rng.choice(words) if happens(rng, 20) else words[0]
        for code, words in (field.choices or {}).items()
    }
