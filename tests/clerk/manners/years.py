"""Records of another year than the report's, and slips of the pen in years."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from tests.clerk.base import YEAR, application
from tests.clerk.draft import Draft, Stage
from tests.clerk.manner import Comes, add, manner

RECORDS, VALUES = Stage.RECORDS, Stage.VALUES
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD

# A slip of the pen: the records are what they are, what is shown has another year.
_SLIPS = [
    ("applications", "收到日期", 3, [1923, 2003, 2013, 2022, 2024, 2032, 2203]),
    ("applications", "办结日期", 3, [2013, 2022, 2024, 2033]),
    ("decisions", "决定日期", 2, [2003, 2013, 2021, 2022, 2024, 2032]),
    ("fees", "收费日期", 1, [2013, 2022, 2024]),
    ("documents", "制发日期", 3, [2013, 2022, 2024, 2203]),
    ("documents", "废止日期", 1, [2022, 2024]),
    ("cases", "受理日期", 0, [2013, 2024]),
    ("cases", "审结日期", 0, [2022, 2024]),
    ("publications", "发布日期", 0, [2013, 2022, 2024]),
]


def _slip(heading: str, row: int, year: int) -> Callable[[Draft], None]:
    def slip(draft: Draft) -> None:
        day = draft.shown[row][heading]
        if day is not None:  # an open application has no day to be mistyped
            draft.shown[row][heading] = day.replace(year=year)

    return slip


for _ledger, _heading, _row, _years in _SLIPS:
    for _year in _years:
        add(
            f"year-{_ledger}-{_heading}-{_year}",
            _slip(_heading, _row, _year),
            VALUES,
            RIGHT_OR_TOLD,
            f"第 {_row + 2} 行|{_year}",
            _ledger,
            what=f"{_heading} with {_year} typed for {YEAR}",
        )


def _shift(value: Any, by: int) -> Any:
    if isinstance(value, dt.date):
        return value.replace(year=value.year + by)
    return value


def _shifted(by: int, *, numbers: bool) -> Callable[[Draft], None]:
    def shift(draft: Draft) -> None:
        for record in draft.shown:
            for heading, value in record.items():
                record[heading] = _shift(value, by)
                if numbers and isinstance(value, str):
                    record[heading] = value.replace(f"〔{YEAR}〕", f"〔{YEAR + by}〕")

    return shift


for _ledger in ("applications", "decisions", "fees", "publications", "cases"):
    for _by, _which in ((-1, "last"), (1, "next")):
        add(
            f"whole-{_which}-year-{_ledger}",
            _shifted(_by, numbers=True),
            VALUES,
            TOLD,
            f"{YEAR + _by}|年度|{YEAR} 年",
            _ledger,
            what=f"the whole ledger is of {_which} year",
        )


@manner(VALUES, TOLD, f"{YEAR - 1}|文号|决定文书号", ledger="decisions")
def days_against_their_numbers(draft: Draft) -> None:
    """Numbers of this year, days of last year."""
    _shifted(-1, numbers=False)(draft)


@manner(VALUES, RIGHT_OR_TOLD, "第 4 行|文书号|文号", ledger="decisions")
def number_against_its_day(draft: Draft) -> None:
    """One decision with a number of last year and a day of this."""
    draft.shown[2]["决定文书号"] = draft.shown[2]["决定文书号"].replace("2023", "2022")


@manner(RECORDS, RIGHT)
def two_years_in_one_ledger(draft: Draft) -> None:
    """Last year's applications, all answered last year, before this year's."""
    old = [
        (1, "2022-03-01", "2022-03-22"),
        (2, "2022-05-10", "2022-05-31"),
        (3, "2022-09-06", "2022-09-27"),
    ]
    draft.records[:0] = [
        application(f"2022〕{number}", received, "自然人", concluded, "予以公开")
        for number, received, concluded in old
    ]


@manner(RECORDS, RIGHT)
def first_weeks_of_next_year(draft: Draft) -> None:
    """Applications of the weeks until the report was made."""
    draft.records += [
        application("2024〕1", "2024-01-03", "自然人", "2024-01-15", "予以公开"),
        application("2024〕2", "2024-01-10", "商业企业", None, None),
    ]


@manner(RECORDS, RIGHT)
def answered_next_year(draft: Draft) -> None:
    """The open application has been answered since."""
    draft.records[-1]["办结日期"] = dt.date(YEAR + 1, 1, 11)
    draft.records[-1]["办理结果"] = "予以公开"
