"""What one row of a block is: a record, or one of the others, and by which sign.

In doubt a row is a record: then what it lacks is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from reportkit.forms import Field
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.sheets.doubts import remarks
from reportkit.ledgers.sheets.headings import FEWEST_MATCHES
from reportkit.ledgers.sheets.phrases import (
    LIKE_TOTAL,
    NOTE,
    NOTHING,
    SAMPLE,
    SIGNATURE,
    TITLE,
    TOTAL,
    is_period,
    says_none_happened,
)
from reportkit.ledgers.sheets.sums import money_column
from reportkit.ledgers.values.days import is_day, serial_day
from reportkit.ledgers.values.record_numbers import is_serial

HEADING, SERIAL, NUMBERING = "重复的表头", "只有序号的行", "栏次行"
CODES = "字段代码行"
BEGINNINGS = (1, "1", "(1)", "（1）", "A", "甲")
"""With what a row begins that numbers the columns."""
HINTS = frozenset(
    {"必填", "选填", "必填项", "选填项", "非必填", "可不填", "可选", "下拉选择", "单选", "多选"}
    | {"文本", "文本型", "字符型", "数值", "数值型", "数字", "整数", "日期型", "日期格式", "是/否"}
    | {"YYYY-MM-DD", "yyyy-mm-dd", "yyyy/mm/dd", "YYYY/MM/DD", "YYYYMMDD", "yyyy年mm月dd日"}
)
"""What a row has in it that says how to fill in the columns."""
_COUNT = re.compile(r"(?:共|合?计)?\s*[0-9]{1,6}\s*(?:件|条|项|个|份|宗|起|人|次|笔)")
_FEWEST_COLUMNS = 3
# SQRLX, apply_date, varchar(50): what systems call columns, and of what type they are.
_CODE = re.compile(r"[A-Za-z_][A-Za-z0-9_.$ /-]*(?:\(\d+(?:,\d+)?\))?")
_LONGEST = 4  # digits of how many characters a column takes: 50, 200, 4000
_LETTERS, _STEMS = tuple("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), tuple("甲乙丙丁戊己庚辛壬癸")


def reason_of(filled: Sequence[tuple[int, Any]], block: Block, special: Mapping[Any, str]) -> str:
    """Return as what a row is left out; empty where it is a record."""
    columns = set(block.headings.columns.values())
    known = [(column, value) for column, value in filled if column in columns]
    if about_columns := _about_columns(filled, block):
        return about_columns
    none_happened = len(filled) == 1 and says_none_happened(str(filled[0][1]))
    numbered = none_happened or _has_number(known, block, special)
    sample = SAMPLE in map(special.get, remarks(filled, block))
    if sample and not (numbered and is_whole(filled, block)):
        return SAMPLE
    if not numbered and (words := _words(filled, known, block, special)):
        return words
    if _says_nothing(known, special) or none_happened:
        return NOTHING
    return SERIAL if _only_serial(known, filled, block) else ""


def _about_columns(filled: Sequence[tuple[int, Any]], block: Block) -> str:
    """Return as what a row is left out that speaks of the columns; empty where it does not."""
    if _repeats_headings(filled, block):
        return HEADING
    if _numbers_columns(filled):
        return NUMBERING
    return CODES if _names_codes(filled) else ""


def _words(
    filled: Sequence[tuple[int, Any]],
    known: Sequence[tuple[int, Any]],
    block: Block,
    special: Mapping[Any, str],
) -> str:
    """Return what the words of a row without a number of its own say that it is."""
    first = special.get(filled[0][1], "")
    whole = is_whole(filled, block)
    # Of what has all that a record needs, only the beginning can say that it is none.
    beginning = filled[: 2 if _is_serial(filled[0][1]) else 1]
    if TOTAL in (special.get(value) for _, value in (*beginning, *(() if whole else known))):
        return TOTAL
    if not whole and _is_like_total(filled, beginning, block, special):
        return TOTAL
    if first in (SIGNATURE, NOTE) and not whole:
        return first
    if len(filled) > 1:
        return NOTE if _says_how_to_fill_in(filled) else ""
    return TITLE if first == TITLE else NOTE if _is_remark(filled[0], block) else ""


def _is_like_total(
    filled: Sequence[tuple[int, Any]],
    beginning: Sequence[tuple[int, Any]],
    block: Block,
    special: Mapping[Any, str],
) -> bool:
    """Whether a row is one of sums or shares: called so, without day, and no name is called so."""
    if len(filled) == 1 or has_day(filled, block):
        return False
    texts = (f for f in block.schema.kept if f.type == "text" and f.required and not f.unique)
    names = block.columns_of(texts) if money_column(block) is None else set()
    if money_column(block) is not None and any(is_period(value) for _, value in beginning):
        return True
    choices = block.columns_of(f for f in block.schema.kept if f.type == "choice")
    cells = (*beginning, *(cell for cell in filled if cell[0] in choices))
    return any(special.get(value) == LIKE_TOTAL and at not in names for at, value in cells)


def has_day(filled: Iterable[tuple[int, Any]], block: Block) -> bool:
    """Whether a day stands in a column of days that every record needs."""
    days = block.columns_of(f for f in block.schema.kept if f.type == "date" and f.required)
    return any(column in days and (is_day(each) or serial_day(each)) for column, each in filled)


def _says_how_to_fill_in(filled: Sequence[tuple[int, Any]]) -> bool:
    """Whether a row below the headings says of columns that they must be filled in."""
    hints = [value for _, value in filled if str(value).strip(" ()（）【】[]") in HINTS]
    return 2 * len(hints) > len(filled)


def _repeats_headings(filled: Iterable[tuple[int, Any]], block: Block) -> bool:
    same = [column for column, value in filled if block.headings.written.get(column) == value]
    return len(same) >= FEWEST_MATCHES


def _numbers_columns(filled: Sequence[tuple[int, Any]]) -> bool:
    """Whether the columns are numbered: 1, 2, 3 from left to right."""
    if len(filled) < _FEWEST_COLUMNS:
        return False
    written = [str(value).strip("()（） ").upper() for _, value in filled]
    return any(
        written == list(series[: len(written)])
        for series in (list(map(str, range(1, len(written) + 1))), _LETTERS, _STEMS)
    )


def _names_codes(filled: Sequence[tuple[int, Any]]) -> bool:
    """Whether a row has nothing but what a system says of its columns: names, types, lengths."""
    if len(filled) < _FEWEST_COLUMNS:
        return False
    written = [str(value).strip() for _, value in filled]
    lengths = all(text.isdecimal() and len(text) <= _LONGEST for text in written)
    return lengths or all(map(_CODE.fullmatch, written))


def _has_number(known: Iterable[tuple[int, Any]], block: Block, special: Mapping[Any, str]) -> bool:
    """Whether the row has a number of its own, as records have; a count of rows is none."""
    columns = block.columns_of(block.schema.numbers)
    return any(
        isinstance(value, str | int)
        and not isinstance(value, bool)
        and not _is_serial(value)
        and not _COUNT.fullmatch(str(value).strip())
        and value not in special
        and any(char.isdigit() for char in str(value))
        for column, value in known
        if column in columns
    )


def is_whole(filled: Iterable[tuple[int, Any]], block: Block) -> bool:
    """Whether all is filled in that every record needs, but for its number."""
    needed = {
        block.headings.columns.get(f.id) for f in block.schema.kept if f.required and not f.unique
    }
    return bool(needed) and needed <= {column for column, _ in filled}


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
    needed = needed_columns(block)
    if any(column in needed for column, _ in known):
        return False
    numbers = [value for column, value in (known or filled) if not isinstance(value, bool)]
    return bool(numbers) and _is_serial(numbers[0]) and _is_serial(filled[0][1])


def needed_columns(block: Block) -> set[int]:
    """Return the columns of what is written down only where there is a record."""
    return block.columns_of(f for f in block.schema.fields if f.type != "flag" and not f.unique)


def begins_record(values: Sequence[Any], needed: set[int]) -> bool:
    """Whether a row has something beside its first cell, and in a column that records need."""
    filled = [column for column, value in enumerate(values) if value is not None]
    return len(filled) > 1 and not needed.isdisjoint(filled)


def _is_serial(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int | str) and is_serial(str(value).strip())
