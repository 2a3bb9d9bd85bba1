"""Pages one below the other, as a table sees them that goes on from one to the next."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

from reportkit.grids.pages.aligned.pieces import Line, Piece
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
    """Lines of several pages by their places below each other.

    Attributes
    ----------
    lines : list of Line
    was : dict of int to (int, Glyph)
        By the identity of each character, its page, and itself as it stood there.
    seams : list of float
        Where the first line of each page stands but the first page's.
    """

    lines: list[Line]
    was: dict[int, tuple[int, Glyph]]
    seams: list[float]


def stacked(sheets: Sequence[Sheet], pages: Sequence[Sequence[Line]], pitch: float) -> Stack:
    """Return pages below each other: the next line follows as if there were no margins.

    Parameters
    ----------
    sheets : sequence of Sheet
    pages : sequence of sequence of Line
        The upright lines of each.
    pitch : float
        Sizes of type from one line of a cell to the next; 0 where nothing tells.
    """
    stack = Stack([], {}, [])
    end: float | None = None
    for sheet, lines in zip(sheets, pages, strict=True):
        if not sheet.glyphs:
            continue
        bases = [one.base for one in sheet.glyphs]
        first = min(*bases, sheet.top)
        size = median(one.size for one in sheet.glyphs)
        by = 0.0 if end is None else end + (pitch or _ON) * size - first
        if end is not None:
            stack.seams.append(first + by)
        stack.lines.extend([_moved(piece, by, sheet, stack) for piece in line] for line in lines)
        end = max(*bases, sheet.bottom) + by
    return stack


def _moved(piece: Piece, by: float, sheet: Sheet, stack: Stack) -> Piece:
    glyphs = []
    for one in piece.glyphs:
        moved = one._replace(top=one.top + by, bottom=one.bottom + by, base=one.base + by)
        glyphs.append(moved)
        stack.was[id(moved)] = sheet.number, one
    box = piece.box._replace(top=piece.box.top + by, bottom=piece.box.bottom + by)
    return piece._replace(box=box, base=piece.base + by, glyphs=tuple(glyphs))
