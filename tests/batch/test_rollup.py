"""A parent's figures are its own and its members'; members come first, a missing one is named."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.figures import Figures, Mark, Member, roll_up
from reportkit.forms import load_form
from reportkit.params import Parameters, read_parameters
from reportkit.rendering.review.cells import cells_shown
from reportkit.report import Report
from reportkit.report.parts import parts
from reportkit.rules import State
from reportkit.sources.order import in_order
from tests.conftest import EXAMPLE, YEAR, reportkit
from tests.outputs import keep_outputs
from tests.report import kinds


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

    order, *_ = in_order([later, city, county, bureau, town])

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


def _parent(workspace: Path, extra: str = "") -> Path:
    """Add a county whose members are the example, and bureau b, of which there is nothing yet."""
    return _add(workspace, "county", "某县", f"members: [fuxin-ecology, b]\n{extra}")


@pytest.mark.parametrize(
    ("state", "words"),
    [("missing", " 没有报告，没有计入汇总"), ("failed", " 的报告核对不符，没有计入汇总")],
)
def test_a_lacking_member_is_named_and_fails_and_only_a_partial_sum_is_told(
    workspace: Path, state: str, words: str
) -> None:
    path = _parent(workspace)
    example = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)
    _keep(example, workspace, "passed")
    if state == "failed":
        other = Report(read_parameters(_add(workspace, "b", "乙局")), workspace)
        _keep(other, workspace, state)

    parent = Report(read_parameters(path), workspace)

    failing = [f for f in parent.findings if f.rule == "U-ROLLUP" and f.fails_run]
    assert [f.message for f in failing] == [f"所属单位 b{words}。本级没有合计数，只有部分和。"]
    assert {*parent.figures.values()} == {Mark.UNKNOWN}
    assert parent.figures.lacking == ("b",)
    assert parent.figures.partial == {cell: 2 * value for cell, value in example.figures.items()}
    back = Figures.from_json(json.loads(json.dumps(parent.figures.to_json())), example.edition.form)
    assert (back.partial, back.lacking) == (parent.figures.partial, ("b",))
    shown = str(parent.table("t3").data)
    assert '<td id="t3.new.total">部分和 12</td>' in shown
    assert "本表没有合计数：部分和没有计入全部所属单位，缺 b。" in shown
    told = parent.cell("t3.new.total").source
    assert "本单位自身 6；所属单位 1 个：fuxin-ecology 6。" in told
    assert "缺 b，没有合计数；部分和 12。" in told


def test_a_nation_adds_up_what_a_county_comes_to_without_its_late_town(workspace: Path) -> None:
    """And the county is named, as it lacks somebody."""
    county = Report(read_parameters(_parent(workspace)), workspace)
    example = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)
    _keep(example, workspace, "passed")
    _keep(county, workspace, "failed")

    nation = Report(
        read_parameters(_add(workspace, "nation", "国", "members: [county]\n")), workspace
    )

    (finding,) = (f for f in nation.findings if f.rule == "U-ROLLUP")
    assert "它自己也缺所属单位，只计入了它的部分和" in finding.message
    assert nation.figures["t3.new.total"] is Mark.UNKNOWN
    assert nation.figures.partial["t3.new.total"] == 18
    told = parts(nation)
    assert told is not None
    assert told["lacking"] == [["county", "partial"]]
    cells = {"cells": nation.figures.to_json()["cells"]}
    shown = cells_shown(cells, {"members": told}, [], "")["t3.new.total"]
    assert [each[:2] for each in shown.parts] == [("", "6"), ("county", "部分和 12")]


def test_whose_want_of_a_figure_leaves_no_sum_comes_first(tmp_path: Path) -> None:
    """And blank, in the parent's own part too, is not 0."""
    kinds.write_form(tmp_path)
    for bureau, staff in (("office", ""), ("east", "7"), ("west", "")):
        kinds.hand_in(tmp_path, kinds.BY_HAND | {"h.staff": staff}, bureau=bureau)
        if bureau != "office":
            kinds.leave(tmp_path, kinds.report(tmp_path, bureau=bureau))

    told = parts(kinds.report(tmp_path, members=["east", "west"]))

    assert told is not None
    assert told["of"]["h.staff"] == [["west", None, None], ["east", 7, None]]
    assert told["own"]["h.staff"] is None


def test_who_moved_a_figure_is_told_first(workspace: Path) -> None:
    """Against last year's figures of each member, where there are any."""
    _add(workspace, "b", "乙局")
    for bureau in (EXAMPLE, "b"):
        report = Report(read_parameters(workspace / "params" / f"{bureau}-{YEAR}.yaml"), workspace)
        _keep(report, workspace, "passed")
        before = replace(report.parameters, year=2021)
        figures = report.figures.replacing({"t3.new.total": 1 if bureau == "b" else 5})
        kept = figures.to_json() | before.key._asdict() | {"state": "passed"}
        (workspace / before.output_folder).mkdir(parents=True)
        (workspace / before.output_folder / "figures.json").write_text(json.dumps(kept), "utf-8")

    told = parts(Report(read_parameters(_parent(workspace)), workspace))

    assert told is not None
    assert told["of"]["t3.new.total"] == [["b", 6, 1], [EXAMPLE, 6, 5]]
    assert (told["count"], told["added"], told["lacking"]) == (2, 2, [])
    assert told["own"]["t3.new.total"] == 6


@given(st.data())
def test_sums_are_those_of_a_loop(data: st.DataObject) -> None:
    """Of counts and of money, whatever is missing in whom."""
    edition = load_form("enforcement").edition("zj-2024")
    value = st.one_of(
        st.integers(0, 2**63),
        st.decimals(0, 10**12, places=6),
        st.sampled_from(Mark),
    )
    cells = data.draw(st.sets(st.sampled_from([*edition.cells]), max_size=4))
    reports = [
        Figures.of(edition, dict.fromkeys(edition.cells, 1) | {c: data.draw(value) for c in cells})
        for _ in range(data.draw(st.integers(2, 4)))
    ]

    own, *others = reports
    added = roll_up(own, [Member(f"m{n}", other, "passed") for n, other in enumerate(others)])

    for cell in edition.cells.values():
        values = [report[cell.id] for report in reports]
        if cell.duty:
            values = [each for each in values if each is not Mark.NOT_APPLICABLE]
        known = all(isinstance(each, int | Decimal) for each in values)
        expected = sum(values) if known else Mark.UNKNOWN
        assert added[cell.id] == (expected if values else Mark.NOT_APPLICABLE)


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
    page = (folder / "review.html").read_text("utf-8")
    link = 'href="../b-county/review.html#c-t3.new.total" target="_blank" rel="noopener"'
    assert f"<a {link}>b-county</a></th><td>12</td>" in page
    assert "部分和" not in page
