"""Finding in prose the figures that speak of a cell of the form.

What speaks of which cell is data (``claims.yaml``). A number that cannot be attributed for sure is
no claim: it is about another year, a part of the year or another body, it is told roughly, or its
words fit more than one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from reportkit.forms import Edition
from reportkit.narrative.claims.around import (
    REACH,
    head_of,
    in_unit,
    told_roughly,
    words_around,
)
from reportkit.narrative.claims.book import Entry, Reading, claim_book
from reportkit.narrative.claims.claim import Claim
from reportkit.narrative.claims.context import Context, clause_before, topics_of
from reportkit.narrative.claims.lists import labels_before, spread
from reportkit.narrative.sentences import Sentence, fold
from reportkit.numerals import Numeral, find_numerals

_CLAUSES = re.compile(r"[^，；。！？（）]+")
_PHRASE = re.compile(r"[^，；：。！？（）]*")
_PHRASE_BEFORE = re.compile(r"[^，；：。！？（）]*\Z")
# A sentence that goes on from the one before it: 其中, 6件申请均…, 上述申请全部….
_GOES_ON = re.compile(r"其中|(?:以上|上述|所有)?(?:[0-9]+[件条宗])?(?:申请|件|事项)*(?:均|全部|都)")
# What stands between a number and what is said of all that it counts.
_OF_ALL = re.compile(r"(?:的|政府信息公开|信息公开|申请|事项|件)*(?=均|全部|都|皆)")
_LEADING = "，；：、。（）"
# Claims that a sentence may go on from: more than any report tells in one breath.
_MOST_BEFORE = 100


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
    claims: list[Claim] = []
    before: list[Claim] = []
    for sentence, context in _in_context(prose, edition, year):
        if not _GOES_ON.match(sentence.text):
            before = []
        found = _Finder(context, sentence, before).claims()
        claims += found
        before = [*before, *found][-_MOST_BEFORE:]
    return claims


@lru_cache(maxsize=1)  # several rules ask for those of one report
def claims_of(prose: tuple[Sentence, ...], edition: Edition, year: int) -> tuple[Claim, ...]:
    """Return what `find_claims` finds, found once."""
    return tuple(find_claims(prose, edition, year))


def find_facts(prose: Iterable[Sentence], edition: Edition, year: int) -> list[Claim]:
    """Find the figures that no cell holds, but that a report has only one of.

    Returns
    -------
    list of Claim
        The one reading of each is the id of what it is about.
    """
    return [
        fact
        for sentence, context in _in_context(prose, edition, year)
        for fact in _Finder(context, sentence, ()).numbers(context.book.facts)
    ]


def _in_context(
    prose: Iterable[Sentence], edition: Edition, year: int
) -> Iterator[tuple[Sentence, Context]]:
    """Yield each sentence with what it is about."""
    book = claim_book(edition, year)
    headings = {section.id: fold(section.heading) for section in edition.sections}
    prose = list(prose)
    of_a_bureau = any(book.itself.search(sentence.text) for sentence in prose)
    inherited: frozenset[str] = frozenset()
    for sentence in prose:
        heading = sentence.heading or headings.get(sentence.section, "")
        topics, inherited = topics_of(book, sentence, heading, inherited)
        yield sentence, Context(book, sentence.text, topics, of_a_bureau)


class _Finder:
    """The claims of one sentence; `before` are those that it goes on from."""

    def __init__(self, context: Context, sentence: Sentence, before: Sequence[Claim]) -> None:
        self.context = context
        self.book = context.book
        self.sentence = sentence
        self.text = sentence.text
        self.earlier = list(before)
        self.counted = [
            (numeral, numeral.end + unit.end())
            for numeral in find_numerals(self.text)
            if (unit := self.book.units.match(self.text[numeral.end :]))
            and not self.book.change.search(clause_before(self.text[: numeral.start]))
        ]
        self.labels = labels_before(self.text, self.counted, self.book.none["done"])

    def claims(self) -> list[Claim]:
        """Return the claims in the order of the sentence."""
        found = self.numbers(self.book.entries)
        found += self._of_none()
        for claim in self._of_whole():
            if not any(_same_again(claim, each) for each in found):
                found.append(claim)
        return sorted(found, key=lambda claim: claim.start)

    # A number and its words.

    def numbers(self, entries: Iterable[Entry]) -> list[Claim]:
        """Return what its numbers say by some entries."""
        found: list[Claim] = []
        for numeral, end in self.counted:
            stated = self._of_number(numeral, end, entries)
            found += stated
            self.earlier += stated
        return found

    def _of_number(self, numeral: Numeral, end: int, entries: Iterable[Entry]) -> list[Claim]:
        tail = self.text[end : end + REACH]
        label = self.labels.get(numeral.start)
        if told_roughly(numeral, tail, label) or self.context.elsewhere(numeral.start):
            return []
        head, told_at = head_of(self.text, numeral, label, self.book.called)
        unit = self.text[numeral.end : end]
        for each in entries:
            fits = each.units.fullmatch(unit) and self.context.about(each, numeral.start)
            words = words_around(each, head, tail) if fits else None
            if words is None:
                continue
            entry, before, after = words
            if entry.unless.search(clause_before(head)) or entry.unless_before.search(head):
                return []
            start = label.start if label else max(0, told_at - before)
            span = (start, end + after)
            told = self._rest(entry, numeral) if entry.rest else in_unit(numeral, unit)
            if told is None:
                return []
            claims = self._claim(entry, told, self._readings(entry), span)
            if not claims:
                continue  # its words fit, but nothing that it is told under went before
            if entry.columns:
                claims = [_as_sure_as(each, self._parents(entry)) for each in claims]
            if entry.implies is not None and not told.value:
                claims += self._claim(entry.implies, told, (entry.implies.readings, ()), span)
            return claims
        return []

    def _readings(self, entry: Entry) -> tuple[Sequence[Reading], Sequence[Reading]]:
        """Return the readings of an entry, and those that its words do not allow."""
        if not entry.under:
            if entry.also_where is None or entry.also_where.search(self.text):
                return (*entry.readings, *entry.also), ()
            return entry.readings, entry.also
        parents = self._parents(entry)
        if not entry.columns:
            return (entry.readings if parents else ()), ()
        allowed = [reading for claim in parents for reading in claim.readings]
        if len(parents) > 1:
            allowed.append(tuple(cell for claim in parents for cell in claim.readings[0]))
        mistaken = [reading for claim in parents for reading in claim.mistaken]
        return (
            [_columns(each, entry.columns) for each in allowed],
            [_columns(each, entry.columns) for each in mistaken],
        )

    def _parents(self, entry: Entry) -> list[Claim]:
        """Return the claims before that an entry is told under."""
        parents = [claim for claim in self.earlier if claim.kind in entry.under]
        return parents[-1:] if entry.nearest else parents

    def _rest(self, entry: Entry, numeral: Numeral) -> Numeral | None:
        """Return what is left of the one claim before: of 3件, 已审结2件 leaves 1 that is not."""
        parents = [claim for claim in self.earlier if claim.kind in entry.under]
        if len(parents) != 1 or numeral.value > parents[0].value:
            return None
        return replace(numeral, value=parents[0].value - numeral.value)

    def _claim(
        self,
        entry: Entry,
        numeral: Numeral,
        readings: tuple[Sequence[Reading], Sequence[Reading]],
        span: tuple[int, int],
    ) -> list[Claim]:
        """Return the claim, where it has a cell to be about."""
        allowed, mistaken = readings
        if not allowed:
            return []
        start, end = span
        while start < end and self.text[start] in _LEADING:
            start += 1
        claim = Claim(
            id=entry.id,
            name=entry.name,
            numeral=numeral,
            readings=tuple(dict.fromkeys(allowed)),
            sentence=self.sentence,
            start=start,
            end=end,
            kind=entry.kind,
            cohort=entry.cohort,
            mistaken=tuple(mistaken),
            named=bool(self.book.body.search(clause_before(self.text[:end]))),
            rest=entry.rest,
            sure=entry.sure and not self.context.doubtful(numeral.start),
        )
        return [claim]

    # No number at all: 未收到……, 均为 0.

    def _of_none(self) -> Iterator[Claim]:
        for mark in self.book.none["before"].finditer(self.text):
            phrase = _PHRASE.match(self.text, mark.end())
            if phrase is not None:
                yield from self._none_of(phrase[0], (mark.start(), phrase.end()))
        for mark in self.book.none["after"].finditer(self.text):
            phrase = _PHRASE_BEFORE.search(self.text[: mark.start()])
            if phrase is not None:
                subjects = self.book.none["leading"].sub("", phrase[0], count=1)
                yield from self._none_of(subjects, (phrase.start(), mark.end()))
        for entry in self.book.none_by_words:
            said = entry.says_none.search(self.text)
            if said is not None:
                yield from self._none(entry, said.span())

    def _none_of(self, phrase: str, span: tuple[int, int]) -> Iterator[Claim]:
        """Yield a claim for every subject of one negation that is known; the first must be."""
        if self.book.none["befell"].search(phrase):
            return
        plain = self.book.none["persons"].sub("公众", phrase)
        subjects = spread(self.book.none["joint"].split(plain), self.book.none["done"])
        if self._entry_of_none(subjects[0], span[0]) is None and self._entry_of_none(
            plain, span[0]
        ):
            subjects = [plain]  # 公众通过平台、信函等方式提出的申请 is one
        for index, subject in enumerate(subjects):
            entry = self._entry_of_none(subject, span[0])
            if entry is not None:
                yield from self._none(entry, span)
            elif not index and not self.book.none["passing"].fullmatch(subject):
                return

    def _entry_of_none(self, subject: str, position: int) -> Entry | None:
        """Return what says that there was none of a subject."""
        known = (each for each in self.book.negated if each.none.fullmatch(subject))
        return next((each for each in known if self.context.about(each, position)), None)

    def _none(self, entry: Entry, span: tuple[int, int]) -> Iterator[Claim]:
        elsewhere = self.context.elsewhere(span[0], never=True)
        if elsewhere or not self.context.about(entry, span[0]):
            return
        for each in (entry, entry.implies):
            if each is not None:
                yield from self._claim(each, Numeral(0, 1, *span), (each.readings, ()), span)

    # A clause that says something of the number before it: 均已办结.

    def _of_whole(self) -> Iterator[Claim]:
        for clause in self._clauses():
            told: set[tuple[Reading, ...]] = set()
            for each in self.book.whole:
                words = each.clause.search(clause[0])  # the cheapest first
                parent = self._parent(each, clause) if words else None
                if words is None or parent is None or self.context.elsewhere(clause.end()):
                    continue
                entry = each.named(words)
                columns = [_columns(cells, entry.columns) for cells in parent.readings]
                said = Numeral(parent.value if entry.same else 0, 1, *clause.span())
                here = parent.sentence is self.sentence
                span = (parent.start if here else clause.start(), clause.end())
                for claim in self._claim(entry, said, (entry.readings or columns, ()), span):
                    if claim.readings not in told:
                        whole = replace(claim, counted=False)
                        yield _as_sure_as(whole, [parent]) if entry.columns else whole
                    told.add(claim.readings)

    def _parent(self, entry: Entry, clause: re.Match[str]) -> Claim | None:
        """Return the claim that a clause says something of, where it is of an entry's kinds."""
        position = clause.start()
        parent = self._nearest(entry, position) if entry.beyond else self._told_before(position)
        if parent is None or not self._same(clause, parent):
            parent = self._counted_again(entry, clause) or parent
        if parent is None or not parent.kind:
            parent = self._of_parts(entry, position)
        if parent is None or parent.kind not in entry.under or not self._same(clause, parent):
            return None
        return parent if parent.value == 1 or not entry.single else None

    def _clauses(self) -> Iterator[re.Match[str]]:
        """Yield the clauses, and what is said of all right after a number: 8件申请均已办结."""
        yield from _CLAUSES.finditer(self.text)
        for _, end in self.counted:
            said = _OF_ALL.match(self.text, end)
            if said is not None:
                yield from _CLAUSES.finditer(self.text, said.end(), _end_of(said))

    def _nearest(self, entry: Entry, position: int) -> Claim | None:
        """Return the last claim of its kind before a clause, whatever was counted since."""
        kin = [
            claim
            for claim in self.earlier
            if claim.sentence is self.sentence and claim.end <= position
            if claim.kind in entry.under and claim.value
        ]
        return kin[-1] if kin else None

    def _counted_again(self, entry: Entry, clause: re.Match[str]) -> Claim | None:
        """Return the claim whose number a clause tells again: 6件，其中直接2件，6件均已审结."""
        told = [
            numeral.value
            for numeral, _ in self.counted
            if clause.start() <= numeral.start < clause.end()
        ]
        kin = [
            claim
            for claim in self.earlier
            if claim.kind in entry.under and claim.counted and told == [claim.value]
            if claim.sentence is self.sentence and claim.end <= clause.start()
        ]
        return kin[-1] if kin else None

    def _of_parts(self, entry: Entry, position: int) -> Claim | None:
        """Return the claim whose parts are all that was counted since: 6件，网上4件，书面2件."""
        kin = [
            claim
            for claim in self.earlier
            if claim.kind in entry.under and claim.value and claim.counted
            if claim.sentence is not self.sentence or claim.end <= position
        ]
        claim = kin[-1] if kin else None
        if claim is None or _depth(self.text[:position]):
            return None
        since = [
            numeral.value
            for numeral, _ in self.counted
            if numeral.start < position
            if claim.sentence is not self.sentence or claim.numeral.start < numeral.start
        ]
        alone = not since and claim.sentence is not self.sentence
        return claim if alone or sum(since) == claim.value else None

    def _same(self, clause: re.Match[str], parent: Claim) -> bool:
        """Whether a clause counts nothing of its own but the same again: 8件均已办结."""
        return all(
            numeral.value == parent.value
            for numeral, _ in self.counted
            if clause.start() <= numeral.start < clause.end()
        )

    def _told_before(self, position: int) -> Claim | None:
        """Return the claim that a clause goes on from: that of the last number before it."""
        again = {claim.numeral.start for claim in self.earlier if claim.rest and not claim.value}
        numbers = [
            numeral
            for numeral, _ in self.counted
            if numeral.start < position and not _depth(self.text[: numeral.start])
            if numeral.start not in again
        ]
        for claim in self.earlier:
            here = claim.sentence is self.sentence and claim.end <= position
            if here and numbers and claim.numeral.start == numbers[-1].start and claim.value:
                return claim
        return None


def _same_again(claim: Claim, other: Claim) -> bool:
    """Whether a clause says once more what its words say by themselves: 所有申请均已答复."""
    alike = claim.value == other.value and claim.readings == other.readings
    return alike and other.end == claim.end


def _as_sure_as(claim: Claim, parents: Sequence[Claim]) -> Claim:
    """Return a claim on the cells of others: where those may be of something else, so may it."""
    return replace(claim, sure=claim.sure and all(each.sure for each in parents))


def _end_of(said: re.Match[str]) -> int:
    clause = _CLAUSES.match(said.string, said.end())
    return clause.end() if clause else said.end()


def _depth(head: str) -> int:
    return head.count("（") - head.count("）")


def _columns(reading: Reading, columns: Sequence[str]) -> Reading:
    """Return the cells of a reading in other columns."""
    rows = [cell.rpartition(".")[0] for cell in reading]
    return tuple(f"{row}.{column}" for row in rows for column in columns)
