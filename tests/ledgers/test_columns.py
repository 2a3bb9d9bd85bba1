"""Columns that say the same, stand under no heading, or have been pushed aside."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reportkit.errors import RawDataError
from reportkit.grids import column_letters
from reportkit.ledgers import read_ledger
from reportkit.ledgers.sheets.columns import Unnamed, rivals, unnamed
from reportkit.ledgers.sheets.sorting import sort_rows
from tests.ledgers.grids import FEE, FEES, Cells, blocks_of
from tests.ledgers.samples import (
    EDITION,
    YEAR,
    application,
    csv_text,
    grid,
    only,
    read,
    refusal,
    write_csv,
)

assert EDITION.filled_in is not None
FILLED_IN = EDITION.filled_in
TWICE = [*FEES, "金额"]


def _rivals(*rows: Cells, headings: Cells = TWICE) -> list[str]:
    (block,) = blocks_of(headings, *rows)
    return rivals(block, sort_rows(block).records)


def _unnamed(*rows: Cells, headings: Cells = FEES, name: str = "台账") -> Unnamed:
    (block,) = blocks_of(headings, *rows, name=name)
    return unnamed(block, sort_rows(block))


def test_two_synonyms_of_one_field_that_differ_are_a_fault() -> None:
    headings = [*FEES[:2], "缴费日期", "金额（元）", "收款日期"]
    row = ["占道费", "行政事业性收费", "2022-05-01", "5", "2022-06-01"]

    (fault,) = _rivals(row, headings=headings)

    assert fault == (
        "有两列都可作“收费日期”（C 列“缴费日期”、E 列“收款日期”），内容不一致",
        "请把不是“收费日期”的列改名。",
    )


@pytest.mark.parametrize("second", ["2022-05-01", None], ids=["the same", "empty"])
def test_two_synonyms_that_agree_are_no_fault(second: str | None) -> None:
    headings = [*FEES[:2], "缴费日期", "金额（元）", "收款日期"]

    assert _rivals([*FEE, second], headings=headings) == []


def test_heading_proper_has_no_rival() -> None:
    assert _rivals([*FEE, "7"]) == []


def test_columns_that_differ_in_a_sheet_that_goes_on_are_a_fault(folder: Path) -> None:
    book = openpyxl.Workbook()
    first, second = book.active, book.create_sheet("续表")
    first.append([*FEES[:2], "缴费日期", "金额（元）", "收款日期"])
    first.append([*FEE, "2022-05-01"])
    second.append([*FEE, "2022-06-01"])
    book.save(folder / "fees.xlsx")
    (folder / "fees.csv").unlink()

    fault, *_ = refusal(folder)

    assert fault.startswith("fees.xlsx［续表］：有两列都可作“收费日期”")


def test_columns_that_differ_in_a_file_that_stands_by_itself_are_a_fault(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "x.csv", [["格编号", "数值", "数字"], ["t3.new.total", "1", "2"]])

    with pytest.raises(RawDataError, match=r"x.csv：有两列都可作“填报数”.*内容不一致"):
        read_ledger(path, FILLED_IN, YEAR)


def test_column_that_a_file_by_itself_lacks_is_named(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "x.csv", [["格名称", "填报数"], ["新收", "1"]])

    with pytest.raises(RawDataError, match=r"x.csv：缺少“格编号”列。"):
        read_ledger(path, FILLED_IN, YEAR)


def test_rows_of_a_text_file_that_are_longer_than_the_headings_are_shifted() -> None:
    rows = [FEE, [*FEE, "7"], FEE, FEE, FEE]

    assert _unnamed(*rows, name="") == Unnamed(shifted=frozenset({3}))
    assert _unnamed(*rows) == Unnamed()  # a remark in a workbook


def test_table_without_headings_beside_the_block_is_found() -> None:
    rows = [[*FEE, None, *FEE], [*FEE, None, *FEE]]

    assert _unnamed(*rows) == Unnamed(columns=(5, 6, 7, 8))
    assert _unnamed([*FEE, None, "略"], FEE) == Unnamed()


def test_comma_in_a_text_shifts_one_row_and_nothing_of_it_is_counted(folder: Path) -> None:
    lines = csv_text(grid("applications", [application(n) for n in range(1, 6)])).split("\r\n")
    lines[2] = lines[2].replace("请公开本人住宅", "请公开,本人住宅")
    (folder / "applications.csv").write_text("\n".join(lines), "utf-8")

    raw = read(folder)

    problem = only(raw.problems)
    assert (problem.kind, problem.rows) == ("shifted", (3,))
    assert "欧阳明月" not in str(problem)
    doubtful = raw.ledgers["applications"].doubtful
    assert all(each.tolist() == [n == 1 for n in range(5)] for each in doubtful.values())


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ")])
def test_names_of_columns(column: int, name: str) -> None:
    assert column_letters(column) == name
