"""Finding the blocks of records in a sheet: under which headings they stand, and how far they go.

Offices put a title above, spread headings over two rows, begin again every month, or set two tables
side by side. A block is what stands under one row of headings; where the same headings come again
below, as on every printed page, the block goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, zip_longest
from operator import itemgetter
from typing import Any, NamedTuple

from reportkit.folding import heading as folded
from reportkit.forms import Field, Schema
from reportkit.grids import Grid, Row
from reportkit.ledgers.sheets.headings import Headings, Vocabulary, match, missing, texts

_DEEPEST = 50
"""Headings stand in the first rows of a sheet, or in those after a gap."""
NO_END = 1 << 30
"""Where a block ends that takes up the sheet to its right edge."""
_AFTER_GAP = 3
_AT_ONCE = 500
_CELLS = itemgetter(1)  # of a row
_MOST_HEADING_ROWS = 3
_FEWEST_REPEATED = 2
_TITLE_CELLS = 2


class Spot(NamedTuple):
    """A cell: its row from 1, its column from 0."""

    row: int
    column: int


@dataclass(frozen=True, slots=True)
class Block:
    """Records under one row of headings.

    Attributes
    ----------
    grid : Grid
    place : str
        File and sheet, as messages call them.
    schema : Schema
        The ledger that they belong to.
    headings : Headings
    heading_rows : tuple of int
        As Excel counts them; empty where the block goes on with what stands before it.
    first, end : int
        The columns that it takes up, from 0; `end` is the first one that it does not.
    title : str
        What stands above the headings.
    rows : sequence of Row
        What stands below them.
    said : mapping of str to str
        Field id to the word that the name of the sheet says of all records: these lack the column.
    spots : mapping of (int, int) to Spot
        Of rows that were made of forms: where on the sheet what stands in a row and column, is.
    beside : mapping of str to sequence of int
        Reason to rows that belong to the block and are not among its own.
    """

    grid: Grid
    place: str
    schema: Schema
    headings: Headings
    heading_rows: tuple[int, ...]
    first: int
    end: int
    title: str = field(repr=False)
    rows: Sequence[Row] = field(repr=False)
    said: Mapping[str, str] = field(default_factory=dict)
    spots: Mapping[tuple[int, int], Spot] = field(default_factory=dict, repr=False)
    beside: Mapping[str, Sequence[int]] = field(default_factory=dict, repr=False)

    def at(self, values: Sequence[Any], column: int) -> Any:
        """Return what a row has in a column; None where it ends before."""
        return values[column] if column < len(values) else None

    def column(self, rows: Iterable[Row], column: int) -> list[Any]:
        """Return what rows have in a column, as `at` does for each."""
        cells = list(map(_CELLS, rows))
        try:
            return list(map(itemgetter(column), cells))  # nearly always, and much quicker
        except IndexError:
            return [self.at(values, column) for values in cells]

    def columns_of(self, fields: Iterable[Field]) -> set[int]:
        """Return the columns in which fields stand, of those that have one."""
        columns = self.headings.columns
        return {columns[each.id] for each in fields if each.id in columns}

    def within(self, values: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        """Yield column and value of the filled cells of a row that belong to the block."""
        for column in range(self.first, min(self.end, len(values))):
            if values[column] is not None:
                yield column, values[column]


@dataclass(frozen=True, slots=True)
class _Start:
    """A row of headings: its index, how many rows it takes, and whose headings stand where."""

    index: int
    depth: int
    found: tuple[tuple[Vocabulary, Headings, int, int], ...]


def find_blocks(
    grid: Grid, place: str, vocabularies: Sequence[Vocabulary], claimed: Schema | None
) -> list[Block]:
    """Return the blocks of a sheet.

    Parameters
    ----------
    grid : Grid
    place : str
    vocabularies : sequence of Vocabulary
        The ledgers that it may hold.
    claimed : Schema or None
        The ledger that the name of the sheet or file speaks of; it goes before others.
    """
    starts = list(_starts(grid, vocabularies, claimed))
    blocks = []
    for start, following in zip_longest(starts, starts[1:]):
        until = following.index if following else len(grid.rows)
        rows = grid.rows[start.index + start.depth : until]
        title = _title(grid, start, first=start is starts[0])
        numbers = tuple(number for number, _ in grid.rows[start.index : start.index + start.depth])
        for vocabulary, headings, first, end in start.found:
            blocks.append(
                Block(grid, place, vocabulary.schema, headings, numbers, first, end, title, rows)
            )
    return blocks


def has_whole(grid: Grid, vocabularies: Sequence[Vocabulary]) -> bool:
    """Whether all the headings that a ledger must have stand on a sheet: it is asked no further."""
    found = chain.from_iterable(start.found for start in _starts(grid, vocabularies, None))
    return any(not missing(headings, vocabulary.schema) for vocabulary, headings, _, _ in found)


def _title(grid: Grid, start: _Start, *, first: bool) -> str:
    """Return the words above the lowest row of headings; of a later block, those near to it."""
    below = start.index + start.depth - 1
    above = grid.rows[:below] if first else grid.rows[start.index - _AFTER_GAP : below]
    return "|".join(
        value
        for index, (_, row) in enumerate(above)
        for value in row
        if isinstance(value, str) and (first or _is_sparse(row) or index >= _AFTER_GAP)
    )


def _is_sparse(row: Sequence[Any]) -> bool:
    return sum(value is not None for value in row) <= _TITLE_CELLS


def above_first(grid: Grid, blocks: Sequence[Block]) -> list[Row]:
    """Return the rows of a sheet that stand above its first headings."""
    first = min(block.heading_rows[0] for block in blocks)
    return [row for row in grid.rows if row[0] < first]


def going_on(grid: Grid, place: str, before: Block) -> Block:
    """Return a sheet without headings as one that goes on with a block."""
    return replace(before, grid=grid, place=place, heading_rows=(), title="", rows=grid.rows)


def _starts(
    grid: Grid, vocabularies: Sequence[Vocabulary], claimed: Schema | None
) -> Iterator[_Start]:
    """Yield the rows of headings, but those that repeat the ones before them."""
    exact = {word for vocabulary in vocabularies for word in vocabulary.raw}
    last: _Start | None = None
    skip = 0
    for index in _worth_a_look(grid, exact):
        if index < skip:
            continue
        start = _start(grid, index, vocabularies, claimed)
        if start is None:
            continue
        skip = index + start.depth
        if last is not None and _same(last, start):
            continue
        last = start
        yield start


def _worth_a_look(grid: Grid, exact: set[str]) -> Iterator[int]:
    """Yield the indices of rows that may be headings: to look at all would take too long."""
    after_gap = _AFTER_GAP
    previous = 0
    for start in range(0, len(grid.rows), _AT_ONCE):
        rows = grid.rows[start : start + _AT_ONCE]
        if start >= _DEEPEST and after_gap >= _AFTER_GAP and _is_plain(rows, previous, exact):
            previous = rows[-1][0]
            continue
        for index, (number, row) in enumerate(rows, start):
            after_gap = 0 if number > previous + 1 else after_gap + 1
            previous = number
            if index < _DEEPEST or after_gap < _AFTER_GAP or not exact.isdisjoint(row):
                yield index


def _is_plain(rows: Sequence[Row], previous: int, exact: set[str]) -> bool:
    """Whether rows follow each other without a gap, and no heading stands in any of them."""
    no_gap = rows[-1][0] - previous == len(rows)
    return no_gap and exact.isdisjoint(chain.from_iterable(map(_CELLS, rows)))


def _same(last: _Start, start: _Start) -> bool:
    return [(v.schema.id, h.columns) for v, h, _, _ in last.found] == [
        (v.schema.id, h.columns) for v, h, _, _ in start.found
    ]


def _start(
    grid: Grid, index: int, vocabularies: Sequence[Vocabulary], claimed: Schema | None
) -> _Start | None:
    """Return the headings that begin in a row, read as one row or with those below it."""
    best: _Start | None = None
    most = 0
    for depth, written in enumerate(_readings(grid, index), start=1):
        if depth == 1 and not _knows_any(written, vocabularies):
            break  # a title or a record, not the upper row of headings
        found = tuple(_found(written, vocabularies, claimed))
        count = sum(len(headings.columns) for _, headings, _, _ in found)
        if count > most:
            best, most = _Start(index, depth, found), count
    return best


def _knows_any(written: Mapping[int, str], vocabularies: Sequence[Vocabulary]) -> bool:
    return any(
        vocabulary.meant_by(word) is not None
        for word in map(folded, written.values())
        for vocabulary in vocabularies
    )


def _readings(grid: Grid, index: int) -> Iterator[dict[int, str]]:
    """Yield the words above each column: of one row, of two, of three."""
    number, row = grid.rows[index]
    written = texts(row)
    if not written:
        return
    yield written
    for below in range(index + 1, min(index + _MOST_HEADING_ROWS, len(grid.rows))):
        next_number, row = grid.rows[below]
        lower = texts(row)
        if not lower or next_number != number + (below - index):
            return
        written = {**written, **lower}
        yield written


def _found(
    written: Mapping[int, str], vocabularies: Sequence[Vocabulary], claimed: Schema | None
) -> Iterator[tuple[Vocabulary, Headings, int, int]]:
    """Yield whose headings stand in a row, side by side, with the columns that each takes up."""
    parts = list(_parts(written, vocabularies, claimed))
    firsts = [min(part) for _, _, part in parts]
    for place, (vocabulary, headings, _) in enumerate(parts):
        first = firsts[place] if place else 0
        end = firsts[place + 1] if place + 1 < len(parts) else NO_END
        yield vocabulary, headings, first, end


def _parts(
    written: Mapping[int, str], vocabularies: Sequence[Vocabulary], claimed: Schema | None
) -> Iterator[tuple[Vocabulary, Headings, Mapping[int, str]]]:
    rest = dict(written)
    while rest:
        best = _best(rest, vocabularies, claimed)
        if best is None:
            return
        vocabulary, headings = best
        left = {column: text for column, text in rest.items() if column < _first(headings)}
        if _holds_whole(left, vocabularies):
            yield from _parts(left, vocabularies, claimed)
            rest = {column: text for column, text in rest.items() if column not in left}
            continue
        begins_again = _begins_again(rest, vocabulary)
        if begins_again is None:
            part = _own_part(rest, headings, vocabularies)
        else:
            part = {column: text for column, text in rest.items() if column < begins_again}
            headings = match(part, vocabulary) or headings
        yield vocabulary, headings, part
        rest = {column: text for column, text in rest.items() if column > max(part)}


def _own_part(
    written: Mapping[int, str], headings: Headings, vocabularies: Sequence[Vocabulary]
) -> Mapping[int, str]:
    """Return the columns of a ledger: all, unless another whole one stands to the right."""
    last = max(headings.columns.values())
    right = {column: text for column, text in written.items() if column > last}
    if not _holds_whole(right, vocabularies):
        return written
    return {column: text for column, text in written.items() if column <= last}


def _first(headings: Headings) -> int:
    return min(headings.columns.values())


def _holds_whole(written: Mapping[int, str], vocabularies: Sequence[Vocabulary]) -> bool:
    """Whether all the headings that a ledger must have are among some columns."""
    best = _best(written, vocabularies, None)
    return best is not None and not missing(best[1], best[0].schema)


def _best(
    written: Mapping[int, str], vocabularies: Sequence[Vocabulary], claimed: Schema | None
) -> tuple[Vocabulary, Headings] | None:
    """Return the ledger whose headings these are: one that lacks none, else the claimed one."""
    found = []
    for vocabulary in vocabularies:
        named = claimed is not None and vocabulary.schema.id == claimed.id
        headings = match(written, vocabulary)
        if headings is None or (vocabulary.schema.holds == "figures" and not named):
            continue
        complete = not missing(headings, vocabulary.schema)
        found.append((complete, named, len(headings.columns), vocabulary, headings))
    if not found:
        return None
    best = max(found, key=lambda each: each[:3])
    return best[3], best[4]


def _begins_again(written: Mapping[int, str], vocabulary: Vocabulary) -> int | None:
    """Return the column in which the same headings begin a second time."""
    seen: dict[str, int] = {}
    places = [
        (column, meaning.field)
        for column, text in sorted(written.items())
        if (meaning := vocabulary.meaning(text)) is not None
    ]
    for place, (column, id_) in enumerate(places):
        if id_ in seen:
            rest = {id_ for _, id_ in places[place:]}
            if len(rest & seen.keys()) >= max(_FEWEST_REPEATED, (len(seen) + 1) // 2):
                return column
        seen[id_] = column
    return None
