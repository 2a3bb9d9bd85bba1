"""Rows whose figures may stand under other headings than those they were written for.

A page of which a cell is missing shows a row that is too short. Who converts it fills the row up at
its end: then nothing but the empty place tells that the figures may stand under other headings. So
may all rows of a text be whose blanks a program left out, and that end in what cuts cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations

from reportkit.figures import Mark, Value
from reportkit.forms import Block
from reportkit.published.tables.rows import MOST_LACKING, FoundRow
from reportkit.published.tables.sums import Sum, may_hold

_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 3
_MOVED = "这一行末尾空着，别处不空，可能缺了一格、后面的数都移了位"
_ALL_MOVED = "各行末尾都空着，数往后移一格，各栏之和也对得上，可能丢了一栏、数移了位"
_BEGINS_EMPTY = "各行开头都空着，各栏之和对不上，数可能移了位"
_LACKING = "表里缺一栏，剩下的各栏之和对不上，数可能不在自己的栏名下面"


def doubt_moved(block: Block, rows: Sequence[FoundRow], sums: Sequence[Sum]) -> None:
    """Doubt the rows of a block whose figures may have moved towards their beginning.

    A column that is left blank in most rows is one that the bureau left blank, unless sums come out
    in every row with the figures further on; and so is a total of noughts alone, as real reports
    have it: no figure is another one's wherever the blank belongs.
    Not so where nothing but the room between figures tells columns: no page shows there that a cell
    is missing. Sums within a row may tell that nothing has moved.

    Parameters
    ----------
    block : Block
    rows : sequence of FoundRow
        All that a document has of it.
    sums : sequence of Sum
    """
    if len(block.leaf_columns()) < _FEWEST_COLUMNS:
        return
    filled = [row for row in rows if _lacking(row) is not None]
    ending = [row for row in filled if _lacking(row)]
    _doubt_beginnings(filled, sums)
    if 2 * len(ending) > len(filled) >= _FEWEST_ROWS:
        if _have_all_moved(ending, sums):
            for row in ending:
                row.fault = _ALL_MOVED
        return
    for row in ending:
        (values,) = row.readings
        noughts = not any(value for value in values.values() if value is not Mark.BLANK)
        if noughts and not row.line.by_gaps:
            continue
        if len(filled) == 1 and _is_left_blank(block, list(values.values())):
            continue
        as_it_stands, *moved = _may_have_been(values, _lacking(row) or 0)
        if _ends_with_total(block, _lacking(row) or 0) and may_hold(as_it_stands, sums):
            continue
        if not may_hold(as_it_stands, sums) or any(may_hold(each, sums) for each in moved):
            row.fault = _MOVED


def _have_all_moved(rows: Sequence[FoundRow], sums: Sequence[Sum]) -> bool:
    """Whether the last figure of each row may be what its last cell adds up, from the same gap on.

    Not where no sum within a row asks for that cell, nor where all figures are noughts.
    """
    values = [row.readings[0] for row in rows]
    summed = all(any(_is_within(one, row.readings[0], _last(row)) for one in sums) for row in rows)
    if not summed or not any(map(_is_positive, chain.from_iterable(map(_said, rows)))):
        return False
    ways = zip(*([*_may_have_been(each, 1)][1:] for each in values), strict=True)
    return any(all(may_hold(each, sums) for each in way) for way in ways)


def _said(row: FoundRow) -> Iterable[Value]:
    return row.readings[0].values()


def _last(row: FoundRow) -> str:
    return [*row.readings[0]][-1]


def _is_within(one: Sum, row: Mapping[str, Value], asked: str) -> bool:
    cells = [cell for cell, _ in one]
    return asked in cells and all(cell in row for cell in cells)


def _doubt_beginnings(rows: Sequence[FoundRow], sums: Sequence[Sum]) -> None:
    """Doubt rows of text that begin with a blank, where whatever stood there most sums fail.

    No heading stands over it: it may be one behind the label, and the end of the row be lost.
    """
    beginning = [row for row in rows if not row.line.in_grid and _begins_blank(row)]
    failing = [row for row in beginning if not may_hold(_begun(row), sums)]
    figures = [row for row in beginning if any(map(_is_positive, _said(row)))]
    if 2 * len(failing) > len(figures):
        for row in beginning:
            row.fault = row.fault or _BEGINS_EMPTY


def _begins_blank(row: FoundRow) -> bool:
    return next(iter(_said(row))) is Mark.BLANK


def _begun(row: FoundRow) -> dict[str, Value]:
    """Return a row with anything in the place where it begins."""
    first, *_ = values = row.readings[0]
    return {**values, first: Mark.UNKNOWN}


def _is_positive(value: Value) -> bool:
    return not isinstance(value, Mark) and value != 0


def doubt_lacking(rows: Sequence[FoundRow], sums: Sequence[Sum]) -> None:
    """Doubt rows of which a column is nowhere, where sums of one come out with nothing in it.

    As a page cuts off a table that is too wide, of which a heading spans too little: the last
    heading stands over the figures of another column then.
    """
    short = [row for row in rows if row.line.in_grid and _lacks_column(row)]
    if not all(may_hold(row.readings[0], sums) for row in short):
        for row in short:
            row.fault = _LACKING


def _lacks_column(row: FoundRow) -> bool:
    one = len(row.readings) == 1 and not row.fault
    return one and len(row.used[0]) < len(row.readings[0])


def _lacking(row: FoundRow) -> int | None:
    """Return how many places at the end of a row are empty; None where nothing stands."""
    if row.fault or len(row.readings) != 1:
        return None
    values = list(row.readings[0].values())
    count = 0
    while values and values[-1] is Mark.BLANK:
        values.pop()
        count += 1
    return count if values else None


def _is_left_blank(block: Block, values: Sequence[Value]) -> bool:
    """Whether every column that is called as the last one is blank, of which there are several."""
    labels = [column.label for column in block.leaf_columns()]
    alike = [value for label, value in zip(labels, values, strict=True) if label == labels[-1]]
    return len(alike) > 1 and all(value is Mark.BLANK for value in alike)


def _ends_with_total(block: Block, lacking: int) -> bool:
    """Whether what is empty begins after a total: a whole group that the bureau left blank.

    No page has lost as many cells of a row, and of fewer no group is made.
    """
    labels = [column.label for column in block.leaf_columns()]
    return lacking > MOST_LACKING and labels[-1 - lacking] == labels[-1]


def _may_have_been(values: Mapping[str, Value], lacking: int) -> Iterator[dict[str, Value]]:
    """Yield what a row may say: as it stands first, then with what is lacking before its end."""
    count = len(values)
    for gaps in reversed([*combinations(range(count), min(lacking, MOST_LACKING))]):
        rest = iter(values.values())
        yield {cell: Mark.UNKNOWN if at in gaps else next(rest) for at, cell in enumerate(values)}
