"""The kinds of value that a parameter may have.

A kind says what is right, what a cell of a table means, and how the value is written down plainly,
as YAML and the notebook have it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from reportkit.dates import read_date
from reportkit.visible import unseen_in

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PATTERN = re.compile(r"[A-Za-z0-9._*?-]+")
# Names of devices, whatever follows after a dot; a workspace may go from one system to another.
_NO_NAME_ON_WINDOWS = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?|.*\.", re.IGNORECASE)
_OF_INDEXES = "index."  # which lie beside the folders of bureaus
_FIRST_YEAR, _LAST_YEAR = 2008, 2099  # the first Regulations took effect on 2008-05-01
_BETWEEN_ITEMS = re.compile(r"[、;；,，\s]+")
# The names of outputs, logs and what is unfinished of them have it in them: 255 bytes is the most.
_LONGEST_CODE = 100
_LONGEST_TEXT = 200
_MOST_TOLD = 3  # of characters that nobody sees
_LONGEST_PATH, _LONGEST_NAME = 1000, 255  # characters of all, bytes of one file or folder
# Nothing can be called so, and no document holds it: control characters, halves of characters.
_UNWRITABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPED = frozenset("\a\b\t\n\v\f\r\x1b")  # what YAML makes of \a and others in quotes
_FLAGS = {"true": True, "false": False, "是": True, "否": False}
# The bound keeps a row of digits without end from becoming a number; one that begins with 0 is a
# code.
_YEAR_WRITTEN = re.compile(r"([1-9][0-9]{0,8})\s*(?:年度?)?")


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, slots=True)
class Kind:
    """What a parameter may be.

    Attributes
    ----------
    check : callable
        Takes a plain value and returns the parameter's; raises ValueError, in Chinese, on what is
        wrong.
    of_cell : callable
        Takes what a cell of a table holds (text, number, date, yes or no; not blank) and returns
        the plain value; what it cannot understand as it is, for `check` to refuse.
    plain : callable
        Takes the parameter's value and returns the plain one.
    words : bool
        Whether it is any words: others, which it refuses, are quoted only where no words stand in
        them, for these may be a person's name.
    """

    check: Callable[[Any], Any]
    of_cell: Callable[[Any], Any] = _as_it_is
    plain: Callable[[Any], Any] = _as_it_is
    words: bool = False


def is_code(name: str) -> bool:
    """Return whether a bureau, and so the folder of its report, may be called so."""
    return bool(_CODE.fullmatch(name))


def _code(value: Any) -> str:
    if not isinstance(value, str) or not is_code(value):
        msg = "只能含英文字母、数字、点、横线和下划线，并以字母或者数字开头"
        raise ValueError(msg)
    if len(value) > _LONGEST_CODE:
        msg = f"不能超过 {_LONGEST_CODE} 个字符"
        raise ValueError(msg)
    if _NO_NAME_ON_WINDOWS.fullmatch(value):
        msg = "不能以点结尾，也不能是 con、aux、nul、com1、lpt1 之类：Windows 上建不了这样的文件夹"
        raise ValueError(msg)
    if value.lower().startswith(_OF_INDEXES):
        msg = f"不能以 {_OF_INDEXES} 开头：汇总各单位的文件用这样的名字"
        raise ValueError(msg)
    return value


def _names(value: Any) -> tuple[str, ...]:
    value = _items(value)
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        msg = "应为一列名称，写作 [甲, 乙, 丙] 的样子"
        raise ValueError(msg)
    return tuple(map(_text, value))


def is_pattern(name: str) -> bool:
    """Return whether a name stands for all codes that fit it: ``yunlan-*``."""
    return bool(_PATTERN.fullmatch(name)) and not is_code(name)


def is_table(name: str) -> bool:
    """Return whether a name is that of a table of bureaus."""
    return name.lower().endswith((".csv", ".xlsx"))


def _members(value: Any) -> tuple[str, ...]:
    value = _items(value)
    if not isinstance(value, list | tuple):
        msg = "应为一列单位代码，如 [a, b]；也可以是 a-* 样子的通配符，或者一张表"
        raise ValueError(msg)
    members = tuple(map(_member, value))
    if len(set(members)) < len(members):
        msg = "有重复的单位代码"
        raise ValueError(msg)
    return members


def _member(item: Any) -> str:
    if isinstance(item, str) and (is_pattern(item) or is_table(item)):
        return item
    return _code(item)


def _text(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        msg = "应为文字"
        raise ValueError(msg)
    text = value.strip()
    if _UNWRITABLE.search(text) or len(text) > _LONGEST_TEXT:
        msg = f"不能有换行和其他控制字符，也不能超过 {_LONGEST_TEXT} 个字符"
        raise ValueError(msg)
    _refuse_unseen(text)
    return text


def _refuse_unseen(text: str) -> None:
    """Refuse what turns a line around, or hides in it: it would be read as what it is not."""
    if found := unseen_in(text):
        msg = f"里面有看不见的字符 {'、'.join(found[:_MOST_TOLD])}，请删去后重新输入"
        raise ValueError(msg)


def _year(value: Any) -> int:
    value = _year_written(value)
    if isinstance(value, bool) or not isinstance(value, int):
        msg = "应为四位数字的年份"
        raise ValueError(msg)
    if not _FIRST_YEAR <= value <= _LAST_YEAR:
        msg = f"应在 {_FIRST_YEAR} 到 {_LAST_YEAR} 之间"
        raise ValueError(msg)
    return value


def _date(value: Any) -> dt.date:
    try:
        return _date_written(value) or dt.date.fromisoformat(str(value))
    except ValueError:
        msg = "应为 2023-01-16 样子的日期"
        raise ValueError(msg) from None


def _edition(value: Any) -> str:
    return _text(_digits(value)) if value != "" else ""


def _form(value: Any) -> str:
    # Beside the folders of forms, outputs/ has logs/, and had folders of years.
    if isinstance(value, str) and (value.isdecimal() or value == "logs"):
        msg = "不能是一个数，也不能是 logs"
        raise ValueError(msg)
    return _code(value)


def _flag(value: Any) -> bool:
    if isinstance(value, str):
        value = _FLAGS.get(value.casefold(), value)
    if not isinstance(value, bool):
        msg = "应为 true 或者 false，也可以写 是、否"
        raise ValueError(msg)
    return value


def _path(value: Any) -> str:
    if not isinstance(value, str):
        msg = "应为路径"
        raise ValueError(msg)
    if not _ESCAPED.isdisjoint(value):
        msg = r"应为路径，里面有换行之类的字符：YAML 里写 \ 的路径不要加双引号，也可以改写 /"
        raise ValueError(msg)
    path = value.replace("\\", "/")  # a workspace may come from Windows
    unusable = _UNWRITABLE.search(path) or len(path) > _LONGEST_PATH
    if unusable or any(len(name.encode()) > _LONGEST_NAME for name in path.split("/")):
        msg = "不能当作路径：里面有控制字符，或者太长"
        raise ValueError(msg)
    _refuse_unseen(path)
    return path


def _digits(value: Any) -> Any:
    """Return a whole number as text: Excel, and YAML, make a number of a code of digits."""
    whole = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if whole else value


def _year_written(value: Any) -> Any:
    """Return the year that a text writes, such as 2022年; any other value as it is."""
    if not isinstance(value, str):
        return value
    match = _YEAR_WRITTEN.fullmatch(unicodedata.normalize("NFKC", value).strip())
    return int(match[1]) if match else value


def _date_written(value: Any) -> dt.date | None:
    """Return the date that a text, or a cell of a workbook, writes; None where it is neither."""
    if isinstance(value, dt.datetime):
        return value.date()
    return read_date(value) if isinstance(value, str) else None


def _items(value: Any) -> Any:
    """Return the items of a list that is written as text, in a cell or on a command line.

    Anything else is returned as it is; a whole number is text, too.

    Examples
    --------
    >>> _items("a、b"), _items('["a", "b"]'), _items("")
    (['a', 'b'], ['a', 'b'], [])
    """
    text = _digits(value)
    if not isinstance(text, str):
        return text
    text = text.strip()
    if text.startswith("[") and text.endswith("]"):
        text = text[1:-1]
    items = (item.strip("'\"") for item in _BETWEEN_ITEMS.split(text))
    return [item for item in items if item]


CODE = Kind(_code, _digits)
DATE = Kind(_date, plain=dt.date.isoformat)
EDITION = Kind(_edition, words=True)
FLAG = Kind(_flag)
FORM = Kind(_form)
MEMBERS = Kind(_members, _items, list)
NAMES = Kind(_names, _items, list, words=True)
PATH = Kind(_path, words=True)
TEXT = Kind(_text, words=True)
YEAR = Kind(_year)
