"""Which editions there are, and how one is chosen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from reportkit.errors import ParametersError
from reportkit.forms import edition_of, load_form
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
    assert list(load_form("ogi").editions) == ["2019", "2021"]


@pytest.mark.parametrize("edition", list(load_form("ogi").editions))
def test_edition_knows_its_id_document_and_first_year(edition: str) -> None:
    form = load_form("ogi").edition(edition)

    assert form.id == edition
    assert str(form.item.first_year) == edition
    assert form.item.document.startswith("国办公开办函〔")


def test_edition_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(
        ParametersError, match="没有“2035”版政府信息公开工作年度报告格式，可用的版本：2019、2021"
    ):
        edition_of(_parameters(edition="2035"))


def test_organ_that_the_edition_does_not_know_is_refused_with_those_it_knows() -> None:
    with pytest.raises(ParametersError, match=r"department、township.*现为 village"):
        edition_of(_parameters(organ="village"))


@pytest.mark.parametrize(("year", "edition"), [(2019, "2019"), (2020, "2019"), (2021, "2021")])
def test_the_year_decides_the_edition_where_parameters_do_not(year: int, edition: str) -> None:
    assert edition_of(replace(_parameters(), year=year)).id == edition


def test_a_year_that_no_edition_is_for_is_refused_unless_the_edition_is_named() -> None:
    parameters = replace(_parameters(), year=2018)

    with pytest.raises(ParametersError, match="没有用于 2018 年度的格式"):
        edition_of(parameters)
    assert edition_of(replace(parameters, edition="2019")).id == "2019"


def test_a_duty_that_the_form_does_not_know_is_refused_with_those_it_knows() -> None:
    with pytest.raises(ParametersError, match="没有职责 penaltys，可用的：penalties、licences、"):
        edition_of(_parameters(form="enforcement", edition="zj-2024", duties=("penaltys",)))
    with pytest.raises(ParametersError, match="政府信息公开工作年度报告不分职责，请删去这一项"):
        edition_of(_parameters(duties=("penalties",)))


def test_a_form_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(ParametersError, match=r"没有格式 ogii，可用的格式：.*ogi"):
        edition_of(_parameters(form="ogii"))


def test_known_edition_and_organ_are_accepted() -> None:
    assert edition_of(_parameters(edition="2019", organ="city")) is load_form("ogi").edition("2019")


def test_hybrid_form_takes_each_table_from_the_variant_named() -> None:
    tables = ("table-2-2019", "table-3-2021", "table-4")

    hybrid = load_form("ogi").edition("2021", tables)

    assert tuple(table.variant for table in hybrid.tables.values()) == tables
    assert "t2.procurement.amount" in hybrid.cells
    assert "t3.other.fee_unpaid.total" in hybrid.cells
    assert hybrid.sections == load_form("ogi").edition("2021").sections


def test_hybrid_form_leaves_the_edition_as_it_is() -> None:
    load_form("ogi").edition("2021", ("table-2-2019", "table-3-2019", "table-4"))

    assert "t2.procurement.amount" not in load_form("ogi").edition("2021").cells


def test_a_report_may_name_its_tables() -> None:
    edition = edition_of(_parameters(tables=("table-2-2021", "table-3-2019", "table-4")))

    assert edition.variants == ("table-2-2021", "table-3-2019", "table-4")
    assert "t3.other.total" in edition.cells


def test_a_table_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(ParametersError, match="没有表 table-3-2018，可用的表：table-2-2019"):
        edition_of(_parameters(tables=("table-2-2021", "table-3-2018", "table-4")))


@pytest.mark.parametrize(
    ("tables", "words"),
    [
        (("table-2-2021", "table-4"), "缺少表“收到和处理政府信息公开申请情况”（table-3-"),
        (
            ("table-2-2019", "table-2-2021", "table-3-2021", "table-4"),
            "表“主动公开政府信息情况”只能有一张（table-2-2019、table-2-2021 之一）",
        ),
    ],
)
def test_each_table_is_named_once(tables: tuple[str, ...], words: str) -> None:
    with pytest.raises(ParametersError, match="参数 tables 有误") as caught:
        edition_of(_parameters(tables=tables))

    assert words in str(caught.value)
