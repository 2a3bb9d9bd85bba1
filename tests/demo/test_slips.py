"""Every kind of slip makes its rule fail, at the place that is recorded."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest

from reportkit.demo import demo_forms, load_recipes
from reportkit.demo.bureaus import bureaus
from reportkit.demo.draft import draw_office
from reportkit.demo.office import Office
from reportkit.demo.slips import Spot, plant
from reportkit.demo.tally import tally
from reportkit.demo.write import write_office
from reportkit.params import read_parameters
from reportkit.report import Report

YEAR = 2023
RECIPES = {form: load_recipes(form) for form in demo_forms()}
SLIPS = [(form, slip.id) for form, recipes in RECIPES.items() for slip in recipes.slips]


def _office_with(form: str, kind: str) -> tuple[Office, list[Spot]]:
    """Return the first office in which a slip can be made, with the places that must fail."""
    slip = next(slip for slip in RECIPES[form].slips if slip.id == kind)
    for bureau in bureaus(200):
        office = draw_office(bureau, YEAR, 1, list(RECIPES.values()))
        spots = plant(slip, office, office.filings[form], Random(1))  # noqa: S311
        if spots:
            return office, spots
    pytest.fail(f"no office in which there can be {kind}")


def _reports(workspace: Path, office: Office) -> dict[str, Report]:
    for name in ("params", "data"):
        (workspace / name).mkdir()
    write_office(workspace, office)
    files = map(read_parameters, (workspace / "params").iterdir())
    return {parameters.form: Report(parameters, workspace) for parameters in files}


@pytest.mark.parametrize(("form", "kind"), SLIPS)
def test_the_rule_fails_where_it_is_recorded(form: str, kind: str, tmp_path: Path) -> None:
    office, spots = _office_with(form, kind)
    told_by = {spot.form: spot for spot in spots}

    for form_id, report in _reports(tmp_path, office).items():
        failing = [f for f in report.findings if f.fails_run]
        if form_id not in told_by:
            assert failing == []
            continue
        spot = told_by[form_id]
        assert report.state == "failed"
        told = [f for f in failing if (f.rule, f.place) == (spot.rule, spot.place)]
        assert told, failing
        folder = tmp_path / "data" / office.bureau.code / str(spot.folder_year)
        assert (folder / spot.file).exists()
        named = re.search(r" 第 (\d+) 行", told[0].message)
        assert spot.row == (int(named[1]) if named else None)


def test_a_slip_in_a_ledger_that_forms_share_is_told_by_each() -> None:
    """Or else a bureau of which one error is recorded would have two that fail."""
    _, spots = _office_with("ogi", "decision_number_repeated")

    readers = [f for f, r in RECIPES.items() if "decisions" in r.edition.ledgers]
    assert sorted(spot.form for spot in spots) == sorted(readers)
    assert len({(spot.rule, spot.place, spot.file, spot.row) for spot in spots}) == 1


def test_a_figure_mistyped_in_prose_is_never_right_by_another_reading() -> None:
    """Those received may be told with those carried in, and their sum is no mistake."""
    recipes = RECIPES["ogi"]
    slip = next(slip for slip in recipes.slips if slip.id == "prose_figure_wrong")
    typed: set[tuple[int, int, int]] = set()
    for number, bureau in enumerate(bureaus(150)):
        office = draw_office(bureau, YEAR, 1, [recipes])
        cells = tally(office.records, recipes, YEAR)
        new, carried_in = (int(cells[f"t3.{row}.total"]) for row in ("new", "carried_in"))
        if not carried_in:
            continue
        filing = office.filings["ogi"]
        bound = filing.prose
        for attempt in range(20):
            filing.prose = bound
            spots = plant(slip, office, filing, Random(number * 20 + attempt))  # noqa: S311
            if spots and spots[0].place == "t3.new.total":
                (wrong,) = re.findall(r"政府信息公开申请(\d+)件", filing.prose)
                typed.add((int(wrong), new, carried_in))

    assert len(typed) > 30
    assert all(wrong not in {new, new + carried_in} for wrong, new, carried_in in typed)
