"""Tables in text are read in the encoding and with the separator that they are written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.grids.samples import only, refusal, values

ROWS = [["编号", "类别", "备注"], ["001", "自然人", "一、二，三"], ["002", "商业企业", None]]
LONG = "依申请公开登记台账，由受理单位填报。申请人类别、办理结果按规定填写，不得遗漏。"


def _write(path: Path, separator: str, encoding: str) -> Path:
    lines = [separator.join(f'"{v}"' if v and "，" in v else v or "" for v in row) for row in ROWS]
    path.write_bytes("\r\n".join([*lines, ""]).encode(encoding))
    return path


@pytest.mark.parametrize("separator", [",", "\t", ";", "，"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.txt"])
def test_encoding_and_separator_are_found(
    tmp_path: Path, separator: str, encoding: str, name: str
) -> None:
    grid = only(_write(tmp_path / name, separator, encoding))

    assert [[*row, *[None] * (3 - len(row))] for row in values(grid)] == ROWS
    assert encoding[:3].upper().replace("GB1", "GB ") in grid.note


def test_excel_s_own_hint_of_the_separator_is_no_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("sep=;\na;b\n", encoding="utf-8")

    assert list(only(tmp_path / "a.csv").rows) == [(1, ["a", "b"])]


def test_big5_is_refused_and_not_read_into_wrong_characters(tmp_path: Path) -> None:
    text = "編號,類別,內容\n1,自然人,請公開徵收補償方案\n2,商業企業,請公開環境影響評估\n"
    (tmp_path / "a.csv").write_bytes(text.encode("big5"))

    assert "编码像是 Big5" in refusal(tmp_path / "a.csv").fault


def test_text_that_gb_18030_reads_into_rare_characters_is_refused(tmp_path: Path) -> None:
    text = "申請者の氏名,住所を記入してください,東京都千代田区霞が関\n1,2,3\n"
    (tmp_path / "a.csv").write_bytes(text.encode("shift_jis"))

    assert "编码" in refusal(tmp_path / "a.csv").fault


def test_rare_characters_in_names_are_gb_18030_still(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(f"{LONG}\n𠮷某,㐂某,镕某,喆某\n".encode("gb18030"))

    assert values(only(tmp_path / "a.csv"))[-1] == ["𠮷某", "㐂某", "镕某", "喆某"]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", "是空文件"),
        (b"a,b\0\n", "空字节"),
        (b"\x05user     \n", "控制字符"),
        (b'"a,b\n', "引号不配对"),
        (b'"a"b,c\n', "引号不配对"),
        (b"a,b\ncaf\xe9,\xff\n", "第 2 行有无法识别的字节"),
        (f"a\n{'信息' * 20}，信息信".encode()[:-1] + "息\n".encode(), "第 2 行有无法识别的字节"),
        (b"a\n1," + b"x" * 200_000, "第 2 行有一格的文字超过"),
        (b"," * 6_000_000, "超过 500 万个单元格"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_is_no_table_is_refused_in_words(tmp_path: Path, data: bytes, fault: str) -> None:
    (tmp_path / "a.csv").write_bytes(data)

    assert fault in refusal(tmp_path / "a.csv").fault
