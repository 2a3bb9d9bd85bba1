"""Telling records from the other rows of a block: totals, notes, signatures, empty places.

What is left out is left out by a reason that the account names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

from reportkit.grids import Row
from reportkit.ledgers.sheets.blocks import NO_END, Block
from reportkit.ledgers.sheets.doubts import (
    LIKE_TOTAL_DOUBT,
    Doubt,
    doubt_of,
    flagged_rows,
    struck_rows,
)
from reportkit.ledgers.sheets.one_row import (
    BEGINNINGS,
    HINTS,
    SERIAL,
    begins_record,
    has_day,
    is_whole,
    needed_columns,
    reason_of,
)
from reportkit.ledgers.sheets.phrases import (
    NOTE,
    SIGNATURE,
    TOTAL,
    is_bare_total,
    special_words,
)
from reportkit.ledgers.sheets.sums import amounts_of, is_sum, money_column
from reportkit.ledgers.values.days import is_day

_FEW_CELLS = 4
_NEAR_HEADINGS = 3  # rows in which a system says what its columns are called
_AT_ONCE = 1000
_ENOUGH = 500  # records that show what numbers look like
_FEWEST_NUMBERS = 3


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
    telling = {*special, *block.headings.written.values(), *BEGINNINGS, *HINTS}
    whole = block.first == 0 and block.end == NO_END
    needed = needed_columns(block)
    for row in block.rows[:_NEAR_HEADINGS]:
        _sort_row(row, block, special, sorted_)
    for start in range(_NEAR_HEADINGS, len(block.rows), _AT_ONCE):
        rows = block.rows[start : start + _AT_ONCE]
        if whole and _all_full(rows, {None, *telling}):
            sorted_.records += rows
            continue
        for row in rows:
            # Most rows are seen to be records: many cells, and no word that says otherwise.
            values = row[1]
            many = len(values) - values.count(None) > _FEW_CELLS
            plain = whole and telling.isdisjoint(values)
            if plain and (many or begins_record(values, needed)):
                sorted_.records.append(row)
            else:
                _sort_row(row, block, special, sorted_)
    for reason, rows_beside in block.beside.items():
        sorted_.left_out[reason].extend(rows_beside)
    _settle_totals(block, sorted_, special)
    _leave_footers(block, sorted_)
    _leave_numbered_beforehand(block, sorted_)
    put_away = {**flagged_rows(block, sorted_.records), **struck_rows(block)}
    for number, _ in sorted_.records if put_away else ():
        if number in put_away:
            sorted_.doubts[number] = put_away[number]
    return sorted_


def _all_full(rows: Sequence[Row], others: set[Any]) -> bool:
    """Whether rows have many cells, and none that is empty or says what else they are."""
    cells = list(map(itemgetter(1), rows))
    return min(map(len, cells)) > _FEW_CELLS and others.isdisjoint(chain.from_iterable(cells))


def _sort_row(row: Row, block: Block, special: Mapping[Any, str], sorted_: Sorted) -> None:
    number, values = row
    filled = list(block.within(values))
    if not filled:
        return  # the row has something beside the block alone
    reason = reason_of(filled, block, special)
    if reason == TOTAL and is_whole(filled, block) and has_day(filled, block):
        sorted_.full_totals.append(row)
    elif reason:
        sorted_.left_out[reason].append(number)
    else:
        sorted_.records.append(row)
        doubt = doubt_of(filled, block, special, whole=is_whole(filled, block))
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
    unique = block.columns_of(block.schema.numbers)
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
