"""The headings over the rows of a block: which columns they name, and where these stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reportkit.figures.official.labels import fold
from reportkit.published.tables.lines import Line, Piece
from reportkit.published.tables.values import unit_in
from reportkit.published.tables.words import Words

HEAD_LINES = 45
"""How many lines headings take up where each has a line of its own."""
_LONGEST_HEADING = 60
_SHORTEST_HEADING = 4  # characters; less may be what a blank cuts off a heading: 件 数
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
    others : tuple of (int, int)
        Where columns stand that are none of the form's.
    in_order : bool
        Whether the columns, and the groups over them, stand in the order of the form.
    grid : int
        The block in which these places are.
    units : mapping of int to str
    first : int
        The number of the first line.
    width : int
        How many columns the grid has there.
    foreign : bool
        Whether a line of text that has some of them has others besides: a figure below may be
        theirs.
    """

    words: Words
    known: int
    complete: bool
    spans: Mapping[int, tuple[int, int]]
    others: tuple[tuple[int, int], ...]
    in_order: bool
    grid: int
    units: Mapping[int, str]
    first: int
    width: int
    foreign: bool = False

    def places(self, line: Line) -> bool:
        """Whether these places are those of a line: of the same grid, or of one that goes on."""
        same = line.block == self.grid
        return line.in_grid and (same or (line.width == self.width and not line.by_gaps))

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
    seen: list[_Seen] = []
    others: list[Piece] = []
    groups: list[_Seen] = []
    first = end
    for number in range(top, end):
        for piece, text in _headings(lines, number, end, words):
            word = words.column_of(text)
            if word in leaves:
                seen.append(_Seen(lines[number], piece, tuple(leaves[word])))
                first = min(first, number)
            elif word in words.column_groups:
                groups.append(_Seen(lines[number], piece, tuple(words.column_groups[word])))
            else:
                others.append(piece)
    if misread := _misread(seen, groups, others, words):
        seen.append(misread)
        others = [piece for piece in others if piece is not misread.piece]
    counted = Counter(one.leaves for one in seen)
    named = {leaf for each, count in counted.items() for leaf in each[:count]}
    complete = len(named) == len(words.columns.paths)
    spans, units, grid = _spans(seen, groups, counted)
    width = max((line.width for line in lines[first:end]), default=0)
    in_order = _in_order(seen, groups, spans, words)
    apart = tuple((p.left, p.right) for p in others if p.left and not _over(p, spans.values()))
    foreign = any(_is_foreign(one.line, others, words) for one in seen)
    return Head(
        words, len(named), complete, spans, apart, in_order, grid, units, first, width, foreign
    )


class _Seen(NamedTuple):
    """A heading, and the columns of the form that are called so, or that it is over."""

    line: Line
    piece: Piece
    leaves: tuple[int, ...]


def _misread(
    seen: Sequence[_Seen], groups: Sequence[_Seen], others: Sequence[Piece], words: Words
) -> _Seen | None:
    """Return the one heading that is lacking, where one piece in its place cannot be read as words.

    What of it can be read is part of what the form calls it: 总it, éit for 总计, as scans have it.
    """
    if len(seen) != len(words.columns.paths) - 1:
        return None
    pieces = [
        (line, piece)
        for line in {id(one.line): one.line for one in seen if one.line.in_grid}.values()
        for piece in line.pieces
        if any(piece is other for other in others)
    ]
    found: dict[tuple[int, int], _Seen] = {}
    for line, piece in pieces:
        for word, leaves in words.column_leaves.items():
            one = _Seen(line, piece, tuple(leaves))
            if _is_rest_of(piece.text, word) and _completes(one, seen, groups, words):
                found[piece.left, piece.right] = one
    return next(iter(found.values())) if len(found) == 1 else None


def _completes(one: _Seen, seen: Sequence[_Seen], groups: Sequence[_Seen], words: Words) -> bool:
    """Whether with one more heading all columns are named, side by side in the form's order."""
    tried = [*seen, one]
    spans, _, _ = _spans(tried, groups, Counter(each.leaves for each in tried))
    beside = all(spans[leaf][1] + 1 == spans[leaf + 1][0] for leaf in spans if leaf + 1 in spans)
    return len(spans) == len(words.columns.paths) and beside


def _is_rest_of(text: str, word: str) -> bool:
    """Whether the ideographs of a text are some of a word, and what else it has is none."""
    ideographs = [character for character in text if "\u4e00" <= character <= "\u9fff"]
    return len(ideographs) < len(text) and all(character in word for character in ideographs)


def _is_foreign(line: Line, others: Sequence[Piece], words: Words) -> bool:
    """Whether a line of text has headings that are none of the block's, nor over its labels.

    Beside several of its own, the first may be a part of what stands over the labels.
    """
    if line.in_grid:
        return False
    over = {fold(text).text for text in (words.block.stub_head, words.block.heading) if text}
    pieces = [piece for piece in line.pieces if piece.is_words]
    skipped = pieces[0] if len(words.columns.paths) > 1 else None
    strange = (one for one in pieces if one is not skipped and any(one is each for each in others))
    texts = (fold(one.text).text for one in strange)
    return any(len(text) >= _SHORTEST_HEADING and text not in over for text in texts)


def _over(piece: Piece, spans: Iterable[tuple[int, int]]) -> bool:
    return any(left <= piece.right and piece.left <= right for left, right in spans)


def _in_order(
    seen: Sequence[_Seen],
    groups: Sequence[_Seen],
    spans: Mapping[int, tuple[int, int]],
    words: Words,
) -> bool:
    """Whether headings stand in the order of the form: by their places, else as they are read.

    Those of one depth only: text has the headings of a row after each other.
    """
    if len(spans) == len(words.columns.paths):
        placed = [spans[leaf] for leaf in sorted(spans)]
        return placed == sorted(placed)
    count: Counter[tuple[int, ...]] = Counter()
    read: dict[int, list[int]] = {}
    for one in groups:
        read.setdefault(-words.group_depth(one.leaves), []).append(one.leaves[0])
    for one in seen:
        leaf = one.leaves[min(count[one.leaves], len(one.leaves) - 1)]
        count[one.leaves] += 1
        read.setdefault(len(words.columns.paths[leaf]), []).append(leaf)
    return all(each == sorted(each) for each in read.values())


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
        word = words.column_of(piece.text)
        if word in leaves or word in words.column_groups or not piece.text:
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
            whole = piece.text + _below(lines, number, end, piece)
            yield piece, whole if words.column_of(whole) in leaves else piece.text


def _below(lines: Sequence[Line], number: int, end: int, piece: Piece) -> str:
    """Return the words right below a heading of a grid."""
    if number + 1 >= end or not piece.left:
        return ""
    under = (one for one in lines[number + 1].pieces if one.left == piece.left and one.is_words)
    return next((one.text for one in under), "")


def _spans(
    seen: Sequence[_Seen], groups: Sequence[_Seen], counted: Counter[tuple[int, ...]]
) -> tuple[dict[int, tuple[int, int]], dict[int, str], int]:
    """Return where columns stand, their units, and in which block."""
    spans: dict[int, tuple[int, int]] = {}
    units: dict[int, str] = {}
    blocks = {one.line.block for one in seen}
    placed = all(one.line.in_grid for one in seen) and len(blocks) == 1
    for leaves in counted:
        pieces = (one.piece for one in seen if one.leaves == leaves)
        here = sorted(pieces, key=lambda piece: piece.left)
        if len(here) != len(leaves):
            continue
        for leaf, piece in zip(_below_groups(leaves, here, groups), here, strict=True):
            units[leaf] = unit_in(piece.text)
            if placed:
                spans[leaf] = (piece.left, piece.right)
    return spans, units, blocks.pop() if placed and blocks else -1


def _below_groups(
    leaves: Sequence[int], pieces: Sequence[Piece], groups: Sequence[_Seen]
) -> Sequence[int]:
    """Return which column each of several headings alike is, by the headings over them.

    In the order of the form where these do not tell.
    """
    told = [
        [leaf for leaf in leaves if all(leaf in one.leaves for one in groups if _is_over(one, at))]
        for at in pieces
    ]
    single = [each[0] for each in told if len(each) == 1]
    return single if len({*single}) == len(leaves) else leaves


def _is_over(group: _Seen, piece: Piece) -> bool:
    return group.piece.left <= piece.left and piece.right <= group.piece.right
