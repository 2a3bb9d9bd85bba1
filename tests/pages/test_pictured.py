"""A table that stands as a picture among text is read like a scan, or told; it is never silent."""

from __future__ import annotations

import base64
import ctypes
import io
import zipfile
from collections.abc import Callable

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from reportkit.audit import readings
from reportkit.audit.held import rules_for
from reportkit.audit.one import forms_in
from reportkit.grids.document import Document, Paragraph
from reportkit.grids.pages import pdf, pictured
from reportkit.grids.pages import read as reading
from reportkit.grids.pages.ofd import read as ofd
from reportkit.grids.pages.scans import recognise
from reportkit.grids.read_document import document_of
from reportkit.published.read import read_published
from tests.pages.ofds import ofd_with, picture_on
from tests.pages.scans import encoded
from tests.pages.test_dusty import ROWS, figures, page

TEXT = "In this report there is a table that somebody pasted in as a picture."


@pytest.fixture(scope="module")
def shot() -> bytes:
    """A screenshot that ends at the lines of its table."""
    return encoded(np.ascontiguousarray(page(lines=True)[298:584, 98:904]), 0)


def html_with(picture: bytes, alt: str = "image1.png") -> bytes:
    shown = base64.b64encode(picture).decode()
    image = f'<img src="data:image/png;base64,{shown}" alt="{alt}">'
    frame = f"<table><tr><td>{image}</td></tr></table>"
    icon = '<img src="icons/logo.gif" width="16">'
    return f"<html><body>{icon}<p>{TEXT}</p>{frame}<p>after</p></body></html>".encode()


def docx_with(picture: bytes, alt: str = "表格 描述已自动生成") -> bytes:
    word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    blip = f'<inline xmlns:r="{of}"><docPr descr="{alt}"/><blip r:embed="rId7"/></inline>'
    body = "".join(
        f"<w:p><w:r>{each}</w:r></w:p>"
        for each in (f"<w:t>{TEXT}</w:t>", f"<w:drawing>{blip}</w:drawing>", "<w:t>after</w:t>")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{word}"><w:body>{body}</w:body></w:document>',
        )
        archive.writestr(
            "word/_rels/document.xml.rels",
            '<Relationships><Relationship Id="rId7" Target="media/image1.png"/></Relationships>',
        )
        archive.writestr("word/media/image1.png", picture)
    return out.getvalue()


def pdf_with(picture: bytes) -> bytes:
    from PIL import Image

    jpeg = io.BytesIO()
    Image.open(io.BytesIO(picture)).save(jpeg, "JPEG", quality=95)
    document = pypdfium2.PdfDocument.new()
    sheet = document.new_page(595, 842)
    for at, text in ((760, TEXT), (400, "after")):
        written = pdfium.FPDFPageObj_NewTextObj(document, b"Helvetica", 12)
        letters = (ctypes.c_ushort * (len(text) + 1))(*map(ord, text))
        pdfium.FPDFText_SetText(written, letters)
        pdfium.FPDFPageObj_Transform(written, 1, 0, 0, 1, 60, at)
        pdfium.FPDFPage_InsertObject(sheet, written)
    image = pypdfium2.PdfImage.new(document)
    image.load_jpeg(jpeg)
    image.set_matrix(pypdfium2.PdfMatrix().scale(480, 170).translate(60, 500))
    sheet.insert_obj(image)
    sheet.gen_content()
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def ofd_of(picture: bytes) -> bytes:
    texts = "".join(
        f'<ofd:TextObject ID="{n}" Boundary="20 {down} 170 9" Size="4"><ofd:TextCode X="0" Y="4">'
        f"{text}</ofd:TextCode></ofd:TextObject>"
        for n, (down, text) in enumerate(((20, TEXT), (150, "after")))
    )
    return ofd_with(texts + picture_on(1, "20 60 170 60", 'CTM="170 0 0 60 0 0"'), picture)


KINDS = {"html": html_with, "docx": docx_with, "pdf": pdf_with, "ofd": ofd_of}


@pytest.fixture(params=KINDS)
def document(request: pytest.FixtureRequest, shot: bytes) -> bytes:
    return KINDS[request.param](shot)


def texts(document: Document) -> list[str]:
    return [block.text for block in document.blocks if isinstance(block, Paragraph)]


def test_a_pasted_table_is_read_where_it_stands(document: bytes) -> None:
    read = document_of(document, "年报")
    assert figures(read) == [*ROWS]
    assert read.recognised
    assert read.unread == ""
    kinds = [type(block).__name__ for block in read.blocks]
    assert kinds == ["Paragraph", "Grid", "Paragraph"]


@pytest.fixture
def without_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pdf, ofd, pictured, recognise, reading):
        monkeypatch.setattr(module, "can_recognise", lambda: False)
    monkeypatch.setattr(reading, "pages_apart", pdf.pages_of)  # a process of its own has the extra


@pytest.mark.usefixtures("without_extra")
def test_without_the_extra_a_pasted_table_is_told_with_the_remedy(document: bytes) -> None:
    read = document_of(document, "年报")
    assert [text[-5:] for text in texts(read)] == [TEXT[-5:], "after"]
    assert read.unread.startswith(("第 1 张图片没有读取", "第 1 页里的图片没有读取"))
    assert "reportkit[ocr]" in read.unread


def test_a_table_that_is_a_picture_which_lies_elsewhere_is_told_as_such() -> None:
    rows = "".join(
        f"<tr><td>{label}</td><td>1</td></tr>" for label in ("行政许可", "行政处罚", "行政强制")
    )
    html = (
        f"<h1>某局2024年政府信息公开工作年度报告</h1><table><tr><td>信息内容</td>"
        f'<td>本年处理决定数量</td></tr>{rows}</table><img src="../table3.png">'
    )
    read = read_published(document_of(html.encode(), "年报.html"), forms_in(None), rules_for)
    assert "第 1 张图片没有读取" in read.doubts["t3"]
    assert "另存为 PDF" in read.doubts["t3"]


@pytest.mark.parametrize("kind", ["html", "docx", "ofd"])
def test_a_drawing_without_a_size_is_told_as_not_read(kind: str) -> None:
    """A metafile whose frame is empty: nobody can divide by its breadth."""
    read = document_of(KINDS[kind](b"\1\0\0\0" + bytes(36) + b" EMF" + bytes(200)), "年报")
    assert "没有读取" in read.unread
    assert [text[-5:] for text in texts(read)] == [TEXT[-5:].strip(), "after"]


def test_a_photograph_and_a_seal_are_no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """To look at them costs little: they are not recognised."""
    monkeypatch.setattr(pictured, "page_of_picture", pytest.fail)
    dots = np.random.default_rng(1).normal(128, 40, (60, 80)).clip(0, 255).astype(np.uint8)
    photograph = np.kron(dots, np.ones((8, 8), np.uint8))
    pictures = pictured.Pictures("年报.docx")
    assert pictures.blocks(encoded(photograph, 80)) == ()
    assert pictures.blocks(encoded(photograph[:100, :100], 0)) == ()
    assert not pictures.recognised
    assert pictures.unread.startswith("第 1 张图片没有读取")


def test_what_was_read_without_the_extra_is_read_anew_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tells = []
    for there in (False, True):
        readings.read_by.cache_clear()
        monkeypatch.setattr(readings, "can_recognise", lambda there=there: there)
        tells.append(readings.read_by(None))
    readings.read_by.cache_clear()
    assert tells[0] != tells[1]


@pytest.mark.parametrize("put", [html_with, docx_with])
def test_a_picture_that_is_described_in_a_sentence_is_a_chart(
    put: Callable[[bytes, str], bytes], shot: bytes
) -> None:
    """Our own charts had taken seconds each, and had made questions of all that prose says."""
    read = document_of(put(shot, "2024年新收申请 3 件，最多的是自然人。"), "年报")

    assert texts(read)[-2:] == [TEXT, "after"]
    assert not read.unread
    assert not read.recognised
