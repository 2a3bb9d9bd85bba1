"""What a clause without a number says of the number before it: 均已办结."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from reportkit.narrative.claims.book import Entry, Reading
from reportkit.narrative.claims.claim import Claim
from reportkit.narrative.claims.within import Within, as_sure_as, in_columns
from reportkit.numerals import Numeral

_CLAUSES = re.compile(r"[^，；。！？（）]+")
# What stands between a number and what is said of all that it counts.
_OF_ALL = re.compile(r"(?:的|政府信息公开|信息公开|申请|事项|件)*(?=均|全部|都|皆)")


def claims_of_whole(within: Within) -> Iterator[Claim]:
    """Yield what the clauses of a sentence say of all that was counted, or of the only one."""
    for clause in _clauses(within):
        told: set[tuple[Reading, ...]] = set()
        for each in within.book.whole:
            words = each.clause.search(clause[0])  # the cheapest first
            parent = _parent(within, each, clause) if words else None
            if words is None or parent is None or within.context.elsewhere(clause.end()):
                continue
            entry = each.named(words)
            columns = [in_columns(cells, entry.columns) for cells in parent.readings]
            said = Numeral(parent.value if entry.same else 0, 1, *clause.span())
            here = parent.sentence is within.sentence
            span = (parent.start if here else clause.start(), clause.end())
            for claim in within.claims(entry, said, (entry.readings or columns, ()), span):
                if claim.readings not in told:
                    whole = replace(claim, counted=False)
                    yield as_sure_as(whole, [parent]) if entry.columns else whole
                told.add(claim.readings)


def _clauses(within: Within) -> Iterator[re.Match[str]]:
    """Yield the clauses, and what is said of all right after a number: 8件申请均已办结."""
    yield from _CLAUSES.finditer(within.text)
    for _, end in within.counted:
        said = _OF_ALL.match(within.text, end)
        if said is not None:
            yield from _CLAUSES.finditer(within.text, said.end(), _end_of(said))


def _end_of(said: re.Match[str]) -> int:
    clause = _CLAUSES.match(said.string, said.end())
    return clause.end() if clause else said.end()


def _parent(within: Within, entry: Entry, clause: re.Match[str]) -> Claim | None:
    """Return the claim that a clause says something of, where it is of an entry's kinds."""
    position = clause.start()
    parent = _nearest(within, entry, position) if entry.beyond else _told_before(within, position)
    if parent is None or not _same(within, clause, parent):
        parent = _counted_again(within, entry, clause) or parent
    if parent is None or not parent.kind:
        parent = _of_parts(within, entry, position)
    if parent is None or parent.kind not in entry.under or not _same(within, clause, parent):
        return None
    return parent if parent.value == 1 or not entry.single else None


def _nearest(within: Within, entry: Entry, position: int) -> Claim | None:
    """Return the last claim of its kind before a clause, whatever was counted since."""
    kin = [
        claim
        for claim in within.earlier
        if within.here(claim, position) and claim.kind in entry.under and claim.value
    ]
    return kin[-1] if kin else None


def _counted_again(within: Within, entry: Entry, clause: re.Match[str]) -> Claim | None:
    """Return the claim whose number a clause tells again: 6件，其中直接2件，6件均已审结."""
    told = [numeral.value for numeral in within.told_in(*clause.span())]
    kin = [
        claim
        for claim in within.earlier
        if claim.kind in entry.under and claim.counted and told == [claim.value]
        if within.here(claim, clause.start())
    ]
    return kin[-1] if kin else None


def _of_parts(within: Within, entry: Entry, position: int) -> Claim | None:
    """Return the claim whose parts are all that was counted since: 6件，网上4件，书面2件."""
    kin = [
        claim
        for claim in within.earlier
        if claim.kind in entry.under and claim.value and claim.counted
        if claim.sentence is not within.sentence or claim.end <= position
    ]
    claim = kin[-1] if kin else None
    if claim is None or _depth(within.text[:position]):
        return None
    before = claim.sentence is not within.sentence
    since = [
        numeral.value
        for numeral in within.told_in(0, position)
        if before or claim.numeral.start < numeral.start
    ]
    alone = not since and before
    return claim if alone or sum(since) == claim.value else None


def _same(within: Within, clause: re.Match[str], parent: Claim) -> bool:
    """Whether a clause counts nothing of its own but the same again: 8件均已办结."""
    told = within.told_in(*clause.span())
    return all(numeral.value == parent.value for numeral in told if numeral.exact)


def _told_before(within: Within, position: int) -> Claim | None:
    """Return the claim that a clause goes on from: that of the last number before it."""
    again = {claim.numeral.start for claim in within.earlier if claim.rest and not claim.value}
    numbers = [
        numeral
        for numeral in within.told_in(0, position)
        if not _depth(within.text[: numeral.start]) and numeral.start not in again
        if numeral.value
    ]
    for claim in within.earlier:
        same = numbers and claim.numeral.start == numbers[-1].start and claim.value
        if same and within.here(claim, position):
            return claim
    return None


def _depth(head: str) -> int:
    return head.count("（") - head.count("）")
