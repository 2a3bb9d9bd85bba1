"""The form as the State prescribes it: tables, rows, columns, cells, sections, deadlines.

A table is made of blocks; a block has a tree of columns (merged headings above, leaves below) and a
tree of rows. A cell stands where a leaf row meets a leaf column. Each leaf also says how its cells
are counted, so that a new edition is a new data file and no new branch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Kind = Literal["count", "money"]


@dataclass(frozen=True, slots=True)
class Count:
    """How a cell is counted from a ledger; the counts of block, row and column are joined.

    Attributes
    ----------
    ledger : str
        Name of the ledger whose rows are counted.
    within : str
        Date field that must fall in the report year.
    open : tuple of str
        Two date fields, beginning and end: the row counts if it had begun and not yet ended...
    at : {"start", "end"}
        ...when the report year began, or when it ended (31 December).
    heard : tuple of str
        Two date fields: the row counts if it was open at any time in the report year.
    where : mapping of str to str
        Fields that must have these codes.
    sum : str
        Field to add up; rows are counted where it is empty.
    divide_by : int
        What the sum is divided by (10000: yuan to 万元).
    """

    ledger: str = ""
    within: str = ""
    open: tuple[str, str] | None = None
    at: Literal["start", "end", ""] = ""
    heard: tuple[str, str] | None = None
    where: Mapping[str, str] = field(default_factory=dict)
    sum: str = ""
    divide_by: int = 1

    def joined_with(self, other: Count) -> Count:
        """Return the count that asks for both; where both name a field, `other` decides."""
        return Count(
            ledger=other.ledger or self.ledger,
            within=other.within or self.within,
            open=other.open or self.open,
            at=other.at or self.at,
            heard=other.heard or self.heard,
            where={**self.where, **other.where},
            sum=other.sum or self.sum,
            divide_by=other.divide_by if other.divide_by != 1 else self.divide_by,
        )


@dataclass(frozen=True, slots=True)
class Heading:
    """One row or column of a table, or a merged heading over several.

    Attributes
    ----------
    id : str
        Part of the cell id; empty for a merged heading without cells of its own.
    label : str
        As printed in the official form.
    name : str
        Short name for sentences.
    mark : str
        Shortest name: the numeral that the form gives the row, such as 三（七）.
    items : tuple of Heading
        What the merged heading spans; empty for a leaf.
    roles : frozenset of str
        ``outcome`` (a way to conclude an application), ``applicant`` (a kind of applicant).
    synonyms : tuple of str
        Other words that ledgers use.
    kind : {"count", "money"}
    signed : bool
        Whether a negative figure is allowed.
    count : Count
    """

    id: str = ""
    label: str = ""
    name: str = ""
    mark: str = ""
    items: tuple[Heading, ...] = ()
    roles: frozenset[str] = frozenset()
    synonyms: tuple[str, ...] = ()
    kind: Kind = "count"
    signed: bool = False
    count: Count = field(default_factory=Count)

    def leaves(self) -> Iterator[Heading]:
        """Yield the headings below that have cells, in the order of the form."""
        if not self.items:
            yield self
        for item in self.items:
            yield from item.leaves()

    def walk(self) -> Iterator[Heading]:
        """Yield this heading and all below it."""
        yield self
        for item in self.items:
            yield from item.walk()

    @property
    def depth(self) -> int:
        """Levels of headings, this one included."""
        return 1 + max((item.depth for item in self.items), default=0)


@dataclass(frozen=True, slots=True)
class Block:
    """A part of a table with columns of its own (table 二 has four, the others one)."""

    heading: str
    stub_head: str
    columns: tuple[Heading, ...]
    rows: tuple[Heading, ...]
    count: Count

    def leaf_columns(self) -> list[Heading]:
        """Return the columns that have cells, left to right."""
        return [leaf for heading in self.columns for leaf in heading.leaves()]

    def leaf_rows(self) -> list[Heading]:
        """Return the rows that have cells, top to bottom."""
        return [leaf for heading in self.rows for leaf in heading.leaves()]


@dataclass(frozen=True, slots=True)
class Cell:
    """One place of the form.

    Attributes
    ----------
    id : str
        Stable: ``<table>.<row>.<column>``, without the parts that a table does not have.
    name : str
        Chinese name for sentences, such as 表三“一、本年新收”自然人.
    row, column : Heading
    kind : {"count", "money"}
    signed : bool
    count : Count
        How the cell is counted.
    """

    id: str
    name: str
    row: Heading
    column: Heading
    kind: Kind
    signed: bool
    count: Count


@dataclass(frozen=True, slots=True)
class Table:
    """One table of the form: id (``t3``), variant (``table-3-2021``), title, blocks."""

    id: str
    variant: str
    title: str
    blocks: tuple[Block, ...]

    def cell_id(self, row: Heading, column: Heading) -> str:
        """Return the id of the cell where the two meet."""
        return ".".join(part for part in (self.id, row.id, column.id) if part)

    def headings(self) -> Iterator[Heading]:
        """Yield every row and column heading, merged ones too."""
        for block in self.blocks:
            for heading in (*block.columns, *block.rows):
                yield from heading.walk()


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections.

    `table` is the id of the table that makes up the section, `prose` whether the narrative must say
    something here, `limit` the length in characters it should keep to (0: none), `must_mention` a
    word that may not be missing.
    """

    id: str
    numeral: str
    title: str
    table: str = ""
    prose: bool = False
    limit: int = 0
    must_mention: str = ""

    @property
    def heading(self) -> str:
        """The heading as printed: 一、总体情况."""
        return f"{self.numeral}、{self.title}"


@dataclass(frozen=True, slots=True)
class Organ:
    """A level of organ with its deadline (month, day of the year after the report year)."""

    id: str
    title: str
    deadline: tuple[int, int]
    source: str

    def due(self, year: int) -> dt.date:
        """Return the last day for publishing the report on `year`."""
        month, day = self.deadline
        return dt.date(year + 1, month, day)


@dataclass(frozen=True, eq=False)
class Edition:
    """One edition of the form, whole."""

    id: str
    title: str
    document: str
    first_year: int
    report_title: tuple[str, ...]
    tables: Mapping[str, Table]
    sections: tuple[Section, ...]
    organs: Mapping[str, Organ]

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell by id, in the order of the form."""
        return {
            cell.id: cell
            for table in self.tables.values()
            for block in table.blocks
            for cell in _block_cells(table, block)
        }

    @property
    def variants(self) -> tuple[str, ...]:
        """The table variants that the edition is composed of."""
        return tuple(table.variant for table in self.tables.values())

    def headings_with(self, role: str) -> list[Heading]:
        """Return the leaf headings that have a role, in the order of the form."""
        return [
            heading
            for table in self.tables.values()
            for heading in table.headings()
            if role in heading.roles
        ]

    def section_of(self, table: str) -> Section:
        """Return the section that a table makes up."""
        return next(section for section in self.sections if section.table == table)

    def title_lines(self, bureau_name: str, year: int) -> list[str]:
        """Return the report's title, line by line."""
        return [line.format(bureau_name=bureau_name, year=year) for line in self.report_title]


def _block_cells(table: Table, block: Block) -> Iterator[Cell]:
    for row in block.leaf_rows():
        for column in block.leaf_columns():
            yield Cell(
                id=table.cell_id(row, column),
                name=_cell_name(row, column),
                row=row,
                column=column,
                kind="money" if "money" in (row.kind, column.kind) else "count",
                signed=row.signed or column.signed,
                count=block.count.joined_with(row.count).joined_with(column.count),
            )


def _cell_name(row: Heading, column: Heading) -> str:
    row_name = f"{row.mark} {row.name}" if row.mark and row.name else row.name
    return "·".join(part for part in (row_name, column.name) if part)
