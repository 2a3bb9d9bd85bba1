"""What prose counts: numbers with a unit, and what stands before them as their label."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from reportkit.forms import Form
from reportkit.narrative.claims.data import read_parts
from reportkit.numerals import Number, Numeral, find_numerals

PUNCTUATION = "，；、：。"
"""What may stand between one number and the next."""

_CLAUSE_END = re.compile(r"[，；：。]")
_ROUGHLY = re.compile(r"[余多来]|以上|以下|以内|左右|上下")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number with its unit.

    Attributes
    ----------
    numeral : Numeral
    unit : str
    start, end : int
        From where what it counts is named, to the end of the unit.
    label : str
        What it counts, in the same clause.
    led : str
        What stands between this and the number before: punctuation, clauses.
    depth : int
        How many brackets it stands in.
    """

    numeral: Numeral
    unit: str
    start: int
    end: int
    label: str
    led: str
    depth: int

    @property
    def value(self) -> Number:
        """The number."""
        return self.numeral.value


@dataclass(frozen=True, slots=True)
class PartsWords:
    """The patterns of a form's ``parts.yaml``, as explained there."""

    units: re.Pattern[str]
    items: re.Pattern[str]
    noun: re.Pattern[str]
    official: re.Pattern[str]
    listed: re.Pattern[str]
    published: re.Pattern[str]
    opens: re.Pattern[str]
    at_once: re.Pattern[str]
    all_of_it: re.Pattern[str]
    rest: re.Pattern[str]
    and_so_on: re.Pattern[str]
    share: re.Pattern[str]
    share_of: re.Pattern[str]
    apart: re.Pattern[str]
    rate: re.Pattern[str]
    rate_of: re.Pattern[str]
    change: re.Pattern[str]
    verbs: re.Pattern[str]
    dimensions: tuple[re.Pattern[str], ...]
    item_units: frozenset[str]
    longest: int


@cache
def parts_words(form: Form) -> PartsWords | None:
    """Return the patterns of a form's ``parts.yaml``; None where it has none."""
    data = read_parts(form)
    if data is None:
        return None
    told = data.model_dump()
    patterns = {key: re.compile(value) for key, value in told.items() if isinstance(value, str)}
    dimensions = tuple(map(re.compile, data.dimensions))
    return PartsWords(
        **patterns, dimensions=dimensions, item_units=data.item_units, longest=data.longest
    )


def counted_in(text: str, words: PartsWords) -> list[Counted]:
    """Return what a sentence counts; shares and numbers without a unit are not counted."""
    found: list[Counted] = []
    end = 0
    for numeral in find_numerals(text):
        more = _ROUGHLY.match(text, numeral.end)
        unit = words.units.match(text, more.end() if more else numeral.end)
        if unit is None or not text[numeral.start].isascii():
            continue
        if _ROUGHLY.match(text, unit.end()):
            numeral = replace(numeral, exact=False)  # noqa: PLW2901 - the same, told roughly
        head = text[: numeral.start]
        start = max(end, head.rfind("（") + 1, head.rfind("）") + 1)
        led, label = split_label(text[start : numeral.start], words)
        depth = head.count("（") - head.count("）")
        found.append(Counted(numeral, unit[0], start, unit.end(), label, led, depth))
        end = unit.end()
    return found


def split_label(text: str, words: PartsWords) -> tuple[str, str]:
    """Split what stands before a number: what leads to it, and what it counts."""
    plain = words.share.sub("", text).removeprefix("其中")
    *led, label = _CLAUSE_END.split(plain)
    if label.startswith("、"):
        return "、", label[1:]
    return "，".join(led).strip(PUNCTUATION), label
