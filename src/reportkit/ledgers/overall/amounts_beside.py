"""Amounts that stand in columns which are not read, or in none: a sum without them is no sum."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.folding import heading as folded
from reportkit.forms import Field
from reportkit.ledgers.rows import NOTICE, Records
from reportkit.ledgers.sheets.columns import told_heading
from reportkit.ledgers.sheets.sorting import Sorted
from reportkit.ledgers.values.amounts import read_money
from reportkit.ledgers.values.reading import Reading, ValueProblem

_AMOUNT = ("金额", "数额", "款额")
# What was paid of it, may be owed, or is no amount of the record.
_OF_IT = re.compile(
    "实[缴收付交际]|[已应未欠待预]|缴|交|入库|到账|到帐|执行|减|免|退|标准|单价|余|累计|大写|滞纳|加处"
    "|上年|去年|同期|发票|票据|币种|单位|方式|日期|时间|类|种|依据|内容|情况|编号|文号|书号|是否|合计|总"
)


def ask_about_amounts(records: Records, sorted_: Sorted, reading: Reading) -> None:
    """Doubt the amounts of a ledger that lacks their column, or has more of them beside it.

    Parameters
    ----------
    records : Records
    sorted_ : Sorted
        The rows that the records are read from.
    reading : Reading
        How an amount may be read.
    """
    schema = records.schema
    for each in schema.kept:
        if each.type != "money" or not records.rows:
            continue
        if each.id not in records.block.headings.columns:
            _tell_absent(records, each)
            continue
        for column in _columns_beside(records, each):
            positions = [
                n
                for n, (_, values) in enumerate(sorted_.records)
                if _is_amount(records.block.at(values, column), reading)
            ]
            if positions:
                _tell_beside(records, each, column, positions)


def _tell_absent(records: Records, field: Field) -> None:
    records.doubtful[field.id].update(range(len(records.rows)))
    remedy = f"请补上“{field.heading}”，没有金额的各行留空；现有的列就是的，请改用这个列名。"
    records.tell(NOTICE, [], field.id, "没有这一列，各项金额无法确定", remedy)


def _columns_beside(records: Records, field: Field) -> Iterator[int]:
    """Yield the columns that are not read whose headings speak of amounts of the record itself."""
    block = records.block
    read = set(block.headings.columns.values())
    amounts = (*_AMOUNT, *field.beside)
    for column, text in block.headings.written.items():
        word = folded(text)
        if column in read or _OF_IT.search(word):
            continue
        if any(amount in word for amount in amounts):
            yield column


def _is_amount(value: object, reading: Reading) -> bool:
    try:
        return value is not None and bool(read_money(value, reading).value)
    except ValueProblem:
        return False


def _tell_beside(records: Records, field: Field, column: int, positions: list[int]) -> None:
    records.doubtful[field.id].update(positions)
    name = told_heading(records.block.headings.written[column], column, records.schema)
    shown = name if name.endswith("列") else f"“{name}”列"
    fault = f"{shown}另有金额，没有读取，“{field.heading}”是否应包括它无法确定"
    remedy = f"应包括的，请把两项之和填在“{field.heading}”里；不应包括的，请删去这一列。"
    records.tell("number", positions, field.id, fault, remedy)
