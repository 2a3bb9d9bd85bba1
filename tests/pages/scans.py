"""Scans made of PDF pages: 150 dots an inch, noise, a tilt."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest

from reportkit.grids.pages.opencv import opencv
from reportkit.grids.pages.recognise import can_recognise

if not can_recognise():
    pytest.skip("needs the extra ocr", allow_module_level=True)


def scanned(pdf: bytes, page: int, tilt: float = 1.0, noise: float = 8.0) -> bytes:
    """Return a PNG of a page as a scanner gives it."""
    random = np.random.default_rng(page)
    document = pypdfium2.PdfDocument(pdf)
    grey = document[page - 1].render(scale=150 / 72, grayscale=True).to_numpy()
    document.close()
    height, width = grey.shape
    cv2 = opencv()
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), tilt, 1.0)
    grey = cv2.warpAffine(grey, turn, (width, height), borderValue=(255,))
    grey = cv2.GaussianBlur(grey, (3, 3), 0.6) * 0.9 + 15 + random.normal(0, noise, grey.shape)
    return bytes(cv2.imencode(".png", np.clip(grey, 0, 255).astype(np.uint8))[1])


def as_pdf(png: bytes) -> bytes:
    """Return a picture as the only page of a PDF."""
    from PIL import Image

    out = io.BytesIO()
    Image.open(io.BytesIO(png)).convert("RGB").save(out, "PDF", resolution=150)
    return out.getvalue()
