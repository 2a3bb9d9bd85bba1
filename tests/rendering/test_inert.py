"""Whatever anybody writes into an input stays text: nothing runs, asks, leads away or hides."""

from __future__ import annotations

import os
import re
import shutil
import sys
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import nbformat
import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject
from selectolax.lexbor import LexborHTMLParser, LexborNode

from reportkit.decisions import Kind, add_decision
from reportkit.review.serve.looking import look
from reportkit.review.serve.pages import desk_page
from reportkit.review.serve.shelf import Shelf
from reportkit.visible import unseen_in
from tests.conftest import EXAMPLE, YEAR, reportkit, started
from tests.rendering.hostile import ADDRESS, ALL, MARKS, hostile_workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# One line for each page that people open; below outputs/.
PAGES = (
    f"ogi/{YEAR}/{EXAMPLE}/report.html",
    f"ogi/{YEAR}/{EXAMPLE}/review.html",
    f"ogi/{YEAR}/index.html",
    "difference.html",
    "served.html",
)
PDFS = (f"ogi/{YEAR}/{EXAMPLE}/report.pdf",)
OFFICE = (f"ogi/{YEAR}/{EXAMPLE}/report.docx", f"ogi/{YEAR}/index.xlsx")
REPORT = f"outputs/ogi/{YEAR}/{EXAMPLE}"
COMMANDS = (
    ("check",),
    *(pytest.param(("check", "--format", f), marks=pytest.mark.slow) for f in ("json", "junit")),
    ("review", "list"),
    ("plan",),
    ("verify", REPORT),
    ("publish",),
    ("rules", "--lint"),
    ("cells",),
    ("notebook", "diff"),
    ("schedule", "--format", "cron"),
    ("new", EXAMPLE, "2023", "--from", YEAR),
)
TELLING = {"check", "review", "plan", "publish"}

ACTING = "script, iframe, object, embed, base, link, form, frame, template, foreignObject"
FIELDS = "input, button, select, textarea, video, audio, marquee, animate, set"
HARMLESS = re.compile(r"(?:#|data:image/|https?://|mailto:|tel:|[\w./%-]+(?:#\w+)?\Z)")
# What a terminal acts on, or what turns letters around or hides among them.
ODD = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
SEEN = """marks => {
  const hidden = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const folded = "details:not([open]) > :not(summary), [hidden], dialog:not([open]), script, style";
  while (walker.nextNode()) {
    const text = walker.currentNode, holder = text.parentElement;
    if (!marks.test(text.data) || holder.closest(folded)) continue;
    const style = getComputedStyle(holder);
    const seen = holder.checkVisibility({opacityProperty: true, visibilityProperty: true});
    if (!seen || parseFloat(style.fontSize) < 6 || style.position === "fixed"
        || style.color === style.backgroundColor || style.color === "rgb(255, 255, 255)")
      hidden.push(holder.outerHTML.slice(0, 200));
  }
  return hidden;
}"""


class Attacked(NamedTuple):
    """A workspace that was attacked, and what the run of it told."""

    outputs: Path
    told: str


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Attacked:
    folder = hostile_workspace(tmp_path_factory.mktemp("hostile") / "w")
    done = reportkit(folder, "run")
    assert done.returncode == 1, done.stderr
    compared = _compared(folder / "outputs")
    _serve(folder)
    return Attacked(folder / "outputs", done.stdout + done.stderr + compared)


def _compared(outputs: Path) -> str:
    """Compare the report with one that says all otherwise; return what is told, too."""
    report = outputs / "ogi" / YEAR / EXAMPLE
    other = shutil.copytree(report, outputs.parent / "other")
    for name in ("report.html", "findings.json"):
        told = (report / name).read_text("utf-8")
        (other / name).write_text(told.replace("记", "己"), "utf-8")
    page = str(outputs / "difference.html")
    done = reportkit(outputs.parent, "diff", str(report), str(other), "--html", page)
    return done.stdout + done.stderr


def _serve(folder: Path) -> None:
    """Send the report back in hostile words, and write the page that a reviewer has of it."""
    (parameters,) = Shelf(folder).reports().values()
    shown = [text for text in ALL if text.isprintable() and len(text) < 300]
    for first in range(0, len(shown), 50):  # as many as one may write
        words = " ".join(shown[first : first + 50])
        add_decision(parameters, folder, Kind.RETURN, by="<b>wang</b>", words=words)
    seen = look(Shelf(folder), parameters, "wang")
    page = desk_page(seen, reader="<script>ran()</script>", start="/", xsrf=b'"><b')
    (folder / "outputs" / "served.html").write_text(page, "utf-8")


def test_there_are_enough_of_them() -> None:
    assert len(ALL) == len({*MARKS}) >= 200


@pytest.mark.parametrize("page", PAGES)
def test_a_page_holds_nothing_that_could_act(attacked: Attacked, page: str) -> None:
    html = (attacked.outputs / page).read_text("utf-8")
    tree = LexborHTMLParser(html)
    own = not page.endswith("report.html")  # pages to explore have scripts and fields of their own

    assert any(mark in html for mark in MARKS)
    assert [node.html for node in tree.css(ACTING) if not own or _is_others(node)] == []
    assert ODD.findall(html) == []
    for node in tree.css("*"):
        for name, value in node.attributes.items():
            assert not name.startswith("on"), node.html
            assert name not in {"srcset", "ping", "formaction", "srcdoc"}, node.html
            if name in {"href", "src", "xlink:href"}:
                assert HARMLESS.match(value or ""), node.html
    assert [node.html for node in tree.css(FIELDS) if not own or _is_others(node)] == []
    policies = [node.attributes["http-equiv"] for node in tree.css("meta[http-equiv]")]
    # What a server sends has its policy in the head of the answer.
    assert policies == ["Content-Security-Policy"] or page == "served.html"


def test_a_cell_shows_nothing_that_could_act_where_its_html_is_trusted(attacked: Attacked) -> None:
    """JupyterLab does whatever the HTML of a cell tells it to, once somebody has run the cell.

    And what HTML stands in Markdown.
    """
    executed = nbformat.read(attacked.outputs / f"ogi/{YEAR}/{EXAMPLE}/report.ipynb", as_version=4)
    outputs = [output for cell in executed.cells for output in cell.get("outputs", ())]
    shown = [output.data for output in outputs if "data" in output]
    told = [data.get("text/html", "") for data in shown]
    tree = LexborHTMLParser("".join(data.get("text/html", "") for data in shown))

    assert sum(mark in (tree.html or "") for mark in MARKS) > 200
    assert ODD.findall("".join(told).replace("\r", "")) == []
    assert not any({"text/markdown", "application/javascript"} & data.keys() for data in shown)
    assert [node.html for node in tree.css(f"{ACTING}, {FIELDS}, meta, style")] == []
    for node in tree.css("*"):
        assert not any(name.startswith("on") for name in node.attributes), node.html
        for name in ("href", "src", "xlink:href"):
            assert HARMLESS.match(node.attributes.get(name) or "#"), node.html


def _is_others(node: LexborNode) -> bool:
    data = (node.attributes.get("type") or "") == "application/json"
    return not data and any(mark in (node.html or "") for mark in MARKS)


def test_without_its_policy_too_nothing_of_a_page_runs_asks_or_hides(
    browser: Browser, attacked: Attacked, tmp_path: Path
) -> None:
    for number, name in enumerate(PAGES):
        page = browser.new_page()
        page.add_init_script("window.hits = 0; window.ran = () => { window.hits += 1 };")
        asked: list[str] = []
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        html = (attacked.outputs / name).read_text("utf-8")
        path = tmp_path / f"{number}.html"
        path.write_text(re.sub(r"<meta http-equiv=[^>]*>", "", html), "utf-8")
        page.goto(path.as_uri(), wait_until="load")

        page.wait_for_timeout(100)

        assert page.url == path.as_uri()
        frame = (tmp_path / "rendition.html").as_uri()  # which the page of a server shows
        assert {*asked} - {frame} == {path.as_uri()}
        assert page.evaluate("window.hits") == 0
        assert page.evaluate(f"({SEEN})(/{'|'.join(MARKS)}/)") == []
        page.close()


@pytest.mark.parametrize("file", PDFS)
def test_a_pdf_does_nothing_and_leads_to_what_prose_links_alone(
    attacked: Attacked, file: str
) -> None:
    reader = PdfReader(attacked.outputs / file)
    found = {key: value for part in _parts(reader) for key, value in part.items()}

    assert not found.keys() & {"/JS", "/JavaScript", "/AA", "/Launch", "/SubmitForm", "/RichMedia"}
    assert [*reader.attachments] == ["figures.json"]
    for part in _parts(reader):
        assert part.get("/S") not in {"/JavaScript", "/Launch", "/SubmitForm", "/GoToR", "/Named"}
        assert str(part.get("/URI", f"https://{ADDRESS}/")).startswith(f"https://{ADDRESS}/")


def _parts(reader: PdfReader) -> Iterator[DictionaryObject]:
    for number in range(1, len(reader.xref[0]) + len(reader.xref_objStm) + 1):
        value = reader.get_object(IndirectObject(number, 0, reader))
        waiting: list[Any] = [value]
        while waiting:
            part = waiting.pop()
            if isinstance(part, DictionaryObject):
                yield part
                waiting += [each for each in part.values() if not isinstance(each, IndirectObject)]
            elif isinstance(part, ArrayObject):
                waiting += [each for each in part if not isinstance(each, IndirectObject)]


@pytest.mark.parametrize("file", OFFICE)
def test_an_office_file_computes_nothing_and_asks_for_nothing(
    attacked: Attacked, file: str
) -> None:
    with zipfile.ZipFile(attacked.outputs / file) as packed:
        names = [name for name in packed.namelist() if not name.startswith("word/media/")]
        parts = {name: packed.read(name).decode() for name in names}

    text = "".join(parts.values())
    assert any(mark in text for mark in MARKS)
    assert not any(re.search("vba|macro|externalLink|embeddings", name) for name in parts)
    assert re.findall(r"<f[ >]|<w:altChunk|<w:object|DDE", text) == []
    assert {*re.findall(r"<w:instrText[^>]*>([^<]*)<", text)} <= {" PAGE ", "PAGE"}
    outside = re.findall(r'Target="([^"]*)"[^>]*TargetMode="External"', text)
    assert all(HARMLESS.match(address) for address in outside)
    assert ODD.findall(text.replace("\r", "")) == []


def test_no_file_that_is_shown_by_a_terminal_gives_it_orders(attacked: Attacked) -> None:
    kinds = ("*.json", "*.jsonl", "*.log", "*.ipynb")
    texts = {
        path.name: path.read_text("utf-8")
        for kind in kinds
        for path in attacked.outputs.rglob(kind)
    }

    assert texts.keys() >= {"findings.json", "report.ipynb", "run.json", f"{EXAMPLE}.log"}
    assert {name: found for name, text in texts.items() if (found := unseen_in(text))} == {}
    assert "\\u202e" in texts["findings.json"]  # what was there can still be told


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_terminal_gets_text_alone(attacked: Attacked, command: tuple[str, ...]) -> None:
    done = reportkit(attacked.outputs.parent, *command)

    told = done.stdout + done.stderr + attacked.told
    assert command[0] not in TELLING or any(mark in done.stdout + done.stderr for mark in MARKS)
    assert "Traceback" not in told
    assert {unicodedata.name(c, f"U+{ord(c):04X}") for c in ODD.findall(told)} == set()


@pytest.mark.slow
@pytest.mark.posix
def test_the_bar_of_a_run_gives_a_terminal_no_orders_but_its_own(attacked: Attacked) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "reportkit", "run"]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "200"}
    folder = attacked.outputs.parent
    with started(command, cwd=folder, env=environment, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        shown = b""
        with suppress(OSError):  # of a terminal whose program has ended
            while piece := os.read(ours, 1 << 16):
                shown += piece
        process.wait()
    os.close(ours)
    told = re.sub("\x1b\\[[0-9;?]*[a-zA-Z]", "", shown.decode())

    assert process.returncode == 1
    assert any(mark in told for mark in MARKS)
    assert ODD.findall(told.replace("\r", "")) == []
    assert b"\x1b[2J" not in shown
    assert b"\x1b[8m" not in shown
