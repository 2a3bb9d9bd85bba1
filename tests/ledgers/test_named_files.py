"""A file that the bureau's mapping names is read wherever it lies and whatever it is called."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from reportkit.errors import RawDataError
from reportkit.ledgers import (
    LedgerMapping,
    RawData,
    UnreadableError,
    files_named,
    read_raw_data,
    take_in,
)
from tests.ledgers.samples import EDITION, YEAR, application, fill, grid, write_xlsx

OWN = {"applications": LedgerMapping(files=("台账/登记.xlsx", "登记-2.xlsx"))}


def read(folder: Path) -> RawData:
    return read_raw_data(take_in(folder, files_named(OWN)), EDITION, YEAR, own=OWN)


def put(folder: Path, *numbers: int, lacking: str = "") -> None:
    (folder / "台账").mkdir()
    rows = grid("applications", [application(number) for number in numbers])
    if lacking:
        rows[0][rows[0].index(lacking)] = "甲乙丙"
    write_xlsx(folder / "台账/登记.xlsx", rows)


def test_it_is_read_in_a_folder_within_the_data_folder(folder: Path) -> None:
    fill(folder)
    (folder / "applications.csv").unlink()
    put(folder, 1, 2)
    write_xlsx(folder / "登记-2.xlsx", grid("applications", [application(3)]))

    raw = read(folder)

    assert raw.ledgers["applications"].size == 3
    assert raw.ledgers["applications"].in_chinese().index.names == ["文件", "行"]
    assert [block.place for block in raw.account.of("applications")] == [
        "台账/登记.xlsx",
        "登记-2.xlsx",
    ]
    assert not raw.problems


def test_others_beside_it_are_told_and_not_read(folder: Path) -> None:
    fill(folder, applications=[application(9)])
    put(folder, 1)
    write_xlsx(folder / "台账/草稿.xlsx", grid("applications", [application(2)]))

    raw = read(folder)

    assert raw.ledgers["applications"].size == 2
    assert [each.place for each in raw.account.not_read] == ["台账/草稿.xlsx"]


def test_what_is_wrong_with_it_is_a_fault_of_its_ledger(folder: Path) -> None:
    fill(folder, applications=[])
    (folder / "applications.csv").unlink()
    put(folder, 1, lacking="收到日期")

    with pytest.raises(RawDataError) as caught:
        read(folder)

    (problem,) = caught.value.problems
    assert problem.startswith("台账/登记.xlsx：缺少“收到日期”列。")


def test_ledgers_that_cannot_be_understood_are_the_same_in_another_process(folder: Path) -> None:
    fill(folder)
    (folder / "cases.csv").unlink()

    with pytest.raises(UnreadableError) as caught:
        read(folder)
    again = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own

    assert str(again) == str(caught.value)
    assert again.found == caught.value.found
    assert [each.kind for each in again.found] == ["unreadable"]
