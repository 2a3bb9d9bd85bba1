"""One sentence while claims are found in it: what it counts, and what it goes on from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportkit.narrative.claims.book import ClaimBook, Entry, Reading
from reportkit.narrative.claims.claim import Claim
from reportkit.narrative.claims.context import Context, clause_before
from reportkit.narrative.sentences import Sentence
from reportkit.numerals import Numeral, find_numerals

_LEADING = "，；：、。（）"
_PAUSE = re.compile(r"[，；：、。）]|\Z")
_NEAR = 16  # characters: a unit and what must not follow it; words that tell a change


class Within:
    """A sentence and the claims told so far.

    Attributes
    ----------
    context : Context
    sentence : Sentence
    earlier : list of Claim
        Those of the sentences that it goes on from, then its own.
    counted : list of tuple
        Its numbers with a unit, each with where the unit ends; those that need none, too.
    """

    def __init__(self, context: Context, sentence: Sentence, before: Sequence[Claim]) -> None:
        self.context = context
        self.book = context.book
        self.sentence = sentence
        self.text = sentence.text
        self.earlier = list(before)
        self.counted = list(_counted(self.text, self.book))

    def told_in(self, start: int, end: int) -> list[Numeral]:
        """Return what is counted between two places."""
        return [numeral for numeral, _ in self.counted if start <= numeral.start < end]

    def here(self, claim: Claim, position: int) -> bool:
        """Whether a claim stands in this sentence, before a place."""
        return claim.sentence is self.sentence and claim.end <= position

    def claims(
        self,
        entry: Entry,
        numeral: Numeral,
        readings: tuple[Sequence[Reading], Sequence[Reading]],
        span: tuple[int, int],
    ) -> list[Claim]:
        """Return the claim of an entry, where it has a cell to be about."""
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
            sure=entry.sure
            and self.context.surely_about(entry, numeral.start)
            and not self.context.doubtful(numeral.start),
        )
        return [claim]

    def implied(self, entry: Entry, numeral: Numeral, span: tuple[int, int]) -> list[Claim]:
        """Return the claim that follows from another."""
        claims = self.claims(entry, numeral, (entry.readings, ()), span)
        return [replace(claim, implied=entry.cohort) for claim in claims]


def _counted(text: str, book: ClaimBook) -> Iterator[tuple[Numeral, int]]:
    """Yield the numbers that count something, each with where its unit ends."""
    for numeral in find_numerals(text):
        head = text[max(0, numeral.start - _NEAR) : numeral.start]
        unit = book.units.match(text[numeral.end : numeral.end + _NEAR])
        if book.change.search(clause_before(head)):
            continue
        if unit is not None:
            yield numeral, numeral.end + unit.end()
        elif (
            numeral.exact
            and text[numeral.start].isascii()
            and _PAUSE.match(text, numeral.end)
            and book.bare.search(head)
        ):
            yield numeral, numeral.end


def as_sure_as(claim: Claim, parents: Sequence[Claim]) -> Claim:
    """Return a claim on the cells of others: where those may be of something else, so may it."""
    return replace(claim, sure=claim.sure and all(each.sure for each in parents))


def in_columns(reading: Reading, columns: Sequence[str]) -> Reading:
    """Return the cells of a reading in other columns."""
    rows = [cell.rpartition(".")[0] for cell in reading]
    return tuple(f"{row}.{column}" for row in rows for column in columns)
