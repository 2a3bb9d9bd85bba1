"""Records of other years are named; a ledger without any of the report year is asked about."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from reportkit.forms import load_form
from reportkit.ledgers import read_raw_data, take_in
from reportkit.rules import Finding, State
from tests.catalogue import held
from tests.ledgers.samples import (
    EDITION,
    YEAR,
    Row,
    application,
    open_application,
    read_rows,
    write_csv,
)

EVERY, SOME = "L-NO-YEAR", "L-YEAR"


def _failing(**rows: Iterable[Row]) -> list[Finding]:
    raw = read_rows(**rows)
    found = held(SOME, EVERY, edition=EDITION, raw=raw, year=YEAR)
    return [finding for finding in found if finding.state is State.FAIL]


def _decision(number: int, decided: str) -> dict[str, str]:
    return {
        "决定文书号": f"阜环罚〔{decided[:4]}〕{number}号",
        "决定类别": "行政处罚",
        "决定日期": decided,
    }


def test_records_of_other_years_are_a_notice_that_fails_no_run() -> None:
    rows = [application(1), *(open_application(n, 收到日期="2023-01-03") for n in (2, 3))]

    (finding,) = _failing(applications=rows)

    assert (finding.rule, finding.place, finding.fails_run) == (SOME, "applications", False)
    assert finding.message == (
        "“依申请公开登记台账”有 2 行不属于 2022 年度"
        "（applications.csv 第 3–4 行，按“收到日期”：2023 年 2 行），没有计入。"
    )


def test_each_year_is_counted_for_itself() -> None:
    days = ["2020-03-01", "2021-03-01", "2021-04-01", "2022-03-01"]

    (finding,) = _failing(decisions=[_decision(n, day) for n, day in enumerate(days, start=1)])

    assert "2020 年 1 行、2021 年 2 行" in finding.message


def test_ledger_of_another_year_altogether_is_a_warning() -> None:
    (finding,) = _failing(decisions=[_decision(n, "2021-03-01") for n in (1, 2)])

    assert (finding.rule, finding.place) == (EVERY, "decisions")
    assert "全部 2 行不属于 2022 年度" in finding.message
    assert "放错了年度" in finding.suggestion


@pytest.mark.parametrize(
    "record",
    [
        application(1, 登记编号="依申请〔2021〕1号", 收到日期="2021-12-20"),
        open_application(1, 登记编号="依申请〔2021〕1号", 收到日期="2021-12-20"),
        application(1, 收到日期="2022-12-31", 办结日期="2023-01-15"),
    ],
    ids=["carried in", "carried in and out", "carried out"],
)
def test_what_is_carried_into_the_year_or_out_of_it_belongs_to_it(record: Row) -> None:
    assert _failing(applications=[record]) == []


def test_record_whose_year_cannot_be_told_is_not_called_one_of_another() -> None:
    assert _failing(applications=[application(1), application(2, 收到日期="去年")]) == []


def test_empty_ledgers_are_of_no_other_year() -> None:
    assert _failing() == []


def test_what_is_dated_in_the_year_and_counted_when_it_ends_is_of_no_other_year(
    tmp_path: Path,
) -> None:
    edition = load_form("enforcement").edition("zj-2024")
    for schema in edition.ledgers.values():
        write_csv(tmp_path / f"{schema.stem}.csv", [[field.heading for field in schema.fields]])
    acts = [["编号", "行为类别", "开始日期", "完成日期"], ["1", "行政奖励", "2022-11-01", None]]
    write_csv(tmp_path / "acts.csv", acts)
    raw = read_raw_data(take_in(tmp_path), edition, YEAR)

    found = held(SOME, EVERY, edition=edition, raw=raw, year=YEAR)

    assert len(raw["acts"]) == 1
    assert [finding.state for finding in found] == [State.PASS, State.PASS]
