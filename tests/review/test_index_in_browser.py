"""The index in a real browser: searched, filtered, sorted and printed, from a file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from tests.axe import faults
from tests.review.made import YEAR, bureau, finding, index, make

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MANY = 240


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An index of many bureaus: of each ten, two fail, one is broken and one was never made."""
    workspace = tmp_path_factory.mktemp("index")
    known = [bureau(f"b{n:03}", f"某市第{n}小学") for n in range(MANY)]
    known.append(bureau("all", "某市人民政府", organ="city", members=["b000", "b001", "gone"]))
    for n, one in enumerate(known[:MANY]):
        if n % 10:
            make(workspace, one, *[finding()] * (n if n % 10 in {1, 2} else 0))
    broken = tuple(one.key for n, one in enumerate(known) if n % 10 == 3)
    index(workspace, *known, broken=broken)
    return (workspace / "outputs" / "ogi" / str(YEAR) / "index.html").as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.clock.set_fixed_time("2025-01-29T23:00:00")
    page.goto(address)
    yield page
    page.close()
    assert said == []


def _codes(page: Page) -> list[str]:
    page.locator("#bureaus tbody:not([aria-busy])").wait_for(state="attached")
    return (
        page.locator("#bureaus tbody small").filter(has_text=re.compile("^[a-z]")).all_inner_texts()
    )


def _count(page: Page) -> str:
    return page.locator("#count").inner_text()


def test_it_is_accessible_in_every_guise_and_asks_for_nothing(
    browser: Browser, address: str
) -> None:
    assert faults(browser, address) == []


def test_names_and_codes_are_found_as_people_write_them(page: Page) -> None:
    page.get_by_label("查找").fill("第２３小学")
    assert _codes(page) == ["b023"]

    page.get_by_label("查找").fill("B02 小学")
    assert _codes(page) == [f"b{n:03}" for n in range(20, 30)]
    assert _count(page) == f"符合条件的 10 份，共 {MANY + 1} 份"

    page.get_by_label("查找").fill("<b>&")
    assert _codes(page) == []


def test_filters_and_order_are_kept_in_the_address(page: Page, browser: Browser) -> None:
    page.get_by_label("状态").select_option("不符")
    page.get_by_label("机关类别").select_option("县级以上人民政府部门")
    page.get_by_label("核对结果").select_option("有不符的")
    page.get_by_role("button", name="不符").click()
    assert _codes(page)[:3] == ["b232", "b231", "b222"]
    assert _count(page).startswith("符合条件的 48 份")
    head = page.locator("#bureaus th[data-sort=errors]")
    assert head.get_attribute("aria-sort") == "descending"

    other = browser.new_page()
    other.goto(page.url)

    assert _codes(other) == _codes(page)
    assert other.get_by_label("状态").input_value() == "failed"
    other.get_by_role("button", name="清除").click()
    assert _count(other) == f"共 {MANY + 1} 份"
    other.close()


def test_the_worst_comes_first(page: Page) -> None:
    page.get_by_role("button", name="状态").click()

    assert _codes(page)[:2] == ["b003", "b013"]  # broken


def test_the_first_are_shown_and_the_rest_on_demand(page: Page) -> None:
    assert len(_codes(page)) == 50
    page.get_by_role("button", name="再显示").click()
    assert len(_codes(page)) == 100
    page.get_by_role("button", name="全部显示").click()
    assert len(_codes(page)) == MANY + 1
    assert not page.locator("#more").is_visible()


def test_days_are_counted_when_it_is_opened(page: Page) -> None:
    told = page.locator("#bureaus tbody tr").filter(has_text="b000").locator("td").nth(5)

    assert told.inner_text().split() == ["2025-01-31", "还有", "2", "天"]


def test_links_lead_to_the_renditions(page: Page) -> None:
    line = page.locator("#bureaus tbody tr").filter(has_text="b001")

    hrefs = [link.get_attribute("href") for link in line.get_by_role("link").all()]

    assert hrefs == [f"b001/{name}" for name in ("review.html", "report.html", "report.pdf")]


def test_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")  # the totals, which may scroll
    page.keyboard.press("Tab")  # the roll-up
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("b003")
    assert _codes(page) == ["b003"]
    for _ in range(6):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.textContent") == "单位"
    assert "sort=name" in page.url


def test_without_scripts_it_is_a_plain_table(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)

    assert page.locator("#bureaus tbody tr").count() == MANY + 1
    assert page.locator(".filters").is_hidden()
    context.close()


def _printed(page: Page) -> list[str]:
    """Return the text of each sheet of paper that lists bureaus."""
    with pypdfium2.PdfDocument(page.pdf()) as paper:
        texts = [sheet.get_textpage().get_text_range() for sheet in paper]
    return [text for text in texts if re.search(r"\bb\d{3}\b", text)]


def test_on_paper_is_the_summary_with_what_is_pressing_or_was_asked_for(page: Page) -> None:
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".summary").is_visible()
    assert page.locator(".sums table").is_visible()
    assert _count(page) == f"需要处理的 {MANY * 4 // 10 + 1} 份，共 {MANY + 1} 份"
    assert page.locator("#bureaus .passed").count() == 0

    sheets = _printed(page)
    assert len(sheets) > 2
    assert [
        sheet for sheet in sheets if not all(head in sheet for head in ("状态", "期限", "审核"))
    ] == []

    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.get_by_label("状态").select_option("通过")
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert page.locator("#bureaus tbody tr").count() == MANY * 6 // 10
