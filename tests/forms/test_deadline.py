"""Which day is the last for publishing a report, and how far off it is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from reportkit.forms import days_left, deadline_of, load_form, season
from reportkit.params import Parameters


def _parameters(**changes: Any) -> Parameters:
    given = {"bureau": "fuxin", "bureau_name": "阜新市", "year": 2022, "date": dt.date(2023, 1, 16)}
    return Parameters(**{**given, **changes})


@pytest.mark.parametrize(
    ("organ", "last_day"),
    [("department", dt.date(2023, 1, 31)), ("city", dt.date(2023, 3, 10))],
)
def test_deadline_follows_from_the_kind_of_organ(organ: str, last_day: dt.date) -> None:
    assert deadline_of(_parameters(organ=organ)) == last_day
    assert deadline_of(_parameters(organ=organ, edition="2019")) == last_day


@pytest.mark.parametrize(
    ("today", "words"),
    [
        (dt.date(2023, 1, 22), "距法定公布期限（1月31日）还有 9 天"),
        (dt.date(2023, 1, 31), "今天是法定公布期限（1月31日）"),
        (dt.date(2023, 2, 3), "已超过法定公布期限（1月31日）3 天"),
        (dt.date(2022, 12, 31), "距法定公布期限（2023年1月31日）还有 31 天"),
        (dt.date(2024, 1, 31), "已超过法定公布期限（2023年1月31日）365 天"),
    ],
)
def test_days_left_before_on_and_after_the_day_name_another_year(
    today: dt.date, words: str
) -> None:
    assert days_left(dt.date(2023, 1, 31), today) == words


def test_the_season_lasts_until_the_last_deadline_of_the_form() -> None:
    assert season([load_form("ogi")]) == (1, 2, 3)
