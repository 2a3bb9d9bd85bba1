"""Rows of a grid whose figures may stand under other headings than those they were written for.

A page of which a cell is missing shows a row that is too short. Who converts it fills the row up at
its end: then nothing but the empty place tells that the figures may stand under other headings.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from reportkit.figures import Mark, Value
from reportkit.forms import Block
from reportkit.published.tables.rows import MOST_LACKING, FoundRow
from reportkit.published.tables.sums import Sum, may_hold

_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 3
_MOVED = "这一行末尾空着，别处不空，可能缺了一格、后面的数都移了位"
_LACKING = "表里缺一栏，剩下的各栏之和对不上，数可能不在自己的栏名下面"


def doubt_moved(block: Block, rows: Sequence[FoundRow], sums: Sequence[Sum]) -> None:
    """Doubt the rows of a block whose figures may have moved towards their beginning.

    A column that is left blank in most rows is one that the bureau left blank, and so is a total of
    noughts alone, as real reports have it: no figure is another one's wherever the blank belongs.
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
    filled = [row for row in rows if row.line.in_grid and _lacking(row) is not None]
    ending = [row for row in filled if _lacking(row)]
    if 2 * len(ending) > len(filled) >= _FEWEST_ROWS:
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
