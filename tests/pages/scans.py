"""Scans made of PDF pages: 150 dots an inch, a tilt, noise, blur, grey paper, JPEG."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2
import pytest
from numpy.typing import NDArray

from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.recognise import can_recognise

if not can_recognise():
    pytest.skip("needs the extra ocr", allow_module_level=True)


@dataclass(frozen=True)
class Scanner:
    """How a page comes out of a scanner, or of a camera.

    Attributes
    ----------
    tilt : float
        Degrees.
    noise, blur : float
    shade : float
        By how many tones the paper is darker at one side.
    quality : int
        Of the JPEG; 0 for a PNG.
    turn : int
        Quarter turns against the clock.
    dots : int
        An inch.
    """

    tilt: float = 1.0
    noise: float = 8.0
    blur: float = 0.6
    shade: float = 0.0
    quality: int = 0
    turn: int = 0
    dots: int = 150


def scanned(pdf: bytes, page: int, scanner: Scanner = Scanner()) -> bytes:
    """Return the picture of a page as a scanner gives it, PNG or JPEG."""
    cv2 = opencv()
    random = np.random.default_rng(page)
    printed = drawn(pdf, scanner.dots, [page - 1])[0]
    height, width = printed.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), scanner.tilt, 1.0)
    grey: NDArray[Any] = cv2.warpAffine(printed, turn, (width, height), borderValue=(255,))
    grey = cv2.GaussianBlur(grey, (3, 3), scanner.blur) * 0.9 + 15
    grey = grey - np.linspace(0, scanner.shade, width) + random.normal(0, scanner.noise, grey.shape)
    grey = np.rot90(np.clip(grey, 0, 255).astype(np.uint8), scanner.turn)
    return encoded(np.ascontiguousarray(grey), scanner.quality)


def drawn(
    pdf: bytes, dots: int = 150, pages: Iterable[int] | None = None
) -> list[NDArray[np.uint8]]:
    """Return pages of a PDF as pictures, grey, all or some, by their numbers from 0."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        chosen = range(len(document)) if pages is None else pages
        found = [document[n].render(scale=dots / 72, grayscale=True).to_numpy() for n in chosen]
        return [one.reshape(one.shape[:2]).copy() for one in found]
    finally:
        document.close()


def encoded(grey: NDArray[np.uint8], quality: int) -> bytes:
    """Return a picture, grey or RGB, as a JPEG, or as a PNG where the quality is 0."""
    cv2: Any = opencv()
    if grey.ndim > 2:
        grey = cv2.cvtColor(grey, cv2.COLOR_RGB2BGR)
    if quality:
        return bytes(cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])
    return bytes(cv2.imencode(".png", grey)[1])


def pages_in(pdf: bytes) -> int:
    """Return how many pages a PDF has."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return len(document)
    finally:
        document.close()


def all_scanned(pdf: bytes, scanner: Scanner) -> bytes:
    """Return a PDF whose pages are scans of those of another."""
    return as_pdf(*(scanned(pdf, 1 + n, scanner) for n in range(pages_in(pdf))), dots=scanner.dots)


def as_pdf(*pictures: bytes, dots: int = 150) -> bytes:
    """Return pictures as the pages of a PDF."""
    from PIL import Image

    out = io.BytesIO()
    first, *more = (Image.open(io.BytesIO(one)) for one in pictures)
    first.save(out, "PDF", resolution=dots, save_all=True, append_images=more)
    return out.getvalue()


def scanners(seed: int) -> Iterator[Scanner]:
    """Yield scanners without end, the first an ordinary one."""
    random = np.random.default_rng(seed)
    while True:
        yield Scanner(
            tilt=float(random.uniform(-2, 2)),
            noise=float(random.uniform(2, 12)),
            blur=float(random.uniform(0.3, 1.0)),
            shade=float(random.choice([0, 30, 60])),
            quality=int(random.choice([0, 60, 85])),
        )
