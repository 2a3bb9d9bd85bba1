"""One ledger on its way into a file: the records, how they are shown, and on which sheets.

A manner of keeping a ledger changes a draft at one stage (`Stage`); the stages follow one another,
so that manners of different stages can be combined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from tests.clerk.base import Record


class Stage(IntEnum):
    """When a manner has its turn."""

    RECORDS = 0
    VALUES = 1
    HEADINGS = 2
    SHEETS = 3
    FILES = 4
    BESIDE = 5


class Kind(StrEnum):
    """What a row of a sheet is."""

    TITLE = "title"
    HEADING = "heading"
    RECORD = "record"
    OTHER = "other"
    """Below the heading, and no record: totals, notes, signatures, prefilled serial numbers."""
    BLANK = "blank"


@dataclass
class Line:
    """A row of a sheet; `records` is how many records stand in it, side by side."""

    kind: Kind
    cells: list[Any]
    records: int = 0


@dataclass
class Sheet:
    """A sheet; `merged` holds first row, first column, last row, last column, all from 0."""

    name: str
    lines: list[Line]
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    struck: set[int] = field(default_factory=set)
    grey: set[int] = field(default_factory=set)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    @property
    def heading(self) -> int:
        """Where the last row of the first heading is."""
        at = next(at for at, line in enumerate(self.lines) if line.kind is Kind.HEADING)
        while at + 1 < len(self.lines) and self.lines[at + 1].kind is Kind.HEADING:
            at += 1
        return at

    @property
    def width(self) -> int:
        """How many columns there are."""
        return max((len(line.cells) for line in self.lines), default=0)

    def above(self, *rows: Sequence[Any], kind: Kind = Kind.TITLE) -> None:
        """Put rows above all others; what is merged, struck out or grey moves down."""
        self.lines[:0] = [Line(kind, list(row)) for row in rows]
        by = len(rows)
        self.merged = [(top + by, left, end + by, right) for top, left, end, right in self.merged]
        self.struck = {row + by for row in self.struck}
        self.grey = {row + by for row in self.grey}
        self.hidden_rows = {row + by for row in self.hidden_rows}

    def below(self, *rows: Sequence[Any], kind: Kind = Kind.OTHER) -> None:
        """Put rows below all others."""
        self.lines += [Line(kind, list(row)) for row in rows]

    def records(self) -> list[Line]:
        """Return the rows that hold records."""
        return [line for line in self.lines if line.kind is Kind.RECORD]


@dataclass
class Draft:
    """A ledger between its records and its files.

    Attributes
    ----------
    ledger : str
    records : list of Record
        As they truly are; the right figures are counted from these.
    shown : list of Record
        As they are written down.
    headings : dict of str to str
        Official heading to the one that is written, in the order of the columns.
    sheets : list of Sheet
        From stage `Stage.SHEETS` on.
    others : dict of str to int
        Rows of files beside the ledger's own that are no ledger to be read, by file.
    about : int
        Lines around the table that say what it is: they may be spoken of.
    """

    ledger: str
    records: list[Record]
    shown: list[Record] = field(default_factory=list)
    headings: dict[str, str] = field(default_factory=dict)
    sheets: list[Sheet] = field(default_factory=list)
    about: int = 0
    others: dict[str, int] = field(default_factory=dict)

    def show(self) -> None:
        """Take the records over as they are; before stage `Stage.VALUES`."""
        self.shown = [dict(record) for record in self.records]
        columns = {heading: heading for record in self.records for heading in record}
        self.headings = self.headings or columns

    def rewrite(self, heading: str, write: Callable[[Any], Any]) -> None:
        """Write the values of one column otherwise; blank ones stay blank."""
        for record in self.shown:
            if record[heading] is not None:
                record[heading] = write(record[heading])

    def insert(self, heading: str, values: Iterable[Any], at: int | None = None) -> None:
        """Put a column in, last where no place is given."""
        for record, value in zip(self.shown, values, strict=True):
            record[heading] = value
        columns = list(self.headings.items())
        columns.insert(len(columns) if at is None else at, (heading, heading))
        self.headings = dict(columns)

    def row(self, record: Record) -> list[Any]:
        """Return a record as cells."""
        return [record.get(column) for column in self.headings]

    def lay_out(self) -> None:
        """Put everything on one sheet."""
        self.sheets = [self.sheet("台账", self.shown)]

    def sheet(self, name: str, shown: Iterable[Record]) -> Sheet:
        """Return a sheet with a heading and some records."""
        records = [Line(Kind.RECORD, self.row(record), 1) for record in shown]
        return Sheet(name, [Line(Kind.HEADING, list(self.headings.values())), *records])

    @property
    def only(self) -> Sheet:
        """The one sheet there still is."""
        (sheet,) = self.sheets
        return sheet

    def column(self, heading: str) -> int:
        """Return where a column is."""
        return list(self.headings).index(heading)
