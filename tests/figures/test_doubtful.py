"""A value that cannot be relied on makes unknown just the cells that rest on it."""

from __future__ import annotations

import pytest

from reportkit.figures import Figures, Mark
from reportkit.forms import load_form
from tests.figures.records import count
from tests.ledgers.samples import application, open_application

KINDS = [heading.id for heading in load_form("ogi").edition("2021").headings_with("applicant")]
OUTCOMES = [heading.id for heading in load_form("ogi").edition("2021").headings_with("outcome")]


def _unknown(figures: Figures) -> set[str]:
    return {cell for cell, value in figures.items() if value is Mark.UNKNOWN}


def _cells(rows: list[str], columns: list[str]) -> set[str]:
    return {f"t3.{row}.{column}" for row in rows for column in columns}


def test_misspelt_kind_leaves_totals_exact() -> None:
    figures = count(applications=[application(1), application(2, 申请人类别="自燃人")])

    assert _unknown(figures) == _cells(["new", "granted", "concluded"], KINDS)
    assert figures["t3.new.total"] == 2
    assert figures["t3.granted.total"] == 2
    assert figures["t3.carried_out.natural_person"] == 0


def test_misspelt_outcome_leaves_the_sum_of_outcomes_exact() -> None:
    figures = count(applications=[application(1), application(2, 办理结果="予以公升")])

    assert _unknown(figures) == _cells(OUTCOMES, ["natural_person", "total"])
    assert figures["t3.concluded.total"] == 2
    assert figures["t3.new.natural_person"] == 2
    assert figures["t3.granted.business"] == 0


def test_missing_outcome_leaves_the_sum_of_outcomes_exact() -> None:
    figures = count(applications=[application(1, 办理结果=None)])

    assert _unknown(figures) == _cells(OUTCOMES, ["natural_person", "total"])
    assert figures["t3.concluded.natural_person"] == 1
    assert figures["t3.carried_out.natural_person"] == 0


def test_missing_date_of_conclusion_leaves_what_was_received_exact() -> None:
    figures = count(applications=[application(1, 办结日期=None)])

    rows = ["granted", "concluded", "carried_out"]
    assert _unknown(figures) == _cells(rows, ["natural_person", "total"])
    assert figures["t3.new.total"] == 1
    assert figures["t3.carried_in.total"] == 0


def test_unreadable_date_of_receipt_leaves_outcomes_exact() -> None:
    figures = count(applications=[application(1, 收到日期="去年")])

    assert _unknown(figures) == _cells(["new", "carried_in"], ["natural_person", "total"])
    assert figures["t3.granted.total"] == 1
    assert figures["t3.carried_out.total"] == 0


def test_unreadable_date_of_receipt_of_an_open_application() -> None:
    figures = count(applications=[open_application(1, 收到日期="去年")])

    rows = ["new", "carried_in", "carried_out"]
    assert _unknown(figures) == _cells(rows, ["natural_person", "total"])


def test_dates_in_the_wrong_order_leave_both_in_doubt() -> None:
    figures = count(applications=[application(1, 办结日期="2022-02-28")])

    rows = ["new", "carried_in", "granted", "concluded", "carried_out"]
    assert _unknown(figures) == _cells(rows, ["natural_person", "total"])
    assert figures["t3.new.business"] == 0


def test_number_given_twice_leaves_only_the_cells_of_that_row_in_doubt() -> None:
    first, again = application(1), application(1, 申请人类别="商业企业", 办理结果="重复申请")

    figures = count(applications=[first, again])

    rows = ["new", "not_processed.repeated", "concluded"]
    assert _unknown(figures) == _cells(rows, ["business", "total"])
    assert figures["t3.new.natural_person"] == 1
    assert figures["t3.granted.total"] == 1


@pytest.mark.parametrize("column", ["是否延期", "不计入期限天数", "登记编号"])
def test_doubt_about_what_no_cell_rests_on_leaves_every_cell_exact(column: str) -> None:
    figures = count(applications=[application(1, **{column: "不详"})])

    assert _unknown(figures) == set()
    assert figures["t3.new.total"] == 1


def test_unreadable_amount_of_another_year_or_kind_leaves_the_sum_exact() -> None:
    fee = {"收费项目": "某某费", "收费类别": "行政事业性收费", "收费日期": "2022-05-05"}
    rows = [
        {**fee, "金额（元）": "12"},
        {**fee, "金额（元）": "十元", "收费日期": "2021-05-05"},
        {**fee, "金额（元）": "十元", "收费类别": "信息处理费"},
    ]

    assert str(count(fees=rows)["t2.fees.amount"]) == "0.0012"


@pytest.mark.parametrize("column", ["金额（元）", "收费日期", "收费类别"])
def test_doubt_about_a_fee_of_the_year_leaves_the_sum_unknown(column: str) -> None:
    fee = {
        "收费项目": "某某费",
        "收费类别": "行政事业性收费",
        "收费日期": "2022-05-05",
        "金额（元）": "12",
    }

    figures = count(fees=[fee, {**fee, column: "不详"}])

    assert _unknown(figures) == {"t2.fees.amount"}


def test_unreadable_result_of_a_case_leaves_pending_and_total_exact() -> None:
    case = {
        "案号": "〔2022〕1号",
        "案件类别": "行政复议",
        "受理日期": "2022-05-05",
        "审结日期": "2022-06-06",
        "审理结果": "结果为持",
    }

    figures = count(cases=[case])

    results = ("upheld", "corrected", "other")
    assert _unknown(figures) == {f"t4.reconsideration.{result}" for result in results}
    assert figures["t4.reconsideration.total"] == 1
    assert figures["t4.reconsideration.pending"] == 0


def test_unreadable_date_of_repeal_leaves_what_was_issued_exact() -> None:
    document = {
        "文件名称": "某某办法",
        "文件类别": "行政规范性文件",
        "制发日期": "2022-05-05",
        "废止日期": "不详",
    }

    figures = count(documents=[document])

    columns = ("repealed", "in_force")
    assert _unknown(figures) == {f"t2.normative_documents.{column}" for column in columns}
    assert figures["t2.normative_documents.issued"] == 1
