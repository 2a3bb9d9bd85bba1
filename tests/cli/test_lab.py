"""An analyst opens a bureau-year in a real JupyterLab, runs it all, changes it, adds to it."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from reportkit.making.copy import changes_of
from reportkit.params import read_parameters
from tests.cli.jupyterlab import PARAMS, Lab, opened
from tests.conftest import EXAMPLE, YEAR, reportkit
from tests.windows import AS_ON_WINDOWS

FIRST_ROW = 3  # of the records in the example's applications
TABLE = """records = report.records("publications")
months = records.groupby(records["发布日期"].dt.month.rename("月份")).size().rename("条数")
report.captioned(months, "各月公开信息（条）")"""
CHECK = """@report.check(title="每月不少于一百五十条")
def monthly():
    assert months.min() >= 150, '有的月份不足一百五十条。'"""


@pytest.fixture
def lab(workspace: Path, tmp_path: Path, program: Callable[[str], str]) -> Iterator[Lab]:
    with opened(workspace, tmp_path, program("chromium")) as lab:
        yield lab


def misspell(ledger: Path) -> None:
    """Write as an outcome, in the first record, what may mean several."""
    book = load_workbook(ledger)
    for cell in next(book.active.iter_rows(min_row=FIRST_ROW, max_row=FIRST_ROW)):
        if cell.value == "予以公开":
            cell.value = "不予公开"
    book.save(ledger)


@pytest.mark.skipif(sys.platform == "win32", reason="signals of a process group are POSIX")
def test_an_analyst_breaks_mends_and_adds_in_a_chinese_jupyterlab(
    lab: Lab, workspace: Path
) -> None:
    """One walk, as an analyst takes it: starting a JupyterLab costs more than all its steps."""
    _break_and_mend(lab, workspace / "data" / EXAMPLE / YEAR / "applications.xlsx")
    # It is in a notice that JupyterLab asks whether to fetch news.
    assert lab.page.locator(".Toastify__toast").count() == 0
    lab.save()
    # What JupyterLab saves still knows its cells by their ids, and what they were.
    assert changes_of(read_parameters(workspace / PARAMS), workspace) == []

    _ask_by_wrong_names(lab)
    _add_a_table_and_a_check(lab)
    lab.save()

    elsewhere = [
        url for url in lab.asked if not re.match(r"(https?|wss?)://127\.0\.0\.1:|data:|blob:", url)
    ]
    assert elsewhere == []
    assert not [url for url in lab.asked if "/lab/api/news" in url or "/lab/api/update" in url]
    _run_prints_what_was_added(workspace)


def _break_and_mend(lab: Lab, ledger: Path) -> None:
    good = ledger.read_bytes()
    misspell(ledger)

    assert "有 1 处核对不符，本报告是草稿。" in lab.run_all()
    told = lab.output(lab.find('report.reconcile("L")'))
    assert f"applications.xlsx 第 {FIRST_ROW} 行“办理结果”：“不予公开”没有写明是哪一种。" in told
    assert "请改填其中一种：属于国家秘密、" in told

    ledger.write_bytes(good)
    assert lab.run_all().startswith("全部核对通过。")


def _ask_by_wrong_names(lab: Lab) -> None:
    wrong = {
        'report.cell("t3.new.totl")': "没有叫“t3.new.totl”的格，是否应为 t3.new.total（",
        'report.raw["aplications"]': "没有叫“aplications”的台账，是否应为 applications（",
    }
    lab.insert_above("report.result()", *wrong)
    for source, words in wrong.items():
        (line,) = lab.run(source).splitlines()
        assert line.startswith(words)
    assert re.search(
        r"第 \d+、\d+ 个运行的单元格没有成功，本报告是草稿", lab.run("report.result()")
    )
    for source in wrong:
        lab.delete(source)
    assert lab.run("report.result()").startswith("全部核对通过。")

    begun = 'report.cell("t3.new.t'
    lab.insert_above("report.result()", begun)
    assert lab.complete(begun) == ["t3.new.total"]
    lab.delete(begun)


def _add_a_table_and_a_check(lab: Lab) -> None:
    lab.insert_above("report.signature()", "## 各月公开情况", TABLE)
    lab.insert_above("report.reconcile()", CHECK)

    result = lab.run_all()

    assert "有 1 处核对不符，本报告是草稿。" in result
    assert re.search(r"U-MONTHLY\s+每月不少于一百五十条.*有的月份不足一百五十条。", result)


def _run_prints_what_was_added(workspace: Path) -> None:
    process = reportkit(workspace, "run", PARAMS)

    assert process.returncode == 1, process.stderr
    folder = workspace / read_parameters(workspace / PARAMS).output_folder
    html = (folder / "report.html").read_text("utf-8")
    text = "".join(page.extract_text() for page in PdfReader(folder / "report.pdf").pages)
    for words in ("各月公开情况", "各月公开信息（条）", "月份", "条数"):
        assert words in html
        assert words in "".join(text.split())
    findings = json.loads((folder / "findings.json").read_text("utf-8"))
    (own,) = (finding for finding in findings if finding["rule"] == "U-MONTHLY")
    assert (own["state"], own["message"]) == ("fail", "有的月份不足一百五十条。")


def test_several_reports_are_refused_with_the_way_to_choose_one(workspace: Path) -> None:
    other = (workspace / PARAMS).read_text("utf-8").replace(f"year: {YEAR}", "year: 2021")
    (workspace / "params" / "other.yaml").write_text(other, "utf-8")

    process = reportkit(workspace, "lab")

    assert process.returncode == 2
    assert "一次只能打开一份，选到了 2 份" in process.stderr
    assert "--bureau、--year" in process.stderr
    assert not (workspace / "notebooks" / f"{EXAMPLE}-{YEAR}.ipynb").exists()


def test_a_row_of_a_table_is_opened_with_what_follows_two_hyphens(workspace: Path) -> None:
    """`--version` makes Jupyter say its version and end."""
    (workspace / PARAMS).unlink()
    table = workspace / "params" / "all.csv"
    rows = [
        "单位代码,单位名称,年度,日期",
        *(f"{code},某局,2022年,2023/1/16" for code in ("a", "b")),
    ]
    table.write_text("\n".join(rows), "utf-8")

    process = reportkit(workspace, "lab", "--bureau", "b", "--", "--version")

    assert process.returncode == 0, process.stderr
    told, _, version = process.stdout.rstrip().rpartition("\n")
    assert "抄出 notebooks/b-2022.ipynb。" in told
    assert re.fullmatch(r"[\d.]+", version)
    assert (workspace / "notebooks" / "b-2022.ipynb").is_file()
    if not AS_ON_WINDOWS and os.geteuid() == 0:
        assert "正以 root 身份运行" in process.stderr
