"""Amounts that nobody has read are no amounts of 0; nor is what nobody says to be done, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.figures.values import Mark
from reportkit.params import Parameters
from reportkit.report.computed import Computed
from tests.clerk.base import Record
from tests.clerk.enforcement import neat
from tests.clerk.manner import OFFICES, data_folder, keep
from tests.clerk.writers import neat_csv


def computed(root: Path, ledger: str, records: list[Record]) -> Computed:
    keep(root, [], form="enforcement")
    (data_folder(root) / f"{ledger}.csv").write_bytes(neat_csv(records))
    return Computed(Parameters(**OFFICES["enforcement"].parameters), root)


def test_without_a_column_of_amounts_there_is_no_sum(tmp_path: Path) -> None:
    records = neat()["decisions"]
    for each in records:
        del each["罚没金额（元）"]

    report = computed(tmp_path, "decisions", records)

    assert report.figures["penalties.amount"] is Mark.UNKNOWN
    assert report.figures["penalties.total"] == 9
    assert "没有这一列，各项金额无法确定" in [each.fault for each in report.raw.problems]


@pytest.mark.parametrize(
    ("heading", "is_asked"),
    [
        ("没收金额（元）", True),
        ("没收违法所得、没收非法财物的金额（万元）", True),
        ("实缴金额", False),
        ("罚款缴纳金额", False),
        ("金额大写", False),
        ("罚款依据", False),
    ],
)
def test_amounts_beside_those_that_are_read(tmp_path: Path, heading: str, is_asked: bool) -> None:
    records = [
        {**each, heading: 20 if at == 8 else None} for at, each in enumerate(neat()["decisions"])
    ]

    report = computed(tmp_path, "decisions", records)

    told = [each for each in report.raw.problems if "另有金额" in each.fault]
    assert [each.rows for each in told] == ([(10,)] if is_asked else [])
    assert (report.figures["penalties.amount"] is Mark.UNKNOWN) is is_asked


def test_the_words_of_amounts_are_the_ledgers_own(tmp_path: Path) -> None:
    """A grant beside the amounts of grants is asked about; beside fines it is another matter."""
    records = {ledger: neat()[ledger] for ledger in ("acts", "decisions")}
    keep(tmp_path, [], form="enforcement")
    for ledger, rows in records.items():
        content = neat_csv([{**each, "补助款": 20} for each in rows])
        (data_folder(tmp_path) / f"{ledger}.csv").write_bytes(content)

    report = Computed(Parameters(**OFFICES["enforcement"].parameters), tmp_path)

    told = [each.ledger for each in report.raw.problems if "另有金额" in each.fault]
    assert told == ["acts"]


def test_what_has_no_day_of_its_end_is_told_not_to_count(tmp_path: Path) -> None:
    report = computed(tmp_path, "coercion", neat()["coercion"])

    (told,) = [each for each in report.raw.problems if each.ledger == "coercion"]
    assert (told.rows, told.column) == ((8,), "完成日期")
    assert report.figures["coercion.removal"] == 0


def test_yes_and_no_may_be_ticked_in_a_column_of_choices(tmp_path: Path) -> None:
    ticks = {"是": "√", "否": "×"}
    records = [{**each, "是否计入": ticks[each["是否计入"]]} for each in neat()["inspections"]]

    assert computed(tmp_path, "inspections", records).figures["acts.inspections"] == 7
