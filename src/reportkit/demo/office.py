"""One made-up office: its records by ledger, before they are written in anybody's manner."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from reportkit.demo.bureaus import Bureau
from reportkit.strict import read_entry

# A date, a code of the schema (or what a clerk wrote instead of one), a number, or nothing.
Value = dt.date | str | int | None
# One row of a ledger, by field of the schema.
Record = dict[str, Value]
# The records of each ledger, by its name.
Records = Mapping[str, list[Record]]


@dataclass(slots=True)
class Office:
    """A bureau-year in the making; an error is planted by changing it.

    Attributes
    ----------
    bureau : Bureau
    year : int
    records : Records
        A ledger without records is there too.
    prose : str
        Text of ``narrative.md``.
    form : dict of str to str
        The figures that the bureau filled in itself, by cell id; empty where it handed in none.
    last_form : dict of str to str
        The same of last year.
    """

    bureau: Bureau
    year: int
    records: Records
    prose: str = ""
    form: dict[str, str] = field(default_factory=dict)
    last_form: dict[str, str] = field(default_factory=dict)


@cache
def vocabulary() -> dict[str, Any]:
    """Return what records are drawn from: ``records.yaml``."""
    words: dict[str, Any] = read_entry(files("reportkit.demo") / "records.yaml")
    return words


def day_of(record: Record, name: str) -> dt.date:
    """Return the date in a field that must have one."""
    value = record[name]
    if not isinstance(value, dt.date):
        raise TypeError(name)
    return value
