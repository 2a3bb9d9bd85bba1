"""Drawings of others have no words that nobody sees; those that can be seen stay as they are."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from reportkit.rendering.cleaning.clean import clean_own, clean_prose
from reportkit.rendering.exporters import ReportHTMLExporter, ReportPDFExporter
from reportkit.rendering.parts.plots import figure_html
from tests.rendering.notebook import code, display, executed

SEEN = "看得见"
DARK = '<rect width="100" height="100" fill="#003366"></rect>'


def _svg(drawn: str, size: str = 'width="100" height="100"') -> str:
    return f'<svg viewBox="0 0 100 100" {size}>{drawn}</svg>'


@pytest.mark.parametrize(
    "drawn",
    [
        f'<text x="10" y="50">{SEEN}</text>',
        f'<text x="10" y="50" fill="currentColor">{SEEN}</text>',
        f'{DARK}<text x="10" y="50" fill="white">{SEEN}</text>',
        f'<g transform="translate(10 50)"><text style="font-size: 8px">{SEEN}</text></g>',
        f'<text transform="rotate(-90)" x="-50" y="15">{SEEN}</text>',
        f'<text x="98" y="50" text-anchor="end">{SEEN}</text>',
        f'<text x="10" y="20">{SEEN}</text><rect y="40" width="9" height="9"></rect>',
        f"<title>{SEEN}</title>",
    ],
)
def test_what_can_be_seen_stays(drawn: str) -> None:
    assert clean_own(_svg(drawn)) == _svg(drawn)


@pytest.mark.parametrize(
    "drawn",
    [
        '<text x="900" y="50">暗记</text>',
        '<text x="0" y="50" text-anchor="end">暗记</text>',
        '<g transform="translate(0 -400)"><text x="10" y="50">暗记</text></g>',
        '<g transform="matrix(.01 0 0 .01 0 0)"><text x="10" y="50">暗记</text></g>',
        '<g style="opacity:.3"><text x="10" y="50" style="opacity:.3">暗记</text></g>',
        (
            '<g style="font-size:.6em"><g style="font-size:.6em"><g style="font-size:.6em">'
            '<text x="10" y="50" style="font-size:.6em">暗记</text></g></g></g>'
        ),
        '<defs><text x="10" y="50">暗记</text></defs>',
        '<symbol><text x="10" y="50">暗记</text></symbol>',
        '<text x="10" y="50">暗记</text><rect width="100" height="100" fill="#fff"></rect>',
        '<text x="10" y="50">暗记</text><path d="M0 0 L100 0 L100 100 L0 100 z"></path>',
        '<svg x="0" width="0" height="0"><text x="10" y="50">暗记</text></svg>',
    ],
)
def test_what_cannot_be_seen_is_printed_below(drawn: str) -> None:
    cleaned = clean_own(_svg(f'{drawn}<text x="10" y="80">{SEEN}</text>'))

    drawing, _, below = cleaned.partition("</svg><p>")
    assert "暗记" not in drawing
    assert below == "图中看不见的文字：暗记</p>"
    assert SEEN in drawing or "<rect" in drawn or "<path" in drawn


def test_a_large_drawing_does_not_make_its_letters_small() -> None:
    whole = '<svg viewBox="0 0 90000 90000"><text x="9" y="9000" font-size="20">暗记</text></svg>'

    assert "看不见的文字：暗记" in clean_own(whole)
    assert "看不见" not in clean_own(whole.replace('font-size="20"', 'font-size="2000"'))


@pytest.mark.parametrize(
    ("drawn", "outline"),
    [
        ('<text x="10" y="50" fill="#fff">暗记</text>', "#000"),
        ('<text x="10" y="50" style="fill:#fefefe">暗记</text>', "#000"),
        (f'{DARK}<text x="10" y="50" fill="#000033">暗记</text>', "#fff"),
        ('<text x="10" y="50" fill="none">暗记</text>', "#fff"),
        ('<g fill="transparent"><text x="10" y="50">暗记</text></g>', "#fff"),
    ],
)
def test_letters_like_their_ground_get_an_outline(drawn: str, outline: str) -> None:
    assert f"stroke: {outline}" in clean_own(_svg(drawn))


def test_neither_a_sheet_nor_a_clip_nor_a_length_hides_words() -> None:
    text = '<text class="a" x="10" y="50" textLength="1">暗记</text>'

    styled = clean_own(_svg(f"<style>.a{{fill: #fff; font-size: 99px}}</style>{text}"))
    cut = clean_own(_svg(f'<clipPath id="c"></clipPath><g clip-path="url(#c)">{text}</g>'))

    assert 'style="fill: #000; font-size: 16px; opacity: 1"' in styled
    assert "clip-path" not in cut
    assert "textLength" not in cut


def test_numbers_on_the_bars_of_matplotlib_stay_white() -> None:
    pyplot = pytest.importorskip("matplotlib.pyplot")
    figure, axes = pyplot.subplots()
    axes.bar_label(axes.bar(["甲", "乙"], [3, 5]), label_type="center", color="white")
    axes.set_ylabel("件数")

    cleaned = clean_own(figure_html(figure, "件数"))

    assert "paint-order" not in cleaned
    assert "看不见" not in cleaned


def test_words_below_a_drawing_are_in_every_rendition() -> None:
    drawing = _svg('<text x="900" y="50">暗记</text>')
    notebook = executed(code(display(text_html=f"<figure>{drawing}</figure>")), state="passed")

    html, _ = ReportHTMLExporter().from_notebook_node(notebook)
    pdf, _ = ReportPDFExporter().from_notebook_node(notebook)

    assert "图中看不见的文字：暗记" in html
    assert pdf.startswith(b"%PDF")


WHITE = '<text x="10" y="50" fill="white">白字</text><text x="900" y="50">暗记</text>'


def _image(drawing: str, how: str) -> str:
    space = 'xmlns="http://www.w3.org/2000/svg"'
    svg = drawing.replace("<svg", f"<svg {space}", 1)
    coded = f";base64,{b64encode(svg.encode()).decode()}" if how == "base64" else f",{quote(svg)}"
    return f"data:image/svg+xml{coded}"


@pytest.mark.parametrize("how", ["base64", "quoted"])
@pytest.mark.parametrize(
    "place", ['<img alt="图" src="{}">', '<svg><image href="{}"></image></svg>']
)
@pytest.mark.parametrize("clean", [clean_own, clean_prose])
def test_words_of_a_drawing_that_is_an_image_are_seen(
    clean: Callable[[str], str], place: str, how: str
) -> None:
    html = clean(place.format(_image(_svg(WHITE), how)))

    if place.startswith("<svg") and clean is clean_prose:
        assert html == ""  # prose brings no drawings of its own
        return
    address = html.partition("data:image/svg+xml;base64,")[2].partition('"')[0]
    root = ElementTree.fromstring(b64decode(address))  # noqa: S314 - our own
    shown = {node.text: node.get("style", "") for node in root.iter() if node.text}
    assert "stroke: #000" in shown["白字"]
    assert "暗记" not in shown
    assert html.endswith("<p>图中看不见的文字：暗记</p>")


def test_a_drawing_without_words_stays_as_it_was() -> None:
    html = f'<img src="{_image(_svg(DARK + "<filter></filter>"), "base64")}">'
    assert clean_own(html) == html


def test_words_of_a_page_within_a_drawing_are_printed_below() -> None:
    laid = "<foreignObject><div>标签<script>甲()</script><b>二</b></div></foreignObject>"
    assert clean_own(_svg(f'{laid}<text x="10" y="80">{SEEN}</text>')).endswith(
        f"{SEEN}</text></svg><p>图中看不见的文字：标签 二</p>"
    )
