"""Recognising a sheet that counts the records of a ledger by period.

Wide: 月份、行政许可、行政处罚 …, one column a kind. Long: 月份、渠道、条数, one row a kind.
Crossed: 决定类别、1月、2月 …, one row a kind and one column a period; or 栏目、政府网站、微信, one
column a kind beside another field, without periods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from reportkit.forms import Field, Schema
from reportkit.grids import Row
from reportkit.ledgers.by_period.periods import read_period
from reportkit.ledgers.mapping import LedgerMapping
from reportkit.ledgers.sheets.headings import Vocabulary, bare, counts_rows
from reportkit.ledgers.sheets.phrases import is_bare_total
from reportkit.ledgers.values.words import vocabulary

_DEEPEST = 20
_FEWEST = 2
_ANY_YEAR = 2000
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
        The column of the periods; -1 where the sheet counts a whole year without saying so, or
        has a column a period.
    kinds : mapping of int to str
        Wide: column to the code that it counts; empty where the sheet is long.
    fields : mapping of str to int
        Field to column: of a long sheet, and of one with a column a period.
    count : int
        Long: the column of the counts; else -1.
    totals : tuple of int
        Columns of sums.
    strange : tuple of int
        Columns whose heading is none of these.
    periods : mapping of int to str
        Crossed: column to the period that it counts, as it is written.
    """

    schema: Schema
    index: int
    period: int
    kinds: Mapping[int, str]
    fields: Mapping[str, int]
    count: int
    totals: tuple[int, ...]
    strange: tuple[int, ...]
    periods: Mapping[int, str] = attribute(default_factory=dict)

    @property
    def label(self) -> int:
        """The column in which a row says that it is one of sums."""
        return self.period if self.period >= 0 else min(self.fields.values())

    @property
    def columns(self) -> list[int]:
        """The columns of counts."""
        return [*self.kinds] or [*self.periods] or [self.count]

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
        meant = Vocabulary(schema, mine.headings)
        layout = _layout(index, written, meant, mine.words)
        if layout is None:
            layout = _crossed(index, written, meant, mine.words)
            if layout is not None and _has_unnamed(rows[index + 1 :], written):
                layout = None  # a second row of headings tells more
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
    kinds = _kinds(by, words, own_words)
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


def _crossed(
    index: int,
    written: Mapping[int, str],
    meant: Vocabulary,
    own_words: Mapping[str, Mapping[str, str]],
) -> Layout | None:
    """Return the layout of a cross table: kinds by periods, or another field by kinds."""
    schema = meant.schema
    by = schema.by_id[schema.aggregate.by if schema.aggregate else ""]
    first = min(written, default=0)
    meaning = meant.meaning(written[first]) if written else None
    if meaning is None:
        return None
    fields = {meaning.field: first}
    words = {column: bare(text) for column, text in written.items() if column != first}
    totals = tuple(column for column, word in words.items() if is_total(word))
    if meaning.field == by.id:
        read = {column: read_period(word, _ANY_YEAR) for column, word in words.items()}
        periods = {column: words[column] for column, period in read.items() if period}
        if len(periods) >= _FEWEST and len({*read.values()} - {None}) == len(periods):
            rest = tuple({*words} - {*periods, *totals})
            return Layout(schema, index, -1, {}, fields, -1, totals, rest, periods)
        return None
    across = schema.by_id[meaning.field]
    kinds = _kinds(by, words, own_words)
    is_group = across.type in ("text", "choice") and not across.required
    if is_group and len(kinds) >= _FEWEST and len(set(kinds.values())) == len(kinds):
        rest = tuple({*words} - {*kinds, *totals})
        return Layout(schema, index, -1, kinds, fields, -1, totals, rest)
    return None


def _kinds(
    by: Field, words: Mapping[int, str], own_words: Mapping[str, Mapping[str, str]]
) -> dict[int, str]:
    """Return the columns whose headings are kinds, each with the code of its own."""
    codes = {**vocabulary(by).words, **own_words.get(by.id, {})}
    return {column: codes[word] for column, word in words.items() if word in codes}


def _has_unnamed(rows: Sequence[Row], written: Mapping[int, str]) -> bool:
    """Whether something stands in a column without heading."""
    return any(
        value is not None and column not in written
        for _, values in rows
        for column, value in enumerate(values)
    )


def is_total(value: Any) -> bool:
    """Whether a cell says that sums stand in its row."""
    return isinstance(value, str) and is_bare_total(bare(value))
