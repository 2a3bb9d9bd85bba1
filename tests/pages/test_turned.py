"""Pages and labels that do not stand upright, and digits that do not stand in their cell."""

from __future__ import annotations

import io

import pypdf
import pytest

from reportkit.grids import Grid
from reportkit.grids.model import Area
from reportkit.grids.pages.read import read_pdf
from tests.pages.test_hostile import pdf_of
from tests.pages.test_pdf import HUAIAN

_FONT = "/Resources << /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Courier >> >> >>"
_RULES = b"".join(b"100 %d m 400 %d l S " % (y, y) for y in (500, 600, 700)) + b"".join(
    b"%d 500 m %d 700 l S " % (x, x) for x in (100, 200, 300, 400)
)
UPWARDS, DOWNWARDS, OVER = b"0 1 -1 0", b"0 -1 1 0", b"-1 0 0 -1"


def table_of(*texts: tuple[bytes, int, int, bytes]) -> Grid:
    """Return the table of two rows and three columns in which texts stand."""
    shown = b"".join(b"%s %d %d Tm (%s) Tj " % (matrix, x, y, text) for matrix, x, y, text in texts)
    upright = b"1 0 0 1 50 50 Tm (A paragraph below the table stands upright) Tj "
    blocks = read_pdf(pdf_of(_RULES + b"BT /F 12 Tf " + upright + shown + b"ET", 1, _FONT), "x")
    return next(block for block in blocks.blocks if isinstance(block, Grid))


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_page_that_lies_on_its_side_is_read_as_an_upright_one(rotation: int) -> None:
    writer = pypdf.PdfWriter()
    page = writer.add_page(pypdf.PdfReader(io.BytesIO(HUAIAN.read_bytes())).pages[4])
    out = io.BytesIO()
    writer.write(out)
    upright = read_pdf(out.getvalue(), "x.pdf")
    page.rotate(rotation)
    writer.write(out := io.BytesIO())
    assert read_pdf(out.getvalue(), "x.pdf").blocks[0].rows == upright.blocks[0].rows  # type: ignore[union-attr]
    assert len(upright.blocks[0].boxes) == 100  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("matrix", "x", "y"), [(UPWARDS, 155, 610), (DOWNWARDS, 145, 690), (OVER, 190, 650)]
)
def test_what_is_turned_within_a_cell_is_read_in_its_own_direction(
    matrix: bytes, x: int, y: int
) -> None:
    grid = table_of((matrix, x, y, b"Total 12"), (b"1 0 0 1", 210, 650, b"345"))
    assert grid.rows == [(1, ["Total 12", "345"])]
    assert grid.unsure == {}


def test_digits_that_reach_over_a_line_are_a_doubt() -> None:
    grid = table_of((b"1 0 0 1", 185, 650, b"1234"), (b"1 0 0 1", 310, 550, b"7"))
    assert {*grid.unsure} == {(1, 1), (1, 2)}
    assert "越过了单元格的边线" in grid.unsure[1, 1]


def test_turned_digits_that_reach_over_a_line_are_a_doubt() -> None:
    grid = table_of((UPWARDS, 155, 585, b"1234"), (b"1 0 0 1", 310, 550, b"7"))
    assert {*grid.unsure} == {(1, 1), (2, 1)}


def test_the_room_between_the_borders_of_two_cells_is_no_cell() -> None:
    texts = b"BT /F 12 Tf 1 0 0 1 210 650 Tm (3) Tj 1 0 0 1 310 650 Tm (4) Tj ET"
    (grid,) = read_pdf(pdf_of(_RULES + b"305 500 m 305 700 l S " + texts, 1, _FONT), "x").blocks
    assert isinstance(grid, Grid)
    first = [cell for cell in grid.boxes if cell[0] == 1]
    assert first == [(1, 1), (1, 2), (1, 4)]
    assert Area(1, 2, 1, 3) in grid.merged
