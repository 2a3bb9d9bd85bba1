"""Pages and texts made to stop whoever reads them: refused in words, or read in little time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from reportkit.grids.model import GridError
from reportkit.grids.read_document import document_of
from reportkit.grids.web.tables import parse_page
from tests.audit.audited import audit_file
from tests.grids.samples import write_parts

HEAD = "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
HOSTILE = {
    "spans.html": "<table>" + "<tr><td rowspan=65534 colspan=1000>x</td></tr>" * 190 + "</table>",
    "nested.html": "<table><tr><td>" * 300 + "x" + "</td></tr></table>" * 300,
    "deep.html": "<div>" * 100_000,
    "tabs.txt": ("\t" * 500 + "\n") * 1000,
    "long.txt": "规" * 1_000_000,
    "no_row.html": f"<table>{HEAD}{'<tr><td>其他</td><td>1</td></tr>' * 900}</table>",
    "attributes.html": "<table><tr><td " + " ".join(f"a{n}=1" for n in range(90_000)) + ">1</td>",
    "script.html": '<script>var a="' + "<table><tr><td>1" * 5000 + '";</script>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_words(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(HOSTILE[name], encoding="utf-8")

    audited = audit_file(path)

    assert audited.published is None
    assert audited.message
    assert "程序出错" not in audited.message


@pytest.mark.parametrize(
    "page",
    [
        "<td " + " ".join(f'a{n}"' for n in range(5_000)) + ">1</td>",
        "<!--<a b='--><td " + " ".join(f"a{n}" for n in range(5_000)) + "><!--'-->",
        ("<p " + " ".join(f"a{n}" for n in range(1_990)) + ">") * 20,
        "<a" * 50_000,
    ],
    ids=["quotes without a pair", "seemingly within a value", "in many tags", "of many tags"],
)
def test_attributes_without_end_are_refused_before_a_parser_compares_them(page: str) -> None:
    with pytest.raises(GridError, match="结构反常"):
        parse_page(f"<table><tr>{page}</table>")


def test_a_tag_with_a_long_value_and_one_within_another_are_no_attack() -> None:
    within = "data-text='" + "<p class=a>规定</p>" * 2_000 + "'"
    parse_page(f'<img src="data:image/png;base64,{"iVBOR/w0 KGgo=" * 20_000}"><p {within}>1</p>')


def _archive(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return made.getvalue()


NO_REPORTS = {
    "archive.zip": _archive(a="<a/>"),
    "archive.rar": b"Rar!" + bytes(9),
    "broken.docx": _archive(word__document="<w:document")[:-40],
    "bomb.docx": _archive(word__document=" " * (64 << 20)),
    "entities.docx": _archive(word__document="<!DOCTYPE a><a/>"),
    "unclosed.docx": _archive(word__document="<a>"),
    "large.html": b"<p>" + b" " * (65 << 20),
    "blank.txt": b" \n",
    "empty.html": b"",
    "bytes.html": bytes(range(256)) * 9,
    "data.json": b'{"a": 1}',
    "page.mhtml": b"From: <Saved by Blink>\nMIME-Version: 1.0\n\n<table>",
    "sheet.xml": b"<?xml version='1.0'?><Workbook/>",
    "picture.gif": b"GIF89a",
}


@pytest.mark.parametrize("name", NO_REPORTS)
def test_what_is_no_report_is_told_as_a_report_is(name: str, tmp_path: Path) -> None:
    """Its reader has no ledger before it, and cannot save it as a sheet."""
    path = tmp_path / name
    path.write_bytes(NO_REPORTS[name])

    message = audit_file(path).message

    assert message.endswith("。")
    assert not [word for word in ("工作簿", "表格", "Excel", "CSV", "表头") if word in message]


def test_merged_cells_without_end_are_refused_in_words(tmp_path: Path) -> None:
    """Only when the sheet is understood do they take any room."""
    merged = "".join(f'<mergeCell ref="A{n}:XFD{n}"/>' for n in range(1, 3_000))
    row = '<row r="1"><c r="A1"><v>1</v></c></row>'
    path = write_parts(tmp_path / "a.xlsx", row, after=f"<mergeCells>{merged}</mergeCells>")

    message = audit_file(path).message

    assert "多得多" in message
    assert "程序出错" not in message


def test_the_same_row_nine_hundred_times_is_a_doubt(tmp_path: Path) -> None:
    rows = "".join(f"<tr><td>规章</td><td>{n}</td><td>2</td></tr>" for n in range(900))
    path = tmp_path / "年报.html"
    path.write_text(f"<table>{HEAD}{rows}</table>", encoding="utf-8")

    one = audit_file(path).published

    assert one is not None
    assert "t2.regulations.issued" in one.doubts
    assert len(one.doubts["t2.regulations.issued"]) < 500


def test_one_cell_far_to_the_right_does_not_make_every_row_as_long() -> None:
    """A report of some rows took many seconds, each row being filled up to 16,384 cells."""
    import openpyxl

    book = openpyxl.Workbook()
    for row in range(1, 41):
        book.worksheets[0].cell(row, 1, "其他")
    book.worksheets[0].cell(40, 16_384, "1")
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(GridError, match="栏数比任何一份报告都多得多"):
        document_of(out.getvalue(), "年报.xlsx")
