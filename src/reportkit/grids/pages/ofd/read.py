"""Reading the pages of an OFD document, which is measured in millimetres."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from reportkit.grids.archive import Archive, local
from reportkit.grids.model import UNSEEN, Box, GridError
from reportkit.grids.pages.content import FEW, SCANNED, SURE, Glyph, Page
from reportkit.grids.pages.ofd.parts import joined, numbers_of, text_of
from reportkit.grids.pages.ofd.pictures import Placed, media_of, picture_of, pictures_on, placed
from reportkit.grids.pages.pasted import pasted_on
from reportkit.grids.pages.paths import Drawing, Matrix, Part, painted
from reportkit.grids.pages.scans.recognise import Picture, can_recognise
from reportkit.grids.pages.seen import covered, is_tiny, with_strikes

_POINTS = 72 / 25.4
_A4 = Box(0.0, 0.0, 210.0, 297.0)
_MOST_PAGES = 1_000
_MOST_OBJECTS = 200_000
_DEEPEST = 6
_ASCENT, _DESCENT = 0.8, 0.1  # of the size of type, above and below its line
_WHITE = 0xF8
_MOST_GROUNDS = 2_000  # of a page; among more, white is taken not to be seen
_TRANSLUCENT = 0xC0  # what lies under something no denser can be read
_GREY_OR_RGB = (1, 3)  # numbers of a colour
_STEPS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_RESAVE = "请用 OFD 阅读器打开核对，另存为 PDF 或者重新导出。"


@dataclass(slots=True)
class _Taken:
    """What was taken from a page so far."""

    drawing: Drawing = field(default_factory=Drawing)
    glyphs: list[Glyph] = field(default_factory=list)
    orders: list[int] = field(default_factory=list)  # when each character was drawn
    grounds: list[Box] = field(default_factory=list)  # on which white can be read
    pictures: list[Placed] = field(default_factory=list)

    @property
    def drawn(self) -> Iterator[tuple[Glyph, int]]:
        """Each character, and when it was drawn."""
        return zip(self.glyphs, self.orders, strict=True)

    def is_on_ground(self, glyph: Glyph) -> bool:
        """Whether a character stands on a ground of some colour."""
        x, y = glyph.middle
        return len(self.grounds) <= _MOST_GROUNDS and any(
            box.left <= x <= box.right and box.top <= y <= box.bottom for box in self.grounds
        )


def pages_of(data: bytes) -> Iterator[tuple[Page, Picture | None]]:
    """Yield the pages of an OFD document, and the picture of each that is one.

    Raises
    ------
    GridError
    """
    try:
        archive = Archive(data)
        root = archive.parse("OFD.xml")
        path = joined("", text_of(root, "DocRoot"))
        document = archive.parse(path)
    except GridError:
        raise GridError("OFD 文件已损坏，打不开", _RESAVE) from None
    folder = posixpath.dirname(path)
    pages = [one for one in document.iter() if local(one.tag) == "Page" and one.get("BaseLoc")]
    if len(pages) > _MOST_PAGES:
        raise GridError(f"OFD 有 {len(pages)} 页，超过 {_MOST_PAGES} 页，没有读取", _RESAVE)
    templates = {
        one.get("ID", ""): joined(folder, one.get("BaseLoc", ""))
        for one in document.iter()
        if local(one.tag) == "TemplatePage"
    }
    usual = _box(text_of(document, "PhysicalBox")) or _A4
    media = media_of(archive, document, folder)
    for number, page in enumerate(pages, start=1):
        try:
            content = archive.parse(joined(folder, page.get("BaseLoc", "")))
            layers = _layers(archive, content, templates)
        except GridError:
            raise GridError(f"OFD 第 {number} 页已损坏，读不了", _RESAVE) from None
        read, pictures = _page(layers, _box(text_of(content, "PhysicalBox")) or usual, number)
        if read.unread and can_recognise():
            yield read, picture_of(archive, media, pictures)
        elif read.pasted and can_recognise():
            yield read, pictures_on(read, archive, media, pictures)
        else:
            yield read, None


def _layers(
    archive: Archive, content: ET.Element, templates: Mapping[str, str]
) -> list[ET.Element]:
    """Return a page and its templates, in the order in which they are drawn."""
    below: list[ET.Element] = []
    above: list[ET.Element] = []
    for one in content:
        if local(one.tag) == "Template" and one.get("TemplateID", "") in templates:
            layers = above if one.get("ZOrder") == "Foreground" else below
            layers.append(archive.parse(templates[one.get("TemplateID", "")]))
    return [*below, content, *above]


def _page(layers: list[ET.Element], box: Box, number: int) -> tuple[Page, list[Placed]]:
    """Return what stands on a page, and the pictures on it."""
    taken = _Taken()
    seen = Matrix(_POINTS, 0, 0, _POINTS, -box.left * _POINTS, -box.top * _POINTS)
    for layer in layers:
        _objects(layer, seen, taken, 0)
    if taken.drawing.order > _MOST_OBJECTS or taken.drawing.overfull:
        raise GridError(f"OFD 第 {number} 页的文字、图形多得反常，没有读取", _RESAVE)
    width = max(1.0, (box.right - box.left) * _POINTS)
    height = max(1.0, (box.bottom - box.top) * _POINTS)
    area = sum(one.area for one in taken.drawing.pictures)
    pictured = min(1.0, area / (width * height))
    drawing = taken.drawing
    digits = {n: each for n, each in enumerate(taken.drawn) if each[0].text.isdigit()}
    for under in covered(digits, drawing.covers):
        taken.glyphs[under] = taken.glyphs[under]._replace(doubt=UNSEEN)
    page = Page(
        number,
        width,
        height,
        with_strikes(taken.glyphs, drawing.across, drawing.down, drawing.slants),
        drawing.across,
        drawing.down,
        drawing.fills,
        pictured,
        unread=pictured > SCANNED and len(taken.glyphs) <= FEW,
    )
    if not page.unread:
        page.pasted = pasted_on(page, drawing.pictures)
    return page, taken.pictures


def _objects(parent: ET.Element, matrix: Matrix, taken: _Taken, depth: int) -> None:
    """Take the objects of a layer, or of a block within one."""
    for one in parent:
        taken.drawing.order += 1
        if taken.drawing.order > _MOST_OBJECTS or taken.drawing.overfull:
            return
        kind = local(one.tag)
        if one.get("Visible") == "false":
            continue
        if kind == "TextObject":
            faint, white = _is_clear(one) or one.get("Fill") == "false", _is_white(one)
            for glyph in _glyphs(one, matrix.after(_own(one))):
                unseen = faint or is_tiny(glyph) or (white and not taken.is_on_ground(glyph))
                taken.glyphs.append(glyph._replace(doubt=UNSEEN) if unseen else glyph)
                taken.orders.append(taken.drawing.order)
        elif kind == "PathObject":
            _path(one, matrix.after(_own(one)), taken)
        elif kind == "ImageObject":
            place = _box(one.get("Boundary", "")) or Box(0, 0, 0, 0)
            box = matrix.box(place.left, place.bottom, place.right, place.top)
            taken.drawing.picture(box)
            taken.pictures.append(placed(one, box))
        elif kind in {"Content", "Layer", "PageBlock"} and depth < _DEEPEST:
            _objects(one, matrix, taken, depth + 1)


def _own(one: ET.Element) -> Matrix:
    """Return what turns places of an object into those of what it stands in."""
    place = _box(one.get("Boundary", "")) or Box(0, 0, 0, 0)
    numbers = numbers_of(one.get("CTM", ""))
    a, b, c, d, e, f = numbers if len(numbers) == len(Matrix._fields) else (1, 0, 0, 1, 0, 0)
    return Matrix(a, b, c, d, e + place.left, f + place.top)


def _glyphs(one: ET.Element, matrix: Matrix) -> Iterator[Glyph]:
    size = (numbers_of(one.get("Size", "")) or [0.0])[0]
    x = y = 0.0
    for code in one:
        if local(code.tag) != "TextCode" or not code.text:
            continue
        x = (numbers_of(code.get("X", "")) or [x])[0]
        y = (numbers_of(code.get("Y", "")) or [y])[0]
        text = code.text.strip("\r\n")
        right, down = _deltas(code.get("DeltaX", ""), text), _deltas(code.get("DeltaY", ""), text)
        for character, step, fall in zip(text, right, down, strict=True):
            wide = size * (0.5 if character.isascii() else 1.0)
            box = matrix.box(x, y + _DESCENT * size, x + wide, y - _ASCENT * size)
            if not character.isspace():
                base = matrix.point(x, y)[1]
                yield Glyph(character, box.left, box.top, box.right, box.bottom, base, SURE)
            x += wide if step is None else step
            y += fall or 0.0


def _deltas(written: str, text: str) -> list[float | None]:
    """Return the steps from each character to the next; None where it is not said."""
    deltas: list[float | None] = []
    words = iter(written.split())
    for word in words:
        if len(deltas) >= len(text):
            break
        if word == "g":
            count, step = numbers_of(next(words, "")), numbers_of(next(words, ""))
            if count and step:
                deltas += [step[0]] * min(max(0, int(count[0])), len(text))
        else:
            deltas += numbers_of(word)[:1]
    return [*deltas, *[None] * len(text)][: len(text)]


def _path(one: ET.Element, matrix: Matrix, taken: _Taken) -> None:
    stroked, filled = one.get("Stroke", "true") != "false", one.get("Fill", "false") == "true"
    drawing, before = taken.drawing, len(taken.drawing.covers)
    painted(list(_parts(text_of(one, "AbbreviatedData"), matrix)), stroked, filled, drawing)
    if not _is_white(one):
        taken.grounds += (box for _, box in drawing.covers[before:])
    if _is_clear(one, _TRANSLUCENT):
        del drawing.covers[before:]


def _is_clear(one: ET.Element, most: float = 0.0) -> bool:
    """Whether what is drawn is transparent, at least as much as is said."""
    colour = _colour(one)
    said = (one.get("Alpha", ""), "" if colour is None else colour.get("Alpha", ""))
    return any(alpha <= most for each in said for alpha in numbers_of(each)[:1])


def _is_white(one: ET.Element) -> bool:
    """Whether what is drawn is filled in white."""
    colour = _colour(one)
    parts = numbers_of(colour.get("Value", "")) if colour is not None else []
    return len(parts) in _GREY_OR_RGB and min(parts) >= _WHITE


def _colour(one: ET.Element) -> ET.Element | None:
    return next((each for each in one if local(each.tag) == "FillColor"), None)


def _parts(data: str, matrix: Matrix) -> Iterator[Part]:
    """Yield the parts of a path as points, closed where it closes, and whether all are straight."""
    tokens = data.split()[: 4 * _MOST_OBJECTS]
    points: list[tuple[float, float]] = []
    straight = True
    at = 0
    while at < len(tokens):
        step = tokens[at]
        count = _STEPS.get(step, 0)
        numbers = numbers_of(" ".join(tokens[at + 1 : at + 1 + count]))
        at += 1 + count
        if step in {"S", "M"} and points:
            yield points, straight
            points, straight = [], True
        if step == "C" and points:
            points.append(points[0])
        elif count and len(numbers) == count:
            points.append(matrix.point(*numbers[-2:]))
            straight = straight and step in {"S", "M", "L"}
    if points:
        yield points, straight


def _box(written: str) -> Box | None:
    numbers = numbers_of(written)
    if len(numbers) != len(Box._fields):
        return None
    left, top, width, height = numbers
    return Box(left, top, left + max(0.0, width), top + max(0.0, height))
