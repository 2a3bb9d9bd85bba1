"""What a sentence is about, and of which year and body: where a number is no claim."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportkit.narrative.claims.book import ClaimBook, Entry
from reportkit.narrative.sentences import Sentence
from reportkit.numerals import parse_numeral

_CLAUSE = re.compile(r"[，；：。！？]")
# Of the year, where one was named before; else of all years.
_SO_FAR = "累计"
_SEGMENT = "；"


def clause_before(text: str) -> str:
    """Return what stands before a place in its own clause."""
    return _CLAUSE.split(text)[-1]


def topics_of(
    book: ClaimBook, sentence: Sentence, heading: str, inherited: frozenset[str]
) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """Return what a sentence is about between its semicolons, and what the next goes on about.

    What the form calls its rows ends nothing, nor does what was asked for: 没有现成信息需要另行制作
    makes nothing, and 主要涉及行政许可 licenses nothing.
    """
    topics: list[frozenset[str]] = []
    for number, segment in enumerate(sentence.text.split(_SEGMENT)):
        plain = book.asked.sub(_blank, book.called.sub(_blank, segment))
        now = set()
        for name, topic in book.topics.items():
            known = name in inherited
            if sentence.opens and not number:
                known = topic.begins.search(heading) is not None
            if (known or topic.begins.search(segment)) and not topic.ends.search(plain):
                now.add(name)
        topics.append(frozenset(now))
        inherited = frozenset(name for name in now if not book.topics[name].alone)
    return tuple(topics), inherited


@dataclass(frozen=True)
class Context:
    """One sentence among the others; `of_a_bureau`: they call the reporting body 我局 or such."""

    book: ClaimBook
    text: str
    topics: tuple[frozenset[str], ...]
    of_a_bureau: bool

    def about(self, entry: Entry, position: int) -> bool:
        """Whether what stands here is about what an entry asks for."""
        return not entry.topic or entry.topic in self.topics[self.text.count(_SEGMENT, 0, position)]

    def elsewhere(self, position: int, *, never: bool = False) -> bool:
        """Whether what stands here is of another year, or is no statement of a fact.

        That something `never` happened in many years says that it did not in this one.
        """
        head = self.text[:position]
        if never:
            head = self.book.times["ever"].sub(_blank, head)
        return self.book.never.search(clause_before(head)) is not None or self._other_time(head)

    def doubtful(self, position: int) -> bool:
        """Whether what stands here may be told of another body: of a whole area, or a part."""
        clause = clause_before(self.text[:position])
        if self.book.acting.search(clause):
            return True
        if not self.of_a_bureau or self.book.itself.search(clause):
            return False
        whole_area = self.book.area.search(self.text)
        return whole_area is not None or self.book.belongs.search(clause) is not None

    def _other_time(self, head: str) -> bool:
        """Whether the last mark of time before a place names another time than the report year."""
        times = self.book.times
        if times["compared"].search(clause_before(head)):
            return True
        plain = times["neither"].sub(_blank, times["compared"].sub(_blank, head))
        marks = [(mark.start(), mark[0], False) for mark in times["here"].finditer(plain)]
        marks += [(mark.start(), mark[0], True) for mark in times["elsewhere"].finditer(plain)]
        plain = times["elsewhere"].sub(_blank, plain)  # 2021年至2023年 is one mark
        marks += [
            (mark.start(), mark[0], parse_numeral(mark[1]) != self.book.year)
            for mark in times["year"].finditer(plain)
        ]
        other: bool | None = None
        for _, word, elsewhere in sorted(marks):
            if word != _SO_FAR or other is None:
                other = elsewhere
        return bool(other)


def _blank(match: re.Match[str]) -> str:
    return "…" * len(match[0])
