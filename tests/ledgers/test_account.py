"""The account names every file, block, column and row that was read, and what was not."""

from __future__ import annotations

import json
from pathlib import Path

import openpyxl

from reportkit.ledgers import Account
from tests.ledgers.samples import APPLICATION, application, grid, headings, read, write_csv

ROWS = grid("applications", [application(1), application(2)])
PERSONAL = ["申请人姓名", "证件号码", "联系电话", "联系地址", "申请内容"]


def _account(folder: Path, rows: list[list[object]]) -> Account:
    write_csv(folder / "applications.csv", rows)
    return read(folder).account


def test_block_says_where_it_stands_and_what_its_rows_are(folder: Path) -> None:
    rows = [["某局台账"], *ROWS, ["合计", 2], ["注：全年"], [None], ["小计", 2]]

    (block,) = _account(folder, rows).of("applications")

    assert (block.ledger, block.title) == ("applications", "依申请公开登记台账")
    assert (block.place, block.file, block.heading_rows) == ("applications.csv",) * 2 + ((2,),)
    assert (block.read, block.records) == (2, 2)
    assert [tuple(each) for each in block.left_out] == [("合计行", (5, 8)), ("说明", (6,))]


def test_columns_are_named_as_written_and_as_understood(folder: Path) -> None:
    rows = [[*ROWS[0], "经办科室", "备注"], *ROWS[1:]]
    rows[0][rows[0].index("办结日期")] = "答复日期"

    (block,) = _account(folder, rows).of("applications")

    assert block.columns["答复日期"] == "办结日期"
    assert set(block.columns.values()) == {*headings("applications")} - {*PERSONAL}
    assert block.ignored == ("经办科室", "备注")
    assert block.personal == len(PERSONAL)


def test_heading_that_may_be_personal_is_named_by_its_column_alone(folder: Path) -> None:
    rows = [[*ROWS[0], APPLICATION["联系电话"], "一" * 21], *ROWS[1:]]

    (block,) = _account(folder, rows).of("applications")

    assert block.ignored == ("M 列", "N 列")


def test_every_file_and_sheet_that_is_not_read_is_named_with_the_reason(folder: Path) -> None:
    (folder / "说明.docx").write_bytes(b"x")
    (folder / "草稿").mkdir()
    write_csv(folder / "草稿" / "cases.csv", grid("cases", []))
    write_csv(folder / "名单.csv", [["甲", "乙"], ["丙", "丁"]])
    book = openpyxl.Workbook()
    book.active.append(ROWS[0])
    book.create_sheet("欧阳明月")
    book.save(folder / "applications.xlsx")

    left = read(folder).account.not_read

    assert {(each.place, each.reason, each.rows) for each in left} == {
        ("说明.docx", "不是表格", 0),
        ("草稿/cases.csv", "在子文件夹里", 0),
        ("名单.csv", "不是台账", 2),
        ("applications.xlsx［第 2 张］", "是空表", 0),
    }


def test_narrative_and_notes_of_the_kit_are_read_elsewhere(folder: Path) -> None:
    for name in ("narrative.md", "review.jsonl", "mapping.yaml"):
        (folder / name).write_text("x")

    assert read(folder).account.not_read == ()


def test_account_is_plain_values(folder: Path) -> None:
    account = _account(folder, [*ROWS, ["合计", 2]])

    told = json.loads(json.dumps(account.to_json(), ensure_ascii=False))

    block = next(each for each in told["blocks"] if each["ledger"] == "applications")
    assert block["left_out"] == [{"reason": "合计行", "rows": [4]}]
    assert block["heading_rows"] == [1]
    assert "欧阳明月" not in json.dumps(told, ensure_ascii=False)
