"""Keeping the numbers of records to the reader, for offices that ask for it.

They are compared and counted as they are, and nothing of them goes on from here: what is printed,
carried by a notebook or shown to reviewers tells records apart by file, sheet and row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reportkit.forms import Schema
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.rows import Records
from reportkit.ledgers.sheets.placing import Placed

MASK = "***"
"""What stands in place of a number."""

_QUOTED_NUMBER = re.compile(r"“[^“”]*\d[^“”]*”")


def mask_numbers(parts: Mapping[str, Sequence[Records]], placed: Placed) -> None:
    """Take the numbers out of all records and of what is told of them; once they are compared."""
    every = [records for blocks in parts.values() for records in blocks]
    for records in every:
        for name in _numbered(records.schema):
            values = records.values[name]
            records.values[name] = [None if value is None else MASK for value in values]
    schemas = {records.schema.id: records.schema for records in every}
    for records in every:
        records.problems = _masked(records.problems, schemas)
    placed.problems = _masked(placed.problems, schemas)
    placed.faults = {id_: _masked(faults, schemas) for id_, faults in placed.faults.items()}


def _numbered(schema: Schema) -> dict[str, str]:
    """Return the fields to mask, with their headings; ids of cells are no numbers of records."""
    if schema.holds != "records":
        return {}
    return {field.id: field.heading for field in schema.numbers}


def _masked(problems: Iterable[Problem], schemas: Mapping[str, Schema]) -> list[Problem]:
    """Return problems whose messages quote no number of a record."""
    headings = {id_: {*_numbered(schema).values()} for id_, schema in schemas.items()}
    return [
        replace(problem, fault=_QUOTED_NUMBER.sub(f"“{MASK}”", problem.fault))
        if problem.column in headings.get(problem.ledger, ())
        else problem
        for problem in problems
    ]
