"""The page of an audited PDF shows the original as pictures, the doubtful cells framed in place."""

from __future__ import annotations

import io
import json
import re
from base64 import b64decode
from dataclasses import replace
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from reportkit.audit.doubtful import _reads_prose
from reportkit.audit.held import Held, findings_of, rules_for
from reportkit.audit.kept import from_kept, to_kept
from reportkit.audit.many import audit_many
from reportkit.audit.one import Audited, forms_in, read_file
from reportkit.audit.output.folder import write_folder
from reportkit.audit.output.marked import marked_page
from reportkit.figures import Figures
from reportkit.grids import Grid
from reportkit.grids.document import Document
from reportkit.grids.read_document import _READERS, document_of, read_document, shown_pages
from reportkit.published.read import read_published
from reportkit.rules import Finding, Severity, State
from reportkit.rules.register import CHECKS
from tests.audit.variants import Variant, render_html, written
from tests.narrative.samples import EDITION
from tests.pages.test_pdf import HUAIAN

CELL = "t3.new.natural_person"


@pytest.fixture(scope="module")
def page() -> str:
    report = replace(read_file(HUAIAN, forms_in(None)), doubts={CELL: '看不清 <b>&"'})
    audited = Audited("年报.pdf", report)
    document = read_document(HUAIAN)
    made = marked_page(audited, document, partial(shown_pages, HUAIAN))
    assert made == marked_page(audited, document, partial(shown_pages, HUAIAN))
    return made


def test_a_doubtful_cell_is_framed_where_its_figure_is_printed(page: str) -> None:
    (source,) = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)
    (frame,) = re.findall(r'class="spot" href="#n1" style="([^"]+)"', page)
    left, top, across, down = (float(one) for one in re.findall(r"([\d.]+)%", frame))
    picture = Image.open(io.BytesIO(b64decode(source)))
    width, height = picture.size
    cell = picture.crop(
        (
            round((left + 0.1 * across) * width / 100),
            round((top + 0.2 * down) * height / 100),
            round((left + 0.9 * across) * width / 100),
            round((top + 0.8 * down) * height / 100),
        )
    )
    ink = np.asarray(cell) < 128
    assert ink.any()
    assert not ink[:, [0, -1]].any()  # the figure whole, and nothing of what is beside it
    assert across < 15
    assert down < 5


def test_the_page_asks_for_nothing_and_every_text_is_escaped(page: str) -> None:
    assert not re.search(r'(?:src|href)="(?!data:|#)', page)
    assert "<b>" not in page
    assert 'id="n1"' in page
    assert re.search(r'<img [^>]*alt="原件第 \d+ 页的图片，标出 1 处', page)
    assert "<h2>读出的内容</h2>" in page


def test_pages_are_as_many_as_have_something_said_of_them() -> None:
    report = replace(read_file(HUAIAN, forms_in(None)), doubts={})
    asked: list[set[int]] = []

    def show(numbers: object) -> list[object]:
        asked.append(set(numbers))  # type: ignore[call-overload]
        return []

    made = marked_page(Audited("年报.pdf", report), read_document(HUAIAN), show)  # type: ignore[arg-type]
    assert asked == [{3, 4, 5}]
    assert "<h2>原件</h2>" in made
    assert "读出的内容" not in made


def test_what_was_recognised_is_kept_as_its_page_shows_it() -> None:
    one = read_file(HUAIAN, forms_in(None))
    one = replace(one, document=replace(read_document(HUAIAN), recognised=True))
    kept = json.loads(json.dumps(to_kept(one)))

    again = from_kept(kept, {form.id: form for form in forms_in(None)})

    pages = [marked_page(Audited("年报.pdf", each), each.document) for each in (one, again)]
    assert pages[0] == pages[1]
    boxes = [
        [b.boxes for b in each.document.blocks if isinstance(b, Grid)] for each in (one, again)
    ]
    assert boxes[0] == boxes[1]


def test_what_a_misread_figure_in_prose_would_contradict_is_asked_not_told() -> None:
    """30 may have been taken for 36: no sum tells, as it does of cells."""
    figures = Figures.of(EDITION, dict.fromkeys(EDITION.cells, 0))
    html = render_html(written(figures, Variant(year=2023)))
    told = "</p><p>2023年，我局新收政府信息公开申请36件，××件。</p>"
    document = document_of(html.replace("</p>", told, 1).encode(), "年报.html")
    forms = forms_in(None)
    kept: dict[bool, list[dict[str, Finding]]] = {}
    for recognised in (False, True):
        page = replace(document, recognised=recognised)
        one = read_published(page, forms, rules_for)
        for read in (one, from_kept(to_kept(one), {form.id: form for form in forms})):
            open_ = [each for each in findings_of(Held(read)) if each.state is State.FAIL]
            of_prose = {each.rule: each for each in open_ if each.rule.startswith("N-")}
            kept.setdefault(recognised, []).append(of_prose)
    for certain in kept[False]:
        assert {certain[rule].severity for rule in ("N-FIGURES", "N-BLANKS")} == {Severity.ERROR}
    for asked in kept[True]:
        assert asked.keys() == certain.keys()
        assert all(each.severity is not Severity.ERROR for each in asked.values())
        assert "从图片识别" in asked["N-FIGURES"].suggestion


def test_every_check_of_prose_says_that_it_asks_for_prose() -> None:
    """What it says it asks for decides what becomes of it where prose was recognised."""
    for name, each in CHECKS.items():
        of_prose = each.evaluate.__module__.startswith("reportkit.narrative.")
        assert of_prose == _reads_prose(name), name


def test_a_scan_is_recognised_once_for_its_figures_and_its_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = "".join(
        f"<tr><td>{label}</td><td>1</td></tr>" for label in ("行政许可", "行政处罚", "行政强制")
    )
    page = (
        f"<h1>某局2024年年报</h1><table><tr><td>信息内容</td><td>本年处理决定数量</td></tr>{rows}"
    )
    read: list[bytes] = []

    def recognised(data: bytes, file: str) -> Document:
        read.append(data)
        return replace(document_of(page.encode(), "x.html"), file=file, recognised=True)

    monkeypatch.setitem(_READERS, "picture", recognised)
    scan = tmp_path / "年报.png"
    Image.new("L", (60, 80)).save(scan)
    output = tmp_path / "out"
    audited = audit_many([scan], None, jobs=1, output=output)
    (one,) = write_folder(output, audited, [scan])
    assert one.published is not None, one.message
    made = (output / "pages" / "00001.html").read_text("utf-8")
    assert len(read) == 1
    assert "行政强制" in made

    [*write_folder(output, audit_many([scan], None, jobs=1, output=output), [scan])]
    assert len(read) == 1  # nor the next time
    assert (output / "pages" / "00001.html").read_text("utf-8") == made
