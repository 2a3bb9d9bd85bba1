"""Recognising a sheet that counts the records of a ledger by period.

Wide: 月份、行政许可、行政处罚 …, one column a kind. Long: 月份、渠道、条数, one row a kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reportkit.forms import Schema
from reportkit.grids import Row
from reportkit.ledgers.mapping import LedgerMapping
from reportkit.ledgers.sheets.headings import Vocabulary, bare, counts_rows
from reportkit.ledgers.sheets.phrases import is_bare_total
from reportkit.ledgers.values.words import vocabulary

_DEEPEST = 20
_PERIODS = frozenset(
    {
        "月份", "月度", "月", "季度", "时间", "期间", "时期", "统计期间", "统计时间", "统计月份",
        "年月", "年份", "年度", "日期",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a sheet of counts; columns count from 0.

    Attributes
    ----------
    schema : Schema
    index : int
        Of the row of headings among the rows.
    period : int
        The column of the periods; -1 where the sheet counts a whole year without saying so.
    kinds : mapping of int to str
        Wide: column to the code that it counts; empty where the sheet is long.
    fields : mapping of str to int
        Long: field to column.
    count : int
        Long: the column of the counts; -1 where the sheet is wide.
    totals : tuple of int
        Columns of sums.
    strange : tuple of int
        Columns whose heading is none of these.
    """

    schema: Schema
    index: int
    period: int
    kinds: Mapping[int, str]
    fields: Mapping[str, int]
    count: int
    totals: tuple[int, ...]
    strange: tuple[int, ...]

    @property
    def label(self) -> int:
        """The column in which a row says that it is one of sums."""
        return self.period if self.period >= 0 else self.fields[self.by]

    @property
    def by(self) -> str:
        """The field whose choices are counted apart."""
        return self.schema.aggregate.by if self.schema.aggregate else ""


def find_aggregate(rows: Sequence[Row], schema: Schema, mine: LedgerMapping) -> Layout | None:
    """Return how a sheet counts a ledger's records by period; None where it does not.

    Parameters
    ----------
    rows : sequence of Row
    schema : Schema
    mine : LedgerMapping
        The bureau's own headings and words of this ledger.
    """
    if schema.aggregate is None:
        return None
    for index, (_, values) in enumerate(rows[:_DEEPEST]):
        written = {n: value for n, value in enumerate(values) if isinstance(value, str)}
        layout = _layout(index, written, Vocabulary(schema, mine.headings), mine.words)
        if layout is not None:
            return layout
    return None


def _layout(
    index: int,
    written: Mapping[int, str],
    meant: Vocabulary,
    own_words: Mapping[str, Mapping[str, str]],
) -> Layout | None:
    schema = meant.schema
    by = schema.by_id[schema.aggregate.by if schema.aggregate else ""]
    words = {column: bare(text) for column, text in written.items()}
    periods = [column for column, word in words.items() if word in _PERIODS]
    period = periods[0] if periods else -1
    codes = {**vocabulary(by).words, **own_words.get(by.id, {})}
    kinds = {column: codes[word] for column, word in words.items() if word in codes}
    totals = tuple(column for column, word in words.items() if is_total(word))
    fields = {
        meaning.field: column
        for column, text in written.items()
        if column != period and (meaning := meant.meaning(text)) is not None
    }
    fields = {id_: column for id_, column in fields.items() if schema.by_id[id_].type == "choice"}
    counts = [column for column, word in words.items() if counts_rows(word)]
    if by.id in fields and counts:
        rest = {*words} - {period, counts[0], *fields.values(), *totals}
        return Layout(schema, index, period, {}, fields, counts[0], totals, tuple(sorted(rest)))
    if periods and kinds and len(set(kinds.values())) == len(kinds):
        rest = {*words} - {period, *kinds, *totals}
        return Layout(schema, index, period, kinds, {}, -1, totals, tuple(sorted(rest)))
    return None


def is_total(value: Any) -> bool:
    """Whether a cell says that sums stand in its row."""
    return isinstance(value, str) and is_bare_total(bare(value))
