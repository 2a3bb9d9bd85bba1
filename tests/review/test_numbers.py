"""What the desk calls item 7 is item 7 on the review page, in reports with many findings."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import pytest
from nbformat.v4 import new_notebook, new_output
from selectolax.lexbor import LexborHTMLParser

from reportkit.figures import Mark
from reportkit.making.manifest import manifest, read_manifest
from reportkit.making.render import render
from reportkit.params import Parameters, read_parameters
from reportkit.rendering.document import read_document
from reportkit.report import Report
from reportkit.review.serve.looking import look
from reportkit.review.serve.shelf import Shelf
from reportkit.writing import write_json
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE, copy_workspace
from tests.rendering.notebook import code


@pytest.fixture(scope="module", params=[EXAMPLE, ENFORCEMENT_EXAMPLE])
def workspace(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_workspace(tmp_path_factory.mktemp("numbers") / "w", request.param)


def _wrong(workspace: Path, seed: int) -> Report:
    """Return a report with some figures wrong, some unknown, and a check that fails twice alike."""
    (path,) = (workspace / "params").glob("*.yaml")
    report = Report(read_parameters(path), workspace)
    counted = sorted(id_ for id_, value in report.figures.items() if isinstance(value, int))
    values = cycle([1, Mark.UNKNOWN, 93, 7])
    changed = dict(zip(counted[seed :: len(counted) // 12], values, strict=False))
    report.figures = report.figures.replacing(changed)

    @report.check(severity="warning")
    def twice() -> Iterator[str]:
        yield from ("甲处不符", "乙处不符")

    return report


def _make(report: Report) -> Parameters:
    """Write what a run writes, of what the cells of its notebook show."""
    shown = [report.title(), report.result()]
    outputs = [new_output("display_data", one._repr_mimebundle_()) for one in shown]
    notebook = new_notebook(cells=[*map(code, outputs)])
    folder = report.workspace / report.parameters.output_folder
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    result = read_document(notebook).result
    assert result is not None
    nobody = folder / "nobody"
    render(notebook, result, folder, under_review=False, embed_fonts=False, reviewed=nobody)
    made = manifest(
        report.parameters,
        state=result.state,
        edition=json.loads(result.figures_file)["edition"],
        under_review=False,
        reviewed=nobody,
        embed_fonts=False,
        inputs={},
        outputs=folder,
    )
    write_json(folder / "manifest.json", made)
    assert read_manifest(report.parameters, report.workspace)
    return report.parameters


@pytest.mark.parametrize("seed", [1, 2])
def test_desk_and_page_number_alike(workspace: Path, seed: int) -> None:
    report = _wrong(workspace, seed)
    parameters = _make(report)
    page = (workspace / parameters.output_folder / "review.html").read_text("utf-8")
    tree = LexborHTMLParser(page)

    items = look(Shelf(workspace), parameters, "zhang").items

    assert len(items) > 5
    for item in items:
        (place,) = tree.css(f"#f{item.number}")
        said = "".join(place.text().split())
        message = "".join(item.text.partition("］")[2].split())
        assert message[:12] in said, item.text
    told = [item.number for item in items]
    assert len(told) == len({*told})
