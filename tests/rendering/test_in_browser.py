"""The HTML in a real browser: offline, readable on a desk and on a telephone, 草稿 on paper too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest
from IPython.display import HTML

from reportkit.params import read_parameters
from reportkit.rendering.exporters import ReportHTMLExporter
from reportkit.report import Report
from tests.conftest import EXAMPLE, YEAR
from tests.rendering.notebook import code, display, executed

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture
def pages(workspace: Path, tmp_path: Path) -> Callable[[str], Path]:
    """Write the example's HTML, as a report or as a draft."""
    report = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)
    shown = [report.section("一"), report.chart("website")]
    for numeral in ("二", "三", "四"):
        shown += [report.section(numeral), report.table(numeral)]

    def write(state: str) -> Path:
        cells = [code(display(**forms(output))) for output in shown]
        html, _ = ReportHTMLExporter().from_notebook_node(executed(*cells, state=state))
        path = tmp_path / f"{state}.html"
        path.write_text(html, "utf-8")
        return path

    return write


def forms(output: Any) -> dict[str, str]:
    kind = "text_html" if isinstance(output, HTML) else "text_markdown"
    return {kind: output.data}


def test_nothing_is_fetched_and_nothing_complains(
    browser: Browser, pages: Callable[[str], Path]
) -> None:
    page = browser.new_page()
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    address = pages("passed").as_uri()

    page.goto(address)

    assert asked == [address]
    assert said == []
    assert page.locator(".official td").count() == 10 + 25 * 7 + 15


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_never_scrolls_sideways(
    browser: Browser, pages: Callable[[str], Path], width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.goto(pages("passed").as_uri())

    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("medium", ["screen", "print"])
def test_a_draft_is_marked_on_screen_and_on_paper(
    browser: Browser, pages: Callable[[str], Path], medium: Literal["screen", "print"]
) -> None:
    page = browser.new_page()
    page.emulate_media(media=medium)
    page.goto(pages("failed").as_uri())

    assert page.locator(".watermark").is_visible()

    page.goto(pages("passed").as_uri())
    assert page.locator(".watermark").count() == 0
