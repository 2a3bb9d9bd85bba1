"""The headings over the rows of a block: which columns they name, and where these stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportkit.published.lines import Line, Piece
from reportkit.published.values import unit_in
from reportkit.published.words import Words

HEAD_LINES = 45
"""How many lines headings take up where each has a line of its own."""
_LONGEST_HEADING = 60
_FEWEST_NUMBERED = 4  # so many columns numbered from 1 on are no figures
_MOST_JOINED = 3  # pieces into which blanks cut a heading


@dataclass(frozen=True)
class Head:
    """The headings over the rows of a block.

    Attributes
    ----------
    words : Words
    known : int
        How many of the columns are named.
    complete : bool
        Whether all of them are.
    spans : mapping of int to (int, int)
        Where each column of the form stands, where the document tells.
    grid : int
        The block in which these places are.
    units : mapping of int to str
    first : int
        The number of the first line.
    width : int
        How many columns the grid has there.
    """

    words: Words
    known: int
    complete: bool
    spans: Mapping[int, tuple[int, int]]
    grid: int
    units: Mapping[int, str]
    first: int
    width: int

    def places(self, line: Line) -> bool:
        """Whether these places are those of a line: of the same grid, or of one that goes on."""
        return line.in_grid and (line.block == self.grid or line.width == self.width)

    @property
    def in_order(self) -> bool:
        """Whether the columns stand in the order of the form."""
        placed = [self.spans[leaf] for leaf in sorted(self.spans)]
        return placed == sorted(placed)

    @property
    def count(self) -> int:
        """How many columns the form has."""
        return len(self.words.columns.paths)


def head_above(
    lines: Sequence[Line], number: int, words: Words, labelled: Mapping[int, object]
) -> Head:
    """Return the headings above a line, as far as nothing else stands between.

    Parameters
    ----------
    lines : sequence of Line
    number : int
        Of the first line below them.
    words : Words
    labelled : mapping of int to anything
        The lines with rows of the block.
    """
    top = number
    while top and number - top < HEAD_LINES and may_be_heading(lines[top - 1]):
        if top - 1 in labelled and lines[top - 1].has_figures:
            break
        top -= 1
    return head_in(lines, top, number, words)


def may_be_heading(line: Line) -> bool:
    """Whether a line may be a heading: no figures, no paragraph."""
    if line.has_figures and not numbers_columns(line):
        return False
    longest = max((len(piece.text) for piece in line.pieces), default=0)
    return line.in_grid or longest <= _LONGEST_HEADING


def numbers_columns(line: Line) -> bool:
    """Whether a line numbers the columns: 1, 2, 3 and so on."""
    texts = [piece.text for piece in line.pieces if piece.text]
    return len(texts) >= _FEWEST_NUMBERED and texts == [str(n) for n in range(1, len(texts) + 1)]


def head_in(lines: Sequence[Line], top: int, end: int, words: Words) -> Head:
    """Return the headings in some lines."""
    leaves = words.column_leaves
    seen: list[tuple[Line, Piece, str]] = []
    first = end
    for number in range(top, end):
        for piece, text in _headings(lines, number, end, words):
            word = words.column_of(text)
            if word in leaves:
                seen.append((lines[number], piece, word))
                first = min(first, number)
    wanted = Counter(word for word in {w for _, _, w in seen} for _ in leaves[word])
    counted = Counter(word for _, _, word in seen)
    named = {leaf for word in wanted for leaf in leaves[word][: counted[word]]}
    complete = len(named) == len(words.columns.paths)
    spans, units, grid = _spans(seen, leaves, counted)
    width = max((line.width for line in lines[first:end]), default=0)
    return Head(words, len(named), complete, spans, grid, units, first, width)


def _headings(
    lines: Sequence[Line], number: int, end: int, words: Words
) -> Iterator[tuple[Piece, str]]:
    """Yield the headings of a line; those that go on in the line below, whole."""
    leaves = words.column_leaves
    line = lines[number]
    pieces = [piece for piece in line.pieces if piece.is_words]
    skipped = 0
    for at, piece in enumerate(pieces):
        if skipped:
            skipped -= 1
            continue
        if words.column_of(piece.text) in leaves or not piece.text:
            yield piece, piece.text
            continue
        joined = piece.text
        for more, other in enumerate(pieces[at + 1 : at + 1 + _MOST_JOINED], start=1):
            joined += other.text
            if not line.in_grid and words.column_of(joined) in leaves:
                skipped = more
                yield piece, joined
                break
        else:
            below = _below(lines, number, end, piece)
            yield piece, piece.text + below if words.column_of(piece.text + below) in leaves else ""


def _below(lines: Sequence[Line], number: int, end: int, piece: Piece) -> str:
    """Return the words right below a heading of a grid."""
    if number + 1 >= end or not piece.left:
        return ""
    under = (one for one in lines[number + 1].pieces if one.left == piece.left and one.is_words)
    return next((one.text for one in under), "")


def _spans(
    seen: Sequence[tuple[Line, Piece, str]],
    leaves: Mapping[str, list[int]],
    counted: Counter[str],
) -> tuple[dict[int, tuple[int, int]], dict[int, str], int]:
    """Return where columns stand, their units, and in which block."""
    spans: dict[int, tuple[int, int]] = {}
    units: dict[int, str] = {}
    blocks = {line.block for line, _, _ in seen}
    placed = all(line.in_grid for line, _, _ in seen) and len(blocks) == 1
    for word in counted:
        here = sorted((piece for _, piece, each in seen if each == word), key=lambda one: one.left)
        if len(here) != len(leaves[word]):
            continue
        for leaf, piece in zip(leaves[word], here, strict=True):
            units[leaf] = unit_in(piece.text)
            if placed:
                spans[leaf] = (piece.left, piece.right)
    return spans, units, blocks.pop() if placed and blocks else -1
