"""Whose a published report is, and of which year: told where the page tells it, else doubted."""

from __future__ import annotations

import pytest

from reportkit.audit.one import forms_in
from reportkit.grids.read_document import document_of
from reportkit.published.whose import Whose, whose
from tests.audit.variants import Variant, render_xlsx, written
from tests.published import published_reports

BUREAU = "云岚市生态环境局"
TITLE = "政府信息公开工作年度报告"
OWN = f"{BUREAU}2021年{TITLE}"
LISTED = "".join(f"<li><a>{BUREAU}{year}年{TITLE}</a></li>" for year in (2018, 2019, 2020))


def told(heading: str, title: str = "", after: str = "", name: str = "年报.html") -> Whose:
    (form,) = (one for one in forms_in(None) if one.id == "ogi")
    page = (
        f"<title>{title}</title><h1>{heading}</h1><p>2021年，我局公开信息5条。</p>"
        f"<table><tr><td>规章</td><td>1</td></tr></table>{after}"
    )
    return whose(document_of(page.encode(), name), form)


@pytest.mark.parametrize(
    ("heading", "title", "after"),
    [
        (OWN, OWN, ""),
        (OWN, f"{OWN} 2022-01-20", ""),
        (f"2022-01-20 {OWN}", "", ""),
        (OWN, "", f"<p>上一篇：{BUREAU}2020年{TITLE}</p><p>下一条：云岚市教育局2022年{TITLE}</p>"),
        (f"{LISTED}</h1><h1>{OWN}", OWN, LISTED),
        (OWN, f"云岚市人民政府门户网站 {OWN}", ""),
        (f"{BUREAU}二0二一年{TITLE}", "", ""),
    ],
)
def test_a_page_tells_it(heading: str, title: str, after: str) -> None:
    assert told(heading, title, after) == Whose(BUREAU, 2021, "", "")


@pytest.mark.parametrize(
    ("heading", "after"),
    [
        (f"{BUREAU}2020-2021年{TITLE}", ""),
        (f"{BUREAU}2021年至2022年{TITLE}", ""),
        (OWN, "<p>统计期限自2020年1月1日起至2020年12月31日止。</p>"),
        (OWN, f"<p>{BUREAU}</p><p>2021年1月20日</p>"),
        (BUREAU + TITLE, ""),
    ],
)
def test_a_year_that_is_not_certain_is_a_doubt(heading: str, after: str) -> None:
    assert told(heading, after=after).year_doubt


def test_the_date_of_a_signature_is_no_report_year() -> None:
    page = f"<h1>{BUREAU}{TITLE}</h1><p>{BUREAU}</p><p>2022年1月20日</p>"
    (form,) = (one for one in forms_in(None) if one.id == "ogi")

    one = whose(document_of(page.encode(), "年报.html"), form)

    assert (one.year, one.year_doubt) == (0, "没有写年度")


def test_a_page_with_the_reports_of_several_bureaus_is_a_doubt() -> None:
    page = f"南湖区各部门2021年{TITLE}</h1><h1>南湖区教育局2021年{TITLE}"

    assert told(page).bureau_doubt


def test_a_sheet_tells_it_in_a_row_of_its_own() -> None:
    (form,) = (one for one in forms_in(None) if one.id == "ogi")
    report = written(published_reports()[0].figures, Variant(year=2021))

    assert whose(document_of(render_xlsx(report), "1.xlsx"), form) == Whose(BUREAU, 2021, "", "")


@pytest.mark.parametrize(
    "title",
    [
        f"2021年{BUREAU}{TITLE}",
        f"2021年度{TITLE}（{BUREAU}）",
        f"{TITLE}（{BUREAU}2021年）",
        f"（{BUREAU}）2021年{TITLE}",
        f"{BUREAU}{TITLE}（2021年度）",
    ],
)
def test_the_name_is_read_wherever_it_stands_in_the_title(title: str) -> None:
    found = told(title, after="<p>云岚市财政局</p><p>2022年1月20日</p>")

    assert (found.bureau, found.year) == (BUREAU, 2021)
    assert "落款" in found.bureau_doubt


def test_a_remark_in_brackets_is_no_name() -> None:
    assert told(f"2021年{TITLE}（公开版）").bureau == ""


def test_an_office_that_is_called_so_is_one() -> None:
    name = "云岚市国防动员办公室"
    assert told(f"{name}</h1><h1>2021年{TITLE}").bureau == name
