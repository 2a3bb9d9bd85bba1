"""Each cell counts what the form says it counts, to the day."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportkit.figures import Mark, count_figures
from reportkit.forms import load_form
from reportkit.ledgers import RawData
from tests.figures.records import Record, count, nonzero
from tests.ledgers.samples import fill, read, read_rows


def _application(
    received: str, concluded: str | None = None, kind: str = "自然人", outcome: str = "予以公开"
) -> Record:
    return {
        "登记编号": f"〔{received[:4]}〕1号",
        "收到日期": received,
        "申请人类别": kind,
        "办结日期": concluded,
        "办理结果": outcome if concluded else None,
    }


def _both(*rows: str, column: str = "natural_person") -> dict[str, int]:
    return {f"t3.{row}.{name}": 1 for row in rows for name in (column, "total")}


APPLICATIONS = [
    ("2022-01-01", "2022-12-31", ["new", "granted", "concluded"]),
    ("2022-01-01", None, ["new", "carried_out"]),
    ("2022-12-31", None, ["new", "carried_out"]),
    ("2022-12-31", "2022-12-31", ["new", "granted", "concluded"]),
    ("2022-12-31", "2023-01-01", ["new", "carried_out"]),
    ("2021-12-31", "2021-12-31", []),
    ("2021-12-31", "2022-01-01", ["carried_in", "granted", "concluded"]),
    ("2021-12-31", "2022-12-31", ["carried_in", "granted", "concluded"]),
    ("2021-12-31", "2023-01-01", ["carried_in", "carried_out"]),
    ("2021-12-31", None, ["carried_in", "carried_out"]),
    ("2015-05-05", None, ["carried_in", "carried_out"]),
    ("2023-01-01", None, []),
    ("2023-01-01", "2023-01-20", []),
]


@pytest.mark.parametrize(("received", "concluded", "rows"), APPLICATIONS)
def test_application_counts_where_the_year_finds_it(
    received: str, concluded: str | None, rows: list[str]
) -> None:
    figures = count(applications=[_application(received, concluded)])

    assert nonzero(figures) == _both(*rows)


@pytest.mark.parametrize("edition", ["2021", "2019"])
def test_every_outcome_counts_in_its_own_row(edition: str) -> None:
    form = load_form("ogi").edition(edition)
    for heading in form.headings_with("outcome"):
        record = _application("2022-03-01", "2022-03-20", outcome=heading.name)

        figures = count(edition, applications=[record])

        counted = {c: v for c, v in nonzero(figures).items() if c.startswith("t3.")}
        assert counted == _both("new", heading.id, "concluded")


def test_every_kind_of_applicant_counts_in_its_own_column_and_the_total() -> None:
    for heading in load_form("ogi").edition("2021").headings_with("applicant"):
        figures = count(applications=[_application("2022-03-01", kind=heading.name)])

        assert nonzero(figures) == _both("new", "carried_out", column=heading.id)


def _document(issued: str, repealed: str | None = None, kind: str = "规章") -> Record:
    return {"文件名称": "某某规定", "文件类别": kind, "制发日期": issued, "废止日期": repealed}


@pytest.mark.parametrize(
    ("issued", "repealed", "columns"),
    [
        ("2022-01-01", None, ["issued", "in_force"]),
        ("2022-12-31", None, ["issued", "in_force"]),
        ("2022-12-31", "2022-12-31", ["issued", "repealed"]),
        ("2022-12-31", "2023-01-01", ["issued", "in_force"]),
        ("2010-06-01", None, ["in_force"]),
        ("2010-06-01", "2021-12-31", []),
        ("2010-06-01", "2022-01-01", ["repealed"]),
        ("2010-06-01", "2022-12-31", ["repealed"]),
        ("2010-06-01", "2023-01-01", ["in_force"]),
        ("2023-01-01", None, []),
    ],
)
def test_document_is_in_force_if_issued_and_not_repealed_by_the_last_day(
    issued: str, repealed: str | None, columns: list[str]
) -> None:
    figures = count(documents=[_document(issued, repealed)])

    assert nonzero(figures) == {f"t2.regulations.{column}": 1 for column in columns}


def test_normative_documents_have_a_row_of_their_own() -> None:
    figures = count(documents=[_document("2022-05-05", kind="行政规范性文件")])

    assert nonzero(figures) == {
        "t2.normative_documents.issued": 1,
        "t2.normative_documents.in_force": 1,
    }


@pytest.mark.parametrize(
    ("kind", "cell"),
    [
        ("行政许可", "t2.licences.decisions"),
        ("行政处罚", "t2.penalties.decisions"),
        ("行政强制", "t2.coercive_measures.decisions"),
    ],
)
def test_decisions_of_the_year_count_published_or_not(kind: str, cell: str) -> None:
    days = ["2021-12-31", "2022-01-01", "2022-12-31", "2023-01-01"]
    rows = [
        {"决定文书号": f"〔{n}〕号", "决定类别": kind, "决定日期": day, "是否公开": published}
        for n, (day, published) in enumerate(zip(days, ["是", "否", None, "是"], strict=True))
    ]

    assert nonzero(count(decisions=rows)) == {cell: 2}


def _fee(amount: Any, charged: str = "2022-05-05", kind: str = "行政事业性收费") -> Record:
    return {"收费项目": "某某费", "收费类别": kind, "收费日期": charged, "金额（元）": amount}


@pytest.mark.parametrize(
    ("amounts", "exact"),
    [
        (["0.1", "0.2"], "0.00003"),
        (["41662416.19"], "4166.241619"),
        (["0.01"], "0.000001"),
        (["10000", "10000.00"], "2"),
        (["1,234.50"], "0.12345"),
        (["3333.33", "3333.33", "3333.34"], "1"),
    ],
)
def test_fees_in_yuan_are_exact_in_10_000_yuan(amounts: list[str], exact: str) -> None:
    value = count(fees=[_fee(amount) for amount in amounts])["t2.fees.amount"]

    assert isinstance(value, Decimal)
    assert value == Decimal(exact)


def test_fees_of_other_years_and_for_information_do_not_count() -> None:
    rows = [
        _fee("1", "2021-12-31"),
        _fee("2", "2022-01-01"),
        _fee("4", "2022-12-31"),
        _fee("8", "2023-01-01"),
        _fee("16", kind="政府信息公开信息处理费"),
    ]

    assert count(fees=rows)["t2.fees.amount"] == Decimal("0.0006")


def _case(
    accepted: str, concluded: str | None, kind: str = "行政复议", result: str = "结果维持"
) -> Record:
    return {
        "案号": f"〔{accepted[:4]}〕1号",
        "案件类别": kind,
        "受理日期": accepted,
        "审结日期": concluded,
        "审理结果": result if concluded else None,
    }


@pytest.mark.parametrize(
    ("accepted", "concluded", "columns"),
    [
        ("2022-01-01", "2022-12-31", ["upheld", "total"]),
        ("2022-12-31", None, ["pending", "total"]),
        ("2022-12-31", "2023-01-01", ["pending", "total"]),
        ("2021-12-31", "2021-12-31", []),
        ("2021-12-31", "2022-01-01", ["upheld", "total"]),
        ("2021-12-31", "2023-01-01", ["pending", "total"]),
        ("2021-12-31", None, ["pending", "total"]),
        ("2023-01-01", None, []),
    ],
)
def test_case_counts_as_decided_in_its_year_and_as_pending_on_the_last_day(
    accepted: str, concluded: str | None, columns: list[str]
) -> None:
    figures = count(cases=[_case(accepted, concluded)])

    assert nonzero(figures) == {f"t4.reconsideration.{column}": 1 for column in columns}


@pytest.mark.parametrize(
    ("kind", "group"),
    [
        ("行政复议", "reconsideration"),
        ("未经复议直接起诉", "direct_suit"),
        ("复议后起诉", "suit_after_reconsideration"),
    ],
)
@pytest.mark.parametrize(
    ("result", "column"), [("结果维持", "upheld"), ("结果纠正", "corrected"), ("其他结果", "other")]
)
def test_every_kind_and_result_of_a_case_counts_in_its_own_cell(
    kind: str, group: str, result: str, column: str
) -> None:
    figures = count(cases=[_case("2022-03-01", "2022-05-01", kind, result)])

    assert nonzero(figures) == {f"t4.{group}.{column}": 1, f"t4.{group}.total": 1}


def test_empty_ledgers_count_to_zero_and_not_to_blank() -> None:
    figures = count()

    assert set(figures.values()) == {0}
    assert len(figures) == 200


def test_missing_optional_ledger_changes_no_cell(tmp_path: Path) -> None:
    publication = {"标题": "通知", "发布日期": "2022-05-05", "发布渠道": "政府网站"}
    edition = load_form("ogi").edition("2021")
    without = count_figures(read(fill(tmp_path)), edition, 2022)

    with_it = count_figures(read(fill(tmp_path, publications=[publication])), edition, 2022)

    assert without == with_it


def test_cells_that_the_edition_leaves_to_the_bureau_are_unknown_and_not_zero() -> None:
    figures = count("2019")

    unknown = {cell for cell, value in figures.items() if value is Mark.UNKNOWN}
    left = {cell.id for cell in figures.edition.cells.values() if not cell.count.ledger}
    assert unknown == left
    assert "t2.procurement.amount" in left
    assert {value for cell, value in figures.items() if cell not in left} == {0}


def test_what_no_ledger_tells_is_taken_from_the_form_that_was_filled_in() -> None:
    edition = load_form("ogi").edition("2019")
    handed_in = {"t2.procurement.amount": Decimal("12.5"), "t3.new.total": 9}

    figures = count_figures(read_rows("2019", 2020), edition, 2020, filled_in=handed_in)
    alone = count_figures(RawData({}, ()), edition, 2020, filled_in=handed_in)

    assert figures["t2.procurement.amount"] == Decimal("12.5")
    assert figures["t3.new.total"] == 0  # a ledger tells it
    assert alone["t3.new.total"] == 9
    assert alone["t3.new.business"] is Mark.UNKNOWN


def test_the_same_ledgers_give_each_year_its_own_figures() -> None:
    record = _application("2022-12-31", "2023-01-05")

    assert nonzero(count(year=2022, applications=[record])) == _both("new", "carried_out")
    assert nonzero(count(year=2023, applications=[record])) == _both(
        "carried_in", "granted", "concluded"
    )
    assert nonzero(count(year=2024, applications=[record])) == {}
