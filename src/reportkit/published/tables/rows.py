"""One row of a block: what its cells say, or all that they may say.

A column is known by the order of the form, where all its headings are there and the row has as many
places, and by the place under its heading where the document tells places. Where the two ways
differ, or places are missing, every reading is kept: sums may tell which holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from reportkit.figures import Mark, Value
from reportkit.forms import Edition
from reportkit.published.tables.heads import Head
from reportkit.published.tables.lines import Line, Piece
from reportkit.published.tables.splits import splits_of
from reportkit.published.tables.values import Reading, read_piece, readings_of

MOST_LACKING = 2
"""So many places of a row may be missing, to be tried where they were."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands in a document.

    Attributes
    ----------
    block : int
        The number of the block.
    row, column : int
        Of its grid; 0 where it is text.
    """

    block: int
    row: int = 0
    column: int = 0


@dataclass(slots=True)
class FoundRow:
    """A row of a block as a document has it.

    Attributes
    ----------
    leaf : int
        Which of the block's rows.
    line : Line
    readings : list of mapping of str to Value
        What its cells may be, by cell id; one alone: certain.
    used : list of sequence of Piece
        What each of them is read from; nothing of one that is a guess.
    doubts : dict of str to str
        Cells that are not certain whatever is read, with the reason.
    fault : str
        Why there are several readings, or none.
    two_ways : bool
        Whether they are two: by the places of the headings, and by the order of the form.
    places : dict of str to Place
    may_be : dict of str to list of Value
        What cells may be whose figures are not clear in a picture.
    """

    leaf: int
    line: Line
    readings: list[dict[str, Value]] = field(default_factory=list)
    used: list[Sequence[Piece]] = field(default_factory=list)
    doubts: dict[str, str] = field(default_factory=dict)
    fault: str = ""
    two_ways: bool = False
    places: dict[str, Place] = field(default_factory=dict)
    may_be: dict[str, list[Value]] = field(default_factory=dict)


def read_row(
    line: Line,
    leaf: int,
    after: Sequence[Piece],
    head: Head,
    edition: Edition,
    *,
    whole: bool = False,
) -> FoundRow:
    """Return what the cells of a row may be.

    Parameters
    ----------
    line : Line
    leaf : int
        Which of the block's rows.
    after : sequence of Piece
        What stands behind its label.
    head : Head
    edition : Edition
    whole : bool
        Whether it is known that each of these is a place of the table.
    """
    ids = head.words.ids(leaf)
    found = FoundRow(leaf, line)
    by_order = [*after] if whole else _by_order(after, head, line)
    by_place = _by_place(after, head, line)
    for pieces in (by_place, None if by_order == by_place else by_order):
        if pieces is not None:
            _read_into(found, ids, pieces, head, edition)
    if len(found.readings) > 1:
        found.two_ways, found.fault = True, "按栏名的位置和按顺序读出来的不一样"
    elif found.readings and not head.in_order and (by_place is None or by_order is None):
        found.fault = "栏名的次序与规定格式不同"
    elif not found.readings:
        _guess(found, ids, after, head, edition)
    return found


def _read_into(
    found: FoundRow,
    ids: Sequence[str],
    pieces: Sequence[Piece | None],
    head: Head,
    edition: Edition,
) -> None:
    values: dict[str, Value] = {}
    doubts: dict[str, str] = {}
    for number, (cell, piece) in enumerate(zip(ids, pieces, strict=True)):
        if piece is None:
            values[cell], doubts[cell] = Mark.UNKNOWN, "表里没有这一栏"
            continue
        value, doubt = read_piece(piece, edition.cells[cell], head.units.get(number, ""))
        values[cell] = value
        if doubt:
            doubts[cell] = doubt
        if piece.readings:
            unit = head.units.get(number, "")
            found.may_be[cell] = list(readings_of(piece, edition.cells[cell], unit))
    if values in found.readings:
        return
    found.readings.append(values)
    found.used.append([piece for piece in pieces if piece is not None])
    found.doubts |= doubts
    for cell, piece in zip(ids, pieces, strict=True):
        if piece is not None:
            found.places.setdefault(cell, Place(found.line.block, found.line.row, piece.left))


def _by_order(after: Sequence[Piece], head: Head, line: Line) -> list[Piece] | None:
    """Return the pieces in the order of the form, where there are as many as it has columns."""
    if not head.complete:
        return None
    pieces = list(after)
    while len(pieces) > head.count and pieces[-1].is_words:
        pieces.pop()  # a column of remarks
    if head.spans and head.places(line):
        left = min(left for left, _ in head.spans.values())
        right = max(right for _, right in head.spans.values())
        pieces = [one for one in pieces if one.text or (one.right >= left and one.left <= right)]
    elif line.in_grid and pieces and pieces[0].is_blank:
        return None  # an empty place behind the label may be one for another label
    # An empty place at an end of a line of text may be none of the table's.
    kept = _without_blank_ends(pieces, head.count if line.in_grid else 0)
    if len(kept) < len(pieces) and any(piece.is_blank for piece in kept):
        return None  # which of the empty places is none of the table's, nothing tells
    return kept if len(kept) == head.count else None


def _without_blank_ends(pieces: Sequence[Piece], fewest: int = 0) -> list[Piece]:
    kept = list(pieces)
    while len(kept) > fewest and kept[-1].is_blank:
        kept.pop()
    while len(kept) > fewest and kept[0].is_blank:
        kept.pop(0)
    return kept


def _by_place(after: Sequence[Piece], head: Head, line: Line) -> list[Piece] | None:
    """Return the pieces that stand under the headings, where each has one of its own."""
    if not head.places(line) or len(head.spans) < head.count:
        return None
    found: dict[int, Piece] = {}  # by where they stand: pieces are told apart by nothing else
    for leaf in range(head.count):
        left, right = head.spans[leaf]
        here = [piece for piece in after if piece.left <= right and left <= piece.right]
        if len(here) != 1 or here[0].left in found:
            return None
        found[here[0].left] = here[0]
    # A figure that stands under no heading at all: the headings are not over their columns.
    strays = (one for one in after if one.text and not one.is_words and one.left not in found)
    return None if any(not _is_other(one, head) for one in strays) else [*found.values()]


def _is_other(piece: Piece, head: Head) -> bool:
    """Whether a piece stands in a column that is none of the form's."""
    return any(left <= piece.right and piece.left <= right for left, right in head.others)


def _guess(
    found: FoundRow, ids: Sequence[str], after: Sequence[Piece], head: Head, edition: Edition
) -> None:
    """Gather what a row may say that has fewer places than the form, or digits run together."""
    pieces = [piece for piece in after if not piece.is_blank]
    found.fault = _fault(pieces, head.count)
    if not pieces:
        found.readings.append(dict.fromkeys(ids, Mark.BLANK))
    if found.fault:
        return
    placed = None if head.complete else _by_some_places(after, head, found.line)
    if placed:
        _read_into(found, ids, placed, head, edition)
    elif len(pieces) == head.count:
        found.fault = "栏名没有认全，按规定格式的顺序读"
        _read_into(found, ids, pieces, head, edition)
    else:
        found.fault = f"这一行只有 {len(pieces)} 格有数，规定格式是 {head.count} 栏"
        found.readings += [_values(ids, each, head, edition) for each in _gaps(pieces, head)]
        if not found.line.in_grid:
            _run_together(found, ids, pieces, head, edition)


def _fault(pieces: Sequence[Piece], count: int) -> str:
    """Return why nothing can be made of a row; empty where something may."""
    if not pieces:
        return "这一行没有数字"
    if any(piece.is_words for piece in pieces):
        return "这一行里有不是数字的内容，分不清哪个数属于哪一栏"
    if len(pieces) > count:
        return f"这一行有 {len(pieces)} 个数，规定格式是 {count} 栏"
    return ""


def _gaps(pieces: Sequence[Piece], head: Head) -> Iterator[list[Piece | None]]:
    """Yield the ways in which so many pieces can stand in the columns, None where none does."""
    lacking = head.count - len(pieces)
    if lacking > MOST_LACKING or not head.complete:
        return
    for gaps in combinations(range(head.count), lacking):
        rest = iter(pieces)
        yield [None if at in gaps else next(rest) for at in range(head.count)]


def _run_together(
    found: FoundRow, ids: Sequence[str], pieces: Sequence[Piece], head: Head, edition: Edition
) -> None:
    """Add what a row may say whose digits run together."""
    splits = splits_of(pieces, head.count)
    readings = [_values(ids, split, head, edition) for split in splits]
    if len(splits) == 1 and not any(piece.text.strip("0") for piece in pieces):
        # so many noughts are as many figures
        found.fault, found.readings, found.used = "", readings, [pieces]
    elif splits:
        found.fault = f"这一行的数字连在一起，或者缺格，规定格式是 {head.count} 栏"
        found.readings += readings


def _by_some_places(after: Sequence[Piece], head: Head, line: Line) -> list[Piece | None] | None:
    """Return the pieces under the headings that are there, None where a heading is missing.

    None where a figure stands under none of them.
    """
    if not head.places(line) or 2 * len(head.spans) < head.count:
        return None
    found: list[Piece | None] = []
    for leaf in range(head.count):
        left, right = head.spans.get(leaf, (0, -1))
        here = [piece for piece in after if piece.left <= right and left <= piece.right]
        if len(here) > 1 or (left and not here):
            return None
        found.append(here[0] if here else None)
    return found if all(piece in found for piece in after if piece.text) else None


def _values(
    ids: Sequence[str], pieces: Sequence[Piece | None], head: Head, edition: Edition
) -> dict[str, Value]:
    """Return what pieces say of cells; a place that is missing may hold anything."""
    readings = (
        Reading(Mark.UNKNOWN)
        if piece is None
        else read_piece(piece, edition.cells[cell], head.units.get(number, ""))
        for number, (cell, piece) in enumerate(zip(ids, pieces, strict=True))
    )
    return {cell: reading.value for cell, reading in zip(ids, readings, strict=True)}
