"""Finding in prose the figures that speak of a cell of the form.

What speaks of which cell is data (``claims.yaml``). A number that cannot be attributed for sure is
no claim: it is about another year, a part of the year or another body, it is told roughly, or its
words fit more than one thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from reportkit.forms import Edition
from reportkit.narrative.claims.book import claim_book
from reportkit.narrative.claims.claim import Claim
from reportkit.narrative.claims.context import About, Context, topics_of
from reportkit.narrative.claims.noughts import claims_of_none
from reportkit.narrative.claims.numbers import claims_of_numbers
from reportkit.narrative.claims.whole import claims_of_whole
from reportkit.narrative.claims.within import Within
from reportkit.narrative.sentences import Sentence, fold

# A sentence that goes on from the one before it: 其中, 6件申请均…, 上述申请全部….
_GOES_ON = re.compile(r"其中|(?:以上|上述|所有)?(?:[0-9]+[件条宗])?(?:申请|件|事项)*(?:均|全部|都)")
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
        found = _claims_in(Within(context, sentence, before))
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
        for fact in claims_of_numbers(Within(context, sentence, ()), context.book.facts)
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
    unspoken: set[tuple[str, str, str, About]] = set()
    for sentence in prose:
        heading = sentence.heading or headings.get(sentence.section, "")
        topics, inherited = topics_of(book, sentence, heading, inherited)
        yield sentence, Context(book, sentence.text, topics, of_a_bureau, unspoken)


def _claims_in(within: Within) -> list[Claim]:
    """Return the claims of one sentence, in its order."""
    found = claims_of_numbers(within, within.book.entries)
    for claim in claims_of_none(within):
        if claim.sure or not any(_same_cells(claim, each) for each in found):
            found.append(claim)
    for claim in claims_of_whole(within):
        if not any(_same_again(claim, each) for each in found):
            found.append(claim)
    return sorted(found, key=lambda claim: claim.start)


def _same_cells(claim: Claim, other: Claim) -> bool:
    """Whether a question asks what is said anyhow."""
    return claim.value == other.value and claim.readings == other.readings


def _same_again(claim: Claim, other: Claim) -> bool:
    """Whether a clause says once more what its words say by themselves: 所有申请均已答复."""
    return _same_cells(claim, other) and other.end == claim.end
