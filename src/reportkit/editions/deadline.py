"""The last day for publishing a report: which it is, and how far off.

Only the batch and its commands ask how far off: no clock gets into a report.
"""

from __future__ import annotations

import datetime as dt

from reportkit.editions.load import edition_ids, edition_of, load_edition
from reportkit.params import Parameters


def deadline_of(parameters: Parameters) -> dt.date:
    """Return the last day for publishing a report, from its edition and kind of organ.

    Raises
    ------
    ParametersError
        Where there is no such edition, or it knows no such organ.
    """
    return edition_of(parameters).organs[parameters.organ].due(parameters.year)


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


def season() -> tuple[int, ...]:
    """Return the months in which reports are made: January to that of the last deadline.

    Of the newest edition: what is scheduled lies in the future.
    """
    organs = load_edition(edition_ids()[-1]).organs.values()
    return tuple(range(1, 1 + max(organ.deadline[0] for organ in organs)))
