"""From the figures of a report to the cells that are wrong."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import chain, combinations

from reportkit.figures import LAST_YEAR, Figures
from reportkit.figures.array import decode
from reportkit.rules.finding import Severity
from reportkit.rules.linear import compile_rules
from reportkit.rules.localise.programme import Clock, Found, Solution
from reportkit.rules.localise.puzzle import Puzzle, state_puzzle
from reportkit.rules.localise.result import SHOWN, Change, Group, Localisation, Repair, Verdict
from reportkit.rules.localise.search import smallest_sets
from reportkit.rules.localise.slips import is_stale, neighbours, slip_of_eyes, slip_of_fingers
from reportkit.rules.localise.totals import TotalLine, lines_left_at_zero, total_lines
from reportkit.rules.matrix import LinearSystem
from reportkit.rules.rule import Rule


def localise(
    figures: Figures,
    rules: Iterable[Rule],
    *,
    fixed: frozenset[str] = frozenset(),
    facts: frozenset[str] = frozenset(),
    limit_seconds: float = 10.0,
) -> Localisation:
    """Find the fewest cells whose change makes every sum of severity error hold.

    Counts stay whole and not negative. A row or column of totals left at 0 weighs as one cell; what
    holds no usable figure (blank, text, negative, absurd) has to be filled in anyway and weighs
    nothing. The figures of other reports, where there are any, are taken to be right. Rules with a
    condition or a tolerance are left out: they name no sum that must come out exactly.

    Parameters
    ----------
    figures : Figures
    rules : iterable of Rule
        What the report is held against.
    fixed : frozenset of str
        Cells that are known to be right, such as those counted from a ledger: never blamed.
    facts : frozenset of str
        What is true of the organ, which decides the rules that apply.
    limit_seconds : float
        Of the processor, after which the search stops and says that it cannot tell.

    Returns
    -------
    Localisation
    """
    system = _error_rules(figures, rules, facts)
    puzzle = state_puzzle(system, figures, fixed)
    lines = list(lines_left_at_zero(system.equations, figures))
    clock = Clock(limit_seconds)
    attempts = [_attempt(puzzle, chosen, clock) for chosen in _subsets(lines)]
    best = min(attempts, key=lambda attempt: attempt.cost)
    finished = all(found.finished for attempt in attempts for _, found in attempt.parts)
    evidence = _Evidence.of(system, figures)
    groups = (
        _group(part, found, best.lines, evidence, finished=finished) for part, found in best.parts
    )
    return Localisation(tuple(group for group in groups if _says_something(group)))


@dataclass(frozen=True)
class _Attempt:
    """A search that takes some lines of totals for not filled in."""

    lines: tuple[TotalLine, ...]
    parts: list[tuple[Puzzle, Found]]

    @property
    def cost(self) -> float:
        """Cells to change, a line of totals counted as one."""
        if not all(found.solutions for _, found in self.parts):
            return math.inf
        return len(self.lines) + sum(found.solutions[0].size for _, found in self.parts)


@dataclass(frozen=True)
class _Evidence:
    """What makes one repair more plausible than another of the same size."""

    figures: Figures
    totals: frozenset[str]

    @classmethod
    def of(cls, system: LinearSystem, figures: Figures) -> _Evidence:
        lines = total_lines(system.equations)
        totals = frozenset(equation.left[0].cell for line in lines for equation in line)
        return cls(figures, totals)

    def slip(self, cell: str, should: Mapping[str, int]) -> str:
        """Say what may have happened in a cell; nothing if nothing suggests itself."""
        now = self.figures[cell]
        if cell not in should or not isinstance(now, int):
            return ""
        if is_stale(now, self.figures[LAST_YEAR + cell]):
            return "沿用上年数"
        if now == 0 and cell in self.totals:
            return "漏填合计"
        beside = neighbours(self.figures.edition)
        return slip_of_eyes(cell, should, self.figures, beside) or slip_of_fingers(
            now, should[cell]
        )


def _error_rules(figures: Figures, rules: Iterable[Rule], facts: frozenset[str]) -> LinearSystem:
    sums = tuple(
        rule
        for rule in rules
        if rule.linear and rule.linear.is_exact_sum and rule.severity is Severity.ERROR
        if rule.applies(figures.edition, facts) and rule.linear.beside <= figures.beside.keys()
    )
    return compile_rules(figures.edition, sums)


def _subsets(lines: list[TotalLine]) -> Iterator[tuple[TotalLine, ...]]:
    sizes = range(len(lines) + 1)
    return chain.from_iterable(combinations(lines, size) for size in sizes)


def _attempt(puzzle: Puzzle, lines: tuple[TotalLine, ...], clock: Clock) -> _Attempt:
    ties = [line.cells for line in lines]
    parts = puzzle.opening(ties).parts(ties)
    return _Attempt(lines, [(part, smallest_sets(part, clock)) for part in parts])


def _group(
    part: Puzzle,
    found: Found,
    lines: tuple[TotalLine, ...],
    evidence: _Evidence,
    *,
    finished: bool,
) -> Group:
    repairs = [_repair(part, solution, lines, evidence) for solution in found.solutions]
    ranked = sorted(repairs, key=lambda repair: _rank(repair, part))
    return Group(tuple(ranked[:SHOWN]), _verdict(len(repairs), finished=finished))


def _verdict(repairs: int, *, finished: bool) -> Verdict:
    if not finished:
        return Verdict.OUT_OF_TIME
    if not repairs:
        return Verdict.IMPOSSIBLE
    return Verdict.CERTAIN if repairs == 1 else Verdict.SEVERAL


def _repair(
    part: Puzzle, solution: Solution, lines: tuple[TotalLine, ...], evidence: _Evidence
) -> Repair:
    figures = evidence.figures
    spans = {
        part.cells[column]: tuple(_figure(bound, part.exponent) for bound in bounds)
        for column, bounds in sorted(solution.ranges.items())
    }
    should = {
        cell: low
        for cell, (low, high) in spans.items()
        if isinstance(low, int) and low == high != figures[cell]
    }
    idle = {
        cell
        for cell, is_open in zip(part.cells, part.open, strict=True)
        if is_open and cell not in should
    }
    changes = tuple(
        Change(
            cell=cell,
            name=figures.edition.cells[cell].name,
            now=figures[cell],
            lowest=low,
            highest=high,
            slip=evidence.slip(cell, should),
        )
        for cell, (low, high) in spans.items()
        if cell not in idle
    )
    cells = {change.cell for change in changes}
    return Repair(changes, tuple(line for line in lines if cells & {*line.cells}))


def _figure(bound: int | None, exponent: int) -> int | Decimal | None:
    return None if bound is None else decode(bound, exponent)


def _rank(repair: Repair, part: Puzzle) -> tuple[int, list[int]]:
    """Fewest changes that no slip explains; then the order of the form."""
    unexplained = sum(not change.slip for change in repair.changes)
    return unexplained, [part.cells.index(change.cell) for change in repair.changes]


def _says_something(group: Group) -> bool:
    return group.verdict is not Verdict.CERTAIN or bool(group.repairs[0].changes)
