"""The review page in a real browser: by keyboard from a failing cell to its ledger rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import LARGE, LARGE_YEAR
from tests.rendering.test_review_page import ReviewHTMLExporter, wrong

if TYPE_CHECKING:
    from typing import Any

    from playwright.sync_api import Browser

__all__ = ["wrong"]


@pytest.fixture
def address(wrong: Any, tmp_path: Path) -> str:
    path = tmp_path / "review.html"
    path.write_text(ReviewHTMLExporter().from_notebook_node(wrong)[0], "utf-8")
    return path.as_uri()


def test_from_a_finding_by_keyboard_to_the_rows_of_its_cell(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda asked: said.append(asked.url) if asked.url != address else None)
    page.goto(address)

    page.locator('#f1 a[href="#t3.new.natural_person"]').focus()
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "一 本年新收·自然人"
    assert panel.locator("tbody tr").all_inner_texts()[0].split() == ["3", "2022-001"]
    # The arrows move in the table, and the panel follows.
    page.keyboard.press("ArrowDown")
    assert panel.locator("h2").inner_text() == "二 上年结转·自然人"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "panel-title"
    page.keyboard.press("Escape")
    assert (
        page.evaluate("document.activeElement.parentElement.id") == "t3.carried_in.natural_person"
    )
    assert said == []
    page.close()


def test_on_a_telephone_the_panel_leaves_the_figure_in_sight(
    browser: Browser, address: str
) -> None:
    page = browser.new_page(viewport={"width": 375, "height": 800})
    page.goto(address)
    figure = page.locator('[id="t3.new.natural_person"] a.figure')

    assert page.locator("#panel").is_hidden()
    figure.click()
    assert page.locator("#panel").is_visible()
    box, panel = figure.bounding_box(), page.locator("#panel").bounding_box()
    assert box
    assert panel
    assert box["y"] + box["height"] <= panel["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    page.locator("#panel-close").click()
    assert page.locator("#panel").is_hidden()
    page.close()


def test_without_script_a_figure_leads_to_its_origin(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    page.locator('[id="t3.new.natural_person"] a.figure').click()

    assert page.locator('[id="c-t3.new.natural_person"]').is_visible()
    context.close()


def test_the_page_of_a_large_bureau_is_small_and_quick(browser: Browser, made: Path) -> None:
    path = made / f"outputs/ogi/{LARGE_YEAR}/{LARGE}/review.html"
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    processor = page.context.new_cdp_session(page)
    processor.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(path.as_uri())
    page.locator('[id="t3.new.total"] a.figure').click()
    page.locator("#panel .rows-of summary").first.click()
    rows = page.locator("#panel tbody tr").count()
    metrics = processor.send("Performance.getMetrics")["metrics"]
    taken = {one["name"]: one["value"] for one in metrics}["TaskDuration"]
    page.close()

    assert path.stat().st_size < 2_000_000
    assert rows == 100  # of thousands: a button brings more
    assert 0 < taken < 5  # seconds of a processor
