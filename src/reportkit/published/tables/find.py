"""Tables of a form in the lines of a document: which line is which row, by its label."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reportkit.folding import plain
from reportkit.forms import Block, Edition, Table
from reportkit.published.tables.heads import (
    HEAD_LINES,
    Head,
    head_above,
    head_in,
    may_be_heading,
    numbers_columns,
)
from reportkit.published.tables.lines import Line, Piece
from reportkit.published.tables.rows import FoundRow, read_row
from reportkit.published.tables.words import Words, words_of

_RUN = re.compile(r"(.*[^\W0-9A-Za-z_]|.*[)\]”\"])([0-9][0-9.,]*)")
_RUN_ENDS = "0123456789.,"
_NUMBERED = re.compile(r"\(?[0-9]{1,2}[.、)](?=[^\W\d_]{4})")  # the number of a label
_DIGIT = re.compile(r"[0-9０-９]")
_MOST_APART = 12
_LONGEST_LABEL = 500  # characters of words in a line: the longest of a form has not half of it
_FEWEST_WHOLE = 10  # rows of a table that are all alike
_FEWEST_COLUMNS = 2  # one column without a row's name is told from nothing


@dataclass(slots=True)
class FoundBlock:
    """A block of a table as a document has it.

    Attributes
    ----------
    block : Block
    rows : list of FoundRow
        In reading order.
    others : list of Line
        Lines with figures between its rows that are none of the form's.
    headings : int
        How many of its columns are named.
    first, last : int
        The numbers of its first and last line.
    """

    block: Block
    rows: list[FoundRow]
    others: list[Line]
    headings: int
    first: int
    last: int


def find_table(lines: Sequence[Line], table: Table, edition: Edition) -> list[FoundBlock]:
    """Return every block of a table that stands in a document, in reading order."""
    found = [each for words in words_of(table) for each in _find(lines, words, edition)]
    return sorted(found, key=lambda one: one.first)


def _find(lines: Sequence[Line], words: Words, edition: Edition) -> Iterator[FoundBlock]:
    if words.named:
        yield from _with_names(lines, words, edition)
    else:
        yield from _without_names(lines, words, edition)


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A label of the block, and what stands after it."""

    number: int
    leaf: int
    after: tuple[Piece, ...]


def _with_names(lines: Sequence[Line], words: Words, edition: Edition) -> Iterator[FoundBlock]:
    """Yield the stretches of lines in which rows of the block stand below its headings."""
    labelled: dict[int, list[_Labelled]] = {}
    for number, line in enumerate(lines):
        if not line.has_words:
            continue
        if divided := _divided(lines, number, words):
            labelled.pop(number - 1, None)
            labelled[number] = [divided]
        elif found := list(_labelled(lines, number, words)):
            labelled[number] = found
    taken = -1
    for number in labelled:
        if number <= taken:
            continue
        head = head_above(lines, number, words, labelled)
        if not head.complete and 2 * head.known < len(words.columns.paths):
            continue
        known = _stretch(lines, number, words, labelled)
        here = [one for at in known for one in labelled[at]]
        whole = _are_whole(lines, here, head)
        rows = [
            read_row(lines[one.number], one.leaf, one.after, head, edition, whole=whole)
            for one in here
        ]
        _doubt_longer(rows, head)
        _doubt_other_columns(rows, here, head)
        _doubt_cut_off(rows, lines, here)
        others = [
            lines[at]
            for at in range(number, known[-1])
            if at not in known and lines[at].has_figures and lines[at].has_words
        ]
        taken = known[-1]
        yield FoundBlock(words.block, rows, others, head.known, head.first, taken)


def _divided(lines: Sequence[Line], number: int, words: Words) -> _Labelled | None:
    """Return the label that two rows of a grid make together, to the letter, with what follows it.

    Only the lower one has figures: of the upper one alone they would be blanks.
    """
    line, above = lines[number], lines[number - 1] if number else lines[number]
    together = line.in_grid and line.block == above.block and line.row == above.row + 1
    if not together or above.has_figures or not line.has_figures:
        return None
    names, rest = line.stretches[0]
    over = [piece.text for piece in above.pieces if piece.is_words]
    if not names or not over or words.exact_leaf(names[-1].text) is not None:
        return None
    if words.exact_leaf(over[-1]) is not None:
        return None
    leaf = words.exact_leaf(over[-1] + names[-1].text)
    return None if leaf is None else _Labelled(number, leaf, tuple(rest))


def _are_whole(lines: Sequence[Line], labelled: Sequence[_Labelled], head: Head) -> bool:
    """Whether all rows of a table in text have just the places of the form behind their labels.

    Then no place is one that a label spans, of which labels of several lengths have several, and
    none is lost.
    """
    rows = (lines[one.number].in_cells and len(one.after) == head.count for one in labelled)
    return len(labelled) >= _FEWEST_WHOLE and all(rows)


def _doubt_longer(rows: Sequence[FoundRow], head: Head) -> None:
    """Doubt the few rows of a grid that have a place more than the others and the headings.

    Where a figure was put in, those behind it have moved: the last may stand in a blank's place.
    """
    longer = [row for row in rows if row.line.in_grid and row.line.width > head.width]
    if 2 * len(longer) < len(rows):
        for row in longer:
            row.fault = row.fault or "这一行比表头、比别的行多一格，有的数可能移了位"


def _doubt_other_columns(
    rows: Sequence[FoundRow], labelled: Sequence[_Labelled], head: Head
) -> None:
    """Doubt rows of text that seem full where the table has more columns than the form's.

    Nothing tells whether what stands there is the first of them, or the last.
    """
    figures = [sum(bool(p.text) and not p.is_words for p in one.after) for one in labelled]
    if head.foreign or max(figures, default=0) > head.count:
        for row in rows:
            if not row.line.in_grid:
                row.fault = row.fault or "表里有规定格式没有的栏，不能确定数在哪一栏"


def _doubt_cut_off(
    rows: Sequence[FoundRow], lines: Sequence[Line], labelled: Sequence[_Labelled]
) -> None:
    """Doubt a row without figures below one with figures that is none of the form's.

    A page may have cut it in two: the figures stand beside the beginning of its label.
    """
    known = {one.number for one in labelled}
    for row, one in zip(rows, labelled, strict=True):
        above = lines[one.number - 1] if one.number else row.line
        stray = above.in_grid and above.has_figures and one.number - 1 not in known
        if row.line.in_grid and stray and not row.line.has_figures:
            row.fault = row.fault or "上面一行有数而不是规定的行，两行可能是一行"


def _labelled(lines: Sequence[Line], number: int, words: Words) -> Iterator[_Labelled]:
    """Yield the labels of the block that a line has, each with the pieces that follow it."""
    line = lines[number]
    in_cells = line.in_grid or line.in_cells
    leaf: int | None = None
    after: list[Piece] = []
    for names, rest in line.stretches:
        named, run = _named(names, words, in_cells=in_cells)
        if named is None and leaf is None and names and rest:
            named = _named_with(lines, number, names, words)
        if named is None:
            after += [*names, *rest]
            continue
        if leaf is not None:
            yield _Labelled(number, leaf, tuple(after))
        leaf, after = named, [*run, *rest]
    if leaf is not None and (after if in_cells else any(piece.text for piece in after)):
        yield _Labelled(number, leaf, tuple(after))


def _named(
    names: Sequence[Piece], words: Words, *, in_cells: bool
) -> tuple[int | None, list[Piece]]:
    """Return which row words name, and what stands behind the label: digits that run on, words."""
    for start in range(len(names) - 1, -1, -1):
        behind = names[start + 1 :]
        if in_cells and behind:
            leaf = words.leaf(names[start].text)  # the cheaper question
            if leaf is not None and _instead_of_figures(behind):
                return leaf, [*behind]
        text = "".join(piece.text for piece in names[start:])
        if len(text) > _LONGEST_LABEL:  # no row is called so, nor by anything longer
            break
        # Several cells are one label to the letter; else another label stands behind it.
        leaf = words.exact_leaf(text) if in_cells and behind else words.leaf(text)
        if leaf is not None:
            return leaf, []
        run = None if behind or text[-1:] not in _RUN_ENDS else _RUN.fullmatch(text)
        if run and (leaf := words.leaf(run[1])) is not None:
            return leaf, [Piece(run[2], is_words=False)]
    return None, []


def _instead_of_figures(pieces: Sequence[Piece]) -> bool:
    """Whether words may stand where figures should: 12※, 零; the number of a label is none."""
    return any(len(piece.text) == 1 or _DIGIT.search(_without_number(piece)) for piece in pieces)


def _without_number(piece: Piece) -> str:
    return _NUMBERED.sub("", plain(piece.text))


def _named_with(
    lines: Sequence[Line], number: int, names: Sequence[Piece], words: Words
) -> int | None:
    """Return which row words name together with the line above, of which a page has cut them."""
    above = lines[number - 1] if number else None
    if above is None or above.has_figures:
        return None
    before = [piece.text for piece in above.pieces if piece.is_words]
    return words.leaf("".join([*before[-1:], *(piece.text for piece in names)])) if before else None


def _stretch(
    lines: Sequence[Line], start: int, words: Words, labelled: Mapping[int, list[_Labelled]]
) -> list[int]:
    """Return the lines of a block: to its end in a grid, and on where the form goes on after it.

    A page may cut a table, so that its rows stand in several grids, or lines of text.
    """
    found = [start]
    furthest = max(one.leaf for one in labelled[start])
    for number in range(start + 1, len(lines)):
        line = lines[number]
        if number - found[-1] > _MOST_APART or _begins_another(line, words):
            break
        here = labelled.get(number)
        if here is None:
            continue
        same = line.in_grid and line.block == lines[found[-1]].block
        if not same and min(one.leaf for one in here) <= furthest:
            break
        found.append(number)
        furthest = max(furthest, *(one.leaf for one in here))
    return found


def _begins_another(line: Line, words: Words) -> bool:
    """Whether a line has headings of the block: another copy of it begins."""
    if line.has_figures:
        return False
    leaves = words.column_leaves
    named = {words.column_of(piece.text) for piece in line.pieces if piece.is_words} & {*leaves}
    return bool(named) and 2 * len(named) >= len(leaves)


def _without_names(lines: Sequence[Line], words: Words, edition: Edition) -> Iterator[FoundBlock]:
    """Yield the row of figures below headings where the form does not name its only row."""
    if len(words.rows.paths) != 1:
        return
    leaves = words.column_leaves
    previous = -1
    for number, line in enumerate(lines):
        if not line.has_figures or numbers_columns(line):
            continue
        top = number
        while top > previous + 1 and number - top < HEAD_LINES:
            if not may_be_heading(lines[top - 1]):
                break
            top -= 1
        names = [piece.text for piece in line.pieces if piece.is_words]
        own = any(words.column_of(name) in leaves for name in (*names, "".join(names)))
        head = head_in(lines, top, number + 1 if own else number, words)
        if 2 * head.known < head.count or head.count < _FEWEST_COLUMNS:
            continue
        previous = number
        here = [line, *_more_of(lines, number, head.count)]
        rows = [read_row(one, 0, _figures_of(one), head, edition) for one in here]
        yield FoundBlock(words.block, rows, [], head.known, head.first, number)


def _more_of(lines: Sequence[Line], number: int, count: int) -> Iterator[Line]:
    """Yield the rows right below a row without a name that are like it: of another year, say."""
    for line in lines[number + 1 :]:
        figures = sum(bool(piece.text) and not piece.is_words for piece in line.pieces)
        words = sum(piece.is_words for piece in line.pieces)
        same = line.in_grid and line.block == lines[number].block
        if not same or figures < count or words > 1:
            return
        yield line


def _figures_of(line: Line) -> tuple[Piece, ...]:
    """Return the pieces of a line from its first place that is no words on."""
    pieces = list(line.pieces)
    while pieces and pieces[0].is_words:
        pieces.pop(0)
    return tuple(pieces)
