"""Figures in the fields of a form and in notes over a page are read, as whoever looks sees them."""

from __future__ import annotations

import pytest

from reportkit.grids.model import Grid
from reportkit.grids.pages.read import read_pdf

_FIELD = "/Subtype /Widget /FT /Tx /T (a) /V (44) /F 4"
_NOTE = "/Subtype /FreeText /Contents (44) /F 4"
_RULES = "100 690 m 100 750 l S 200 690 m 200 750 l S 300 690 m 300 750 l S "
_RULES += "100 690 m 300 690 l S 100 720 m 300 720 l S 100 750 m 300 750 l S "
_WORDS = "BT /F 12 Tf 105 730 Td (Head) Tj 100 0 Td (Number) Tj -100 -30 Td (Row) Tj ET"


@pytest.mark.parametrize(
    ("drawn", "written"),
    [
        (_FIELD, "44"),
        (_NOTE, "44"),
        (f"{_NOTE} /AP << /N 7 0 R >>", "55"),  # what is drawn counts, not what is said of it
        (_NOTE.replace("/F 4", "/F 2"), None),  # hidden
        (_NOTE.replace("FreeText", "Popup"), None),
    ],
)
def test_what_lies_over_a_page(drawn: str, written: str | None) -> None:
    look = "BT /F 12 Tf 2 8 Td (55) Tj ET"
    content = f"0.5 w {_RULES}{_WORDS}"
    fonts = "/Resources << /Font << /F 5 0 R >> >>"
    objects = [
        (
            "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] /DA (/F 12 Tf 0 g) "
            "/DR << /Font << /F 5 0 R >> >> >> >>"
        ),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        (
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {fonts} "
            "/Annots [6 0 R] >>"
        ),
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Type /Annot /Rect [201 691 299 719] /DA (/F 12 Tf 0 g) {drawn} >>",
        (
            f"<< /Type /XObject /Subtype /Form /BBox [0 0 98 28] {fonts} /Length {len(look)} >>\n"
            f"stream\n{look}\nendstream"
        ),
    ]
    body = "".join(f"{number} 0 obj\n{one}\nendobj\n" for number, one in enumerate(objects, 1))

    document = read_pdf(f"%PDF-1.7\n{body}trailer << /Root 1 0 R >>\n%%EOF\n".encode(), "a.pdf")

    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    last = [one for one in grid.rows[1][1] if one is not None]
    assert last == ["Row", *([written] if written else [])]
    assert not grid.unsure
