"""Files of pictures, as pictures of pages, grey or in colours."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import TYPE_CHECKING, NoReturn

import numpy as np

from reportkit.grids.model import GridError
from reportkit.grids.pages.scans.recognise import Picture

if TYPE_CHECKING:
    from PIL import Image

_MOST_PAGES = 200
_MOST_DOTS = 60_000_000  # of one page; A4 at 600 dots an inch has 35 million
_GREY = frozenset({"1", "L", "LA"})
_DEEP = ("I", "F")  # how modes begin of more than 8 bits a dot, whole numbers or not
_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
# What Pillow is seen to raise on damaged pictures, or on drawings without a size.
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, RuntimeError)
_RESAVE = "请重新扫描，或者用看图软件打开核对后另存为 PNG。"


def pictures_of(data: bytes) -> Iterator[Picture]:
    """Yield the pages of a file of pictures, upright as the camera says.

    Raises
    ------
    GridError
    """
    from PIL import ImageOps

    picture, pages = _opened(data)
    if pages > _MOST_PAGES:
        raise GridError(f"图片有 {pages} 页，超过 {_MOST_PAGES} 页，没有读取", _RESAVE)
    for number in range(pages):
        try:
            picture.seek(number)
            if picture.width * picture.height > _MOST_DOTS:
                _refuse_size(number + 1)
            seen = _in_8_bits(ImageOps.exif_transpose(picture))
        except _BROKEN:
            _refuse()
        yield seen


def size_of(data: bytes) -> tuple[int, int] | None:
    """Return how many dots a picture has across and down; None where that cannot be told."""
    try:
        return _opened(data, None)[0].size
    except GridError:
        return None


def _opened(data: bytes, formats: tuple[str, ...] | None = _FORMATS) -> tuple[Image.Image, int]:
    """Return a file of pictures, and how many there are; none of them is unpacked yet."""
    from PIL import Image

    bombs = (Image.DecompressionBombWarning, Image.DecompressionBombError)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=formats)
            return picture, getattr(picture, "n_frames", 1)
    except bombs:
        _refuse_size(1)
    except _BROKEN:
        _refuse()


def _in_8_bits(picture: Image.Image) -> Picture:
    """Return a picture, grey or in colours, as it looks on white paper.

    Of more bits a dot, no file says how many are used: the brightest dot is taken for white.
    """
    from PIL import Image

    if picture.mode.startswith(_DEEP):
        dots = np.asarray(picture, np.float32)
        known = np.isfinite(dots)
        most = float(dots.max(where=known, initial=0)) or 1.0
        return np.where(known, dots * (255 / most), 255).clip(0, 255).astype(np.uint8)
    mode = "L" if picture.mode in _GREY else "RGB"
    if picture.has_transparency_data:
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture.convert("RGBA"))
    return np.asarray(picture.convert(mode), np.uint8)


def _refuse_size(page: int) -> NoReturn:
    raise GridError(f"图片第 {page} 页大得反常，没有读取", _RESAVE) from None


def _refuse() -> NoReturn:
    raise GridError("图片已损坏，打不开", _RESAVE) from None
