"""Reading one value: what stands for nothing, yes or no, and what each type of field takes."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import cache
from typing import Any

from reportkit.dates import spelt
from reportkit.folding import plain, visible
from reportkit.forms import Field
from reportkit.grids import NoValue
from reportkit.ledgers.values.amounts import read_money, read_whole
from reportkit.ledgers.values.days import read_day
from reportkit.ledgers.values.flags import FLAGS
from reportkit.ledgers.values.nothing import BLANKS, WORDS
from reportkit.ledgers.values.reading import Parsed, Reading, ValueProblem
from reportkit.ledgers.values.words import read_choice, read_choices
from reportkit.personal import hide

_WHETHER = "是否"
# 是（延期10个工作日）
_REMARKED = re.compile(r"([是否])[(,:;。]")

_VALID = "有效"
_VALID_UNTIL = re.compile(r"\s*有效期?(?:限)?[至到](?:\s*[:：])?\s*")

# 0（免收）, 0元免收
_NOUGHT = re.compile(r"0(?:\.0+)?元?(?:\((?P<in>[^()]+)\)|(?P<behind>\D+))")
_WAIVED = "免"
_PARTLY = re.compile(
    r"(?:减免?|减半|减收|缓[缴交收]|部分(?:减免|免收|免缴|免除)|免)(?:收取|征收|收费)?"
)

_RECALCULATE = "请在 Excel 或 WPS 中打开这个文件，重新计算后保存。"
_MEND_FORMULA = "请在原表中改正公式，或者直接填写。"
_ERRORS = ("#", "Err:")  # those of Excel, those of LibreOffice


def parse(value: Any, field: Field, reading: Reading) -> Parsed:
    """Read one value that is not blank.

    Parameters
    ----------
    value : str, int, bool, Decimal, datetime.date or NoValue
        As the file holds it.
    field : Field
    reading : Reading

    Returns
    -------
    Parsed
        A str, date, Decimal, int or bool by the field's type; of a choice, its code; of a field
        with several choices, the codes from light to heavy.

    Raises
    ------
    ValueProblem
    """
    if isinstance(value, NoValue):
        raise _no_value(value, field)
    if isinstance(value, str) and (empty := _unfilled(value, field)):
        return empty
    match field.type:
        case "date":
            return _valid_until(value, field, reading) or read_day(value, reading)
        case "choice":
            read = read_choices if field.several else read_choice
            return read(str(value), field, reading)
        case "money" | "number":
            if field.type == "number":
                return read_whole(value)
            return _none_taken(value, field) or read_money(value, reading)
    return _flag(value, field, reading) if field.type == "flag" else Parsed(_text(value))


def _no_value(value: NoValue, field: Field) -> ValueProblem:
    kind = {"date": "date", "money": "number", "number": "number"}.get(field.type, field.problem)
    if not value.shown:
        return ValueProblem(kind, "公式没有保存计算结果", _RECALCULATE)
    if value.shown.startswith(_ERRORS):
        return ValueProblem(kind, f"是 {value.shown} 等错误值", _MEND_FORMULA)
    fault = f"“{value.shown}”超过 15 位，Excel 已经把它四舍五入，不是原来的数"
    return ValueProblem(kind, fault, "请把该列设为文本格式，照原件重新填写。")


def _unfilled(text: str, field: Field) -> Parsed | None:
    """Return nothing where a text says that nothing is filled in; None where it says something."""
    folded = plain(text).upper()
    if not folded:
        return Parsed(None)
    if folded not in _words_for_nothing(field):
        return None
    if field.required:
        fault = f"填的是“{folded}”，等于没有填"
        raise ValueProblem("required", fault, f"“{field.heading}”是必填的，请补填。")
    return Parsed(None, f"“{folded}”按没有填写处理")


def _none_taken(value: Any, field: Field) -> Parsed | None:
    """Return 0 where a word says that nothing was taken, alone or behind a 0; else None.

    What was waived in part is no certain amount, and is asked about.
    """
    if not isinstance(value, str) or not field.zero:
        return None
    text = plain(value)
    match = _NOUGHT.fullmatch(text)
    word = (match["in"] or match["behind"]) if match else text
    if word in field.zero or (match and word == _WAIVED):
        return Parsed(Decimal(0), f"“{text}”按 0 元读取")
    if _PARTLY.fullmatch(text):
        remedy = f"请填实际的金额；一元也没有的，填 0 或者“{field.zero[0]}”。"
        raise ValueProblem("number", f"“{text}”没有写明实际是多少", remedy)
    return None


@cache
def longest_for_nothing(field: Field) -> int:
    """Return how many characters the longest word has that says that a field is not filled in."""
    return max(map(len, _words_for_nothing(field)), default=0)


@cache
def _words_for_nothing(field: Field) -> frozenset[str]:
    """Return what says that a field is not filled in; of plain words, nothing does.

    Numbers of records are such that no two may have the same: two without any are not the same.
    """
    own = {plain(word).upper() for word in field.unfilled}
    if field.type == "flag":
        return BLANKS | own
    if field.type == "text" and not field.unique:
        return frozenset(own)
    meant = {plain(word).upper() for words in (field.choices or {}).values() for word in words}
    return (WORDS | own) - meant


def _valid_until(value: Any, field: Field, reading: Reading) -> Parsed | None:
    """Return nothing for 有效期至 a day to come, where a field takes 有效 as nothing filled in.

    Of a day that has passed, it is asked whether what was valid has ended then.
    """
    match = _VALID_UNTIL.match(value) if isinstance(value, str) else None
    if match is None or _VALID not in field.unfilled:
        return None
    day = spelt(value[match.end() :])
    try:
        date = day.date if day else None
    except ValueError:
        date = None
    if date is None:
        return None
    if date > dt.date(reading.year, 12, 31):
        return Parsed(None, "有效期未满，按没有填写处理")
    remedy = f"到期失效的，请只填日期；仍然有效的，请把“{field.heading}”留空。"
    raise ValueProblem("date", "只写了有效期，有效期已满", remedy)


def _text(value: Any) -> str:
    """Return words as they stand on the sheet, though Excel made a day or a truth value of them."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value).upper() if isinstance(value, bool) else visible(str(value))


def _flag(value: Any, field: Field, reading: Reading) -> Parsed:
    text = str(value)
    wanted = plain(text)
    own = reading.words.get(field.id, {})
    if wanted in own:
        return Parsed(FLAGS[own[wanted]])
    answers = _answers(field)
    if wanted.upper() in answers:
        return Parsed(answers[wanted.upper()])
    if match := _REMARKED.match(wanted):
        return Parsed(FLAGS[match[1]], f"“{match[1]}”后面的说明没有读")
    raise ValueProblem("choice", f"不认识所填内容{hide(text)}", "请填“是”或者“否”。")


@cache
def _answers(field: Field) -> dict[str, bool]:
    """Return the words for yes and no; where a heading asks 是否公开, also 已公开 and 未公开."""
    asked = plain(field.heading).removeprefix(_WHETHER)
    if asked == plain(field.heading):
        return FLAGS
    yes = {f"{word}{asked}": True for word in ("", "已", "已经", "予以", "同意")}
    no = {f"{word}{asked}": False for word in ("未", "不", "没有", "没", "不予", "尚未")}
    return {**yes, **no, **FLAGS}
