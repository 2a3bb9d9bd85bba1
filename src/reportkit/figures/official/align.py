"""Aligning a grid to a table of the form by its labels: which place of the sheet is which cell.

Nothing is taken from where it stands alone. A row or column whose label is not recognised has no
place, and whoever asks is told so; a figure that no label leads to is named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reportkit.figures.official.labels import fold
from reportkit.figures.official.match import Labels, Seen, labels_of
from reportkit.figures.official.sheet import FormSheet, as_text, is_figure
from reportkit.forms import Block, Table

# Over the place of a row that the form prints without a label, offices write who they are.
_WHO = frozenset(
    {"单位", "单位名称", "填报单位", "机关", "机关名称", "执法主体", "执法机关", "部门", "部门名称"}
)
# Of totals only those of the office and the year: 上年合计 and 一季度小计 are others.
_SUM = frozenset({"合计", "总计", "全年", "本年", "本单位", "本机关", "数量"})
_NUMBERED = 4  # so many columns numbered from 1 on are no figures


class Span(NamedTuple):
    """The columns of a sheet that one column of the form takes up, both ends included."""

    left: int
    right: int


class CellSpot(NamedTuple):
    """A place of a sheet where one cell of the form stands."""

    row: int
    span: Span


@dataclass(slots=True)
class Head:
    """The headings of a block on a sheet: their first and last row, by index; its columns."""

    top: int
    bottom: int
    spans: dict[int, list[Span]]
    units: dict[Span, str]

    @property
    def first_column(self) -> int:
        """The leftmost column that was recognised."""
        return min(span.left for spans in self.spans.values() for span in spans)


@dataclass(slots=True)
class FoundBlock:
    """A block of a table, found on a sheet.

    Attributes
    ----------
    block : Block
    spots : dict of (int, int) to list of CellSpot
        By the numbers of the block's leaf row and leaf column, every place where they meet.
    units : dict of CellSpot to str
        The unit that the headings on the sheet give; left out where they give none.
    undecided : list of int
        Rows of which one may be the block's only row, but it cannot be told which, or whether.
    unnamed_rows, unnamed_columns : list of int
        Rows and columns with figures that are none of the block's.
    """

    block: Block
    spots: dict[tuple[int, int], list[CellSpot]] = field(default_factory=dict)
    units: dict[CellSpot, str] = field(default_factory=dict)
    undecided: list[int] = field(default_factory=list)
    unnamed_rows: list[int] = field(default_factory=list)
    unnamed_columns: list[int] = field(default_factory=list)


def align(sheet: FormSheet, table: Table) -> list[FoundBlock]:
    """Return every block of a table that stands on a sheet, in the order of the form.

    A block is found by its headings and, where the form names its rows, by one of them at least.
    """
    heads = [list(_heads(sheet, *labels_of(block))) for block in table.blocks]
    tops = sorted({head.top for each in heads for head in each})
    found = []
    for block, here in zip(table.blocks, heads, strict=True):
        for head in here:
            end = min((top for top in tops if top > head.bottom), default=len(sheet.numbers))
            one = _rows(sheet, block, head, sheet.numbers[head.bottom + 1 : end])
            found += [one] if one else []
    _leave_to_each_other(found)
    return found


def _leave_to_each_other(found: Sequence[FoundBlock]) -> None:
    """Strike a row from those without name where another block of the table has it."""
    named = {spot.row for one in found for spots in one.spots.values() for spot in spots}
    for one in found:
        one.unnamed_rows = [row for row in one.unnamed_rows if row not in named]


def _heads(sheet: FormSheet, rows: Labels, labels: Labels) -> Iterator[Head]:
    """Yield the places where most of a block's columns are named.

    Only of a sheet with a label of the block as the form has it is asked what others are meant for.
    """
    if not sheet.all_labels & (labels.leaves | rows.leaves):
        return
    most = []
    for bottom, row in enumerate(sheet.numbers):
        if not sheet.has_figures(row) and sheet.words(row, labels) & labels.leaves:
            head = _head(sheet, bottom, labels)
            if 2 * len(head.spans) >= len(labels.paths):
                most.append(head)
    taken: set[int] = set()
    for head in sorted(most, key=lambda one: (-len(one.spans), one.bottom)):
        numbers = set(range(head.top, head.bottom + 1))
        if not numbers & taken:
            taken |= numbers
            yield head


def _head(sheet: FormSheet, bottom: int, labels: Labels) -> Head:
    """Return the headings whose lowest row is given."""
    top = bottom
    known = labels.leaves | labels.groups
    while top and bottom - top + 1 < labels.depth:
        above = sheet.numbers[top - 1]
        if sheet.has_figures(above) or not sheet.words(above, labels) & known:
            break
        top -= 1
    rows = sheet.numbers[top : bottom + 1]
    named = [
        (at, column) for column in sheet.columns() if (at := _leaf_row(sheet, rows, column, labels))
    ]
    seen = [_seen_column(sheet, rows, at, column, labels) for at, column in named]
    spans: dict[int, list[Span]] = {}
    units: dict[Span, str] = {}
    for (at, column), leaf in zip(named, labels.assign(seen), strict=True):
        if leaf is not None:
            span = Span(column, sheet.area(at, column).right)
            spans.setdefault(leaf, []).append(span)
            units[span] = fold(sheet.text(at, column)).unit
    return Head(top, bottom, spans, units)


def _leaf_row(sheet: FormSheet, rows: Sequence[int], column: int, labels: Labels) -> int:
    """Return the lowest row in which a column is named, 0 where none is."""
    named = (row for row in reversed(rows) if labels.word(sheet.text(row, column)) in labels.leaves)
    return next(named, 0)


def _seen_column(
    sheet: FormSheet, rows: Sequence[int], at: int, column: int, labels: Labels
) -> Seen:
    over, nearby = set(), set()
    for row in rows[: rows.index(at)]:
        shown = as_text(sheet.shown(row, column))
        if shown:
            over.add(labels.word(shown))
        elif not sheet.is_merged(row, column):
            nearby.add(labels.word(_before(sheet, row, column)))
    return Seen(labels.word(sheet.text(at, column)), frozenset(over), frozenset(nearby))


def _before(sheet: FormSheet, row: int, column: int) -> str:
    """Return the text left of a cell that may be meant for it too; none of a merged cell is."""
    for left in range(column - 1, 0, -1):
        if sheet.is_merged(row, left):
            break
        if sheet.own(row, left) is not None:
            return sheet.text(row, left)
    return ""


def _rows(sheet: FormSheet, block: Block, head: Head, rows: Sequence[int]) -> FoundBlock | None:
    """Return the block below its headings; None where none of its rows is there."""
    found = FoundBlock(block)
    labels, _ = labels_of(block)
    named = any(path[-1].label for path in labels.paths)
    placed = _named_rows(sheet, head, rows, labels, found) if named else []
    # Where the form heads its row names 单位名称, offices put their own in place of 合计.
    if not named or (not placed and _names_offices(sheet, head)):
        placed = _row_without_name(sheet, head, rows, labels, found)
    if not placed:
        return None
    for row, leaf in placed:
        for column, spans in head.spans.items():
            spots = [CellSpot(row, span) for span in spans]
            found.spots.setdefault((leaf, column), []).extend(spots)
            found.units |= {spot: unit for spot in spots if (unit := head.units[spot.span])}
    found.unnamed_columns = list(_unnamed_columns(sheet, head, [row for row, _ in placed]))
    return found


def _named_rows(
    sheet: FormSheet, head: Head, rows: Sequence[int], labels: Labels, found: FoundBlock
) -> list[tuple[int, int]]:
    """Return the rows that are named, each with the leaf that it is."""
    stub = range(1, head.first_column)
    current: dict[int, str] = {}
    seen: list[tuple[int, Seen]] = []
    others: list[int] = []
    for row in rows:
        texts = {column: labels.word(as_text(sheet.shown(row, column))) for column in stub}
        name = next((c for c in reversed(stub) if texts[c] in labels.leaves), 0)
        nearby = {current.get(c, "") for c in stub if c < name and not texts[c]}
        for column in stub:
            if texts[column]:
                current = {c: text for c, text in current.items() if c < column}
                current[column] = "" if sheet.is_merged(row, column) else texts[column]
        if name:
            over = frozenset(texts[c] for c in stub if c < name)
            seen.append((row, Seen(texts[name], over, frozenset(nearby))))
        elif _has_figure(sheet, head, row):
            others.append(row)
        elif seen and not {*texts.values()} & labels.groups:
            break  # a title or a remark: what follows is something else
    told = labels.assign([one for _, one in seen])
    placed = [(row, leaf) for (row, _), leaf in zip(seen, told, strict=True) if leaf is not None]
    undecided = [row for (row, _), leaf in zip(seen, told, strict=True) if leaf is None]
    found.unnamed_rows = [row for row in (*others, *undecided) if _has_figure(sheet, head, row)]
    return placed


def _row_without_name(
    sheet: FormSheet, head: Head, rows: Sequence[int], labels: Labels, found: FoundBlock
) -> list[tuple[int, int]]:
    """Return the one row below headings that have no row names; the next one where it is empty."""
    if len(labels.paths) != 1:
        return []
    below = list(rows)
    if below and _is_numbering(sheet, head, below[0]):
        below = below[1:]
    filled: list[int] = []
    for row in below:
        if not _has_figure(sheet, head, row):
            break
        filled.append(row)
    if not filled:
        return [(sheet.numbers[head.bottom] + 1, 0)]
    if len(filled) > 1 or not _is_ours(sheet, head, filled[0], _SUM | labels.leaves):
        found.undecided = filled
    return [(filled[0], 0)]


def _is_ours(sheet: FormSheet, head: Head, row: int, known: frozenset[str]) -> bool:
    """Whether what stands before a row's figures does not make it another row."""
    stub = (as_text(sheet.shown(row, column)) for column in range(1, head.first_column))
    names = {fold(text).text for text in stub if text}
    return names <= known or _names_offices(sheet, head)


def _names_offices(sheet: FormSheet, head: Head) -> bool:
    """Whether the heading over the row names says that offices stand below."""
    texts = {
        fold(as_text(sheet.shown(row, column))).text
        for row in sheet.numbers[head.top : head.bottom + 1]
        for column in range(1, head.first_column)
    }
    return bool(texts & _WHO)


def _is_numbering(sheet: FormSheet, head: Head, row: int) -> bool:
    """Whether a row numbers the columns: 1, 2, 3 and so on."""
    spans = sorted(span for spans in head.spans.values() for span in spans)
    numbers = [str(sheet.shown(row, span.left)).strip() for span in spans]
    first = numbers[0]
    return (
        len(numbers) >= _NUMBERED
        and first in ("1", "2")
        and numbers == [str(int(first) + n) for n in range(len(numbers))]
    )


def _filled(sheet: FormSheet, row: int) -> list[int]:
    return [column for column in sheet.columns() if sheet.own(row, column) is not None]


def _in_spans(head: Head, column: int) -> bool:
    return any(span.left <= column <= span.right for spans in head.spans.values() for span in spans)


def _has_figure(sheet: FormSheet, head: Head, row: int) -> bool:
    """Whether a figure stands in one of the columns of the form."""
    return any(_in_spans(head, c) and is_figure(sheet.own(row, c)) for c in _filled(sheet, row))


def _unnamed_columns(sheet: FormSheet, head: Head, rows: Sequence[int]) -> Iterator[int]:
    """Yield the columns with figures in the block's rows that belong to none of its columns."""
    for column in range(head.first_column, sheet.width + 1):
        if not _in_spans(head, column) and any(is_figure(sheet.own(row, column)) for row in rows):
            yield column


def places_of(
    table: Table, found: Sequence[FoundBlock]
) -> Mapping[str, list[tuple[FoundBlock, CellSpot]]]:
    """Return for every cell of a table the places where it was found."""
    places: dict[str, list[tuple[FoundBlock, CellSpot]]] = {}
    for block in table.blocks:
        here = [one for one in found if one.block is block]
        for r, row in enumerate(block.leaf_rows()):
            for c, column in enumerate(block.leaf_columns()):
                spots = [(one, spot) for one in here for spot in one.spots.get((r, c), ())]
                places[table.cell_id(row, column)] = spots
    return places
