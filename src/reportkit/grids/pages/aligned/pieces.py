"""Texts that stand in a line without a gap, and those below each other that are one cell.

A cell's lines stand nearer to each other than the rows of a table, and begin, end or have their
middle at the same place. Two lines of which each has figures of its own are two rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from statistics import median
from typing import NamedTuple

from reportkit.folding import plain
from reportkit.grids.model import Box
from reportkit.grids.pages.content import Glyph, around
from reportkit.grids.pages.text import text_of_line

_FIGURE = re.compile(r"[+-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:\([^()]*\))?|[-—–/■]+")
_BEGUN = re.compile(r"[+-]?[0-9][0-9,.]*\([^()]*")  # a figure whose note goes on in the next line
_ENUMERATED = re.compile(r"\(?\d{1,2}[.、)]")
_ITEM = re.compile(r"\(?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、)](?!\d)")
_SECTION = re.compile(r"[一二三四五六七八九十]+、")  # what begins so is a heading of text
_GAP = 0.15  # of the type's size: more is the room between two cells
_WORD_GAP = 0.36  # and between words, which may have blanks
_NUMBER_GAP = 0.7  # behind the number of a label there may be a blank
_FLUSH = 0.35  # of the type's size by which lines of one cell begin, end or centre elsewhere
_TIGHT, _LOOSE = 0.9, 2.2  # sizes of type from line to line within a cell, at least and at most
_FEW = 20  # of so many lines, one may be nearer to the next than it should
_LINES_NEAR = 4  # so many lines on, the next one of a cell is come
_LONGEST_NUMBER = 4  # characters of the number of a label
_PIXEL = 0.75  # points by which a browser puts a line higher or lower: on whole pixels
_MORE = 1.1  # times that, a line is still of the same cell


class Piece(NamedTuple):
    """What stands in a line without a gap.

    Attributes
    ----------
    text : str
    box : Box
    base, size : float
    glyphs : tuple of Glyph
    is_figure : bool
        Whether it is a figure, or a mark that there is none.
    begins_figure : bool
        Whether it is one, or one whose note goes on in the next line.
    """

    text: str
    box: Box
    base: float
    size: float
    glyphs: tuple[Glyph, ...]
    is_figure: bool
    begins_figure: bool


Line = list[Piece]


@dataclass(eq=False)
class Cell:
    """Pieces below each other that are one text."""

    pieces: list[Piece]

    @property
    def text(self) -> str:
        """Its lines, one after the other."""
        return "".join(piece.text for piece in self.pieces)

    @cached_property
    def box(self) -> Box:
        """The place that it takes."""
        return around(self.glyphs)

    @cached_property
    def core(self) -> Box:
        """The place that its figure takes, without a note behind it."""
        glyphs = self.glyphs
        note = next((at for at, one in enumerate(glyphs) if one.text in "(（"), 0)
        return around(glyphs[:note] or glyphs)

    @cached_property
    def base(self) -> float:
        """Where it stands: the middle of its lines."""
        return (self.first + self.last) / 2

    @property
    def first(self) -> float:
        """Where its first line stands."""
        return self.pieces[0].base

    @property
    def last(self) -> float:
        """Where its last line stands."""
        return self.pieces[-1].base

    @property
    def size(self) -> float:
        """Of its type."""
        return self.pieces[0].size

    @property
    def glyphs(self) -> list[Glyph]:
        """Its characters."""
        return [glyph for piece in self.pieces for glyph in piece.glyphs]

    @cached_property
    def is_figure(self) -> bool:
        """Whether it is a figure, or a mark that there is none."""
        return bool(_FIGURE.fullmatch(plain(self.text)))

    @property
    def is_prose(self) -> bool:
        """Whether it is a sentence, or the heading of a section."""
        return self.text.endswith("。") or bool(_SECTION.match(self.text))


def pieces_of(line: Sequence[Glyph]) -> Line:
    """Return a line in pieces."""
    runs: list[list[Glyph]] = []
    for glyph in line:
        if runs and _goes_on(runs[-1], glyph):
            runs[-1].append(glyph)
        else:
            runs.append([glyph])
    return list(map(_piece, runs))


def _piece(run: list[Glyph]) -> Piece:
    text = text_of_line(run)
    folded = plain(text)
    figure = bool(_FIGURE.fullmatch(folded))
    begun = figure or bool(_BEGUN.fullmatch(folded))
    size = median(glyph.size for glyph in run)
    return Piece(text, around(run), run[0].base, size, tuple(run), figure, begun)


def _goes_on(run: Sequence[Glyph], glyph: Glyph) -> bool:
    before = run[-1]
    # Behind a note in brackets another figure begins: 0（无）0.
    if before.text in ")）" and glyph.text.isdigit():
        return False
    size = max(glyph.size, before.size)
    gap = glyph.left - before.right
    if not before.text.isascii() and not (glyph.text.isascii() or glyph.text.isdigit()):
        # Of some characters only the place is told that is drawn: 目 in the middle of its room.
        gap = min(gap, (glyph.left + glyph.right - before.left - before.right) / 2 - size)
    words = not _in_figures(before.text) and not _in_figures(glyph.text)
    if gap <= (_WORD_GAP if words else _GAP) * size:
        return True
    numbered = (
        len(run) <= _LONGEST_NUMBER and not glyph.text.isdigit() and gap <= _NUMBER_GAP * size
    )
    return numbered and bool(_ENUMERATED.fullmatch(plain(text_of_line(run))))


def _in_figures(character: str) -> bool:
    """Whether a character stands in figures, or as a mark that there is none."""
    return character.isdigit() or plain(character) in "+-—–/■,."


def has_figures(line: Line) -> bool:
    """Whether a line ends in figures, after words or alone; in a sentence, words follow them."""
    numbers = [at for at, piece in enumerate(line) if piece.begins_figure]
    return len(line) > 1 and bool(numbers) and all(one.begins_figure for one in line[numbers[0] :])


def cells_of(lines: Sequence[Line], pitch: float) -> list[Cell]:
    """Return the pieces of lines as cells, by where they begin from top to bottom.

    Parameters
    ----------
    lines : sequence of Line
    pitch : float
        Sizes of type from one line of a cell to the next.
    """
    near = near_of(pitch)
    cells: list[Cell] = []
    growing: list[tuple[Cell, bool]] = []  # with whether one of its lines is a row
    for line in lines:
        is_row = has_figures(line)
        base, size = min(piece.base for piece in line), max(piece.size for piece in line)
        growing = [one for one in growing if base - one[0].last <= near * size + _PIXEL]
        for piece in line:
            above = [
                one
                for one in growing
                if not (one[1] and is_row)
                and _is_below(one[0], piece, near)
                and not _is_over_several(one[0], line)
            ]
            if above:
                chosen = max(above, key=lambda one: one[0].last)
                growing.remove(chosen)
                cell = chosen[0]
                cell.pieces.append(piece)
                growing.append((cell, chosen[1] or is_row))
            else:
                cells.append(Cell([piece]))
                growing.append((cells[-1], is_row))
    return cells


def pitch_of(pages: Iterable[Sequence[Line]]) -> float:
    """Return how far the lines of one cell are apart, in sizes of type; 0 where nothing tells."""
    found = sorted(
        pitch
        for lines in pages
        for number, above in enumerate(lines)
        for below in islice(lines, number + 1, number + _LINES_NEAR)
        if below[0].base - above[0].base < 2 * _LOOSE * above[0].size
        for over in above
        for under in below
        if _TIGHT < (pitch := (under.base - over.base) / under.size) < _LOOSE
        if not over.is_figure and not under.is_figure and _is_flush(over, under)
    )
    # The nearest of many may be something else that is printed over the text.
    return found[len(found) // _FEW] if found else 0.0


def near_of(pitch: float) -> float:
    """Return how far lines of one cell are apart at most, in sizes of type."""
    return _MORE * pitch


def _is_below(cell: Cell, piece: Piece, near: float) -> bool:
    """Whether a piece goes on a cell: words go on words, digits digits, a note what it notes."""
    over = cell.pieces[-1]
    alike = piece.is_figure == over.is_figure
    if over.begins_figure and not over.is_figure:
        alike = not piece.is_figure
    if begins_item(cell.pieces[0]) and begins_item(piece):
        return False  # the next of a list
    step = piece.base - over.base
    near = near * max(piece.size, over.size) + _PIXEL
    return alike and 0 < step <= near and _is_flush(over, piece)


def _is_over_several(cell: Cell, line: Line) -> bool:
    """Whether several pieces of a line stand below a cell: it does not go on in any."""
    over = cell.pieces[-1].box
    return sum(one.box.lines_up(over) for one in line) > 1


def begins_item(piece: Piece) -> bool:
    """Whether it begins with a number, as the items of a list do."""
    return not piece.is_figure and bool(_ITEM.match(plain(piece.text)))


def _is_flush(over: Piece, under: Piece) -> bool:
    most = _FLUSH * max(over.size, under.size)
    one, other = over.box, under.box
    middle = abs(one.left + one.right - other.left - other.right) / 2
    ends = min(abs(one.left - other.left), abs(one.right - other.right), middle)
    return one.lines_up(other) and ends <= most


def edges(boxes: Iterable[Box]) -> Iterator[tuple[float, float]]:
    """Yield from where to where places reach that meet each other, from left to right."""
    first, *others = sorted(boxes)
    left, right = first.left, first.right
    for box in others:
        if box.left >= right:
            yield left, right
            left, right = box.left, box.right
        right = max(right, box.right)
    yield left, right
