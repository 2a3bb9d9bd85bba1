"""What an analyst adds to a notebook, in both engines: checks, assertions, tables, wrong names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nbformat
import pypdf
import pytest
from nbformat.v4 import new_code_cell

from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.making.run import run_report
from reportkit.params import read_parameters
from tests.conftest import EXAMPLE, PATIENCE, YEAR, copy_workspace
from tests.rendering.docx_file import figures, told

ENGINES = [
    "nbclient",
    pytest.param("reportkit", marks=pytest.mark.posix),
]
MAY_FAIL = ["raises-exception"]
OWN = {
    "silent assertion": ("x = 1\nassert x == 2", MAY_FAIL),
    "assertion": ("assert x == 2, '两数不同。'", MAY_FAIL),
    "holds": ("assert x == 1", MAY_FAIL),
    "check": (
        "@report.check(title='各月相加')\ndef months():\n    assert report.year == 1\n",
        [],
    ),
    "wrong ledger": ('report.raw["applicatoins"]', MAY_FAIL),
    "wrong cell": ('report.figures["t3.new.totl"]', MAY_FAIL),
    "wrong table": ('report.table("x")', MAY_FAIL),
    "raw": ("report.raw", []),
    "cell": ('report.cell("t3.new.total")', []),
    "table": (
        'report.captioned(report.records("applications")[["办理结果"]], "各类结果")',
        [],
    ),
}


def _made(folder: Path, engine: str, own: dict[str, tuple[str, list[str]]]) -> tuple[Path, Outcome]:
    """Add cells before the signature, make the report; return its outputs."""
    workspace = copy_workspace(folder / "workspace")
    path = workspace / "notebooks" / "annual_report.ipynb"
    nb = nbformat.read(path, as_version=4)
    place = next(number for number, cell in enumerate(nb.cells) if cell.id == "signature")
    nb.cells[place:place] = [
        new_code_cell(source, id=name.replace(" ", "-"), metadata={"tags": tags})
        for name, (source, tags) in own.items()
    ]
    nbformat.write(nb, path)
    parameters = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")
    outcome = run_report(parameters, workspace, engine=engine, timeout=PATIENCE)
    return workspace / parameters.output_folder, outcome


# The suite has the ordinary kernel in JupyterLab: tests/cli/test_lab.py.
@pytest.fixture(
    scope="module", params=[pytest.param(ENGINES[0], marks=pytest.mark.slow), ENGINES[1]]
)
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, Outcome]:
    return _made(tmp_path_factory.mktemp("own"), request.param, OWN)


def _outputs(folder: Path) -> dict[str, Any]:
    executed = nbformat.read(folder / "report.ipynb", as_version=4)
    return {cell.id: cell.outputs for cell in executed.cells if cell.cell_type == "code"}


def test_a_failed_assertion_makes_a_draft_and_is_a_finding(made: tuple[Path, Outcome]) -> None:
    folder, outcome = made
    findings = json.loads((folder / "findings.json").read_text("utf-8"))
    own = [(f["rule"], f["state"], f["message"]) for f in findings if f["rule"].startswith("U-")]
    messages = [message.partition("：")[2] for rule, _, message in own if rule == "U-ASSERT"]

    assert outcome.state is RunState.FAILED
    assert ("U-MONTHS", "fail", "不成立：assert report.year == 1。") in own
    assert messages == ["不成立：assert x == 2。", "两数不同。"]
    assert "U-ASSERT" in (folder / "review.html").read_text("utf-8")
    assert all(
        "草稿" in "".join(page.extract_text().split())
        for page in pypdf.PdfReader(folder / "report.pdf").pages
    )


def test_the_result_names_the_cells_that_failed_as_the_exporters_do(
    made: tuple[Path, Outcome],
) -> None:
    """It said that all is well, with 草稿 printed over it."""
    folder, _ = made
    (result,) = _outputs(folder)["result"]
    executed = nbformat.read(folder / "report.ipynb", as_version=4)
    ids = ("silent-assertion", "assertion", "wrong-ledger", "wrong-cell", "wrong-table")
    numbers = "、".join(str(cell.execution_count) for cell in executed.cells if cell.id in ids)

    words = f"有 1 处核对不符，笔记本第 {numbers} 个运行的单元格没有成功，本报告是草稿。"
    assert words in result.data["text/html"]


@pytest.mark.parametrize("cell", ["wrong-ledger", "wrong-cell", "wrong-table"])
def test_a_wrong_name_is_stored_as_one_line(made: tuple[Path, Outcome], cell: str) -> None:
    (error,) = _outputs(made[0])[cell]

    assert error.traceback == [error.evalue]
    assert error.evalue.startswith("没有叫“")


def test_what_is_for_work_is_printed_for_review_alone(made: tuple[Path, Outcome]) -> None:
    folder, _ = made
    public, review = ((folder / f"{name}.html").read_text("utf-8") for name in ("report", "review"))

    assert "2022-001" not in public
    assert "<caption>原始数据</caption>" not in public
    assert "2022-001" in review
    assert "<caption>各类结果</caption>" in public


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_an_assertion_that_holds_and_a_frame_leave_the_report_passed(
    tmp_path: Path, engine: str
) -> None:
    folder, outcome = _made(tmp_path, engine, {"holds": ("assert True", MAY_FAIL)})

    assert outcome.state is RunState.PASSED
    assert "草稿" not in (folder / "report.html").read_text("utf-8")


@pytest.mark.parametrize("engine", ENGINES[1:])
def test_any_other_error_in_such_a_cell_still_breaks_a_report_that_passes(
    tmp_path: Path, engine: str
) -> None:
    _, outcome = _made(tmp_path, engine, {"wrong": ("1 / 0", MAY_FAIL)})

    assert outcome.state is RunState.BROKEN
    assert "ZeroDivisionError" in outcome.message


def test_two_checks_of_one_name_are_refused_since_one_would_not_be_held(tmp_path: Path) -> None:
    check = "@report.check\ndef months():\n    return {}"
    own = {name: (check.format(name == "second"), []) for name in ("first", "second")}

    _, outcome = _made(tmp_path, "reportkit", own)

    assert outcome.state is RunState.BROKEN
    assert "笔记本里有同名的核对：U-MONTHS，只有后一个会执行。请改函数名。" in outcome.message


def test_the_figures_of_the_docx_are_those_of_the_report(made: tuple[Path, Outcome]) -> None:
    folder, _ = made
    html = (folder / "report.html").read_text("utf-8")

    assert figures((folder / "report.docx").read_bytes(), html) == told(folder)
