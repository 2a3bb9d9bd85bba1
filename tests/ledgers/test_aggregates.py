"""Counts by month, quarter or year instead of rows: they count, once, and never as more."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.figures import Figures, Mark, count_figures, count_records
from reportkit.forms import load_form
from reportkit.ledgers import RawData, read_raw_data, take_in
from reportkit.ledgers.by_period.periods import read_period
from reportkit.ledgers.mapping import NO_MAPPING, LedgerMapping, Own
from reportkit.params import read_parameters
from reportkit.report import Report
from tests.conftest import EXAMPLE
from tests.ledgers.samples import EDITION, YEAR, fill, grid, write_csv, write_xlsx

HEAD = ["月份", "行政许可", "行政处罚", "行政强制"]
LICENCES, PENALTIES, COERCION = (
    "t2.licences.decisions",
    "t2.penalties.decisions",
    "t2.coercive_measures.decisions",
)


def read(folder: Path, own: Own = NO_MAPPING) -> RawData:
    return read_raw_data(take_in(folder), EDITION, YEAR, own=own)


def decided(
    folder: Path,
    rows: Sequence[Sequence[Any]],
    name: str = "decisions.xlsx",
    own: Own = NO_MAPPING,
) -> RawData:
    """Read ledgers of which that of decisions is the sheet given."""
    fill(folder)
    (folder / "decisions.csv").unlink()
    write_xlsx(folder / name, rows)
    return read(folder, own)


def figures(raw: RawData) -> Figures:
    return count_figures(raw, EDITION, YEAR)


def counted(raw: RawData) -> list[Any]:
    return [figures(raw)[cell] for cell in (LICENCES, PENALTIES, COERCION)]


def kinds(raw: RawData) -> list[str]:
    return [problem.kind for problem in raw.problems if problem.kind != "reading"]


SHEETS: dict[str, list[list[Any]]] = {
    "wide": [HEAD, ["1月", 3, 2, 1], ["2月份", 1, 0, None], ["2022年3月", "4件", 0, 0]],
    "total row and column": [
        [*HEAD, "合计"],
        ["1月", 3, 2, 1, 6],
        ["12月", 5, 0, 0, 5],
        ["合计", 8, 2, 1, 11],
    ],
    "title above, unit in headings": [
        ["某局2022年行政决定分月统计"],
        ["月份", "行政许可（件）", "行政处罚（件）", "行政强制（件）"],
        [1, 8, 2, 1],
    ],
    "quarters": [["季度", *HEAD[1:]], ["第一季度", 8, 0, 1], ["二季度", 0, 2, 0]],
    "the year alone": [["年度", *HEAD[1:]], ["2022年", 8, 2, 1]],
    "quarters beside their months": [
        HEAD,
        ["1月", 3, 2, 1],
        ["2月", 5, 0, 0],
        ["第一季度", 8, 2, 1],
    ],
    "sub-totals": [
        HEAD,
        ["1月", 3, 2, 1],
        ["小计", 3, 2, 1],
        ["4月", 5, 0, 0],
        ["小计", 5, 0, 0],
        ["累计", 8, 2, 1],
    ],
    "long": [
        ["月份", "决定类别", "件数"],
        ["1月", "行政许可", 8],
        ["1月", "行政处罚", 2],
        ["2月", "行政强制", 1],
        ["合计", None, 11],
    ],
    "words for nothing and for numbers": [
        HEAD,
        ["1月", "八件", "2件", "N/A"],
        ["2月", "空白", "／", "1"],
        ["第一季度累计", 8, 2, 1],
    ],
    "days that Excel made of months": [HEAD, [dt.date(2022, 1, 1), 8, 2, 1]],
    "another year beside": [HEAD, ["2022年1月", 8, 2, 1], ["2021年12月", 50, 50, 50]],
}


@pytest.mark.parametrize("name", SHEETS)
def test_counts_are_read_as_offices_keep_them(name: str, tmp_path: Path) -> None:
    raw = decided(tmp_path, SHEETS[name])

    assert counted(raw) == [8, 2, 1]
    assert kinds(raw) == []


@pytest.mark.parametrize(
    "rows",
    [
        [["月份", "许可证", *HEAD[2:]], ["1月", 8, 2, 1]],
        [
            ["月份", "哪一种", "件数"],
            ["1月", "许可证", 8],
            ["1月", "行政处罚", 2],
            ["1月", "行政强制", 1],
        ],
    ],
    ids=["wide", "long"],
)
def test_own_words_of_a_bureau_are_read_in_counts_too(
    rows: list[list[Any]], tmp_path: Path
) -> None:
    own = {"decisions": LedgerMapping({"哪一种": "kind"}, {"kind": {"许可证": "licences"}})}

    assert counted(decided(tmp_path, rows, own=own)) == [8, 2, 1]


def test_rows_that_stand_for_several_records_say_for_how_many(tmp_path: Path) -> None:
    rows = [["月份", "决定类别", "件数"], ["1月", "行政许可", 8], ["2月", "行政强制", 1]]
    shown = decided(tmp_path, rows).ledgers["decisions"].in_chinese()
    assert dict(zip(shown["决定类别"], shown["记录数"], strict=True)) == {
        "行政许可": 8,
        "行政强制": 1,
    }
    assert (shown.index.name, [*shown.index]) == ("行", [2, 3])


def test_what_was_read_is_said_with_the_months_that_have_none(tmp_path: Path) -> None:
    raw = decided(tmp_path, SHEETS["total row and column"])

    (notice,) = [problem for problem in raw.problems if problem.ledger == "decisions"]
    assert "按汇总数读取" in notice.fault
    assert "没有 2–11 月的数" in notice.fault
    (block,) = raw.account.of("decisions")
    assert (block.read, block.records) == (2, 6)
    assert [(each.reason, each.rows) for each in block.left_out] == [("合计行", (4,))]


WRONG: dict[str, tuple[list[list[Any]], list[Any], list[str]]] = {
    "total that is not the sum": (
        [HEAD, ["1月", 3, 2, 1], ["合计", 4, 2, 1]],
        [3, 2, 1],
        ["number"],
    ),
    "no number": ([HEAD, ["1月", "约3", 2, 1]], [Mark.UNKNOWN, 2, 1], ["number"]),
    "no period": ([HEAD, ["1-3月", 3, 2, 1]], [Mark.UNKNOWN] * 3, ["date"]),
    "month twice": (
        [HEAD, ["1月", 3, 2, 1], ["1月", 3, 2, 1]],
        [Mark.UNKNOWN] * 3,
        ["unique"],
    ),
    "quarter that is not its months": (
        [HEAD, ["1月", 3, 2, 1], ["一季度", 4, 2, 1]],
        [Mark.UNKNOWN, 2, 1],
        ["unique"],
    ),
    "kind without a column": ([HEAD[:3], ["1月", 3, 2]], [3, 2, Mark.UNKNOWN], []),
    "column of no kind": (
        [[*HEAD, "行政检查"], ["1月", 3, 2, 1, 9]],
        [3, 2, 1],
        ["lost"],
    ),
    "word of no kind": (
        [["月份", "决定类别", "件数"], ["1月", "行政许可", 3], ["1月", "行政检查", 9]],
        [Mark.UNKNOWN] * 3,
        ["choice"],
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_not_certain_is_told_and_not_counted(name: str, tmp_path: Path) -> None:
    rows, expected, told = WRONG[name]

    raw = decided(tmp_path, rows)

    assert counted(raw) == expected
    assert kinds(raw) == told


def test_counts_beside_rows_do_not_count_twice(tmp_path: Path) -> None:
    fill(
        tmp_path,
        decisions=[{"决定文书号": "1号", "决定类别": "行政许可", "决定日期": "2022-01-05"}],
    )
    write_xlsx(tmp_path / "处罚许可汇总.xlsx", [HEAD, ["1月", 3, 2, 1]])

    raw = read(tmp_path)

    assert counted(raw) == [1, 0, 0]
    assert kinds(raw) == ["unread"]
    assert "没有再计入" in raw.problems[-1].fault


def test_what_counts_do_not_tell_cannot_be_asked(tmp_path: Path) -> None:
    fill(tmp_path)
    write_csv(tmp_path / "publications.csv", [["月份", "渠道", "条数"], ["1月", "网站", 12]])

    raw = read(tmp_path)

    assert count_records(raw, YEAR, "publications", {"发布渠道": "政府网站"}) == 12
    assert count_records(raw, YEAR, "publications", {"发布渠道": "微信"}) == 0
    assert count_records(raw, YEAR, "publications", {"栏目": "通知公告"}) is Mark.UNKNOWN


def test_other_forms_that_need_more_than_counts_cannot_tell(tmp_path: Path) -> None:
    edition = load_form("enforcement").edition("zj-2024")
    for id_ in edition.counted_ledgers - {"decisions"}:
        headings = [field.heading for field in edition.ledgers[id_].fields]
        write_csv(tmp_path / f"{id_}.csv", [headings])
    write_csv(tmp_path / "decisions.csv", [HEAD, ["1月", 3, 2, 1]])

    raw = read_raw_data(take_in(tmp_path), edition, YEAR)

    assert count_figures(raw, edition, YEAR)["penalties.fine"] is Mark.UNKNOWN


@pytest.mark.parametrize(
    ("rows", "drawn"),
    [
        ([["月份", "渠道", "条数"], ["1月", "网站", 12], ["3月", "网站", 30]], True),
        ([["年度", "渠道", "条数"], ["2022年", "网站", 12]], False),
        ([["季度", "渠道", "条数"], ["一季度", "网站", 12], ["三季度", "网站", 1]], False),
    ],
)
def test_chart_by_month_shows_counts_by_month_alone(
    rows: list[list[Any]], drawn: bool, workspace: Path
) -> None:
    folder = workspace / "data" / EXAMPLE / str(YEAR)
    write_csv(folder / "publications.csv", rows)
    report = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)

    chart = report.chart("website")

    assert chart is not None
    assert ("<svg" in chart.data) == drawn
    assert (">30<" if drawn else "没有写明各条记录的月份") in chart.data


@settings(max_examples=20)
@given(
    counts=st.lists(st.tuples(*[st.integers(0, 500)] * 3), min_size=12, max_size=12),
    wide=st.booleans(),
)
def test_counts_of_any_year_add_up(
    counts: list[tuple[int, int, int]], wide: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    months = [f"{month}月" for month in range(1, 13)]
    if wide:
        rows = [HEAD, *([month, *each] for month, each in zip(months, counts, strict=True))]
    else:
        rows = [
            ["月份", "决定类别", "件数"],
            *(
                [month, kind, number]
                for month, each in zip(months, counts, strict=True)
                for kind, number in zip(HEAD[1:], each, strict=True)
            ),
        ]

    raw = decided(tmp_path_factory.mktemp("counts"), rows)

    assert counted(raw) == [sum(column) for column in zip(*counts, strict=True)]


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("1月", 1, 1),
        ("十二月份", 12, 12),
        ("2022年3月", 3, 3),
        ("2022-03", 3, 3),
        ("202203", 3, 3),
        (7, 7, 7),
        ("Q2", 4, 6),
        ("上半年", 1, 6),
        ("全年", 1, 12),
        ("2022", 1, 12),
    ],
)
def test_period_is_read_in_each_manner(written: Any, first: int, last: int) -> None:
    assert read_period(written, YEAR) == (YEAR, first, last)


@pytest.mark.parametrize("written", ["13月", "1-3月", "春节", "0月", True, None, "2022-03-15"])
def test_what_is_no_period_is_none(written: Any) -> None:
    assert read_period(written, YEAR) is None


def test_ledger_of_rows_is_no_aggregate(tmp_path: Path) -> None:
    fill(tmp_path)
    write_csv(tmp_path / "publications.csv", grid("publications", []))

    assert read(tmp_path).ledgers["publications"].weights is None
