"""What a sentence says without a number: 未收到……, ……均为 0, 零诉讼."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.narrative.claims.book import Entry
from reportkit.narrative.claims.claim import Claim
from reportkit.narrative.claims.lists import spread
from reportkit.narrative.claims.within import Within
from reportkit.numerals import Numeral

_PHRASE = re.compile(r"[^，；：。！？（）]*")
_PHRASE_BEFORE = re.compile(r"[^，；：。！？（）]*\Z")


def claims_of_none(within: Within) -> Iterator[Claim]:
    """Yield a claim of 0 for all that a sentence says there was none of."""
    text, none = within.text, within.book.none
    for mark in none["before"].finditer(text):
        phrase = _PHRASE.match(text, mark.end())
        if phrase is not None:
            yield from _none_of(within, phrase[0], (mark.start(), phrase.end()))
    for mark in none["after"].finditer(text):
        phrase = _PHRASE_BEFORE.search(text[: mark.start()])
        if phrase is not None:
            subjects = none["leading"].sub("", phrase[0], count=1)
            yield from _none_of(within, subjects, (phrase.start(), mark.end()))
    for entry in within.book.none_by_words:
        said = entry.says_none.search(text)
        if said is not None:
            yield from _none(within, entry, said.span())


def _none_of(within: Within, phrase: str, span: tuple[int, int]) -> Iterator[Claim]:
    """Yield a claim for every subject of one negation that is known; the first must be."""
    none = within.book.none
    if none["befell"].search(phrase):
        return
    plain = none["persons"].sub("公众", phrase)
    subjects = spread(none["joint"].split(plain), none["done"])
    if _entry_of_none(within, subjects[0], span[0]) is None and _entry_of_none(
        within, plain, span[0]
    ):
        subjects = [plain]  # 公众通过平台、信函等方式提出的申请 is one
    for index, subject in enumerate(subjects):
        entry = _entry_of_none(within, subject, span[0])
        if entry is not None:
            yield from _none(within, entry, span)
        elif not index and not none["passing"].fullmatch(subject):
            return


def _entry_of_none(within: Within, subject: str, position: int) -> Entry | None:
    """Return what says that there was none of a subject."""
    known = (each for each in within.book.negated if each.none.fullmatch(subject))
    return next((each for each in known if within.context.about(each, position)), None)


def _none(within: Within, entry: Entry, span: tuple[int, int]) -> Iterator[Claim]:
    elsewhere = within.context.elsewhere(span[0], never=True)
    if elsewhere or not within.context.about(entry, span[0]):
        return
    nought = Numeral(0, 1, *span)
    yield from within.claims(entry, nought, (entry.readings, ()), span)
    if entry.implies is not None:
        yield from within.implied(entry.implies, nought, span)
