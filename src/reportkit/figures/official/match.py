"""Which labels that stand on a sheet are which rows or columns of a form.

Labels repeat in a form (结果维持 three times), and the headings above them tell which is which, as
far as they are there. What they leave open is told by the order of the form, but only where every
label of the form is there once and in that order; otherwise it stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TypeAlias

from reportkit.figures.official.labels import fold, words_of
from reportkit.figures.official.likeness import Meant
from reportkit.forms import Block, Heading

Branch: TypeAlias = tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """A label on a sheet.

    Attributes
    ----------
    text : str
        Folded.
    over : frozenset of str
        The folded texts of the headings that stand over it, by their merging or next to it.
    nearby : frozenset of str
        Those of headings that may reach as far as here: nothing else stands between.
    """

    text: str
    over: frozenset[str] = field(default_factory=frozenset)
    nearby: frozenset[str] = field(default_factory=frozenset)


class Labels:
    """The labels of one tree of headings: its leaves with what stands over them.

    Attributes
    ----------
    paths : list of tuple of Heading
        Each leaf with the headings over it, the outermost first, in the order of the form.
    """

    def __init__(self, headings: Sequence[Heading]) -> None:
        self.paths: list[Branch] = [path for heading in headings for path in heading.paths()]
        self.leaf_words = [words_of(path[-1]) for path in self.paths]
        self._over = [frozenset().union(*map(words_of, path[:-1])) for path in self.paths]
        self.leaves = frozenset().union(*self.leaf_words)
        self.groups = frozenset().union(*self._over)
        self.all = self.leaves | self.groups
        self.depth = max(heading.depth for heading in headings)

    @cached_property
    def meant(self) -> Meant:
        """Which of the labels a text is meant for."""
        return Meant(self.named)

    def word(self, text: str) -> str:
        """Return a text folded; where it is none of the labels but meant for one, that one."""
        folded = fold(text).text
        if folded in self.all:
            return folded
        return self.meant(text) or folded

    @property
    def named(self) -> dict[str, frozenset[object]]:
        """What each word names: leaves by number, headings over them by themselves."""
        found: dict[str, set[object]] = {}
        for number, path in enumerate(self.paths):
            for heading in path:
                what = number if heading is path[-1] else id(heading)
                for word in words_of(heading):
                    found.setdefault(word, set()).add(what)
        return {word: frozenset(what) for word, what in found.items()}

    def assign(self, seen: Sequence[Seen]) -> list[int | None]:
        """Return for each label, in the order of the sheet, which leaf it is; None: cannot tell.

        A leaf may be given to several labels, where each is that leaf and no other.
        """
        possible = [self._possible(one) for one in seen]
        told = [next(iter(one)) if len(one) == 1 else None for one in possible]
        # A label with a heading near it that is not its own gives way to one without.
        strays = [
            leaf is not None and self._strays(leaf, label)
            for leaf, label in zip(told, seen, strict=True)
        ]
        free = {leaf for leaf, stray in zip(told, strays, strict=True) if not stray}
        told = [
            None if stray and leaf in free else leaf
            for leaf, stray in zip(told, strays, strict=True)
        ]
        left = [one - {*told} if len(one) > 1 else frozenset() for one in possible]
        _by_order(told, left, len(self.paths))
        if sorted(leaf for leaf in told if leaf is not None) == list(range(len(self.paths))):
            return told
        # Where something is missing, what is near may belong to that.
        alone = [len(self._fitting(label)) == 1 for label in seen]
        return [leaf if sure else None for leaf, sure in zip(told, alone, strict=True)]

    def _possible(self, seen: Seen) -> frozenset[int]:
        """Return the leaves that a label can be, by its text and what stands over and near it."""
        fitting = self._fitting(seen)
        free = frozenset(k for k in fitting if not self._strays(k, seen))
        return free or fitting

    def _fitting(self, seen: Seen) -> frozenset[int]:
        """Return the leaves that a label can be, by its text and what stands over it."""
        named = [k for k, words in enumerate(self.leaf_words) if seen.text in words]
        over = seen.over & self.groups
        return frozenset(k for k in named if over <= self._over[k])

    def _strays(self, leaf: int, seen: Seen) -> bool:
        """Whether a heading is near that is not one over the leaf."""
        return not (seen.nearby & self.groups) <= self._over[leaf]


def _by_order(told: list[int | None], left: Sequence[frozenset[int]], count: int) -> None:
    """Fill in what is left if every leaf has one label then, in the order of the form."""
    filled = list(told)
    for leaves in set(left) - {frozenset()}:
        alike = [place for place, each in enumerate(left) if each == leaves]
        if len(alike) == len(leaves):
            for place, leaf in zip(alike, sorted(leaves), strict=True):
                filled[place] = leaf
    if filled == list(range(count)):
        told[:] = filled


@cache
def labels_of(block: Block) -> tuple[Labels, Labels]:
    """Return the labels of the rows and of the columns of a block."""
    return Labels(block.rows), Labels(block.columns)
