"""What the amounts of a block are counted in: its heading or title says so; else it is asked."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import PurePosixPath

from reportkit.folding import heading as folded
from reportkit.forms import Field
from reportkit.ledgers.rows import Records
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.values.amounts import split_unit, units_in

_YUAN = Decimal(1)
_UNIT_COLUMNS = frozenset({"单位", "计量单位", "金额单位", "币种单位"})


def unit_of(field: Field, block: Block) -> Decimal:
    """Return how many yuan the unit of a column is."""
    if field.type != "money":
        return _YUAN
    _, above = split_unit(block.title)
    return block.headings.units.get(field.id) or above or _YUAN


def ask_about_units(records: Records) -> None:
    """Tell of amounts of which something beside heading and title says another unit.

    The name of the sheet or file, a note below, a column of units, or the title against the
    heading: which of them holds is not for us to say, so that the amounts are in doubt.
    """
    block = records.block
    for field in records.schema.kept:
        if field.type != "money" or field.id not in block.headings.columns:
            continue
        taken = unit_of(field, block)
        said = next((text for text, unit in _said(records) if unit != taken), "")
        if said:
            positions = list(range(len(records.rows)))
            records.doubtful[field.id].update(positions)
            fault = f"{said}另有注明，金额以什么为单位无法确定"
            remedy = f"请在列名里写明单位，如“{field.heading}”，并删去不一致的地方。"
            records.tell("number", positions, field.id, fault, remedy)


def _said(records: Records) -> Iterator[tuple[str, Decimal]]:
    """Yield what else names a unit of money: where, and how many yuan it is."""
    block = records.block
    names = (
        ("标题", block.title),
        ("工作表名称", block.grid.sheet),
        ("文件名", PurePosixPath(block.grid.file).stem),
    )
    yield from ((where, unit) for where, text in names for unit in units_in(text))
    left = {row for rows in records.left_out.values() for row in rows}
    for number, values in block.rows:
        if number in left:
            texts = (value for value in values if isinstance(value, str))
            yield from ((f"第 {number} 行", unit) for text in texts for unit in units_in(text))
    yield from _columns_of_units(block)


def _columns_of_units(block: Block) -> Iterator[tuple[str, Decimal]]:
    for column, text in block.headings.written.items():
        if folded(text) not in _UNIT_COLUMNS or column in block.headings.columns.values():
            continue
        for value in {block.at(values, column) for _, values in block.rows}:
            units = units_in(f"单位:{value}") if isinstance(value, str) else ()
            yield from ((f"“{text.strip()}”列", unit) for unit in units)
