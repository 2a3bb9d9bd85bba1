"""The HTML in a real browser: offline, readable on a desk and on a telephone, 草稿 on paper too."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd
import pytest
from IPython.display import HTML

from reportkit.params import read_parameters
from reportkit.rendering.exporters import ReportHTMLExporter
from reportkit.rendering.parts.frames import frame_html
from reportkit.report import Report
from tests.conftest import EXAMPLE, YEAR
from tests.rendering.notebook import code, display, executed
from tests.rendering.paper import read_pages, words

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


def test_no_column_is_cut_off_in_print_and_no_head_stands_alone(
    browser: Browser, tmp_path: Path
) -> None:
    frame = pd.DataFrame([[y * 1000 + x for x in range(1, 31)] for y in range(100, 103)])
    short = pd.DataFrame({"甲": ["末行"] * 3})
    text = "<p>文</p>" * 19
    shown = (text, "<h3>（一）宽</h3>", frame_html(frame), text, frame_html(short, "短"))
    html, _ = ReportHTMLExporter().from_notebook_node(
        executed(*(code(display(text_html=each)) for each in shown))
    )
    file = tmp_path / "report.html"
    file.write_text(html, "utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    printed = read_pages(page.pdf(prefer_css_page_size=True))

    (wide,) = [each for each in printed if "（一）宽" in words(each.letters)]
    numbers = words(wide.letters)
    assert all(str(number) in numbers for number in frame.to_numpy().flat)
    assert max(letter.right for letter in wide.letters) < 297 - 35
    (whole,) = [each for each in printed if "末行" in words(each.letters)]
    assert words(whole.letters).count("末行") == 3
    assert "短甲" in words(whole.letters)
