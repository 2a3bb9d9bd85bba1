"""Every number that is printed inside a table is a figure, in doubt, or named as not read."""

from __future__ import annotations

import random

import pytest

from reportkit.audit.held import rules_for
from reportkit.audit.one import forms_in
from reportkit.grids.read_document import document_of
from reportkit.published.model import Published
from reportkit.published.read import read_published
from tests.audit.layout import Layout, Spot, figures_in
from tests.audit.variants import RENDERERS, Variant, Written, written
from tests.published import published_reports

STRAY = "9876541"
REPORTS = {report.slug: report for report in published_reports()}
KINDS = ("html", "txt", "cells.txt", "md", "docx")


def a_cell(layout: Layout, rng: random.Random) -> None:
    """A figure more in a row, before, within or after its own; in one without blanks.

    Where all rows are given a place more, a blank at the end of this one is that place.
    """
    rows = [[spot for spot in row if spot.cell] for row in layout]
    full = [at for at, row in enumerate(rows) if row and all(spot.text for spot in row)]
    row = layout[rng.choice(full)]
    row.insert(rng.randint(0, len(row)), Spot(STRAY))


def a_row(layout: Layout, rng: random.Random) -> None:
    """A row of another name below one of the form's."""
    at = rng.choice([at for at, row in enumerate(layout) if figures_in(row)])
    count = len(figures_in(layout[at]))
    names = [spot for spot in layout[at] if not spot.cell and spot.down == 1]
    others = [Spot("另行统计的事项", across=spot.across) for spot in names]
    layout.insert(at + 1, [*others, *(Spot(STRAY) for _ in range(count))])


def a_column(layout: Layout, rng: random.Random) -> None:
    """A column of another heading at the right."""
    for row in layout:
        if figures_in(row):
            row.append(Spot(STRAY))
    layout[0].append(Spot("备查数"))


def strayed(slug: str, seed: int, put: object) -> tuple[Written, Written]:
    """Return a report, and the same with a number in it that is none of the form's."""
    year = int(slug[-4:])
    before, after = (
        written(REPORTS[slug].figures, Variant(year=year, seed=seed)) for _ in range(2)
    )
    rng = random.Random(seed)  # noqa: S311 - nothing is secret
    tables = [part for part in after.parts if isinstance(part, list) and any(map(figures_in, part))]
    put(rng.choice(tables), rng)  # type: ignore[operator]
    return before, after


def read(report: Written, kind: str, seed: int) -> Published:
    content = RENDERERS[kind](report, seed)
    data = content.encode() if isinstance(content, str) else content
    return read_published(document_of(data, f"年报.{kind}"), forms_in(None), rules_for)


def silent(slug: str, seed: int, kind: str, put: object) -> list[str]:
    """What of a stray number passes without a word, and which cells are read as others."""
    before, after = strayed(slug, seed, put)
    whole, one = read(before, kind, seed), read(after, kind, seed)
    wrong = [
        f"{cell}: {value} → {one.values[cell]}"
        for cell, value in whole.values.items()
        if cell not in whole.doubts and cell not in one.doubts and one.values.get(cell) != value
    ]
    told = {*one.doubts.items()} - {*whole.doubts.items()}
    return wrong if told else [*wrong, "no word"]


PUTS = (a_cell, a_row, a_column)


@pytest.mark.parametrize("put", PUTS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_number_that_is_none_of_the_forms_is_named(kind: str, put: object) -> None:
    for seed, slug in enumerate(("pt_region_2020", "pt_jinjing_2022")):
        assert silent(slug, seed, kind, put) == [], (slug, seed)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_thousands_of_numbers_that_are_none_of_the_forms_are_named(kind: str) -> None:
    failed = [
        (slug, seed, put.__name__, told)
        for slug in REPORTS
        for seed in range(12)
        for put in PUTS
        if (told := silent(slug, seed, kind, put))
    ]

    assert failed == []
