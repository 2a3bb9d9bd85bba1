"""Labels that are not written as the form has them: which of its labels is meant, if any.

A slip of the keyboard (本年废纸件数), other words for the same (不再受理), a year put in
(本年（2023）制发件数), a label that a page has cut in two. Nothing that turns a meaning around, and
nothing that could be meant for two labels.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from reportkit.figures.official.labels import fold
from reportkit.folding import plain
from reportkit.simplified import simplified

# Of another time, or not at all: with one of these more or less, a label is another.
_TURNING = frozenset("不未无非否免没上下去前后")
_SAME = (
    ("其它", "其他"),
    ("合计", "总计"),
    ("覆议", "复议"),
    ("以及", "和"),
    ("或者", "和"),
    ("及", "和"),
    ("或", "和"),
    ("数量", "数"),
    ("年度", "年"),
)
_NOTE = re.compile(r"\([^()元]*\)$")  # a unit is no note
_YEAR = re.compile(r"\(?20[0-9]{2}年?\)?(?=\D|$)")
_SHORT, _PER_SLIP, _MOST_SLIPS = 4, 6, 4
_LONGEST, _MOST_KEPT = 80, 20_000
_ABRIDGED = 5  # so many characters of a longer label may tell it from all others


@lru_cache(maxsize=8192)
def loose(text: str) -> str:
    """Return a label without what offices write in one way or another.

    Examples
    --------
    >>> loose("本年(2023)制发件数"), loose("2、其他法律和行政法规禁止公开")
    ('本年制发件数', '其他法律和行政法规禁止公开')
    """
    bare = simplified(fold(_YEAR.sub("", plain(text))).text)
    for written, meant in _SAME:
        bare = bare.replace(written, meant)
    return bare


class Meant:
    """Which of some labels a text is meant for.

    Parameters
    ----------
    words : mapping of str to frozenset
        Each label, folded, with what it names: two that name the same are no two meanings.
    """

    def __init__(self, words: Mapping[str, frozenset[object]]) -> None:
        self._exact = {loose(word): word for word in sorted(words)}
        self._shapes = [_shape_of(each) for each in self._exact]
        self._named = words
        self._told: dict[str, str] = {}

    def __call__(self, text: str) -> str:
        """Return one of the labels; empty where none is meant, or it cannot be told which."""
        if text not in self._told:
            if len(self._told) > _MOST_KEPT:
                self._told.clear()
            bare = loose(text)
            told = self._exact.get(bare) or self._exact.get(loose(_NOTE.sub("", plain(text))))
            self._told[text] = told or self._near(bare)
        return self._told[text]

    def _near(self, bare: str) -> str:
        if not _SHORT <= len(bare) <= _LONGEST:
            return ""
        text = _shape_of(bare)
        for is_meant in (_is_slip, _is_abridged):
            fitting = [self._exact[label.text] for label in self._shapes if is_meant(text, label)]
            if fitting:
                return fitting[0] if len({self._named[word] for word in fitting}) == 1 else ""
        return ""


class _Shape(NamedTuple):
    """A text with what rules most labels out at a glance: nearly all that is asked of is data."""

    text: str
    length: int
    turned: list[str]
    characters: frozenset[str]


def _shape_of(text: str) -> _Shape:
    turned = [char for char in text if char in _TURNING]
    return _Shape(text, len(text), turned, frozenset(text))


def _is_abridged(bare: _Shape, word: _Shape) -> bool:
    """Whether a text is a label of which something was left out, or cut off by a page."""
    if not _ABRIDGED <= bare.length < word.length or not bare.characters <= word.characters:
        return False
    rest = iter(word.text)
    begins = word.text.startswith(bare.text)
    return all(char in rest for char in bare.text) and (begins or bare.turned == word.turned)


def _is_slip(bare: _Shape, word: _Shape) -> bool:
    """Whether a text is a label with a few slips in it, none of which turns it around."""
    if word.length < _SHORT:
        return False
    allowed = min(_MOST_SLIPS, max(1, word.length // _PER_SLIP))
    if abs(bare.length - word.length) > allowed or bare.turned != word.turned:
        return False
    # In a short label another character is another word: 处罚, 处置.
    same_length = bare.length == word.length and word.length < _PER_SLIP
    # Each slip brings one character at most that the label does not have.
    if same_length or len(bare.characters - word.characters) > allowed:
        return False
    return _distance(bare.text, word.text, allowed) <= allowed


def _distance(one: str, other: str, most: int) -> int:
    """Return how many characters have to be changed, put in or left out."""
    row = [*range(len(other) + 1)]
    for i, char in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, at in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (char != at))
        if min(row) > most:
            break
    return int(row[-1])
