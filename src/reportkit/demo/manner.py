"""How an office keeps a ledger: kind of file, encoding, headings, how it writes dates and words."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Literal

from reportkit.demo.drawing.chance import happens
from reportkit.demo.drawing.values import Record, Value
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
    heavy_first : bool
        Whether of several kinds in one place the heaviest is written first.
    """

    schema: Schema
    kind: _Kind
    title: str
    encoding: str
    headings: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]]
    date: Callable[[dt.date], str]
    heavy_first: bool

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"{self.schema.stem}.{self.kind}"

    def row(self, index: int) -> int:
        """Return the row of the file that a record stands in, counted from 1 as Excel does."""
        return index + (3 if self.title else 2)

    def write(self, records: Sequence[Record]) -> bytes:
        """Return the file's bytes."""
        columns = [self._column(name, records) for name in self.headings]
        body = list(zip(*columns, strict=True))
        if self.kind == "csv":
            lines = io.StringIO()
            csv.writer(lines).writerows([list(self.headings.values()), *body])
            return lines.getvalue().encode(self.encoding)
        above = [[self.title]] if self.title else []
        return workbook([*above, list(self.headings.values()), *body])

    def _column(self, name: str, records: Sequence[Record]) -> list[Cell]:
        words = self.words.get(name, {})
        return [self._cell(record.get(name), words) for record in records]

    def _cell(self, value: Value, words: Mapping[str, str]) -> Cell:
        """Return a code as this office writes it, or what a clerk wrote instead."""
        if isinstance(value, str):
            return words.get(value, value)
        if isinstance(value, dt.date):
            return self.date(value) if self.kind == "csv" else value
        if isinstance(value, tuple):
            several = [words[code] for code in value]
            return "、".join(reversed(several) if self.heavy_first else several)
        return value


def plain_manner(schema: Schema) -> Manner:
    """Return the manner of a table that is handed in as the form has it: CSV, headings proper."""
    headings = {field.id: field.heading for field in schema.kept}
    return Manner(
        schema, "csv", "", "utf-8-sig", headings, {}, dt.date.isoformat, heavy_first=False
    )


def draw_manner(
    rng: Random, schema: Schema, title: str, fields: Collection[str], workbooks: int
) -> Manner:
    """Return the manner in which an office keeps a ledger.

    Parameters
    ----------
    rng : Random
    schema : Schema
    title : str
        What may stand above the headings.
    fields : collection of str
        Those that the ledger has columns for.
    workbooks : int
        Of a hundred offices, those that keep it in a workbook.
    """
    kind: _Kind = "xlsx" if happens(rng, workbooks) else "csv"
    is_titled, encoding, date = happens(rng, 50), rng.choice(_ENCODINGS), rng.choice(_DATES)
    heavy_first = happens(rng, 50)
    # Field by field: columns that another form adds at the end change nothing before them.
    headings: dict[str, str] = {}
    words: dict[str, dict[str, str]] = {}
    for field in schema.fields:
        if field.id in fields:
            headings[field.id] = _heading(rng, field)
            if field.choices:
                words[field.id] = _words(rng, field)
    return Manner(
        schema=schema,
        kind=kind,
        title=title if kind == "xlsx" and is_titled else "",
        encoding=encoding,
        headings=headings,
        words=words,
        date=date,
        heavy_first=heavy_first,
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
