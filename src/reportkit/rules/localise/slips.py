"""Slips of the keyboard and of the eye that would explain why a cell says what it says."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from itertools import pairwise

from reportkit.figures import Value, is_figure
from reportkit.forms import Edition

Neighbours = Mapping[str, tuple[str, ...]]


@cache
def neighbours(edition: Edition) -> Neighbours:
    """Return the cells to the left and right of each cell, above and below it."""
    beside: dict[str, list[str]] = {cell: [] for cell in edition.cells}
    for table in edition.tables.values():
        for block in table.blocks:
            rows, columns = block.leaf_rows(), block.leaf_columns()
            grid = [[table.cell_id(row, column) for column in columns] for row in rows]
            for line in (*grid, *(list(column) for column in zip(*grid, strict=True))):
                for one, other in pairwise(line):
                    beside[one].append(other)
                    beside[other].append(one)
    return {cell: tuple(others) for cell, others in beside.items()}


def slip_of_fingers(now: int, should: int) -> str:
    """Say which slip turns one number into the other; nothing if none does.

    Examples
    --------
    >>> slip_of_fingers(132, 123), slip_of_fingers(1223, 123), slip_of_fingers(12, 123)
    ('相邻两位颠倒', '多打一位', '漏打一位')
    >>> slip_of_fingers(173, 123), slip_of_fingers(7, 3)
    ('打错一位', '')
    """
    typed, meant = str(now), str(should)
    if now < 0 or should < 0:
        return "打错正负号" if now == -should else ""
    if len(typed) == len(meant) > 1:
        differing = [i for i in range(len(typed)) if typed[i] != meant[i]]
        if len(differing) == 1:
            return "打错一位"
        return "相邻两位颠倒" if _swapped(typed, meant, differing) else ""
    if now and _without_one(typed, meant):
        return "多打一位"
    if now and _without_one(meant, typed):
        return "漏打一位"
    return ""


def slip_of_eyes(
    cell: str, should: Mapping[str, int], figures: Mapping[str, Value], beside: Neighbours
) -> str:
    """Say from which neighbouring cell the number was taken; nothing if from none.

    Parameters
    ----------
    cell : str
    should : mapping of str to int
        What the wrong cells should say, this one among them.
    figures : mapping of str to Value
        What all cells say.
    beside : mapping
        See `neighbours`.
    """
    now = figures[cell]
    for other in beside[cell]:
        if other in should and (figures[other], should[other]) == (should[cell], now):
            return "与相邻格填反"
    same = any(now == figures[other] and other not in should for other in beside[cell])
    return "照抄相邻格" if now and same else ""


def is_stale(now: Value, last_year: Value) -> bool:
    """Whether a figure is last year's; 0 says nothing, being the same every year."""
    return is_figure(now) and now != 0 and now == last_year


def _swapped(typed: str, meant: str, differing: list[int]) -> bool:
    if len(differing) != 2 or differing[1] != differing[0] + 1:  # noqa: PLR2004 - two digits
        return False
    first, second = differing
    return typed[first] == meant[second] and typed[second] == meant[first]


def _without_one(longer: str, shorter: str) -> bool:
    """Whether striking out one digit of one number gives the other."""
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
