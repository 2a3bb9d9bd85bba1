"""Reading one block: its units and years, its void and shifted rows, and the records in it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import PurePosixPath

from reportkit.forms import Field
from reportkit.grids import column_letters
from reportkit.ledgers.amounts import split_unit
from reportkit.ledgers.mapping import LedgerMapping
from reportkit.ledgers.orders import orders_in
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.reading import Reading
from reportkit.ledgers.rows import NOTICE, ROW, Records, read_records
from reportkit.ledgers.sheets import phrases
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.sheets.columns import Unnamed, rivals, unnamed
from reportkit.ledgers.sheets.names import year_in
from reportkit.ledgers.sheets.placing import LOST, Placed
from reportkit.ledgers.sheets.sorting import sort_rows

Own = Mapping[str, LedgerMapping]
"""By ledger, the bureau's own headings and words."""
VOID, SHIFTED = "void", "shifted"


def read_block(block: Block, year: int, own: Own, placed: Placed) -> Records:
    """Return the records of a block; faults of its columns go to `placed`."""
    sorted_ = sort_rows(block)
    void = _own(block, own).void_rows
    if void == "left_out" and sorted_.void:
        gone = set(sorted_.void)
        sorted_.records = [row for row in sorted_.records if row[0] not in gone]
        sorted_.left_out[phrases.VOID].extend(sorted_.void)
    for fault in rivals(block, sorted_.records):
        placed.faults.setdefault(block.schema.id, []).append(f"{block.place}：{fault}")
    beside = unnamed(block, sorted_)
    records = read_records(block, sorted_, lambda field: _reading(field, block, year, own))
    _tell_beside(records, beside)
    short = [n for n, row in enumerate(records.rows) if row in block.grid.short]
    if short:
        fault = "比其他各行少几列，少的按没有填写读取"
        records.tell(NOTICE, short, "", fault, "请核对是否被截断。")
    if samples := sorted_.left_out.get(phrases.SAMPLE):
        records.tell_rows(NOTICE, samples, "是填写示例，没有作为记录读取", "")
    if sorted_.like_records:
        fault = "各列都填了，但开头写的是合计、小计一类，按合计行略去"
        records.tell_rows(NOTICE, sorted_.like_records, fault, "确是一条记录的，请改写这一格。")
    if not void:
        _ask_about_void(records, sorted_.void)
    return records


def _reading(field: Field, block: Block, year: int, own: Own) -> Reading:
    stem = PurePosixPath(block.grid.file).stem
    return Reading(
        year=year,
        unit=_unit(field, block),
        written_year=year_in(stem, block.title, block.grid.sheet),
        words=_own(block, own).words,
        orders=cache(lambda: _orders(field, block, year)),
    )


def _orders(field: Field, block: Block, year: int) -> Mapping[int, str]:
    column = block.headings.columns.get(field.id)
    if column is None:
        return {}
    return orders_in((block.at(values, column) for _, values in block.rows), year)


def _own(block: Block, own: Own) -> LedgerMapping:
    return own.get(block.schema.id) or LedgerMapping()


def _unit(field: Field, block: Block) -> Decimal:
    """Return what the amounts of a column are counted in: its heading says so, or the title."""
    if field.type != "money":
        return Decimal(1)
    _, above = split_unit(block.title)
    return block.headings.units.get(field.id) or above or Decimal(1)


def _ask_about_void(records: Records, void: Sequence[int]) -> None:
    positions = [records.rows.index(row) for row in void]
    if positions:
        records.doubtful[ROW].update(positions)
        remedy = (
            "不计入的，请删去这些行；要计入的，请去掉删除线和“作废”字样；"
            "一律照此办理的，可以在 mapping.yaml 里写明 void_rows。"
        )
        records.tell(VOID, positions, "", "划了删除线或者注明作废，是否计入无法确定", remedy)


def _tell_beside(records: Records, beside: Unnamed) -> None:
    """Tell of shifted rows, of which nothing else is told, and of columns without headings."""
    if beside.shifted:
        positions = [n for n, row in enumerate(records.rows) if row in beside.shifted]
        records.problems = _without_rows(records.problems, beside.shifted)
        for name in (*records.values, ROW):
            records.doubtful[name].update(positions)
        remedy = "内容里有逗号的，要用英文双引号括起来；最好另存为 .xlsx 再交。"
        records.tell(SHIFTED, positions, "", "比表头多出几列，各列可能错位", remedy)
    if beside.columns:
        names = f"{column_letters(beside.columns[0] + 1)}–{column_letters(beside.columns[-1] + 1)}"
        remedy = "是另一张表的，请补上表头，或者移到另一个文件。"
        records.tell(LOST, [], "", f"{names} 列有内容，却没有表头，没有读取", remedy)


def _without_rows(problems: Sequence[Problem], rows: Collection[int]) -> list[Problem]:
    return [problem for problem in problems if not set(problem.rows) <= set(rows)]
