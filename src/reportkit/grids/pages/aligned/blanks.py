"""Rows in which all is blank: labels beside which no figure stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportkit.grids.pages.aligned.pieces import Cell, begins_item
from reportkit.grids.pages.aligned.regions import LEVEL, SHIFTED, Row, Shelf, covers, steps_of

_NEAR = 4.2  # sizes of type from one row to the next, where no others tell
_MOST = 6  # rows one after the other in which all is blank


def name_of(row: Row, labels: Sequence[Cell]) -> Cell | None:
    """Return the label beside a row that stands nearest to its figures."""
    beside = [one for one in labels if covers(one, row)]
    return max(beside, key=lambda one: one.box.left, default=None)


def are_items(labels: Sequence[Cell]) -> bool:
    """Whether labels begin with numbers each, so that none of them goes on another one."""
    return all(begins_item(one.pieces[0]) for one in labels)


def blank_above(
    row: Row, labels: Sequence[Cell], above: Sequence[Cell], heads: Sequence[Cell]
) -> Iterator[Cell]:
    """Yield the labels that stand above the first row, below all headings."""
    name = name_of(row, labels)
    if name and heads:
        end = max(one.last for one in heads) + LEVEL * row.size
        yield from (one for one in above if one.first > end and one.box.lines_up(name.box))


def blank_between(rows: Sequence[Row], labels: Sequence[Cell]) -> Iterator[Cell]:
    """Yield labels beside no row, below and above such of rows with figures.

    What stands over several rows stands before their labels.
    """
    for label in labels:
        if any(covers(label, row) for row in rows):
            continue
        around = sorted(rows, key=lambda row: abs(row.base - label.base))[:2]
        names = [name for row in around if (name := name_of(row, labels))]
        below = len(names) == len(around) and all(one.box.lines_up(label.box) for one in names)
        if below and are_items([label, *names]):
            yield label


def blank_below(
    rows: Sequence[Row],
    labels: Sequence[Cell],
    end: float,
    left: float,
    words: Shelf,
    figures: Shelf,
) -> list[Cell]:
    """Return labels below the last row with nothing beside them, up to what is none.

    The last one before other headings is their title. Where figures follow, the table goes on.
    """
    name, size = name_of(rows[-1], labels), rows[-1].size
    step = max([*steps_of(rows), _NEAR * size])
    found: list[Cell] = []
    bottom, room = end, SHIFTED * size
    for one in words.between(end, end + _MOST * step):
        if name is None or one.first - bottom > step or not one.box.lines_up(name.box):
            break
        if one.is_prose or one.box.right > left:
            break
        level = one.first - room, one.last + room
        if figures.between(*level):
            return []
        if any(other.box.left >= one.box.right for other in words.between(*level)):
            return found[:-1]
        found.append(one)
        bottom = one.last
    return found
