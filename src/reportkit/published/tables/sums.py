"""Which of several readings of a table is the one whose sums come out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import cache
from itertools import product
from typing import TypeAlias

from reportkit.figures import Mark, Value
from reportkit.forms import Edition
from reportkit.rules import Rule, Severity
from reportkit.rules.linear import equations

Row: TypeAlias = Mapping[str, Value]
Sum: TypeAlias = tuple[tuple[str, int], ...]
_MOST_COMBINATIONS = 3_000


@cache
def sums_of(edition: Edition, rules: tuple[Rule, ...]) -> tuple[Sum, ...]:
    """Return the sums within one report that must come to nothing, as cells with their signs."""
    found: list[Sum] = []
    for rule in rules:
        linear = rule.linear
        exact = linear and linear.relation == "=" and not linear.tolerance and not linear.beside
        if not exact or rule.severity is not Severity.ERROR or not rule.is_for(edition):
            continue
        for one in equations(rule, edition):
            left = [(term.cell, term.sign) for term in one.left]
            found.append((*left, *((term.cell, -term.sign) for term in one.right)))
    return tuple(found)


def residual(one: Sequence[tuple[str, int]], values: Mapping[str, Value]) -> Decimal | int | None:
    """Return what a sum comes to; None where a cell of it is no figure. Blanks count as nothing."""
    total: Decimal | int = 0
    for cell, sign in one:
        value = values.get(cell, Mark.UNKNOWN)
        if value is Mark.BLANK or value is Mark.NOT_APPLICABLE:
            continue
        if not isinstance(value, int | Decimal):
            return None
        total += sign * value
    return total


def failing(sums: Sequence[Sum], values: Mapping[str, Value]) -> int:
    """Return how many sums over some cells do not come to nothing."""
    return sum(residual(one, values) not in (0, None) for one in sums)


def may_hold(row: Row, sums: Sequence[Sum]) -> bool:
    """Whether the sums within a row come out with something, not below nothing, in open cells."""
    return all(_can_be(row, one) for one in sums if all(cell in row for cell, _ in one))


def _can_be(row: Row, one: Sum) -> bool:
    """Whether a sum comes out: with several open cells always, as far as this tells."""
    lacking = [sign for cell, sign in one if row[cell] is Mark.UNKNOWN]
    rest = residual([term for term in one if row[term[0]] is not Mark.UNKNOWN], row)
    if rest is None or len(lacking) > 1:
        return True
    return -lacking[0] * rest >= 0 if lacking else rest == 0


def only_solution(
    choices: Sequence[Sequence[Row]], known: Mapping[str, Value], sums: Sequence[Sum]
) -> list[Row] | None:
    """Return the one choice for each row with which all sums come out that speak of it.

    None where there is none, or several that differ, or too many to try.
    """
    rows = [list(_consistent(row, sums)) for row in choices]
    count = 1
    for row in rows:
        count *= len(row)
    if not 0 < count <= _MOST_COMBINATIONS:
        return None
    open_cells = {cell for row in choices for each in row for cell in each}
    asked = [one for one in sums if any(cell in open_cells for cell, _ in one)]
    found: list[Row] | None = None
    for attempt in product(*rows):
        values = dict(known)
        for chosen in attempt:
            values.update(chosen)
        if all(residual(one, values) in (0, None) for one in asked):
            if found is not None and found != list(attempt):
                return None
            found = list(attempt)
    return found


def _consistent(row: Sequence[Row], sums: Sequence[Sum]) -> Iterator[Row]:
    """Yield the readings of a row with which the sums within it come out, each once.

    What is missing in a sum is what it lacks.
    """
    seen: list[Row] = []
    for reading in row:
        within = [one for one in sums if all(cell in reading for cell, _ in one)]
        each = dict(reading)
        for one in within:
            _fill(each, one)
        usable = all(residual(one, each) in (0, None) for one in within)
        if usable and each not in seen:
            seen.append(each)
            yield each


def _fill(row: dict[str, Value], one: Sum) -> None:
    lacking = [(cell, sign) for cell, sign in one if row[cell] is Mark.UNKNOWN]
    if len(lacking) == 1:
        (cell, sign) = lacking[0]
        rest = residual([term for term in one if term[0] != cell], row)
        if rest is not None and -sign * rest >= 0:
            row[cell] = -sign * rest
