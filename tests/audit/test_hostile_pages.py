"""What an audited file says is shown as it is said: nothing obeys it, page, list or terminal."""

from __future__ import annotations

import itertools
import json
import re
import zipfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from selectolax.lexbor import LexborHTMLParser

from reportkit.audit.many import audit_many
from reportkit.audit.output.folder import write_folder
from reportkit.audit.output.formats import as_text
from reportkit.visible import in_escapes
from tests.conftest import EXAMPLE, YEAR
from tests.rendering.hostile import ALL, MARKS
from tests.rendering.test_inert import ACTING, FIELDS, HARMLESS, ODD, SEEN

if TYPE_CHECKING:
    from playwright.sync_api import Browser

NAME = "年报<img src=x onerror=ran()>'\"&\u202elmth.\x1b[2J.html"


@pytest.fixture(scope="module")
def audited(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that an audit of a hostile page leaves; beside it what a terminal was told."""
    folder = tmp_path_factory.mktemp("audited")
    html = (made / f"outputs/ogi/{YEAR}/{EXAMPLE}/report.html").read_text("utf-8")
    texts = itertools.cycle(text for text in ALL if len(text) < 300)
    cell = re.compile(r"(<td[^>]*>)\d+(?=</td>)")
    html = cell.sub(lambda match: match[1] + escape(next(texts)), html, count=200)
    html = html.replace("阜新", escape(next(texts)) + "阜新", 3)
    html = html.replace("</h2>", f"</h2><p>{escape(' '.join(ALL))}</p>", 1)
    path = folder / NAME
    path.write_text(html, "utf-8")
    told = write_folder(folder / "out", audit_many([path], None, jobs=1), [path])
    (folder / "told.txt").write_text(in_escapes("\n".join(as_text(told))), "utf-8")
    return folder


@pytest.mark.parametrize("page", ["out/index.html", "out/pages/00001.html"])
def test_a_page_holds_nothing_that_could_act(audited: Path, page: str) -> None:
    html = (audited / page).read_text("utf-8")
    tree = LexborHTMLParser(html)

    assert sum(mark in html for mark in MARKS) > (200 if "pages" in page else 0)
    assert [node.html for node in tree.css(f"{ACTING}, {FIELDS}, img")] == []
    assert ODD.findall(html) == []
    for node in tree.css("*"):
        assert not any(name.startswith("on") for name in node.attributes), node.html
        assert HARMLESS.match(node.attributes.get("href") or "#"), node.html


def test_in_a_browser_nothing_of_it_runs_asks_leads_away_or_hides(
    audited: Path, browser: Browser
) -> None:
    for name in ("index.html", "pages/00001.html"):
        page = browser.new_page()
        page.add_init_script("window.hits = 0; window.ran = () => { window.hits += 1 };")
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        address = (audited / "out" / name).as_uri()
        page.goto(address, wait_until="load")

        assert [page.url, *asked] == [address] * 2
        assert page.evaluate("window.hits") == 0
        assert page.evaluate(f"({SEEN})(/{'|'.join(MARKS)}/)") == []
        page.close()


def test_lists_and_a_terminal_get_text_alone(audited: Path) -> None:
    told = (audited / "told.txt").read_text("utf-8")
    with zipfile.ZipFile(audited / "out/audit.xlsx") as book:
        parts = "".join(book.read(name).decode() for name in book.namelist())

    assert ODD.findall(told.replace("\n", "")) == []
    assert ODD.findall(parts.replace("\r", "")) == []
    assert "<f>" not in parts
    assert json.loads((audited / "out/audit.jsonl").read_text("utf-8"))["file"].endswith(".html")
