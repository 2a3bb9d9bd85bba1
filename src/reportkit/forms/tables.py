"""The tables that a form prescribes: blocks, rows, columns, cells, and how cells are counted.

A table is made of blocks; a block has a tree of columns (merged headings above, leaves below) and a
tree of rows. A cell stands where a leaf row meets a leaf column. Each heading also says how the
cells below it are counted, so that a new table is a new data file and no new branch.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import Field as Key
from pydantic import StrictBool, StrictInt, model_validator

from reportkit.strict import Strict

Kind = Literal["count", "money", "flag", "choice", "text"]
_WORDS = frozenset({"flag", "choice", "text"})


class Count(Strict):
    """How a cell is counted from a ledger; the counts of block, row and column are joined.

    Attributes
    ----------
    ledger : str
        Id of the ledger whose records are counted.
    within : str
        Date field that must fall in the report year.
    open : tuple of str
        Two date fields, beginning and end: the record counts if it had begun and not yet ended...
    at : {"start", "end"}
        ...when the report year began, or when it ended (31 December).
    heard : tuple of str
        Two date fields: the record counts if it was open at any time in the report year.
    where : mapping of str to str
        Fields that must have these codes; flags, 是 or 否. Of a field with several kinds in it, the
        heaviest.
    each : bool
        A field with several kinds in it counts under each of them, not the heaviest alone.
    sum : str
        Field to add up; records are counted where it is empty.
    divide_by : int
        What the sum is divided by (10000: yuan to 万元).
    """

    ledger: str = ""
    within: str = ""
    open: tuple[str, str] | None = None
    at: Literal["start", "end", ""] = ""
    heard: tuple[str, str] | None = None
    where: Mapping[str, str] = Key(default_factory=dict)
    each: StrictBool = False
    sum: str = ""
    divide_by: StrictInt = Key(default=1, ge=1)

    def joined_with(self, other: Count) -> Count:
        """Return the count that asks for both; where both name a field, `other` decides."""
        told = {name: getattr(other, name) for name in other.model_fields_set}
        where = {**self.where, **other.where}
        return self.changed(**{**told, "where": where})

    @property
    def fields(self) -> list[str]:
        """The fields of the ledger that are asked for."""
        pairs = [*(self.open or ()), *(self.heard or ())]
        return [name for name in (self.within, *pairs, *self.where, self.sum) if name]


NOTHING = Count()


class Heading(Strict):
    """One row or column of a table, or a merged heading over several.

    Attributes
    ----------
    id : str
        Part of the cell id; empty for a merged heading without cells of its own.
    label : str
        As printed in the official form.
    name : str
        Short name for sentences; the label where it is left out.
    mark : str
        Shortest name: the numeral that the form gives the row, such as 三（七）.
    items : tuple of Heading
        What the merged heading spans; empty for a leaf.
    role : str
        What its id is a code of: a ledger's field of the same role has it, and where the heading's
        cells are counted from that ledger, the field must have this code.
    synonyms : tuple of str
        Other words that ledgers use.
    lightest : bool
        Of kinds of which a record may have several: lighter than all others, wherever it stands.
    kind : {"count", "money", "flag", "choice", "text"}
        What stands in its cells.
    choices : tuple of str
        What may stand in a cell of kind ``choice``.
    signed : bool
        Whether a negative figure is allowed.
    count : Count
    """

    id: str = ""
    label: str = ""
    name: str = ""
    mark: str = ""
    items: tuple[Heading, ...] = ()
    role: str = ""
    synonyms: tuple[str, ...] = ()
    lightest: StrictBool = False
    kind: Kind = "count"
    choices: tuple[str, ...] = ()
    signed: StrictBool = False
    count: Count = NOTHING

    @model_validator(mode="before")
    @classmethod
    def _name_is_label(cls, data: object) -> object:
        if isinstance(data, dict) and "name" not in data and "label" in data:
            return {**data, "name": data["label"]}
        return data

    @model_validator(mode="after")
    def _choices_go_with_their_kind(self) -> Heading:
        if (self.kind == "choice") != bool(self.choices):
            msg = "kind 为 choice 的要写 choices，别的不写"
            raise ValueError(msg)
        return self

    def leaves(self) -> Iterator[Heading]:
        """Yield the headings below that have cells, in the order of the form."""
        for path in self.paths():
            yield path[-1]

    def paths(self, above: tuple[Heading, ...] = ()) -> Iterator[tuple[Heading, ...]]:
        """Yield each leaf with the headings above it, the outermost first."""
        path = (*above, self)
        if not self.items:
            yield path
        for item in self.items:
            yield from item.paths(path)

    def walk(self) -> Iterator[Heading]:
        """Yield this heading and all below it."""
        yield self
        for item in self.items:
            yield from item.walk()

    @property
    def depth(self) -> int:
        """Levels of headings, this one included."""
        return 1 + max((item.depth for item in self.items), default=0)


class Block(Strict):
    """A part of a table with columns of its own.

    Attributes
    ----------
    heading : str
        Printed over the block.
    stub_head : str
        Printed over its row headings; empty where the form has none.
    duty : str
        The duty that it reports on, as parameter ``duties`` calls it; empty: every organ has it.
    columns, rows : tuple of Heading
    count : Count
    """

    heading: str = ""
    stub_head: str = ""
    duty: str = ""
    columns: tuple[Heading, ...]
    rows: tuple[Heading, ...]
    count: Count = NOTHING

    def leaf_columns(self) -> list[Heading]:
        """Return the columns that have cells, left to right."""
        return [leaf for heading in self.columns for leaf in heading.leaves()]

    def leaf_rows(self) -> list[Heading]:
        """Return the rows that have cells, top to bottom."""
        return [leaf for heading in self.rows for leaf in heading.leaves()]

    def headings(self) -> Iterator[Heading]:
        """Yield every column and row heading, merged ones too."""
        for heading in (*self.columns, *self.rows):
            yield from heading.walk()


@dataclass(frozen=True, slots=True, eq=False)
class Cell:
    """One place of the form.

    Attributes
    ----------
    id : str
        Stable: ``<table>.<row>.<column>``, without the parts that a table does not have.
    name : str
        Chinese name for sentences, such as 一 本年新收·自然人.
    row, column : Heading
    kind : {"count", "money", "flag", "choice", "text"}
    choices : tuple of str
    signed : bool
    duty : str
        See `Block`.
    count : Count
        How the cell is counted; of no ledger where it is handed in, or a sum of its own.
    """

    id: str
    name: str
    row: Heading
    column: Heading
    kind: Kind
    choices: tuple[str, ...]
    signed: bool
    duty: str
    count: Count

    @property
    def is_words(self) -> bool:
        """Whether words stand in it, which no rule adds up and no ledger counts."""
        return self.kind in _WORDS


class Table(Strict):
    """One table of the form.

    Attributes
    ----------
    id : str
        First part of its cells' ids.
    title : str
    notes : tuple of str
        Footnotes, as printed.
    blocks : tuple of Block
    variant : str
        Name of its file: the form of some years has another table of the same id.
    """

    id: str
    title: str
    notes: tuple[str, ...] = ()
    blocks: tuple[Block, ...]
    variant: str = ""

    def cell_id(self, row: Heading, column: Heading) -> str:
        """Return the id of the cell where the two meet."""
        return ".".join(part for part in (self.id, row.id, column.id) if part)

    def headings(self) -> Iterator[Heading]:
        """Yield every row and column heading, merged ones too."""
        for block in self.blocks:
            yield from block.headings()

    def cells(self, coded: Mapping[tuple[str, str], str]) -> Iterator[Cell]:
        """Yield its cells, row by row.

        Parameters
        ----------
        coded : mapping of (str, str) to str
            Which field of a ledger holds the codes of a role, by ledger and role.
        """
        for block in self.blocks:
            columns = [path for heading in block.columns for path in heading.paths()]
            for heading in block.rows:
                for row in heading.paths():
                    yield from (self._cell(block, row, column, coded) for column in columns)

    def _cell(
        self,
        block: Block,
        rows: tuple[Heading, ...],
        columns: tuple[Heading, ...],
        coded: Mapping[tuple[str, str], str],
    ) -> Cell:
        row, column = rows[-1], columns[-1]
        count = block.count
        for heading in (*rows, *columns):
            count = count.joined_with(heading.count)
        roles = {
            coded[count.ledger, heading.role]: heading.id
            for heading in (*rows, *columns)
            if (count.ledger, heading.role) in coded
        }
        if roles:
            count = count.joined_with(Count(where=roles))
        kind_of = row if row.kind != "count" else column
        return Cell(
            id=self.cell_id(row, column),
            name=_cell_name(row, column),
            row=row,
            column=column,
            kind=kind_of.kind,
            choices=kind_of.choices,
            signed=row.signed or column.signed,
            duty=block.duty,
            count=NOTHING if kind_of.kind in _WORDS else count,
        )


def _cell_name(row: Heading, column: Heading) -> str:
    row_name = f"{row.mark} {row.name}" if row.mark and row.name else row.name
    return "·".join(part for part in (row_name, column.name) if part)
