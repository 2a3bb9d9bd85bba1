"""What the numbers of a sentence say by the words around them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from reportkit.narrative.claims.around import REACH, head_of, in_unit, told_roughly, words_around
from reportkit.narrative.claims.book import Entry, Reading
from reportkit.narrative.claims.claim import Claim
from reportkit.narrative.claims.context import clause_before
from reportkit.narrative.claims.lists import Label, labels_before
from reportkit.narrative.claims.within import Within, as_sure_as, in_columns
from reportkit.numerals import Numeral

# What a number without a unit counts.
_BARE = "件"


def claims_of_numbers(within: Within, entries: Iterable[Entry]) -> list[Claim]:
    """Return what the numbers of a sentence say by some entries, each known to the next."""
    found: list[Claim] = []
    labels = labels_before(within.text, within.counted, within.book.none["done"])
    for numeral, end in within.counted:
        stated = _of_number(within, numeral, end, entries, labels)
        found += stated
        within.earlier += stated
    return found


class _Place(NamedTuple):
    """A number, and the words around it: where those before it end in the text."""

    numeral: Numeral
    end: int
    unit: str
    head: str
    told_at: int
    tail: str
    label: Label | None


def _of_number(
    within: Within,
    numeral: Numeral,
    end: int,
    entries: Iterable[Entry],
    labels: Mapping[int, Label],
) -> list[Claim]:
    text, context = within.text, within.context
    tail = text[end : end + REACH]
    label = labels.get(numeral.start)
    if told_roughly(numeral, tail, label) or context.elsewhere(numeral.start):
        return []
    head, told_at = head_of(text, numeral, end, label, within.book.called)
    place = _Place(numeral, end, text[numeral.end : end] or _BARE, head, told_at, tail, label)
    around = (head, tail, place.unit, context.here(numeral.start))
    if around in context.unspoken:
        return []
    said = _said(within, place, entries)
    if said is None:
        context.unspoken.add(around)
    return said or []


def _said(within: Within, place: _Place, entries: Iterable[Entry]) -> list[Claim] | None:
    """Return what the first entry says whose words stand around a number; None where none do."""
    said: list[Claim] | None = None
    numeral = place.numeral
    for each in entries:
        fits = each.units.fullmatch(place.unit) and within.context.about(each, numeral.start)
        words = words_around(each, place.head, place.tail) if fits else None
        if words is None:
            continue
        said = []
        entry, before, after = words
        if entry.unless.search(clause_before(place.head)) or entry.unless_before.search(place.head):
            return said
        start = place.label.start if place.label else max(0, place.told_at - before)
        span = (start, place.end + after)
        told = _rest(within, entry, numeral) if entry.rest else in_unit(numeral, place.unit)
        if told is None:
            return said
        said = within.claims(entry, told, _readings(within, entry, numeral.start), span)
        if not said:
            continue  # its words fit, but nothing that it is told under went before
        if entry.columns:
            parents = _parents(within, entry, numeral.start)
            said = [as_sure_as(each, parents) for each in said]
        if entry.implies is not None and not told.value:
            said += within.implied(entry.implies, told, span)
        return said
    return said


def _readings(
    within: Within, entry: Entry, position: int
) -> tuple[Sequence[Reading], Sequence[Reading]]:
    """Return the readings of an entry, and those that its words do not allow."""
    if not entry.under:
        if entry.also_where is None or entry.also_where.search(within.text):
            return (*entry.readings, *entry.also), ()
        return entry.readings, entry.also
    parents = _parents(within, entry, position)
    if not entry.columns:
        return (entry.readings if parents else ()), ()
    allowed = [reading for claim in parents for reading in claim.readings]
    if len(parents) > 1:
        allowed.append(tuple(cell for claim in parents for cell in claim.readings[0]))
    mistaken = [reading for claim in parents for reading in claim.mistaken]
    return (
        [in_columns(each, entry.columns) for each in allowed],
        [in_columns(each, entry.columns) for each in mistaken],
    )


def _parents(within: Within, entry: Entry, position: int) -> list[Claim]:
    """Return the claims before that an entry is told under."""
    parents = [claim for claim in within.earlier if claim.kind in entry.under]
    return _nearest(within, parents, position) if entry.nearest else parents


def _nearest(within: Within, parents: list[Claim], position: int) -> list[Claim]:
    """Return the last of some claims, or the one that the last ones are the parts of.

    诉讼4件，其中直接起诉3件，复议后起诉1件；维持3件 is told of the four.
    """
    if parents and "；" in within.text[parents[-1].end : position]:
        for count in range(2, len(parents)):
            whole, parts = parents[-count - 1], parents[-count:]
            if whole.value and whole.value == sum(each.value for each in parts):
                return [whole]
    return parents[-1:]


def _rest(within: Within, entry: Entry, numeral: Numeral) -> Numeral | None:
    """Return what is left of the one claim before: of 3件, 已审结2件 leaves 1 that is not."""
    parents = _parents(within, replace(entry, nearest=False), numeral.start)
    if len(parents) != 1 or numeral.value > parents[0].value:
        return None
    return replace(numeral, value=parents[0].value - numeral.value)
