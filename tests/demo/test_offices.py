"""What made-up offices are like: names, sizes, figures."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from decimal import Decimal
from pathlib import Path
from random import Random

import openpyxl

from reportkit.demo.bureaus import bureaus
from reportkit.demo.days import later, workdays
from reportkit.demo.draft import draw_draft
from reportkit.demo.sizes import draw_size
from reportkit.demo.tally import tally
from reportkit.demo.write import write_office
from reportkit.demo.xlsx import workbook
from reportkit.figures import value_text
from reportkit.forms import load_form
from reportkit.params import read_parameters
from reportkit.report import Report


def test_five_thousand_bureaus_have_names_and_codes_of_their_own() -> None:
    many = bureaus(5000)

    assert len({each.code for each in many}) == len({each.name for each in many}) == 5000
    assert {each.organ for each in many} == {"department", "township"}


def test_most_offices_are_small_and_a_few_very_large() -> None:
    rng = Random(1)  # noqa: S311
    sizes = [draw_size(rng, decides=True) for _ in range(5000)]
    received = sorted(size.applications for size in sizes)

    assert 0.15 < sum(n == 0 for n in received) / 5000 < 0.25
    assert 0.75 < sum(n < 20 for n in received) / 5000 < 0.82
    assert received[-1] > 2500
    # The largest one in a hundred have more to do than three in four.
    assert sum(received[-50:]) > sum(received[:3750])
    assert max(size.decisions for size in sizes) > 5000
    assert max(size.publications for size in sizes) > 4000


def test_an_office_without_powers_hardly_decides() -> None:
    rng = Random(1)  # noqa: S311

    assert all(draw_size(rng, decides=False).decisions <= 3 for _ in range(1000))


def test_the_kit_counts_every_cell_as_it_was_made_up(tmp_path: Path) -> None:
    edition = load_form("ogi").edition("2021")
    for name in ("params", "data"):
        (tmp_path / name).mkdir()
    seen: set[str] = set()
    for bureau in bureaus(40):
        draft = draw_draft(bureau, 2022, 2, edition)
        write_office(tmp_path, draft, 10)
        parameters = read_parameters(tmp_path / "params" / f"{bureau.code}-2022.yaml")

        counted = {k: value_text(v) for k, v in Report(parameters, tmp_path).figures.items()}

        made_up = tally(draft.office.records, edition, 2022)
        amount = made_up.pop("t2.fees.amount")
        assert Decimal(counted.pop("t2.fees.amount")) == Decimal(amount)
        assert counted == made_up
        seen |= {cell for cell, figure in made_up.items() if figure != "0"}
    assert {"t3.carried_in.total", "t3.carried_out.total", "t4.reconsideration.pending"} <= seen


def test_later_counts_mondays_to_fridays() -> None:
    days = workdays(2024)
    assert all(later(days[0], n) == day for n, day in enumerate(days))


def test_a_workbook_reads_back() -> None:
    texts = ["=1+1", "{=1}", "https://example.cn", "007"]  # texts, whatever they look like
    headings = ["登记编号", "收到日期", "件数", "备注"]
    rows = [headings, ["<1> & 2", dt.date(2024, 2, 29), 3, None], texts]

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
