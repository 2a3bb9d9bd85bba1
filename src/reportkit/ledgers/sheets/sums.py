"""Amounts of a block, and which of them add up others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from reportkit.grids import NoValue, Row
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.values.amounts import read_money
from reportkit.ledgers.values.reading import Reading, ValueProblem

_ANY_YEAR = 0


def money_column(block: Block) -> int | None:
    """Return the column of the amounts, from 0; None where a ledger has none."""
    columns = (block.headings.columns.get(f.id) for f in block.schema.kept if f.type == "money")
    return next((column for column in columns if column is not None), None)


def amounts_of(block: Block, rows: Sequence[Row]) -> Mapping[int, Decimal]:
    """Return the amounts that can be read, by row, in the unit of the column."""
    column = money_column(block)
    found = {}
    for number, values in rows if column is not None else ():
        value = block.at(values, column or 0)
        if value is None or isinstance(value, NoValue):
            continue
        try:
            found[number] = read_money(value, Reading(_ANY_YEAR)).value
        except ValueProblem:
            continue
    return found


def is_sum(number: int, records: Sequence[int], amounts: Mapping[int, Decimal], since: int) -> bool:
    """Whether a row adds up the records since a row, all before it, or all of the block."""
    if number not in amounts or amounts[number] == 0:
        return False
    groups = (
        [row for row in records if since < row < number],
        [row for row in records if row < number],
        records,
    )
    return any(
        group
        and all(row in amounts for row in group)
        and sum(amounts[row] for row in group) == amounts[number]
        for group in groups
    )
