"""The second form, end to end, on the forked engine and with plain papermill and nbconvert."""

from __future__ import annotations

import csv
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import assert_in_reading_order, copy_workspace
from tests.making.test_example import FILES, REPRODUCIBLE, Made, plainly_made
from tests.schedulers.page import MADE, WORKSPACE, blocks, here

BUREAU = "tangxi-market"
EXAMPLE = ("enforcement", "2024", BUREAU)
IN_READING_ORDER = (
    "棠溪市市场监督管理局",
    "2024年",
    "行政处罚实施情况统计表",
    "警告",
    "行政许可实施情况统计表",
    "行政强制实施情况统计表",
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("second") / "workspace", EXAMPLE)


def test_run_passes_and_makes_every_file(made: Made) -> None:
    assert made.process.returncode == 0, made.process.stdout
    assert made.process.stderr == ""
    assert {path.name for path in made.outputs.iterdir()} == FILES


def test_the_table_says_what_the_ledger_counts_to(made: Made) -> None:
    path = made.workspace / "data" / BUREAU / "2024" / "decisions.csv"
    with path.open(encoding="utf-8-sig") as file:
        penalties = [row for row in csv.DictReader(file) if row["决定类别"] == "行政处罚"]
    cells = {cell: each["value"] for cell, each in made.read("figures.json")["cells"].items()}
    money = sum(Decimal(row["罚没金额（元）"] or 0) for row in penalties)

    assert len(penalties) > 0
    assert cells["penalties.total"] == len(penalties)
    assert Decimal(cells["penalties.amount"]) * 10000 == money


def test_no_rule_fails_or_is_broken(made: Made) -> None:
    findings = made.read("findings.json")

    assert {each["state"] for each in findings} == {"pass", "unknown"}
    assert {"E1-TOTAL", "E3-TOTAL", "X-OGI-PENALTIES"} <= {each["rule"] for each in findings}


@pytest.mark.slow  # of the first form, the suite holds it
def test_other_folder_and_other_hash_seed_give_the_same_bytes(made: Made, tmp_path: Path) -> None:
    again = Made(tmp_path / "elsewhere", EXAMPLE, PYTHONHASHSEED="2", TZ="Asia/Shanghai")

    for name in REPRODUCIBLE:
        assert (again.outputs / name).read_bytes() == (made.outputs / name).read_bytes(), name


@pytest.mark.slow  # of the first form, the suite holds it
@pytest.mark.posix  # nbconvert alone writes the line ends of the system
def test_plain_papermill_and_nbconvert_give_the_same_report(made: Made, tmp_path: Path) -> None:
    """As DolphinScheduler's Jupyter task starts papermill: everything is text."""
    workspace = copy_workspace(tmp_path / "workspace", BUREAU)
    shown = blocks("dolphinscheduler.md", "sh")[1].replace("\\\n", " ")
    places = {f"{MADE}/{BUREAU}": workspace / "x", WORKSPACE: workspace}

    for name, plain in plainly_made(workspace, here(shown, places).split()).items():
        assert plain == (made.outputs / name).read_bytes(), name


def test_text_of_the_pdf_comes_in_reading_order(made: Made, program: Callable[[str], str]) -> None:
    pdf = made.outputs / "report.pdf"

    assert_in_reading_order(pdf, IN_READING_ORDER, program("pdftotext"))
