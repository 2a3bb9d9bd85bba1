"""A scanned table is read with every doubtful digit told, and nothing made up."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from reportkit import rendering
from reportkit.grids import Grid, GridError
from reportkit.grids.document import Document, Paragraph
from reportkit.grids.pages import read as reading
from reportkit.grids.pages.content import Rule
from reportkit.grids.pages.read import read_ofd, read_pdf, read_picture
from reportkit.grids.pages.ruled.lattice import lattice_of
from reportkit.grids.pages.ruled.ruling import frames_of
from reportkit.grids.pages.scans import page as scanned_page
from reportkit.grids.pages.scans.drawn import anchored
from reportkit.grids.pages.scans.photos import pictures_of
from reportkit.grids.pages.scans.recognise import Picture
from reportkit.grids.pages.scans.sheet import straightened
from tests.pages.ofds import ofd_with, picture_on
from tests.pages.scans import as_pdf, scanned
from tests.pages.test_pdf import HUAIAN

FONT = Path(rendering.__file__).parent / "fonts" / "NotoSansSC-Regular.ttf"


def largest(document: Document) -> Grid:
    return max(
        (block for block in document.blocks if isinstance(block, Grid)),
        key=lambda grid: len(grid.boxes),
    )


def cells(grid: Grid) -> dict[tuple[int, int], str]:
    return {
        (number, column): str(value)
        for number, row in grid.rows
        for column, value in enumerate(row, start=1)
        if value is not None
    }


@pytest.fixture(scope="module")
def picture() -> bytes:
    return scanned(HUAIAN.read_bytes(), 5)


def test_a_tilted_noisy_scan_gives_its_figures_or_says_that_it_is_not_sure(picture: bytes) -> None:
    printed = read_pdf(HUAIAN.read_bytes(), "x.pdf")
    expected = max(
        (block for block in printed.blocks if isinstance(block, Grid) and block.page == 5),
        key=lambda grid: len(grid.boxes),
    )
    grid = largest(read_pdf(as_pdf(picture), "x.pdf"))
    seen = cells(grid)
    figures = {cell: text for cell, text in cells(expected).items() if text.isdigit()}
    assert len(figures) == 84
    wrong = {cell for cell, text in figures.items() if seen.get(cell) != text}
    assert wrong <= set(grid.unsure)
    assert len(grid.unsure) <= 2
    assert set(seen) == set(cells(expected))  # a blank cell is none with 0


@pytest.fixture(scope="module")
def upper_part(picture: bytes) -> bytes:
    """The same page, empty below: a third of the time of the whole."""
    from PIL import Image

    page = Image.open(io.BytesIO(picture))
    top = 2 * page.height // 5
    page.paste(255, (0, top, page.width, page.height))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def test_a_scanned_page_of_an_ofd_is_read_as_the_picture_that_it_is(upper_part: bytes) -> None:
    seal = picture_on(2, "140 240 40 40", 'CTM="40 0 0 40 0 0"')
    page = picture_on(1, "0 0 210 297", 'CTM="210 0 0 297 0 0"') + seal
    read = read_ofd(ofd_with(page, upper_part, b""), "x.ofd")
    alone = read_picture(upper_part, "x.png")
    assert read.recognised
    assert len(cells(largest(read))) > 20
    assert cells(largest(read)) == cells(largest(alone))
    assert largest(read).unsure == largest(alone).unsure


@pytest.mark.parametrize(
    "page",
    [
        picture_on(3, "0 0 210 297"),
        picture_on(2, "0 0 210 297"),
        picture_on(1, "0 0 210 297", 'CTM="-210 0 0 297 210 0"'),
        picture_on(1, "0 0 210 148") + picture_on(1, "0 148 210 149"),
    ],
    ids=["not there", "no picture", "mirrored", "in strips"],
)
def test_a_page_of_an_ofd_whose_picture_cannot_be_had_is_told(page: str, picture: bytes) -> None:
    with pytest.raises(GridError, match="没有读取") as told:
        read_ofd(ofd_with(page, picture, b"no picture"), "x.ofd")
    assert "PNG" in str(told.value.remedy)


def test_a_picture_is_read_as_the_page_that_it_shows(picture: bytes) -> None:
    from PIL import Image

    page = Image.open(io.BytesIO(picture))
    out = io.BytesIO()
    page.crop((0, 3 * page.height // 4, page.width, page.height)).save(out, "PNG")
    blocks = read_picture(out.getvalue(), "x.png").blocks
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert any("对照上级新要求和公众新期待" in text for text in texts)


def test_without_the_extra_a_scan_is_refused_with_the_remedy(
    picture: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "can_recognise", lambda: False)
    with pytest.raises(GridError, match="扫描") as refused:
        read_picture(picture, "x.png")
    assert "reportkit[ocr]" in refused.value.remedy


@pytest.mark.parametrize("keep", [20, 400])
def test_a_damaged_picture_is_refused(picture: bytes, keep: int) -> None:
    with pytest.raises(GridError, match="已损坏"):
        read_picture(picture[:keep], "x.png")


def test_a_bomb_of_a_picture_is_refused_before_it_is_unpacked() -> None:
    size = b"IHDR" + struct.pack(">IIBBBBB", 20_000, 20_000, 1, 0, 0, 0, 0)
    png = b"\x89PNG\r\n\x1a\n\0\0\0\r" + size + struct.pack(">I", zlib.crc32(size))
    with pytest.raises(GridError, match="大得反常"):
        read_picture(png + b"\0\0\0\0IDAT" + struct.pack(">I", zlib.crc32(b"IDAT")), "x.png")


def test_loading_opencv_leaves_the_environment_of_other_processes_as_it_was() -> None:
    code = (
        "import os; from reportkit.grids.pages.scans.opencv import opencv; "
        "before = dict(os.environ); opencv(); assert dict(os.environ) == before"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_double_grey_hair_lines_under_noise_are_the_lines_of_a_table() -> None:
    random = np.random.default_rng(1)
    page = np.full((2339, 1654), 230.0)
    for at in range(4):
        for beside in (0, 6):
            page[300 + 60 * at + beside, 200:1106] = 150
            page[300:486, 200 + 300 * at + beside] = 150
    noisy = np.clip(page + random.normal(0, 10, page.shape), 0, 255).astype(np.uint8)
    sheet = straightened(noisy)
    (frame,) = frames_of(sheet.across, sheet.down)
    assert len(lattice_of(frame, 1).areas) == 9


@pytest.fixture(scope="module")
def double_ruled() -> Picture:
    """A page with a table of narrow cells, their sides double, below a heading, at its end open."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (1654, 1654), 235)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 34)
    draw.line(((192, 640), (192, 292), (666, 292), (666, 640)), fill=60, width=3)
    for row in range(3):
        for left, right in ((200, 306), (312, 418), (424, 530), (540, 594), (604, 658)):
            top = 300 + 85 * row
            draw.rectangle((left, top, right, top + 79), outline=60, width=2)
            text = "工工工" if right - left > 100 else "工"
            draw.text((left + 2, top + 5 + left // 40), text, fill=20, font=font)
    draw.line(((309, 249), (309, 287)), fill=20, width=5)  # a stroke of a heading
    draw.rectangle((1600, 300, 1654, 1654), fill=40)  # beside the paper
    draw.text((900, 1200), "工工", fill=20, font=font)
    noise = np.random.default_rng(2).normal(0, 8, (1654, 1654))
    return np.clip(np.asarray(page) + noise, 0, 255).astype(np.uint8)


def test_strokes_are_no_lines_of_a_table_and_lines_are_no_text(
    double_ruled: Picture, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Picture] = []
    monkeypatch.setattr(
        scanned_page, "recognised", lambda lines: [asked.append(one) or [] for one in lines]
    )
    page = scanned_page.page_of_picture(double_ruled, 1)
    (frame,) = frames_of(page.across, page.down)
    assert len(lattice_of(frame, 1).areas) == 16
    assert all(max(one.shape) < 150 for one in asked)
    assert len(asked) - 15 in {2, 3}  # a stroke, a line of text, a speck beside the paper


@pytest.mark.parametrize("turn", [1, 2])
def test_a_page_that_lies_on_its_side_or_upside_down_is_turned_back(turn: int) -> None:
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (1240, 1754), 240)
    font = ImageFont.truetype(FONT, 26)
    for number, text in enumerate(("政府信息公开工作年度报告", "统计期限为全年", "一、总体情况")):
        ImageDraw.Draw(page).text((130, 200 + 60 * number), text, fill=20, font=font)
    grey = np.asarray(page)
    assert np.array_equal(straightened(np.rot90(grey, turn)).grey, straightened(grey).grey)


def test_strokes_of_which_no_line_is_made_are_not_taken_for_a_blank() -> None:
    """一, 二, 三 and a dash alone in a cell look alike; read as blank, a figure was lost."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (1240, 1240), 245)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 28)
    draw.text((130, 100), "政府信息公开工作年度报告", fill=20, font=font)
    for column, text in enumerate(("一", "二", "三", "—", "-", "", "5")):
        draw.rectangle((100 + 140 * column, 300, 240 + 140 * column, 390), outline=30, width=2)
        draw.text((160 + 140 * column, 320), text, fill=20, font=font)
    noise = np.random.default_rng(3).normal(0, 8, (1240, 1240))
    seen = scanned_page.page_of_picture(
        np.clip(np.asarray(page) + noise, 0, 255).astype(np.uint8), 1
    )

    row = [one for one in seen.glyphs if one.top > 300 * 595 / 1240]
    marks = [round(one.left * 1240 / 595 - 100) // 140 for one in row if one.score == 0]
    assert sorted(marks) == [0, 1, 2, 3, 4]
    assert [one.text for one in row if one.score > 0] == ["5"]


_GREYS = np.array([*range(0, 248, 4), 255, 255], np.uint8).reshape(8, 8)
DEEP: dict[str, tuple[NDArray[Any], str]] = {
    "16 bits": (_GREYS * np.uint16(257), "PNG"),
    "16 bits of a TIFF": (_GREYS * np.uint16(257), "TIFF"),
    "12 of 16 bits": (np.rint(_GREYS * (4095 / 255)).astype(np.uint16), "PNG"),
    "32 bits": (_GREYS * np.int32(257), "TIFF"),
    "parts of one": (np.float32(_GREYS / 255), "TIFF"),
    "a dot that is no number": (np.float32([*_GREYS.flat[:-1], np.nan]).reshape(8, 8), "TIFF"),
}


@pytest.mark.parametrize("name", DEEP)
def test_a_picture_of_more_than_8_bits_keeps_its_greys(name: str) -> None:
    """Clipped at 255, a page of 16 bits is white, and nothing stands on it."""
    from PIL import Image

    dots, kind = DEEP[name]
    out = io.BytesIO()
    Image.fromarray(dots).save(out, kind)
    (seen,) = pictures_of(out.getvalue())
    assert seen.dtype == np.uint8
    assert np.abs(seen.astype(int) - _GREYS).max() <= 1


def test_what_is_printed_on_no_paper_stands_on_white() -> None:
    from PIL import Image

    page = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    page.putpixel((2, 3), (0, 0, 0, 255))
    grey = np.full((8, 8), 255)
    grey[3, 2] = 0
    for shown in (page, page.convert("LA")):
        out = io.BytesIO()
        shown.save(out, "PNG")
        (seen,) = pictures_of(out.getvalue())
        assert np.array_equal(seen if seen.ndim == 2 else seen[..., 0], grey)


def test_a_line_that_noise_makes_a_little_longer_still_meets_those_that_cross_it() -> None:
    """The last line of a table was lost by a tenth of a point, and every column that ends there."""
    blank = np.full((300, 1300), 235, np.uint8)
    across = [Rule(at, 4.3, 590.3) for at in (10.0, 100.0)]
    down = [Rule(at, 10.0, 100.5) for at in (6.4, 300.0, 588.2)]
    assert anchored(blank, across, down, 2.0, dusty=False) == across
    away = [Rule(50.0, 1.0, 594.0)]  # a stroke of pen across the page
    assert anchored(blank, away, down, 2.0, dusty=False) == []
