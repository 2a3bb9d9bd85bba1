"""Reading what stands on the pages of a PDF: characters, lines, filled areas."""

from __future__ import annotations

import ctypes
import math
import sys
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, NoReturn

import numpy as np

from reportkit.grids.model import UNSEEN, Box, GridError
from reportkit.grids.pages import seen
from reportkit.grids.pages.content import FEW, SCANNED, SURE, Glyph, Page
from reportkit.grids.pages.pasted import pasted_on
from reportkit.grids.pages.paths import Drawing, Matrix
from reportkit.grids.pages.paths import drawn as drawn_by
from reportkit.grids.pages.scans.recognise import Picture, can_recognise

MOST_PAGES = 1_000
_MOST_CHARACTERS = 200_000  # of a page; a page of the densest type has 8,000
_MOST_OBJECTS = 200_000
_DEEPEST = 6
_DOTS = 200  # an inch
SHOWN_DOTS = 110
"""An inch, of a page that is shown and not read."""
_MOST_DOTS = 4_000
_UPRIGHT = 0.1  # radians; a watermark stands askew
_HYPHEN = "\x02"  # what pdfium has where a word is divided
RESAVE = "请用 PDF 阅读器打开核对，另存或者重新导出一份 PDF；打不开的，请索取原件。"


class Drawn(NamedTuple):
    """A page as it is seen.

    Attributes
    ----------
    number : int
    picture : Picture
        Grey; of a scanned page in colours.
    scanned : bool
        Whether it is a picture of text, which is made straight before it is read.
    """

    number: int
    picture: Picture
    scanned: bool


class _Written(NamedTuple):
    """An object of text: when it is drawn, and whether as part of a whole, which may be faint."""

    text: Any
    order: int
    nested: bool


def pages_of(data: bytes) -> Iterator[tuple[Page, Picture | None]]:
    """Yield the pages of a PDF, and the picture of each that is one.

    Raises
    ------
    GridError
    """
    import pypdfium2.raw as pdfium

    for number, page in _opened(data):
        yield _with_picture(page, _page(pdfium, page, number))


def drawn_pages(data: bytes, numbers: Collection[int]) -> Iterator[Drawn]:
    """Yield some pages of a PDF as pictures, upright as `pages_of` reads them.

    Raises
    ------
    GridError
    """
    import pypdfium2.raw as pdfium

    for number, page in _opened(data):
        if number not in numbers:
            continue
        read, picture = _with_picture(page, _page(pdfium, page, number))
        if picture is not None and not read.pasted:
            yield Drawn(number, picture, scanned=True)
            continue
        turn = (_upright(pdfium, page, number)[1] - page.get_rotation()) % 360
        yield Drawn(number, _rendered(page, SHOWN_DOTS, turn), scanned=False)


def _opened(data: bytes) -> Iterator[tuple[int, Any]]:
    """Yield the number of each page, and the page while it is open."""
    # Most of what is read is no PDF, and the library takes a while to load.
    import pypdfium2
    import pypdfium2.raw as pdfium

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as refused:
        _refuse(refused.err_code == pdfium.FPDF_ERR_PASSWORD)
    try:
        if len(document) > MOST_PAGES:
            raise GridError(
                f"PDF 有 {len(document)} 页，超过 {MOST_PAGES} 页，没有读取",
                "请只留年度报告所在的各页，另存为一个 PDF。",
            )
        document.init_forms()  # which writes into fields what they hold
        for index in range(len(document)):
            try:
                page = _with_what_lies_over(pdfium, document, index)
            except pypdfium2.PdfiumError:
                raise GridError(f"PDF 第 {index + 1} 页已损坏，读不了", RESAVE) from None
            try:
                yield index + 1, page
            finally:
                page.close()
    finally:
        document.close()


def _with_what_lies_over(pdfium: Any, document: Any, index: int) -> Any:
    """Return a page whose filled-in fields and notes are part of it, as whoever looks at it sees.

    Text of their own is not among its text.
    """
    page = document[index]
    notes = range(pdfium.FPDFPage_GetAnnotCount(page))
    if not any(_is_drawn(pdfium, page, at) for at in notes):
        return page
    page.render(scale=1 / max(1, *page.get_size()))  # which gives those a look that bring none
    done = pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
    if done != pdfium.FLATTEN_SUCCESS:
        return page
    page.close()
    return document[index]


def _is_drawn(pdfium: Any, page: Any, at: int) -> bool:
    note = pdfium.FPDFPage_GetAnnot(page, at)
    try:
        return pdfium.FPDFAnnot_GetSubtype(note) not in {
            pdfium.FPDF_ANNOT_LINK,
            pdfium.FPDF_ANNOT_POPUP,
            pdfium.FPDF_ANNOT_UNKNOWN,
        }
    finally:
        pdfium.FPDFPage_CloseAnnot(note)


def _refuse(locked: bool) -> NoReturn:
    if locked:
        raise GridError(
            "PDF 有打开密码", "请用 PDF 阅读器输入密码打开，去掉密码后另存一份。", "locked"
        ) from None
    raise GridError("PDF 已损坏，打不开", RESAVE) from None


def _page(pdfium: Any, page: Any, number: int) -> Page:
    glyphs, rotation, texts = _upright(pdfium, page, number)
    matrix, width, height = _seen(page, rotation)
    drawing = Drawing()
    room = [_MOST_OBJECTS]
    written: list[_Written] = []
    _objects(pdfium, _of_page(pdfium, page), matrix, drawing, room, 0, written)
    if room[0] < 0 or drawing.overfull:
        raise GridError(f"PDF 第 {number} 页的线条、图形多得反常，没有读取", RESAVE)
    for digit in _unseen(pdfium, page, rotation, glyphs, texts, drawing, written):
        glyphs[digit] = glyphs[digit]._replace(doubt=UNSEEN)
    glyphs = seen.with_strikes(glyphs, drawing.across, drawing.down, drawing.slants)
    area = sum(_overlap(box, width, height) for box in drawing.pictures)
    read = Page(
        number,
        width,
        height,
        glyphs,
        drawing.across,
        drawing.down,
        drawing.fills,
        min(1.0, area / (width * height)),
    )
    read.pasted = pasted_on(read, drawing.pictures)
    return read


def _with_picture(source: Any, page: Page) -> tuple[Page, Picture | None]:
    """Return a page, and where it is a picture of text, this as far as it can be recognised.

    Of one with pictures among its text, these alone.
    """
    side = min(source.get_size())
    digits = [one for one in page.glyphs if one.text.isdigit()]
    hidden = sum(one.doubt == UNSEEN for one in digits)
    is_text = len(page.glyphs) > FEW and 2 * hidden <= len(digits)
    if page.picture < SCANNED or is_text or side < 1:
        return page, _pasted(source, page) if page.pasted and can_recognise() else None
    page = replace(page, pasted=[])
    if not can_recognise():
        return (page if hidden else replace(page, unread=True)), None
    return page, _rendered(source, _DOTS, colours=True)


def _pasted(source: Any, page: Page) -> Picture:
    """Return a page with nothing on it but the pictures among its text."""
    import pypdfium2.raw as pdfium

    turn = (_upright(pdfium, source, page.number)[1] - source.get_rotation()) % 360
    whole = _rendered(source, _DOTS, turn, colours=True)
    alone = np.full_like(whole, 255)
    part = whole.shape[1] / page.width
    for box in page.pasted:
        left, top, right, bottom = (max(0, round(part * side)) for side in box)
        alone[top:bottom, left:right] = whole[top:bottom, left:right]
    return alone


def _rendered(page: Any, dots: int, turn: int = 0, *, colours: bool = False) -> Picture:
    scale = min(dots / 72, _MOST_DOTS / max(page.get_size()))
    drawn = page.render(
        scale=scale, rotation=turn, grayscale=not colours, rev_byteorder=True
    ).to_numpy()
    return np.ascontiguousarray(drawn if colours else drawn.reshape(drawn.shape[:2]))


def _upright(pdfium: Any, page: Any, number: int) -> tuple[list[Glyph], int, dict[int, Any]]:
    """Return the characters of a page, and by how many degrees it is turned: most stand upright.

    And the objects of text that its digits are of, by their number. A broad table may lie on its
    side, whatever the file says of the page.
    """
    rotation: int = page.get_rotation()
    texts: dict[int, Any] = {}
    glyphs = list(_glyphs(pdfium, page, rotation, number, texts))
    turns = Counter(glyph.turn for glyph in glyphs)
    turn = max(turns, key=turns.__getitem__, default=0)
    if turn:
        rotation = (rotation - 90 * turn) % 360
        glyphs = list(_glyphs(pdfium, page, rotation, number, texts))
    return glyphs, rotation, texts


def _unseen(
    pdfium: Any,
    page: Any,
    rotation: int,
    glyphs: Sequence[Glyph],
    texts: Mapping[int, Any],
    drawing: Drawing,
    written: Sequence[_Written],
) -> set[int]:
    """Return the numbers of the digits that the page does not show."""
    matrix, width, height = _seen(page, rotation)
    sheet = Box(0, 0, width, height)
    alone = {_address(one.text): one.order for one in written if not one.nested}
    told: dict[int, seen.Text] = {}
    asked: dict[int, Glyph] = {}
    plain: dict[int, tuple[Glyph, int]] = {}
    for number, one in texts.items():
        glyph, address = glyphs[number], _address(one)
        if address not in told:
            told[address] = seen.text_of(pdfium, one, matrix)
        if address in alone and told[address].shows(glyph, sheet):
            plain[number] = glyph, alone[address]
        else:
            asked[number] = glyph
    asked |= {number: plain[number][0] for number in seen.covered(plain, drawing.covers)}
    dots = min(seen.DRAWN_BY, _MOST_DOTS / max(page.get_size()))
    turn = (rotation - page.get_rotation()) % 360

    def drawn() -> tuple[Picture, Picture]:
        whole = _rendered(page, dots * 72, turn)
        for active in (False, True):
            for one in written:
                pdfium.FPDFPageObj_SetIsActive(one.text, active)
            if not active:
                without = _rendered(page, dots * 72, turn)
        return whole, without

    return seen.unseen(asked, drawn, dots)


def _address(one: Any) -> int:
    return ctypes.addressof(one.contents)


def _seen(page: Any, rotation: int) -> tuple[Matrix, float, float]:
    """Return what turns places of the file into places on the page as it is read, and its size."""
    left, bottom, right, top = page.get_bbox()
    width, height = max(right - left, 1.0), max(top - bottom, 1.0)
    return {
        0: (Matrix(1, 0, 0, -1, -left, top), width, height),
        90: (Matrix(0, 1, 1, 0, -bottom, -left), height, width),
        180: (Matrix(-1, 0, 0, 1, right, -bottom), width, height),
        270: (Matrix(0, -1, -1, 0, top, right), height, width),
    }[rotation]


def _of_page(pdfium: Any, page: Any) -> Iterator[Any]:
    for index in range(pdfium.FPDFPage_CountObjects(page.raw)):
        yield pdfium.FPDFPage_GetObject(page.raw, index)


def _of_form(pdfium: Any, form: Any) -> Iterator[Any]:
    for index in range(pdfium.FPDFFormObj_CountObjects(form)):
        yield pdfium.FPDFFormObj_GetObject(form, index)


def _objects(
    pdfium: Any,
    objects: Iterator[Any],
    matrix: Matrix,
    drawing: Drawing,
    room: list[int],
    depth: int,
    written: list[_Written],
) -> None:
    """Take what is drawn, also in what is drawn as a whole, in as far as there is room."""
    for one in objects:
        room[0] -= 1
        drawing.order += 1
        if room[0] < 0 or drawing.overfull:
            return
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            drawn_by(pdfium, one, matrix.after(_own(pdfium, one)), drawing)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            drawing.picture(matrix.after(_own(pdfium, one)).box(0, 0, 1, 1))
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT:
            written.append(_Written(one, drawing.order, depth > 0))
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = matrix.after(_own(pdfium, one))
            _objects(pdfium, _of_form(pdfium, one), inner, drawing, room, depth + 1, written)


def _own(pdfium: Any, one: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(one, matrix):
        return Matrix(1, 0, 0, 1, 0, 0)
    return Matrix(matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _overlap(box: Box, width: float, height: float) -> float:
    across = min(box.right, width) - max(box.left, 0)
    down = min(box.bottom, height) - max(box.top, 0)
    return max(across, 0) * max(down, 0)


def _glyphs(
    pdfium: Any, page: Any, rotation: int, number: int, texts: dict[int, Any]
) -> Iterator[Glyph]:
    """Yield the characters of a page that stand upright or turned by a quarter.

    `texts` takes the objects of text that digits are of, by the number of the character.
    """
    taken = 0
    matrix = _seen(page, rotation)[0]
    text = page.get_textpage()
    try:
        count = text.count_chars()
        if count > _MOST_CHARACTERS:
            raise GridError(f"PDF 第 {number} 页的文字多得反常，没有读取", RESAVE)
        loose = pdfium.FS_RECTF()
        tight = [ctypes.c_double() for _ in range(4)]
        x, y = ctypes.c_double(), ctypes.c_double()
        for index in range(count):
            code = pdfium.FPDFText_GetUnicode(text.raw, index)
            character = chr(code) if code <= sys.maxunicode else "\ufffd"
            if character.isspace() or character == _HYPHEN:
                continue
            angle = pdfium.FPDFText_GetCharAngle(text.raw, index)
            turns = round(angle / (math.pi / 2))
            if abs(angle - turns * math.pi / 2) > _UPRIGHT:
                continue
            pdfium.FPDFText_GetLooseCharBox(text.raw, index, loose)
            pdfium.FPDFText_GetCharBox(text.raw, index, *tight)
            pdfium.FPDFText_GetCharOrigin(text.raw, index, x, y)
            room = matrix.box(loose.left, loose.bottom, loose.right, loose.top)
            left, right, bottom, top = (one.value for one in tight)
            ink = matrix.box(left, bottom, right, top) if right > left and top > bottom else room
            origin = matrix.point(x.value, y.value)
            if character.isdigit():
                texts[taken] = pdfium.FPDFText_GetTextObject(text.raw, index)
            taken += 1
            yield _glyph(character, room, ink, origin, (turns + rotation // 90) % 4)
    finally:
        text.close()


def _glyph(character: str, room: Box, ink: Box, origin: tuple[float, float], turn: int) -> Glyph:
    """Return a character with its room in the direction in which it is read, and its ink across."""
    along, across = (ink, room) if turn % 2 else (room, ink)
    base = (origin[1], -origin[0], -origin[1], origin[0])[turn]
    return Glyph(character, along.left, across.top, along.right, across.bottom, base, SURE, turn)
