"""What a sentence is about, and of which year and body: where a number is no claim."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from reportkit.narrative.claims.book import ClaimBook, Entry
from reportkit.narrative.sentences import Sentence
from reportkit.numerals import parse_numeral

_CLAUSE_ENDS = "，；：。！？"
# Of the year, where one was named before; else of all years.
_SO_FAR = "累计"
_SEGMENT = "；"
# Where the words of a number are looked for that tell its day.
_NEAR = 24


def clause_before(text: str) -> str:
    """Return what stands before a place in its own clause."""
    return text[max(map(text.rfind, _CLAUSE_ENDS)) + 1 :]


class About(NamedTuple):
    """What a part of a sentence is about, and what it may be about."""

    sure: frozenset[str]
    hinted: frozenset[str]


class _Mark(NamedTuple):
    """A word that tells a time, and whether that is another than the report year."""

    start: int
    word: str
    elsewhere: bool

    @property
    def end(self) -> int:
        return self.start + len(self.word)


def topics_of(
    book: ClaimBook, sentence: Sentence, heading: str, inherited: frozenset[str]
) -> tuple[tuple[About, ...], frozenset[str]]:
    """Return what a sentence is about between its semicolons, and what the next goes on about.

    What the form calls its rows ends nothing, nor does what was asked for: 没有现成信息需要另行制作
    makes nothing, and 主要涉及行政许可 licenses nothing.
    """
    topics: list[About] = []
    hinted: set[str] = set()
    for number, segment in enumerate(sentence.text.split(_SEGMENT)):
        plain = book.asked.sub(_blank, book.called.sub(_blank, segment))
        now = set()
        for name, topic in book.topics.items():
            known = name in inherited
            if sentence.opens and not number:
                known = topic.begins.search(heading) is not None
            if topic.ends.search(plain):
                hinted.discard(name)
            elif known or topic.begins.search(segment):
                now.add(name)
            elif topic.hints.search(segment):
                hinted.add(name)
        topics.append(About(frozenset(now), frozenset(hinted)))
        inherited = frozenset(name for name in now if not book.topics[name].alone)
    return tuple(topics), inherited


@dataclass(frozen=True)
class Context:
    """One sentence among the others.

    `of_a_bureau`: they call the reporting body 我局 or such. `unspoken`, shared by all of them: the
    words around numbers that say nothing, so that they are looked at once however often they stand.
    """

    book: ClaimBook
    text: str
    topics: tuple[About, ...]
    of_a_bureau: bool
    unspoken: set[tuple[str, str, str, About]]

    def about(self, entry: Entry, position: int) -> bool:
        """Whether what stands here is about what an entry asks for, or may be."""
        return self.surely_about(entry, position) or entry.topic in self.here(position).hinted

    def surely_about(self, entry: Entry, position: int) -> bool:
        """Whether what stands here is about what an entry asks for."""
        return not entry.topic or entry.topic in self.here(position).sure

    def here(self, position: int) -> About:
        """Return what the part of the sentence is about that has a place."""
        return self.topics[self.text.count(_SEGMENT, 0, position)]

    def elsewhere(self, position: int, *, never: bool = False) -> bool:
        """Whether what stands here is of another year, or is no statement of a fact.

        That something `never` happened in many years says that it did not in this one.
        """
        clause = clause_before(self.text[:position])
        marks = self._marks
        if never:
            clause = self.book.times["ever"].sub(_blank, clause)
            marks = self._marks_but_ever
        if self.book.never.search(clause) or self.book.times["compared"].search(clause):
            return True
        last = _last(marks, position)
        return last is not None and last.elsewhere and last.word != _SO_FAR

    def doubtful(self, position: int) -> bool:
        """Whether what stands here may be told of another body, or of all years together."""
        clause = clause_before(self.text[:position])
        last = _last(self._marks, position)
        if last is not None and last.word == _SO_FAR:
            return True
        if self.book.times["dated"].search(self.text, max(0, position - _NEAR), position):
            return True
        if self.book.acting.search(clause):
            return True
        if not self.of_a_bureau or self.book.itself.search(clause):
            return False
        whole_area = self.book.area.search(self.text)
        return whole_area is not None or self.book.belongs.search(clause) is not None

    @cached_property
    def _marks(self) -> tuple[_Mark, ...]:
        return tuple(sorted(self._marks_in(self.text)))

    @cached_property
    def _marks_but_ever(self) -> tuple[_Mark, ...]:
        return tuple(sorted(self._marks_in(self.book.times["ever"].sub(_blank, self.text))))

    def _marks_in(self, text: str) -> Iterator[_Mark]:
        """Yield each word that tells the time of what follows it."""
        times = self.book.times
        plain = times["neither"].sub(_blank, times["compared"].sub(_blank, text))
        for mark in times["here"].finditer(plain):
            yield _Mark(mark.start(), mark[0], elsewhere=False)
        for mark in times["elsewhere"].finditer(plain):
            yield _Mark(mark.start(), mark[0], elsewhere=True)
        plain = times["elsewhere"].sub(_blank, plain)  # 2021年至2023年 is one mark
        for mark in times["year"].finditer(plain):
            other = parse_numeral(mark[1]) != self.book.year
            yield _Mark(mark.start(), mark[0], elsewhere=other)


def _last(marks: tuple[_Mark, ...], position: int) -> _Mark | None:
    """Return the last mark before a place; 累计 is of what the mark before it tells."""
    last: _Mark | None = None
    for mark in marks:
        if mark.end > position:
            break
        if mark.word != _SO_FAR or last is None:
            last = mark
    return last


def _blank(match: re.Match[str]) -> str:
    return "…" * len(match[0])
