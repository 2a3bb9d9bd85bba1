"""Whatever its words and cells are: of what is printed, nothing lies beside or below a page."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from reportkit.rendering.document import Document
from reportkit.rendering.paper.pdf import make_pdf
from reportkit.rendering.paper.typst import html_to_typst
from reportkit.rendering.paper.unbroken import MOST_BROKEN
from tests.rendering.paper import FOOT, Page, read_pages

DOCUMENT = Document("标题", ("标题",), "某局", dt.date(2023, 1, 16))
RIGHT = 210 - 26 + 1
"""What lies farther right than the text may."""
PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _word(length: int) -> str:
    return ("WMabcdefghijk" * (length // 13 + 1))[:length]


def _table(*cells: str) -> str:
    return f"<table><tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr></table>"


_LONG, _HAN = _word(2000), "汉" * 3000
_LINES, _CODE = "a<br>" * 150, "a\n" * 150
_FIGURE = f"<figure><img src='{PIXEL}' alt='图'><figcaption>"
WHOLE = {
    "letters": f"<p>{_word(20_000)}</p>",
    "digits": f"<p>{'1' * 2000}</p>",
    "Cyrillic": f"<p>{'Щ' * 2000}</p>",
    "accents": f"<p>{'é' * 2000}</p>",
    "marks": f"<p>{'“' * 500}{'。' * 500}{'—' * 500}</p>",
    "spaces that join": f"<p>{'a&nbsp;' * 500}</p>",
    "characters": f"<p>{_HAN}</p>",
    "one style after another": f"<p>{'<b>W</b>b' * 500}</p>",
    "title": f"<h1>{_LONG}</h1>",
    "heading": f"<h3>{'é' * 500}</h3>",
    "link": f"<p><a href='https://example.org/'>{_LONG}</a></p>",
    "signature": f"<p class='signature'>{_LONG}</p>",
    "notice": f"<div class='draft'><p>{_LONG}</p></div>",
    "code": f"<p><code>{_LONG}</code></p><pre>{_LONG}</pre>",
    "lists": f"{'<ul><li>' * 10}{_word(39)} {_word(20)}{'</li></ul>' * 10}",
    "quotations": f"{'<blockquote>' * 10}{_word(39)}{'</blockquote>' * 10}",
    "name of a picture": f"<p><img alt='{_LONG}' src='https://example.org/'></p>",
    "name of a picture in a line": f"<p>见<img alt='{_LONG}' src='https://example.org/'></p>",
    "title of a table": f"<table><caption>{_LONG}</caption><tr><td>1</td></tr></table>",
    "lines of a title": f"<table><caption>{_LINES}</caption><tr><td>1</td></tr></table>",
    "title of a picture": f"{_FIGURE}{_LONG}</figcaption></figure>",
    "lines of a picture": f"{_FIGURE}{_LINES}</figcaption></figure>",
    "cell beside a short one": _table("a", _HAN, "b"),
    "word of a cell beside a short one": _table("a", _LONG),
    "lines of a cell": _table(_LINES, "1"),
    "lines of code in a cell": _table(f"<pre>{_CODE}</pre>", "1"),
    "items of a cell": _table(f"<ul>{'<li>a</li>' * 150}</ul>", "1"),
    "rows": f"<table><tr><td rowspan='2'>{_HAN}</td><td>b</td></tr><tr><td>1</td></tr></table>",
    "head": f"<table><thead><tr><th>{_HAN}</th><th>b</th></tr></thead><tr><td>1</td></tr></table>",
    "heads": f"<table><thead>{'<tr><th>甲</th></tr>' * 80}</thead><tr><td>1</td></tr></table>",
}


def _pages(html: str) -> list[Page]:
    return read_pages(make_pdf(html, DOCUMENT, mark=""))


@pytest.mark.parametrize("html", WHOLE.values(), ids=WHOLE)
def test_nothing_lies_beside_or_below_the_page(html: str) -> None:
    for page in _pages(html):
        assert [one.text for one in page.letters if one.right > RIGHT or one.left < 28 - 1] == []
        below = {one.text for one in page.letters if one.base >= FOOT}
        assert below <= {*"— 0123456789"}  # the number of the page


@pytest.mark.parametrize(
    "html",
    [
        f"<p>{'&amp;' * 30_000}</p>",
        f"<p>{(_word(500) + ' ') * 60}</p>",
        f"<p><b>{_word(30_000)}</b></p>",
        f"<h2>{_word(30_000)}</h2>",
        f"<p><code>{_word(30_000)}</code></p>",
        f"<pre>{_word(30_000)}</pre>",
        f"<table><tr><td>{_word(30_000)}</td></tr></table>",
        f"<table><caption>{_word(30_000)}</caption><tr><td>1</td></tr></table>",
    ],
)
def test_no_paragraph_has_so_many_broken_letters_that_it_takes_for_ever(html: str) -> None:
    """What Typst takes for one grows with their square: 900,000 had kept it for ten minutes."""
    source = html_to_typst(html).source

    paragraphs = re.split(r"#parbreak\(\);|\n|\\u\{a\}", source)
    assert max(len(re.sub(r"[^WMa-k&]", "", each)) for each in paragraphs) <= MOST_BROKEN + 100
    blocks = source.split("block: true")
    assert max(map(len, blocks)) <= 4 * MOST_BROKEN + 200 or len(blocks) == 1


@pytest.mark.parametrize("length", [12, 24, 30, 39])
def test_a_word_of_a_narrow_cell_stays_in_it(length: int) -> None:
    """Columns give way where the line is short, and then a word may be wider than its own."""
    words = [_word(length), f"见 {_word(length)}", f"<code>{_word(length)}</code>"]
    (page,) = _pages(_table(*words, "1", "2022-03-01", *["说明文字" * 5] * 5))

    rules = {
        round(left, 1) for left, top, right, bottom in page.rules if right - left < bottom - top
    }
    assert len(rules) == 11
    crossed = [
        one.text
        for one in page.letters
        if one.base < FOOT and any(one.left + 0.3 < rule < one.right - 0.3 for rule in rules)
    ]
    assert crossed == []
    assert "".join(one.text for one in page.letters).count("W") == 3 * _word(length).count("W")


def test_a_word_that_fits_is_not_broken() -> None:
    (page,) = _pages(f"<p>{'正文' * 12}{_word(20)}</p>" + _table("正文" * 20, "2022-03-01"))
    lines = ["".join(one.text for one in line) for line in page.lines]

    assert any(_word(20) in line for line in lines)
    assert any("2022-03-01" in line for line in lines)
