"""What stands on one page, whatever it was read from: characters and lines, each with its place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reportkit.grids.model import Box

SURE = 1.0


class Glyph(NamedTuple):
    """A character on a page; places in points from the upper left corner.

    Attributes
    ----------
    text : str
    left, top, right, bottom : float
        Left and right with the room that the type gives it, top and bottom as it is drawn.
    base : float
        Where its line of text stands.
    score : float
        How sure the reader is of it: `SURE` unless it was recognised in a picture.
    turn : int
        Quarter turns, anticlockwise, by which it does not stand upright.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    score: float = SURE
    turn: int = 0

    @property
    def middle(self) -> tuple[float, float]:
        """The point that tells in which cell it stands."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def width(self) -> float:
        """The room that it takes in its line."""
        return self.right - self.left

    @property
    def size(self) -> float:
        """About how large its type is: ideographs are square, digits half as wide as high."""
        return max(self.width * (2 if self.text.isascii() else 1), self.bottom - self.top, 4.0)


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


def around(glyphs: Sequence[Glyph]) -> Box:
    """Return the place that characters take together."""
    return Box(
        min(glyph.left for glyph in glyphs),
        min(glyph.top for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        max(glyph.bottom for glyph in glyphs),
    )
