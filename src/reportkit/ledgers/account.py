"""What was read of a data folder, and what was not: nothing is left out that is not named here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from reportkit.grids import Grid
from reportkit.ledgers.rows import Records
from reportkit.ledgers.sheets.columns import told_heading


class LeftOut(NamedTuple):
    """Rows of a block that are no records, or that somebody said do not count.

    Attributes
    ----------
    reason : str
        In Chinese: 合计行, 说明, …
    rows : tuple of int
        As Excel counts them.
    """

    reason: str
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BlockRead:
    """One block of a sheet that was read.

    Attributes
    ----------
    ledger : str
        Id of the ledger that its records belong to.
    title : str
        The ledger in Chinese.
    place : str
        File and sheet, as messages call them.
    file : str
    heading_rows : tuple of int
        Empty where the block continues one that stands before it.
    columns : mapping of str to str
        Heading as it stands there to the heading of the field that it is read as.
    ignored : tuple of str
        Headings of columns that are not read; of one that may be a name, the column's letter.
    personal : int
        How many columns are left behind because they hold personal data.
    read : int
        Rows that are records, or counts of them.
    left_out : tuple of LeftOut
    records : int
        How many rows of the ledger's frame they became: a row of counts becomes one a count.
    untold : tuple of str
        What the format does not tell of the rows, in Chinese: 删除线, …
    of_forms : bool
        Whether it is forms, one for each record, rather than a table.
    """

    ledger: str
    title: str
    place: str
    file: str
    heading_rows: tuple[int, ...]
    columns: Mapping[str, str]
    ignored: tuple[str, ...]
    personal: int
    read: int
    left_out: tuple[LeftOut, ...] = ()
    records: int = 0
    untold: tuple[str, ...] = ()
    of_forms: bool = False


class NotRead(NamedTuple):
    """A file, a sheet or a part of one that was not read.

    Attributes
    ----------
    place : str
        As messages call it.
    file : str
    reason : str
    rows : int
        Filled rows in it; 0 where that was not looked at.
    """

    place: str
    file: str
    reason: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """What was read and what was not, in the order of files, sheets and rows."""

    blocks: tuple[BlockRead, ...] = ()
    not_read: tuple[NotRead, ...] = ()

    def of(self, ledger: str) -> Iterator[BlockRead]:
        """Yield the blocks of one ledger."""
        return (block for block in self.blocks if block.ledger == ledger)

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            "blocks": [
                {**asdict(block), "left_out": [each._asdict() for each in block.left_out]}
                for block in self.blocks
            ],
            "not_read": [each._asdict() for each in self.not_read],
        }


def account_of(records: Records) -> BlockRead:
    """Return what was read of one block."""
    block = records.block
    headings = block.headings
    by_column = {column: block.schema.by_id[id_] for id_, column in headings.columns.items()}
    kept = {c: field for c, field in by_column.items() if field.type != "personal"}
    return BlockRead(
        ledger=block.schema.id,
        title=block.schema.title,
        place=block.place,
        file=block.grid.file,
        heading_rows=block.heading_rows,
        columns={
            told_heading(headings.written[column], column, block.schema): field.heading
            for column, field in kept.items()
        },
        ignored=tuple(
            told_heading(text, column, block.schema)
            for column, text in headings.written.items()
            if column not in by_column and block.first <= column < block.end
        ),
        personal=len(by_column) - len(kept),
        read=_rows_read(records),
        left_out=tuple(LeftOut(reason, tuple(rows)) for reason, rows in records.left_out.items()),
        records=len(records.rows),
        untold=tuple(_untold(block.grid)),
        of_forms=bool(block.spots),
    )


def _untold(grid: Grid) -> Iterator[str]:
    if grid.struck is None:
        yield from ("删除线", "条件格式")
    if grid.faded is None:
        yield "变灰的行"
    if grid.hidden_rows is None:
        yield "隐藏的行"


def _rows_read(records: Records) -> int:
    """Return how many rows of a block are records; a row of counts may be several."""
    if records.weights is None:
        return len(records.rows)
    return len({*records.rows} - {*records.block.heading_rows})
