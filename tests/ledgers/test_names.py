"""What names of files and sheets say, and which of them may be quoted."""

from __future__ import annotations

import pytest

from reportkit.forms import load_form, usable_forms
from reportkit.ledgers.sheets.names import claimed, is_copy, sheet_name, year_in
from tests.ledgers.samples import SCHEMAS

EVERY = [schema for form in usable_forms() for schema in load_form(form).ledgers]


@pytest.mark.parametrize(
    ("name", "ledger"),
    [
        ("applications", "applications"),
        ("applications-2", "applications"),
        ("2022applications", "applications"),
        ("依申请公开登记台账", "applications"),
        ("依申请公开登记台账（补充）", "applications"),
        ("某局 收费台账 2022", "fees"),
        ("cases", "cases"),
        ("showcases", None),
        ("会议记录", None),
        ("", None),
    ],
)
def test_ledger_that_a_name_speaks_of(name: str, ledger: str | None) -> None:
    found = claimed(name, SCHEMAS.values())

    assert (found and found.id) == ledger


def test_longest_name_counts_where_forms_share_a_folder() -> None:
    found = claimed("licence_applications-2", EVERY)

    assert found is not None
    assert found.id == "licence_applications"


@pytest.mark.parametrize(
    "name",
    ["副本applications", "applications - 副本", "applications.bak", "Copy of cases", "台账模板"],
)
def test_copies_and_templates_are_called_so(name: str) -> None:
    assert is_copy(name)


@pytest.mark.parametrize("name", ["cases", "photocopying", "holder", "台账", "cases-2"])
def test_other_names_are_no_copies(name: str) -> None:
    assert not is_copy(name)


@pytest.mark.parametrize(
    ("names", "year"),
    [
        (("2022年台账",), 2022),
        (("applications-2021", "上半年"), 2021),
        (("2021", "2022年"), 2022),
        (("20220301",), None),
        (("第2季度",), None),
        ((), None),
    ],
)
def test_year_in_names(names: tuple[str, ...], year: int | None) -> None:
    assert year_in(*names) == year


@pytest.mark.parametrize(
    "name", ["Sheet1", "上半年", "第一季度", "2022年1月", "依申请公开台账", "1-6月", "处罚决定"]
)
def test_names_of_sheets_that_say_when_or_what_are_quoted(name: str) -> None:
    assert sheet_name(name, 3) == name


@pytest.mark.parametrize("name", ["欧阳明月", "张三登记", "中华路12号", "13904180001号", "王"])
def test_names_of_sheets_that_may_be_a_persons_are_not_quoted(name: str) -> None:
    assert sheet_name(name, 3) == "第 3 张"
