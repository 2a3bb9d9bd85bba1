"""A figure tells where it comes from: how it is counted, from which rows, what the rules say."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.figures import Mark
from reportkit.params import read_parameters
from reportkit.report import Report
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE, copy_workspace
from tests.report import kinds


@pytest.fixture(scope="module", params=[EXAMPLE, ENFORCEMENT_EXAMPLE])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Report:
    workspace = copy_workspace(tmp_path_factory.mktemp("explain") / "workspace", request.param)
    (params,) = (workspace / "params").glob("*.yaml")
    return Report(read_parameters(params), workspace)


def test_every_cell_is_explained_and_its_rows_make_up_the_figure(report: Report) -> None:
    for cell in report.edition.cells.values():
        told = report.cell(cell.id)
        html, plain = told._repr_html_(), repr(told)

        assert told.source, cell.id
        assert cell.name in plain
        assert cell.name in html
        if cell.count.ledger and not cell.count.sum and cell.count.ledger in report.raw.ledgers:
            assert len(told.counted) == told.value, cell.id
            assert not told.in_doubt


def test_only_the_number_of_a_record_is_told(workspace: Path) -> None:
    report = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-2022.yaml"), workspace)
    told = report.cell("t3.new.total")

    assert [*told.records.columns] == ["文件", "行", "编号", "是否计入"]
    assert "applications.xlsx 第 3 行（2022-001）" in repr(told)


def test_rows_in_doubt_are_named_apart(tmp_path: Path) -> None:
    kinds.write_form(tmp_path)
    checks = [*kinds.CHECKS, ("2024-06-01", "电踢", "", "1", "")]
    kinds.hand_in(tmp_path, kinds.BY_HAND, checks=checks)

    told = kinds.report(tmp_path).cell("s.lift.number")

    assert told.value is Mark.UNKNOWN
    assert [place.row for place in told.in_doubt] == [6]
    assert [place.row for place in told.counted] == [4]
    assert "存疑 1 行：checks.csv 第 6 行" in repr(told)


def test_what_was_filled_in_names_its_row(tmp_path: Path) -> None:
    kinds.write_form(tmp_path)
    kinds.hand_in(tmp_path, {c: v for c, v in kinds.BY_HAND.items() if c != "h.means"})
    report = kinds.report(tmp_path)

    assert "这一格的数由单位填报。" in repr(report.cell("h.staff"))
    assert [place.row for place in report.cell("h.staff").counted] == [2]
    assert "这一格的文字由单位填报。" in repr(report.cell("h.grade"))
    assert "（summary-safety，“" in repr(report.cell("h.means"))
    assert "没有填报" in repr(report.cell("h.means"))


def test_what_does_not_apply_says_why(tmp_path: Path) -> None:
    kinds.write_form(tmp_path)
    filled_in = {cell: value for cell, value in kinds.BY_HAND.items() if "rescues" not in cell}
    kinds.hand_in(tmp_path, filled_in)

    told = kinds.report(tmp_path, duties=["checks"]).cell("s.rescues.number")

    assert told.value is Mark.NOT_APPLICABLE
    assert "本单位没有“救援”这项职责（参数 duties），不适用。" in told.source


def test_a_parent_names_what_each_member_adds(tmp_path: Path) -> None:
    kinds.write_form(tmp_path)
    kinds.hand_in(tmp_path, kinds.BY_HAND)
    kinds.hand_in(tmp_path, kinds.BY_HAND, bureau="sub")
    kinds.leave(tmp_path, kinds.report(tmp_path, bureau="sub"))

    told = kinds.report(tmp_path, members=["sub"]).cell("s.total.number")

    assert told.value == 6
    assert "本单位自身 3；所属单位 1 个：sub 3。" in told.source


def test_last_year_and_a_change_by_hand_are_told(tmp_path: Path) -> None:
    kinds.write_form(tmp_path)
    kinds.hand_in(tmp_path, kinds.BY_HAND)
    kinds.hand_in(tmp_path, kinds.BY_HAND, year=kinds.YEAR - 1)
    kinds.leave(tmp_path, kinds.report(tmp_path, kinds.YEAR - 1))
    report = kinds.report(tmp_path)
    report.figures = report.figures.replacing({"s.total.number": 9})

    told = report.cell("s.total.number")

    assert (told.value, told.last_year) == (9, 1)
    assert any(line.startswith("笔记本改写了这一格，原为 3；") for line in told.source)
    assert {finding.rule for finding in told.findings} >= {"S-SUM"}
    years = report.over_years("s.total.number")
    assert years.to_dict("list") == {"2023年": ["1"], "2024年": ["9"]}
