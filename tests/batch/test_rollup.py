"""A parent's figures are its own and its members'; members come first, a missing one is named."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest

from reportkit.params import Parameters, read_parameters
from reportkit.report import Report
from reportkit.rules import State
from reportkit.sources.order import in_order
from tests.conftest import EXAMPLE, YEAR, reportkit
from tests.outputs import keep_outputs


def _parameters(bureau: str, year: int = 2022, members: tuple[str, ...] = ()) -> Parameters:
    date = dt.date(2023, 1, 16)
    return Parameters(bureau=bureau, bureau_name=bureau, year=year, date=date, members=members)


def _add(workspace: Path, bureau: str, name: str, extra: str = "") -> Path:
    """Add a bureau with the example's data under another name."""
    data = workspace / "data"
    shutil.copytree(data / EXAMPLE, data / bureau)
    source = (workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").read_text("utf-8")
    text = source.replace(EXAMPLE, bureau).replace("阜新市生态环境局\n", f"{name}\n", 2) + extra
    path = workspace / "params" / f"{bureau}-{YEAR}.yaml"
    path.write_text(text, "utf-8")
    return path


def _keep(report: Report, workspace: Path, state: str) -> None:
    """Write what a run leaves of a member."""
    keep_outputs(report.parameters, workspace, state, report.figures.to_json())


def test_members_and_last_year_come_first() -> None:
    city = _parameters("city", members=("county", "bureau"))
    county = _parameters("county", members=("town",))
    town, bureau = _parameters("town"), _parameters("bureau")
    later = _parameters("bureau", 2023)

    order, _ = in_order([later, city, county, bureau, town])

    place = {(one.bureau, one.year): number for number, one in enumerate(order)}
    assert place["town", 2022] < place["county", 2022] < place["city", 2022]
    assert place["bureau", 2022] < place["city", 2022]
    assert place["bureau", 2022] < place["bureau", 2023]


def test_every_cell_is_the_sum_of_own_and_members(workspace: Path) -> None:
    path = _add(workspace, "county", "某县", "members: [fuxin-ecology]\n")
    member = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)
    _keep(member, workspace, "passed")

    parent = Report(read_parameters(path), workspace)

    assert all(parent.figures[cell] == 2 * value for cell, value in member.figures.items())
    (finding,) = (finding for finding in parent.findings if finding.rule == "U-ROLLUP")
    assert finding.state is State.PASS


@pytest.mark.parametrize(
    ("state", "words"), [("missing", "没有报告"), ("failed", "的报告核对不符")]
)
def test_a_missing_or_failed_member_is_named_and_fails(
    workspace: Path, state: str, words: str
) -> None:
    path = _add(workspace, "county", "某县", "members: [fuxin-ecology]\n")
    if state == "failed":
        example = workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"
        _keep(Report(read_parameters(example), workspace), workspace, state)

    parent = Report(read_parameters(path), workspace)

    (finding,) = (finding for finding in parent.findings if finding.rule == "U-ROLLUP")
    assert finding.fails_run
    assert finding.message.startswith(f"所属单位 fuxin-ecology {words}")


def test_a_form_that_a_parent_handed_in_is_held_against_the_sum(workspace: Path) -> None:
    path = _add(workspace, "county", "某县", "members: [fuxin-ecology]\n")
    member = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)
    _keep(member, workspace, "passed")
    form = "格编号,格名称,填报数\nt3.new.total,,12\nt2.licences.decisions,,296\n"
    (workspace / "data" / "county" / YEAR / "summary.csv").write_text(form, "utf-8")

    parent = Report(read_parameters(path), workspace)

    (finding,) = (f for f in parent.findings if f.rule == "U-ROLLUP" and f.state is State.FAIL)
    assert finding.message == "“行政许可·处理决定数量”填报数为 296，统计数为 592。"


def test_county_and_city_are_made_in_one_run(workspace: Path) -> None:
    _add(workspace, "a-city", "某市", "members: [b-county]\norgan: city\n")
    _add(workspace, "b-county", "某县", "members: [fuxin-ecology]\norgan: county\n")
    for bureau in ("a-city", "b-county"):
        path = workspace / "params" / f"{bureau}-{YEAR}.yaml"
        path.write_text(path.read_text("utf-8").replace("organ: department\n", ""), "utf-8")

    process = reportkit(workspace, "run")

    assert process.returncode == 0, process.stdout + process.stderr
    folder = workspace / "outputs" / "ogi" / YEAR / "a-city"
    figures = json.loads((folder / "figures.json").read_text("utf-8"))
    assert figures["cells"]["t3.new.total"]["value"] == 18
    inputs = json.loads((folder / "manifest.json").read_text("utf-8"))["inputs"]
    assert f"outputs/ogi/{YEAR}/b-county/figures.json" in inputs
