"""Finding in prose the totals that are followed by their parts.

A list is read as far as its parts are plainly of one kind; from there on nothing is said of it.
Figures that may overlap or go on to something else are no parts: better a fault unseen than a
false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from reportkit.forms import Form
from reportkit.narrative.parts.counts import (
    PUNCTUATION,
    Counted,
    PartsWords,
    counted_in,
    parts_words,
    split_label,
)
from reportkit.narrative.sentences import Sentence
from reportkit.numerals import Number

# One number in brackets may be told of the total; several are its parts.
_FEWEST_IN_BRACKETS = 2
# How far after a number its own list may begin.
_REACH = 20
_NO_PART = re.compile(r"[0-9]|其中")
_DIGIT = re.compile(r"[0-9]")
_BRACKET = re.compile(r"（[^（）]*）")


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


def find_parts(prose: Iterable[Sentence], form: Form) -> Iterator[PartsList]:
    """Yield every list of parts in prose that can be told from what stands around it."""
    words = parts_words(form)
    if words is not None:
        yield from _Finder(words).find(prose)


class _Finder:
    """Finds lists of parts by the words of one form."""

    def __init__(self, words: PartsWords) -> None:
        self.words = words

    def find(self, prose: Iterable[Sentence]) -> Iterator[PartsList]:
        """Yield every list, in the order of the prose."""
        before: Sequence[Counted] = ()
        for sentence in prose:
            counted = counted_in(sentence.text, self.words)
            for mark in self.words.opens.finditer(sentence.text):
                earlier = () if sentence.opens else before
                total, most = self._total(sentence.text, counted, mark, earlier)
                if total is not None:
                    yield from self._lists(sentence, counted, mark, total, most)
            before = counted

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
        between = self.words.noun.sub("", between.strip(PUNCTUATION + "（"), count=1)
        at_once = bracket or self.words.at_once.match(mark[0])
        if (
            not self._is_total(total)
            or _DIGIT.search(between)
            or len(between) > (0 if at_once else self.words.longest)
        ):
            return None, 0
        segment = text.rfind("；", 0, total.numeral.start)
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
        return self.words.share.sub("", text).lstrip(PUNCTUATION).startswith("其中")

    def _led_by(self, mark: re.Match[str], each: Counted) -> Counted:
        """Return a number without the mark in its label."""
        if each.start >= mark.end():
            return each
        led, label = split_label(mark.string[mark.end() : each.numeral.start], self.words)
        return replace(each, start=mark.end(), led=led, label=label)

    def _is_part(self, each: Counted, first: Counted, total: Counted) -> bool:
        """Whether a number is plainly a part, as the first part is."""
        items = self.words.items.search(total.label) is not None
        if not all(
            one == other or (items and {one, other} <= self.words.item_units)
            for one, other in ((total.unit, each.unit), (first.unit, each.unit))
        ):
            return False
        if not each.numeral.exact or not each.label:
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
        short = short or self.words.official.search(each.label) is not None
        return short or each.label[-1] == first.label[-1]

    def _dimensions(self, label: str) -> set[int]:
        patterns = self.words.dimensions
        return {number for number, pattern in enumerate(patterns) if pattern.search(label)}
