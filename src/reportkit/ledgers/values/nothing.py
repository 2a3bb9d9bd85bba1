"""What stands in a place of a ledger where nothing is filled in."""

from __future__ import annotations

from reportkit.folding import plain

STROKES = frozenset({"/", "//", "\\", "-", "--", "—", "——", "–", "―"})
"""What strikes out a place."""
BLANKS = STROKES | {
    "空", "空白", "(空)", "(空白)", "N/A", "NA", "NULL", "(NULL)", "NONE", "NAN", "\\N",
    "请选择", "-请选择-", "--请选择--", "---请选择---", "(请选择)", "==请选择==", "请选择...",
}  # fmt: skip
"""What also says that a place is left blank, in whatever column."""
WORDS = BLANKS | {"无", "暂无", "没有", "未填"}
"""Also those that may mean more: of yes or no, 无 is no."""


def says_nothing(text: str) -> bool:
    """Whether a text says that nothing is filled in, or is blank.

    Examples
    --------
    >>> [says_nothing(text) for text in ("／", "无", "n/a", "", "无效")]
    [True, True, True, True, False]
    """
    folded = plain(text).upper()
    return not folded or folded in WORDS
