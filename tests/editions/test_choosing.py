"""Which editions there are, and how one is chosen."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from reportkit.editions import edition_ids, edition_of, load_edition
from reportkit.errors import ParametersError
from reportkit.params import Parameters


def _parameters(**changes: Any) -> Parameters:
    return Parameters(
        bureau="fuxin",
        bureau_name="阜新市生态环境局",
        year=2022,
        date=dt.date(2023, 1, 16),
        **changes,
    )


def test_two_editions_are_known_oldest_first() -> None:
    assert edition_ids() == ["2019", "2021"]


@pytest.mark.parametrize("edition", edition_ids())
def test_edition_knows_its_id_document_and_first_year(edition: str) -> None:
    form = load_edition(edition)

    assert form.id == edition
    assert str(form.first_year) == edition
    assert form.document.startswith("国办公开办函〔")


def test_edition_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ParametersError, match="没有“2035”版年度报告格式，可用的版本：2019、2021"):
        edition_of(_parameters(edition="2035"))


def test_organ_that_the_edition_does_not_know_is_refused_with_those_it_knows() -> None:
    with pytest.raises(ParametersError, match=r"department、township.*现为 village"):
        edition_of(_parameters(organ="village"))


def test_known_edition_and_organ_are_accepted() -> None:
    assert edition_of(_parameters(edition="2019", organ="city")) is load_edition("2019")


def test_hybrid_form_takes_each_table_from_the_variant_named() -> None:
    tables = ("table-2-2019", "table-3-2021", "table-4")

    hybrid = load_edition("2021", tables)

    assert tuple(table.variant for table in hybrid.tables.values()) == tables
    assert "t2.procurement.amount" in hybrid.cells
    assert "t3.other.fee_unpaid.total" in hybrid.cells
    assert hybrid.sections == load_edition("2021").sections


def test_hybrid_form_leaves_the_edition_as_it_is() -> None:
    load_edition("2021", ("table-2-2019", "table-3-2019", "table-4"))

    assert "t2.procurement.amount" not in load_edition("2021").cells


def test_a_report_may_name_its_tables() -> None:
    edition = edition_of(_parameters(tables=("table-2-2021", "table-3-2019", "table-4")))

    assert edition.variants == ("table-2-2021", "table-3-2019", "table-4")
    assert "t3.other.total" in edition.cells


def test_a_table_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ParametersError, match="没有表 table-3-2018，可用的表：table-2-2019"):
        edition_of(_parameters(tables=("table-2-2021", "table-3-2018", "table-4")))
