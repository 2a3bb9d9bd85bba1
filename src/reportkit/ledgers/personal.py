"""Telling telephone numbers, identity numbers, names and addresses from what should stand there.

Columns that are shifted or swapped put personal data under any heading. Two questions arise: may a
message quote a value, and may a value stand in the column of a ledger's own numbers?
"""

from __future__ import annotations

import re
import unicodedata

from reportkit.dates import looks_like_date

_BETWEEN_DIGITS = re.compile(r"(?<=\d)[-—·.,/() ]+(?=\d)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_CREDIT_CODE = re.compile(r"(?:1[1239]|5[1239]|9[123])\d{6}[0-9A-Z]{10}")
_SHORTEST_TELEPHONE, _SHORTEST_IDENTITY = 7, 15

_TELEPHONE = re.compile(r"\+?(?:86)?1[3-9]\d{9}|0(?:10|2\d|[3-9]\d{2})[2-8]\d{6,7}")
_IDENTITY = re.compile(
    r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"
)
# 张三1: a name, numbered where one has applied twice.
_NUMBERED_NAME = re.compile(r"[\u4e00-\u9fff·]{2,8}[-_#]?\d{1,2}")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_NOT_IN_NUMBERS = re.compile(r"[@,;!?。]")
_ADDRESS = re.compile(r"[路街巷弄村屯栋幢室]|小区|单元")
# With 号 behind: 第五 alone is a surname.
_IN_WORDS = re.compile("第[〇零一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰]+[号件]$")
_LONGEST_NUMBER = 40


def may_be_personal(text: str) -> bool:
    """Whether a text holds digits or letters that may identify somebody.

    Dates, and numbers of other things that begin with a year, may be quoted; seven digits in a row
    or more that are nothing of the kind may be a telephone number, whatever stands between them.

    Examples
    --------
    >>> may_be_personal("138-0000-0000"), may_be_personal("2022-13-01"), may_be_personal("12.5")
    (True, False, False)
    """
    text = unicodedata.normalize("NFKC", text)
    if looks_like_date(text):
        return False
    if _NUMBERED_NAME.fullmatch(text) and "第" not in text:
        return True
    runs = re.findall(r"\d+", _BETWEEN_DIGITS.sub("", text))
    return "@" in text or bool(_CREDIT_CODE.search(text)) or any(map(_identifies, runs))


def _identifies(run: str) -> bool:
    if len(run) < _SHORTEST_TELEPHONE:
        return False
    dated = _YEAR.match(run) and len(run) < _SHORTEST_IDENTITY and not _MOBILE.fullmatch(run)
    return not dated


def can_be_number(text: str) -> bool:
    """Whether a text can be what a bureau numbers its records with.

    Examples
    --------
    >>> can_be_number("依申请〔2022〕3号"), can_be_number("张三"), can_be_number("13800000000")
    (True, False, False)
    >>> can_be_number("第十二号")
    True
    """
    text = unicodedata.normalize("NFKC", text)
    numbered = any(char.isdigit() for char in text) or _IN_WORDS.search(text)
    if not numbered or len(text) > _LONGEST_NUMBER:
        return False
    if _NOT_IN_NUMBERS.search(text):
        return False
    bare = re.sub(r"[-—·./() ]", "", text)
    if any(pattern.fullmatch(bare) for pattern in (_TELEPHONE, _IDENTITY, _CREDIT_CODE)):
        return False
    return bool(_YEAR.search(text)) or not _ADDRESS.search(text)
