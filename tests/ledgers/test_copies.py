"""Files of one ledger are joined; what is a copy of another does not count twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledgers.samples import (
    application,
    grid,
    open_application,
    read,
    refusal,
    write_csv,
    write_xlsx,
)

BOTH = grid("applications", [application(1), application(2)])
FEE = {
    "收费项目": "占道费",
    "收费类别": "行政事业性收费",
    "收费日期": "2022-05-01",
    "金额（元）": "1",
}


@pytest.fixture
def filled(folder: Path) -> Path:
    write_csv(folder / "applications.csv", BOTH)
    return folder


@pytest.mark.parametrize(
    "name", ["applications-2.csv", "applications补充.xlsx", "依申请公开登记台账（二）.xlsx"]
)
def test_further_files_are_joined(filled: Path, name: str) -> None:
    write = write_xlsx if name.endswith("xlsx") else write_csv
    write(filled / name, grid("applications", [application(3)]))

    raw = read(filled)

    assert raw.problems == ()
    assert len(raw["applications"]) == 3
    assert set(raw.ledgers["applications"].places.files) == {"applications.csv", name}


@pytest.mark.parametrize(
    "name", ["applications.xlsx", "副本applications.xlsx", "Copy of applications.csv", "旧.xlsx"]
)
@pytest.mark.parametrize("rows", [BOTH, BOTH[:2]], ids=["all", "a part"])
def test_copy_is_told_and_not_counted_twice(
    filled: Path, name: str, rows: list[list[object]]
) -> None:
    write = write_xlsx if name.endswith("xlsx") else write_csv
    write(filled / name, rows)

    raw = read(filled)

    (problem,) = raw.problems
    assert problem.kind == "unread"
    assert len(raw["applications"]) == 2
    (left,) = raw.account.not_read
    assert left.rows == len(rows) - 1
    if rows != BOTH:
        assert left.file == name
        assert problem.fault == "没有读取：内容都已在 applications.csv 里，没有重复计入"


@pytest.mark.parametrize("name", ["applications.xlsx", "applications - 副本.xlsx"])
def test_copy_that_says_something_else_is_refused(filled: Path, name: str) -> None:
    write_xlsx(filled / name, grid("applications", [application(1), open_application(2)]))

    (problem,) = refusal(filled)

    assert problem.endswith(
        "像是同一本台账的两份文件，内容却不一致。"
        "请只留一份；两份都要计入的，请改用不带“副本”字样的文件名，各放各的记录。"
    )
    assert name in problem
    assert "applications.csv" in problem


def test_empty_file_beside_a_filled_one_is_no_copy(filled: Path) -> None:
    write_xlsx(filled / "applications.xlsx", BOTH[:1])

    raw = read(filled)

    assert raw.problems == ()
    assert len(raw["applications"]) == 2


def test_copy_alone_is_the_ledger(folder: Path) -> None:
    (folder / "applications.csv").unlink()
    write_csv(folder / "副本applications.csv", BOTH)

    assert len(read(folder)["applications"]) == 2


def test_files_without_numbers_that_share_half_their_records_are_told(folder: Path) -> None:
    fees = [{**FEE, "金额（元）": str(n)} for n in range(1, 5)]
    write_csv(folder / "fees.csv", grid("fees", fees))
    write_csv(folder / "fees-2.csv", grid("fees", [*fees[:2], {**FEE, "金额（元）": "9"}]))

    raw = read(folder)

    (problem,) = raw.problems
    assert problem.kind == "same"
    assert problem.fault == "有 2 行与 fees-2.csv 里的各列都相同"
    assert len(raw["fees"]) == 7


def test_alike_fees_in_one_file_are_two_fees(folder: Path) -> None:
    write_csv(folder / "fees.csv", grid("fees", [FEE, FEE]))

    raw = read(folder)

    assert [each.kind for each in raw.problems] == ["reading"]
    assert len(raw["fees"]) == 2
