"""A document line by line, each cut into pieces: words, figures, empty places."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby

from reportkit.figures.summary import says_no_figure
from reportkit.folding import plain
from reportkit.grids import Grid, NoValue
from reportkit.grids import Value as Written
from reportkit.grids.document import Document, Paragraph
from reportkit.grids.limits import refuse_document
from reportkit.grids.model import STRUCK, Area
from reportkit.simplified import is_traditional, simplified

NOUGHTS = frozenset("零〇")
_FIGURE = re.compile(
    r"[零〇]|[+-]?[0-9][0-9,]*(?:\.[0-9]+)?(?:[件宗个条项次份起]|万?元)?(?:\([^()]*\))?"
)
# A raised, lowered or circled number is one of a note, not digits of the figure.
NOTE_MARK = re.compile(r"[\u00b2\u00b3\u00b9\u2070-\u2089\u2460-\u24ff\u2776-\u2793\u3220-\u32bf]+")
_MOST_ROWS, _MOST_MERGED = 1000, 1_000_000
_GAPS = re.compile(r"[ \u00a0\u3000]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """What stands in one place of a line.

    Attributes
    ----------
    text : str
    is_words : bool
        Whether it is neither a figure, nor a mark that there is none, nor empty.
    left, right : int
        The columns of the grid that it takes up, from 1; 0 where it stands in no grid.
    unsure : str
        Why the reader of the file is not sure of it.
    readings : tuple of str
        What figures it may be, where that is not clear in a picture.
    """

    text: str
    is_words: bool
    left: int = 0
    right: int = 0
    unsure: str = ""
    readings: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there."""
        return not self.text


@dataclass(frozen=True)
class Line:
    """A row of a grid, or a line of text; what every block of a form asks of it is told once.

    Attributes
    ----------
    pieces : tuple of Piece
    block : int
        Its place among the blocks of the document.
    row : int
        The row of the grid; 0 where it is a line of text.
    in_cells : bool
        Whether a line of text is cut into cells by tabs.
    by_gaps : bool
        Whether its grid is one whose columns are told by nothing but where figures stand.
    """

    pieces: tuple[Piece, ...]
    block: int
    row: int = 0
    in_cells: bool = False
    by_gaps: bool = False

    @property
    def in_grid(self) -> bool:
        """Whether its pieces have columns."""
        return self.row > 0

    @cached_property
    def width(self) -> int:
        """The last column that its pieces take up; 0 where they have none."""
        return max((piece.right for piece in self.pieces), default=0)

    @cached_property
    def has_words(self) -> bool:
        """Whether any of its pieces is words."""
        return any(piece.is_words for piece in self.pieces)

    @cached_property
    def has_figures(self) -> bool:
        """Whether any of its pieces is a figure, or a mark that there is none."""
        return any(piece.text and not piece.is_words for piece in self.pieces)

    @cached_property
    def stretches(self) -> Sequence[tuple[Sequence[Piece], Sequence[Piece]]]:
        """The line cut into words and what follows them."""
        found: list[tuple[list[Piece], list[Piece]]] = [([], [])]
        for piece in self.pieces:
            if piece.is_words and found[-1][1]:
                found.append(([], []))
            found[-1][0 if piece.is_words else 1].append(piece)
        return found


def in_simplified(document: Document) -> Document:
    """Return a document in simplified characters; the same where it is written in them."""
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    if not is_traditional("".join(texts)):
        return document
    return replace(
        document,
        title=simplified(document.title),
        blocks=tuple(
            replace(block, text=simplified(block.text))
            if isinstance(block, Paragraph)
            else replace(block, rows=[(row, list(map(_simplified, v))) for row, v in block.rows])
            for block in document.blocks
        ),
    )


def _simplified(value: Written) -> Written:
    return simplified(value) if isinstance(value, str) else value


def lines_of(document: Document) -> list[Line]:
    """Return the lines of a document, in reading order."""
    lines: list[Line] = []
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            _add(lines, _of_text(block.text, number))
        else:
            lines += _of_grid(block, number)
    return lines


def _add(lines: list[Line], line: Line) -> None:
    """Add a line of text; figures by themselves belong to the line above."""
    above = lines[-1] if lines else None
    alone = not line.has_words and line.has_figures and not line.in_cells
    if above and alone and not above.in_grid and not above.in_cells and _takes_more(above):
        lines[-1] = replace(above, pieces=above.pieces + line.pieces)
    else:
        lines.append(line)


_LONGEST_LABEL = 60


def _takes_more(line: Line) -> bool:
    """Whether a line is a label, or figures: a paragraph takes no figures from below."""
    return sum(len(piece.text) for piece in line.pieces if piece.is_words) <= _LONGEST_LABEL


def _of_text(text: str, number: int) -> Line:
    in_cells = "\t" in text
    parts = text.split("\t") if in_cells else _GAPS.split(text.strip())
    return Line(tuple(_piece(part) for part in parts), number, in_cells=in_cells)


def _of_grid(grid: Grid, number: int) -> Iterator[Line]:
    if len(grid.rows) > _MOST_ROWS:
        return  # no form is as long
    merged = grid.merged or tuple(_repeated(grid))
    places = sum((a.bottom - a.top + 1) * (a.right - a.left + 1) for a in merged)
    if places > _MOST_MERGED:
        refuse_document("合并的单元格")
    covered = {
        (row, column): (row, column) == (area.top, area.left)
        for area in merged
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    }
    widths = {(area.top, area.left): area.right for area in merged}
    ends: dict[int, int] = {}  # an empty cell at the end of a row, which a page shows, is one
    for row, column in grid.boxes:
        ends[row] = max(column, ends.get(row, 0))
    for row, written in grid.rows:
        values = [*written, *[None] * (ends.get(row, 0) - len(written))]
        pieces = tuple(
            _placed(grid, row, column, value, widths.get((row, column), column))
            for column, value in enumerate(values, start=1)
            if covered.get((row, column), True)
        )
        yield Line(pieces, number, row, by_gaps=grid.by_gaps)


def _repeated(grid: Grid) -> Iterator[Area]:
    """Yield areas of headings whose cells all say the same: spans that an export has given up.

    In rows without figures only: two rows of figures that are called alike are two.
    """
    open_: dict[tuple[int, int, str], Area] = {}
    last = 0
    for row, written in grid.rows:
        pieces = [_piece(as_written(value)) for value in written]
        before, open_ = open_, {}
        if row - 1 != last:
            yield from filter(_spans, before.values())
            before = {}
        last = row
        if not any(piece.text and not piece.is_words for piece in pieces):
            left = 1
            for text, run in groupby(pieces, key=lambda one: one.text if one.is_words else ""):
                right = left + len(list(run)) - 1
                if text:
                    over = before.pop((left, right, text), None)
                    open_[left, right, text] = Area(over.top if over else row, left, row, right)
                left = right + 1
        yield from filter(_spans, before.values())
    yield from filter(_spans, open_.values())


def _spans(area: Area) -> bool:
    return area[:2] != area[2:]


def _placed(grid: Grid, row: int, column: int, value: Written, right: int) -> Piece:
    piece = _piece(as_written(value))
    readings = grid.readings.get((row, column), ())
    return Piece(
        piece.text,
        piece.is_words and not readings,
        column,
        right,
        grid.unsure.get((row, column), "") or _put_away(grid, row, column, right),
        readings,
    )


def _put_away(grid: Grid, row: int, column: int, right: int) -> str:
    """Say that a cell is struck out, or that nobody sees it; empty where neither is known."""
    if row in (grid.hidden_rows or ()):
        return "这一行在表格里是隐藏的，打开时看不见"
    if grid.hidden_columns and grid.hidden_columns.issuperset(range(column, right + 1)):
        return "这一栏在表格里是隐藏的，打开时看不见"
    crossed = (grid.struck or frozenset()) | grid.partly_struck
    return STRUCK if (row, column) in crossed else ""


def as_written(value: Written) -> str:
    """Return what stands in a cell as text."""
    match value:
        case None:
            return ""
        case NoValue(shown=shown):
            return shown or "（没有算出结果的公式）"
        case Decimal():
            return f"{value:f}"
        case dt.datetime() | dt.date() | dt.time():
            return value.isoformat()
    return str(value).strip()


def _piece(text: str) -> Piece:
    folded = plain(NOTE_MARK.sub("(注)", text))
    figure = bool(_FIGURE.fullmatch(folded)) or says_no_figure(text)
    return Piece(text.strip() if folded else "", bool(folded) and not figure)
