"""What differs between two reports: in their cells, in what the rules say, in their sentences.

Nothing is read or printed here. Two reports of one bureau-year, of two years, of two bureaus or of
two forms are all compared alike; what only one of them has is named, never passed over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest
from typing import Any, NamedTuple, TypeVar

from reportkit.figures import Value, value_from_json, value_to_json
from reportkit.narrative.sentences import in_sentences
from reportkit.rules import Finding, State

_ALIKE = 0.5  # share of characters from which one sentence is another that was changed
_NEAR = 8  # sentences among which the one that was changed is looked for
_T = TypeVar("_T")


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
        return _became(_to_look_at(self.before), _to_look_at(self.after))

    @property
    def finding(self) -> Finding:
        """The one that is to be looked at: the later where both are."""
        found = _to_look_at(self.after) or _to_look_at(self.before)
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


class Piece(NamedTuple):
    """A stretch of two texts: equal in both, or not."""

    same: bool
    before: str
    after: str


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
        sentences = tuple(_sentences(before.prose, after.prose))
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


def pieces(before: str, after: str) -> list[Piece]:
    """Return where two texts differ, to mark it in both.

    Examples
    --------
    >>> pieces("办结6件。", "办结12件。")
    [Piece(same=True, before='办结', after='办结'), Piece(same=False, before='6', after='12'), \
Piece(same=True, before='件。', after='件。')]
    """
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        Piece(tag == "equal", before[a:b], after[c:d]) for tag, a, b, c, d in matcher.get_opcodes()
    ]


def _became(before: object, after: object) -> Became:
    if before is None:
        return Became.NEW
    return Became.GONE if after is None else Became.CHANGED


def _all_to_json(changes: Sequence[FindingChange | SentenceChange] | None) -> Any:
    return None if changes is None else [one.to_json() for one in changes]


# Cells.


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


# Findings.


def _to_look_at(finding: Finding | None) -> Finding | None:
    return None if finding is None or finding.state is State.PASS else finding


def _findings(before: Iterable[Finding], after: Iterable[Finding]) -> Iterator[FindingChange]:
    earlier, later = _by_place(before), _by_place(after)
    for place in [*later, *(place for place in earlier if place not in later)]:
        for was, now in _pairs(earlier.get(place, []), later.get(place, [])):
            one, other = _to_look_at(was), _to_look_at(now)
            if (one and one.fingerprint) != (other and other.fingerprint):
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
    both = Counter(one.fingerprint for one in before) & Counter(one.fingerprint for one in after)
    earlier = _set_aside(before, _fingerprint, Counter(both))[1]
    later = _set_aside(after, _fingerprint, Counter(both))[1]
    yield from zip_longest(earlier, later)


def _fingerprint(finding: Finding) -> str:
    return finding.fingerprint


def _set_aside(
    items: Iterable[_T], name: Callable[[_T], str], wanted: Counter[str]
) -> tuple[list[_T], list[_T]]:
    """Return as many items of each name as are wanted, and the rest; what is found is used up."""
    aside: list[_T] = []
    rest: list[_T] = []
    for item in items:
        found = wanted[name(item)] > 0
        wanted[name(item)] -= found
        (aside if found else rest).append(item)
    return aside, rest


# Sentences.


class _Placed(NamedTuple):
    """A sentence and the heading of its section."""

    section: str
    text: str


class _Stretch(NamedTuple):
    """What stands in one place of a section: sentences of the first and of the second report."""

    before: list[_Placed]
    after: list[_Placed]


def _sentences(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[SentenceChange]:
    sections = [*after, *(section for section in before if section not in after)]
    unlike = [
        stretch
        for section in sections
        for stretch in _unlike(section, before.get(section, ""), after.get(section, ""))
    ]
    both = _texts(one.before for one in unlike) & _texts(one.after for one in unlike)
    came, went = Counter(both), Counter(both)
    rests, origins, places = [], defaultdict(list), []
    for stretch in unlike:
        moved_from, earlier = _set_aside(stretch.before, _text, came)
        moved_to, later = _set_aside(stretch.after, _text, went)
        rests.append((earlier, later))
        places += moved_to
        for one in moved_from:
            origins[one.text].append(one.section)
    for section, text in places:
        yield SentenceChange(Became.MOVED, origins[text].pop(0), section, text, text)
    for earlier, later in rests:
        yield from _matched(earlier, later)


def _text(one: _Placed) -> str:
    return one.text


def _texts(stretches: Iterable[Iterable[_Placed]]) -> Counter[str]:
    return Counter(one.text for stretch in stretches for one in stretch)


def _unlike(section: str, before: str, after: str) -> Iterator[_Stretch]:
    """Yield the stretches in which a section is not the same in both."""
    earlier, later = ([_Placed(section, one) for one in _split(text)] for text in (before, after))
    matcher = SequenceMatcher(None, earlier, later, autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            yield _Stretch(earlier[a:b], later[c:d])


def _split(text: str) -> list[str]:
    return [sentence for line in text.splitlines() for sentence in in_sentences(line)]


def _matched(before: Sequence[_Placed], after: Sequence[_Placed]) -> Iterator[SentenceChange]:
    """Yield each later sentence, with the earlier one that it was made from, in their order."""
    rest = list(before)
    for now in after:
        # Pairs do not cross: what comes before the one that is found is gone.
        near = range(min(_NEAR, len(rest)))
        found = next((number for number in near if _alike(rest[number].text, now.text)), None)
        if found is None:
            yield SentenceChange(Became.NEW, "", now.section, "", now.text)
            continue
        yield from map(_gone, rest[:found])
        was = rest[found]
        yield SentenceChange(Became.CHANGED, was.section, now.section, was.text, now.text)
        rest = rest[found + 1 :]
    yield from map(_gone, rest)


def _gone(was: _Placed) -> SentenceChange:
    return SentenceChange(Became.GONE, was.section, "", was.text, "")


def _alike(before: str, after: str) -> bool:
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    # The first two are bounds that cost next to nothing.
    ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
    return all(ratio() >= _ALIKE for ratio in ratios)
