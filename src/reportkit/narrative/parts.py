"""Rule N-PARTS: parts listed after a total do not exceed it, and add up where they are all of it.

A list is read as far as its parts are plainly of one kind; from there on nothing is said of it.
Figures that may overlap or go on to something else are no parts: better a fault unseen than a
false alarm.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import accumulate
from typing import Any

from reportkit.figures import value_text
from reportkit.narrative.numerals import Number, Numeral, find_numerals
from reportkit.narrative.sentences import Sentence
from reportkit.rules import Finding, State, load_catalogue
from reportkit.strict import read_entry

_RULE = "N-PARTS"
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
    """The patterns of ``parts.yaml``, as explained there."""

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
def _words() -> _Words:
    data: dict[str, Any] = read_entry(files("reportkit.forms") / "base" / "parts.yaml")
    patterns = {key: re.compile(value) for key, value in data.items() if isinstance(value, str)}
    return _Words(
        **patterns,
        dimensions=tuple(re.compile(value) for value in data["dimensions"]),
        item_units=frozenset(data["item_units"]),
        longest=data["longest"],
    )


def check_parts(prose: Iterable[Sentence]) -> list[Finding]:
    """Hold the totals of prose against the parts listed after them.

    Parameters
    ----------
    prose : iterable of Sentence

    Returns
    -------
    list of Finding
        One for each list.
    """
    return [_finding(parts, number) for number, parts in enumerate(find_parts(prose), start=1)]


def find_parts(prose: Iterable[Sentence]) -> Iterator[PartsList]:
    """Yield every list of parts in prose that can be told from what stands around it."""
    before: Sequence[Counted] = ()
    for sentence in prose:
        counted = _counted(sentence.text)
        for mark in _words().opens.finditer(sentence.text):
            total, most = _total(sentence.text, counted, mark, () if sentence.opens else before)
            if total is not None:
                yield from _lists(sentence, counted, mark, total, most)
        before = counted


def _counted(text: str) -> list[Counted]:
    """Return what a sentence counts; shares and numbers without a unit are not counted."""
    found: list[Counted] = []
    end = 0
    for numeral in find_numerals(text):
        more = _ROUGHLY.match(text, numeral.end)
        unit = _words().units.match(text, more.end() if more else numeral.end)
        if unit is None or not text[numeral.start].isascii():
            continue
        if _ROUGHLY.match(text, unit.end()):
            numeral = replace(numeral, exact=False)  # noqa: PLW2901 - the same, told roughly
        head = text[: numeral.start]
        start = max(end, head.rfind("（") + 1, head.rfind("）") + 1)
        led, label = _label(text[start : numeral.start])
        depth = head.count("（") - head.count("）")
        found.append(Counted(numeral, unit[0], start, unit.end(), label, led, depth))
        end = unit.end()
    return found


def _label(text: str) -> tuple[str, str]:
    """Split what stands before a number: what leads to it, and what it counts."""
    plain = _words().share.sub("", text).removeprefix("其中")
    *led, label = _CLAUSE_END.split(plain)
    if label.startswith("、"):
        return "、", label[1:]
    return "，".join(led).strip(_PUNCTUATION), label


def _total(
    text: str, counted: Sequence[Counted], mark: re.Match[str], before: Sequence[Counted]
) -> tuple[Counted | None, Number]:
    """Return what a mark (其中, an opening bracket) lists the parts of, and what they may be."""
    bracket = "（" in mark[0] or text[: mark.start()].endswith("（")
    depth = text[: mark.start()].count("（") - text[: mark.start()].count("）")
    outer = depth - (bracket and "（" not in mark[0])
    earlier = [each for each in counted if each.end <= mark.start() and each.depth == outer]
    if not earlier:
        follows = len(before) == 1 and not mark.start() and not _words().at_once.match(mark[0])
        return (before[0], before[0].value) if follows and _is_total(before[0]) else (None, 0)
    total = earlier[-1]
    between = _words().share.sub("", _BRACKET.sub("", text[total.end : mark.start()]))
    between = between.strip(_PUNCTUATION + "（")
    at_once = bracket or _words().at_once.match(mark[0])
    if (
        not _is_total(total)
        or _DIGIT.search(between)
        or len(between) > (0 if at_once else _words().longest)
    ):
        return None, 0
    segment = text.rfind("；", 0, mark.start())
    return total, sum(each.value for each in earlier if each.numeral.start > segment)


def _is_total(counted: Counted) -> bool:
    return counted.numeral.exact and not _words().change.search(counted.label)


def _lists(
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
        _led_by(mark, each)
        for each in counted
        if each.depth == depth and mark.end() <= each.numeral.start < end
    ]
    parts: list[Counted] = []
    for each in inside:
        first = parts[0] if parts else each
        if not _is_part(each, first, total) or _opens_a_list(text[each.end : each.end + _REACH]):
            break
        parts.append(each)
    if len(parts) < (_FEWEST_IN_BRACKETS if mark[0] == "（" else 1):
        return
    words = _words()
    listed = text[mark.end() : parts[-1].end + 1]
    whole = bool(words.all_of_it.match(mark[0])) and len(parts) == len(inside)
    closed = bool(words.rest.match(parts[-1].label))
    told = (whole or closed) and not words.and_so_on.search(listed)
    all_told = told and len(parts) > 1 and most == total.value
    found = PartsList(sentence, total, tuple(parts), most, all_told)
    if found.fails or found.sum <= total.value:
        yield found


def _opens_a_list(text: str) -> bool:
    return _words().share.sub("", text).lstrip(_PUNCTUATION).startswith("其中")


def _led_by(mark: re.Match[str], each: Counted) -> Counted:
    """Return a number without the mark in its label."""
    if each.start >= mark.end():
        return each
    led, label = _label(mark.string[mark.end() : each.numeral.start])
    return replace(each, start=mark.end(), led=led, label=label)


def _is_part(each: Counted, first: Counted, total: Counted) -> bool:
    """Whether a number is plainly a part, as the first part is."""
    words = _words()
    alike = total.unit == each.unit or (
        {total.unit, each.unit} <= words.item_units and words.items.search(total.label) is not None
    )
    if not each.numeral.exact or each.unit != first.unit or not alike or not each.label:
        return False
    return each is first or _goes_on(each, first)


def _goes_on(each: Counted, first: Counted) -> bool:
    """Whether a number is told as the first part is: of the same kind, and in the same breath."""
    words = _words()
    if each.led not in ("", "、") or _NO_PART.search(each.label):
        return False
    if words.rest.match(each.label):
        return True
    kinds, firsts = _dimensions(each.label), _dimensions(first.label)
    if bool(kinds & firsts) != bool(kinds | firsts):
        return False
    done = set(words.verbs.findall(each.label)) - set(words.verbs.findall(first.label))
    if done and not kinds:
        return False
    short = each.led == "、" or len(each.label) <= words.longest
    return short or each.label[-1] == first.label[-1]


def _dimensions(label: str) -> set[int]:
    patterns = _words().dimensions
    return {number for number, pattern in enumerate(patterns) if pattern.search(label)}


def _finding(listed: PartsList, number: int) -> Finding:
    total, added = listed.total.value, listed.sum
    sentence = listed.sentence
    named = f"“{listed.total.label}{value_text(total)}{listed.total.unit}”"
    if not listed.fails:
        state = State.PASS
        relation = "等于" if added == total else "未超过"
        message = f"{named}所列 {len(listed.parts)} 项之和为 {value_text(added)}，{relation}总数。"
    else:
        state = State.FAIL
        quote = sentence.excerpt(listed.total.start, listed.parts[-1].end)
        over = added - total
        apart = f"多 {value_text(over)}" if over > 0 else f"少 {value_text(-over)}"
        message = f"文字“{quote}”：所列 {len(listed.parts)} 项之和为 {value_text(added)}，"
        message += f"比{named}{apart}。"
    return load_catalogue()[_RULE].finding(
        f"{sentence.section}#{number}",
        named,
        state,
        message,
        left=added,
        right=total,
        residual=added - total,
    )
