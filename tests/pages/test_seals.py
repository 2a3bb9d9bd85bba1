"""A red seal over a table takes no figure with it, and puts none there."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest

from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.page import page_of_picture
from reportkit.grids.pages.scans.seals import without_seal
from tests.pages.test_scan import FONT

PAPER, BLACK, RED = (245, 244, 240), (25, 25, 25), (205, 45, 60)


@pytest.fixture(scope="module")
def sealed() -> Any:
    """A page with a table: figures in black, one in red, no figure in two cells; a seal on some."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", (1240, 1754), PAPER)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 30)
    draw.text((130, 120), "政府信息公开工作年度报告", fill=RED, font=font)
    draw.text((130, 180), "主动公开政府信息情况", fill=BLACK, font=font)
    for row, texts in enumerate((("行政许可", "28", ""), ("行政处罚", "36", ""))):
        for column, text in enumerate(texts):
            left, top = 130 + 320 * column, 300 + 110 * row
            draw.rectangle((left, top, left + 320, top + 110), outline=BLACK, width=2)
            draw.text((left + 60, top + 30), text, fill=BLACK, font=font)
    draw.text((830, 440), "7", fill=RED, font=font)
    cv2: Any = opencv()
    ink = np.zeros((1754, 1240), np.uint8)
    cv2.circle(ink, (640, 360), 115, (255,), 7)
    cv2.putText(ink, "A", (530, 380), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (255,), 5)
    through = 1 - (ink / 255)[:, :, None] * (1 - np.array(RED) / 255)
    out = io.BytesIO()
    Image.fromarray((np.asarray(page) * through).astype(np.uint8)).save(out, "JPEG", quality=75)
    return np.asarray(Image.open(out))


def test_the_ink_of_a_seal_goes_and_other_red_stays(sealed: Any) -> None:
    grey, seal = without_seal(sealed)

    assert seal is not None
    ring = np.s_[245:300, 600:680]
    assert grey[ring].min() > 180
    assert seal[ring].min() < 120
    assert grey[120:160, 130:500].min() < 130  # a red heading
    assert grey[440:480, 830:860].min() < 130  # a red figure
    assert (seal[:240] == 255).all()


def test_figures_under_a_seal_are_read_and_where_it_alone_is_nothing_is_told(sealed: Any) -> None:
    page = page_of_picture(sealed, 1)

    def seen(row: int, column: int) -> tuple[str, float]:
        left, top = (130 + 320 * column) * 595 / 1240, (300 + 110 * row) * 595 / 1240
        inside = [
            one
            for one in page.glyphs
            if left < one.left < left + 320 * 595 / 1240 and top < one.top < top + 110 * 595 / 1240
        ]
        text = "".join(one.text for one in inside)
        return text, min((one.score for one in inside), default=1.0)

    assert [seen(0, 1)[0], seen(1, 1)[0]] == ["28", "36"]
    assert min(seen(0, 1)[1], seen(1, 1)[1]) > 0.85
    assert seen(0, 2) == ("", 1.0)
    assert seen(1, 2)[0] == "7"


def test_a_cell_in_which_nothing_but_a_seal_is_seen_is_a_doubt(sealed: Any) -> None:
    empty = sealed.copy()
    # The seal without the figure under it: as if that were as red as the seal, or none.
    empty[325:375, 500:560] = PAPER

    page = page_of_picture(empty, 1)

    assert [one.score for one in page.glyphs if one.text == "■"] == [0.0]
