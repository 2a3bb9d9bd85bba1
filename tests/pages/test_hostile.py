"""PDF files that somebody made to do harm, or that broke: refused in words, within bounds."""

from __future__ import annotations

import io
import random
import time

import pypdf
import pytest

from reportkit.grids import Grid, GridError
from reportkit.grids.pages import apart, paths, pdf
from reportkit.grids.pages.content import Rule
from reportkit.grids.pages.read import read_pdf
from reportkit.grids.pages.ruled import lattice
from reportkit.grids.pages.ruled.ruling import frames_of
from tests.pages.test_pdf import HUAIAN


def pdf_of(content: bytes, pages: int = 1, resources: str = "") -> bytes:
    """Return a PDF whose pages all show the same content."""
    kids = " ".join(f"{number} 0 R" for number in range(4, 4 + pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        f"<< /Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream",
    ]
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 3 0 R {resources} >>"
    objects += [page.encode()] * pages
    body = b"%PDF-1.4\n"
    for number, one in enumerate(objects, start=1):
        body += f"{number} 0 obj\n".encode() + one + b"\nendobj\n"
    return body + b"trailer << /Root 1 0 R >>\n%%EOF\n"


def test_a_pdf_with_a_password_is_refused_and_one_without_is_read() -> None:
    for password, readable in (("", True), ("secret", False)):
        writer = pypdf.PdfWriter(clone_from=io.BytesIO(HUAIAN.read_bytes()))
        writer.encrypt(password, "owner", algorithm="RC4-128")
        out = io.BytesIO()
        writer.write(out)
        if readable:
            assert any(isinstance(one, Grid) for one in read_pdf(out.getvalue(), "x").blocks)
            continue
        with pytest.raises(GridError, match="打开密码") as refused:
            read_pdf(out.getvalue(), "x.pdf")
        assert "去掉密码" in refused.value.remedy


def test_ten_thousand_pages_are_refused() -> None:
    with pytest.raises(GridError, match="10000 页，超过 1000 页"):
        read_pdf(pdf_of(b"", 10_000), "x.pdf")


def test_a_page_with_more_lines_than_any_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "_MOST", 1_000)
    lines = b"".join(b"0 %d m 590 %d l S " % (n, n) for n in range(1_002))
    with pytest.raises(GridError, match="第 1 页的线条、图形多得反常"):
        list(pdf.pages_of(pdf_of(lines)))


def test_more_lines_of_a_table_than_any_are_refused_before_their_meetings_are_looked_for() -> None:
    across, down = ([Rule(float(n), 0, 9_000) for n in range(2_001)] for _ in range(2))
    started = time.process_time()
    with pytest.raises(GridError, match="表格线超过 4000 条"):
        frames_of(across, down)
    assert time.process_time() - started < 1


def test_what_draws_itself_ten_times_over_at_every_level_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(apart, "SECONDS", 0.2)
    assert read_pdf(nested(3), "x.pdf").blocks == ()
    with pytest.raises(GridError, match="多得反常") as refused:
        read_pdf(nested(30), "x.pdf")
    assert "索取原件" in refused.value.remedy
    assert read_pdf(nested(3), "x.pdf").blocks == ()  # the next file is read all the same


def nested(depth: int) -> bytes:
    """Return a PDF whose page draws an object ten times, which draws another ten times, and so on.

    Object 3 is the content of the page, object 4 the page.
    """
    forms = [
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 595 842] /Length 60\n"
        f"/Resources << /XObject << /F {6 + level} 0 R >> >> >>\nstream\n{'/F Do ' * 10}\nendstream"
        for level in range(depth)
    ]
    objects = "".join(f"{5 + n} 0 obj\n{one}\nendobj\n" for n, one in enumerate(forms))
    page = pdf_of(b"/F Do " * 10, resources="/Resources << /XObject << /F 5 0 R >> >>")
    return page.replace(b"trailer", objects.encode() + b"trailer")


def test_a_page_with_more_cells_than_any_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lattice, "MOST_CELLS", 100)
    with pytest.raises(GridError, match="万格"):
        read_pdf(HUAIAN.read_bytes(), "x.pdf")


def test_more_pages_than_are_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 5)
    with pytest.raises(GridError, match="有 6 页，超过 5 页"):
        list(pdf.pages_of(HUAIAN.read_bytes()))


@pytest.mark.parametrize("inputs", [60, pytest.param(10_000, marks=pytest.mark.slow)])
def test_a_damaged_pdf_is_read_or_refused_in_words(inputs: int) -> None:
    whole = pdf_of(b"10 10 m 500 10 l S 10 90 m 500 90 l S 10 10 m 10 90 l S 99 10 m 99 90 l S")
    dice = random.Random(7)  # noqa: S311 - the same damage each time
    seeds = [whole] * 9 + [HUAIAN.read_bytes()]
    refused = 0
    for turn in range(inputs):
        data = bytearray(seeds[turn % len(seeds)])
        for _ in range(dice.randint(1, 30)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        cut = data[: dice.randint(8, len(data))] if dice.random() < 0.3 else data
        try:
            read_pdf(bytes(cut), "x.pdf")
        except GridError:
            refused += 1
    assert refused
