"""From a nation's figure to the town that moved it, in a real browser, on disk and as served."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from tests.axe import violations
from tests.outputs import keep_outputs
from tests.rendering.notebook import code, display
from tests.rendering.test_review_page import ReviewHTMLExporter, forms
from tests.report import kinds

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from reportkit.report import Report

NAMES = ["review.html", "rendition.html"]
CELL = "s.total.number"


@pytest.fixture(scope="module")
def levels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a nation, of its county, which lacks a town, and of the town that is there."""
    folder = tmp_path_factory.mktemp("levels")
    kinds.write_form(folder)
    for bureau, members in (("town", []), ("county", ["town", "gone"]), ("nation", ["county"])):
        kinds.hand_in(folder, kinds.BY_HAND, checks=kinds.CHECKS, bureau=bureau)
        report = kinds.report(folder, bureau=bureau, members=members)
        keep_outputs(report.parameters, folder, report.state, report.figures.to_json())
        html = _page(report)
        (folder / bureau).mkdir()
        for name in NAMES:
            (folder / bureau / name).write_text(html, "utf-8")
    return folder


def _page(report: Report) -> str:
    shown = [report.title(), report.table("s"), report.result()]
    cells = [code(display(**forms(each))) for each in shown]
    html: str = ReviewHTMLExporter().from_notebook_node(nbformat.v4.new_notebook(cells=cells))[0]
    return html


@pytest.mark.parametrize("name", NAMES)
def test_each_level_leads_to_the_same_figure_of_the_next(
    browser: Browser, levels: Path, name: str
) -> None:
    """The page that lies around a served one would open the member's at its top."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto((levels / "nation" / name).as_uri())
    page.locator(f'[id="{CELL}"] a.figure').click()

    assert _parts(page) == {"本单位自身": "3", "county": "部分和 6"}
    county = _followed(page, "county")
    assert county.url == f"{(levels / 'county' / name).as_uri()}#c-{CELL}"
    assert _parts(county) == {"本单位自身": "3", "town": "3"}
    assert "gone（没有可用的报告）" in county.locator("#lacking").inner_text()
    town = _followed(county, "town")
    assert town.url == f"{(levels / 'town' / name).as_uri()}#c-{CELL}"
    assert "计入 3 件" in town.locator("#panel-body").inner_text()
    for each in (page, county, town):
        each.close()


def _parts(page: Page) -> dict[str, str]:
    rows = page.locator("#panel-body .parts tbody tr").all()
    return {row.locator("th").inner_text(): row.locator("td").first.inner_text() for row in rows}


def _followed(page: Page, code: str) -> Page:
    with page.expect_popup() as opened:
        page.locator("#panel-body").get_by_role("link", name=code, exact=True).click()
    opened.value.wait_for_load_state()
    return opened.value


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_parts_can_be_read_by_everybody(browser: Browser, levels: Path, colours: Any) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 800}, color_scheme=colours)
    page.goto(f"{(levels / 'nation' / NAMES[0]).as_uri()}#c-{CELL}")

    assert page.locator("#panel .parts").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert violations(page) == []
    page.close()
