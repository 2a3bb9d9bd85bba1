"""The prose of a rendition is all that people read in it, but for figures and marks."""

from __future__ import annotations

from reportkit.rendering.exporters import ReportHTMLExporter
from reportkit.rendering.parts.charts import Drawing, data_table, figure
from reportkit.rendering.prose import OPENING, prose_of
from tests.rendering.notebook import LINES, code, display, executed, finding, markdown


def test_the_prose_of_a_report_is_told_by_section() -> None:
    notebook = executed(
        markdown("开头的话。"),
        markdown("## 一、总体情况\n\n### （一）公开\n\n办结6件，\n其中**公开**5件。\n\n- 甲\n- 乙"),
        code(display(text_html="<table><tr><th>项</th><td></td><td>3</td></tr></table>")),
        markdown("## 二、其他\n\n没有。"),
    )

    html, _ = ReportHTMLExporter().from_notebook_node(notebook)

    assert prose_of(html) == {
        OPENING: "\n".join([*LINES, "开头的话。"]),
        "一、总体情况": "（一）公开\n办结6件，其中公开5件。\n甲\n乙\n项｜｜3",
        "二、其他": "没有。",
    }


def test_the_mark_of_a_draft_and_the_official_tables_are_no_prose() -> None:
    official = '<table class="official" id="t3"><tr><td id="t3.new.total">6</td></tr></table>'
    cells = [code(display(text_html=official)), markdown("没有。")]
    passed, _ = ReportHTMLExporter().from_notebook_node(executed(*cells))
    failed, _ = ReportHTMLExporter().from_notebook_node(
        executed(*cells, state="failed", findings=[finding()])
    )

    assert "草稿" in failed
    assert prose_of(passed) == prose_of(failed) == {OPENING: "\n".join([*LINES, "没有。"])}


def test_of_a_picture_the_caption_is_told_and_nothing_is_told_twice() -> None:
    html = (
        "<h2>一</h2>前面<ul><li>外<ul><li>内 <b>粗</b></li></ul>后</li><li><p>段</p></li></ul>"
        "<figure><svg><text>5</text></svg><figcaption>图一</figcaption></figure><p>上<br>下</p>"
    )

    assert prose_of(html)["一"].split("\n") == [
        "前面",
        "外",
        "内 粗",
        "后",
        "段",
        "图一",
        "上",
        "下",
    ]


def test_the_numbers_of_a_chart_are_told_where_no_table_of_the_report_has_them() -> None:
    drawn = Drawing([], 10)
    tables = [data_table("图", ("月份", "数量"), [(month, "5")]) for month in ("1月", "2月")]
    html = "".join(
        figure("图", drawn, table, "多。", on_paper=own)
        for own, table in zip((True, False), tables, strict=True)
    )

    told = prose_of(html)[OPENING].split("\n")
    assert told == ["图", "多。", "月份｜数量", "1月｜5", "图", "多。"]
