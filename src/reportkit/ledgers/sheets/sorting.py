"""Telling records from the other rows of a block: totals, notes, signatures, empty places.

What is left out is left out by a reason that the account names. In doubt a row is a record: then
what it lacks is told.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from operator import itemgetter
from typing import Any

from reportkit.folding import plain
from reportkit.forms import Field
from reportkit.grids import Row
from reportkit.ledgers.sheets.blocks import NO_END, Block

TOTAL, NOTE, SIGNATURE, NOTHING = "合计行", "说明", "落款", "填“无”的行"
VOID = "作废"
HEADING, TITLE, SERIAL, NUMBERING = "重复的表头", "标题", "只有序号的行", "栏次行"

_TOTAL = re.compile(
    r"(?:.{0,8}?)(?:合计|小计|总计|共计|累计|总数|计)(?:数|件数|金额)?(?:[:：(].{0,20})?"
)
_PLAIN_TOTAL = re.compile(r"(?:合|小|总|共|累)计")
_NOTE = re.compile(r"(?:备?注|说明|附注?|填表说明)[:：\d(一二].*|[-—]*以下(?:空白|无正文).*")
_SIGNATURE = re.compile(
    r"(?:填表|制表|填报|审核|审批|经办|复核|统计|录入|单位|部门|科室)?"
    r"(?:人|人员|单位|日期|时间|负责人|领导|盖章|签字|签名)(?:\((?:签[字名章]|盖章)\))?[:：].*"
)
_TITLE = re.compile(
    r"(?:20\d\d年?度?)?(?:第?[一二三四1-4]季度?|[上下]半年|(?:\d{1,2}|[一二三四五六七八九十]+)月份?"
    r"|(?:20\d\d年?度?))|.*(?:台账|登记表|登记簿|明细表|统计表|一览表|情况表|续表)"
)
_NOTHING = frozenset({"无", "没有", "/", "-", "—", "——", "0", "本年无", "全年无", "本年度无"})
_VOID_WORDS = frozenset({"作废", "已作废", "作废件", "此件作废", "此行作废", "(作废)", "无效"})
_MARK = re.compile("[计注明附填制审经复统录单部科人空白无没废效年月季台表]")
_LONGEST_WORD = 60
_AT_ONCE = 1000
_FIRST_NUMBER = (1, "1", "(1)", "（1）")
_FEW_CELLS = 4
_FEWEST_NUMBERS = 3
_LONGEST_SERIAL = 5


@dataclass(slots=True)
class Sorted:
    """The rows of a block.

    Attributes
    ----------
    records : list of Row
    left_out : mapping of str to list of int
        Reason to row numbers.
    void : list of int
        Records that are struck out or called void: whether they count is not for us to say.
    """

    records: list[Row] = field(default_factory=list)
    left_out: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    void: list[int] = field(default_factory=list)


def sort_rows(block: Block) -> Sorted:
    """Return which rows of a block are records, and what the others are."""
    if block.schema.holds == "figures":
        return Sorted([row for row in block.rows if any(block.within(row[1]))])
    sorted_ = Sorted()
    special = _special_words(block.rows)
    telling = {*special, *block.headings.written.values(), *_FIRST_NUMBER}
    whole = block.first == 0 and block.end == NO_END
    struck = _struck_rows(block)
    needed = _needed_columns(block)
    for row in block.rows:
        # Most rows are seen at once to be records: many cells, and no word that says otherwise.
        values = row[1]
        many = len(values) - values.count(None) > _FEW_CELLS
        if whole and telling.isdisjoint(values) and (many or _begins_record(values, needed)):
            sorted_.records.append(row)
        else:
            _sort_row(row, block, special, sorted_)
    sorted_.void.extend(number for number, _ in sorted_.records if number in struck)
    return sorted_


def _sort_row(row: Row, block: Block, special: Mapping[Any, str], sorted_: Sorted) -> None:
    number, values = row
    filled = list(block.within(values))
    if not filled:
        return  # the row has something beside the block alone
    reason = _reason(filled, block, special)
    if reason:
        sorted_.left_out[reason].append(number)
        return
    sorted_.records.append(row)
    if any(special.get(value) == VOID for _, value in filled):
        sorted_.void.append(number)


def _special_words(rows: Sequence[Row]) -> dict[Any, str]:
    """Return what the words that stand in rows of another kind say, as they are written."""
    texts = _texts(rows)
    nothing = [text for text in texts if text.strip() in _NOTHING]
    found = {}
    for text in (*nothing, *filter(_MARK.search, texts)):
        if len(text) <= _LONGEST_WORD and (kind := _kind(plain(text))):
            found[text] = kind
    return found


def _texts(rows: Sequence[Row]) -> list[str]:
    """Return the texts of rows, each but once among its neighbours.

    Telling apart all of a large ledger at once would take longer than looking at one twice.
    """
    texts: list[str] = []
    for start in range(0, len(rows), _AT_ONCE):
        cells = chain.from_iterable(map(itemgetter(1), rows[start : start + _AT_ONCE]))
        texts += [value for value in dict.fromkeys(cells) if isinstance(value, str)]
    return texts


def _kind(text: str) -> str:
    if text in _VOID_WORDS:
        return VOID
    if text in _NOTHING:
        return NOTHING
    if _PLAIN_TOTAL.search(text) and _TOTAL.fullmatch(text):
        return TOTAL
    if _NOTE.fullmatch(text):
        return NOTE
    if _SIGNATURE.fullmatch(text):
        return SIGNATURE
    return TITLE if _TITLE.fullmatch(text) else ""


def _reason(filled: Sequence[tuple[int, Any]], block: Block, special: Mapping[Any, str]) -> str:
    """Return as what a row is left out; empty where it is a record."""
    columns = set(block.headings.columns.values())
    known = [(column, value) for column, value in filled if column in columns]
    if _repeats_headings(filled, block):
        return HEADING
    if _numbers_columns(filled):
        return NUMBERING
    if not _has_number(known, block, special) and (words := _words(filled, known, block, special)):
        return words
    if _says_nothing(known, special):
        return NOTHING
    return SERIAL if _only_serial(known, filled, block) else ""


def _words(
    filled: Sequence[tuple[int, Any]],
    known: Sequence[tuple[int, Any]],
    block: Block,
    special: Mapping[Any, str],
) -> str:
    """Return what the words of a row without a number of its own say that it is."""
    first = special.get(filled[0][1], "")
    if TOTAL in (first, *(special.get(value) for _, value in known)):
        return TOTAL
    if first in (SIGNATURE, NOTE):
        return first
    if len(filled) > 1:
        return ""
    return TITLE if first == TITLE else NOTE if _is_remark(filled[0], block) else ""


def _repeats_headings(filled: Iterable[tuple[int, Any]], block: Block) -> bool:
    same = [column for column, value in filled if block.headings.written.get(column) == value]
    return len(same) >= 2  # noqa: PLR2004 - two cells are headings, as where these are found


def _numbers_columns(filled: Sequence[tuple[int, Any]]) -> bool:
    """Whether the columns are numbered: 1, 2, 3 from left to right."""
    if len(filled) < _FEWEST_NUMBERS:
        return False
    expected = range(1, len(filled) + 1)
    return all(
        str(value).strip("()（）") == str(n) for (_, value), n in zip(filled, expected, strict=True)
    )


def _has_number(known: Iterable[tuple[int, Any]], block: Block, special: Mapping[Any, str]) -> bool:
    """Whether the row has a number of its own, as records have; a count of rows is none."""
    unique = [f.id for f in block.schema.kept if f.unique and f.id in block.headings.columns]
    columns = {block.headings.columns[id_] for id_ in unique}
    return any(
        isinstance(value, str)
        and not _is_serial(value)
        and value not in special
        and any(char.isdigit() for char in value)
        for column, value in known
        if column in columns
    )


def _is_remark(cell: tuple[int, Any], block: Block) -> bool:
    """Whether the one filled cell of a row is words to the reader: no field begins a record so."""
    column, value = cell
    field_ = _field_at(column, block)
    lone = field_ is None or (field_.unique and not any(c.isdigit() for c in str(value)))
    return isinstance(value, str) and lone


def _field_at(column: int, block: Block) -> Field | None:
    ids = (id_ for id_, place in block.headings.columns.items() if place == column)
    return next((block.schema.by_id[id_] for id_ in ids), None)


def _says_nothing(known: Sequence[tuple[int, Any]], special: Mapping[Any, str]) -> bool:
    """Whether the fields say 无 or are struck through, with at most a serial number beside."""
    words = [value for _, value in known if not _is_serial(value)]
    return bool(words) and all(special.get(value) == NOTHING for value in words)


def _only_serial(
    known: Sequence[tuple[int, Any]], filled: Sequence[tuple[int, Any]], block: Block
) -> bool:
    """Whether a row was numbered beforehand and never filled in."""
    needed = _needed_columns(block)
    if any(column in needed for column, _ in known):
        return False
    numbers = [value for column, value in (known or filled) if not isinstance(value, bool)]
    return bool(numbers) and _is_serial(numbers[0]) and _is_serial(filled[0][1])


def _needed_columns(block: Block) -> set[int]:
    """Return the columns of what is written down only where there is a record."""
    return {
        block.headings.columns[each.id]
        for each in block.schema.fields
        if each.type != "flag" and not each.unique and each.id in block.headings.columns
    }


def _begins_record(values: Sequence[Any], needed: set[int]) -> bool:
    """Whether a row has something beside its first cell, and in a column that records need."""
    filled = [column for column, value in enumerate(values) if value is not None]
    return len(filled) > 1 and not needed.isdisjoint(filled)


def _is_serial(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    text = str(value).strip() if isinstance(value, int | str) else ""
    return text.isdigit() and len(text) <= _LONGEST_SERIAL


def _struck_rows(block: Block) -> set[int]:
    """Return the rows of which at least half of the filled cells are struck out."""
    if not block.grid.struck:
        return set()
    cells = Counter(row for row, column in block.grid.struck if block.first < column <= block.end)
    filled = {number: len(list(block.within(values))) for number, values in block.rows}
    return {row for row, count in cells.items() if 2 * count >= filled.get(row, count + 1)}
