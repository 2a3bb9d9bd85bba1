"""The cells of each edition are those of the official form."""

from __future__ import annotations

from itertools import product

import pytest

from reportkit.forms import load_form
from tests.published import COLUMNS

ROWS_2021 = [
    "new",
    "carried_in",
    "granted",
    "partly_granted",
    "refused.state_secret",
    "refused.other_law",
    "refused.security_stability",
    "refused.third_party",
    "refused.internal_affairs",
    "refused.deliberative",
    "refused.enforcement_file",
    "refused.query_matter",
    "unavailable.not_held",
    "unavailable.needs_creation",
    "unavailable.still_unclear",
    "not_processed.petition",
    "not_processed.repeated",
    "not_processed.publication",
    "not_processed.abusive",
    "not_processed.reissue",
    "other.not_corrected",
    "other.fee_unpaid",
    "other.other",
    "concluded",
    "carried_out",
]
# The three ways of （六）其他处理 came with 2021; before, it was one row.
FIRST_OTHER = ROWS_2021.index("other.not_corrected")
ROWS_2019 = [*ROWS_2021[:FIRST_OTHER], "other", *ROWS_2021[FIRST_OTHER + 3 :]]
GROUPS = ["reconsideration", "direct_suit", "suit_after_reconsideration"]
RESULTS = ["upheld", "corrected", "other", "pending", "total"]
TABLE_2_2021 = [
    "t2.regulations.issued",
    "t2.regulations.repealed",
    "t2.regulations.in_force",
    "t2.normative_documents.issued",
    "t2.normative_documents.repealed",
    "t2.normative_documents.in_force",
    "t2.licences.decisions",
    "t2.penalties.decisions",
    "t2.coercive_measures.decisions",
    "t2.fees.amount",
]
BLOCKS_2019 = [
    ("regulations normative_documents", "issued published public_total"),
    ("licences services", "last_year change decisions"),
    ("penalties coercive_measures", "last_year change decisions"),
    ("fees", "last_year change"),
    ("procurement", "projects amount"),
]
TABLE_2_2019 = [
    f"t2.{row}.{column}"
    for rows, columns in BLOCKS_2019
    for row, column in product(rows.split(), columns.split())
]
FORMS = {
    ("2021", "t2"): TABLE_2_2021,
    ("2021", "t3"): [f"t3.{row}.{column}" for row, column in product(ROWS_2021, COLUMNS)],
    ("2021", "t4"): [f"t4.{group}.{result}" for group, result in product(GROUPS, RESULTS)],
    ("2019", "t2"): TABLE_2_2019,
    ("2019", "t3"): [f"t3.{row}.{column}" for row, column in product(ROWS_2019, COLUMNS)],
    ("2019", "t4"): [f"t4.{group}.{result}" for group, result in product(GROUPS, RESULTS)],
}


@pytest.mark.parametrize(("edition", "table"), FORMS)
def test_cells_are_those_of_the_form_in_its_order(edition: str, table: str) -> None:
    cells = [
        cell for cell in load_form("ogi").edition(edition).cells if cell.startswith(f"{table}.")
    ]

    assert cells == FORMS[edition, table]


@pytest.mark.parametrize(
    ("edition", "sizes"), [("2021", (10, 25 * 7, 15)), ("2019", (22, 23 * 7, 15))]
)
def test_tables_have_as_many_cells_as_the_form(edition: str, sizes: tuple[int, ...]) -> None:
    form = load_form("ogi").edition(edition)

    assert tuple(len(FORMS[edition, table]) for table in form.tables) == sizes
    assert len(form.cells) == sum(sizes)


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_every_cell_has_a_chinese_name_of_its_own(edition: str) -> None:
    cells = load_form("ogi").edition(edition).cells.values()
    names = [f"{cell.id.partition('.')[0]} {cell.name}" for cell in cells]

    assert all(any("一" <= char <= "龥" for char in name) for name in names)
    assert len(set(names)) == len(names)


def test_cell_name_says_row_and_column() -> None:
    cells = load_form("ogi").edition("2021").cells

    assert cells["t3.new.natural_person"].name == "一 本年新收·自然人"
    assert cells["t3.concluded.total"].name == "三（七） 总计·总计"
    assert cells["t2.fees.amount"].name == "行政事业性收费·收费金额（万元）"
    assert cells["t4.reconsideration.upheld"].name == "行政复议结果维持"


def test_only_changes_of_2019_may_be_negative() -> None:
    signed = [cell.id for cell in load_form("ogi").edition("2019").cells.values() if cell.signed]

    assert signed == [cell for cell in TABLE_2_2019 if cell.endswith(".change")]
    assert not any(cell.signed for cell in load_form("ogi").edition("2021").cells.values())


@pytest.mark.parametrize(
    ("edition", "money"), [("2021", ["t2.fees.amount"]), ("2019", ["t2.procurement.amount"])]
)
def test_one_cell_holds_money_and_all_others_counts(edition: str, money: list[str]) -> None:
    cells = load_form("ogi").edition(edition).cells.values()

    assert [cell.id for cell in cells if cell.kind == "money"] == money


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_roles_name_the_ways_to_conclude_and_the_kinds_of_applicant(edition: str) -> None:
    form = load_form("ogi").edition(edition)
    rows = ROWS_2021 if edition == "2021" else ROWS_2019

    assert [heading.id for heading in form.headings_with("outcome")] == rows[2:-2]
    assert [heading.id for heading in form.headings_with("applicant")] == [*COLUMNS[:-1]]


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_no_part_of_a_cell_id_hides_behind_a_method_of_a_mapping(edition: str) -> None:
    """Expressions of the narrative reach cells by attribute: `t3.items` would be a method."""
    parts = {part for cell in load_form("ogi").edition(edition).cells for part in cell.split(".")}

    assert not [part for part in parts if hasattr(dict, part)]
    assert all(part.isidentifier() for part in parts)
