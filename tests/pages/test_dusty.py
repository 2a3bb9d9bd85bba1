"""Dust on a scan is no text, and tables without ruling lines are read from pictures, too."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from reportkit import rendering
from reportkit.grids import Grid
from reportkit.grids.document import Document
from reportkit.grids.pages.content import Rule
from reportkit.grids.pages.read import document_of
from reportkit.grids.pages.scans.drawn import ruled
from reportkit.grids.pages.scans.ink import ink_of
from reportkit.grids.pages.scans.page import page_of_picture
from reportkit.grids.pages.scans.recognise import Picture
from reportkit.grids.pages.scans.sheet import straightened
from reportkit.grids.pages.scans.specks import without_specks
from tests.pages import scans  # noqa: F401 - skips where the extra is not installed

FONT = Path(rendering.__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"
ROWS = (
    ("一、本年新收申请数量", "12", "30"),
    ("二、上年结转数量", "5", "0"),
    ("四、总计", "17", "30"),
)


def page(*, lines: bool, point: bool = False) -> Picture:
    """Return a page with a table, its ruling lines drawn or not."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1240, 1240), 250)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.truetype(FONT, 28)
    draw.text((110, 100), "政府信息公开工作年度报告，统计期限为全年", fill=20, font=font)
    texts = [("", "自然人", "总计"), *ROWS]
    for row, cells in enumerate(texts):
        for column, text in enumerate(cells):
            left, right = (100, 500, 700, 900)[column : column + 2]
            draw.text((left + 14, 316 + 70 * row), text, fill=20, font=font)
            if lines:
                draw.rectangle((left, 300 + 70 * row, right, 370 + 70 * row), outline=30, width=2)
    if point:
        draw.ellipse((528, 411, 530, 413), fill=20)  # between 1 and 2, at the foot
    return np.asarray(picture, np.uint8)


def dusty(picture: Picture, seed: int) -> Picture:
    """Return a page with grains all over it, black ones and holes in what is printed."""
    dice = np.random.default_rng(seed).random(picture.shape)
    return np.where(dice < 0.0025, 20, np.where(dice > 0.997, 250, picture)).astype(np.uint8)


def figures(document: Document) -> list[tuple[str, ...]]:
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    assert grid.unsure == {}
    rows = [tuple(str(value) for value in row if value is not None) for _, row in grid.rows]
    return [row for row in rows if len(row) == 3]


def read(picture: Picture) -> Document:
    return document_of([page_of_picture(picture, 1)], "x.png")


def test_a_table_under_dust_is_read_exactly() -> None:
    assert figures(read(dusty(page(lines=True), 1))) == [*ROWS]


def test_a_table_without_lines_is_read_from_where_its_words_stand() -> None:
    assert figures(read(page(lines=False))) == [*ROWS]


def test_dust_where_a_decimal_point_may_be_is_a_doubt() -> None:
    """A point as small as dust goes with it: 1.2 was 12."""
    pages = read(dusty(page(lines=True, point=True), 1))
    (grid,) = [block for block in pages.blocks if isinstance(block, Grid)]
    assert [*grid.unsure] == [(2, 2)]


def test_little_dust_is_left_and_so_are_dotted_lines() -> None:
    clean = page(lines=False)
    assert without_specks(clean, 2.0)[1] is None
    dotted = clean.copy()
    dotted[900:902, 100:900] = np.where(np.arange(800) // 2 % 2, 20, 250)
    lifted, dust = without_specks(dusty(dotted, 2), 2.0)
    assert dust is not None
    assert (lifted[900:902, 100:900] < 128).mean() > 0.4
    assert (lifted[1000:] < 128).mean() < 0.2 * (dusty(dotted, 2)[1000:] < 128).mean()


def test_strokes_alone_outside_of_lines_are_told() -> None:
    """A dash in a column of figures, which may be 一: lost, the cell was blank in silence."""
    from PIL import Image, ImageDraw

    picture = Image.fromarray(page(lines=False))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((510, 386, 600, 430), fill=250)
    draw.line((516, 405, 536, 405), fill=20, width=3)
    read_ = read(np.asarray(picture, np.uint8))
    (grid,) = [block for block in read_.blocks if isinstance(block, Grid)]
    assert "■" in [value for _, row in grid.rows for value in row]


def test_digits_set_apart_outside_of_lines_are_doubtful() -> None:
    """They may be the figures of two columns."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.fromarray(page(lines=False))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((510, 386, 600, 430), fill=250)
    font = ImageFont.truetype(FONT, 28)
    for left, digit in ((514, "1"), (544, "2")):
        draw.text((left, 386), digit, fill=20, font=font)
    (grid,) = [
        block for block in read(np.asarray(picture, np.uint8)).blocks if isinstance(block, Grid)
    ]
    (row,) = [number for number, values in grid.rows if values and str(values[0])[:1] == "一"]
    assert any(place[0] == row for place in grid.unsure)


def test_lines_are_plain_numbers() -> None:
    """Comparisons of numpy's numbers are no `True`: a report was a program error."""
    grey = straightened(page(lines=True)).grey
    _, rules = ruled(grey, ink_of(grey), 2.0)
    assert rules
    assert all(type(one) is float for rule in rules for one in Rule(*rule))


def test_a_line_that_a_stroke_of_a_pen_crosses_stays_a_line() -> None:
    """Together they were too high for a line, as with the ring of a seal: two rows became one."""
    from PIL import Image, ImageDraw

    picture = Image.fromarray(page(lines=True))
    ImageDraw.Draw(picture).line((200, 363, 800, 379), fill=60, width=2)
    grey = np.asarray(picture, np.uint8)
    _, rules = ruled(grey, ink_of(grey), 2.0)
    (line,) = [one for one in rules if abs(one.at - 185) <= 1 and one.end - one.start > 300]
    assert line.start < 52
    assert line.end > 448
