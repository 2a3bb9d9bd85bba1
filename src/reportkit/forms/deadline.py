"""The last day for publishing a report: which it is, and how far off.

Only the batch and its commands ask how far off: no clock gets into a report.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from reportkit.forms.form import Form
from reportkit.forms.load import form_of
from reportkit.params import Parameters


def deadline_of(parameters: Parameters, workspace: Path | None = None) -> dt.date:
    """Return the last day for publishing a report, from its form and kind of organ.

    Raises
    ------
    ParametersError
        Where there is no such form.
    KeyError
        Where the form knows no such organ.
    """
    return form_of(parameters, workspace).organs[parameters.organ].due(parameters.year)


def days_left(deadline: dt.date, today: dt.date) -> str:
    """Return in Chinese how far off a deadline is, such as 距法定公布期限（1月31日）还有 9 天.

    The year is named where it is not this one.
    """
    year = "" if deadline.year == today.year else f"{deadline.year}年"
    day = f"（{year}{deadline.month}月{deadline.day}日）"
    left = (deadline - today).days
    if left == 0:
        return f"今天是法定公布期限{day}"
    if left > 0:
        return f"距法定公布期限{day}还有 {left} 天"
    return f"已超过法定公布期限{day}{-left} 天"


def season(forms: Iterable[Form]) -> tuple[int, ...]:
    """Return the months in which reports are made: January to that of the forms' last deadline."""
    deadlines = [organ.deadline for form in forms for organ in form.organs.values()]
    return tuple(range(1, 1 + int(max(deadlines)[:2])))
