"""What axe-core finds wrong with a page for readers with a disability, by WCAG 2.2 AA and beyond.

axe-core lies in ``tests/vendor``, as Deque publishes it (MPL-2.0): tests fetch nothing.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
COLOURS = ("cat.color",)  # the rules that night can break where day does not
STANDARDS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
RUN = """async asked => {
  const found = await axe.run(document, {
    runOnly: {type: "tag", values: asked}, resultTypes: ["violations"],
  });
  return found.violations.flatMap(fault => fault.nodes.map(
    node => `${fault.id}: ${fault.help}: ${node.html.slice(0, 200)}`
  ));
}"""
WIDTHS = (1280, 375)


def violations(page: Page, standards: tuple[str, ...] = STANDARDS) -> list[str]:
    """Return what is wrong with a page that is open: the rule, its meaning, the element."""
    # Sent through the debugger, which no policy of the page keeps out.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found: list[str] = page.evaluate(RUN, list(standards))
    return found


def faults(browser: Browser, address: str) -> list[str]:
    """Return what is wrong with a page on a desk and a telephone, by day and by night.

    Violations, requests, and what makes it scroll sideways.

    Parameters
    ----------
    browser : playwright.sync_api.Browser
        The fixture `browser`.
    address : str
        Where the page lies; all that it is made of must lie there.
    """
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address)
    found = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="light")
        found += [f"{width} light: {fault}" for fault in violations(page)]
        page.emulate_media(color_scheme="dark")
        found += [f"{width} dark: {fault}" for fault in violations(page, COLOURS)]
        wide = page.evaluate("document.documentElement.scrollWidth")
        found += [f"{width}: scrolls {wide} wide"] if wide > width else []
    page.close()
    return found + [f"asks for {url}" for url in asked if url != address]


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")
