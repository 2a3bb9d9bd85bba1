"""PDF files that somebody made to do harm, or that broke: refused in words, within bounds."""

from __future__ import annotations

import io
import random
import time

import pypdf
import pytest

from reportkit.grids import Grid, GridError
from reportkit.grids.pages import lattice, pdf
from reportkit.grids.pages.read import read_pdf
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


def test_a_million_cells_are_refused() -> None:
    lines = b"".join(b"0 %d m 590 %d l S %d 0 m %d 840 l S\n" % (n, n, n, n) for n in range(590))
    started = time.process_time()
    with pytest.raises(GridError, match="第 1 页"):
        read_pdf(pdf_of(lines * 45), "x.pdf")
    assert time.process_time() - started < 10


def test_a_page_with_more_cells_than_any_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lattice, "MOST_CELLS", 100)
    with pytest.raises(GridError, match="万格"):
        read_pdf(HUAIAN.read_bytes(), "x.pdf")


def test_more_pages_than_are_read_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MOST_PAGES", 5)
    with pytest.raises(GridError, match="有 6 页，超过 5 页"):
        read_pdf(HUAIAN.read_bytes(), "x.pdf")


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
