"""Nothing changed, nothing runs; whatever changed is named, by content and not by time."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from reportkit.decisions.inputs import input_digests
from reportkit.inputs.names import MANIFEST, ROLES
from reportkit.making.stale import reasons_to_run
from reportkit.params import Parameters, parse_parameters, read_parameters
from tests.conftest import EXAMPLE, YEAR, reportkit
from tests.outputs import keep_outputs

DATA = f"data/{EXAMPLE}/{YEAR}"


@pytest.fixture
def parameters(workspace: Path) -> Parameters:
    """The example's parameters, with outputs that stand as a run left them."""
    one = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")
    page = workspace / one.output_folder / "report.html"
    page.parent.mkdir(parents=True)
    page.write_text("report")
    keep_outputs(one, workspace, inputs=input_digests(one, workspace))
    return one


def test_what_has_not_changed_is_not_run(workspace: Path, parameters: Parameters) -> None:
    assert reasons_to_run(parameters, workspace) == []


def test_a_workspace_that_comes_under_review_makes_its_reports_again(
    workspace: Path, parameters: Parameters
) -> None:
    roles = workspace / ROLES
    roles.parent.mkdir()
    roles.write_text("zhang: [first]\n", "utf-8")

    assert reasons_to_run(parameters, workspace) == ["现在要审签"]


def test_pages_that_are_to_bring_their_fonts_along_are_made_again(
    workspace: Path, parameters: Parameters
) -> None:
    assert reasons_to_run(parameters, workspace, embed_fonts=True) == ["现在要嵌入字体"]
    assert reasons_to_run(parameters, workspace, embed_fonts=False) == []


def test_touching_a_file_is_not_a_change(workspace: Path, parameters: Parameters) -> None:
    later = time.time() + 3600
    for path in workspace.rglob("*"):
        os.utime(path, (later, later))

    assert reasons_to_run(parameters, workspace) == []


@pytest.mark.parametrize(
    "path",
    [
        f"{DATA}/~$cases.xlsx",
        f"{DATA}/.DS_Store",
        f"outputs/ogi/{YEAR}/{EXAMPLE}/.ipynb_checkpoints/a",
    ],
)
def test_what_programs_leave_beside_open_files_is_not_a_change(
    workspace: Path, parameters: Parameters, path: str
) -> None:
    (workspace / path).parent.mkdir(exist_ok=True)
    (workspace / path).touch()

    assert reasons_to_run(parameters, workspace) == []


def _append(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b"\n")


def _new(path: Path) -> None:
    path.parent.mkdir()
    path.touch()


def _without(path: Path, name: str) -> None:
    kept = json.loads(path.read_bytes())
    del kept[name]
    path.write_text(json.dumps(kept))


def _previous(workspace: Path) -> None:
    folder = workspace / "outputs" / "ogi" / "2021" / EXAMPLE
    folder.mkdir(parents=True)
    (folder / "figures.json").write_text("{}")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda w: _append(w / DATA / "cases.csv"), f"{DATA}/cases.csv 变了"),
        (lambda w: _append(w / DATA / "narrative.md"), f"{DATA}/narrative.md 变了"),
        (lambda w: (w / DATA / "cases.csv").unlink(), f"{DATA}/cases.csv 没有了"),
        (lambda w: (w / DATA / "summary.csv").touch(), f"{DATA}/summary.csv 是新的"),
        (lambda w: _new(w / DATA / "scans" / "1.txt"), f"{DATA}/scans/1.txt 是新的"),
        (
            lambda w: _append(w / "notebooks/annual_report.ipynb"),
            "notebooks/annual_report.ipynb 变了",
        ),
        (_previous, f"outputs/ogi/2021/{EXAMPLE}/figures.json 是新的"),
        (
            lambda w: _append(w / f"outputs/ogi/{YEAR}/{EXAMPLE}/report.html"),
            "输出 report.html 变了",
        ),
        (
            lambda w: (w / f"outputs/ogi/{YEAR}/{EXAMPLE}/report.html").unlink(),
            "输出 report.html 没有了",
        ),
        (
            lambda w: (w / f"outputs/ogi/{YEAR}/{EXAMPLE}/{MANIFEST}").write_text("{"),
            "上次的清单读不出来",
        ),
        (
            lambda w: _without(w / f"outputs/ogi/{YEAR}/{EXAMPLE}/{MANIFEST}", "state"),
            f"输出 {MANIFEST} 变了",
        ),
        (
            lambda w: (w / f"outputs/ogi/{YEAR}/{EXAMPLE}/{MANIFEST}").unlink(),
            "还没有生成过",
        ),
    ],
)
def test_each_change_is_named(
    workspace: Path, parameters: Parameters, change: Callable[[Path], object], reason: str
) -> None:
    change(workspace)

    assert reasons_to_run(parameters, workspace) == [reason]


def test_another_parameter_is_a_change(workspace: Path, parameters: Parameters) -> None:
    other = parse_parameters(parameters.for_notebook() | {"date": "2023-01-17"}, "test")

    assert reasons_to_run(other, workspace) == ["参数 date 变了"]


def test_another_kit_is_a_change(
    workspace: Path, parameters: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reportkit.making.stale.package_digest", lambda: "another")

    assert reasons_to_run(parameters, workspace) == ["软件变了"]


def test_run_plan_and_force(workspace: Path) -> None:
    first = reportkit(workspace, "run")
    planned = reportkit(workspace, "plan")
    again = reportkit(workspace, "run")
    notebook = workspace / "outputs" / "ogi" / YEAR / EXAMPLE / "report.ipynb"
    before = notebook.stat().st_mtime_ns
    forced = reportkit(workspace, "run", "--force")

    assert [p.returncode for p in (first, planned, again, forced)] == [0, 0, 0, 0]
    assert planned.stdout.splitlines() == [
        "阜新市生态环境局 2022 年：没有变化，不需要生成",
        f"各单位的情况汇总在 outputs/ogi/{YEAR}/index.html",
        "共 1 份：需要生成 0 份，没有变化 1 份",
    ]
    assert "通过（没有变化）。" in again.stdout
    assert "（没有变化）" not in forced.stdout
    assert notebook.stat().st_mtime_ns > before


def test_a_draft_that_has_not_changed_still_fails(workspace: Path) -> None:
    ledger = workspace / DATA / "decisions.csv"
    ledger.write_text(ledger.read_text("utf-8-sig").replace("行政强制", "强拆"), "utf-8")
    first = reportkit(workspace, "run")

    again = reportkit(workspace, "run")

    assert (first.returncode, again.returncode) == (1, 1)
    assert "不符，已生成草稿（没有变化）。" in again.stdout
    assert "［L-KIND 不符］" in again.stdout


def test_a_ledger_saved_while_its_notebook_runs_counts_as_changed(workspace: Path) -> None:
    """What the report was made from is uncertain then: the next run makes it again."""
    path = workspace / "notebooks" / "annual_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    save = f'open("{DATA}/cases.csv", "ab").write(b"\\n")'
    notebook.cells.append(nbformat.v4.new_code_cell(save))
    nbformat.write(notebook, path)
    parameters = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")

    assert reportkit(workspace, "run").returncode == 0

    assert reasons_to_run(parameters, workspace) == [f"{DATA}/cases.csv 变了"]
