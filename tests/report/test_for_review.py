"""What the notebook carries for review: the rows of every figure, and nothing personal."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from reportkit.figures import Mark
from reportkit.ledgers import Ledger
from reportkit.params import read_parameters
from reportkit.rendering.review.cells import Rows, cells_shown
from reportkit.report import Report
from reportkit.report.for_review import for_review
from reportkit.report.interactive.explain import explain
from reportkit.rules.checks.deadline import Deadline, Timeliness, timeliness
from tests.conftest import EXAMPLE, LARGE, LARGE_YEAR, YEAR


def _report(workspace: Path, name: str) -> Report:
    return Report(read_parameters(workspace / "params" / f"{name}.yaml"), workspace)


def rows_shown(found: list[Rows]) -> list[tuple[str, int]]:
    """Read the rows back from what the page shows."""
    rows = []
    for block in found:
        for run in block.rows.split("、"):
            first, _, last = run.partition("–")
            rows += [(block.place, row) for row in range(int(first), int(last or first) + 1)]
    return rows


@pytest.mark.parametrize("name", [f"{EXAMPLE}-{YEAR}", f"{LARGE}-{LARGE_YEAR}"])
def test_every_figure_has_the_rows_that_explain_it(made: Path, name: str) -> None:
    report = _report(made, name)
    told = for_review(report)
    cells = cells_shown(report.figures.to_json(), told, (), "")

    for id_ in list(report.figures)[::9]:
        counted = explain(report, report.edition.cells[id_]).counted
        assert sorted(rows_shown(cells[id_].counted)) == sorted((p.file, p.row) for p in counted), (
            id_
        )
        assert sum(int(block.records) for block in cells[id_].counted) == len(counted), id_


def test_how_long_it_took_is_worked_out_once(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def counted(ledger: Ledger, rule: Deadline, year: int) -> Timeliness:
        asked.append(rule.ledger)
        return timeliness(ledger, rule, year)

    monkeypatch.setattr("reportkit.report.computed.timeliness", counted)
    report = _report(workspace, f"{EXAMPLE}-{YEAR}")

    assert report.findings
    assert "申请办理用时" in report.timeliness().data
    assert for_review(report)["timeliness"][0]["concluded"]
    assert asked == ["applications"]


def test_a_value_in_doubt_names_the_cells_that_it_makes_unknown(workspace: Path) -> None:
    report = _report(workspace, f"{EXAMPLE}-{YEAR}")
    ledger = report.raw.ledgers["applications"]
    book = workspace / "data" / EXAMPLE / YEAR / "applications.xlsx"
    _spoil(book, "办理结果", "不知道")
    spoilt = _report(workspace, f"{EXAMPLE}-{YEAR}")
    told = for_review(spoilt)
    (cells,) = told["touched"].values()

    assert len(ledger.frame) == len(spoilt.raw.ledgers["applications"].frame)
    assert "t3.new.total" not in cells
    assert set(cells) <= {*told["in_doubt"]}
    assert cells


def test_of_last_year_only_what_was_filled_in_is_told(workspace: Path) -> None:
    report = _report(workspace, f"{EXAMPLE}-{YEAR}")
    figures = report.figures
    last = dict.fromkeys(figures, Mark.BLANK) | {"t3.new.total": 5, "t3.new.business": 0}
    report.last_year = figures.replacing(last)
    report.figures = figures.following(report.last_year)

    assert for_review(report)["last_year"] == {"t3.new.total": 5, "t3.new.business": 0}


def test_without_the_rows_that_are_shown_a_figure_is_nothing(workspace: Path) -> None:
    """The rows of a figure are those that it counts: recounted from the file without them."""
    name = f"{EXAMPLE}-{YEAR}"
    report = _report(workspace, name)
    cells = cells_shown(report.figures.to_json(), for_review(report), (), "")
    counted = [
        cell
        for cell in cells.values()
        if {block.place for block in cell.counted} == {"decisions.csv"}
    ]
    path = workspace / "data" / EXAMPLE / YEAR / "decisions.csv"
    records = [*csv.reader(path.read_text("utf-8-sig").splitlines())]

    assert counted
    for cell in counted:
        rows = {row for _, row in rows_shown(cell.counted)}
        left = [record for row, record in enumerate(records, 1) if row not in rows]
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(left)
        assert _report(workspace, name).figures[cell.id] == 0, cell.id


def test_what_cannot_be_a_number_is_no_record_number(workspace: Path) -> None:
    book = workspace / "data" / EXAMPLE / YEAR / "applications.xlsx"
    _spoil(book, "登记编号", "亓官呙妫")
    told = for_review(_report(workspace, f"{EXAMPLE}-{YEAR}"))

    assert "亓官" not in str(told)
    assert any(block.get("numbers", "").startswith("\n") for block in told["blocks"])


def _spoil(path: Path, heading: str, value: str) -> None:
    """Write a value into the first record of a column."""
    import openpyxl

    book = openpyxl.load_workbook(path)
    for row in book.active.iter_rows():
        for cell in row:
            if cell.value == heading:
                book.active.cell(cell.row + 1, cell.column).value = value
                book.save(path)
                return
    raise AssertionError(heading)
