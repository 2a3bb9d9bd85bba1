"""Records of which nobody but the office knows whether they count: they stay, and are asked about.

What is quoted is a word of our own lists, never what else a remark says.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from reportkit.folding import heading, plain
from reportkit.grids import Row
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.sheets.phrases import (
    LIKE_TOTAL,
    MAYBE_VOID,
    REFUND,
    SAMPLE,
    TOTAL,
    VOID,
    is_bare_sample,
    is_bare_total,
    void_word,
)
from reportkit.ledgers.sheets.sums import money_column
from reportkit.ledgers.values.flags import FLAGS

# Where the result says so too, a remark explains it: 重复申请, 撤回.
_IN_RESULTS = {"撤件": "撤", "撤回": "撤", "撤销": "撤", "退回": "退"}
# What an office may mean that says what becomes of void rows; of 撤回, 退回 it may not think.
_SETTLED_ONCE = frozenset(
    {"作废", "无效", "无效申请", "注销", "误登", "误录", "重复登记"}
    | {"不计入", "不纳入统计", "不统计", "删除", "测试"}
)
_ENDED = "废止"


# Columns that offices and their systems have for what does not count, and what they are called.
_COUNTS_IF = re.compile(
    r"(?:是否)?(?:有效|计入|计入统计|纳入统计|列入统计|参与统计|统计|计数)(?:标志|标识|状态)?"
)
_VOID_IF = re.compile(
    r"(?:是否)?(?:已)?(?:删除|逻辑删除|作废|注销|撤销|撤回|重复|重复登记|重复件|测试|测试数据|草稿)"
    r"(?:标志|标识|标记|状态)?"
)


class Doubt(NamedTuple):
    """Why it is asked whether a record counts.

    Attributes
    ----------
    fault, remedy : str
        In Chinese.
    void : bool
        Whether it is struck out or called void: what becomes of such rows, an office may say once
        and for all.
    """

    fault: str
    remedy: str
    void: bool = False


_VOID_REMEDY = (
    "不计入的，请删去这些行；要计入的，请去掉{marks}；"
    "一律照此办理的，可以在 mapping.yaml 里写明 void_rows。"
)
_STRUCK = Doubt("划了删除线，是否计入无法确定", _VOID_REMEDY.format(marks="删除线"), void=True)
_STRUCK_CELL = Doubt(
    "编号或者金额划了删除线，是否计入、以哪个为准无法确定",
    "不计入的，请删去这些行；要计入的，请删去划掉的字，只留有效的内容。",
)
LIKE_TOTAL_DOUBT = Doubt(
    "各列都填了，又写着合计、小计、其中一类的字样，是不是合计行无法确定",
    "是合计的，请删去这些行；确是一条记录的，请改写这一格。",
)
_END_DOUBT = Doubt(
    "注明废止、失效，却没有填日期",
    "已经废止、失效的，请补填日期；现行有效的，请去掉“废止”“失效”字样。",
)
_REFUND_DOUBT = Doubt(
    "写着退费、冲销一类的字样，是否从收费中扣除无法确定",
    "扣除的，请在原来那笔收费里减去，并删去这些行；确是收费的，请改写这一格。",
)


def doubt_of(
    filled: Sequence[tuple[int, Any]], block: Block, special: Mapping[Any, str], *, whole: bool
) -> Doubt | None:
    """Return why it is asked whether a record counts; None where it does."""
    if all(special.get(value) is None for _, value in filled):
        return None
    doubt = _void_doubt(filled, block, special)
    if doubt is not None or not whole or money_column(block) is None:
        return doubt
    beside, named = remarks(filled, block), _names(filled, block)
    if REFUND in map(special.get, (*beside, *named)):
        return _REFUND_DOUBT
    headed = [value for at, value in filled if at in block.headings.written and value in beside]
    totals = any(special.get(value) == TOTAL and is_bare_total(value) for value in headed)
    like = LIKE_TOTAL in map(special.get, (*headed, *named))
    return LIKE_TOTAL_DOUBT if totals or like else None


def remarks(filled: Sequence[tuple[int, Any]], block: Block) -> list[Any]:
    """Return what stands in the columns that are not read, and in those of numbers."""
    read = block.columns_of(f for f in block.schema.fields if not f.unique)
    return [value for column, value in filled if column not in read]


def _names(filled: Sequence[tuple[int, Any]], block: Block) -> list[Any]:
    """Return what stands in the columns of texts that are read."""
    texts = (f for f in block.schema.kept if f.type == "text" and not f.unique)
    names = block.columns_of(texts)
    return [value for column, value in filled if column in names]


def _void_doubt(
    filled: Sequence[tuple[int, Any]], block: Block, special: Mapping[Any, str]
) -> Doubt | None:
    """Return what is asked of a record that a remark calls void, or ended without a day."""
    columns = block.headings.columns
    kept = block.columns_of(f for f in block.schema.kept if not f.unique)
    told = "".join(str(value) for column, value in filled if column in kept)
    word = _void_word(remarks(filled, block), _names(filled, block), told, special)
    if word == _ENDED:
        ends = {columns[end] for _, end in block.schema.order if end in columns}
        return None if not ends or ends & {column for column, _ in filled} else _END_DOUBT
    if not word:
        return None
    fault = f"注明“{word}”，是否计入无法确定"
    if word in _SETTLED_ONCE:
        return Doubt(fault, _VOID_REMEDY.format(marks=f"“{word}”字样"), void=True)
    return Doubt(fault, f"不计入的，请删去这些行；要计入的，请去掉“{word}”字样。")


def _void_word(
    beside: Sequence[Any],
    named: Sequence[Any],
    told: str,
    special: Mapping[Any, str],
) -> str:
    """Return the word by which a record is called void, unless what is read says the same."""
    for value in beside:
        kind = special.get(value)
        if kind == VOID:
            return "无效" if "无效" in value else "作废"
        if kind == SAMPLE and is_bare_sample(value):
            return "示例"
        word = void_word(value) if kind == MAYBE_VOID else ""
        if word and _IN_RESULTS.get(word, word) not in told:
            return word
    if "测试" in (void_word(value) for value in named if special.get(value) == MAYBE_VOID):
        return "测试"
    return ""


def struck_rows(block: Block) -> Mapping[int, Doubt]:
    """Return the rows of which half of the filled cells are struck out, or a number or amount."""
    grid = block.grid
    if not grid.struck and not grid.partly_struck:
        return {}
    telling = block.columns_of(f for f in block.schema.kept if f.unique or f.type == "money")
    filled = {number: len(list(block.within(values))) for number, values in block.rows}
    cells: defaultdict[int, set[int]] = defaultdict(set)
    for row, column in grid.struck or ():
        if block.first < column <= block.end and row in filled:
            cells[row].add(column - 1)
    found = {
        row: _STRUCK if 2 * len(struck) >= filled[row] else _STRUCK_CELL
        for row, struck in cells.items()
        if 2 * len(struck) >= filled[row] or struck & telling
    }
    for row, column in grid.partly_struck:
        if column - 1 in telling:
            found.setdefault(row, _STRUCK_CELL)
    return found


def flagged_rows(block: Block, records: Sequence[Row]) -> Mapping[int, Doubt]:
    """Return the records of which a column that is not read says that they do not count.

    是否删除 with 是, 是否有效 with 否; in a column that says so of most, it means something else.
    """
    read = set(block.headings.columns.values())
    found: dict[int, Doubt] = {}
    for column, text in block.headings.written.items():
        asked = heading(text)
        if column in read or not block.first <= column < block.end:
            continue
        if not (_COUNTS_IF.fullmatch(asked) or _VOID_IF.fullmatch(asked)):
            continue
        void = not _COUNTS_IF.fullmatch(asked)
        flags = {number: _flag(block.at(row, column)) for number, row in records}
        rows = [number for number, flag in flags.items() if flag is void]
        if 2 * len(rows) <= len(records):
            fault = f"“{asked}”填的是{'是' if void else '否'}，是否计入无法确定"
            remedy = _VOID_REMEDY.format(marks="这一列的标记")
            found |= dict.fromkeys(rows, Doubt(fault, remedy, void=True))
    return found


def _flag(value: Any) -> bool | None:
    return FLAGS.get(plain(str(value)).upper()) if value is not None else None


def faded_rows(block: Block, records: Sequence[int]) -> list[int]:
    """Return the records of which half of the filled cells recede: grey, or white on white.

    Where most do, or every second one, that is how the sheet is made.
    """
    faded = block.grid.faded
    if not faded:
        return []
    filled = {number: [column for column, _ in block.within(row)] for number, row in block.rows}
    found = [
        row
        for row in records
        if 2 * sum((row, column + 1) in faded for column in filled[row]) >= len(filled[row])
    ]
    is_usual = 2 * len(found) > len(records) or found in (records[::2], records[1::2])
    return [] if is_usual else found
