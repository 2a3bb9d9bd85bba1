"""Counting the cells of the form from ledgers.

How a cell is counted is data of the edition; here is what those words mean. Each condition on a row
is answered true, false or "cannot tell" (Kleene's three values): a value that the ledger reader
called doubtful answers "cannot tell". A cell for which a row can't be told either way is unknown,
because any figure for it would be a guess; every other cell keeps its exact count.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportkit.figures.model import Figures
from reportkit.figures.values import Mark, Value
from reportkit.forms import Cell, Count, Edition
from reportkit.forms.ledgers import YES
from reportkit.ledgers import ROW, Ledger, RawData

_Booleans = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Columns:
    """A ledger as plain arrays: two hundred cells are counted from a few columns.

    `several` names those whose values are tuples of codes, from light to heavy; `flags` those that
    hold yes or no; `whole` those that hold whole numbers, whose sum is one too. `weights` says how
    many records each row stands for; None: one each. `in_time` is what was answered of its dates.
    """

    values: Mapping[str, NDArray[Any]]
    doubtful: Mapping[str, NDArray[Any]]
    several: frozenset[str]
    flags: frozenset[str]
    whole: frozenset[str]
    weights: NDArray[np.int64] | None
    in_time: dict[tuple[Any, ...], _Answer] = field(default_factory=dict)

    @classmethod
    def of(cls, ledger: Ledger) -> _Columns:
        if ledger not in _known:
            _known[ledger] = cls(
                ledger.values,
                ledger.doubtful,
                frozenset(field.id for field in ledger.schema.kept if field.several),
                frozenset(field.id for field in ledger.schema.kept if field.type == "flag"),
                frozenset(field.id for field in ledger.schema.kept if field.type == "number"),
                ledger.weights,
            )
        return _known[ledger]

    def has(self, field: str, code: str, *, each: bool) -> _Booleans:
        """Whether a field has a code: of several kinds any, or the heaviest alone."""
        values = self.values[field]
        if field in self.flags:
            return np.array(
                [not pd.isna(flag) and flag == (code == YES) for flag in values], dtype=bool
            )
        if field not in self.several:
            return np.asarray(values == code)
        if each:
            return np.array([code in (kinds or ()) for kinds in values], dtype=bool)
        return np.array([bool(kinds) and kinds[-1] == code for kinds in values], dtype=bool)


# What dates answer is asked by checks, charts and whoever explains a figure, too.
_known: WeakKeyDictionary[Ledger, _Columns] = WeakKeyDictionary()


@dataclass(frozen=True, slots=True)
class _Answer:
    """Per row of a ledger: the condition holds, or could hold (what can't be told is both)."""

    holds: _Booleans
    could_hold: _Booleans

    def __and__(self, other: _Answer) -> _Answer:
        return _Answer(self.holds & other.holds, self.could_hold & other.could_hold)


def count_figures(
    raw: RawData,
    edition: Edition,
    year: int,
    *,
    filled_in: Mapping[str, Value] = MappingProxyType({}),
    duties: Collection[str] = (),
) -> Figures:
    """Count every cell of the form.

    Parameters
    ----------
    raw : RawData
        Ledgers of the bureau-year.
    edition : Edition
    year : int
        Report year: 1 January to 31 December.
    filled_in : mapping of str to Value
        What the bureau filled in itself: it stands in the cells that no ledger tells, and in those
        of ledgers that are not there.
    duties : collection of str
        The duties that the bureau has; none named: all. Cells about others are not applicable; but
        records or figures that are there all the same are not struck out.

    Returns
    -------
    Figures
        Counts and sums of whole numbers are int, money is an exact Decimal in the unit of the form,
        and a cell that the ledgers cannot tell is `Mark.UNKNOWN`.
    """
    columns = {name: _Columns.of(ledger) for name, ledger in raw.ledgers.items()}

    def known(cell: Cell) -> Value:
        if cell.count.ledger not in columns:
            return filled_in.get(cell.id, Mark.UNKNOWN)
        return _count(columns[cell.count.ledger], cell.count, year)

    def value(cell: Cell) -> Value:
        found = known(cell)
        struck_out = cell.duty and duties and cell.duty not in duties
        return Mark.NOT_APPLICABLE if struck_out and _is_nothing(found, cell, raw) else found

    return Figures.of(edition, {cell.id: value(cell) for cell in edition.cells.values()})


def _is_nothing(value: Value, cell: Cell, raw: RawData) -> bool:
    """Whether nothing was handed in that a cell could tell: no record, no figure, no ledger."""
    if value is Mark.UNKNOWN:
        return cell.count.ledger not in raw.ledgers
    return isinstance(value, Mark) or value == 0


def count_rows(ledger: Ledger, count: Count, year: int) -> int | Mark:
    """Return how many rows of a ledger meet a count's conditions, if that can be told."""
    return _count_rows(_Columns.of(ledger), count, year)


def rows_of_year(ledger: Ledger, counts: Iterable[Count], year: int) -> NDArray[np.bool_]:
    """Return which rows of a ledger fall in the time that any of its counts asks about.

    Parameters
    ----------
    ledger : Ledger
    counts : iterable of Count
        How the cells that count from it are counted; none: by the date of its records alone.
    year : int

    Returns
    -------
    array of bool
        True also where that cannot be told.
    """
    columns = _Columns.of(ledger)
    windows = {(c.within, c.open, c.at, c.heard) for c in counts if c.ledger == ledger.schema.id}
    asked = windows or {(ledger.schema.dated_by, None, "", None)}
    found = np.zeros(len(ledger.frame), dtype=bool)
    for within, open_, at, heard in asked:
        window = Count(within=within, open=open_, at=at, heard=heard)
        found |= _conditions(columns, window, year).could_hold
    return found


def sum_rows(ledger: Ledger, count: Count, year: int) -> int | Decimal | Mark:
    """Return the sum of `count.sum` over the rows that meet a count's conditions."""
    return _sum(_Columns.of(ledger), count, year)


class RowsCounted(NamedTuple):
    """Per row of a ledger: whether a figure counts it, and whether that cannot be told."""

    counted: _Booleans
    in_doubt: _Booleans


def rows_counted(ledger: Ledger, count: Count, year: int) -> RowsCounted:
    """Return which rows make up a figure; where any is in doubt, the figure is unknown."""
    (rows,) = rows_of_counts(ledger, (count,), year)
    return rows


def rows_of_counts(ledger: Ledger, counts: Iterable[Count], year: int) -> Iterator[RowsCounted]:
    """Yield the same of each of several figures that are counted from one ledger."""
    columns = _Columns.of(ledger)
    return (_rows(columns, count, year) for count in counts)


def rows_of_cells(
    raw: RawData, cells: Iterable[Cell], year: int
) -> Iterator[tuple[Cell, RowsCounted]]:
    """Yield, of each cell that is counted from a ledger that is there, which rows make it up."""
    columns = {name: _Columns.of(ledger) for name, ledger in raw.ledgers.items()}
    for cell in cells:
        if cell.count.ledger in columns:
            yield cell, _rows(columns[cell.count.ledger], cell.count, year)


def _rows(columns: _Columns, count: Count, year: int) -> RowsCounted:
    answer = _conditions(columns, count, year)
    in_doubt = _in_doubt(columns, count, answer)
    return RowsCounted(answer.holds & ~in_doubt, in_doubt)


def _in_doubt(columns: _Columns, count: Count, answer: _Answer) -> _Booleans:
    unsure = ~answer.holds
    if count.sum:
        unsure |= columns.doubtful[count.sum]
    return np.asarray(answer.could_hold & unsure)


def _count(columns: _Columns, count: Count, year: int) -> Value:
    return (_sum if count.sum else _count_rows)(columns, count, year)


def _count_rows(columns: _Columns, count: Count, year: int) -> int | Mark:
    answer = _conditions(columns, count, year)
    if _in_doubt(columns, count, answer).any():
        return Mark.UNKNOWN
    return int((answer.holds if columns.weights is None else columns.weights[answer.holds]).sum())


def _sum(columns: _Columns, count: Count, year: int) -> int | Decimal | Mark:
    answer = _conditions(columns, count, year)
    if _in_doubt(columns, count, answer).any():
        return Mark.UNKNOWN
    # An amount that is not told (a thing confiscated, of no known value) adds nothing.
    told = (amount for amount in columns.values[count.sum][answer.holds] if not pd.isna(amount))
    if count.sum in columns.whole and count.divide_by == 1:
        return sum(map(int, told))
    return sum(map(_exact, told), start=Decimal(0)) / count.divide_by


def _exact(amount: Any) -> Decimal:
    """Return an amount as a decimal: money is one, a whole number comes as numpy's integer."""
    return amount if isinstance(amount, Decimal) else Decimal(int(amount))


def _conditions(columns: _Columns, count: Count, year: int) -> _Answer:
    answer = _in_time(columns, count, year)
    for name, code in count.where.items():
        answer &= _sure(columns, name, columns.has(name, code, each=count.each))
    return answer


def _in_time(columns: _Columns, count: Count, year: int) -> _Answer:
    """Answer what a count asks of the dates: hundreds of cells ask the same."""
    asked = (count.within, count.open, count.at, count.heard, year)
    if asked not in columns.in_time:
        columns.in_time[asked] = _dated(columns, count, year)
    return columns.in_time[asked]


def _dated(columns: _Columns, count: Count, year: int) -> _Answer:
    first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
    answer = _sure(columns, ROW, np.ones(len(columns.doubtful[ROW]), dtype=bool))
    if count.within:
        answer &= _begun(columns, count.within, last)
        answer &= _not_before(columns, count.within, first)
    if count.open:
        evening = first - dt.timedelta(days=1) if count.at == "start" else last
        answer &= _open_between(columns, count.open, evening, evening)
    if count.heard:
        answer &= _open_between(columns, count.heard, first - dt.timedelta(days=1), last)
    return answer


def _open_between(
    columns: _Columns, fields: tuple[str, str], first: dt.date, last: dt.date
) -> _Answer:
    """Begun by the evening of `last`, and not ended by the evening of `first`."""
    begin, end = fields
    next_day = first + dt.timedelta(days=1)
    return _begun(columns, begin, last) & _not_before(columns, end, next_day)


def _begun(columns: _Columns, field: str, last: dt.date) -> _Answer:
    """Date on or before `last`; what has no date has not happened."""
    return _sure(columns, field, columns.values[field] <= np.datetime64(last))


def _not_before(columns: _Columns, field: str, first: dt.date) -> _Answer:
    """Date on or after `first`, or none: then it has not happened by `first`."""
    dates = columns.values[field]
    return _sure(columns, field, (dates >= np.datetime64(first)) | np.isnat(dates))


def _sure(columns: _Columns, field: str, holds: _Booleans) -> _Answer:
    """Turn answers that rest on a doubtful value into "cannot tell"."""
    doubtful = columns.doubtful[field]
    return _Answer(holds & ~doubtful, holds | doubtful)
