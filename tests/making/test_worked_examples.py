"""The worked notebooks run, print what they show, and stand in the analyst's page word for word."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

from reportkit.figures import Figures
from reportkit.forms import load_form
from reportkit.inputs.run_state import RunState
from reportkit.making.engines import DEFAULT_ENGINE
from reportkit.making.run import run_report
from reportkit.params import read_parameters
from tests.conftest import EXAMPLE, PATIENCE, PROJECT, YEAR, copy_workspace

EXAMPLES = sorted((PROJECT / "notebooks" / "examples").glob("*.ipynb"))
PAGE = PROJECT / "docs" / "notebook.md"
FRAME = {"about", "parameters", "open", "title", "reconcile-rest", "result"}
PRINTED = {
    "own_table": ["<caption>2022年各月各渠道公开信息（条）</caption>", '<th scope="row">合计</th>'],
    "own_check": ["<h2>各月公开信息</h2>", "<figcaption>2022年各月公开信息（条）</figcaption>"],
    "over_years": [">2021年</th>", "新收申请6件，上年度5件，增加1件。"],
}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One workspace for all, with figures of the years before."""
    workspace = copy_workspace(tmp_path_factory.mktemp("examples") / "workspace")
    edition = load_form("ogi").edition("2021")
    for year, count in ((2020, 4), (2021, 5)):
        folder = workspace / "outputs" / "ogi" / str(year) / EXAMPLE
        folder.mkdir(parents=True)
        values = {**dict.fromkeys(edition.cells, 0), "t3.new.total": count}
        figures = Figures.of(edition, values).to_json()
        (folder / "figures.json").write_text(json.dumps(figures), "utf-8")
    return workspace


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_a_worked_notebook_runs_and_prints_what_it_shows(workspace: Path, example: Path) -> None:
    plain = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")
    parameters = dataclasses.replace(plain, notebook=f"notebooks/examples/{example.name}")

    outcome = run_report(parameters, workspace, engine=DEFAULT_ENGINE, timeout=PATIENCE)

    assert outcome.state is RunState.PASSED, outcome.faults
    html = (workspace / parameters.output_folder / "report.html").read_text("utf-8")
    for words in PRINTED[example.stem]:
        assert words in html


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_page_shows_each_cell_as_it_is(example: Path) -> None:
    page = PAGE.read_text("utf-8")
    own = [cell for cell in _cells(example) if cell.id not in FRAME and cell.cell_type == "code"]

    assert f"notebooks/examples/{example.name}" in page
    for cell in own:
        assert f"```python\n{cell.source}\n```" in page, cell.id


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_it_begins_and_ends_as_the_master_does(example: Path) -> None:
    master = {cell.id: cell for cell in _cells(PROJECT / "notebooks" / "annual_report.ipynb")}
    own = {cell.id: cell for cell in _cells(example)}

    assert own.keys() >= FRAME
    assert all(own[name].source == master[name].source for name in ("parameters", "open", "title"))
    assert [*own][-1] == "result"


def _cells(path: Path) -> Any:
    return nbformat.read(path, as_version=4).cells
