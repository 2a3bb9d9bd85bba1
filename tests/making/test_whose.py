"""No bureau-year gets the report of another, whatever its notebook or its outputs were made to be.

papermill lets a notebook without a tagged cell run with its own defaults, which are the example's.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from reportkit.errors import RawDataError
from reportkit.inputs.names import RESULT_MIME
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.making.stale import reasons_to_run
from reportkit.params import Key, Parameters, parse_parameters, read_parameters
from reportkit.report import Report
from reportkit.rules import State
from reportkit.storage.workspace import Workspace
from tests.conftest import EXAMPLE, YEAR

OTHER = "b-bureau"
Change = Callable[[list[Any]], None]


def _example(workspace: Path, **other: Any) -> Parameters:
    values = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").for_notebook()
    return parse_parameters(values | other, "test")


@pytest.fixture
def other(workspace: Path) -> Parameters:
    """A bureau that the notebook's defaults are not of, with the same ledgers."""
    shutil.copytree(workspace / "data" / EXAMPLE, workspace / "data" / OTHER)
    return _example(workspace, bureau=OTHER, bureau_name="某局")


def _make(workspace: Path, one: Parameters, change: Change) -> Outcome:
    """Make a report with a changed notebook."""
    path = workspace / "notebooks" / "annual_report.ipynb"
    notebook = nbformat.read(path, as_version=4)
    change(notebook.cells)
    notebook.metadata.clear()  # nor need it say for which kernel it is
    nbformat.write(notebook, path)
    return Workspace(workspace).make(one)


def _parameters_cell(cells: list[Any]) -> Any:
    return next(cell for cell in cells if "parameters" in cell.metadata.get("tags", []))


def _opening(cells: list[Any]) -> int:
    return next(n for n, cell in enumerate(cells) if "open_report(" in cell.source)


def _untagged(cells: list[Any]) -> None:
    del _parameters_cell(cells).metadata["tags"]


def _tag_moved(cells: list[Any]) -> None:
    _untagged(cells)
    cells[_opening(cells)].metadata["tags"] = ["parameters"]


def _tag_above(cells: list[Any]) -> None:
    _untagged(cells)
    cells.insert(0, new_markdown_cell("参数", metadata={"tags": ["parameters"]}))


def _set_again(cells: list[Any]) -> None:
    cells.insert(_opening(cells), new_code_cell(f"bureau = {EXAMPLE!r}"))


def _other_year(cells: list[Any]) -> None:
    cells.insert(_opening(cells), new_code_cell(f"year, data = 2023, 'data/{OTHER}/{YEAR}'"))


def _other_organ(cells: list[Any]) -> None:
    cells.insert(_opening(cells), new_code_cell("organ = 'city'"))


def _two_reports(cells: list[Any]) -> None:
    """The result is its own; the title, and so the report, is another's."""
    cells[-1].source = (
        "mine = report.result()\n"
        "other = open_report(**{**report.parameters.for_notebook(), 'bureau_name': '乙局'})\n"
        "display(other.title())\n"
        "mine"
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_untagged, "里没有带 parameters 标签的单元格"),
        (_tag_moved, f"笔记本得出的是 {EXAMPLE} 2022 的报告，不是 {OTHER} 2022 的。"),
        (_tag_above, f"笔记本得出的是 {EXAMPLE} 2022 的报告，不是 {OTHER} 2022 的。"),
        (_set_again, f"笔记本得出的是 {EXAMPLE} 2022 的报告，不是 {OTHER} 2022 的。"),
        (_other_year, f"笔记本得出的是 {OTHER} 2023 的报告，不是 {OTHER} 2022 的。"),
        (_other_organ, "笔记本没有采用这份报告的参数"),
        (_two_reports, "笔记本没有采用这份报告的参数"),
        (lambda cells: cells.pop(), "却没有得出结论"),
    ],
)
def test_a_notebook_that_makes_another_report_makes_none(
    workspace: Path, other: Parameters, change: Change, words: str
) -> None:
    outcome = _make(workspace, other, change)

    assert (outcome.state, words in outcome.message) == (RunState.BROKEN, True), outcome.message
    assert not (workspace / other.output_folder).exists()


def test_one_without_a_parameters_cell_is_not_run(workspace: Path, other: Parameters) -> None:
    def touches(cells: list[Any]) -> None:
        _untagged(cells)
        cells.insert(0, new_code_cell("open('ran', 'w').close()"))

    outcome = _make(workspace, other, touches)

    assert outcome.state is RunState.BROKEN
    assert not (workspace / "ran").exists()


def test_earlier_outputs_stand_when_a_notebook_makes_another_report(
    workspace: Path, other: Parameters
) -> None:
    assert _make(workspace, other, lambda cells: None).state is RunState.PASSED
    folder = workspace / other.output_folder
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    outcome = _make(workspace, other, _set_again)

    assert outcome.state is RunState.BROKEN
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_result_names_whose_it_is_and_is_in_the_notebook_once(workspace: Path) -> None:
    one = _example(workspace)
    Workspace(workspace).make(one)
    folder = workspace / one.output_folder

    notebook = nbformat.read(folder / "report.ipynb", as_version=4)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    (data,) = (output.data for output in outputs if RESULT_MIME in output.get("data", {}))
    assert Key(*(data[RESULT_MIME][name] for name in Key._fields)) == one.key
    assert data[RESULT_MIME]["parameters"] == one.digest
    assert len(data["text/plain"]) < 200
    figures = json.loads((folder / "figures.json").read_text("utf-8"))
    assert {name: figures[name] for name in (*Key._fields, "state")} == {
        **one.key._asdict(),
        "state": "passed",
    }
    assert (folder / "report.ipynb").read_text("utf-8").count('"ids":"') == 1


def _keep(workspace: Path, key: Key, of: Key) -> None:
    """Put the figures of one bureau-year where those of another are."""
    folder = workspace / key.output_folder
    folder.mkdir(parents=True)
    report = Report(_example(workspace), workspace)
    kept = report.figures.to_json() | of._asdict() | {"state": "passed"}
    (folder / "figures.json").write_text(json.dumps(kept), "utf-8")


OURS = Key("ogi", 2022, EXAMPLE)
LAST = OURS._replace(year=2021)


@pytest.mark.parametrize(
    ("of", "words"),
    [
        (LAST._replace(bureau=OTHER), f"里是 {OTHER} 的数字，不是 {EXAMPLE} 的"),
        (LAST._replace(year=2020), "里是 2020 的数字，不是 2021 的"),
        (LAST._replace(form="enforcement"), "里是 enforcement 的数字，不是 ogi 的"),
    ],
)
def test_last_years_figures_of_another_are_refused(workspace: Path, of: Key, words: str) -> None:
    _keep(workspace, LAST, of)

    with pytest.raises(RawDataError, match=words):
        _ = Report(_example(workspace), workspace).last_year

    outcome = Workspace(workspace).make(_example(workspace))
    assert (outcome.state, words in outcome.message) == (RunState.BROKEN, True), outcome.message
    assert not (workspace / OURS.output_folder).exists()


def test_a_file_named_as_last_years_must_be_of_that_year(workspace: Path) -> None:
    _keep(workspace, OURS._replace(bureau="kept"), OURS)
    shutil.copy(workspace / "outputs/ogi/2022/kept/figures.json", workspace / "last.json")

    with pytest.raises(RawDataError, match="里是 2022 的数字，不是 2021 的"):
        _ = Report(_example(workspace, previous="last.json"), workspace).last_year


def test_a_file_named_as_last_years_must_be_of_that_bureau(workspace: Path) -> None:
    """Outputs of another bureau may be named as such: institutions are renamed and merged."""
    kept = LAST._replace(bureau=OTHER)
    _keep(workspace, kept, kept)
    path = f"outputs/ogi/2021/{OTHER}/figures.json"
    shutil.copy(workspace / path, workspace / "last.json")

    with pytest.raises(RawDataError, match=f"里是 {OTHER} 的数字，不是 {EXAMPLE} 的"):
        _ = Report(_example(workspace, previous="last.json"), workspace).last_year

    assert Report(_example(workspace, previous=path), workspace).last_year is not None


def test_outputs_named_as_last_years_must_be_of_that_year(workspace: Path) -> None:
    kept = LAST._replace(year=2020)
    _keep(workspace, kept, kept)
    path = f"outputs/ogi/2020/{EXAMPLE}/figures.json"

    with pytest.raises(RawDataError, match="里是 2020 的数字，不是 2021 的"):
        _ = Report(_example(workspace, previous=path), workspace).last_year


def test_a_members_figures_of_another_are_named_and_not_added(workspace: Path) -> None:
    _keep(workspace, OURS._replace(bureau="member"), OURS._replace(bureau=OTHER))

    parent = Report(_example(workspace, members=["member"]), workspace)

    (finding,) = (finding for finding in parent.findings if finding.rule == "U-ROLLUP")
    assert (finding.state, finding.fails_run) == (State.FAIL, True)
    assert f"里是 {OTHER} 的数字，不是 member 的" in finding.message
    assert str(workspace) not in finding.message
    assert not any(isinstance(value, int) for value in parent.figures.values())


def test_outputs_of_another_copied_in_are_made_again(workspace: Path, other: Parameters) -> None:
    one = _example(workspace)
    assert Workspace(workspace).make(one).state is RunState.PASSED
    shutil.copytree(workspace / one.output_folder, workspace / other.output_folder)

    assert "参数 bureau 变了" in reasons_to_run(other, workspace)
