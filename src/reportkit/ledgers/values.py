"""Reading one value: dates, choices, money, whole numbers, yes or no."""

from __future__ import annotations

import datetime as dt
import difflib
import re
import unicodedata
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from reportkit.dates import read_date
from reportkit.forms import Field
from reportkit.ledgers.problem import hide, quote

_DATE_LIKE = re.compile(r"[\d\-/.年月日 :T]{1,20}")
_NUMBER_LIKE = re.compile(r"[\d,.+\-eE%万元件 ]{1,20}")
# What stands between several kinds in one place.
_BETWEEN_KINDS = "、,;/+和及与并"
_KIND = re.compile(rf"[^{_BETWEEN_KINDS}]+|.")
FLAGS = {
    **dict.fromkeys(("是", "有", "√", "Y", "1", "TRUE"), True),
    **dict.fromkeys(("否", "无", "×", "N", "0", "FALSE"), False),
}
"""What the words for yes and no mean; the last ones are Excel's own."""

OLDEST = 1949
"""No date in a ledger lies in an earlier year."""

_CENT = Decimal("0.01")
_MOST_LISTED = 7
_SHORTEST_LIKENESS = 3
_NAME_LENGTH = 3
_MOST_DIGITS = 15
_MOST_DAYS = 9999


class ValueProblem(ValueError):
    """A value that a column does not allow: the kind of problem, the fault, the remedy."""

    def __init__(self, kind: str, fault: str, remedy: str) -> None:
        super().__init__(kind, fault, remedy)
        self.kind, self.fault, self.remedy = kind, fault, remedy


def plain(text: str) -> str:
    """Fold what an eye does not tell apart: widths, compatibility forms, all blanks.

    Examples
    --------
    >>> plain(" 金额 (元)　")
    '金额(元)'
    """
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def parse(value: Any, field: Field, year: int) -> Any:
    """Read one value that is not blank.

    Parameters
    ----------
    value : str, int, Decimal or datetime.date
        As the file holds it.
    field : Field
    year : int
        The report year; a date long after it is a slip of the pen.

    Returns
    -------
    str, tuple of str, datetime.date, Decimal, int or bool
        By the field's type; of a field with several choices, the codes from light to heavy.

    Raises
    ------
    ValueProblem
    """
    match field.type:
        case "date":
            return _date(value, year)
        case "choice":
            return _choices(str(value), field) if field.several else _choice(str(value), field)
        case "money":
            return _money(value)
        case "number":
            return _whole(value)
        case "flag":
            return _flag(str(value))
        case _:
            return _text(value)


def _text(value: Any) -> str:
    """Return words as they stand on the sheet, though Excel made a day or a truth value of them."""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return str(value).upper() if isinstance(value, bool) else str(value).strip()


def _date(value: Any, year: int) -> dt.date:
    if isinstance(value, dt.datetime):
        value = value.date()
    text = unicodedata.normalize("NFKC", str(value)).strip()
    date = value if isinstance(value, dt.date) else _written_date(text, year)
    if not OLDEST <= date.year <= year + 1:
        raise ValueProblem("date", f"{quote(text)}的年份不合情理", "请核对年份。")
    return date


def _written_date(text: str, year: int) -> dt.date:
    remedy = f"请写成 {year}-01-31 的样子。"
    shown = quote(text) if _DATE_LIKE.fullmatch(text) else hide(text)
    try:
        date = read_date(text)
    except ValueError:
        raise ValueProblem("date", f"没有{shown}这一天", remedy) from None
    if date is None:
        raise ValueProblem("date", f"{shown}不是日期", remedy)
    return date


def _choices(text: str, field: Field) -> tuple[str, ...]:
    """Return the codes of all kinds that are written, from the lightest to the heaviest.

    A word of the form may have a mark in it that stands between kinds: 没收违法所得、没收非法财物.
    """
    found: list[str] = []
    words = sorted(_words(field), key=len, reverse=True)
    rest = plain(text)
    while rest:
        word = next((word for word in words if rest.startswith(word)), None)
        end = len(word) if word else len(_KIND.match(rest)[0])  # type: ignore[index]
        found.append(_choice(rest[:end], field))
        rest = rest[end:].lstrip(_BETWEEN_KINDS)
    order = list(field.choices or {})
    return tuple(sorted(set(found), key=order.index))


def _choice(text: str, field: Field) -> str:
    wanted = plain(text)
    words = _words(field)
    if wanted in words:
        return words[wanted]
    # Only something that all but equals a choice is quoted: anything else may be a name.
    alike = [
        word
        for word in words
        if len(word) >= _SHORTEST_LIKENESS and abs(len(word) - len(wanted)) <= 1
    ]
    near = difflib.get_close_matches(wanted, alike, n=1, cutoff=0.6)
    if near:
        official = field.label(words[near[0]])
        shown = quote(text) if _is_slip(wanted, near[0]) else hide(text)
        raise ValueProblem(field.problem, f"不认识{shown}", f"是否应为“{official}”？")
    labels = [field.label(code) for code in field.choices or {}]
    allowed = "、".join(labels[:_MOST_LISTED]) + ("等" if len(labels) > _MOST_LISTED else "")
    raise ValueProblem(field.problem, f"不认识所填内容{hide(text)}", f"应填规定的类别：{allowed}。")


@cache
def _words(field: Field) -> dict[str, str]:
    """Return the code of every word that means a choice."""
    return {plain(word): code for code, all_ in (field.choices or {}).items() for word in all_}


def _is_slip(wanted: str, word: str) -> bool:
    """Whether a word that resembles a choice is a slip of the pen, and not perhaps a name.

    A name of three characters may share two with a short choice (何自然, 自然人), not its first.
    """
    return len(word) > _NAME_LENGTH or wanted[0] == word[0]


def _decimal(value: Any) -> Decimal:
    text = unicodedata.normalize("NFKC", str(value)).strip().replace(",", "")
    try:
        number = Decimal(text.replace("_", "x"))  # Python's own grouping mark is no one else's
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        shown = quote(text) if _NUMBER_LIKE.fullmatch(text) else hide(text)
        raise ValueProblem("number", f"{shown}不是数", "请只填数字，不带单位。")
    if number < 0:
        raise ValueProblem("number", f"{quote(text)}是负数", "请核对；冲减的应与原记录合并。")
    if number.adjusted() >= _MOST_DIGITS:
        raise ValueProblem("number", f"{quote(text)}大得不合情理", "请核对。")
    return number


def _money(value: Any) -> Decimal:
    amount = _decimal(value)
    if amount != amount.quantize(_CENT):
        raise ValueProblem(
            "number", f"{quote(str(amount))}不足一分", "金额以元为单位，最多两位小数。"
        )
    return Decimal(f"{amount:f}")  # 1E+3 is 1000


def _whole(value: Any) -> int:
    number = _decimal(value)
    if number != number.to_integral_value():
        raise ValueProblem("number", f"{quote(str(number))}不是整数", "请填整数。")
    if number > _MOST_DAYS:
        raise ValueProblem("number", f"{quote(str(number))}大得不合情理", "请核对。")
    return int(number)


def _flag(text: str) -> bool:
    wanted = plain(text).upper()
    if wanted in FLAGS:
        return FLAGS[wanted]
    raise ValueProblem("choice", f"不认识所填内容{hide(text)}", "请填“是”或者“否”。")
