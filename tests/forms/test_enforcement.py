"""The form 行政执法年度数据, which is data alone, against published documents and its own notes."""

import json
import re
from pathlib import Path

import pytest

from reportkit.figures import count_figures
from reportkit.forms import Edition, load_form
from reportkit.ledgers import read_raw_data, take_in

EXAMPLE = Path(__file__).parents[2] / "data" / "tangxi-market" / "2024"
FORM = load_form("enforcement")
PUBLISHED = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "enforcement.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]


def edition_of(published: dict) -> Edition:
    return FORM.edition(published["edition"], tuple(published.get("tables", ())))


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda published: published["slug"])
def test_every_published_figure_has_a_cell_of_its_kind(published):
    cells = edition_of(published).cells
    for cell, value in published["figures"].items():
        is_money = cells[cell].kind == "money"
        faulty = ["VALUES", cell] in published["failing"]
        assert faulty or value is None or isinstance(value, str) == is_money, cell


@pytest.mark.parametrize("published", PUBLISHED, ids=lambda published: published["slug"])
def test_published_kinds_add_up_to_the_total_where_kinds_are_exclusive(published):
    kinds = [f"penalties.{kind.id}" for kind in edition_of(published).headings_with("penalty")]
    figures = [published["figures"].get(kind) or 0 for kind in kinds]
    total = sum(figure for figure in figures if isinstance(figure, int))
    if published["edition"] == "qf-2021":
        assert total == 23
        assert published["figures"]["penalties.closed"] == 10
    else:
        assert total == published["figures"]["penalties.total"]


@pytest.mark.parametrize(
    "variant", [name for name, table in FORM.tables.items() if "（1）警告" in "".join(table.notes)]
)
def test_kinds_stand_from_light_to_heavy_as_the_note_says(variant):
    table = FORM.tables[variant]
    (order,) = re.findall(r"排?序：(（1）.*?)。", "".join(table.notes))
    noted = re.findall(r"（\d+）([^（]*[^（，；])", order)
    kinds = [heading.name for heading in table.headings() if heading.role == "penalty"]
    assert [kind for kind in kinds if kind in noted] == noted


@pytest.mark.parametrize("edition", FORM.editions)
def test_other_penalties_are_lighter_than_any_named_kind(edition):
    field = FORM.edition(edition).ledgers["decisions"].by_id["penalty_kinds"]
    assert next(iter(field.choices)) == "other"


def test_a_form_whose_kinds_are_not_exclusive_has_no_sum_of_kinds():
    edition = FORM.edition("qf-2021")
    (rule,) = [rule for rule in FORM.rules if rule["id"] == "E1-TOTAL"]
    assert not {*rule["tables"]} & {*edition.variants}
    assert edition.cells["penalties.fine"].count.each
    assert "penalties.total" not in edition.cells


def test_decisions_are_kept_once_for_both_forms():
    ours, theirs = (
        {schema.id: schema for schema in load_form(form).ledgers}["decisions"]
        for form in ("enforcement", "ogi")
    )
    assert ours.stem == theirs.stem
    shared = [field.heading for field in theirs.fields]
    assert [field.heading for field in ours.fields][: len(shared)] == shared


def test_amounts_are_counted_in_the_unit_that_the_form_prints():
    for variant, divisor in (("zj-2024", 10000), ("sx-2021", 1)):
        amount = FORM.edition(variant).cells["penalties.amount"]
        assert amount.count.divide_by == divisor
        assert ("万元" in amount.name) == (divisor == 10000)


def test_the_licences_of_qingyuan_are_decided_within_what_was_received():
    figures = PUBLISHED[0]["figures"]
    assert figures["licences.granted"] + figures["licences.refused"] <= figures["licences.accepted"]


@pytest.mark.parametrize("edition", FORM.editions)
def test_the_example_is_counted_without_a_problem_in_every_edition(edition):
    raw = read_raw_data(take_in(EXAMPLE), FORM.edition(edition), 2024)
    assert not raw.problems


@pytest.mark.parametrize("edition", ["zj-2024", "sx-2021", "gd-2018"])
def test_a_case_with_several_kinds_counts_once_under_the_heaviest(edition):
    form = FORM.edition(edition)
    figures = count_figures(read_raw_data(take_in(EXAMPLE), form, 2024), form, 2024)
    kinds = {kind.id: figures[f"penalties.{kind.id}"] for kind in form.headings_with("penalty")}
    assert sum(kinds.values()) == figures["penalties.total"] == 64
    # 11 没收违法所得、罚款, 6 没收非法财物、罚款, 2 没收违法所得; 1 罚款、其他行政处罚 is a fine.
    assert (kinds["confiscation"], kinds["fine"]) == (19, 32)


def test_a_case_with_several_kinds_counts_under_each_where_the_form_has_it_so():
    form = FORM.edition("qf-2021")
    figures = count_figures(read_raw_data(take_in(EXAMPLE), form, 2024), form, 2024)
    assert figures["penalties.closed"] == 64
    assert figures["penalties.fine"] == 50
