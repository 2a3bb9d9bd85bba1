"""Reading numbers of a ledger: money in any unit, exactly, and whole numbers."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Any

from reportkit.folding import plain
from reportkit.ledgers.values.reading import Parsed, Reading, ValueProblem
from reportkit.numerals import parse_numeral
from reportkit.personal import hide, is_telephone, quote

_NUMBER_LIKE = re.compile(r"[\d,.+\-eE%亿万千元件 ]{1,20}")
_SCALES = {
    "亿": 10**8,
    "千万": 10**7,
    "百万": 10**6,
    "十万": 10**5,
    "万": 10**4,
    "千": 10**3,
    "百": 10**2,
}
_SCALE = "|".join(_SCALES)
_BEFORE = r"(?:人民币)?(?:RMB|CNY|¥)?"
_FIGURE = r"(?P<figure>[+-]?[0-9,.]*[0-9][0-9,.]*)"
_AMOUNT = re.compile(
    rf"{_BEFORE}{_FIGURE}(?P<scale>{_SCALE})?(?P<yuan>元|圆|块)?[整正]?", re.IGNORECASE
)
# 1200元5角
_SMALL = re.compile(
    rf"{_BEFORE}(?P<figure>[0-9,]+)[元圆块](?:(?P<tenths>[0-9])角)?(?:0?(?P<cents>[0-9])分)?[整正]?",
    re.IGNORECASE,
)
_SUM = re.compile(r"[0-9.,]+(?:\+[0-9.,]+)+")
_NUMERAL = "[零〇一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟两兩]"
_IN_WORDS = re.compile(
    rf"{_BEFORE}(?:(?P<whole>{_NUMERAL}+)(?P<yuan>[元圆])?)?"
    rf"(?:零?(?P<tenths>{_NUMERAL})角)?(?:零?(?P<cents>{_NUMERAL})分)?[整正]?"
)
_COUNTED = re.compile(rf"(?:{_FIGURE}|(?P<words>{_NUMERAL}+))(?:个?工作日|[个件条天日次宗项份])?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_UNGROUPED = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_SCIENTIFIC = re.compile(r"[+-]?[0-9.]+E[+-]?[0-9]+", re.IGNORECASE)
_NAME = rf"(?:人民币)?(?:(?:{_SCALE})?元|(?:{_SCALE}))"
_ITEM = rf"(?:{_NAME}|[件条个项宗份次笔人户])"
_LIST = rf"{_ITEM}(?:[、,/;和或及]{_ITEM})*"
_SAYS = "(?:金额|计量|货币|数额)?单位[:为]?"
# 填报单位：元氏县 and 单位：万荣县 tell none; blanks are gone: 单位：元 填报人 is 单位:元填报人.
_ENDS = (
    rf"(?:(?<=[亿万千百]元)|(?=$|[^一-龥]|填|制表|编制|报送|报表|日期|时间|币种|审核|负责|{_SAYS}))"
)
_UNIT = re.compile(
    rf"[(\[【](?:{_SAYS})?(?P<in>{_LIST})[)\]】]|{_SAYS}(?P<of>{_LIST}){_ENDS}"
    rf"|[(\[【]以(?P<within>{_LIST})为(?:计量)?单位[)\]】]|以(?P<by>{_LIST})为(?:计量)?单位|[/:]?(?P<end>(?:{_SCALE})元)$|[/:](?P<mark>{_NAME})$"
)
_OF_MONEY = re.compile(rf"({_SCALE})?元|({_SCALE})")
# 约500元, 500元左右, 三百余元: no amount that was counted out.
_SHORT = r"[\d,.]{1,9}[百千万亿]?[元圆]?"  # shown whole, so no telephone number
_ABOUT = re.compile(
    r"(?:大?约|约计|大概|大致|近|将近|不足|不到|超过?|逾|至少|最多|预计|估计|暂[估定])"
    rf"(?:{_SHORT}|{_NUMERAL}+[元圆]?)"
    rf"|(?:{_SHORT}|{_NUMERAL}+)(?:左右|上下|[余多几][元圆]?|以上|以下|以内)"
)
_CENT = Decimal("0.01")
_TELLING = frozenset("元万亿千百")
_LONGEST = 40
_MOST_DIGITS = 14  # as many as no identity number has
_MOST_DAYS = 9999
_MOST_RECORDS = 999_999_999


def read_money(value: Any, reading: Reading) -> Parsed:
    """Read an amount, in yuan: what the cell says of its unit goes before the column's.

    Raises
    ------
    ValueProblem
    """
    written = _folded(value)
    if is_telephone(written):
        remedy = "请核对各列是否错位；确是金额的，请在后面写上“元”。"
        raise ValueProblem("number", f"{hide(written)}像是电话号码", remedy)
    number, factor, note = _money_in(value, reading.unit)
    amount = _sound(number, str(value)) * factor
    if amount.adjusted() >= _MOST_DIGITS:
        raise ValueProblem("number", f"{_shown(str(value))}大得不合情理", "请核对。")
    if amount != amount.quantize(_CENT):
        raise ValueProblem(
            "number", f"{quote(str(amount))}不足一分", "金额以元为单位，最多两位小数。"
        )
    if amount == amount.to_integral_value():
        amount = amount.quantize(Decimal(1))
    return Parsed(amount, note)


def read_whole(value: Any, most: int = _MOST_DAYS) -> Parsed:
    """Read a whole number, also with the word for what is counted after it.

    Raises
    ------
    ValueProblem
        Also where it is greater than `most`.
    """
    text = _folded(value)
    number = _as_number(value)
    if number is None and (match := _COUNTED.fullmatch(text)):
        words = match["words"]
        read = parse_numeral(words) if words else _figure(match["figure"])
        number = None if read is None else Decimal(read)
    if number is None:
        raise _no_number(value)
    number = _sound(number, str(value))
    if number != number.to_integral_value():
        raise ValueProblem("number", f"{quote(str(number))}不是整数", "请填整数。")
    if number > most:
        raise ValueProblem("number", f"{quote(str(number))}大得不合情理", "请核对。")
    return Parsed(int(number))


def read_count(value: Any) -> int | None:
    """Return how many records a value says there are; None where it says no such thing.

    Examples
    --------
    >>> read_count("1,204件"), read_count(3), read_count("若干"), read_count("1.5")
    (1204, 3, None, None)
    """
    try:
        return int(read_whole(value, _MOST_RECORDS).value)
    except ValueProblem:
        return None


def split_unit(heading: str) -> tuple[str, Decimal | None]:
    """Return a heading or a title, folded, without the unit of money that it tells, and the unit.

    Returns
    -------
    str
    Decimal or None
        How many yuan it is; None where no unit is told, or several are.

    Examples
    --------
    >>> split_unit("金额（万元）"), split_unit("单位：元"), split_unit("金额")
    (('金额', Decimal('10000')), ('', Decimal('1')), ('金额', None))
    """
    text = plain(heading)
    units = units_in(heading) if not _TELLING.isdisjoint(text) else ()
    if not units:
        return text, None
    # 金额以万元为单位 is a sentence above a table, and no heading 金额.
    bare = _UNIT.sub(lambda match: "" if _units(match) and not match["by"] else match[0], text)
    return bare, units[0] if len(units) == 1 else None


def units_in(text: str) -> tuple[Decimal, ...]:
    """Return the units of money that a heading or a title tells, in yuan, each once.

    Several leave open which one is meant.

    Examples
    --------
    >>> units_in("单位：件、万元"), units_in("单位：元/万元"), units_in("填报单位：元氏县")
    ((Decimal('10000'),), (Decimal('1'), Decimal('10000')), ())
    """
    found = (unit for match in _UNIT.finditer(plain(text)) for unit in _units(match))
    return tuple(dict.fromkeys(found))


def _units(match: re.Match[str]) -> list[Decimal]:
    told = next(filter(None, match.groups()), "")
    return [Decimal(_SCALES.get(each[1] or each[2], 1)) for each in _OF_MONEY.finditer(told)]


def _money_in(value: Any, unit: Decimal) -> tuple[Decimal, Decimal, str]:
    """Return a number, how many yuan it counts in, and how that was read."""
    converted = "" if unit == 1 else f"按{unit_name(unit)}换算为元"
    number = _as_number(value)
    if number is not None:
        return number, unit, converted
    text = _folded(value)
    if match := _AMOUNT.fullmatch(text):
        scale, in_yuan = match["scale"], bool(match["yuan"])
        number = _figure(match["figure"])
        if scale:
            return number, Decimal(_SCALES[scale]), f"按{scale}元换算为元"
        if in_yuan:
            return number, Decimal(1), "" if unit == 1 else "格内写明是元的，按元计"
        return number, unit, converted
    number, in_yuan, note = _in_parts(text)
    if number is None:
        raise _no_number(value)
    if in_yuan or unit == 1:
        return number, Decimal(1), note
    return number, unit, f"{note}，{converted}"


def _in_parts(text: str) -> tuple[Decimal | None, bool, str]:
    """Return the amount that several numbers or Chinese numerals write; whether it is in yuan."""
    if match := _SMALL.fullmatch(text):
        cents = int(match["tenths"] or 0) * 10 + int(match["cents"] or 0)
        return _figure(match["figure"]) + Decimal(cents) / 100, True, ""
    if _SUM.fullmatch(text):
        return sum(map(_figure, text.split("+")), Decimal()), False, "按算式相加"
    number, in_yuan = _in_words(text)
    return number, in_yuan, "中文大写金额读作数字"


def _in_words(text: str) -> tuple[Decimal | None, bool]:
    """Return the amount that Chinese numerals write, and whether they say that it is in yuan."""
    match = _IN_WORDS.fullmatch(text)
    if match is None or not (match["whole"] or match["tenths"] or match["cents"]):
        return None, False
    small = bool(match["tenths"] or match["cents"])
    if small and match["whole"] and not match["yuan"]:
        return None, False
    parts = [parse_numeral(match[name] or "零") for name in ("whole", "tenths", "cents")]
    whole, tenths, cents = (Decimal(-1) if part is None else Decimal(part) for part in parts)
    if min(whole, tenths, cents) < 0 or max(tenths, cents) > 9:  # noqa: PLR2004
        return None, False
    return whole + tenths / 10 + cents / 100, small or bool(match["yuan"])


def unit_name(unit: Decimal) -> str:
    """Return what a unit of so many yuan is called.

    Examples
    --------
    >>> unit_name(Decimal(10000)), unit_name(Decimal(1))
    ('万元', '元')
    """
    names = {size: f"{name}元" for name, size in {**_SCALES, "": 1}.items()}
    return names.get(int(unit), f"每 {unit} 元")


def _folded(value: Any) -> str:
    text = plain(str(value))
    return text if len(text) <= _LONGEST else ""


def _as_number(value: Any) -> Decimal | None:
    """Return a number as the file holds it; None for a text."""
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value if isinstance(value, Decimal) else None


def _figure(text: str) -> Decimal:
    if "," in text and not _GROUPED.fullmatch(text):
        fault = f"{quote(text)}里的逗号不是千位分隔"
        raise ValueProblem("number", fault, "请核对是多少，去掉逗号重新填写。")
    if "," not in text and not _UNGROUPED.fullmatch(text):
        raise _no_number(text)
    return Decimal(text.replace(",", ""))


def _sound(number: Decimal, text: str) -> Decimal:
    """Return a number that may stand in a ledger."""
    if not number.is_finite():
        raise _no_number(text)
    if number < 0:
        raise ValueProblem("number", f"{_shown(text)}是负数", "请核对；冲减的应与原记录合并。")
    if number.adjusted() >= _MOST_DIGITS:
        raise ValueProblem("number", f"{_shown(text)}大得不合情理", "请核对。")
    return number


def _no_number(value: Any) -> ValueProblem:
    text = unicodedata.normalize("NFKC", str(value)).strip()
    if _ABOUT.fullmatch(plain(text)):
        fault = f"{quote(plain(text))}不是确数"
        return ValueProblem("number", fault, "请核对票据，填实际的数。")
    if _SCIENTIFIC.fullmatch(text):
        fault = f"{_shown(text)}是科学计数法，Excel 可能已经略去了后面的数字"
        return ValueProblem("number", fault, "请在原表中把这一列设为数值格式，核对后重新保存。")
    return ValueProblem("number", f"{_shown(text)}不是数", "请填实际的数，只写数字。")


def _shown(text: str) -> str:
    text = unicodedata.normalize("NFKC", text).strip()
    return quote(text) if _NUMBER_LIKE.fullmatch(text) else hide(text)
