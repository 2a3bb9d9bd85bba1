"""Telling records from the other rows of a block: totals, notes, signatures, empty places.

What is left out is left out by a reason that the account names. In doubt a row is a record: then
what it lacks is told.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from reportkit.forms import Field
from reportkit.grids import Row
from reportkit.ledgers.sheets.blocks import NO_END, Block
from reportkit.ledgers.sheets.doubts import LIKE_TOTAL_DOUBT, Doubt, doubt_of, remarks, struck_rows
from reportkit.ledgers.sheets.headings import FEWEST_MATCHES
from reportkit.ledgers.sheets.phrases import (
    LIKE_TOTAL,
    NOTE,
    NOTHING,
    SAMPLE,
    SIGNATURE,
    TITLE,
    TOTAL,
    is_bare_total,
    says_none_happened,
    special_words,
)
from reportkit.ledgers.sheets.sums import amounts_of, is_sum, money_column
from reportkit.ledgers.values.days import is_day, serial_day
from reportkit.ledgers.values.record_numbers import is_serial

HEADING, SERIAL, NUMBERING = "重复的表头", "只有序号的行", "栏次行"
_BEGINNINGS = (1, "1", "(1)", "（1）", "A", "甲")
"""With what a row begins that numbers the columns."""
_FEW_CELLS = 4
_ENOUGH = 500  # records that show what numbers look like
_FEWEST_NUMBERS = 3
_LETTERS, _STEMS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), tuple("甲乙丙丁戊己庚辛壬癸")
_HINTS = frozenset({"必填", "选填", "必填项", "选填项", "非必填", "可不填", "可选"})


@dataclass(slots=True)
class Sorted:
    """The rows of a block.

    Attributes
    ----------
    records : list of Row
    left_out : mapping of str to list of int
        Reason to row numbers.
    doubts : dict of int to Doubt
        Records of which it is asked whether they count, by row.
    like_records : list of int
        Rows left out as totals that have all that a record needs: this is told.
    full_totals : list of Row
        Rows that are called totals and have all that a record needs, until it is settled.
    """

    records: list[Row] = field(default_factory=list, repr=False)
    left_out: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    doubts: dict[int, Doubt] = field(default_factory=dict)
    like_records: list[int] = field(default_factory=list)
    full_totals: list[Row] = field(default_factory=list)

    @property
    def void(self) -> list[int]:
        """Rows that are struck out or called void: whether they count is not for us to say."""
        return [row for row, doubt in self.doubts.items() if doubt.void]


def sort_rows(block: Block) -> Sorted:
    """Return which rows of a block are records, and what the others are."""
    if block.schema.holds == "figures":
        return Sorted([row for row in block.rows if any(block.within(row[1]))])
    sorted_ = Sorted()
    special = special_words(block.rows)
    telling = {*special, *block.headings.written.values(), *_BEGINNINGS, *_HINTS}
    whole = block.first == 0 and block.end == NO_END
    needed = _needed_columns(block)
    for row in block.rows:
        # Most rows are seen at once to be records: many cells, and no word that says otherwise.
        values = row[1]
        many = len(values) - values.count(None) > _FEW_CELLS
        if whole and telling.isdisjoint(values) and (many or _begins_record(values, needed)):
            sorted_.records.append(row)
        else:
            _sort_row(row, block, special, sorted_)
    _settle_totals(block, sorted_, special)
    _leave_footers(block, sorted_)
    _leave_numbered_beforehand(block, sorted_)
    struck = struck_rows(block)
    for number, _ in sorted_.records if struck else ():
        if number in struck:
            sorted_.doubts[number] = struck[number]
    return sorted_


def _sort_row(row: Row, block: Block, special: Mapping[Any, str], sorted_: Sorted) -> None:
    number, values = row
    filled = list(block.within(values))
    if not filled:
        return  # the row has something beside the block alone
    reason = _reason(filled, block, special)
    if reason == TOTAL and _is_whole(filled, block) and _has_day(filled, block):
        sorted_.full_totals.append(row)
    elif reason:
        sorted_.left_out[reason].append(number)
    else:
        sorted_.records.append(row)
        doubt = doubt_of(filled, block, special, whole=_is_whole(filled, block))
        if doubt is not None:
            sorted_.doubts[number] = doubt


def _settle_totals(block: Block, sorted_: Sorted, special: Mapping[Any, str]) -> None:
    """Decide about totals that could be records: those that add up are none, others are asked of.

    Where nothing is added up, only what is called a total and nothing else is asked about.
    """
    if not sorted_.full_totals:
        return
    money = money_column(block)
    amounts = amounts_of(block, [*sorted_.records, *sorted_.full_totals])
    totals = sorted([*sorted_.left_out[TOTAL], *(row[0] for row in sorted_.full_totals)])
    records = [number for number, _ in sorted_.records]
    kept = []
    for number, values in sorted_.full_totals:
        since = max((total for total in totals if total < number), default=0)
        if money is not None and is_sum(number, records, amounts, since):
            sorted_.left_out[TOTAL].append(number)
            sorted_.like_records.append(number)
            continue
        kept.append((number, values))
        words = [str(value) for value in values if special.get(value) == TOTAL]
        if money is not None or any(map(is_bare_total, words)):
            sorted_.doubts[number] = LIKE_TOTAL_DOUBT
    sorted_.records = sorted([*sorted_.records, *kept], key=lambda row: row[0])
    sorted_.left_out[TOTAL].sort()
    if not sorted_.left_out[TOTAL]:
        del sorted_.left_out[TOTAL]


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
        sorted_.left_out[SIGNATURE if is_day(filled[0][1]) else NOTE].append(number)


def _leave_numbered_beforehand(block: Block, sorted_: Sorted) -> None:
    """Leave out the rows below the last record that have a number and nothing else.

    One or two of them may be records that were not written to the end, and stay.
    """
    unique = {block.headings.columns.get(f.id) for f in block.schema.kept if f.unique}
    beginning = len(sorted_.records)
    while beginning:
        filled = list(block.within(sorted_.records[beginning - 1][1]))
        if len(filled) != 1 or filled[0][0] not in unique:
            break
        beginning -= 1
    numbers = [number for number, _ in sorted_.records[beginning:]]
    if beginning and len(numbers) >= _FEWEST_NUMBERS:
        del sorted_.records[beginning:]
        sorted_.left_out[SERIAL].extend(numbers)


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
    none_happened = len(filled) == 1 and says_none_happened(str(filled[0][1]))
    numbered = none_happened or _has_number(known, block, special)
    sample = SAMPLE in map(special.get, remarks(filled, block))
    if sample and not (numbered and _is_whole(filled, block)):
        return SAMPLE
    if not numbered and (words := _words(filled, known, block, special)):
        return words
    if _says_nothing(known, special) or none_happened:
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
    if not whole and _is_like_total(filled, beginning, block, special):
        return TOTAL
    if first in (SIGNATURE, NOTE) and not whole:
        return first
    if len(filled) > 1:
        return NOTE if _says_how_to_fill_in(filled) else ""
    return TITLE if first == TITLE else NOTE if _is_remark(filled[0], block) else ""


def _is_like_total(
    filled: Sequence[tuple[int, Any]],
    beginning: Sequence[tuple[int, Any]],
    block: Block,
    special: Mapping[Any, str],
) -> bool:
    """Whether a row is one of sums or shares: called so, without day, and no name is called so."""
    if len(filled) == 1 or _has_day(filled, block):
        return False
    names = {
        block.headings.columns.get(f.id)
        for f in block.schema.kept
        if f.type == "text" and f.required and not f.unique and money_column(block) is None
    }
    choices = {block.headings.columns.get(f.id) for f in block.schema.kept if f.type == "choice"}
    cells = (*beginning, *(cell for cell in filled if cell[0] in choices))
    return any(special.get(value) == LIKE_TOTAL and at not in names for at, value in cells)


def _has_day(filled: Iterable[tuple[int, Any]], block: Block) -> bool:
    """Whether a day stands in a column of days that every record needs."""
    days = {
        block.headings.columns.get(f.id)
        for f in block.schema.kept
        if f.type == "date" and f.required
    }
    return any(column in days and (is_day(each) or serial_day(each)) for column, each in filled)


def _says_how_to_fill_in(filled: Sequence[tuple[int, Any]]) -> bool:
    """Whether a row below the headings says of columns that they must be filled in."""
    hints = [value for _, value in filled if str(value).strip(" ()（）【】[]") in _HINTS]
    return 2 * len(hints) > len(filled)


def _repeats_headings(filled: Iterable[tuple[int, Any]], block: Block) -> bool:
    same = [column for column, value in filled if block.headings.written.get(column) == value]
    return len(same) >= FEWEST_MATCHES


def _numbers_columns(filled: Sequence[tuple[int, Any]]) -> bool:
    """Whether the columns are numbered: 1, 2, 3 from left to right."""
    if len(filled) < _FEWEST_NUMBERS:
        return False
    written = [str(value).strip("()（） ").upper() for _, value in filled]
    return any(
        written == list(series[: len(written)])
        for series in (list(map(str, range(1, len(written) + 1))), _LETTERS, _STEMS)
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
    return isinstance(value, int | str) and is_serial(str(value).strip())
