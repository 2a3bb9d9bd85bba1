"""Figures inside a table that are none of its cells: they are named, and none is left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reportkit.figures.official.sheet import is_figure
from reportkit.published.tables.find import FoundBlock
from reportkit.published.tables.heads import numbers_columns
from reportkit.published.tables.lines import Line, Piece

_MOST_NAMED = 6
_LONGEST = 20


@dataclass(slots=True)
class _Account:
    """What became of the figures in the lines of all tables.

    Attributes
    ----------
    rows : set of int
        The lines, by identity, that are rows of a table.
    doubted : set of int
        Those of which every cell is in doubt.
    used : set of int
        The pieces, by identity, that are figures of the form.
    """

    rows: set[int] = field(default_factory=set)
    doubted: set[int] = field(default_factory=set)
    used: set[int] = field(default_factory=set)

    def add(self, found: FoundBlock) -> None:
        """Add a block of a table."""
        for row in found.rows:
            self.rows.add(id(row.line))
            if row.fault:
                self.doubted.add(id(row.line))
            self.used |= {id(piece) for pieces in row.used for piece in pieces}

    def left(self, line: Line) -> list[Piece]:
        """Return the figures of a line that are in no cell and in no doubt."""
        if not line.has_figures or id(line) in self.doubted or numbers_columns(line):
            return []
        return [
            piece
            for piece in line.pieces
            if not piece.is_words and is_figure(piece.text) and id(piece) not in self.used
        ]


def unplaced(lines: Sequence[Line], found: Mapping[str, Sequence[FoundBlock]]) -> dict[str, str]:
    """Return, by table, which figures inside of it are in no cell of the form.

    Parameters
    ----------
    lines : sequence of Line
        Of the document.
    found : mapping of str to sequence of FoundBlock
        By the id of the table.
    """
    account = _Account()
    for blocks in found.values():
        for block in blocks:
            account.add(block)
    numbers = {id(line): number for number, line in enumerate(lines)}
    told: dict[str, str] = {}
    for table, blocks in found.items():
        inside = sorted({at for one in blocks for at in _inside(lines, one, numbers, account)})
        left = {at: pieces for at in inside if (pieces := account.left(lines[at]))}
        names = [*dict.fromkeys(_names(lines, left, account))]
        if names:
            more = f"等 {len(names)} 处" if len(names) > _MOST_NAMED else ""
            shown = "、".join(names[:_MOST_NAMED]) + more
            told[table] = f"有规定格式以外的行、栏，里面的数没有读：{shown}"
    return told


def _inside(
    lines: Sequence[Line], block: FoundBlock, numbers: Mapping[int, int], account: _Account
) -> Iterator[int]:
    """Yield the lines of a block: from its first row to its last, and what goes on below it."""
    rows = [numbers[id(row.line)] for row in block.rows]
    yield from range(min(rows), max(rows) + 1)
    columns = len(block.block.leaf_columns())
    for at in range(max(rows) + 1, len(lines)):
        if id(lines[at]) in account.rows or not _goes_on(lines[at - 1], lines[at], columns):
            return
        yield at


def _goes_on(above: Line, line: Line, columns: int) -> bool:
    """Whether a line right below a row may be one of the same table."""
    if above.in_grid:
        return line.has_figures and line.block == above.block and line.row == above.row + 1
    figures = sum(is_figure(piece.text) for piece in line.pieces if not piece.is_words)
    return not line.in_grid and figures >= columns


def _names(
    lines: Sequence[Line], left: Mapping[int, Sequence[Piece]], account: _Account
) -> Iterator[str]:
    """Yield how figures that are left are told: by their row, or the heading over them."""
    columns: dict[tuple[int, int], list[str]] = {}
    for at, pieces in left.items():
        if id(lines[at]) in account.rows:
            for piece in pieces:
                columns.setdefault((lines[at].block, piece.left), []).append(piece.text)
    for at, pieces in left.items():
        name = next((one.text for one in lines[at].pieces if one.is_words), "（没有行名）")
        row = f"“{name[:_LONGEST]}”行"
        if id(lines[at]) not in account.rows:
            yield row
            continue
        for piece in pieces:
            if not piece.left or not _number_rows(columns[lines[at].block, piece.left]):
                heading = _heading(lines, at, piece)
                yield f"“{heading[:_LONGEST]}”栏" if heading else f"{row}的 {piece.text}"


def _number_rows(texts: Sequence[str]) -> bool:
    """Whether a column counts the rows: 1, 2, 3 and so on, where it begins anew from 1."""
    if not all(text.isascii() and text.isdigit() for text in texts):
        return False
    return texts[0] == "1" and all(
        after in ("1", str(int(before) + 1)) for before, after in pairwise(texts)
    )


def _heading(lines: Sequence[Line], at: int, piece: Piece) -> str:
    """Return the words that stand over a figure of a grid; empty where none do."""
    block = lines[at].block
    while piece.left and at and lines[at - 1].block == block:
        at -= 1
        for other in lines[at].pieces:
            if other.is_words and other.left <= piece.left <= other.right:
                return other.text
    return ""
