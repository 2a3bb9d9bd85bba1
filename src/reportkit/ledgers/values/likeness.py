"""What is so like a word that it may be a slip of the pen, and never its opposite."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from reportkit.folding import heading, plain
from reportkit.ledgers.values.amounts import split_unit

_NEGATIONS = "不未非无否免"
_OPPOSITES = (
    ("全部", "部分"),
    ("予以", "不予"),
    ("同意", "拒绝"),
    ("维持", "纠正"),
    ("维持", "撤销"),
    ("准予", "驳回"),
    ("公开", "保密"),
    ("上年", "本年"),
    ("上年", "下年"),
    ("收到", "办结"),
    ("收到", "答复"),
    ("受理", "办结"),
    ("受理", "审结"),
    ("开始", "完成"),
    ("申请", "决定"),
    ("制发", "废止"),
    ("自然人", "法人"),
)
_HEADING_CUTOFF = 0.5


def near(wanted: str, words: Iterable[str], cutoff: float) -> str | None:
    """Return the word that a folded text may be a slip of; None where none is near enough.

    Parameters
    ----------
    wanted : str
    words : iterable of str
        Folded, like `wanted`.
    cutoff : float
        From 0 (anything) to 1 (the same).
    """
    same_sense = [word for word in words if not turns_around(wanted, word)]
    found = difflib.get_close_matches(wanted, same_sense, n=1, cutoff=cutoff)
    return found[0] if found else None


def turns_around(one: str, other: str) -> bool:
    """Whether two words that look alike may mean opposite things.

    Examples
    --------
    >>> turns_around("不予公开", "予以公开"), turns_around("全部公开", "部分公开")
    (True, True)
    """
    if any(one.count(char) != other.count(char) for char in _NEGATIONS):
        return True
    return any(
        (first in one and second in other and first not in other and second not in one)
        or (second in one and first in other and second not in other and first not in one)
        for first, second in _OPPOSITES
    )


def near_heading(text: str, headings: Iterable[str]) -> str | None:
    """Return the heading that a column's own may be a slip of, never one of another unit.

    Parameters
    ----------
    text : str
        As it stands on the sheet.
    headings : iterable of str
        Those that are missed.

    Examples
    --------
    >>> near_heading("办里结果", ["办结日期", "办理结果"])
    '办理结果'
    >>> near_heading("金额（万元）", ["金额（元）"])
    """
    folded = {heading(each): each for each in headings}
    wanted = heading(text)
    if wanted in folded:
        return None
    _, unit = split_unit(text)
    alike = [word for word in folded if (split_unit(word)[1] or 1) == (unit or 1)]
    found = near(wanted, alike, _HEADING_CUTOFF)
    return folded[found] if found else None


def is_slip(wanted: str, word: str) -> bool:
    """Whether a text that resembles a word is a slip of the pen, and not perhaps a name.

    A name of three characters may share two with a short word (何自然, 自然人), not its first.
    """
    return len(word) > _NAME_LENGTH or plain(wanted)[:1] == word[:1]


def is_all_but(text: str, word: str) -> bool:
    """Whether a text is a word but for one character, and so no name, and may be quoted.

    Examples
    --------
    >>> is_all_but("办里结果", "办理结果"), is_all_but("张三结果", "办理结果")
    (True, False)
    """
    wanted, meant = plain(text), plain(word)
    pairs = difflib.SequenceMatcher(None, wanted, meant, autojunk=False).get_matching_blocks()
    same = sum(pair.size for pair in pairs)
    near = same > 1 and max(len(wanted), len(meant)) - same <= 1
    return near and is_slip(wanted, meant)


_NAME_LENGTH = 3
