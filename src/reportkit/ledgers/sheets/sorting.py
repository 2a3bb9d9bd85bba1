"""Telling records from the other rows of a block: totals, notes, signatures, empty places.

What is left out is left out by a reason that the account names. In doubt a row is a record: then
what it lacks is told.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportkit.dates import looks_like_date
from reportkit.forms import Field
from reportkit.grids import Row
from reportkit.ledgers.sheets.blocks import NO_END, Block
from reportkit.ledgers.sheets.phrases import (
    MAYBE_VOID,
    NOTE,
    NOTHING,
    SAMPLE,
    SIGNATURE,
    TITLE,
    TOTAL,
    VOID,
    special_words,
)

HEADING, SERIAL, NUMBERING = "重复的表头", "只有序号的行", "栏次行"
_FIRST_NUMBER = (1, "1", "(1)", "（1）")
_FEW_CELLS = 4
_ENOUGH = 500  # records that show what numbers look like
_FEWEST_NUMBERS = 3
_LONGEST_SERIAL = 5


@dataclass(slots=True)
class Sorted:
    """The rows of a block.

    Attributes
    ----------
    records : list of Row
    left_out : mapping of str to list of int
        Reason to row numbers.
    void : list of int
        Records that are struck out or called void: whether they count is not for us to say.
    like_records : list of int
        Rows left out as totals that have all that a record needs: this is told.
    """

    records: list[Row] = field(default_factory=list, repr=False)
    left_out: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    void: list[int] = field(default_factory=list)
    like_records: list[int] = field(default_factory=list)


def sort_rows(block: Block) -> Sorted:
    """Return which rows of a block are records, and what the others are."""
    if block.schema.holds == "figures":
        return Sorted([row for row in block.rows if any(block.within(row[1]))])
    sorted_ = Sorted()
    special = special_words(block.rows)
    telling = {*special, *block.headings.written.values(), *_FIRST_NUMBER}
    whole = block.first == 0 and block.end == NO_END
    struck = _struck_rows(block)
    needed = _needed_columns(block)
    for row in block.rows:
        # Most rows are seen at once to be records: many cells, and no word that says otherwise.
        values = row[1]
        many = len(values) - values.count(None) > _FEW_CELLS
        if whole and telling.isdisjoint(values) and (many or _begins_record(values, needed)):
            sorted_.records.append(row)
        else:
            _sort_row(row, block, special, sorted_)
    _leave_footers(block, sorted_)
    sorted_.void.extend(number for number, _ in sorted_.records if number in struck)
    return sorted_


def _sort_row(row: Row, block: Block, special: Mapping[Any, str], sorted_: Sorted) -> None:
    number, values = row
    filled = list(block.within(values))
    if not filled:
        return  # the row has something beside the block alone
    reason = _reason(filled, block, special)
    if reason:
        sorted_.left_out[reason].append(number)
        if reason == TOTAL and _is_whole(filled, block):
            sorted_.like_records.append(number)
        return
    sorted_.records.append(row)
    if any(special.get(value) == VOID for _, value in filled) or any(
        special.get(value) == MAYBE_VOID for value in _beside(filled, block)
    ):
        sorted_.void.append(number)


def _beside(filled: Iterable[tuple[int, Any]], block: Block) -> list[Any]:
    """Return what stands in the columns that are not read, and in those of numbers: remarks."""
    columns = block.headings.columns
    read = {columns.get(each.id) for each in block.schema.fields if not each.unique}
    return [value for column, value in filled if column not in read]


def _leave_footers(block: Block, sorted_: Sorted) -> None:
    """Take lone cells below the last record for what they are: notes, seals, days.

    A number like those of the records stays a record, and what it lacks is told.
    """
    shapes = {_shape(cells[0][1]) for cells in _cells(block, sorted_) if len(cells) > 1}
    if not shapes:
        return
    while sorted_.records:
        number, values = sorted_.records[-1]
        filled = list(block.within(values))
        if len(filled) > 1 or _shape(filled[0][1]) in shapes:
            return
        sorted_.records.pop()
        day = isinstance(filled[0][1], dt.date) or looks_like_date(str(filled[0][1]))
        sorted_.left_out[SIGNATURE if day else NOTE].append(number)


def _cells(block: Block, sorted_: Sorted) -> Iterator[list[tuple[int, Any]]]:
    return (list(block.within(values)) for _, values in sorted_.records[:_ENOUGH])


def _shape(value: Any) -> str:
    """Return what numbers of one series have in common."""
    return re.sub(r"\d+", "0", str(value)) if isinstance(value, str) else type(value).__name__


def _reason(filled: Sequence[tuple[int, Any]], block: Block, special: Mapping[Any, str]) -> str:
    """Return as what a row is left out; empty where it is a record."""
    columns = set(block.headings.columns.values())
    known = [(column, value) for column, value in filled if column in columns]
    if _repeats_headings(filled, block):
        return HEADING
    if _numbers_columns(filled):
        return NUMBERING
    if SAMPLE in map(special.get, _beside(filled, block)):
        return SAMPLE
    if not _has_number(known, block, special) and (words := _words(filled, known, block, special)):
        return words
    if _says_nothing(known, special):
        return NOTHING
    return SERIAL if _only_serial(known, filled, block) else ""


def _words(
    filled: Sequence[tuple[int, Any]],
    known: Sequence[tuple[int, Any]],
    block: Block,
    special: Mapping[Any, str],
) -> str:
    """Return what the words of a row without a number of its own say that it is."""
    first = special.get(filled[0][1], "")
    whole = _is_whole(filled, block)
    # Of what has all that a record needs, only the beginning can say that it is none.
    beginning = filled[: 2 if _is_serial(filled[0][1]) else 1]
    if TOTAL in (special.get(value) for _, value in (*beginning, *(() if whole else known))):
        return TOTAL
    if first in (SIGNATURE, NOTE) and not whole:
        return first
    if len(filled) > 1:
        return ""
    return TITLE if first == TITLE else NOTE if _is_remark(filled[0], block) else ""


def _repeats_headings(filled: Iterable[tuple[int, Any]], block: Block) -> bool:
    same = [column for column, value in filled if block.headings.written.get(column) == value]
    return len(same) >= 2  # noqa: PLR2004 - two cells are headings, as where these are found


def _numbers_columns(filled: Sequence[tuple[int, Any]]) -> bool:
    """Whether the columns are numbered: 1, 2, 3 from left to right."""
    if len(filled) < _FEWEST_NUMBERS:
        return False
    expected = range(1, len(filled) + 1)
    return all(
        str(value).strip("()（）") == str(n) for (_, value), n in zip(filled, expected, strict=True)
    )


def _has_number(known: Iterable[tuple[int, Any]], block: Block, special: Mapping[Any, str]) -> bool:
    """Whether the row has a number of its own, as records have; a count of rows is none."""
    unique = [f.id for f in block.schema.kept if f.unique and f.id in block.headings.columns]
    columns = {block.headings.columns[id_] for id_ in unique}
    return any(
        isinstance(value, str | int)
        and not isinstance(value, bool)
        and not _is_serial(value)
        and value not in special
        and any(char.isdigit() for char in str(value))
        for column, value in known
        if column in columns
    )


def _is_whole(filled: Iterable[tuple[int, Any]], block: Block) -> bool:
    """Whether all is filled in that every record needs, but for its number."""
    needed = {
        block.headings.columns.get(f.id) for f in block.schema.kept if f.required and not f.unique
    }
    return bool(needed) and needed <= {column for column, _ in filled}


def _is_remark(cell: tuple[int, Any], block: Block) -> bool:
    """Whether the one filled cell of a row is words to the reader: no field begins a record so."""
    column, value = cell
    field_ = _field_at(column, block)
    lone = field_ is None or (field_.unique and not any(c.isdigit() for c in str(value)))
    return isinstance(value, str) and lone


def _field_at(column: int, block: Block) -> Field | None:
    ids = (id_ for id_, place in block.headings.columns.items() if place == column)
    return next((block.schema.by_id[id_] for id_ in ids), None)


def _says_nothing(known: Sequence[tuple[int, Any]], special: Mapping[Any, str]) -> bool:
    """Whether the fields say 无 or are struck through, with at most a serial number beside."""
    words = [value for _, value in known if not _is_serial(value)]
    return bool(words) and all(special.get(value) == NOTHING for value in words)


def _only_serial(
    known: Sequence[tuple[int, Any]], filled: Sequence[tuple[int, Any]], block: Block
) -> bool:
    """Whether a row was numbered beforehand and never filled in."""
    needed = _needed_columns(block)
    if any(column in needed for column, _ in known):
        return False
    numbers = [value for column, value in (known or filled) if not isinstance(value, bool)]
    return bool(numbers) and _is_serial(numbers[0]) and _is_serial(filled[0][1])


def _needed_columns(block: Block) -> set[int]:
    """Return the columns of what is written down only where there is a record."""
    return {
        block.headings.columns[each.id]
        for each in block.schema.fields
        if each.type != "flag" and not each.unique and each.id in block.headings.columns
    }


def _begins_record(values: Sequence[Any], needed: set[int]) -> bool:
    """Whether a row has something beside its first cell, and in a column that records need."""
    filled = [column for column, value in enumerate(values) if value is not None]
    return len(filled) > 1 and not needed.isdisjoint(filled)


def _is_serial(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    text = str(value).strip() if isinstance(value, int | str) else ""
    return text.isdigit() and len(text) <= _LONGEST_SERIAL


def _struck_rows(block: Block) -> set[int]:
    """Return the rows of which at least half of the filled cells are struck out."""
    if not block.grid.struck:
        return set()
    cells = Counter(row for row, column in block.grid.struck if block.first < column <= block.end)
    filled = {number: len(list(block.within(values))) for number, values in block.rows}
    return {row for row, count in cells.items() if 2 * count >= filled.get(row, count + 1)}
