"""Charts of a form: each number is a figure, in picture, sentence and table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from reportkit.figures import Figures, Mark, Value
from reportkit.forms import load_form
from reportkit.params import read_parameters
from reportkit.rendering.bundle import is_working
from reportkit.report import Report
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE, PROJECT, YEAR
from tests.ledgers.samples import write_csv

CHARTS = [chart.id for chart in load_form("ogi").item.charts]


@pytest.fixture
def report(report: Report) -> Report:
    report.earlier = {}
    return report


def _with(report: Report, **values: Value) -> Report:
    named = {cell.replace("__", "."): value for cell, value in values.items()}
    report.figures = report.figures.replacing({f"t3.{cell}": v for cell, v in named.items()})
    return report


def _page(report: Report, chart: str) -> LexborHTMLParser:
    shown = report.chart(chart)
    assert shown is not None
    return LexborHTMLParser(shown.data)


def _numbers(report: Report, chart: str) -> tuple[dict[str, str], dict[str, str], str]:
    """Return what picture and table say of each label, and the sentence."""
    page = _page(report, chart)
    texts = [each.text() for each in page.css("svg text")]
    rows = (row.css("th, td") for row in page.css("tbody tr"))
    table = {label.text(): number.text() for label, number in rows}
    caption = page.css_first("figcaption")
    assert caption is not None
    drawn = dict(zip(texts[::2], texts[1::2], strict=True))
    return drawn, table, caption.text()


def test_outcomes_and_applicants_are_told_alike_three_times(report: Report) -> None:
    _with(report, granted__total=7, refused__third_party__total=7, concluded__total=14)

    drawn, table, says = _numbers(report, "outcomes")

    assert drawn["予以公开"] == table["予以公开"] == "7"
    assert drawn["保护第三方合法权益"] == table["保护第三方合法权益"] == "7"
    assert table["总计"] == "14"
    assert "共办结政府信息公开申请 14 件，最多的是予以公开、保护第三方合法权益（各 7 件）。" in says
    assert "没有列出的各项为 0。" in says


def test_a_total_is_the_figure_even_where_it_does_not_reconcile(report: Report) -> None:
    _with(report, concluded__total=99)

    _, table, says = _numbers(report, "outcomes")

    assert table["总计"] == "99"
    assert "共办结政府信息公开申请 99 件" in says


def test_what_was_carried_over_is_told(report: Report) -> None:
    _with(report, carried_in__total=2, new__total=8, concluded__total=9, carried_out__total=1)

    drawn, table, says = _numbers(report, "carry_over")

    assert drawn == table == {"上年结转": "2", "本年新收": "8", "本年办结": "9", "结转下年": "1"}
    assert "上年结转 2 件、本年新收 8 件；本年办结 9 件、结转下年 1 件。" in says


def test_numbers_that_a_table_of_the_report_has_are_not_printed_twice(report: Report) -> None:
    report.earlier = _earlier(report, y2021=4)
    _with(report, new__business=1, carried_in__total=1)

    on_screen = {chart for chart in CHARTS if _page(report, chart).css("details.screen")}

    assert on_screen == {"outcomes", "applicants", "carry_over"}
    for chart in on_screen:
        caption = _page(report, chart).css_first("figcaption")
        assert caption is not None
        assert caption.text().endswith("数据取自“收到和处理政府信息公开申请情况”。")


def _earlier(report: Report, **new: Value) -> Mapping[int, Figures]:
    return {int(y[1:]): report.figures.replacing({"t3.new.total": v}) for y, v in new.items()}


def test_five_years_leave_a_gap_where_there_is_no_report(report: Report) -> None:
    report.earlier = _earlier(report, y2015=3, y2019=4, y2021=Mark.UNKNOWN)
    _with(report, new__total=6)

    page = _page(report, "years")

    assert [each.text() for each in page.css("thead th")][1:] == [
        f"{year}年" for year in range(2018, 2023)
    ]
    row = page.css_first("tbody tr")
    assert row is not None
    assert [each.text() for each in row.css("td")] == ["无", "4", "无", "？", "6"]


def test_five_years_begin_with_the_first_report_there_is(report: Report) -> None:
    report.earlier = _earlier(report, y2020=4)
    _with(report, new__total=6)

    _, caption = _page(report, "years"), _page(report, "years").css_first("figcaption")

    assert caption is not None
    assert "2020年至2022年，新收由 4 件增至 6 件" in caption.text()


def test_years_of_the_second_form_show_what_its_edition_counts() -> None:
    name = f"{ENFORCEMENT_EXAMPLE}-2024-enforcement.yaml"
    report = Report(read_parameters(PROJECT / "params" / name), PROJECT)
    report.earlier = {2023: report.figures.replacing({"penalties.total": 1})}
    of_shandong = "qf-2021"  # counts no coercion, and gives penalties no total

    rows = [row.text() for row in _page(report, "years").css("tbody th")]
    report.edition = report.edition.form.edition(of_shandong)
    assert rows == ["行政处罚", "行政许可（予以许可）", "行政强制"]
    assert [row.text() for row in _page(report, "years").css("tbody th")] == rows[1:2]


def test_last_year_in_a_chart_is_the_one_that_rules_compare_with(report: Report) -> None:
    report.earlier = _earlier(report, y2021=4)
    report.last_year = report.figures.replacing({"t3.new.total": 5})
    _with(report, new__total=6)

    assert "新收由 5 件增至 6 件" in _page(report, "years").text()
    assert list(report.over_years("t3.new.total")["2021年"]) == ["5"]


def test_without_earlier_reports_there_is_nothing_to_compare(report: Report) -> None:
    assert report.chart("years") is None


@pytest.mark.parametrize("cell", ["carried_in__total", "new__total", "granted__total"])
@pytest.mark.parametrize("mark", [Mark.UNKNOWN, Mark.BLANK])
def test_a_chart_that_cannot_be_told_says_so_to_those_who_work_on_it(
    report: Report, cell: str, mark: Mark
) -> None:
    report.earlier = _earlier(report, y2021=4)
    _with(report, **{cell: mark})

    shown = [report.chart(chart) for chart in CHARTS]

    told = [html.data for html in shown if html is not None and is_working(html.data)]
    assert told
    assert all("没有画图" in html and "<svg" not in html for html in told)
    assert f"{mark}".strip("〔〕") in "".join(told)


def test_months_and_channels_add_up_to_what_prose_counts(report: Report) -> None:
    page = _page(report, "publications")

    heads = [each.text() for each in page.css("thead th")]
    rows = [[each.text() for each in row.css("th, td")] for row in page.css("tbody tr")]
    numbers = {label: list(map(int, counts)) for label, *counts in rows}
    assert heads[0] == "项目"
    assert heads[-1] == "全年"
    assert all(sum(counts[:-1]) == counts[-1] for counts in numbers.values())
    everything = numbers.pop("合计")
    assert [sum(column) for column in zip(*numbers.values(), strict=True)] == everything
    dates = report.raw["publications"]["published"]
    assert everything[-1] == (dates.dt.year == report.year).sum()


def test_a_row_in_doubt_is_not_left_out_of_a_chart(workspace: Path) -> None:
    rows = [
        ["标题", "发布日期", "发布渠道"],
        *[["一", f"2022-0{n}-01", "网站"] for n in range(1, 5)],
    ]
    folder = workspace / "data" / EXAMPLE / YEAR
    write_csv(folder / "publications.csv", [*rows, ["一", "2022年下半年", "网站"]])

    parameters = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")
    shown = Report(parameters, workspace).chart("website")

    assert shown is not None
    assert is_working(shown.data)
    assert "有 1 行不能确定是否计入" in shown.data
