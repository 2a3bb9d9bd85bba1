"""Working days of applications: holidays, make-up days, extensions, days that are not counted."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from reportkit.forms import load_form
from reportkit.ledgers import Ledger, read_raw_data, take_in
from reportkit.rules import Finding, State
from reportkit.rules.checks import deadline
from reportkit.rules.checks.deadline import Timeliness, working_days
from tests.catalogue import CATALOGUE, held
from tests.conftest import EXAMPLE, YEAR

HEADINGS = "登记编号,收到日期,申请人类别,办结日期,办理结果,是否延期,不计入期限天数"


def _ledger(workspace: Path, year: int, *rows: str) -> Ledger:
    folder = workspace / "data" / EXAMPLE / YEAR
    (folder / "applications.xlsx").unlink()
    (folder / "applications.csv").write_text("\n".join([HEADINGS, *rows]), "utf-8")
    edition = load_form("ogi").edition("2021")
    return read_raw_data(take_in(folder), edition, year).ledgers["applications"]


def check_timeliness(ledger: Ledger, year: int) -> list[Finding]:
    edition = load_form("ogi").edition("2021")
    taken = timeliness(ledger, year)
    return held("L-OVERDUE", edition=edition, time_taken=lambda _rule: taken)


def timeliness(ledger: Ledger, year: int) -> Timeliness:
    return deadline.timeliness(ledger, CATALOGUE["L-OVERDUE"].parameters, year)


@pytest.mark.parametrize(
    ("received", "concluded", "days"),
    [
        ((2022, 3, 7), (2022, 3, 7), 0),
        ((2022, 3, 4), (2022, 3, 7), 1),  # over a weekend
        ((2022, 9, 30), (2022, 10, 10), 3),  # National Day; the 8th and 9th made up for it
        ((2022, 12, 30), (2023, 1, 3), 1),  # New Year, Monday the 2nd off
    ],
)
def test_working_days_follow_the_holiday_notices(
    received: tuple[int, int, int], concluded: tuple[int, int, int], days: int
) -> None:
    assert working_days(dt.date(*received), dt.date(*concluded)) == days


@pytest.mark.parametrize(
    ("extension", "excluded", "concluded", "state"),
    [
        ("否", "", "2022-04-01", State.PASS),  # the 20th working day
        ("否", "", "2022-04-02", State.FAIL),  # a make-up Saturday: the 21st
        ("否", "1", "2022-04-02", State.PASS),
        ("是", "", "2022-04-29", State.PASS),  # the 40th
        ("是", "", "2022-05-05", State.FAIL),  # the next working day
    ],
)
def test_limit_is_20_days_40_when_extended_less_what_is_not_counted(
    workspace: Path, extension: str, excluded: str, concluded: str, state: State
) -> None:
    row = f"1,2022-03-04,自然人,{concluded},予以公开,{extension},{excluded}"

    (finding,) = check_timeliness(_ledger(workspace, 2022, row), 2022)

    assert finding.state is state
    assert not finding.fails_run


def test_overdue_names_the_row_and_both_numbers(workspace: Path) -> None:
    row = "1,2022-03-04,自然人,2022-04-06,予以公开,,"

    (finding,) = check_timeliness(_ledger(workspace, 2022, row), 2022)

    assert finding.place == "applications:2"
    assert finding.message == "applications.csv 第 2 行：办理用了 22 个工作日，超过规定的 20 个。"


def test_a_year_the_calendar_lacks_is_said_and_not_guessed(workspace: Path) -> None:
    row = "1,2098-03-04,自然人,2098-12-01,予以公开,,"

    (finding,) = check_timeliness(_ledger(workspace, 2098, row), 2098)

    assert finding.state is State.UNKNOWN
    assert finding.message.startswith("工作日历没有 2098 年的放假安排")


def test_only_what_was_concluded_in_the_year_and_is_beyond_doubt_counts(workspace: Path) -> None:
    ledger = _ledger(
        workspace,
        2022,
        "1,2022-03-04,自然人,2022-03-07,予以公开,,",
        "2,2022-03-04,自然人,2022-03-09,予以公开,,",
        "3,2022-03-04,自然人,,,,",
        "4,2021-03-04,自然人,2021-12-31,予以公开,,",
        "5,2022-06-04,自然人,2022-03-09,予以公开,,",
    )

    taken = timeliness(ledger, 2022)

    assert (taken.concluded, taken.median, taken.worst, taken.overdue) == (2, 2, 3, ())


def test_nothing_concluded_has_no_time(workspace: Path) -> None:
    assert timeliness(_ledger(workspace, 2022), 2022).concluded == 0


def test_a_ledger_that_is_not_there_is_said_and_not_passed() -> None:
    (finding,) = held(
        "L-OVERDUE", edition=load_form("ogi").edition("2021"), time_taken=lambda _rule: None
    )

    assert finding.state is State.UNKNOWN
    assert finding.message == "没有申请台账（applications），没有核对。"
