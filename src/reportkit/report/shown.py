"""What the cells of a notebook have shown, held against what its result is about."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from typing import NamedTuple

from reportkit.errors import ReconciliationError
from reportkit.figures import Figures
from reportkit.forms import Section


class Shown(NamedTuple):
    """What a cell has shown of the figures, and how it would be worked out again."""

    figures: Figures
    html: str
    again: Callable[[], str]


def refuse_outdated(shown: Mapping[str, Shown], figures: Figures) -> None:
    """Refuse a result of other figures than were shown: the report would contradict itself.

    Parameters
    ----------
    shown : mapping of str to Shown
        By place, in Chinese.
    figures : Figures
        Those of the result.

    Raises
    ------
    ReconciliationError
    """
    outdated = [
        f"{place}是按改动以前的数字得出的。请把改数字的单元格移到它前面，再从头运行。"
        for place, one in shown.items()
        if one.figures is not figures and one.again() != one.html
    ]
    if outdated:
        heading = "前面的单元格显示之后，数字又改了："
        raise ReconciliationError(heading, outdated)


def refuse_unexplained(
    asked: Iterable[str], printed: Container[str], section: Section | None
) -> None:
    """Refuse a result without the explanations that reviewers let be printed.

    Parameters
    ----------
    asked : iterable of str
        The explanations.
    printed : container of str
        Those that a cell has shown.
    section : Section or None
        Where the form has them.

    Raises
    ------
    ReconciliationError
    """
    missing = [words for words in asked if words not in printed]
    if missing:
        where = f'report.section("{section.numeral}")' if section else "写有说明的部分"
        fault = "审核人员要求印在报告里的说明没有印出"
        heading = f"{fault}，请在各项核对后面、结论前面加上 {where}："
        raise ReconciliationError(heading, missing)
