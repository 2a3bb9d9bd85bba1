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
from tests.rendering.paper import Page, read_pages, words

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


def _printed(browser: Browser, folder: Path, *shown: str) -> list[Page]:
    """Print a report that shows some HTML."""
    html, _ = ReportHTMLExporter().from_notebook_node(
        executed(*(code(display(text_html=each)) for each in shown))
    )
    file = folder / "report.html"
    file.write_text(html, "utf-8")
    page = browser.new_page()
    page.goto(file.as_uri())
    return read_pages(page.pdf(prefer_css_page_size=True))


def test_no_column_is_cut_off_in_print_and_no_head_stands_alone(
    browser: Browser, tmp_path: Path
) -> None:
    frame = pd.DataFrame([[y * 1000 + x for x in range(1, 31)] for y in range(100, 103)])
    short = pd.DataFrame({"甲": ["末行"] * 3})
    text = "<p>文</p>" * 19
    shown = (text, "<h3>（一）宽</h3>", frame_html(frame), text, frame_html(short, "短"))
    printed = _printed(browser, tmp_path, *shown)

    (wide,) = [each for each in printed if "（一）宽" in words(each.letters)]
    numbers = words(wide.letters)
    assert all(str(number) in numbers for number in frame.to_numpy().flat)
    assert max(letter.right for letter in wide.letters) < 297 - 35
    (whole,) = [each for each in printed if "末行" in words(each.letters)]
    assert words(whole.letters).count("末行") == 3
    assert "短甲" in words(whole.letters)


@pytest.mark.parametrize("columns", [26, 40, 60])
def test_no_number_is_broken_in_print(browser: Browser, tmp_path: Path, columns: int) -> None:
    frame = pd.DataFrame([[10_000 + x * 997 % 90_000 for x in range(columns)]])

    pages = _printed(browser, tmp_path, "<p>文</p>", frame_html(frame))

    lines = [words(line) for page in pages for line in page.lines]
    assert any("".join(map(str, frame.loc[0])) in line for line in lines)
    assert len(pages) == 2


def test_pictures_keep_to_their_page_in_print(browser: Browser, tmp_path: Path) -> None:
    drawn = "<rect {0}/><text x='40' y='900' font-size='900'>{1}</text>"
    corner = "<text x='70%' y='99%' font-size='900'>末</text></svg>"
    sides = {"大": (9999, 9999), "长": (3000, 9999)}
    shown = [
        f"<svg width='{w}' height='{h}' viewBox='0 0 {w} {h}'>{drawn.format('', name)}{corner}"
        for name, (w, h) in sides.items()
    ]

    pages = _printed(browser, tmp_path, *shown)

    for name in sides:
        (page,) = [each for each in pages if name in words(each.letters)]
        assert "末" in words(page.letters)
    assert len(pages) == 2
    assert max(letter.right for page in pages for letter in page.letters) < 210 - 26


def test_a_long_group_of_rows_goes_on_on_the_next_page(browser: Browser, tmp_path: Path) -> None:
    rows = "".join(f"<tr><th>第{row}行</th><td>1</td></tr>" for row in range(2, 31))
    first = "<tr><th rowspan=30>一组</th><th>第1行</th><td>1</td></tr>"
    table = f"<table><thead><tr><th>甲<th>乙<th>丙</thead><tbody>{first}{rows}</tbody></table>"

    pages = _printed(browser, tmp_path, "<p>文</p>" * 10, table)

    assert len(pages) == 2
    before, after = (words(page.letters) for page in pages)
    assert "第3行" in before
    assert after.startswith("甲乙丙")
