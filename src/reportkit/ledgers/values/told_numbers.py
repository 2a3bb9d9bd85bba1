"""Which numbers of records may be told: where a name could stand among them, their place alone.

A number is made of digits, brackets, marks and the words of offices. What else stands in it may be
who applied; only where most numbers of a ledger have it is it the office's own way. Of few numbers
that cannot be said of what looks like a name: somebody may have applied for all of them.

Most numbers of a ledger differ in their digits alone, and of those nothing is asked but how a long
run of them begins. So one is asked for all that are alike in this.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reportkit.folding import all_plain
from reportkit.personal import HIDDEN, SHORTEST_TELEPHONE, SURNAMES, hide, holds_identity

_WORDS = (
    "第|号|字|年|月|日|件|依申请|申请|公开|政府信息|信息|政公|依公|登记|受理|行政|复议|应诉|诉讼|处罚|许可|强制"
    "|决定|行复|行初|行终|行审|行申|告知|答复|收费|报告|备案|法规|规章|规范性文件|罚|许|复|初|终"
)
_PIECE = (
    r"(?:[0-9*\-—–_./\\()〔〕\[\]【】{}〈〉《》 #、至]|[一二三四五六七八九十〇零百]+(?=[号件季])"
    rf"|{_WORDS})"
)
_OF_OFFICES = re.compile(f"{_PIECE}*")
_PIECES = re.compile(f"{_PIECE}+")
_DIGITS = re.compile(r"0+")
_FEWEST, _SHARE = 3, 5  # written alike: three of them at least, and a fifth of all
_MOST = 0.75  # of all have the letters of an office's own way: who applies often is a fifth, too
_FEW = 10
_NAME = re.compile(f"[{SURNAMES}][\u4e00-\u9fff]{{1,2}}")
# Of digits, with whatever marks between them: by their beginning it is known whose they may be.
_RUN = re.compile(r"\d(?:[\W_]*\d)+")
_LONGEST = 10  # a year and six digits; what is longer may be a telephone number after all
# Eight digits and ten more or letters may be a code of a firm: it is asked what digits they are.
_MAY_BE_CODE = re.compile(r"\d{8}[0-9A-Z]{10}")


class _Alike(NamedTuple):
    """Numbers that are asked about together: their shape, one of them, the places of all."""

    shape: str
    one: str
    places: Sequence[int]


def told_numbers(texts: Sequence[str | None], *, people: bool) -> list[str]:
    """Return the numbers of a ledger that may be told; of the others nothing.

    Parameters
    ----------
    texts : sequence of str or None
        Of the whole ledger: how most are written tells what the office's own way is.
    people : bool
        Whether persons stand in the ledger, and so may among its numbers.

    Examples
    --------
    >>> told_numbers(["依申请〔2022〕3号", "张三〔2022〕4号", "139:0418:0001"], people=True)
    ['依申请〔2022〕3号', '', '']
    """
    hidden = _hidden(texts, people=people)
    return ["" if not text or text in hidden else text for text in texts]


def with_places_alone(texts: Sequence[str | None], *, people: bool) -> list[str | None]:
    """Return the numbers of a ledger, with the length alone of those that may not be told."""
    hidden = _hidden(texts, people=people)
    if not hidden:
        return list(texts)  # nearly always
    return [hide(text) if text and text in hidden else text for text in texts]


def _hidden(texts: Sequence[str | None], *, people: bool) -> set[str]:
    """Return the numbers that may not be told."""
    distinct = list(dict.fromkeys(filter(None, texts)))
    alike = list(_alike(all_plain(distinct))) if distinct else []
    own = _own_shapes(alike, max(_FEWEST, len(distinct) / _SHARE) if people else 0)
    if people:
        own -= _with_names(alike, len(distinct))
    return {
        distinct[place]
        for shape, one, places in alike
        if shape not in own or HIDDEN in one or holds_identity(one)
        for place in places
    }


def _own_shapes(alike: Sequence[_Alike], enough: float) -> set[str]:
    """Return the shapes that are the office's own way of numbering.

    What an office writes does not depend on which digits it is, nor on how many, unless many.
    """
    shapes: Counter[str] = Counter()
    ways: Counter[str] = Counter()
    for shape, _, places in alike:
        shapes[shape] += len(places)
        ways[_DIGITS.sub("0", shape)] += len(places)
    return {
        shape
        for shape, times in shapes.items()
        if times >= enough
        or (
            not _is_long(shape)
            and (ways[way := _DIGITS.sub("0", shape)] >= enough or _OF_OFFICES.fullmatch(way))
        )
    }


def _with_names(alike: Sequence[_Alike], count: int) -> set[str]:
    """Return the shapes that have letters in them which may be a person's name."""
    left = {one.shape: _PIECES.sub(" ", one.shape).split() for one in alike}
    times: Counter[str] = Counter()
    for shape, _, places in alike:
        for letter in set("".join(left[shape])):
            times[letter] += len(places)
    return {
        shape
        for shape, words in left.items()
        if any(times[letter] < _MOST * count for letter in "".join(words))
        or (count < _FEW and any(map(_NAME.fullmatch, words)))
    }


def _is_long(shape: str) -> bool:
    return any(len(places) > _LONGEST for places in _runs(shape))


def _alike(folded: Sequence[str]) -> Iterator[_Alike]:
    """Yield the numbers that differ in nothing by which it is known whose they are."""
    shapes = "\n".join(folded)
    for digit in "123456789":
        shapes = shapes.replace(digit, "0")  # nine times: a table of characters takes longer
    by_shape: defaultdict[str, list[int]] = defaultdict(list)
    for place, shape in enumerate(shapes.split("\n")):
        by_shape[shape].append(place)
    for shape, places in by_shape.items():
        for same in _by_beginning(shape, places, folded):
            yield _Alike(shape, folded[same[0]], same)


def _by_beginning(
    shape: str, places: Sequence[int], folded: Sequence[str]
) -> Iterable[Sequence[int]]:
    """Return the numbers of a shape, by what they have where their digits tell whose they are."""
    telling = _telling(shape)
    if not telling:
        return [places]
    # All are as long as their shape: below each other, each place of theirs is a column.
    together = "\n".join([folded[place] for place in places])
    columns = [together[column :: len(shape) + 1] for column in telling]
    if all(column.count(column[0]) == len(places) for column in columns):
        return [places]
    found: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, beginning in zip(places, zip(*columns, strict=True), strict=True):
        found[beginning].append(place)
    return found.values()


def _telling(shape: str) -> Sequence[int]:
    """Return where in the numbers of a shape the digits stand by which they are known."""
    if _MAY_BE_CODE.search(shape):
        return range(len(shape))
    long = (places for places in _runs(shape) if len(places) >= SHORTEST_TELEPHONE)
    return [place for places in long for place in places[:2]]


def _runs(shape: str) -> Iterator[list[int]]:
    """Yield where the digits of each run stand."""
    for match in _RUN.finditer(shape):
        yield [place for place in range(*match.span()) if shape[place].isdecimal()]
