"""The pages for everybody: WCAG 2.2 AA on a desk and a telephone, by day and by night, offline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reportkit.rendering.exporters import ReportHTMLExporter, ReviewHTMLExporter
from tests.axe import faults, violations
from tests.rendering.notebook import code, display, executed, finding, markdown

if TYPE_CHECKING:
    from playwright.sync_api import Browser

OGI, ENFORCEMENT = "ogi/2022/fuxin-ecology", "enforcement/2024/tangxi-market"


@pytest.mark.parametrize("name", ["report.html", "review.html"])
@pytest.mark.parametrize("folder", [OGI, ENFORCEMENT])
def test_reports_can_be_read_by_everybody(
    browser: Browser, made: Path, folder: str, name: str
) -> None:
    assert faults(browser, (made / "outputs" / folder / name).as_uri()) == []


@pytest.mark.parametrize("exporter", [ReportHTMLExporter, ReviewHTMLExporter])
def test_drafts_can_be_read_by_everybody(
    browser: Browser, tmp_path: Path, exporter: type[ReportHTMLExporter]
) -> None:
    cells = [
        markdown("# 题目\n\n## 一、总体情况\n\n正文和[链接](https://example.cn/)。"),
        code(display(text_plain="平" * 300), tags=("review",)),
        code(display(**{"image/svg+xml": "<svg viewBox='0 0 9 9'><title>图</title></svg>"})),
    ]
    notebook = executed(*cells, state="failed", findings=[finding()])
    html, _ = exporter().from_notebook_node(notebook)
    page = tmp_path / "draft.html"
    page.write_text(html, "utf-8")

    assert faults(browser, page.as_uri()) == []


def test_what_is_wrong_with_a_page_is_found(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content('<p style="color:#999">dim</p><img src="data:,">')
    found = {fault.split(":")[0] for fault in violations(page)}
    page.close()

    assert {"color-contrast", "document-title", "html-has-lang", "image-alt"} <= found
