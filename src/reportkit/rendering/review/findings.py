"""Findings as a reviewer reads them: by weight, then by what is behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, NamedTuple

from reportkit.figures import Value, split_cell, value_text
from reportkit.rendering.parts.findings import verdict
from reportkit.rules import Finding, Severity, State

_RELATIONS = {
    "=": "左应等于右",
    ">=": "左应不少于右",
    "<=": "左应不多于右",
    "only_if": "左大于 0 时，右也应大于 0",
}


class Part(NamedTuple):
    """A cell on one side of a sum: its sign, empty for a plus in front, id, name and figure."""

    sign: str
    cell: str
    name: str
    figure: str


class Side(NamedTuple):
    """One side of a sum: its cells and what they come to."""

    parts: tuple[Part, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding on the page.

    Attributes
    ----------
    number : int
        From 1 up in the order of the page; those that do not hold come first.
    finding : Finding
    verdict : str
        The answer in a word.
    explanation, formula : str
        What the rule asks, and of a sum its two sides in words.
    relation : str
        How the sides should stand to each other; empty where they are no sums of cells.
    sides : tuple of Side
        Left and right in numbers; of what is compared and is no sum of cells, the totals alone.
    residual : str
        Left minus right; empty where there is none.
    cells : tuple of str
        Ids of the cells that it is about.
    """

    number: int
    finding: Finding
    verdict: str
    explanation: str = ""
    formula: str = ""
    relation: str = ""
    sides: tuple[Side, ...] = ()
    residual: str = ""
    cells: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return f"f{self.number}"

    @property
    def look(self) -> str:
        """How it is marked: by its weight, where it does not hold."""
        if self.finding.fails_run:
            return "error"
        return self.finding.severity if self.finding.state is State.FAIL else self.finding.state


class Cause(NamedTuple):
    """Findings that have one thing behind them, and what to do about it; nothing where unknown."""

    remedy: str
    suspects: tuple[str, ...]
    shown: list[Shown]


class Weight(NamedTuple):
    """All findings of one weight."""

    id: str
    title: str
    causes: list[Cause]

    @property
    def shown(self) -> list[Shown]:
        """Its findings, cause by cause."""
        return [one for cause in self.causes for one in cause.shown]


def by_weight(findings: Sequence[Finding], told: Mapping[str, Any]) -> list[Weight]:
    """Return what does not hold by weight and cause, then what cannot be told, then what passes.

    Parameters
    ----------
    findings : sequence of Finding
    told : mapping
        What the notebook carries for review; may be empty.
    """
    failing = [one for one in findings if one.fails_run]
    others = [one for one in findings if one.state is State.FAIL and not one.fails_run]
    groups = [
        ("error", "必须改正", failing),
        ("warning", "请核实", [one for one in others if one.severity is Severity.WARNING]),
        ("notice", "供参考", [one for one in others if one.severity is not Severity.WARNING]),
        ("unknown", "无法核对", [one for one in findings if one.state is State.UNKNOWN]),
        ("pass", "通过", [one for one in findings if one.state is State.PASS]),
    ]
    weights = []
    first = 1
    for id_, title, found in groups:
        weights.append(Weight(id_, title, list(_causes(found, first, told))))
        first += len(found)
    return weights


def numbers_on_page(findings: Sequence[Finding]) -> Callable[[Finding], int]:
    """Return what tells the number of a finding on the page that is made of these.

    Of one that stands for many, it is the number of the first of them. Two may say the same in one
    place and have a number each: they are told apart by which they are, not by what they say.
    """
    on_page = [one for weight in by_weight(findings, {}) for one in weight.shown]
    numbers = {id(one.finding): one.number for one in on_page}
    first_at = {_place(one.finding): one.number for one in reversed(on_page)}
    return lambda finding: numbers.get(id(finding), first_at[_place(finding)])


def _place(finding: Finding) -> tuple[str, str, State]:
    return finding.rule, finding.place, finding.state


def _causes(findings: Sequence[Finding], first: int, told: Mapping[str, Any]) -> Iterator[Cause]:
    """Yield findings by cause, numbered from `first`; a cause comes where its first one stood."""
    by_cause: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_cause.setdefault(_cause(finding), []).append(finding)
    for alike in by_cause.values():
        remedies = dict.fromkeys(one.suggestion for one in alike)
        suspects = dict.fromkeys(cell for one in alike for cell in one.suspects)
        shown = [_shown(number, one, told) for number, one in enumerate(alike, start=first)]
        first += len(alike)
        yield Cause("".join(remedies), tuple(suspects), shown)


def _cause(finding: Finding) -> tuple[str, str]:
    """Tell what is behind a finding: the cells that are likely wrong, else its rule and remedy."""
    return ("", finding.suggestion) if finding.suspects else (finding.rule, finding.suggestion)


def _shown(number: int, finding: Finding, told: Mapping[str, Any]) -> Shown:
    words = told.get("rules", {}).get(finding.rule, "")
    explanation, _, formula = words.partition("\n")
    signs = told.get("signs", {}).get(finding.rule, "")
    relation, sides = _sides(finding, signs)
    return Shown(
        number=number,
        finding=finding,
        verdict=verdict(finding),
        explanation=explanation,
        formula=formula,
        relation=relation,
        sides=sides,
        residual=_text(finding.residual),
        cells=tuple(_cells(finding, told)),
    )


def _cells(finding: Finding, told: Mapping[str, Any]) -> Iterable[str]:
    """Return the cells of this report that a finding is about."""
    named = (split_cell(cell.id) for cell in finding.cells)
    # What stands beside this year's figure, its panel shows.
    here = [bare for beside, bare in named if beside in ("", "last")]
    return dict.fromkeys([*here, *told.get("touched", {}).get(finding.fingerprint, ())])


def _sides(finding: Finding, signs: str) -> tuple[str, tuple[Side, ...]]:
    """Return how the sides of a sum should stand to each other, and both in numbers."""
    left, _, rest = signs.partition(" ")
    how, _, right = rest.partition(" ")
    if how not in _RELATIONS or len(left) + len(right) != len(finding.cells):
        return "", _compared(finding)
    cells = iter(finding.cells)
    sides = []
    for side, total in ((left, finding.left), (right, finding.right)):
        parts = []
        for place, sign in enumerate(side):
            cell = next(cells)
            shown = "－" if sign == "-" else "＋" if place else ""
            parts.append(Part(shown, cell.id, cell.name, value_text(cell.value)))
        sides.append(Side(tuple(parts), _text(total)))
    return _RELATIONS[how], tuple(sides)


def _compared(finding: Finding) -> tuple[Side, ...]:
    """Return the sides of a comparison that is no sum of cells; none where nothing is compared."""
    if finding.left is None or finding.right is None:
        return ()
    return Side((), _text(finding.left)), Side((), _text(finding.right))


def _text(value: Value | None) -> str:
    return "" if value is None else value_text(value)


def by_rule(shown: Sequence[Shown]) -> list[tuple[Finding, list[Shown]]]:
    """Return findings rule by rule, with the first of each for what they have in common."""
    found = ((alike[0].finding, alike) for alike in _alike(shown))
    return list(found)


def _alike(shown: Sequence[Shown]) -> Iterator[list[Shown]]:
    for _, group in groupby(shown, key=lambda one: one.finding.rule):
        yield list(group)
