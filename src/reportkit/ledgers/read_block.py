"""Reading one block: its units and years, its void and shifted rows, and the records in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from reportkit.dates import looks_like_date
from reportkit.forms import Field
from reportkit.grids import Row, column_letters
from reportkit.ledgers.mapping import Own, mapping_of
from reportkit.ledgers.overall.amounts_beside import ask_about_amounts
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.rows import HIDDEN, NOTICE, ROW, VOID, Records, read_records
from reportkit.ledgers.sheets import phrases
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.sheets.columns import (
    Unnamed,
    organs_beside,
    passed_over,
    rivals,
    told_heading,
    unnamed,
)
from reportkit.ledgers.sheets.doubts import Doubt, faded_rows
from reportkit.ledgers.sheets.headings import counts_rows
from reportkit.ledgers.sheets.names import year_in
from reportkit.ledgers.sheets.placing import LOST
from reportkit.ledgers.sheets.sorting import Sorted, sort_rows
from reportkit.ledgers.sheets.sums import money_column
from reportkit.ledgers.units import ask_about_units, unit_of
from reportkit.ledgers.values.amounts import read_count
from reportkit.ledgers.values.orders import orders_in
from reportkit.ledgers.values.reading import Reading

SHIFTED = "shifted"
_BREAKS = re.compile(r"[\s\x85\u2028\u2029]+|<br ?/?>|\\[nr]", re.IGNORECASE)
_FEWEST_PIECES = 3
_LEGEND = re.compile(
    r"(?:[红黄绿蓝灰橙紫粉]色?|颜色|底色|底纹|字体|斜体|加粗|标色|高亮).{0,12}"
    r"(?:作废|注销|无效|不(?:计|纳入|列入|统计)|撤[回销件]|重复|删除|已转)"
)


def read_block(block: Block, year: int, own: Own) -> Records:
    """Return the records of a block, and what is wrong with it."""
    sorted_ = sort_rows(block)
    void = mapping_of(block.schema, own).void_rows
    if void == "left_out" and sorted_.void:
        gone = set(sorted_.void)
        sorted_.records = [row for row in sorted_.records if row[0] not in gone]
        sorted_.left_out[phrases.VOID].extend(sorted_.void)
    beside = unnamed(block, sorted_)
    records = read_records(block, sorted_, lambda field: _reading(field, block, year, own))
    if not sorted_.records and _has_records_beside_headings(block):
        fault = f"第 {block.heading_rows[0]} 行的表头后面连着记录，没有分行"
        records.refuse(fault, "请用 Excel 或 WPS 打开，把每条记录各放一行后保存。")
    for fault, remedy in rivals(block, sorted_.records):
        records.refuse(fault, remedy)
    _tell_beside(records, beside)
    _tell_of_sheet(records)
    _ask_about_looks(records)
    ask_about_units(records)
    ask_about_amounts(records, sorted_, Reading(year))
    for id_, said in passed_over(block, sorted_.records):
        records.tell(NOTICE, [], id_, said, "请核对应以哪一列为准。")
    few = block.grid.short
    short = [n for n, row in enumerate(records.rows) if row in few] if few else []
    if short:
        fault = "比其他各行少几列，少的按没有填写读取"
        records.tell(NOTICE, short, "", fault, "请核对是否被截断。")
    if samples := sorted_.left_out.get(phrases.SAMPLE):
        records.tell_rows(NOTICE, samples, "是填写示例，没有作为记录读取", "")
    if sorted_.like_records:
        fault = "各列都填了，但开头写的是合计、小计一类，按合计行略去"
        records.tell_rows(NOTICE, sorted_.like_records, fault, "确是一条记录的，请改写这一格。")
    _ask_about_counts(records, sorted_)
    settled = set(sorted_.void) if void else set()
    _ask(records, {row: each for row, each in sorted_.doubts.items() if row not in settled})
    return records


def _tell_of_sheet(records: Records) -> None:
    """Tell what the sheet as a whole says of its records, or how they were made of it."""
    block = records.block
    if block.grid.hidden and records.rows:
        remedy = "不应计入的，请把这张工作表删去；应当计入的，不必处理。"
        records.tell(NOTICE, [], "", "是隐藏的工作表，其中的记录已计入", remedy)
    for at in organs_beside(block, records.rows):
        name = told_heading(block.headings.written[at], at, block.schema)
        fault = f"“{name}”一列写着几个单位，各行都已计入"
        records.tell(HIDDEN, [], "", fault, "不是本机关的，请删去这些行；都是本机关的，不必处理。")
    for id_, word in block.said.items():
        records.tell(NOTICE, [], id_, f"没有这一列，名称写着“{word}”，各行都按它读取", "")


def _ask_about_looks(records: Records) -> None:
    """Ask about rows that are counted, and that somebody may have put away."""
    grid = records.block.grid
    put_away = grid.hidden_rows or frozenset()
    hidden = [row for row in records.rows if row in put_away] if put_away else []
    remedy = "不应计入的，请删去；应当计入的，请{}，或者不作处理。"
    if hidden and not grid.hidden:
        fault = "是隐藏的行（手工隐藏、筛选或者折叠后没有显示），已计入"
        records.tell_rows(HIDDEN, hidden, fault, remedy.format("取消隐藏、清除筛选"))
    legends = [number for number, values in _others(records) if _is_legend(values)]
    if legends:
        fault = "说明某种颜色、字体的行不计入，颜色和字体没有读，这些行已计入"
        remedy = "不应计入的，请删去，或者在备注里写明“作废”；没有这样的行的，不必处理。"
        records.tell_rows(HIDDEN, legends, fault, remedy)
    if records.rows and (grid.may_be_struck or grid.may_fade):
        looks = "划删除线" if grid.may_be_struck else "变灰"
        fault = f"设了条件格式，符合条件的会{looks}，条件格式没有计算，各行都已计入"
        kind = HIDDEN if grid.may_be_struck else NOTICE
        records.tell(kind, [], "", fault, "不应计入的，请删去；应当计入的，不必处理。")
    if faded := faded_rows(records.block, records.rows):
        fault = "整行是灰色或者白底白字，已计入"
        records.tell_rows(HIDDEN, faded, fault, remedy.format("改回与其他各行一样的颜色"))


def _others(records: Records) -> Sequence[Row]:
    """Return the rows of a block that are no records."""
    rows = records.block.rows
    if len(rows) == len(records.rows):
        return ()
    counted = set(records.rows)
    return [row for row in rows if row[0] not in counted]


def _is_legend(values: Sequence[Any]) -> bool:
    """Whether a row says which looks of others mean that they do not count."""
    return any(isinstance(value, str) and _LEGEND.search(value) for value in values)


def _ask_about_counts(records: Records, sorted_: Sorted) -> None:
    """Ask about rows that say themselves that they are more than one record."""
    block = records.block
    known = set(block.headings.columns.values())
    counts = [
        column
        for column, text in block.headings.written.items()
        if column not in known and block.first <= column < block.end and counts_rows(text)
    ]
    if not counts or money_column(block) is not None:
        return
    many = [
        n
        for n, (_, values) in enumerate(sorted_.records)
        if any((read_count(block.at(values, column)) or 0) > 1 for column in counts)
    ]
    if many:
        records.doubtful[ROW].update(many)
        fault = "件数不止一件，是否只计一件无法确定"
        records.tell(VOID, many, "", fault, "每件各填一行；确是一件的，请把件数改为 1。")


def _has_records_beside_headings(block: Block) -> bool:
    """Whether days and other values stand in the row of headings: lines were run together."""
    if not block.heading_rows:
        return False
    known = set(block.headings.columns.values())
    rest = [
        piece
        for column, text in block.headings.written.items()
        if column not in known and block.first <= column < block.end
        for piece in _BREAKS.split(text)
        if piece
    ]
    return len(rest) >= _FEWEST_PIECES and any(map(looks_like_date, rest))


def _reading(field: Field, block: Block, year: int, own: Own) -> Reading:
    stem = PurePosixPath(block.grid.file).stem
    return Reading(
        year=year,
        unit=unit_of(field, block),
        written_year=year_in(stem, block.title, block.grid.sheet),
        words=mapping_of(block.schema, own).words,
        orders=cache(lambda: _orders(field, block, year)),
    )


def _orders(field: Field, block: Block, year: int) -> Mapping[int, str]:
    column = block.headings.columns.get(field.id)
    if column is None:
        return {}
    return orders_in((block.at(values, column) for _, values in block.rows), year)


def _ask(records: Records, doubts: Mapping[int, Doubt]) -> None:
    """Ask whether records count, those with the same doubt together."""
    by_doubt: dict[Doubt, list[int]] = {}
    for position, row in enumerate(records.rows) if doubts else ():
        if row in doubts:
            by_doubt.setdefault(doubts[row], []).append(position)
    for doubt, positions in by_doubt.items():
        records.doubtful[ROW].update(positions)
        records.tell(VOID, positions, "", doubt.fault, doubt.remedy)


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
