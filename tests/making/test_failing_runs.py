"""A report that does not reconcile is rendered as a draft, with all that is wrong in it."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat
import openpyxl
import pypdf
import pytest

from tests.conftest import EXAMPLE, YEAR, made_below, reportkit


def _outputs(workspace: Path) -> Path:
    return workspace / "outputs" / "ogi" / YEAR / EXAMPLE


def _plant_four_errors(workspace: Path) -> None:
    """Spoil four rows of the applications ledger (headings in row 2, records from row 3)."""
    path = workspace / "data" / EXAMPLE / YEAR / "applications.xlsx"
    book = openpyxl.load_workbook(path)
    sheet = book.active
    column = {cell.value: cell.column for cell in sheet[2]}
    sheet.cell(3, column["办理结果"]).value = None
    sheet.cell(4, column["申请人类别"]).value = "自燃人"
    sheet.cell(5, column["办结日期"]).value = "2022-05-01"
    sheet.cell(7, column["登记编号"]).value = sheet.cell(6, column["登记编号"]).value
    book.save(path)


def _failing(workspace: Path) -> set[tuple[str, str]]:
    findings = json.loads((_outputs(workspace) / "findings.json").read_text("utf-8"))
    return {(f["rule"], f["place"]) for f in findings if f["state"] == "fail"}


def _assert_draft(workspace: Path) -> None:
    html = (_outputs(workspace) / "report.html").read_text("utf-8")
    assert '<div class="watermark" data-mark="草稿" aria-hidden="true"></div>' in html
    assert html.index("没有通过") < html.index("<h1")
    for page in pypdf.PdfReader(_outputs(workspace) / "report.pdf").pages:
        assert "草稿" in "".join(page.extract_text().split())


def test_four_planted_errors_are_reported_at_once_with_their_rows(workspace: Path) -> None:
    _plant_four_errors(workspace)

    process = reportkit(workspace, "run")

    assert process.returncode == 1
    assert _failing(workspace) == {
        ("L-CONCLUDED", "applications:3"),
        ("L-KIND", "applications:4"),
        ("L-ORDER", "applications:5"),
        ("L-UNIQUE", "applications:7"),
    }
    for row in (3, 4, 5, 7):
        assert f"applications.xlsx 第 {row} 行" in process.stdout
    assert "Traceback" not in process.stdout + process.stderr
    _assert_draft(workspace)


def test_a_column_that_does_not_balance_is_named_alone(workspace: Path) -> None:
    path = workspace / "notebooks" / "annual_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    opening = next(i for i, cell in enumerate(notebook.cells) if cell.id == "open")
    changed = 'report.figures = report.figures.replacing({"t3.carried_out.natural_person": 1})'
    notebook.cells.insert(opening + 1, nbformat.v4.new_code_cell(changed))
    nbformat.write(notebook, path)

    process = reportkit(workspace, "run")

    assert process.returncode == 1
    assert {place for rule, place in _failing(workspace) if rule == "T3-BALANCE"} == {
        "natural_person"
    }
    told = "自然人列：一＋二＝6，三（七）＋四＝7，相差 1。"
    blamed = "“四 结转下年度继续办理·自然人”应为 0（现为 1"
    assert f"{told}{blamed}" in process.stdout
    _assert_draft(workspace)


def test_a_character_in_no_font_is_named_and_never_a_silent_box(workspace: Path) -> None:
    narrative = workspace / "data" / EXAMPLE / YEAR / "narrative.md"
    prose = narrative.read_text("utf-8")
    narrative.write_text(prose.replace("局领导", "局领导䶮㙍镕𰻝"), "utf-8")

    process = reportkit(workspace, "run")

    assert process.returncode == 1
    assert _failing(workspace) == {("N-GLYPHS", "text")}
    assert "字库里没有“𰻝”（U+30EDD）。" in process.stdout
    text = "".join(
        page.extract_text() for page in pypdf.PdfReader(_outputs(workspace) / "report.pdf").pages
    )
    assert "䶮㙍镕〔U+30EDD〕" in text


@pytest.fixture
def earlier(workspace: Path) -> bytes:
    """Stand in for what an earlier run wrote; a broken run must not touch it."""
    folder = _outputs(workspace)
    folder.mkdir(parents=True)
    (folder / "report.html").write_text("earlier", "utf-8")
    return b"earlier"


def test_unreadable_ledgers_are_all_named_and_earlier_outputs_stay(
    workspace: Path, earlier: bytes
) -> None:
    data = workspace / "data" / EXAMPLE / YEAR
    (data / "cases.csv").unlink()
    (data / "fees.csv").write_bytes(b"")
    (data / "documents.csv").write_bytes(b"\xff\xff\xff\n")
    (data / "applications.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    (data / "decisions.csv").unlink()
    (data / "decisions.csv").mkdir()

    process = reportkit(workspace, "run")

    assert process.returncode == 3
    assert "没有完成。先前的输出没有改动。" in process.stderr
    for words in ("缺少“政府信息公开行政复议", "空文件", "编码", "已损坏", "是文件夹"):
        assert words in process.stderr
    assert "Traceback" not in process.stderr
    assert (_outputs(workspace) / "report.html").read_bytes() == earlier
    assert made_below(_outputs(workspace).parent) == [EXAMPLE]


@pytest.mark.parametrize("place", [-1, -2], ids=["after the result", "before it"])
def test_an_analysts_own_error_is_told_with_its_cell(
    workspace: Path, earlier: bytes, place: int
) -> None:
    path = workspace / "notebooks" / "annual_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("1 / 0"))
    notebook.cells[place], notebook.cells[-1] = notebook.cells[-1], notebook.cells[place]
    nbformat.write(notebook, path)

    process = reportkit(workspace, "run")

    assert process.returncode == 3
    assert "个运行的单元格出错：ZeroDivisionError: division by zero" in process.stderr
    assert (_outputs(workspace) / "report.html").read_bytes() == earlier


def test_a_kernel_that_dies_is_one_broken_bureau(workspace: Path, earlier: bytes) -> None:
    path = workspace / "notebooks" / "annual_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_code_cell("import os; os._exit(3)"))
    nbformat.write(notebook, path)

    process = reportkit(workspace, "run")

    assert process.returncode == 3
    assert "内核中途退出" in process.stderr
    assert "Traceback" not in process.stderr
    assert (_outputs(workspace) / "report.html").read_bytes() == earlier


def test_one_broken_bureau_does_not_stop_the_others(workspace: Path) -> None:
    params = workspace / "params"
    text = (params / f"{EXAMPLE}-{YEAR}.yaml").read_text("utf-8")
    (params / "absent-2022.yaml").write_text(text.replace(EXAMPLE, "absent"), "utf-8")
    (params / "misspelt-2022.yaml").write_text(text.replace("bureau:", "bureua:"), "utf-8")

    process = reportkit(workspace, "run")

    assert process.returncode == 3
    assert "没有参数 bureua。是否应为 bureau？" in process.stderr
    assert "data/absent/2022" in process.stderr
    assert (_outputs(workspace) / "report.pdf").exists()
