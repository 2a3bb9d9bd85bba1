"""A problem in raw data: where it is, what is wrong, and what to do about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from reportkit.errors import RawDataError

UNREADABLE = "unreadable"
_MOST_ROWS = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong in one column or file, in however many rows.

    Attributes
    ----------
    kind : str
        What is wrong: ``required``, ``date``, ``number``, ``choice`` (or what the column calls it),
        ``together``, ``order``, ``unique`` and so on. The form's rules of check ``ledger`` tell of
        it. ``unreadable``: nothing can be counted until it is mended.
    ledger : str
        Id of the ledger; empty where the file belongs to none.
    file : str
        File name, with the sheet where there are several: ``applications.xlsx［Sheet1］``; empty
        where a file is not there.
    rows : tuple of int
        Rows of the file as Excel counts them; none where the whole file is meant.
    column : str
        Chinese heading; empty where whole rows are meant.
    fault : str
        What is wrong, in Chinese; quotes a value only where that cannot be personal.
    remedy : str
        What to do.
    at : int or None
        The column, from 0; of whole rows, the first one of their block. None where that is not
        known.
    """

    kind: str
    ledger: str
    file: str
    rows: tuple[int, ...]
    column: str
    fault: str
    remedy: str
    at: int | None = None

    @property
    def where(self) -> str:
        """The place in Chinese: applications.xlsx 第 5 行“办理结果”."""
        rows = f" {rows_text(self.rows)}" if self.rows else ""
        column = f"“{self.column}”" if self.column else ""
        return f"{self.file}{rows}{column}"

    def __str__(self) -> str:
        where = f"{self.where}：" if self.file else ""
        return f"{where}{self.fault}。{self.remedy}"

    def to_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        found = asdict(self)
        del found["at"]
        return found


class UnreadableError(RawDataError):
    """Ledgers that cannot be understood, with all the problems of the data folder.

    Parameters
    ----------
    heading : str
    found : sequence of Problem
    """

    def __init__(self, heading: str, found: Sequence[Problem]) -> None:
        super().__init__(heading, list(map(str, found)))
        self.found = tuple(found)
        self.args = (heading, self.found)  # what it is made of again in another process


def rows_text(rows: Sequence[int]) -> str:
    """Return rows as people write them: runs together, and only the first few of many.

    Examples
    --------
    >>> rows_text([5]), rows_text([3, 4, 5, 9]), rows_text(range(2, 40, 2))
    ('第 5 行', '第 3–5、9 行', '第 2、4、6、8、10 行等 19 行')
    """
    together = runs(rows)
    shown = "、".join(together[:_MOST_ROWS])
    more = f"等 {len(rows)} 行" if len(together) > _MOST_ROWS else ""
    return f"第 {shown} 行{more}"


def runs(numbers: Sequence[int]) -> list[str]:
    """Return numbers in order as people write them, those that follow each other together.

    Examples
    --------
    >>> runs([1, 3, 4, 5])
    ['1', '3–5']
    """
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1] = [found[-1][0], number]
        else:
            found.append([number])
    return ["–".join(map(str, run)) for run in found]
