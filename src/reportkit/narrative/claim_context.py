"""What a sentence is about, and of which year and body: where a number is no claim."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reportkit.narrative.claim_book import ClaimBook, Entry
from reportkit.narrative.sentences import Sentence
from reportkit.numerals import parse_numeral

_CLAUSE = re.compile(r"[，；：。！？]")
# Of the year, where one was named before; else of all years.
_SO_FAR = "累计"


def clause_before(text: str) -> str:
    """Return what stands before a place in its own clause."""
    return _CLAUSE.split(text)[-1]


def topics_of(
    book: ClaimBook, sentence: Sentence, inherited: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a sentence is about, and what the next one goes on about."""
    now = set()
    for name, topic in book.topics.items():
        known = name in inherited
        if sentence.opens:
            known = topic.begins.search(sentence.heading) is not None
        if (known or topic.begins.search(sentence.text)) and not topic.ends.search(sentence.text):
            now.add(name)
    return frozenset(now), frozenset(name for name in now if not book.topics[name].alone)


@dataclass(frozen=True)
class Context:
    """One sentence among the others; `of_a_bureau`: they call the reporting body 我局 or such."""

    book: ClaimBook
    text: str
    topics: frozenset[str]
    of_a_bureau: bool

    def about(self, entry: Entry) -> bool:
        """Whether the sentence is about what an entry asks for."""
        return not entry.topic or entry.topic in self.topics

    def elsewhere(self, position: int) -> bool:
        """Whether what stands here is of another year or body, or is no statement of a fact."""
        head = self.text[:position]
        clause = clause_before(head)
        if self.book.never.search(clause):
            return True
        whole_area = self.of_a_bureau and self.book.area.search(self.text)
        if whole_area and not self.book.itself.search(clause):
            return True
        return self._other_time(head)

    def _other_time(self, head: str) -> bool:
        """Whether the last mark of time before a place names another time than the report year."""
        times = self.book.times
        if times["compared"].search(clause_before(head)):
            return True
        plain = times["neither"].sub(_blank, times["compared"].sub(_blank, head))
        marks = [(mark.start(), mark[0], False) for mark in times["here"].finditer(plain)]
        marks += [(mark.start(), mark[0], True) for mark in times["elsewhere"].finditer(plain)]
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
