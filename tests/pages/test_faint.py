"""What shines through the paper is told from print, and from grey ruling lines."""

from __future__ import annotations

import numpy as np
import pytest

from reportkit.grids.pages.scans.faint import without_back
from reportkit.grids.pages.scans.recognise import Picture
from tests.pages.test_scan import FONT


@pytest.fixture(scope="module")
def printed() -> Picture:
    """A page of text with grey lines."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (1240, 1754), 250)
    draw = ImageDraw.Draw(page)
    font = ImageFont.truetype(FONT, 26)
    for at in range(300, 1300, 70):
        draw.text((130, at), "行政许可处理决定数量" + " 28 36", fill=20, font=font)
        draw.line((120, at - 8, 1100, at - 8), fill=140, width=2)
    noise = np.random.default_rng(4).normal(0, 6, (1754, 1240))
    return np.clip(np.asarray(page) + noise, 0, 255).astype(np.uint8)


def test_the_back_goes_and_print_and_grey_lines_stay(printed: Picture) -> None:
    back = np.roll(printed[:, ::-1], 28, axis=0)
    seen = np.clip(printed - (255.0 - back) * 0.16, 0, 255).astype(np.uint8)

    grey, taken = without_back(seen, 1240 / 595)

    assert taken is not None
    print_ = printed < 90
    assert (grey[print_] < 130).all()
    assert grey[292, 120:1100].mean() < 215  # a line
    assert (np.abs(grey[1400:, :].astype(int) - 250) < 30).all()
    only_back = (back < 60) & (printed > 220)
    assert (taken[only_back] == 0).mean() > 0.7
    assert (taken[print_] == 255).all()


def test_a_page_through_which_nothing_shines_stays_as_it_is(printed: Picture) -> None:
    grey, taken = without_back(printed, 1240 / 595)

    assert grey is printed
    assert taken is None
