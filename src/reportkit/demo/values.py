"""The values of made-up records, and whether something is so of a record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from reportkit.demo.recipes.ways import When

# A date, a code (or what a clerk wrote instead of one), codes from light to heavy, or nothing.
Value = dt.date | str | int | tuple[str, ...] | None
Column = list[Value]
# One row of a ledger, by field of the schema.
Record = dict[str, Value]
# The records of each ledger, by its id.
Records = Mapping[str, list[Record]]


def code_of(value: Value) -> str:
    """Return a value as a word: of several codes the heaviest."""
    return str(value[-1] if isinstance(value, tuple) else value)


def holds(when: When, record: Mapping[str, Value], year: int) -> bool:
    """Whether something is so of a record in a report year."""
    return (
        (not when.this_year or _year(record[when.this_year]) == year)
        and (not when.before or 0 < _year(record[when.before]) < year)
        and (not when.filled or record[when.filled] is not None)
        and (not when.empty or record[when.empty] is None)
        and all(code_of(record[name]) in codes for name, codes in when.where.items())
    )


def _year(value: Value) -> int:
    """Return the year of a date; 0 where there is none."""
    return value.year if isinstance(value, dt.date) else 0
