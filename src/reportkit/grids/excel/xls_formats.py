"""How the cells of an XLS workbook look, as far as somebody says by it that they do not count."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

from reportkit.grids.colours import is_faded, of_palette, shade_of

_FONT, _FORMAT, _PALETTE = 0x31, 0xE0, 0x92
_STRUCK = 0x08
_SOLID = 1
# Fonts are numbered as if there were one more, the fifth.
_LEFT_OUT = 4
_FIRST_OWN = 8  # of the colours that a workbook may mix itself


def looks_of(records: Iterable[tuple[int, bytes]]) -> tuple[frozenset[int], frozenset[int]]:
    """Return the numbers of the formats that strike out, and of those that recede.

    Parameters
    ----------
    records : iterable of (int, bytes)
        Kind and content of those of the workbook itself, of Excel 97 or later.
    """
    fonts: list[tuple[bool, int]] = []
    formats: list[tuple[int, int, int]] = []
    mixed: dict[int, int | None] = {}
    for kind, content in records:
        if kind == _FONT:
            flags, colour = struct.unpack_from("<2xHH", content)
            fonts.append((bool(flags & _STRUCK), colour))
        elif kind == _FORMAT:
            formats.append(struct.unpack_from("<H14xHH", content))
        elif kind == _PALETTE:
            mixed = dict(enumerate(_mixed(content), _FIRST_OWN))
    struck, faded = set(), set()
    for number, (font, pattern, colours) in enumerate(formats):
        at = font - (font > _LEFT_OUT)
        is_struck, ink = fonts[at] if at < len(fonts) else (False, -1)
        if is_struck:
            struck.add(number)
        shades = (mixed.get(one, of_palette(one)) for one in (ink, colours & 0x7F))
        if is_faded(*shades, filled=pattern >> 10 == _SOLID):
            faded.add(number)
    return frozenset(struck), frozenset(faded)


def _mixed(palette: bytes) -> Iterator[int | None]:
    for start in range(2, len(palette) - 3, 4):
        yield shade_of(palette[start : start + 3].hex())
