"""What a page does not show is no digit, and what a line strikes out may be none: a doubt each."""

from __future__ import annotations

import pytest

from reportkit.grids import Grid
from reportkit.grids.pages.read import read_pdf
from tests.pages.test_hostile import pdf_of

_RESOURCES = (
    "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> "
    "/ExtGState << /Clear << /ca 0 >> /Half << /ca 0.5 >> >> >>"
)
_RULES = b"".join(b"100 %d m 400 %d l S " % (y, y) for y in (500, 600, 700)) + b"".join(
    b"%d 500 m %d 700 l S " % (x, x) for x in (100, 250, 400)
)
_SEEN = b"BT /F 12 Tf 127.2 650 Td (23) Tj ET "
_UNSEEN, _STRUCK = "有看不见的字", "有划了删除线的字"


def digit(before: bytes = b"", size: bytes = b"12", after: bytes = b"") -> bytes:
    """Return what writes a digit before a figure, in one way or another."""
    shown = b"q %s BT /F %s Tf 120 650 Td (1) Tj ET Q " % (before, size)
    return _RULES + shown + _SEEN + after


def first_cell(content: bytes) -> tuple[object, str]:
    (grid,) = read_pdf(pdf_of(content, 1, _RESOURCES), "x.pdf").blocks
    assert isinstance(grid, Grid)
    return dict(grid.rows)[1][0], grid.unsure.get((1, 1), "")


@pytest.mark.parametrize(
    ("content", "doubt"),
    [
        pytest.param(digit(b"1 1 1 rg"), _UNSEEN, id="white"),
        pytest.param(digit(b"0.97 g"), _UNSEEN, id="as good as white"),
        pytest.param(digit(b"3 Tr"), _UNSEEN, id="written to be searched for"),
        pytest.param(digit(b"/Clear gs"), _UNSEEN, id="transparent"),
        pytest.param(digit(b"0 0 50 50 re W n"), _UNSEEN, id="cut off"),
        pytest.param(digit(b"119 645 8 6 re W n"), _UNSEEN, id="its upper half cut off"),
        pytest.param(digit(size=b"0.4"), _UNSEEN, id="tiny"),
        pytest.param(digit(after=b"1 g 119 645 8 15 re f"), _UNSEEN, id="under a white box"),
        pytest.param(digit(after=b"0 g 119 645 8 15 re f"), _UNSEEN, id="under a black box"),
        pytest.param(digit(after=b"119 654 m 128 654 l S"), _STRUCK, id="a line through it"),
        pytest.param(digit(after=b"119 648 m 143 660 l S"), _STRUCK, id="an oblique line"),
    ],
)
def test_a_digit_that_is_not_shown_or_struck_out_is_a_doubt(content: bytes, doubt: str) -> None:
    assert first_cell(content)[1] == doubt


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(digit(b"0 0 0.5 rg"), id="dark blue"),
        pytest.param(digit(b"1 0 0 rg"), id="red"),
        pytest.param(digit(b"0.6 g"), id="grey"),
        pytest.param(digit(b"0.2 g 110 640 30 30 re f 1 g"), id="white on dark"),
        pytest.param(digit(b"/Half gs"), id="half transparent"),
        pytest.param(digit(b"101 601 100 90 re W n"), id="in a room that is large enough"),
        pytest.param(digit(after=b"/Half gs 1 0 0 rg 119 645 8 15 re f"), id="under a seal"),
        pytest.param(digit(after=b"119 648.5 m 143 648.5 l S"), id="underlined"),
        pytest.param(digit(after=b"1 g 160 620 50 50 re f"), id="beside a box"),
        pytest.param(digit(after=_SEEN), id="a part is drawn twice to look bold"),
    ],
)
def test_a_digit_that_is_shown_is_one(content: bytes) -> None:
    assert first_cell(content) == ("123", "")


def test_a_digit_over_another_is_a_doubt() -> None:
    content = digit(after=b"BT /F 12 Tf 128 650 Td (7) Tj ET ")
    assert first_cell(content)[1] == "有的数字叠在一起"
