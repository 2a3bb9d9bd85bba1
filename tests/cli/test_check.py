"""`check` marks problems in copies of the ledgers, suggests a mapping, and says what it wrote."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import EXAMPLE, YEAR, reportkit

PERSON = "欧阳明月"


@pytest.fixture
def spoilt(workspace: Path) -> Path:
    """The example with a date that is none, an ambiguous word, and a person beside them."""
    path = workspace / "data" / EXAMPLE / YEAR / "applications.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    names = next(row for row in sheet.iter_rows() if "登记编号" in [cell.value for cell in row])
    columns = {cell.value: cell.column for cell in names}
    first = names[0].row + 1
    sheet.cell(first, columns["收到日期"], "2022-02-30")
    sheet.cell(first + 1, columns["办理结果"], "不予公开")
    sheet.cell(first, columns["申请人姓名"], PERSON)
    book.save(path)
    return workspace


def test_copies_are_where_it_says(spoilt: Path, tmp_path: Path) -> None:
    process = reportkit(spoilt, "check", "--annotate", str(tmp_path / "核对"))

    copy = tmp_path / "核对" / f"{EXAMPLE}-{YEAR}" / "applications.xlsx"
    assert process.returncode == 1
    last = process.stdout.splitlines()[-1]
    assert last == f"  标注了 2 个问题的副本：{Path('..', *copy.relative_to(tmp_path).parts)}。"
    assert openpyxl.load_workbook(copy).sheetnames[0] == "核对说明"
    assert PERSON not in process.stdout + process.stderr


@pytest.mark.parametrize("folder", ["data/核对", f"data/{EXAMPLE}/{YEAR}", "outputs", "outputs/x"])
def test_copies_hold_personal_data_and_go_to_no_folder_that_others_read(
    spoilt: Path, folder: str
) -> None:
    before = sorted(spoilt.rglob("*"))

    process = reportkit(spoilt, "check", "--annotate", folder)

    assert process.returncode == 2
    assert "副本里有台账的个人信息" in process.stderr
    assert sorted(spoilt.rglob("*")) == before


def test_copies_go_to_no_folder_of_ledgers_that_parameters_name(spoilt: Path) -> None:
    (spoilt / "data" / EXAMPLE / YEAR).rename(spoilt / "台账")
    params = spoilt / "params" / f"{EXAMPLE}-{YEAR}.yaml"
    params.write_text(params.read_text("utf-8") + "data: 台账\n", "utf-8")

    process = reportkit(spoilt, "check", "--annotate", "台账/核对")

    assert process.returncode == 2
    assert "不能放在 台账/ 里" in process.stderr
    assert not (spoilt / "台账" / "核对").exists()


def test_a_folder_that_cannot_be_is_told(spoilt: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    process = reportkit(spoilt, "check", "--annotate", str(tmp_path / "file/copies"))

    assert process.returncode == 2
    assert "Traceback" not in process.stderr
    assert "file/copies" in process.stderr


def test_json_has_the_problems_by_cause(spoilt: Path) -> None:
    process = reportkit(spoilt, "check", "--format", "json")

    (checked,) = json.loads(process.stdout)
    assert checked["copies"] == []
    date, outcome = checked["problems"]
    assert date == {
        "kind": "date",
        "ledger": "applications",
        "file": "applications.xlsx",
        "rows": [3],
        "column": "收到日期",
        "fault": "没有“2022-02-30”这一天",
        "remedy": date["remedy"],
    }
    assert outcome["column"] == "办理结果"


def test_json_has_the_problems_of_what_cannot_be_read(spoilt: Path) -> None:
    (spoilt / "data" / EXAMPLE / YEAR / "applications.xlsx").write_bytes(b"")

    process = reportkit(spoilt, "check", "--format", "json")

    (checked,) = json.loads(process.stdout)
    assert checked["state"] == "broken"
    assert [each["kind"] for each in checked["problems"]] == ["unreadable"]


def test_a_mapping_is_suggested_and_nothing_reads_it(spoilt: Path) -> None:
    target = spoilt / "data" / EXAMPLE / "mapping.suggested.yaml"

    first = reportkit(spoilt, "check", "--suggest-mapping")
    text = target.read_text("utf-8")
    again = reportkit(spoilt, "check", "--suggest-mapping")

    name = f"data/{EXAMPLE}/mapping.suggested.yaml"
    assert f"建议 1 条，写在 {name}；核对后改名为 mapping.yaml 才起作用。" in first.stdout
    assert f"写在 {name}（原来生成的已被替换）" in again.stdout
    assert "# 不予公开: 属于四类过程性信息" in text
    assert PERSON not in text
    target.write_text(text.replace("# 不予公开: 属于四类", "不予公开: 属于四类"), "utf-8")
    assert reportkit(spoilt, "check").stdout.count("“不予公开”没有写明") == 1


def test_without_anything_to_suggest_it_says_so(workspace: Path) -> None:
    process = reportkit(workspace, "check", "--suggest-mapping")

    assert process.stdout.splitlines()[-1].startswith("没有可以建议的列名和写法")
    assert not (workspace / "data" / EXAMPLE / "mapping.suggested.yaml").exists()


def test_what_the_bureau_wrote_itself_is_not_overwritten(spoilt: Path) -> None:
    target = spoilt / "data" / EXAMPLE / "mapping.suggested.yaml"
    target.write_text("{}", "utf-8")

    process = reportkit(spoilt, "check", "--suggest-mapping")

    assert "不是 --suggest-mapping 生成的，没有覆盖" in process.stdout
    assert target.read_text("utf-8") == "{}"
