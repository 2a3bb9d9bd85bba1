"""Comparing two reports: their cells, and what the rules say of them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import Any

from reportkit.comparing.model import (
    CellChange,
    Comparison,
    FindingChange,
    Statements,
    to_look_at,
)
from reportkit.comparing.sentences import changed_sentences
from reportkit.comparing.set_aside import set_aside
from reportkit.figures import value_from_json
from reportkit.rules import Finding


def compare(before: Statements, after: Statements) -> Comparison:
    """Return all that differs between two reports.

    Parameters
    ----------
    before, after : Statements
        The earlier and the later; of two that are neither, in the order in which they are shown.

    Raises
    ------
    KeyError, TypeError, ValueError
        Where the figures are none.
    """
    cells = tuple(_cells(before.figures, after.figures))
    sentences = None
    if before.prose is not None and after.prose is not None:
        sentences = tuple(changed_sentences(before.prose, after.prose))
    if before.findings is None or after.findings is None:
        return Comparison(cells, None, sentences)
    rules = [{one.rule: one.title for one in side.findings or ()} for side in (before, after)]
    return Comparison(
        cells,
        tuple(_findings(before.findings, after.findings)),
        sentences,
        tuple(f"{id_} {title}" for id_, title in rules[0].items() if id_ not in rules[1]),
        tuple(f"{id_} {title}" for id_, title in rules[1].items() if id_ not in rules[0]),
    )


def _cells(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[CellChange]:
    same_form = before["form"] == after["form"]
    earlier, later = before["cells"], after["cells"]

    def both_have(id_: str) -> bool:
        # What two forms call alike is one cell only where they mean the same by it.
        there = id_ in earlier and id_ in later
        return there and (same_form or earlier[id_]["name"] == later[id_]["name"])

    for id_, cell in later.items():
        value = value_from_json(cell["value"])
        if not both_have(id_):
            yield CellChange(id_, cell["name"], None, value)
            continue
        was = value_from_json(earlier[id_]["value"])
        if was != value:
            yield CellChange(id_, cell["name"], was, value)
    for id_, cell in earlier.items():
        if not both_have(id_):
            yield CellChange(id_, cell["name"], value_from_json(cell["value"]), None)


def _findings(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[FindingChange]:
    earlier, later = _by_place(before), _by_place(after)
    for place in [*later, *(place for place in earlier if place not in later)]:
        for was, now in _pairs(earlier.get(place, []), later.get(place, [])):
            one, other = to_look_at(was), to_look_at(now)
            if (one and _told(one)) != (other and _told(other)):
                yield FindingChange(was, now)


def _by_place(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    placed: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        placed[finding.rule, finding.place].append(finding)
    return placed


def _pairs(
    before: Sequence[Finding], after: Sequence[Finding]
) -> Iterator[tuple[Finding | None, Finding | None]]:
    """Yield the findings of one rule at one place, each with its counterpart.

    Several are told apart by what they say; the rest are taken in their order.
    """
    both = Counter(map(_told, before)) & Counter(map(_told, after))
    earlier = set_aside(before, _told, Counter(both))[1]
    later = set_aside(after, _told, Counter(both))[1]
    yield from zip_longest(earlier, later)


def _told(finding: Finding) -> str:
    """Return what tells a finding from another: its rule may have come to weigh more or less."""
    return f"{finding.severity.value} {finding.fingerprint}"
