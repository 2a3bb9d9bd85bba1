"""What stands on one page, whatever it was read from: characters and lines, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reportkit.grids.model import Box

SURE = 1.0
SCANNED = 0.5
"""The part of a page that pictures cover where it is one."""
FEW = 40
"""Characters, of a page number or a stamp, that a scanned page may have besides."""


class Glyph(NamedTuple):
    """A character on a page; places in points from the upper left corner.

    Attributes
    ----------
    text : str
    left, top, right, bottom : float
        In the direction in which it is read with the room that the type gives it, across it as it
        is drawn.
    base : float
        Where its line of text stands: larger for what is read later.
    score : float
        How sure the reader is of it: `SURE` unless it was recognised in a picture.
    turn : int
        Quarter turns, clockwise, by which it does not stand upright: 1 is read downwards, 3
        upwards.
    others : tuple of str
        What else it may be, the likeliest first, where it was recognised in a picture.
    doubt : str
        Why it may be none, if it is a digit: the page does not show it, or a line strikes it out.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    score: float = SURE
    turn: int = 0
    others: tuple[str, ...] = ()
    doubt: str = ""

    @property
    def middle(self) -> tuple[float, float]:
        """The point that tells in which cell it stands."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    # Asked some ten times of every character: none of them asks another.
    @property
    def start(self) -> float:
        """Where it begins, in the direction in which it is read."""
        return ends(self, self.turn)[0] if self.turn else self.left

    @property
    def end(self) -> float:
        """Where it ends, in that direction."""
        return ends(self, self.turn)[1] if self.turn else self.right

    @property
    def width(self) -> float:
        """The room that it takes in its line."""
        return self.bottom - self.top if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """How high it is drawn."""
        return self.right - self.left if self.turn % 2 else self.bottom - self.top

    @property
    def size(self) -> float:
        """About how large its type is: ideographs are square, digits half as wide as high."""
        wide, high = self.right - self.left, self.bottom - self.top
        if self.turn % 2:
            wide, high = high, wide
        if self.text.isascii():
            wide *= 2
        return max(wide, high, 4.0)


def ends(box: Box | Glyph, turn: int) -> tuple[float, float]:
    """Return where a place begins and ends for text that is turned."""
    match turn:
        case 1:
            return box.top, box.bottom
        case 2:
            return -box.right, -box.left
        case 3:
            return -box.bottom, -box.top
    return box.left, box.right


class Rule(NamedTuple):
    """A ruling line, across or down: where it lies, and from where to where it goes."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """A page as it is seen, turned upright.

    Attributes
    ----------
    number : int
        From 1.
    width, height : float
        In points.
    glyphs : list of Glyph
        In the order in which the file has them; no blanks.
    across, down : list of Rule
    fills : list of Box
        Filled areas, whose edges may be all that tells a cell from its neighbour.
    picture : float
        The part of the page that pictures cover, from 0 to 1.
    unread : bool
        Whether it is a picture of text that nothing here can recognise.
    pasted : list of Box
        Pictures among its text that may be tables and were not read.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    across: list[Rule] = field(default_factory=list)
    down: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    picture: float = 0.0
    unread: bool = False
    pasted: list[Box] = field(default_factory=list)


def around(glyphs: Sequence[Glyph]) -> Box:
    """Return the place that characters take together."""
    return Box(
        min(glyph.left for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )
