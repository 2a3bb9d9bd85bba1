"""Files made to stop the machine are refused in words, soon, with little memory."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path

import pytest

from reportkit.grids import Area
from tests.grids.samples import only, refusal, values, write_ods, write_parts

ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'


@pytest.mark.parametrize(
    "cells",
    [
        f'{ONE}<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<row><c><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        f'{ONE}<row r="2"><c s="1" r="ZZZ1048576"><v>1</v></c></row>',
    ],
    ids=["far", "no places", "place after style"],
)
def test_two_cells_that_lie_far_apart(tmp_path: Path, cells: str) -> None:
    error = refusal(write_parts(tmp_path / "a.xlsx", cells))

    assert error.fault == "第 1 张工作表的范围超过 500 万个单元格，没有读取"
    assert "Ctrl+End" in error.remedy


def test_cells_repeated_without_end(tmp_path: Path) -> None:
    across = 'table:number-columns-repeated="16384" office:value-type="string"'
    cell = f"<table:table-cell {across}><text:p>x</text:p></table:table-cell>"
    row = f'<table:table-row table:number-rows-repeated="1048576">{cell}</table:table-row>'

    error = refusal(
        write_ods(tmp_path / "a.ods", f'<table:table table:name="a">{row}</table:table>')
    )

    assert "500 万个单元格" in error.fault


def test_zip_bomb(tmp_path: Path) -> None:
    error = refusal(write_parts(tmp_path / "a.xlsx", " " * (64 << 20)))

    assert "大得反常" in error.fault


@pytest.mark.parametrize("inline", [True, False])
def test_cell_with_ten_megabytes_is_named_by_its_place_and_never_quoted(
    tmp_path: Path, inline: bool
) -> None:
    text = "<t>" + "".join(map(str, range(1_500_000))) + "</t>"
    cell = (
        f'<c r="B1" t="inlineStr"><is>{text}</is></c>' if inline else '<c r="B1" t="s"><v>0</v></c>'
    )
    row = f'<row r="1"><c r="A1"><v>1</v></c>{cell}</row>'

    error = refusal(write_parts(tmp_path / "a.xlsx", row, strings=f"<si>{text}</si>"))

    assert error.fault == "第 1 张工作表的单元格 B1 的文字超过 131072 个字符，没有读取"


def test_long_text_that_thousands_of_cells_share(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 9_000))

    error = refusal(
        write_parts(tmp_path / "a.xlsx", rows, strings=f"<si><t>{'a' * 99_999}</t></si>")
    )

    assert "文字总量大得反常" in error.fault


def _ods_cells(path: Path, *texts: str) -> Path:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
        for text in texts
    )
    table = f'<table:table table:name="a"><table:table-row>{cells}</table:table-row></table:table>'
    return write_ods(path, table)


def test_blanks_that_an_ods_only_counts(tmp_path: Path) -> None:
    """A few bytes stand for as many blanks as they say: each cell and all cells have an end."""
    blanks = '<text:s text:c="131000"/>'
    cell = refusal(_ods_cells(tmp_path / "cell.ods", "x", "x" + blanks * 9_999))
    sheet = refusal(_ods_cells(tmp_path / "sheet.ods", *["x" + blanks] * 2_100))

    assert cell.fault == "第 1 张工作表的单元格 B1 的文字超过 131072 个字符，没有读取"
    assert sheet.fault == "第 1 张工作表的文字总量大得反常，没有读取"


def test_spans_of_an_ods_deep_within_each_other(tmp_path: Path) -> None:
    deep = "<text:span>" * 9_999 + "甲" + "</text:span>乙" * 9_999

    (row,) = values(only(_ods_cells(tmp_path / "a.ods", deep)))

    assert row == ["甲" + "乙" * 9_999]


def test_merged_cells_of_an_ods_end_where_sheets_do(tmp_path: Path) -> None:
    spanned = f'table:number-rows-spanned="{10**12}" table:number-columns-spanned="{10**12}"'
    row = f"<table:table-row><table:table-cell {spanned}/></table:table-row>"
    path = write_ods(tmp_path / "a.ods", f'<table:table table:name="a">{row}</table:table>')

    assert only(path).merged == (Area(1, 1, 1_048_576, 16_384),)


@pytest.mark.parametrize("kind", ["text", "texts", "bytes"])
def test_long_text_that_the_cells_of_a_parquet_file_share(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportkit.grids.parquet.MOST_BYTES", 4 << 20)
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    long = ["甲" * 40_000]
    column = {
        "text": pyarrow.array(long * 50),
        "texts": pyarrow.array([long] * 50),
        "bytes": pyarrow.array([b"x" * 120_000] * 50, pyarrow.binary(120_000)),
    }[kind]
    parquet.write_table(pyarrow.table({"a": column}), tmp_path / "a.parquet")
    assert (tmp_path / "a.parquet").stat().st_size < 1 << 19

    assert "大得反常" in refusal(tmp_path / "a.parquet").fault


def test_lists_without_end_in_a_parquet_file(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    nothing = pyarrow.nulls(6_000_000, "int8")
    lists = pyarrow.ListArray.from_arrays([0, 6_000_000], nothing)
    parquet.write_table(pyarrow.table({"a": lists}), tmp_path / "a.parquet")

    assert "500 万个单元格" in refusal(tmp_path / "a.parquet").fault


def test_entities(tmp_path: Path) -> None:
    styles = '<!DOCTYPE a [<!ENTITY b "c">]><styleSheet/>'

    assert "实体" in refusal(write_parts(tmp_path / "a.xlsx", ONE, styles=styles)).fault


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and sockets are no files on Windows")
def test_what_is_no_plain_file_is_refused_without_being_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "gone.csv").symlink_to(tmp_path / "nowhere.csv")
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "null.csv").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(os.path.relpath(tmp_path / "s.csv"))
        faults = [refusal(path).fault for path in sorted(tmp_path.iterdir())]

    assert faults == [
        "是文件夹，不是文件",
        "是快捷方式，它指向的文件不在",
        *["不是普通文件（设备、管道或者套接字），没有读取"] * 3,
    ]
