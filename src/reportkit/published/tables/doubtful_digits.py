"""Figures that are not clear in a picture: where sums leave but one reading of them, it is taken.

A figure that was recognised surely is never changed: where a published report does not add up, it
does not. A sum confirms what was recognised; to overrule it takes two, as one may be wrong in the
original itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportkit.figures import Mark, Value
from reportkit.published.tables.sums import Sum, residual

Readings = Mapping[str, Sequence[Value]]
_MOST_TRIED = 20_000
_TO_OVERRULE = 2
_TAKEN = "图片里的数字不清楚，由合计推定为 {}"
_PROBABLE = "；按合计应为 {}，请核对原件"


class Decided(NamedTuple):
    """What sums tell of doubtful figures.

    Attributes
    ----------
    values : dict of str to Value
        Of those that are decided.
    notes : dict of str to str
        How each of them was decided.
    hints : dict of str to str
        What a single sum tells of those that stay in doubt.
    """

    values: dict[str, Value]
    notes: dict[str, str]
    hints: dict[str, str]


def decided(known: Mapping[str, Value], readings: Readings, sums: Sequence[Sum]) -> Decided:
    """Return what sums tell of figures in doubt.

    Parameters
    ----------
    known : mapping of str to Value
        The figures that are certain; what is no figure there tells nothing.
    readings : mapping of str to sequence of Value
        What each of the others may be; what was recognised first, if that is a figure.
    sums : sequence of Sum
    """
    usable = [one for one in sums if _is_usable(one, known, readings)]
    result = Decided({}, {}, {})
    for cells in _linked(readings, usable):
        asked = [one for one in usable if any(cell in cells for cell, _ in one)]
        solution = _only_one({cell: readings[cell] for cell in cells}, known, asked)
        if solution is None:
            continue
        if all(_is_borne_out(cell, solution, readings, asked) for cell in cells):
            result.values.update(solution)
            result.notes.update((cell, _TAKEN.format(solution[cell])) for cell in cells)
        else:
            result.hints.update((cell, _PROBABLE.format(solution[cell])) for cell in cells)
    return result


def _is_usable(one: Sum, known: Mapping[str, Value], readings: Readings) -> bool:
    """Whether every cell of a sum is a figure, or may be one: a blank may be a figure not seen."""
    return any(cell in readings for cell, _ in one) and all(
        cell in readings or not isinstance(known.get(cell, Mark.UNKNOWN), Mark) for cell, _ in one
    )


def _linked(readings: Readings, sums: Sequence[Sum]) -> Iterator[list[str]]:
    """Yield the cells in doubt, those together that a sum links, each after one that it touches."""
    beside: dict[str, list[str]] = {cell: [] for cell in readings}
    for one in sums:
        cells = [cell for cell, _ in one if cell in readings]
        for cell in cells:
            beside[cell] += cells
    taken: set[str] = set()
    for first in readings:
        if first in taken or not beside[first]:
            continue
        group = [first]
        taken.add(first)
        for cell in group:
            more = [each for each in dict.fromkeys(beside[cell]) if each not in taken]
            taken.update(more)
            group += more
        yield group


def _only_one(
    readings: Readings, known: Mapping[str, Value], sums: Sequence[Sum]
) -> dict[str, Value] | None:
    """Return the one choice with which all sums come out; None where there is none, or several."""
    cells = list(readings)
    at = {cell: number for number, cell in enumerate(cells)}
    # Each sum is asked as soon as the last of its cells is chosen.
    ready: list[list[Sum]] = [[] for _ in cells]
    for one in sums:
        ready[max(at[cell] for cell, _ in one if cell in at)].append(one)
    values = dict(known)
    found: list[dict[str, Value]] = []
    tried = 0

    def choose(number: int) -> bool:
        """Try what the cells from one on may be; false where it is settled that nothing is."""
        nonlocal tried
        if number == len(cells):
            found.append({cell: values[cell] for cell in cells})
            return len(found) == 1
        for value in readings[cells[number]]:
            tried += 1
            values[cells[number]] = value
            holds = all(residual(one, values) == 0 for one in ready[number])
            if tried > _MOST_TRIED or (holds and not choose(number + 1)):
                return False
        return True

    return found[0] if choose(0) and found else None


def _is_borne_out(
    cell: str, solution: Mapping[str, Value], readings: Readings, sums: Sequence[Sum]
) -> bool:
    """Whether enough sums speak for a reading."""
    speaking = sum(any(each == cell for each, _ in one) for one in sums)
    return speaking >= (1 if solution[cell] == readings[cell][0] else _TO_OVERRULE)
