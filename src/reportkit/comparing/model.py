"""What two reports state, and what of it differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from reportkit.figures import Value, value_to_json
from reportkit.rules import Finding, State


class Became(StrEnum):
    """What became of something between the first report and the second."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Statements:
    """What a report states, as far as two are compared by it.

    Attributes
    ----------
    figures : mapping
        As in ``figures.json``.
    findings : tuple of Finding, or None
        None where they are not known: a published rendition does not have them.
    prose : mapping of str to str, or None
        By the heading of each section, a paragraph a line; None where it is not known.
    """

    figures: Mapping[str, Any]
    findings: tuple[Finding, ...] | None = None
    prose: Mapping[str, str] | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the object that a file holds."""
        findings = None if self.findings is None else [one.to_json() for one in self.findings]
        prose = None if self.prose is None else dict(self.prose)
        return {"figures": dict(self.figures), "findings": findings, "prose": prose}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Statements:
        """Read back what `to_json` returned.

        Raises
        ------
        KeyError, TypeError, ValueError
            Where it is nothing of the kind.
        """
        findings, prose = data["findings"], data["prose"]
        return cls(
            dict(data["figures"]),
            None if findings is None else tuple(map(Finding.from_json, findings)),
            None if prose is None else {str(key): str(text) for key, text in prose.items()},
        )


@dataclass(frozen=True, slots=True)
class CellChange:
    """A cell that the two reports do not have alike.

    Attributes
    ----------
    id, name : str
    before, after : Value or None
        None where that report has no such cell, which is another thing than a blank one.
    """

    id: str
    name: str
    before: Value | None
    after: Value | None

    @property
    def became(self) -> Became:
        """Whether only the second report has the cell, only the first, or both."""
        return _became(self.before, self.after)

    def to_json(self) -> dict[str, Any]:
        """Return it with each value by itself: a report without the cell has no key for it."""
        values = {"before": self.before, "after": self.after}
        there = {side: value_to_json(value) for side, value in values.items() if value is not None}
        return {"id": self.id, "name": self.name, "became": self.became.value, **there}


@dataclass(frozen=True, slots=True)
class FindingChange:
    """Something to be looked at that the two reports do not have alike.

    Attributes
    ----------
    before, after : Finding or None
        None where the rule does not apply there at that place. One that passes does count: a
        finding is gone where its rule passes now.
    """

    before: Finding | None
    after: Finding | None

    @property
    def became(self) -> Became:
        """New, gone, or there in both but otherwise."""
        return _became(to_look_at(self.before), to_look_at(self.after))

    @property
    def finding(self) -> Finding:
        """The one that is to be looked at: the later where both are."""
        found = to_look_at(self.after) or to_look_at(self.before)
        assert found is not None  # noqa: S101 - one of both, or there is no change
        return found

    def to_json(self) -> dict[str, Any]:
        """Return it with both findings as ``findings.json`` has them."""
        sides = {"before": self.before, "after": self.after}
        there = {side: None if one is None else one.to_json() for side, one in sides.items()}
        named = {"rule": self.finding.rule, "place": self.finding.place}
        return {**named, "became": self.became.value, **there}


@dataclass(frozen=True, slots=True)
class SentenceChange:
    """A sentence that the two reports do not have alike.

    Attributes
    ----------
    became : Became
    section_before, section_after : str
        Headings of the sections that it stands in; empty where it stands in none.
    before, after : str
        As written; empty where it is not there.
    """

    became: Became
    section_before: str
    section_after: str
    before: str
    after: str

    @property
    def section(self) -> str:
        """Where to look for it: in the later report, if it has it."""
        return self.section_after if self.after else self.section_before

    def to_json(self) -> dict[str, Any]:
        """Return it as an object of text."""
        return {
            "became": self.became.value,
            "section_before": self.section_before,
            "section_after": self.section_after,
            "before": self.before,
            "after": self.after,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that differs between two reports.

    Attributes
    ----------
    cells : tuple of CellChange
        In the order of the second report; those that only the first has come last.
    findings : tuple of FindingChange, or None
        None where one report does not tell its findings.
    sentences : tuple of SentenceChange, or None
        None where one report does not tell its prose.
    rules_before, rules_after : tuple of str
        Rules that only the first, only the second report was held against.
    """

    cells: tuple[CellChange, ...]
    findings: tuple[FindingChange, ...] | None
    sentences: tuple[SentenceChange, ...] | None
    rules_before: tuple[str, ...] = ()
    rules_after: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything differs, of what both tell."""
        rules = self.rules_before or self.rules_after
        return bool(self.cells or self.findings or self.sentences or rules)

    def to_json(self) -> dict[str, Any]:
        """Return what `reportkit diff --format json` prints of it; null is what is not told."""
        return {
            "differs": self.differs,
            "cells": [one.to_json() for one in self.cells],
            "findings": _all_to_json(self.findings),
            "sentences": _all_to_json(self.sentences),
            "rules_before": list(self.rules_before),
            "rules_after": list(self.rules_after),
        }


def _became(before: object, after: object) -> Became:
    if before is None:
        return Became.NEW
    return Became.GONE if after is None else Became.CHANGED


def _all_to_json(changes: Sequence[FindingChange | SentenceChange] | None) -> Any:
    return None if changes is None else [one.to_json() for one in changes]


def to_look_at(finding: Finding | None) -> Finding | None:
    """Return a finding, unless its rule passes: then there is nothing to be looked at."""
    return None if finding is None or finding.state is State.PASS else finding
