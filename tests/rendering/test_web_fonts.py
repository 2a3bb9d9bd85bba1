"""Fonts inside the page: only its own characters, the same bytes, and none where nobody asks."""

from __future__ import annotations

import base64
import io
import re

import pytest
from fontTools.ttLib import TTFont

from reportkit.rendering.exporters import ReportHTMLExporter
from tests.rendering.notebook import executed, markdown

NOTEBOOK = executed(markdown("## 一、总体\n\n### （一）主动\n\n正文镕。\n\n|表|\n|-|\n|甲|"))


@pytest.fixture(scope="module")
def page() -> str:
    html, _ = ReportHTMLExporter(embed_fonts=True, under_review=True).from_notebook_node(NOTEBOOK)
    return html


def test_each_font_has_what_it_prints_and_no_more(page: str) -> None:
    fonts = {}
    for family, weight, data in re.findall(
        r'font-family: "([^"]+)"; font-weight: (\d+); src: url\(data:font/\w+;base64,([^)]+)\)',
        page,
    ):
        with TTFont(io.BytesIO(base64.b64decode(data))) as font:
            fonts[family, weight] = {chr(code) for code in font.getBestCmap()}

    assert fonts["Noto Sans SC", "400"] == set("一、总体送审稿")
    assert fonts["Reportkit WenKai", "400"] == set("（一）主动")
    assert set("正文") <= fonts["FandolFang R", "400"]
    assert fonts["Noto Serif SC", "400"] == set(" 表甲镕")  # the last is not in FandolFang
    assert set("阜新市") <= fonts["Noto Serif SC", "700"]


def test_same_page_same_bytes_and_light_unless_asked(page: str) -> None:
    exporter = ReportHTMLExporter(embed_fonts=True, under_review=True)
    assert exporter.from_notebook_node(NOTEBOOK)[0] == page
    assert "@font-face" not in ReportHTMLExporter().from_notebook_node(NOTEBOOK)[0]
