"""Pages one below the other, as a table sees them that goes on from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from reportkit.grids.pages.content import Glyph

_ON = 1.3  # sizes of type from the last line of a page to the first of the next, as lines go on


class Sheet(NamedTuple):
    """What of a page is stacked.

    Attributes
    ----------
    number : int
    glyphs : sequence of Glyph
        Those in no table with lines.
    top, bottom : float
        How far tables with lines reach.
    """

    number: int
    glyphs: Sequence[Glyph]
    top: float
    bottom: float


class Stack(NamedTuple):
    """Characters of several pages by their places below each other.

    Attributes
    ----------
    glyphs : list of Glyph
    was : dict of int to (int, Glyph)
        By the identity of each, its page, and itself as it stood there.
    seams : list of float
        Where the first line of each page stands but the first page's.
    """

    glyphs: list[Glyph]
    was: dict[int, tuple[int, Glyph]]
    seams: list[float]


def stacked(sheets: Sequence[Sheet], pitch: float) -> Stack:
    """Return pages below each other: the next line follows as if there were no margins.

    Parameters
    ----------
    sheets : sequence of Sheet
    pitch : float
        Sizes of type from one line of a cell to the next; 0 where nothing tells.
    """
    stack = Stack([], {}, [])
    end = 0.0
    for sheet in sheets:
        if not sheet.glyphs:
            continue
        bases = [one.base for one in sheet.glyphs]
        first = min(*bases, sheet.top)
        size = median(one.size for one in sheet.glyphs)
        by = end + (pitch or _ON) * size - first if stack.glyphs else 0.0
        if stack.glyphs:
            stack.seams.append(first + by)
        for one in sheet.glyphs:
            moved = one._replace(top=one.top + by, bottom=one.bottom + by, base=one.base + by)
            stack.glyphs.append(moved)
            stack.was[id(moved)] = sheet.number, one
        end = max(*bases, sheet.bottom) + by
    return stack
