"""Words that a line may be too narrow for: they are broken rather than run off the paper."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

TEXT_WIDTH = 442.0
"""Points between the margins."""
INDENT = 48.0
"""Points that an item of a list, or a quotation, has less."""
MARKER = 24.0
"""Points that an item has less where it is not indented."""

MOST_BROKEN = 5_000
"""Letters of a paragraph between which a line may end: what it takes grows with their square."""

_MOST_IN_BLOCK = 4 * MOST_BROKEN  # few of the words of lines are broken

_LARGEST, _IN_TABLES = 22.0, 10.5  # points that letters are high at the most: titles, tables
_AROUND = 6.0  # points between a cell's text and its rules

# A line may end before and after any of the others.
_WORD = re.compile(
    "[^ \t\n\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_DIGITS = re.compile(r"[0-9.,:;/()\-]")
_DIGIT, _ANY = 0.62, 1.2  # ems that one takes at the most, in any shipped font
_SURELY_NOT = 6  # times the room: the narrowest take a fifth of the widest


class Line:
    """The line that is being filled, as far as its words have to be known.

    Attributes
    ----------
    room : float
        Points that it has.
    """

    def __init__(self) -> None:
        self.room = TEXT_WIDTH
        self._size = _LARGEST
        self._unbroken = 0.0
        self._broken = 0

    def begin(self) -> None:
        """Go on to another paragraph."""
        self.end()
        self._broken = 0

    def end(self) -> None:
        """Go on to another line of the paragraph."""
        self._unbroken = 0.0

    def fills(self, word: str) -> bool:
        """Whether a paragraph has to end before a word that is broken: it would take too long."""
        self._broken += len(word)
        if self._broken <= MOST_BROKEN:
            return False
        self._broken = len(word)
        return True

    @contextmanager
    def narrower(self, points: float) -> Iterator[None]:
        """Take points from its room until the block ends."""
        before, self.room = self.room, max(0.0, self.room - points)
        yield
        self.room = before

    @contextmanager
    def in_cell(self, share: float) -> Iterator[None]:
        """Let it be one of a table's cell until the block ends.

        Parameters
        ----------
        share : float
            How much of the width between the margins the cell has.
        """
        before, self._size = self._size, _IN_TABLES
        with self.narrower(self.room - (share * TEXT_WIDTH - _AROUND)):
            yield
        self._size = before

    def holds(self, word: str) -> bool:
        """Whether a word surely fits into it."""
        return self._width(word) <= self.room

    def pieces(self, text: str) -> Iterator[tuple[str, float | None]]:
        """Cut a text into pieces, each with the room that it has to be broken for.

        That is None for what surely fits, and 0 for what surely does not: a very long word, and
        the end of one that began in another element.
        """
        done = 0
        for word in _WORD.finditer(text):
            goes_on = self._unbroken > 0 and word.start() == 0
            width = self._width(word[0])
            self._unbroken = width + (self._unbroken if goes_on else 0.0)
            if self._unbroken > self.room:
                yield text[done : word.start()], None
                surely_not = goes_on or width > _SURELY_NOT * self.room
                for piece in in_lengths(word[0]):
                    yield piece, 0.0 if surely_not else self.room
                done = word.end()
            if word.end() < len(text):
                self._unbroken = 0.0
        yield text[done:], None

    def _width(self, word: str) -> float:
        digits = len(_DIGITS.findall(word))
        return (digits * _DIGIT + (len(word) - digits) * _ANY) * self._size


def in_lengths(text: str) -> Iterator[str]:
    """Cut a text into pieces that a paragraph may have broken; an empty one is one."""
    for start in range(0, max(1, len(text)), MOST_BROKEN):
        yield text[start : start + MOST_BROKEN]


def in_blocks(lines: Iterable[str]) -> Iterator[str]:
    """Cut lines into blocks, each of which is a paragraph, however many lines it has."""
    block: list[str] = []
    size = 0
    for line in chain.from_iterable(map(in_lengths, lines)):
        if size + len(line) > _MOST_IN_BLOCK:
            yield "\n".join(block)
            block, size = [], 0
        block.append(line)
        size += len(line)
    yield "\n".join(block)
