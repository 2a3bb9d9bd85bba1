"""The example, end to end: ledgers go in, the published report of 2022 comes out."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml

from reportkit.params import Parameters, read_parameters
from tests.conftest import (
    EXAMPLE,
    WITHOUT_LAST_YEAR,
    YEAR,
    assert_in_reading_order,
    copy_workspace,
    made_below,
    reportkit,
)

FILES = {
    "figures.json",
    "findings.json",
    "manifest.json",
    "report.docx",
    "report.html",
    "report.ipynb",
    "report.pdf",
    "review.html",
}
REPRODUCIBLE = FILES - {"manifest.json", "report.ipynb"}

# Every cell of the published report that is not 0.
PUBLISHED = {
    "t2.normative_documents.in_force": 7,
    "t2.licences.decisions": 296,
    "t2.penalties.decisions": 97,
    "t2.coercive_measures.decisions": 1,
    "t3.new.natural_person": 6,
    "t3.new.total": 6,
    "t3.granted.natural_person": 5,
    "t3.granted.total": 5,
    "t3.unavailable.not_held.natural_person": 1,
    "t3.unavailable.not_held.total": 1,
    "t3.concluded.natural_person": 6,
    "t3.concluded.total": 6,
}


IN_READING_ORDER = (
    "阜新市生态环境局",
    "2022年政府信息公开工作年度报告",
    "一、总体情况",
    "（一）主动公开",
    "全年通过政府网站发布信息805条。其中，环境监测信息12条",
    "（五）监督保障",
    "2022年各月政府网站公开信息（条）",
    "二、主动公开政府信息情况",
    "第二十条第（一）项",
    "行政规范性文件",
    "第二十条第（八）项",
    "三、收到和处理政府信息公开申请情况",
    "申请人情况",
    "一、本年新收政府信息公开申请数量",
    "（一）予以公开",
    "1.属于国家秘密",
    "四、结转下年度继续办理",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
    "没有收取政府信息公开信息处理费",
    "2023年1月16日",
)


class Made:
    """A workspace in which `reportkit run` has made an example."""

    def __init__(
        self,
        folder: Path,
        example: tuple[str, str, str] = ("ogi", YEAR, EXAMPLE),
        **environment: str,
    ) -> None:
        self.workspace = copy_workspace(folder, example[2])
        self.process = reportkit(self.workspace, "run", **environment)
        self.outputs = self.workspace.joinpath("outputs", *example)

    def read(self, name: str) -> Any:
        return json.loads((self.outputs / name).read_text("utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    return Made(tmp_path_factory.mktemp("first") / "workspace")


def test_run_passes_and_says_nothing_else(made: Made) -> None:
    assert made.process.returncode == 0
    line, index, total = made.process.stdout.splitlines()
    assert line == f"阜新市生态环境局 2022 年：通过。见 outputs/ogi/{YEAR}/{EXAMPLE}"
    assert index == f"各单位的情况汇总在 outputs/ogi/{YEAR}/index.html"
    assert total.startswith("共 1 份：通过 1，不符 0，没有完成 0（其中没有变化 0）；用时 ")
    assert made.process.stderr == ""


def test_every_promised_file_is_there(made: Made) -> None:
    assert {path.name for path in made.outputs.iterdir()} == FILES
    assert made_below(made.outputs.parent) == [EXAMPLE]


def test_all_cells_equal_the_published_ones(made: Made) -> None:
    cells = {cell: item["value"] for cell, item in made.read("figures.json")["cells"].items()}

    assert len(cells) == 10 + 25 * 7 + 15
    assert {cell: value for cell, value in cells.items() if value not in (0, "0")} == PUBLISHED
    assert cells["t2.fees.amount"] == "0"


def test_the_other_published_figures_stand_in_the_prose(made: Made) -> None:
    text = (made.outputs / "report.html").read_text("utf-8")

    for figure in ("805条", "12条", "168条", "138条", "42条", "296条", "162条", "893条"):
        assert figure in text


def test_nothing_fails_and_every_rule_was_held(made: Made) -> None:
    findings = made.read("findings.json")

    assert {f["rule"] for f in findings if f["state"] != "pass"} == WITHOUT_LAST_YEAR
    assert {f["state"] for f in findings} == {"pass", "unknown"}
    assert {"T3-BALANCE", "L-UNIQUE", "N-SECTIONS", "N-GLYPHS"} <= {f["rule"] for f in findings}


def test_manifest_names_inputs_and_outputs_by_digest(made: Made) -> None:
    manifest = made.read("manifest.json")

    assert manifest["state"] == "passed"
    assert set(manifest["outputs"]) == FILES - {"manifest.json"}
    inputs = manifest["inputs"]
    assert {"applications.xlsx", "narrative.md", "annual_report.ipynb"} <= {
        path.rpartition("/")[2] for path in inputs
    }
    for path, digest in inputs.items():
        assert hashlib.sha256((made.workspace / path).read_bytes()).hexdigest() == digest


def test_no_folder_of_this_machine_in_any_output(made: Made) -> None:
    for path in made.outputs.iterdir():
        assert str(made.workspace).encode() not in path.read_bytes(), path.name


def test_no_personal_data_in_any_byte(made: Made) -> None:
    private = _private_words(made.workspace)
    assert len(private) >= 12

    everything = (made.workspace / "outputs").rglob("*")  # record and log included
    written = {path.name: path.read_bytes() for path in everything if path.is_file()}
    assert {f"{EXAMPLE}.log", "run.json", "runs.jsonl"} < set(written)
    written["what was printed"] = (made.process.stdout + made.process.stderr).encode()
    for name, content in written.items():
        for word in private:
            assert word.encode() not in content, f"{word} in {name}"


def test_text_of_the_pdf_comes_in_reading_order(made: Made, program: Callable[[str], str]) -> None:
    pdf = made.outputs / "report.pdf"

    assert_in_reading_order(pdf, IN_READING_ORDER, program("pdftotext"))


def test_other_folder_and_other_hash_seed_give_the_same_bytes(made: Made, tmp_path: Path) -> None:
    again = Made(tmp_path / "elsewhere" / "nested", PYTHONHASHSEED="2", TZ="Asia/Shanghai")

    for name in REPRODUCIBLE:
        assert (again.outputs / name).read_bytes() == (made.outputs / name).read_bytes(), name


@pytest.mark.posix  # nbconvert alone writes the line ends of the system
def test_plain_papermill_and_nbconvert_give_the_same_report(made: Made, workspace: Path) -> None:
    """With the parameters under their Chinese names, of which papermill makes variables."""
    parameters = workspace / "chinese.yaml"
    values = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").for_notebook()
    chinese = {field.name: field.metadata["chinese"] for field in dataclasses.fields(Parameters)}
    written = {chinese[name]: value for name, value in values.items() if value}
    written |= {"年度": "2022年", "日期": "2023年1月16日"}
    parameters.write_text(yaml.safe_dump(written, allow_unicode=True), "utf-8")

    command = ["papermill", f"{workspace}/notebooks/annual_report.ipynb", f"{workspace}/x.ipynb"]
    command += ["-f", str(parameters), "-p", "workspace", str(workspace)]

    for name, plain in plainly_made(workspace, command).items():
        assert plain == (made.outputs / name).read_bytes(), name


def test_notes_of_the_office_are_for_reviewers_alone(made: Made) -> None:
    assert "都不是该局的实际情况" in (made.outputs / "review.html").read_text("utf-8")
    assert "都不是该局的实际情况" not in (made.outputs / "report.html").read_text("utf-8")


# Both commands as their programs begin them, in one process: most of the time is imports.
_PLAINLY = """import os, sys
from nbconvert.nbconvertapp import main
from papermill.cli import papermill
papermill(sys.argv[2:], standalone_mode=False)
os.chdir(sys.argv[1])
for kind in ("pdf", "html"):
    main(["--to", f"reportkit_{kind}", "x.ipynb"])
"""


def plainly_made(workspace: Path, papermill: Sequence[str]) -> dict[str, bytes]:
    """Return what papermill and nbconvert make by themselves, by the name that the kit gives it.

    papermill is started elsewhere, as by a scheduler; it has to write ``x.ipynb`` in the workspace.
    """
    program, *arguments = papermill
    assert program == "papermill"
    command = [sys.executable, "-c", _PLAINLY, str(workspace), *arguments]
    subprocess.run(command, cwd=workspace.parent, check=True, capture_output=True)
    return {f"report.{kind}": (workspace / f"x.{kind}").read_bytes() for kind in ("pdf", "html")}


def _private_words(workspace: Path) -> set[str]:
    """Return the names and telephone numbers of the applicants in the example."""
    path = workspace / "data" / EXAMPLE / YEAR / "applications.xlsx"
    rows = list(openpyxl.load_workbook(path).active.iter_rows(min_row=2, values_only=True))
    columns = [rows[0].index(heading) for heading in ("申请人姓名", "联系电话")]
    return {str(row[column]) for row in rows[1:] for column in columns}
