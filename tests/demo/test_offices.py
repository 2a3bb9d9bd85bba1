"""What made-up offices are like: names, sizes, figures."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random

import openpyxl
import pytest

from reportkit.demo import demo_forms, load_recipes
from reportkit.demo.bureaus import Bureau, bureaus, draw_size
from reportkit.demo.draft import draw_office
from reportkit.demo.drawing.chance import chance
from reportkit.demo.drawing.days import later, workdays
from reportkit.demo.office import Office
from reportkit.demo.records import draw_records
from reportkit.demo.tally import tally
from reportkit.demo.write import write_office
from reportkit.demo.xlsx import workbook
from reportkit.figures import Figures, count_figures, value_text
from reportkit.forms import Edition
from reportkit.ledgers import read_raw_data, take_in
from reportkit.ledgers.rows import NOTICE

YEAR = 2024
RECIPES = [load_recipes(form) for form in demo_forms()]


def _workspace(folder: Path) -> Path:
    for name in ("params", "data"):
        (folder / name).mkdir()
    return folder


def _read(workspace: Path, office: Office, edition: Edition) -> Figures:
    folder = workspace / "data" / office.bureau.code / str(office.year)
    forms = (recipes.edition.form for recipes in RECIPES if recipes.edition.form != edition.form)
    others = [schema for form in forms for schema in form.ledgers]
    raw = read_raw_data(take_in(folder), edition, office.year, others=others)
    assert {problem.kind for problem in raw.problems} <= {NOTICE}  # titles may be alike
    return count_figures(raw, edition, office.year)


def test_five_thousand_bureaus_have_names_and_codes_of_their_own() -> None:
    many = bureaus(5000)

    assert len({each.code for each in many}) == len({each.name for each in many}) == 5000
    assert {each.organ for each in many} == {"department", "township"}


def test_most_offices_are_small_and_a_few_very_large() -> None:
    forms = [load_recipes("ogi")]
    received, decided, published = [], [], []
    for number, bureau in enumerate(bureaus(350)):
        size = draw_size(chance(number, "size"))
        records = draw_records(_about(bureau, number), bureau, YEAR, size, forms)
        received.append(len(records["applications"]))
        decided.append(len(records["decisions"]))
        published.append(len(records["publications"]))

    received.sort()
    assert 0.15 < sum(n == 0 for n in received) / 350 < 0.25
    assert 0.72 < sum(n < 20 for n in received) / 350 < 0.84
    # The largest one in a hundred have more to do than three in four.
    assert sum(received[-3:]) > sum(received[:262])
    assert max(decided) > 4000
    assert max(published) > 3000


def test_an_office_without_powers_hardly_decides() -> None:
    bureau = next(each for each in bureaus(20) if not each.decides)
    forms = [load_recipes("ogi")]

    for seed in range(100):
        records = draw_records(_about(bureau, seed), bureau, YEAR, seed % 7, forms)
        assert len(records["decisions"]) <= 3


def _about(bureau: Bureau, seed: int) -> Callable[..., Random]:
    return lambda *what: chance(seed, bureau.code, *what)


def test_every_record_has_every_field() -> None:
    """Also where a group that draws a field has no records: conditions ask for it all the same."""
    bureau = next(each for each in bureaus(20) if not each.decides)
    recipes = load_recipes("enforcement")
    drawn = {
        name: {each for each in ledger.drawn() if each[0] != "_"}
        for name, ledger in recipes.ledgers.items()
    }
    lonely = 0
    for seed in range(1500):
        records = draw_records(_about(bureau, seed), bureau, YEAR, 0, [recipes])
        for name, fields in drawn.items():
            assert all(fields <= record.keys() for record in records[name])
        kinds = {record["kind"] for record in records["decisions"]}
        lonely += "licences" not in kinds and bool(records["licence_applications"])

    assert lonely  # or else this would say nothing


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 2, 3))]
)
def test_the_kit_counts_every_cell_as_it_was_made_up(tmp_path: Path, seed: int) -> None:
    """The tally needs neither reader nor counting: both must come to the same."""
    workspace = _workspace(tmp_path)
    seen: set[str] = set()
    for bureau in bureaus(30):
        office = draw_office(bureau, YEAR - seed, seed, RECIPES)
        write_office(workspace, office)
        for recipes in RECIPES:
            counted = _read(workspace, office, recipes.edition)

            made_up = tally(office.records, recipes, office.year)
            assert {cell: Decimal(value_text(value)) for cell, value in counted.items()} == {
                cell: Decimal(figure) for cell, figure in made_up.items()
            }
            seen |= {cell for cell, figure in made_up.items() if figure != "0"}

    # Or else this would say nothing of what is carried over, or of documents.
    assert {
        "t2.normative_documents.in_force",
        "t3.carried_in.total",
        "t3.carried_out.total",
    } <= seen


def test_a_form_more_changes_nothing_in_what_another_has() -> None:
    """Offices are the same with and without further forms, so that these can be switched off."""
    for bureau in bureaus(12):
        alone = draw_office(bureau, YEAR, 1, [load_recipes("ogi")])
        together = draw_office(bureau, YEAR, 1, RECIPES)
        filing = together.filings["ogi"]

        assert filing.prose == alone.filings["ogi"].prose
        for name, records in alone.records.items():
            own = list(records[0]) if records else []
            assert [{key: one[key] for key in own} for one in together.records[name]] == records
            kept, more = alone.manners[name], together.manners[name]
            assert more.headings.items() >= kept.headings.items()
            assert (more.kind, more.words.items() >= kept.words.items()) == (kept.kind, True)


def test_later_counts_mondays_to_fridays() -> None:
    days = workdays(2024)
    assert all(later(days[0], n) == day for n, day in enumerate(days))
    assert all(later(day, -n) == days[0] for n, day in enumerate(days))


def test_a_workbook_reads_back() -> None:
    texts = ["=1+1", "{=1}", "https://example.cn", "007"]  # texts, whatever they look like
    headings = ["登记编号", "收到日期", "件数", "备注"]
    rows: list[list[str | int | dt.date | None]] = [
        [*headings],
        ["<1> & 2", dt.date(2024, 2, 29), 3, None],
        [*texts],
    ]

    sheet = openpyxl.load_workbook(io.BytesIO(workbook(rows))).active

    assert sheet is not None
    second = ["<1> & 2", dt.datetime(2024, 2, 29), 3, None]  # noqa: DTZ001
    assert [list(row) for row in sheet.values] == [headings, second, texts]
    assert not any(cell.hyperlink or cell.data_type == "f" for row in sheet for cell in row)


def test_a_workbook_holds_nothing_of_the_machine_or_the_day() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([["一"]]))) as archive:
        entries = archive.infolist()
        properties = archive.read("docProps/core.xml").decode()

    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    # What is packed depends on the machine's zlib.
    assert {(e.compress_type, e.create_system) for e in entries} == {(zipfile.ZIP_STORED, 3)}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]+", properties)) == {"1980-01-01T00:00:00Z"}
