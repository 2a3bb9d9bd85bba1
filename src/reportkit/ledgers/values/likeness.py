"""What is so like a word that it may be a slip of the pen, and never its opposite."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable

from reportkit.folding import heading, plain
from reportkit.ledgers.values.amounts import split_unit

_IN_BRACKETS = re.compile(r"\([^()]+\)$")
_NAME_LENGTH = 3
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
_CUTOFF = 0.5
_CHARACTERS_A_SLIP = 4
_SHORTEST = 3


def near(wanted: str, words: Iterable[str]) -> str | None:
    """Return the word that a folded text may be a slip of; None where none is near enough.

    Parameters
    ----------
    wanted : str
    words : iterable of str
        Folded, like `wanted`.

    Examples
    --------
    >>> near("予以公升", ["予以公开"]), near("甲某申请公开", ["重复申请公开"])
    ('予以公开', None)
    """
    alike = [
        word
        for word in words
        if len(word) >= _SHORTEST
        and not turns_around(wanted, word)
        and slips(wanted, word, max(1, len(word) // _CHARACTERS_A_SLIP))
    ]
    found = difflib.get_close_matches(wanted, alike, n=1, cutoff=_CUTOFF)
    return found[0] if found else None


def slips(wanted: str, word: str, most: int) -> int:
    """Return by how many characters a text differs from a word; 0 for more than `most`, or none.

    A character more, one less, another one, or two that have changed places are one slip.
    """
    if abs(len(wanted) - len(word)) > most:
        return 0
    before: list[int] = []
    row = list(range(len(word) + 1))
    for i, char in enumerate(wanted):
        next_ = [i + 1]
        for j, other in enumerate(word):
            cost = min(row[j] + (char != other), row[j + 1] + 1, next_[j] + 1)
            if i and j and char == word[j - 1] and wanted[i - 1] == other:
                cost = min(cost, before[j - 1] + 1)
            next_.append(cost)
        before, row = row, next_
    return row[-1] if row[-1] <= most else 0


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
    >>> near_heading("应办结日期", ["办结日期", "办理结果"])
    >>> near_heading("金额（万元）", ["金额（元）"])
    """
    folded = {heading(each): each for each in headings}
    wanted = heading(text)
    if wanted in folded:
        return None
    _, unit = split_unit(text)
    alike = [
        word
        for word in folded
        if (split_unit(word)[1] or 1) == (unit or 1) and not _counts_otherwise(wanted, word)
    ]
    found = near(wanted, [word for word in alike if _same_column(wanted, word)])
    return folded[found] if found else None


def _counts_otherwise(wanted: str, word: str) -> bool:
    """Whether two headings are the same but for what stands in brackets behind: 金额（美元）."""
    one, other = _IN_BRACKETS.search(wanted), _IN_BRACKETS.search(word)
    return one is not None and other is not None and one[0] != other[0]


def _same_column(wanted: str, word: str) -> bool:
    """Whether two headings that are alike may be of one column.

    A character in front makes another column of it (应办结日期), and so does one that is not
    there (申请类别 is no 申请人类别), but for the last.
    """
    if len(wanted) > len(word):
        return wanted[:1] == word[:1]
    return len(wanted) == len(word) or word.startswith(wanted)


def is_all_but(text: str, word: str) -> bool:
    """Whether a text is a word, or is but for one character, and so no name: it may be quoted.

    A name of three characters may share two with a short word (何自然, 自然人), not its first.

    Examples
    --------
    >>> is_all_but("办里结果", "办理结果"), is_all_but("张三结果", "办理结果")
    (True, False)
    """
    wanted, meant = plain(text), plain(word)
    surely = len(meant) > _NAME_LENGTH or wanted[:1] == meant[:1]
    return wanted == meant or (slips(wanted, meant, 1) == 1 and surely)


def holds_no_name(wanted: str, word: str, words: Iterable[str]) -> bool:
    """Whether a text that is a slip of a word holds nothing that may be part of a name.

    All its characters are those of the words that a column takes, but for one that stands in the
    place of another, not at the beginning (予以公升): a name is put before or behind.
    """
    known = set().union(*words)
    odd = [place for place, char in enumerate(wanted) if char not in known]
    if not odd:
        return True
    return len(odd) == 1 and odd[0] > 0 and len(wanted) == len(word)
