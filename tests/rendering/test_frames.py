"""Data frames of an analyst's own print as the report's own tables and charts do."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import pytest
from selectolax.lexbor import LexborHTMLParser

from reportkit.rendering.paper.grid import lay_out
from reportkit.rendering.paper.typst import html_to_typst
from reportkit.rendering.parts.frames import frame_html, series_html, show_whole, styler_html


@pytest.fixture
def whole() -> Iterator[None]:
    """What pandas shows in a notebook."""
    show_whole()
    yield
    pd.reset_option(r"^display\.max_")


RECORDS = pd.DataFrame(
    {
        "月份": [1, 1, 2],
        "渠道": ["网站", "微信", "网站"],
        "条": [1, 2, None],
        "b<": ["x", "y&", "z"],
    }
)


def _head(html: str) -> list[list[str]]:
    table = LexborHTMLParser(html).css_first("table")
    return [[cell.text().strip() for cell in row.css("th")] for row in table.css("thead tr")]


def test_a_grouped_frame_has_one_head_row_with_every_name() -> None:
    grouped = RECORDS.groupby(["月份", "渠道"]).agg(条数=("条", "sum"))

    assert _head(grouped.to_html()) == [["", "", "条数"], ["月份", "渠道", ""]]
    assert _head(frame_html(grouped)) == [["月份", "渠道", "条数"]]


def test_a_pivoted_frame_has_no_name_over_its_columns() -> None:
    pivoted = RECORDS.pivot_table(index="月份", columns="渠道", values="条")

    assert _head(frame_html(pivoted)) == [["月份", "微信", "网站"]]


def test_heads_of_several_levels_keep_them() -> None:
    pivoted = RECORDS.pivot_table(index="月份", columns="渠道", values="条", aggfunc=["sum", "max"])

    assert _head(frame_html(pivoted)) == [
        ["", "sum", "max"],
        ["月份", "微信", "网站", "微信", "网站"],
    ]


def test_an_index_that_only_counts_is_left_out_and_no_value_is_blank() -> None:
    html = frame_html(RECORDS)
    grid = lay_out(LexborHTMLParser(html).css_first("table"))

    assert _head(html) == [["月份", "渠道", "条", "b<"]]
    assert [*grid.text_rows()][-1] == ["2", "网站", "", "z"]
    assert grid.header_rows == {0}


def test_a_name_of_an_index_that_is_empty_does_not_shift_others() -> None:
    frame = RECORDS.set_index(["月份", "渠道"]).rename_axis(index=[None, "渠道"])[["条"]]

    assert _head(frame_html(frame)) == [["", "渠道", "条"]]


def test_heads_say_what_they_head() -> None:
    html = frame_html(RECORDS.set_index("月份"))

    assert html.count('<th scope="col">') == 4
    assert html.count('<th scope="row">') == 3
    assert "<th>" not in html


def test_a_caption_is_text() -> None:
    html = frame_html(RECORDS, "各月<条>")

    assert "<caption>各月&lt;条&gt;</caption>" in html
    assert 'caption: [#"各月<条>";]' in html_to_typst(html).source


def test_a_long_frame_says_that_it_is_not_whole() -> None:
    html = frame_html(pd.DataFrame({"数": range(3000)}))

    assert html.count("<tr") < 20
    assert "<p>共 3000 行、1 列，这里只列出前 5 行、后 5 行。</p>" in html
    assert "只列出" not in frame_html(pd.DataFrame({"数": range(60)}))


def test_a_wide_frame_says_that_it_is_not_whole(whole: None) -> None:
    html = frame_html(pd.DataFrame([range(101)] * 1001))

    assert html.endswith(
        "<p>共 1001 行、101 列，这里只列出前 5 行、后 5 行，左边 50 列、右边 50 列。</p>"
    )


@pytest.mark.parametrize(("rows", "columns"), [(500, 3), (3, 60), (1000, 1)])
def test_a_report_has_all_of_a_frame(rows: int, columns: int, whole: None) -> None:
    long = "很长的说明" * 40
    frame = pd.DataFrame(
        {f"列{x}": [f"第{y}行{long}" for y in range(rows)] for x in range(columns)}
    )
    grid = lay_out(LexborHTMLParser(frame_html(frame)).css_first("table"))

    assert [*grid.text_rows()] == [[*frame.columns], *frame.to_numpy().tolist()]


def test_what_an_analyst_set_is_left_as_it_is() -> None:
    with pd.option_context("display.max_rows", 7, "display.max_colwidth", 9):
        show_whole()
        html = frame_html(pd.DataFrame({"数": range(8)}))
    pd.reset_option(r"^display\.max_")

    assert html.endswith("<p>共 8 行、1 列，这里只列出前 3 行、后 3 行。</p>")


def test_a_frame_is_left_as_it_was() -> None:
    grouped = RECORDS.groupby("月份").agg(条数=("条", "sum"))
    frame_html(grouped)

    assert grouped.index.names == ["月份"]


def test_a_series_is_a_table_of_one_column() -> None:
    assert _head(series_html(RECORDS.groupby("月份").size())) == [["月份", "数"]]
    assert _head(series_html(RECORDS.groupby("月份")["条"].sum())) == [["月份", "条"]]


def test_a_styled_frame_has_the_same_ids_each_time_and_others_have_others() -> None:
    first, again = (styler_html(RECORDS[["条"]].style) for _ in range(2))

    assert first == again
    assert first != styler_html(RECORDS[["月份"]].style).replace("月份", "条")


def test_a_styled_frame_that_is_too_large_says_so() -> None:
    with pd.option_context("styler.render.max_elements", 4):
        assert "共 3 行、2 列，没有全部列出" in styler_html(RECORDS[["条", "渠道"]].style)


def test_a_styled_frame_has_one_head_row_too() -> None:
    grouped = RECORDS.groupby(["月份", "渠道"]).agg(条数=("条", "sum"))

    assert _head(styler_html(grouped.style)) == [["月份", "渠道", "条数"]]
