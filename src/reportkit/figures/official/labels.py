"""Labels of a form as offices write them, folded so that they can be told to be the same."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from reportkit.folding import plain
from reportkit.forms import Heading
from reportkit.ledgers.values.amounts import split_unit, unit_name

_NUMBERING = re.compile(
    r"(?:\([一二三四五六七八九十\d]{1,3}\)|[一二三四五六七八九十\d]{1,3}[、.,:)]|\d{1,2}(?=\D))[、.,:]*"
)
_LEVELS = 3  # as in 三、（三）1.
_COUNTED = re.compile(r"\((?:单位:?)?(宗|件次|人次|件|条|项|个|次|份|起|例|天)\)$")


class Label(NamedTuple):
    """A label without its numbering, and the unit that stands in it; empty where none does."""

    text: str
    unit: str


@lru_cache(maxsize=4096)
def fold(text: str) -> Label:
    """Return a label without blanks, marks and numbering.

    Examples
    --------
    >>> fold("（三） 1．属于 国家秘密"), fold("合计（宗）"), fold("本年收费金额（单位：万元）")[1]
    (Label(text='属于国家秘密', unit=''), Label(text='合计', unit='宗'), '万元')
    """
    folded = plain(text)
    for _ in range(_LEVELS):
        folded = _NUMBERING.sub("", folded, count=1) if _NUMBERING.match(folded) else folded
    words, unit = _without_unit(folded)
    return Label("".join(filter(str.isalnum, words)), unit)


def _without_unit(label: str) -> tuple[str, str]:
    words, money = split_unit(label)
    if money is not None:
        return words, unit_name(money)
    counted = _COUNTED.search(label)
    return (label[: counted.start()], counted[1]) if counted else (label, "")


def words_of(heading: Heading) -> frozenset[str]:
    """Return the folded texts by which a row or column may be called."""
    written = (heading.label, heading.name, heading.mark and f"{heading.mark}、{heading.name}")
    return frozenset(fold(text).text for text in written if text) - {""}


def unit_of(heading: Heading) -> str:
    """Return the unit that a heading of the form gives; empty where it gives none."""
    return fold(heading.label).unit or fold(heading.name).unit


def is_money(unit: str) -> bool:
    """Whether a unit is one of money."""
    return unit.endswith("元")
