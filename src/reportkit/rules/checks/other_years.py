"""Check ``other_years``: which records are not counted because they belong to another year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray
from pydantic import StrictBool

from reportkit.figures import rows_of_year
from reportkit.ledgers import Ledger
from reportkit.ledgers.problem import rows_text
from reportkit.rules.context import WithLedgers
from reportkit.rules.finding import Finding, State
from reportkit.rules.register import check
from reportkit.rules.rule import Rule
from reportkit.strict import Strict

_FEW = 5


class OtherYears(Strict):
    """Of which ledgers a rule tells.

    Attributes
    ----------
    every_row : bool
        Of those that have no record of the report year; else of those that have some others.
    """

    every_row: StrictBool


@check("other_years", OtherYears)
def check_other_years(rule: Rule, context: WithLedgers) -> Iterator[Finding]:
    """Yield one finding a ledger with records of other years; one pass where there are none."""
    asked: OtherYears = rule.parameters
    found = False
    for ledger in context.raw.ledgers.values():
        if ledger.schema.holds != "records" or not len(ledger.frame):
            continue
        outside = _outside(ledger, context)
        if outside.any() and bool(outside.all()) == asked.every_row:
            found = True
            message = f"{_message(ledger, outside, context.year)}，没有计入。"
            yield rule.finding(ledger.schema.id, ledger.schema.title, State.FAIL, message)
    if not found:
        yield rule.finding("ledgers", "全部台账", State.PASS, "全部台账都符合。")


def _outside(ledger: Ledger, context: WithLedgers) -> NDArray[np.bool_]:
    """Return which records are dated in other years and counted by no cell in this one.

    What is dated in the report year and counted when it ends is no record of another year.
    """
    counts = (cell.count for cell in context.edition.cells.values())
    dates = ledger.values[ledger.schema.dated_by]
    elsewhere = ~np.isnat(dates) & (_years(dates) != context.year)
    return np.asarray(~rows_of_year(ledger, counts, context.year) & elsewhere)


def _years(dates: NDArray[np.datetime64]) -> NDArray[np.int64]:
    return dates.astype("datetime64[Y]").astype(np.int64) + 1970


def _message(ledger: Ledger, outside: NDArray[np.bool_], year: int) -> str:
    dated_by = ledger.schema.by_id[ledger.schema.dated_by]
    years = Counter(_years(ledger.values[dated_by.id][outside]).tolist())
    listed = "、".join(f"{each} 年 {years[each]} 行" for each in sorted(years))
    how_many = f"{'全部' if outside.all() else '有'} {int(outside.sum())} 行"
    by = f"按“{dated_by.heading}”：{listed}"
    files, rows = ledger.places.files[outside], ledger.places.rows[outside]
    few = len(rows) <= _FEW and len({*files}) == 1
    where = f"{files[0]} {rows_text(rows.tolist())}，" if few else ""
    return f"“{ledger.schema.title}”{how_many}不属于 {year} 年度（{where}{by}）"
