"""Finding in prose the totals that are followed by their parts.

A list is read as far as its parts are plainly of one kind; from there on nothing is said of it.
Figures that may overlap or go on to something else are no parts: better a fault unseen than a
false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate

from reportkit.forms import Form
from reportkit.narrative.claim_data import read_parts
from reportkit.narrative.sentences import Sentence
from reportkit.numerals import Number, Numeral, find_numerals

_PUNCTUATION = "，；、：。"
# One number in brackets may be told of the total; several are its parts.
_FEWEST_IN_BRACKETS = 2
_CLAUSE_END = re.compile(r"[，；：。]")
# How far after a number its own list may begin.
_REACH = 20
_NO_PART = re.compile(r"[0-9]|其中")
_DIGIT = re.compile(r"[0-9]")
_ROUGHLY = re.compile(r"[余多来]|以上|以下|以内|左右|上下")
_BRACKET = re.compile(r"（[^（）]*）")


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
class PartsList:
    """A total and the parts listed after it.

    Attributes
    ----------
    sentence : Sentence
        Where the parts stand.
    total : Counted
    parts : tuple of Counted
        As far as they are plainly parts of the total.
    most : int or Decimal
        What they may add up to: more than the total, where others were counted before it.
    all_told : bool
        Whether the list claims to be all of the total.
    """

    sentence: Sentence
    total: Counted
    parts: tuple[Counted, ...]
    most: Number
    all_told: bool

    @property
    def sum(self) -> Number:
        """What the parts add up to: the total, where the first so many of them do."""
        sums = list(accumulate(part.value for part in self.parts))
        return self.total.value if self.total.value in sums else sums[-1]

    @property
    def fails(self) -> bool:
        """Whether the parts exceed the total, or claim to be all of it and are not."""
        return self.sum > self.most or (self.all_told and self.sum != self.total.value)


@dataclass(frozen=True, slots=True)
class _Words:
    """The patterns of a form's ``parts.yaml``, as explained there."""

    units: re.Pattern[str]
    items: re.Pattern[str]
    opens: re.Pattern[str]
    at_once: re.Pattern[str]
    all_of_it: re.Pattern[str]
    rest: re.Pattern[str]
    and_so_on: re.Pattern[str]
    share: re.Pattern[str]
    change: re.Pattern[str]
    verbs: re.Pattern[str]
    dimensions: tuple[re.Pattern[str], ...]
    item_units: frozenset[str]
    longest: int


@cache
def _words(form: Form) -> _Words | None:
    data = read_parts(form)
    if data is None:
        return None
    told = data.model_dump()
    patterns = {key: re.compile(value) for key, value in told.items() if isinstance(value, str)}
    dimensions = tuple(map(re.compile, data.dimensions))
    return _Words(
        **patterns, dimensions=dimensions, item_units=data.item_units, longest=data.longest
    )


def find_parts(prose: Iterable[Sentence], form: Form) -> Iterator[PartsList]:
    """Yield every list of parts in prose that can be told from what stands around it."""
    words = _words(form)
    if words is not None:
        yield from _Finder(words).find(prose)


class _Finder:
    """Finds lists of parts by the words of one form."""

    def __init__(self, words: _Words) -> None:
        self.words = words

    def find(self, prose: Iterable[Sentence]) -> Iterator[PartsList]:
        """Yield every list, in the order of the prose."""
        before: Sequence[Counted] = ()
        for sentence in prose:
            counted = self._counted(sentence.text)
            for mark in self.words.opens.finditer(sentence.text):
                earlier = () if sentence.opens else before
                total, most = self._total(sentence.text, counted, mark, earlier)
                if total is not None:
                    yield from self._lists(sentence, counted, mark, total, most)
            before = counted

    def _counted(self, text: str) -> list[Counted]:
        """Return what a sentence counts; shares and numbers without a unit are not counted."""
        found: list[Counted] = []
        end = 0
        for numeral in find_numerals(text):
            more = _ROUGHLY.match(text, numeral.end)
            unit = self.words.units.match(text, more.end() if more else numeral.end)
            if unit is None or not text[numeral.start].isascii():
                continue
            if _ROUGHLY.match(text, unit.end()):
                numeral = replace(numeral, exact=False)  # noqa: PLW2901 - the same, told roughly
            head = text[: numeral.start]
            start = max(end, head.rfind("（") + 1, head.rfind("）") + 1)
            led, label = self._label(text[start : numeral.start])
            depth = head.count("（") - head.count("）")
            found.append(Counted(numeral, unit[0], start, unit.end(), label, led, depth))
            end = unit.end()
        return found

    def _label(self, text: str) -> tuple[str, str]:
        """Split what stands before a number: what leads to it, and what it counts."""
        plain = self.words.share.sub("", text).removeprefix("其中")
        *led, label = _CLAUSE_END.split(plain)
        if label.startswith("、"):
            return "、", label[1:]
        return "，".join(led).strip(_PUNCTUATION), label

    def _total(
        self, text: str, counted: Sequence[Counted], mark: re.Match[str], before: Sequence[Counted]
    ) -> tuple[Counted | None, Number]:
        """Return what a mark (其中, a bracket) lists the parts of, and what they may be."""
        bracket = "（" in mark[0] or text[: mark.start()].endswith("（")
        depth = text[: mark.start()].count("（") - text[: mark.start()].count("）")
        outer = depth - (bracket and "（" not in mark[0])
        earlier = [each for each in counted if each.end <= mark.start() and each.depth == outer]
        if not earlier:
            follows = (
                len(before) == 1 and not mark.start() and not self.words.at_once.match(mark[0])
            )
            return (
                (before[0], before[0].value) if follows and self._is_total(before[0]) else (None, 0)
            )
        total = earlier[-1]
        between = self.words.share.sub("", _BRACKET.sub("", text[total.end : mark.start()]))
        between = between.strip(_PUNCTUATION + "（")
        at_once = bracket or self.words.at_once.match(mark[0])
        if (
            not self._is_total(total)
            or _DIGIT.search(between)
            or len(between) > (0 if at_once else self.words.longest)
        ):
            return None, 0
        segment = text.rfind("；", 0, mark.start())
        return total, sum(each.value for each in earlier if each.numeral.start > segment)

    def _is_total(self, counted: Counted) -> bool:
        return counted.numeral.exact and not self.words.change.search(counted.label)

    def _lists(
        self,
        sentence: Sentence,
        counted: Sequence[Counted],
        mark: re.Match[str],
        total: Counted,
        most: Number,
    ) -> Iterator[PartsList]:
        """Yield the list of parts that follows a mark, where there is one."""
        text = sentence.text
        depth = text[: mark.end()].count("（") - text[: mark.end()].count("）")
        end = text.find("）", mark.end()) if depth else len(text)
        inside = [
            self._led_by(mark, each)
            for each in counted
            if each.depth == depth and mark.end() <= each.numeral.start < end
        ]
        parts: list[Counted] = []
        for each in inside:
            first = parts[0] if parts else each
            if not self._is_part(each, first, total) or self._opens_a_list(
                text[each.end : each.end + _REACH]
            ):
                break
            parts.append(each)
        if len(parts) < (_FEWEST_IN_BRACKETS if mark[0] == "（" else 1):
            return
        listed = text[mark.end() : parts[-1].end + 1]
        whole = bool(self.words.all_of_it.match(mark[0])) and len(parts) == len(inside)
        closed = bool(self.words.rest.match(parts[-1].label))
        told = (whole or closed) and not self.words.and_so_on.search(listed)
        all_told = told and len(parts) > 1 and most == total.value
        found = PartsList(sentence, total, tuple(parts), most, all_told)
        if found.fails or found.sum <= total.value:
            yield found

    def _opens_a_list(self, text: str) -> bool:
        return self.words.share.sub("", text).lstrip(_PUNCTUATION).startswith("其中")

    def _led_by(self, mark: re.Match[str], each: Counted) -> Counted:
        """Return a number without the mark in its label."""
        if each.start >= mark.end():
            return each
        led, label = self._label(mark.string[mark.end() : each.numeral.start])
        return replace(each, start=mark.end(), led=led, label=label)

    def _is_part(self, each: Counted, first: Counted, total: Counted) -> bool:
        """Whether a number is plainly a part, as the first part is."""
        alike = total.unit == each.unit or (
            {total.unit, each.unit} <= self.words.item_units
            and self.words.items.search(total.label) is not None
        )
        if not each.numeral.exact or each.unit != first.unit or not alike or not each.label:
            return False
        return each is first or self._goes_on(each, first)

    def _goes_on(self, each: Counted, first: Counted) -> bool:
        """Whether a number is told as the first part is: of its kind, in the same breath."""
        if each.led not in ("", "、") or _NO_PART.search(each.label):
            return False
        if self.words.rest.match(each.label):
            return True
        kinds, firsts = self._dimensions(each.label), self._dimensions(first.label)
        if bool(kinds & firsts) != bool(kinds | firsts):
            return False
        done = set(self.words.verbs.findall(each.label)) - set(
            self.words.verbs.findall(first.label)
        )
        if done and not kinds:
            return False
        short = each.led == "、" or len(each.label) <= self.words.longest
        return short or each.label[-1] == first.label[-1]

    def _dimensions(self, label: str) -> set[int]:
        patterns = self.words.dimensions
        return {number for number, pattern in enumerate(patterns) if pattern.search(label)}
