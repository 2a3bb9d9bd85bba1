"""Dates are held against the year of their record's number, and against those of all others."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledgers.samples import (
    application,
    grid,
    only,
    open_application,
    read,
    read_rows,
    write_csv,
)


def _received(day: str) -> dict[str, object]:
    return open_application(1, 收到日期=day)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        ("2022-06-30", None),
        ("2021-12-15", None),  # registered when it was opened, in the new year
        ("2023-01-04", None),
        ("2021-06-30", "near_year"),
        ("2023-06-30", "near_year"),
        ("2012-06-30", "year"),
        ("2020-12-31", "year"),
    ],
)
def test_date_and_the_year_of_the_number(day: str, kind: str | None) -> None:
    problems = read_rows(applications=[_received(day)]).problems

    assert [problem.kind for problem in problems] == ([kind] if kind else [])


def test_years_away_from_its_number_a_date_is_in_doubt() -> None:
    raw = read_rows(applications=[_received("2012-02-14")])

    problem = only(raw.problems)
    assert str(problem) == (
        "applications.csv 第 2 行“收到日期”："
        "“收到日期”（2012-02-14）与登记编号里的年份（2022）不一致。请核对日期的年份。"
    )
    assert raw.ledgers["applications"].doubtful["received"][0]


def test_number_that_names_no_year_says_nothing_of_the_date() -> None:
    assert read_rows(applications=[application(登记编号="1", 收到日期="2012-03-01")]).problems == ()


def test_one_date_far_from_nearly_all_is_told_and_stays_exact() -> None:
    rows = [application(登记编号=f"A{n}") for n in range(1, 10)]
    raw = read_rows(applications=[*rows, application(登记编号="A10", 收到日期="2012-03-01")])

    problem = only(raw.problems)
    assert (problem.kind, problem.rows) == ("near_year", (11,))
    assert "与几乎所有各行（2022 年）不在一年" in problem.fault
    assert not any(map(any, raw.ledgers["applications"].doubtful.values()))


@pytest.mark.parametrize("day", ["2021-12-30", "2023-01-04"])
def test_what_is_carried_over_is_no_slip_of_the_pen(day: str) -> None:
    rows = [open_application(登记编号=f"A{n}") for n in range(1, 10)]

    raw = read_rows(applications=[*rows, open_application(登记编号="A10", 收到日期=day)])

    assert raw.problems == ()


def test_few_records_have_no_usual_year() -> None:
    rows = [application(登记编号=f"A{n}") for n in (1, 2, 3)]
    old = {"文件名称": "办法", "文件类别": "规章", "制发日期": "2010-05-01"}

    raw = read_rows(applications=rows, documents=[old, {**old, "制发日期": "2022-05-01"}])

    assert raw.problems == ()


def test_number_given_twice_is_found_over_files_and_in_any_manner_of_writing(
    folder: Path,
) -> None:
    write_csv(folder / "applications.csv", grid("applications", [application(6)]))
    again = application(登记编号="依申请[２０２２]第6号", 办理结果="重复申请")
    write_csv(folder / "applications-2.csv", grid("applications", [again]))

    raw = read(folder)

    problem = only(raw.problems)
    assert (problem.kind, problem.file, problem.rows) == ("unique", "applications.csv", (2,))
    assert problem.fault.endswith("与 applications-2.csv 第 2 行重复")
    assert raw.ledgers["applications"].doubtful["row"].sum() == 1
