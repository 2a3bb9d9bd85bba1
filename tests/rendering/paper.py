"""Where letters and lines stand on the pages of a PDF, in millimetres from the top left."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_double, create_string_buffer
from dataclasses import dataclass, field
from itertools import groupby

import pypdfium2 as pdfium
from pypdfium2 import raw

MM = 72 / 25.4
FOOT = 297 - 35 + 1
"""What lies lower than the text may."""
WATERMARK = 100  # points; nothing else is as large


@dataclass(frozen=True)
class Letter:
    """A printed character: the box around its ink, and the line it stands on."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    base: float
    size: float
    font: str


@dataclass(frozen=True)
class Page:
    """One page; its lines of text from top to bottom, each from left to right."""

    number: int
    lines: list[list[Letter]]
    rules: list[tuple[float, float, float, float]] = field(repr=False)

    @property
    def letters(self) -> list[Letter]:
        return [letter for line in self.lines for letter in line]

    @property
    def body(self) -> list[list[Letter]]:
        """The lines but for the page number's."""
        return [line for line in self.lines if line[0].base < FOOT]

    @property
    def foot(self) -> list[Letter]:
        """The line of the page number."""
        (line,) = [line for line in self.lines if line[0].base >= FOOT]
        return line


def words(line: list[Letter]) -> str:
    return "".join(letter.text for letter in line)


def read_pages(pdf: bytes) -> list[Page]:
    document = pdfium.PdfDocument(pdf)
    found = [_page(number, page) for number, page in enumerate(document, 1)]
    document.close()
    return found


def _page(number: int, page: pdfium.PdfPage) -> Page:
    height = page.get_height()
    text = page.get_textpage()
    letters = [each for each in _letters(text, height) if each.size < WATERMARK]
    letters.sort(key=lambda each: (round(each.base, 1), each.left))
    lines = [list(line) for _, line in groupby(letters, key=lambda each: round(each.base, 1))]
    paths = page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)
    rules = [
        (x0 / MM, (height - y1) / MM, x1 / MM, (height - y0) / MM)
        for x0, y0, x1, y1 in (path.get_bounds() for path in paths)
    ]
    return Page(number, lines, rules)


def _letters(text: pdfium.PdfTextPage, height: float) -> Iterator[Letter]:
    for place in range(text.count_chars()):
        char = chr(raw.FPDFText_GetUnicode(text, place))
        if raw.FPDFText_IsGenerated(text, place) or char.isspace():
            continue
        left, bottom, right, top = text.get_charbox(place)
        x, y = c_double(), c_double()
        raw.FPDFText_GetCharOrigin(text, place, x, y)
        yield Letter(
            char,
            left / MM,
            right / MM,
            (height - top) / MM,
            (height - bottom) / MM,
            (height - y.value) / MM,
            raw.FPDFText_GetFontSize(text, place),
            _font(text, place),
        )


def _font(text: pdfium.PdfTextPage, place: int) -> str:
    size = raw.FPDFText_GetFontInfo(text, place, None, 0, None)
    name = create_string_buffer(size)
    raw.FPDFText_GetFontInfo(text, place, name, size, None)
    return name.value.decode().rpartition("+")[2]
