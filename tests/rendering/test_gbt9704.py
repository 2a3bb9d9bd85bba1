"""The PDF measured against GB/T 9704-2012: margins, lines, characters, headings, page numbers."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from reportkit.rendering.paper.pdf import make_pdf
from reportkit.rendering.parts.charts import bars, data_table, figure
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE, LARGE, LARGE_YEAR, YEAR
from tests.rendering.paper import Letter, Page, read_pages, words
from tests.rendering.test_pdf import DOCUMENT

EXAMPLES = {
    "ogi": f"ogi/{YEAR}/{EXAMPLE}",
    "large": f"ogi/{LARGE_YEAR}/{LARGE}",
    "enforcement": f"enforcement/2024/{ENFORCEMENT_EXAMPLE}",
}
LEFT, RIGHT, TOP, BOTTOM = 28, 210 - 26, 37, 297 - 35
MILLIMETRE = 1
SONG, HEI, KAI, FANG = "NotoSerifSC", "NotoSansSC", "ReportkitWenKai", "FandolFang"


@pytest.fixture(scope="module", params=list(EXAMPLES))
def example(request: pytest.FixtureRequest, made: Path) -> Path:
    """The outputs of one example."""
    return made / "outputs" / EXAMPLES[request.param]


@pytest.fixture(scope="module")
def pages(example: Path) -> list[Page]:
    return read_pages((example / "report.pdf").read_bytes())


@pytest.fixture(scope="module")
def written() -> Callable[[str], list[Page]]:
    return lambda html: read_pages(make_pdf(html, DOCUMENT, mark=""))


def test_22_lines_of_28_characters_fill_the_page(written: Callable[[str], list[Page]]) -> None:
    _, page, _ = written(f"<p>{'国' * 28 * 50}</p>")

    assert [len(line) for line in page.body] == [28] * 22
    assert extent(page.body) == pytest.approx((LEFT, TOP, RIGHT, BOTTOM), abs=MILLIMETRE)
    pitches = [below[0].base - above[0].base for above, below in pairwise(page.body)]
    assert pitches == pytest.approx([(225 - 16 * 25.4 / 72) / 21] * 21, abs=0.05)
    steps = [after.left - before.left for before, after in pairwise(page.body[0])]
    assert steps == pytest.approx([156 / 28] * 27, abs=0.05)


def test_headings_keep_the_lines_below_them_in_step(written: Callable[[str], list[Page]]) -> None:
    html = (
        "<h1>题<br>目</h1><p>文</p><h2>一、甲</h2><h3>（一）乙</h3><p>文</p><h4>1.丙</h4><p>文</p>"
    )
    (page,) = written(f"{html}<p>{'国' * (28 * 12 - 2)}</p>")

    assert page.body[-1][0].bottom == pytest.approx(BOTTOM, abs=MILLIMETRE)


def test_headings_have_the_letters_of_their_level(written: Callable[[str], list[Page]]) -> None:
    html = "<h1>题</h1><h2>一、甲</h2><h3>（一）乙</h3><h4>1.丙</h4><h5>（1）丁</h5><p>文</p>"
    (page,) = written(html)
    looks = [(line[-1].font.partition("-")[0], line[-1].size) for line in page.body]

    assert looks == [(SONG, 22), (HEI, 16), (KAI, 16), (FANG, 16), (FANG, 16), (FANG, 16)]


def test_a_paragraph_begins_two_characters_in(written: Callable[[str], list[Page]]) -> None:
    (page,) = written(f"<p>{'国' * 40}</p>")
    first, second = page.body

    assert len(first) == 26
    assert first[0].left - second[0].left == pytest.approx(2 * 156 / 28, abs=0.05)


def test_nothing_stands_outside_the_type_area(pages: list[Page]) -> None:
    for page in pages:
        left, top, right, bottom = extent(page.body)
        assert left > LEFT - 0.5, page.number
        assert right < RIGHT + 0.5, page.number
        assert top > TOP - 0.6, page.number
        assert page.body[0][0].size < 16 or top < TOP + MILLIMETRE, page.number
        assert bottom < BOTTOM + 0.5, page.number
        for x0, y0, x1, y1 in page.rules:
            assert x0 > LEFT - 0.5
            assert y0 > TOP - 0.5
            assert x1 < RIGHT + 0.5
            assert y1 < BOTTOM + 0.5


def test_the_letters_are_those_of_their_kind(pages: list[Page]) -> None:
    for page in pages:
        for line in page.body:
            text, font = words(line), line[0].font.partition("-")[0]
            if line[0].size == 16 and re.match("[一二三四五六]、|第.部分", text):
                assert font == HEI, text
            elif line[0].size == 16 and re.match("（[一二三四五六]）", text):
                assert font == KAI, text
            elif line[0].size == 16:
                assert font == FANG, text
            elif line[0].size == 22:
                assert line[0].font == f"{SONG}-Bold", text


def test_page_numbers_stand_outside_seven_millimetres_below(pages: list[Page]) -> None:
    for page in pages:
        dash, *number, other = page.foot
        assert words(page.foot) == f"—{page.number}—"
        assert {letter.size for letter in page.foot} == {14}
        assert {letter.font for letter in page.foot} == {f"{SONG}-Regular"}
        assert dash.top - BOTTOM == pytest.approx(7, abs=0.3)
        one = 14 * 25.4 / 72
        if page.number % 2:
            assert RIGHT - other.right == pytest.approx(one, abs=MILLIMETRE)
        else:
            assert dash.left - LEFT == pytest.approx(one, abs=MILLIMETRE)
        assert all(letter.right - letter.left < 0.6 * one for letter in number)


def test_no_page_is_empty_and_no_heading_stands_at_a_foot(pages: list[Page]) -> None:
    for page in pages:
        assert len(page.letters) > 30, page.number
        last = page.body[-1]
        assert last[0].size != 16 or last[0].font.partition("-")[0] == FANG, words(last)
        assert last[0].font.partition("-")[0] != HEI or page.rules[-1][3] > last[0].top - 90


def test_every_letter_is_printed(example: Path, pages: list[Page]) -> None:
    assert all(letter.right > letter.left for page in pages for letter in page.letters)
    html = LexborHTMLParser((example / "report.html").read_text("utf-8"))
    for node in html.css("summary, details.screen"):  # for who has a screen to open them on
        node.decompose()
    there = "".join(words(line) for page in pages for line in page.lines)
    assert set("".join(html.css_first("main").text().split())) <= set(there)


def test_no_page_but_the_last_is_left_empty_by_more_than_a_third(
    example: Path, pages: list[Page]
) -> None:
    for page in pages[:-1]:
        assert _filled(page) > 2 / 3, (example.name, page.number)


def test_a_word_longer_than_a_line_goes_on_in_the_next(
    written: Callable[[str], list[Page]],
) -> None:
    cells = f"<td>{'W' * 90}</td><td>{'9' * 80}</td>"
    (page,) = written(f"<p>{'a' * 300}</p><table><tr>{cells}</tr></table>")

    text = words(page.letters)
    assert (text.count("a"), text.count("W"), text.count("9")) == (300, 90, 80)
    assert extent(page.body)[2] < RIGHT + 0.5


@pytest.mark.parametrize("above", [2, 8, 12, 14, 16, 19])
def test_a_table_begins_where_more_than_a_third_of_a_page_is_left(
    written: Callable[[str], list[Page]], above: int
) -> None:
    rows = "".join(f"<tr><th scope='row'>第{number}行</th><td>1</td></tr>" for number in range(22))
    head = "<thead><tr><th>头甲</th><th>头乙</th></tr></thead>"
    table = f"<table><caption>表甲</caption>{head}<tbody>{rows}</tbody></table>"
    pages = written(f"{'<p>文</p>' * above}<h2>二、甲</h2>{table}")

    texts = [words(page.letters) for page in pages]
    reached = [text for text in texts if "行" in text]
    assert all("头甲" in text for text in reached)
    assert ["二、甲表甲头甲" in text for text in reached] == [True, False][: len(reached)]
    begun = BOTTOM - pages[0].body[above - 1][0].bottom > 225 / 3
    assert ("行" in texts[0]) == begun
    assert len(reached) == 1 or begun


@pytest.mark.parametrize("above", [4, 8, 10, 11])
def test_a_label_of_divided_rows_stays_beside_its_own(
    written: Callable[[str], list[Page]], above: int
) -> None:
    """However few of them a page has: the label is set smaller there."""
    cells = "<td>0</td>" * 8
    rows = "".join(f"<tr><th scope='row'>甲</th>{cells}</tr>" for _ in range(23))
    label = f"<th rowspan='24' scope='rowgroup'>{'三本年度办理结果' * 3}</th>"
    first = f"<tr>{label}<th scope='row'>甲</th>{cells}</tr>"
    last = f"<tr><th colspan='2' scope='row'>乙</th>{cells}</tr>"
    head = f"<thead><tr><th colspan='2'>头</th>{'<th>列</th>' * 8}</tr></thead>"
    pages = written(f"{'<p>文</p>' * above}<table>{head}<tbody>{first}{rows}{last}</tbody></table>")

    for page in pages:
        own = [letter for letter in page.letters if letter.text == "甲"]
        shown = [letter for letter in page.letters if letter.text in "三本年度办理结果"]
        assert bool(own) == bool(shown)
        if own:
            assert min(one.top for one in shown) > min(one.top for one in own) - 2
            assert max(one.bottom for one in shown) < max(one.bottom for one in own) + 2


def test_a_row_is_never_divided(written: Callable[[str], list[Page]]) -> None:
    rows = "".join(
        f"<tr><td>甲{'国' * 700}乙</td><td>{'数' * 99}</td><td>丙</td></tr>" for _ in range(9)
    )
    pages = written(f"<table><tr><th>项目</th><th>数</th><th>类</th></tr>{rows}</table>")

    assert len(pages) > 2
    for page in pages:
        text = words(page.letters)
        assert text.count("甲") == text.count("乙") == text.count("丙") > 0


def test_a_row_longer_than_a_page_is_all_printed(written: Callable[[str], list[Page]]) -> None:
    pages = written(
        f"<table><tr><th>项目</th><th>数</th></tr><tr><td>{'国' * 4000}</td><td>1</td></table>"
    )

    shown = [one for page in pages for one in page.letters if one.text == "国"]
    assert len(shown) == 4000
    assert max(one.bottom for one in shown) < BOTTOM + 0.5


@pytest.mark.parametrize("lines", [9, 12, 15, 18])
def test_a_chart_stays_with_its_heading(written: Callable[[str], list[Page]], lines: int) -> None:
    chart = '<svg viewBox="0 0 62 20" width="620" height="200"><text y="9">柱</text></svg>'
    figure = f"<figure>{chart}<figcaption>图甲</figcaption></figure>"
    pages = written(f"{'<p>文</p>' * lines}<h2>二、甲</h2>{figure}")

    texts = [words(page.letters) for page in pages]
    assert [("二、甲" in text, "柱" in text, "图甲" in text) for text in texts if "图" in text] == [
        (True, True, True)
    ]


@pytest.mark.parametrize(("items", "lines"), [(8, 8), (16, 4), (20, 9), (30, 8), (36, 4), (60, 0)])
def test_a_chart_gets_smaller_or_goes_on_before_a_page_is_left_nearly_half_empty(
    written: Callable[[str], list[Page]], items: int, lines: int
) -> None:
    counts = {f"第{number}类": number for number in range(1, items + 1)}
    with_numbers = items in {8, 16, 60}
    rows = [(label, str(count)) for label, count in counts.items()]
    numbers = data_table("各类", ("项目", "件数"), rows)
    chart = figure("图甲", bars({"": counts}), numbers, on_paper=with_numbers)
    text = f"<p>{'国' * 28 * lines}</p>" if lines else ""
    *full, _ = written(f"{text}<h3>（一）乙</h3>{chart}<p>{'民' * 28 * 30}</p>")

    assert all(_filled(page) > 0.6 for page in full)
    texts = [words(page.letters) for page in full]
    (drawn,) = [text for text in texts if "图甲" in text]
    assert "（一）乙" in drawn
    assert ("件数" in drawn) == (items == 8)  # others are too many to stay on one page
    printed = re.findall(rf"第{items}类", "".join(texts))
    assert len(printed) == 1 + with_numbers


@pytest.mark.parametrize(
    ("size", "lines"),
    [*(((460, 345), lines) for lines in (6, 9, 12)), ((900, 1200), 1), ((600, 2500), 6)],
)
def test_a_picture_that_cannot_be_cut_leaves_no_half_page_empty(
    written: Callable[[str], list[Page]], size: tuple[int, int], lines: int
) -> None:
    width, height = size
    foot = f'<text y="{height - 9}" font-size="{height / 30}">末</text>'
    drawn = f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}">{foot}</svg>'
    text = f"<p>{'国' * 28 * lines}</p>"
    *full, _ = written(f"{text}<figure>{drawn}</figure><p>{'民' * 28 * 30}</p>")

    assert all(_filled(page) > 0.55 for page in full)


def _filled(page: Page) -> float:
    """Return how much of a page is used, from its top to what stands lowest on it."""
    return (max([extent(page.body)[3], *(y1 for *_, y1 in page.rules)]) - TOP) / (BOTTOM - TOP)


def extent(lines: list[list[Letter]]) -> tuple[float, float, float, float]:
    """Return the box around some lines: left, top, right, bottom."""
    letters = [letter for line in lines for letter in line]
    return (
        min(letter.left for letter in letters),
        min(letter.top for letter in letters),
        max(letter.right for letter in letters),
        max(letter.bottom for letter in letters),
    )
