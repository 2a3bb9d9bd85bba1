"""What stands around a number in prose: the words before it and after it, and its unit."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from reportkit.narrative.claims.book import Entry
from reportkit.narrative.claims.lists import Label
from reportkit.numerals import Numeral

REACH = 120
"""How far around a number its words are looked for."""

# 予以公开（25件）, 予以公开占41.7%（25件）: what is counted stands before the bracket.
_BRACKETED = re.compile(r"(?:，?占(?:比)?(?:约|为)?[0-9.]+%)?（\Z")
_ASIDE = re.compile(r"（([^（）0-9]*)）\Z")
# An aside may name what is counted: 不予公开（三类内部事务信息）2条, or only what is among it.
_NAMES = re.compile(r"(?!含|包括|包含|不含)")
_ROUGHLY = re.compile(r"以上|以下|以内|左右|上下|余|的|/|(?:、(?!20[0-9]{2}年))?[0-9]")
_PLACES = {"元": -4, "亿元": 4}


def head_of(
    text: str,
    numeral: Numeral,
    counted_to: int,
    label: Label | None,
    called: re.Pattern[str],
) -> tuple[str, int]:
    """Return what stands before a number, and where that ends in the text.

    Parameters
    ----------
    text : str
    numeral : Numeral
    counted_to : int
        Where its unit ends.
    label : Label or None
        Where its words stand in another place.
    called : pattern
        What the form calls its rows: an aside that says so names what is counted.
    """
    aside = _ASIDE.search(text[: numeral.start])
    if aside and _NAMES.match(aside[1]) and called.search(aside[1]):
        end = aside.end(1)
    else:
        end = aside.start() if aside else numeral.start
    if label is None and text.startswith("）", counted_to):
        bracket = _BRACKETED.search(text, 0, numeral.start)
        end = bracket.start() if bracket else end
    head = label.head if label else text[:end]
    return head if len(head) <= REACH else "…" + head[-REACH:], end


def told_roughly(numeral: Numeral, tail: str, label: Label | None) -> bool:
    """Whether a number is no exact figure; one in a list may be followed by the next."""
    return not numeral.exact or (label is None and _ROUGHLY.match(tail) is not None)


def words_around(entry: Entry, head: str, tail: str) -> tuple[Entry, int, int] | None:
    """Return an entry, and how far its words reach before and after a number they stand around."""
    after = entry.after.match(tail)  # the cheaper one
    before = entry.before.search(head) if after else None
    if before is None or after is None:
        return None
    return entry.named(before, after), len(head) - before.start(), after.end()


def in_unit(numeral: Numeral, unit: str) -> Numeral:
    """Return an amount in 万元, the unit of the form; a count as it is."""
    places = _PLACES.get(unit)
    if places is None:
        return numeral
    value, step = (Decimal(number).scaleb(places) for number in (numeral.value, numeral.step))
    return replace(numeral, value=value, step=step)
