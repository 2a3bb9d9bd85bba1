"""Sections that the reports of two bureaus share, among many: by the digests of their sentences.

A sentence is compared without what every bureau fills in for itself: its name, numbers, years. What
many bureaus write alike is a phrase of the trade, or of the form that all were given to fill in;
so is what is made of words of the trade alone, however few reports are there.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from reportkit.audit.held import rules_for
from reportkit.forms import Form
from reportkit.narrative.bare import bare_parts
from reportkit.narrative.checks.text.borrowed import Borrowed
from reportkit.narrative.context import OthersProse
from reportkit.published.model import Published

# In the reports of more bureaus than these, it is nobody's own.
_MOST_BUREAUS = 3
# Shorter ones (一、总体情况) say nothing of their own.
_SHORTEST = 10
# So many characters of a sentence, words of the trade left out, make it somebody's own.
_OWN = 4
_MOST_NAMED = 3
_DIGEST = 8
_OURSELVES = "(?:我|本)(?:机关|单位|部门|局|委|办|厅|院|署|街道|镇|乡|中心|省|市|州|区|县|旗)"
_AREA = re.compile(r"(?:.{2,7}?(?:省|市|州|区|县|旗|镇|乡|街道)){1,3}(?=.{2})")


class Prints(NamedTuple):
    """A report as it is compared: the digests of the sentences of each section.

    Attributes
    ----------
    file, bureau : str
    year : int
    form : str
    sections : mapping of str to tuple of bytes
    """

    file: str
    bureau: str
    year: int
    form: str
    sections: Mapping[str, tuple[bytes, ...]]


def prints_of(one: Published) -> Mapping[str, tuple[bytes, ...]]:
    """Return the digests of the sentences of each section, what is filled in left out."""
    names = sorted(_names(one.bureau), key=len, reverse=True)
    own = re.compile("|".join([*map(re.escape, names), _OURSELVES]))
    stock = stock_of(one.edition.form)
    return {
        section: tuple(dict.fromkeys(_digests(own, stock, prose)))
        for section, prose in one.narrative.sections.items()
    }


def _names(bureau: str) -> Iterator[str]:
    """Yield what a bureau may be called: in full, its area, itself without it."""
    if bureau:
        yield bureau
        area = _AREA.match(bureau)
        if area is not None:
            yield from (area[0], bureau[area.end() :])


@cache
def stock_of(form: Form) -> re.Pattern[str]:
    """Return a pattern of the words that every bureau writes, as the rules of a form list them."""
    asked = (rule.parameters for rule in rules_for(form))
    listed = " ".join(each.stock for each in asked if isinstance(each, Borrowed)).split()
    longest_first = sorted({*listed}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or "(?!)")


def _digests(own: re.Pattern[str], stock: re.Pattern[str], prose: str) -> Iterator[bytes]:
    for bare in bare_parts(prose, _SHORTEST, own):
        if len(stock.sub("", bare)) < _OWN:
            continue
        yield blake2b(bare.encode("utf-8", "replace"), digest_size=_DIGEST).digest()


def shared(reports: Sequence[Prints]) -> dict[int, list[OthersProse]]:
    """Return for each report, by its number, the others that share most sentences with it."""
    at: defaultdict[tuple[str, str, bytes], list[int]] = defaultdict(list)
    for number, one in enumerate(reports):
        for section, digests in one.sections.items():
            for digest in digests:
                at[one.form, section, digest].append(number)
    own = {
        key: numbers
        for key, numbers in at.items()
        if len({reports[number].bureau for number in numbers}) <= _MOST_BUREAUS
    }
    found: dict[int, list[OthersProse]] = {}
    for number, one in enumerate(reports):
        for section, digests in one.sections.items():
            mine = [digest for digest in digests if (one.form, section, digest) in own]
            beside = Counter(
                other
                for digest in mine
                for other in own[one.form, section, digest]
                if not _same_bureau(one.bureau, reports[other].bureau)
            )
            for other, count in beside.most_common(_MOST_NAMED):
                its = reports[other]
                told = OthersProse(section, its.file, its.bureau, its.year, count, len(mine))
                found.setdefault(number, []).append(told)
    return found


def _same_bureau(one: str, other: str) -> bool:
    """Whether two names may be of one bureau, whose years are held against each other elsewhere."""
    return not one or not other or one in other or other in one
