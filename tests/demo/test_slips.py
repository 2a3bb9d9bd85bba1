"""Every kind of slip makes its rule fail, at the place that is recorded."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from reportkit.demo.bureaus import bureaus
from reportkit.demo.draft import Draft, draw_draft
from reportkit.demo.slips import SLIPS, Spot
from reportkit.demo.tally import tally
from reportkit.demo.write import write_office
from reportkit.forms import load_form
from reportkit.params import read_parameters
from reportkit.report import Report

YEAR = 2023


def _report(workspace: Path, draft: Draft) -> Report:
    for name in ("params", "data"):
        (workspace / name).mkdir()
    write_office(workspace, draft, 10)
    (file,) = (workspace / "params").iterdir()
    return Report(read_parameters(file), workspace)


def _draft_with(kind: str) -> tuple[Draft, Spot]:
    """Return the first office in which a slip can be made, with the slip."""
    for bureau in bureaus(200):
        draft = draw_draft(bureau, YEAR, 1, load_form("ogi").edition("2021"))
        spot = SLIPS[kind](draft, Random(1))  # noqa: S311
        if spot is not None:
            return draft, spot
    pytest.fail(f"no office in which there can be {kind}")


@pytest.mark.parametrize("kind", SLIPS)
def test_the_rule_fails_where_it_is_recorded(kind: str, tmp_path: Path) -> None:
    draft, spot = _draft_with(kind)

    report = _report(tmp_path, draft)

    assert report.state == "failed"
    told = [
        f for f in report.findings if f.fails_run and (f.rule, f.place) == (spot.rule, spot.place)
    ]
    assert told
    assert (
        tmp_path / "data" / draft.office.bureau.code / str(spot.folder_year) / spot.file
    ).exists()
    named = re.search(r" 第 (\d+) 行", told[0].message)
    assert spot.row == (int(named[1]) if named else None)


def test_a_figure_mistyped_in_prose_is_never_right_by_another_reading() -> None:
    """Those received may be told with those carried in, and their sum is no mistake."""
    edition = load_form("ogi").edition("2021")
    typed: set[tuple[int, int, int]] = set()
    for number, bureau in enumerate(bureaus(150)):
        draft = draw_draft(bureau, YEAR, 1, edition)
        cells = tally(draft.office.records, edition, YEAR)
        new, carried_in = (int(cells[f"t3.{row}.total"]) for row in ("new", "carried_in"))
        if not carried_in:
            continue
        bound = draft.office.prose
        for attempt in range(20):
            draft.office.prose = bound
            spot = SLIPS["prose_figure_wrong"](draft, Random(number * 20 + attempt))  # noqa: S311
            if spot is not None and spot.place == "t3.new.total":
                (wrong,) = re.findall(r"政府信息公开申请(\d+)件", draft.office.prose)
                typed.add((int(wrong), new, carried_in))

    assert len(typed) > 30
    assert all(wrong not in {new, new + carried_in} for wrong, new, carried_in in typed)
