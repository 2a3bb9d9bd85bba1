"""Finding in prose the figures that speak of a cell of the form.

What speaks of which cell is data (``claims.yaml``). A number that cannot be attributed for sure is
no claim: it is about another year, a part of the year or another body, it is told roughly, or its
words fit more than one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from reportkit.editions import Edition
from reportkit.narrative.claim_book import ClaimBook, Entry, Reading, claim_book
from reportkit.narrative.numerals import Number, Numeral, find_numerals, parse_numeral
from reportkit.narrative.sentences import Sentence

_CLAUSE = re.compile(r"[，；：。！？]")
_CLAUSES = re.compile(r"[^，；。！？]+")
_PHRASE = re.compile(r"[^，；：。！？（）]*")
_PHRASE_BEFORE = re.compile(r"[^，；：。！？（）]*\Z")
_ASIDE = re.compile(r"（[^（）0-9]*）\Z")
_ROUGHLY = re.compile(r"以上|以下|以内|左右|上下|余|的|/|、?[0-9]")
_LEADING = "，；：、。（）"
# Of the year, where one was named before; else of all years.
_SO_FAR = "累计"
_PLACES = {"元": -4, "亿元": 4}
# How far around a number its words are looked for.
_REACH = 120


@dataclass(frozen=True, slots=True)
class Claim:
    """What the prose says of a cell, or of the sum of several.

    Attributes
    ----------
    id : str
        Entry of ``claims.yaml`` that found it.
    name : str
        Chinese name of what it is about.
    numeral : Numeral
        What is said, exactly as far as it is told.
    readings : tuple of tuple of str
        Cell ids whose sum it may speak of, the most likely first.
    sentence : Sentence
    start, end : int
        The words, in the sentence's text.
    kind : str
        ``applications`` or ``cases`` where details may follow.
    cohort : bool
        Whether it may be about the applications received this year only.
    """

    id: str
    name: str
    numeral: Numeral
    readings: tuple[Reading, ...]
    sentence: Sentence
    start: int
    end: int
    kind: str = ""
    cohort: bool = False

    @property
    def value(self) -> Number:
        """The number that is said."""
        return self.numeral.value

    @property
    def words(self) -> str:
        """The words that say it."""
        return self.sentence.text[self.start : self.end]


def find_claims(prose: Iterable[Sentence], edition: Edition, year: int) -> list[Claim]:
    """Find what prose says of the cells of the form.

    Parameters
    ----------
    prose : iterable of Sentence
        In the order of the report.
    edition : Edition
        Names the cells and the rows.
    year : int
        Report year; a figure of another year is no claim.

    Returns
    -------
    list of Claim
        In the order of the prose.
    """
    book = claim_book(edition, year)
    inherited: frozenset[str] = frozenset()
    claims: list[Claim] = []
    before: list[Claim] = []
    for sentence in prose:
        topics, inherited = _topics(book, sentence, inherited)
        if not sentence.text.startswith("其中"):
            before = []
        found = _Finder(book, sentence, topics, before).claims()
        claims += found
        before = [*before, *found]
    return claims


def _topics(
    book: ClaimBook, sentence: Sentence, inherited: frozenset[str]
) -> tuple[frozenset[str], frozenset[str]]:
    """Return what a sentence is about, and what the next one goes on about."""
    now = set()
    for name, topic in book.topics.items():
        known = name in inherited and not sentence.opens
        known = known or (sentence.opens and bool(topic.begins.search(sentence.heading)))
        if (known or topic.begins.search(sentence.text)) and not topic.ends.search(sentence.text):
            now.add(name)
    return frozenset(now), frozenset(name for name in now if not book.topics[name].alone)


class _Finder:
    """The claims of one sentence; `before` are those that it goes on from."""

    def __init__(
        self,
        book: ClaimBook,
        sentence: Sentence,
        topics: frozenset[str],
        before: Sequence[Claim],
    ) -> None:
        self.book = book
        self.sentence = sentence
        self.text = sentence.text
        self.topics = topics
        self.earlier = list(before)
        self.counted = [
            (numeral, unit.end())
            for numeral in find_numerals(self.text)
            if (unit := book.units.match(self.text[numeral.end :]))
        ]
        self.parted = bool(book.area.search(self.text)) and bool(book.itself.search(self.text))

    def claims(self) -> list[Claim]:
        """Return the claims in the order of the sentence."""
        found: list[Claim] = []
        for numeral, unit in self.counted:
            claim = self._of_number(numeral, unit)
            if claim is not None:
                found.append(claim)
                self.earlier.append(claim)
        found += self._of_none()
        found += self._of_whole()
        return sorted(found, key=lambda claim: claim.start)

    # A number and its words.

    def _of_number(self, numeral: Numeral, unit: int) -> Claim | None:
        end = numeral.end + unit
        if not numeral.exact or _ROUGHLY.match(self.text[end:]) or self._elsewhere(numeral.start):
            return None
        head = self.text[: numeral.start]
        if len(head) > _REACH:
            head = "…" + head[-_REACH:]
        head = _ASIDE.sub("", head)
        tail = self.text[end : end + _REACH]
        clause = _CLAUSE.split(head)[-1]
        for entry in self.book.entries:
            words = self._words(entry, head, tail)
            if words is None or not entry.units.match(self.text[numeral.end :]):
                continue
            readings = self._readings(entry)
            if entry.unless.search(clause) or not self._about(entry) or not readings:
                return None
            start = max(0, numeral.start - words[0])
            value = _in_unit(numeral, self.text[numeral.end : end])
            return self._claim(entry, value, readings, (start, end + words[1]))
        return None

    def _words(self, entry: Entry, head: str, tail: str) -> tuple[int, int] | None:
        """Return how far the words reach before and after, where they are the entry's."""
        before = after = None
        if entry.before is not None:
            before = entry.before.search(head)
            if before is None:
                return None
        if entry.after is not None:
            after = entry.after.match(tail)
            if after is None:
                return None
        if before is None and after is None:
            return None
        return (len(head) - before.start() if before else 0), (after.end() if after else 0)

    def _readings(self, entry: Entry) -> tuple[Reading, ...]:
        if not entry.under:
            further = entry.also_where is None or entry.also_where.search(self.text)
            return (*entry.readings, *entry.also) if further else entry.readings
        parents = [claim for claim in self.earlier if claim.kind == entry.under]
        if entry.nearest:
            parents = parents[-1:]
        detailed = (_columns(each, entry.columns) for claim in parents for each in claim.readings)
        return tuple(dict.fromkeys(detailed))

    def _claim(
        self,
        entry: Entry,
        numeral: Numeral,
        readings: tuple[Reading, ...],
        span: tuple[int, int],
    ) -> Claim:
        start, end = span
        while start < end and self.text[start] in _LEADING:
            start += 1
        return Claim(
            id=entry.id,
            name=entry.name,
            numeral=numeral,
            readings=readings,
            sentence=self.sentence,
            start=start,
            end=end,
            kind=entry.kind,
            cohort=entry.cohort,
        )

    # Where a claim would be about something else.

    def _about(self, entry: Entry) -> bool:
        return not entry.topic or entry.topic in self.topics

    def _elsewhere(self, position: int) -> bool:
        """Whether what stands here is about another year, another body, or is no statement."""
        head = self.text[:position]
        clause = _CLAUSE.split(head)[-1]
        if self.book.never.search(clause):
            return True
        if self.parted and not self.book.itself.search(clause):
            return True
        return self._other_time(head)

    def _other_time(self, head: str) -> bool:
        """Whether the last mark of time before a claim names another time than the report year."""
        times = self.book.times
        plain = times["neither"].sub(lambda match: "…" * len(match[0]), head)
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

    # No number at all: 未收到……, 均为 0.

    def _of_none(self) -> Iterator[Claim]:
        for mark in self.book.none["before"].finditer(self.text):
            phrase = _PHRASE.match(self.text, mark.end())
            if phrase and not self._elsewhere(mark.start()):
                yield from self._none_of(phrase[0], (mark.start(), phrase.end()))
        for mark in self.book.none["after"].finditer(self.text):
            phrase = _PHRASE_BEFORE.search(self.text[: mark.start()])
            if phrase and phrase[0] and not self._elsewhere(mark.start()):
                subjects = self.book.none["leading"].sub("", phrase[0], count=1)
                yield from self._none_of(subjects, (phrase.start(), mark.end()))
        for entry in self.book.entries:
            if entry.says_none and (mark_ := entry.says_none.search(self.text)):
                if not self._elsewhere(mark_.start()):
                    yield from self._none(entry, mark_.span())

    def _none_of(self, phrase: str, span: tuple[int, int]) -> Iterator[Claim]:
        """Yield a claim for every subject of one negation that is known; the first must be."""
        none = self.book.none
        plain = none["persons"].sub("公众", phrase)
        for index, subject in enumerate(none["joint"].split(plain)):
            entry = self._subject(subject)
            if entry is None:
                if not index:
                    return
            elif self._about(entry):
                yield from self._none(entry, span)

    def _subject(self, subject: str) -> Entry | None:
        for entry in self.book.entries:
            if entry.none is None:
                continue
            for trailing in self.book.none["trailing"].finditer(subject):
                if trailing.end() == len(subject) and entry.none.fullmatch(subject[: trailing.start()]):
                    return entry
        return None

    def _none(self, entry: Entry, span: tuple[int, int]) -> Iterator[Claim]:
        zero = Numeral(0, 1, *span)
        yield self._claim(entry, zero, entry.readings, span)
        if entry.implies is not None:
            yield self._claim(entry.implies, zero, entry.implies.readings, span)

    # A clause that says something of the number before it: 均已办结.

    def _of_whole(self) -> Iterator[Claim]:
        for clause in _CLAUSES.finditer(self.text):
            for entry in self.book.whole:
                parent = self._told_before(entry, clause.start())
                if parent is None or not entry.clause.search(clause[0]):
                    continue
                said = Numeral(
                    parent.value if entry.same else 0, 1, clause.start(), clause.end()
                )
                readings = entry.readings
                if entry.columns:
                    readings = tuple(_columns(each, entry.columns) for each in parent.readings)
                yield self._claim(entry, said, readings, (parent.start, clause.end()))

    def _told_before(self, entry: Entry, position: int) -> Claim | None:
        """Return the claim that a clause goes on from: the last number before the clause."""
        numbers = [numeral for numeral, _ in self.counted if numeral.start < position]
        claims = [
            claim
            for claim in self.earlier
            if claim.sentence is self.sentence and claim.kind == entry.under and numbers
            and claim.start <= numbers[-1].start < claim.end <= position
        ]
        if not claims or (entry.single and claims[-1].value != 1) or not claims[-1].value:
            return None
        return claims[-1]


def _columns(reading: Reading, columns: Sequence[str]) -> Reading:
    """Return the cells of a reading in other columns."""
    rows = [cell.rpartition(".")[0] for cell in reading]
    return tuple(f"{row}.{column}" for row in rows for column in columns)


def _in_unit(numeral: Numeral, unit: str) -> Numeral:
    """Return an amount in 万元, the unit of the form; a count as it is."""
    places = _PLACES.get(unit)
    if places is None:
        return numeral
    value, step = (Decimal(number).scaleb(places) for number in (numeral.value, numeral.step))
    return replace(numeral, value=value, step=step)
