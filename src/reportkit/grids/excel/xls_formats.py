"""How the cells of an XLS workbook look, as far as somebody says by it that they do not count."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from reportkit.grids.as_shown import SMALLEST, Look
from reportkit.grids.colours import WHITE, indexed, is_faded, is_unseen, of_palette, shade_of
from reportkit.grids.excel.number_formats import BUILT_IN, shown_by
from reportkit.grids.excel.xls_strings import runs_of

_FONT, _FORMAT, _CODE, _PALETTE = 0x31, 0xE0, 0x41E, 0x92
_TWENTIETHS = 20  # of a point, in which the height of a font is told
_STRUCK = 0x08
_SOLID = 1
# Fonts are numbered as if there were one more, the fifth.
_LEFT_OUT = 4
_FIRST_OWN = 8  # of the colours that a workbook may mix itself

# Rules of conditional formats; those of newer versions say first how long their look is.
_RULE, _NEW_RULE = 0x1B1, 0x87A
_LOOK, _NEW_LOOK = 6, 22
# What a rule puts over the look of a cell: the flag that it is there, and how many bytes it takes.
_NUMBER, _FONT_PART, _ALIGNED, _BORDER, _GROUND = (1 << bit for bit in (25, 26, 27, 28, 29))
_SIZES = {_NUMBER: 2, _FONT_PART: 118, _ALIGNED: 8, _BORDER: 8}
_SAME_GROUND = 0x40000
_OWN_NUMBER = 1  # a number format that says itself how long it is
_STRUCK_OVER = 0x80
_NO_COLOUR = 0xFFFFFFFF


class XlsLooks(NamedTuple):
    """By number, what looks as if it did not count: formats of cells, shared strings."""

    struck: Collection[int] = frozenset()
    faded: Collection[int] = frozenset()
    struck_strings: Collection[int] = frozenset()
    partly_struck: Collection[int] = frozenset()
    mixed: Mapping[int, int | None] = {}


@dataclass(slots=True)
class _Said:
    """What the records of a workbook say of looks."""

    fonts: list[tuple[bool, int]]
    formats: list[tuple[int, int, int]]
    mixed: dict[int, int | None]

    def strikes(self, font: int) -> bool:
        return self._font(font)[0]

    def recedes(self, font: int, pattern: int, colours: int) -> bool:
        shades = (_shade(one, self.mixed) for one in (self._font(font)[1], colours & 0x7F))
        return is_faded(*shades, filled=pattern >> 10 == _SOLID)

    def _font(self, number: int) -> tuple[bool, int]:
        at = number - (number > _LEFT_OUT)
        return self.fonts[at] if at < len(self.fonts) else (False, -1)


def looks_of(records: Iterable[tuple[int, bytes]]) -> XlsLooks:
    """Return what looks as if it did not count.

    Parameters
    ----------
    records : iterable of (int, bytes)
        Kind and content of those of the workbook itself, of Excel 97 or later.
    """
    every = list(records)
    said = _Said([], [], {})
    for kind, content in every:
        if kind == _FONT:
            flags, colour = struct.unpack_from("<2xHH", content)
            said.fonts.append((bool(flags & _STRUCK), colour))
        elif kind == _FORMAT:
            said.formats.append(struct.unpack_from("<H14xHH", content))
        elif kind == _PALETTE:
            said.mixed = dict(enumerate(_mixed(content), _FIRST_OWN))
    formats = list(enumerate(said.formats))
    struck: set[int] = set()
    partly: set[int] = set()
    if any(is_struck for is_struck, _ in said.fonts):
        for number, fonts in enumerate(runs_of(every)):
            crossed = [font is not None and said.strikes(font) for font in fonts]
            if any(crossed):
                (struck if all(crossed) else partly).add(number)
    return XlsLooks(
        frozenset(number for number, (font, *_) in formats if said.strikes(font)),
        frozenset(number for number, look in formats if said.recedes(*look)),
        struck,
        partly,
        said.mixed,
    )


def cell_looks(records: Iterable[tuple[int, bytes]]) -> list[Look]:
    """Return how cells of each format look, by its number.

    Parameters
    ----------
    records : iterable of (int, bytes)
        Kind and content of those of the workbook itself, of Excel 97 or later.
    """
    fonts: list[tuple[int, int]] = []
    formats: list[tuple[int, int, int, int]] = []
    codes = dict(BUILT_IN)
    mixed: dict[int, str] = {}
    for kind, content in records:
        if kind == _FONT:
            fonts.append(struct.unpack_from("<H2xH", content))
        elif kind == _FORMAT:
            formats.append(struct.unpack_from("<HH12xHH", content))
        elif kind == _CODE:
            number, length, wide = struct.unpack_from("<HHB", content)
            text = content[5 : 5 + (length << (wide & 1))]
            codes[number] = text.decode("utf-16-le" if wide & 1 else "latin-1", "replace")
        elif kind == _PALETTE:
            mixed = dict(enumerate(_digits_of(content), _FIRST_OWN))

    def colour(number: int) -> str:
        return mixed.get(number) or indexed(number)

    looks = []
    for font, code, pattern, colours in formats:
        at = font - (font > _LEFT_OUT)
        height, ink = fonts[at] if at < len(fonts) else (_TWENTIETHS * SMALLEST, -1)
        filled = pattern >> 10
        paper = WHITE if not filled else colour(colours & 0x7F) if filled == _SOLID else ""
        unseen = height < _TWENTIETHS * SMALLEST or (ink >= 0 and is_unseen(colour(ink), paper))
        looks.append(Look(unseen, partial(shown_by, codes.get(code, ""))))
    return looks


def puts_away(kind: int, content: bytes, mixed: Mapping[int, int | None]) -> tuple[bool, bool]:
    """Return whether a record is a rule that strikes cells out, and whether it makes them fade.

    Parameters
    ----------
    kind : int
    content : bytes
    mixed : mapping of int to (int or None)
        How light the workbook's own colours are.
    """
    if kind == _RULE:
        return _put_over(content, _LOOK, mixed)
    if kind == _NEW_RULE and any(content[_NEW_LOOK - 4 : _NEW_LOOK]):
        return _put_over(content, _NEW_LOOK, mixed)
    return False, False


def _put_over(content: bytes, at: int, mixed: Mapping[int, int | None]) -> tuple[bool, bool]:
    flags, more = struct.unpack_from("<IH", content, at)
    at += 6
    struck, ink = False, None
    for part, usual in _SIZES.items():
        if not flags & part:
            continue
        own = part == _NUMBER and more & _OWN_NUMBER
        (size,) = struct.unpack_from("<H", content, at) if own else (usual,)
        if part == _FONT_PART:
            style, colour, same = struct.unpack_from("<68xI8xI4xI", content, at)
            struck = bool(style & _STRUCK_OVER) and not same & _STRUCK_OVER
            ink = None if colour == _NO_COLOUR else _shade(colour, mixed)
        at += size
    filled = bool(flags & _GROUND) and not flags & _SAME_GROUND
    paper = None
    if filled:
        # Of a look that is put over another, the ground stands in the other place.
        (colours,) = struct.unpack_from("<2xH", content, at)
        paper = _shade(colours >> 7 & 0x7F, mixed)
    return struck, is_faded(ink, paper, filled=filled)


def _shade(colour: int, mixed: Mapping[int, int | None]) -> int | None:
    return mixed.get(colour, of_palette(colour))


def _mixed(palette: bytes) -> Iterator[int | None]:
    return map(shade_of, _digits_of(palette))


def _digits_of(palette: bytes) -> Iterator[str]:
    for start in range(2, len(palette) - 3, 4):
        yield palette[start : start + 3].hex()
