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
    if when.this_year and _year(record[when.this_year]) != year:
        return False
    if when.before and not 0 < _year(record[when.before]) < year:
        return False
    if when.filled and record[when.filled] is None:
        return False
    if when.empty and record[when.empty] is not None:
        return False
    return all(code_of(record[name]) in codes for name, codes in when.where.items())


def _year(value: Value) -> int:
    """Return the year of a date; 0 where there is none."""
    return value.year if isinstance(value, dt.date) else 0
