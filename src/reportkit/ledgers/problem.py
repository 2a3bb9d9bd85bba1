"""A problem in raw data: where it is, what is wrong, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.ledgers.personal import may_be_personal

_LONGEST_QUOTE = 24


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one ledger.

    Attributes
    ----------
    kind : str
        What is wrong: ``required``, ``date``, ``number``, ``choice`` (or what the column calls it),
        ``together``, ``order``, ``unique``, ``late``. The form's rules of check ``ledger`` tell of
        it.
    ledger : str
        Id of the ledger.
    file : str
        File name, with the sheet where there are several: ``applications.xlsx［Sheet1］``.
    row : int
        Row of the file as Excel counts it; 0 where the whole file is meant.
    column : str
        Chinese heading; empty where the whole row is meant.
    fault : str
        What is wrong, in Chinese; quotes a value only where that cannot be personal.
    remedy : str
        What to do.
    """

    kind: str
    ledger: str
    file: str
    row: int
    column: str
    fault: str
    remedy: str

    @property
    def where(self) -> str:
        """The place in Chinese: applications.xlsx 第 5 行“办理结果”."""
        row = f" 第 {self.row} 行" if self.row else ""
        column = f"“{self.column}”" if self.column else ""
        return f"{self.file}{row}{column}"

    def __str__(self) -> str:
        return f"{self.where}：{self.fault}。{self.remedy}"


def quote(value: str) -> str:
    """Return a value in quotation marks, or its length alone where it may be personal.

    A column shifted by one puts names and telephone numbers where a date or a kind should stand,
    and a message must not carry them on. Names cannot be told by their form, so callers quote
    words only where these resemble something that the column allows.

    Examples
    --------
    >>> quote("2022-13-01"), quote("13800000000")
    ('“2022-13-01”', '（11 个字符，不予显示）')
    """
    if len(value) > _LONGEST_QUOTE or may_be_personal(value):
        return hide(value)
    return f"“{value}”"


def hide(value: str) -> str:
    """Return what may be said of a value that must not be shown."""
    return f"（{len(value)} 个字符，不予显示）"
