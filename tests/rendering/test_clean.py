"""HTML of others: what may stay is as it was, what acts or hides is gone, and no text with it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pandas as pd
import pytest
from selectolax.lexbor import LexborHTMLParser

from reportkit.rendering.cleaning.clean import clean_own, clean_prose
from reportkit.rendering.cleaning.styles import safe_declarations, safe_sheet
from reportkit.rendering.markdown import markdown_html
from reportkit.rendering.parts.frames import styler_html

PROSE = (
    "<p>正文<br>第二行</p>",
    '<p style="text-align:center">居中</p>',
    '<p><a href="https://example.cn/a?b=1&amp;c">官网</a>、<a href="#t3">表三</a></p>',
    '<table><tbody><tr><td colspan="2" align="left">甲</td></tr></tbody></table>',
    '<img src="data:image/png;base64,AAAA" alt="图">',
)


@pytest.mark.parametrize("html", PROSE)
def test_what_prose_needs_is_kept(html: str) -> None:
    assert clean_prose(html) == html
    assert clean_own(html).replace(": ", ":") == html


@pytest.mark.parametrize(
    "html",
    [
        '<p class="note" id="x">甲</p>',
        '<details class="numbers" open=""><summary>数据表</summary>甲</details>',
        '<svg viewBox="0 0 9 9"><clipPath id="a"><rect x="1"></rect></clipPath></svg>',
        '<svg><g clip-path="url(#a)"><path d="M0 0" style="fill: none"></path></g></svg>',
        '<svg><image xlink:href="data:image/png;base64,AAAA"></image></svg>',
        '<td style="background-color: yellow">甲</td>'.join(
            ("<table><tbody><tr>", "</tr></tbody></table>")
        ),
    ],
)
def test_what_outputs_bring_is_kept(html: str) -> None:
    assert clean_own(html) == html


def test_prose_and_outputs_lose_their_elements_and_keep_their_words() -> None:
    html = "<form action=x><button onclick=go()>甲</button></form><p hidden style='top:0'>乙</p>"

    assert clean_own(html) == "甲<p>乙</p>"
    assert clean_prose("<details><summary class=a>丙</summary>丁</details>") == "丙丁"


@pytest.mark.parametrize(
    "address",
    ["javascript:go()", " java\tscript:go()", "data:text/html,a", "//x.cn/", "file:///a", "a.html"],
)
def test_a_link_that_leads_elsewhere_is_text(address: str) -> None:
    html = f'<a href="{address}">甲</a>'

    assert clean_own(html) == clean_prose(html) == "<a>甲</a>"
    assert LexborHTMLParser(markdown_html(f"[甲](<{address}>)")).css("a[href]") == []


@pytest.mark.parametrize(
    ("style", "kept"),
    [
        ("display:none; text-align:right", "text-align: right"),
        ("position:fixed; left:-999px; transform:scale(0)", ""),
        ("font-size:0; font-weight:bold", "font-weight: bold"),
        ("font: 10px/1.2 'Noto Sans SC'", "font: 10px/1.2 'Noto Sans SC'"),
        ("font: 1px serif", ""),
        ("color:#fff", ""),
        ("color:white;background-color:black", "color: white; background-color: black"),
        ("color:#ff0;background-color:#fff", ""),
        ("color:transparent", ""),
        ("opacity:0", ""),
        ("opacity:.5", "opacity: .5"),
        ("padding:9999px; border:1px solid #999999", "border: 1px solid #999999"),
        ("background-color:url(https://x.cn/)", ""),
        ("clip-path:inset(50%); width:0/**/", "width: 0"),
        ("color:red;color:/**/white", ""),
        ("COLOR:RED", "color: RED"),
        ("background-color:#000", ""),
        ("background-color:yellow", "background-color: yellow"),
        ("color:rgb(999,999,999)", ""),
        ("opacity:1%", ""),
        ("opacity:calc(.5 - .5)", ""),
        ("margin-left:calc(0px - 99px)", ""),
        ("margin-left:100vw; padding:9em; margin:2em", "margin: 2em"),
    ],
)
def test_a_style_hides_nothing(style: str, kept: str) -> None:
    assert safe_declarations(style) == kept


def test_a_sheet_is_held_to_the_same_wherever_a_parser_finds_it() -> None:
    sheet = "@import 'x';*{display:none}td{color:red;visibility:hidden}"

    for html in (f"<style>{sheet}</style>", f"<style>{sheet}"):
        (style,) = LexborHTMLParser(clean_own(html)).css("style")
        assert style.text().partition(" ")[2] == "td {color: red; background-color: #fff}"
    assert "go()" not in clean_own("<svg><style><img src=x onerror=go()></style></svg>")


def test_a_sheet_reaches_its_own_output_alone() -> None:
    """Else it could fade what is the kit's: the mark of a draft, the figures of a table."""
    html = "<style>td, .watermark {font-size: 6px} main{opacity: .2}</style><p>甲</p>"

    page = LexborHTMLParser(clean_own(html))

    (own,) = page.css("body > div")
    place = f".{own.attributes['class']} "
    told = own.css_first("style").text().replace("\n", ", ").split(", ")
    assert len(told) == 3
    assert all(one.startswith(place) for one in told)
    assert clean_own(html.replace("甲", "乙")).partition(">")[0] not in clean_own(html)


def test_letters_and_their_ground_come_from_one_rule() -> None:
    """Of two rules, each readable by itself, an element could have white on white."""
    sheet = "td{color:#fff;background-color:#000} td{background-color:#fff}"

    rules = safe_sheet(sheet, "p").split("\n")

    assert rules == [
        "p td {color: #fff; background-color: #000}",
        "p td {color: #000; background-color: #fff}",
    ]


def test_a_drawing_has_its_sheet_with_it_wherever_it_goes() -> None:
    drawn = LexborHTMLParser(clean_own("<svg><style>*{stroke-linecap:butt}</style></svg>"))

    (svg,) = drawn.css("body > svg")
    assert svg.css_first("style").text() == f".{svg.attributes['class']} * {{stroke-linecap: butt}}"


def test_colours_of_a_data_frame_stay() -> None:
    pytest.importorskip("matplotlib")
    html = styler_html(pd.DataFrame({"件": [1, 2, 9]}).style.background_gradient())

    kept = clean_own(html)

    assert kept.count("background-color") == html.count("background-color") == 3
    assert kept.count("color: #f1f1f1") == 1


# What a parser of HTML would read on from, to the end.
SWALLOWING = (
    *("<textarea>", "<style>", "<script>", "<iframe>", "<plaintext>", "<xmp>", "<title>"),
    *("<noscript>", "<noembed>", "<noframes>", "<template>", "<listing>", "<select><option>"),
    *("<!--", "<![CDATA[", "<?x", "<!DOCTYPE html", '<div title="', "<a href='", "</p", "<p\n"),
    *("<svg><style>", "<svg><title>", "<svg><desc>", "<svg><foreignObject>", "<math><mglyph>"),
    *("<table>", "<frameset>", "<body hidden>", "<dialog>", "<object>", "[注]: ", "[x]:\n"),
    "<style>甲{}</style>",
)


@pytest.mark.parametrize("opening", SWALLOWING)
@pytest.mark.parametrize("way", ["{}前文\n\n后文", "前文 {} 间\n\n后文", "{}\n\n前文\n\n- 后文"])
def test_markup_that_nobody_closed_takes_no_words_with_it(opening: str, way: str) -> None:
    page = LexborHTMLParser(markdown_html(way.format(opening)))

    assert "前文" in page.body.text()
    assert "后文" in page.body.text()


@pytest.mark.parametrize("piece", ["<script>", "<!--", "<a ", "<a href='", "</", "<", "<a b=c "])
def test_much_markup_takes_no_time(piece: str) -> None:
    started = time.process_time()
    clean_prose(piece * 20_000)
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("<mfrac><mi>办结</mi><mn>12</mn></mfrac><mo>&lt;</mo><mn>3</mn>", "办结/12&lt;3"),
        ("<mfrac><mrow><mi>a</mi><mo>+</mo><mi>b</mi></mrow><mn>2</mn></mfrac>", "(a+b)/2"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "x_1^2"),
        ("<msqrt><mi>a</mi><mi>b</mi></msqrt><mroot><mi>x</mi><mn>3</mn></mroot>", "√ab3√x"),
        ("<semantics><mi>x</mi><annotation>\\frac</annotation></semantics>", "x"),
        ("<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd></mtr></mtable>", "1，2；3"),
        ("<mrow>" * 5000 + "深", "深"),
    ],
)
@pytest.mark.parametrize("clean", [clean_own, clean_prose])
def test_a_formula_is_its_text(clean: Callable[[str], str], formula: str, text: str) -> None:
    assert clean(f"<p>前<math>{formula}</math>后</p>") == f"<p>前{text}后</p>"


@pytest.mark.parametrize("clean", [clean_own, clean_prose])
def test_a_formula_that_nobody_closed_loses_no_words(clean: Callable[[str], str]) -> None:
    assert clean("<p>前<math><mi>x</mi>后</p><p>末</p>") == "<p>前x后</p><p>末</p>"
