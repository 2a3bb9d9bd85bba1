"""How each cell is counted refers to ledgers, columns and codes that exist."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from reportkit.forms import Cell, Count, load_form

TABLES = [("2021", "t2"), ("2021", "t3"), ("2021", "t4"), ("2019", "t3"), ("2019", "t4")]


def _cells(edition: str, table: str) -> list[Cell]:
    cells = load_form("ogi").edition(edition).cells.values()
    return [cell for cell in cells if cell.id.startswith(f"{table}.")]


def _dates(count: Count) -> Iterator[str]:
    if count.within:
        yield count.within
    yield from count.open or ()
    yield from count.heard or ()


def test_only_table_two_of_2019_is_left_to_the_bureau() -> None:
    uncounted = {
        (edition, cell.id.partition(".")[0])
        for edition in ("2021", "2019")
        for cell in load_form("ogi").edition(edition).cells.values()
        if not cell.count.ledger
    }

    assert uncounted == {("2019", "t2")}


@pytest.mark.parametrize(("edition", "table"), TABLES)
def test_counts_name_ledgers_columns_and_codes_that_exist(edition: str, table: str) -> None:
    schemas = load_form("ogi").edition(edition).ledgers

    for cell in _cells(edition, table):
        schema = schemas[cell.count.ledger]
        for name in _dates(cell.count):
            assert schema.by_id[name].type == "date", cell.id
        for name, code in cell.count.where.items():
            assert code in (schema.by_id[name].choices or {}), cell.id
        if cell.count.sum:
            assert schema.by_id[cell.count.sum].type == "money", cell.id


@pytest.mark.parametrize(("edition", "table"), TABLES)
def test_counts_say_exactly_one_thing_about_time(edition: str, table: str) -> None:
    for cell in _cells(edition, table):
        count = cell.count
        assert [bool(count.within), bool(count.open), bool(count.heard)].count(True) == 1, cell.id
        assert bool(count.open) == bool(count.at), cell.id


@pytest.mark.parametrize(("edition", "table"), TABLES)
def test_money_is_summed_into_10_000_yuan_and_all_else_counted(edition: str, table: str) -> None:
    for cell in _cells(edition, table):
        wanted = ("amount", 10_000) if cell.kind == "money" else ("", 1)
        assert (cell.count.sum, cell.count.divide_by) == wanted, cell.id


def test_what_lies_deeper_decides_where_two_counts_name_the_same() -> None:
    above = Count(ledger="cases", within="accepted", where={"kind": "a"}, divide_by=10)
    below = Count(within="concluded", where={"result": "b"})

    joined = above.joined_with(below)

    assert joined.model_dump(exclude_defaults=True) == {
        "ledger": "cases",
        "within": "concluded",
        "where": {"kind": "a", "result": "b"},
        "divide_by": 10,
    }
