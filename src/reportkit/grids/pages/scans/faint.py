"""What shines through from the back of the paper: taken off where a page has much of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.recognise import Picture

_PAPER = 12.0  # points: in as much there is paper everywhere
_INK, _TRACE = 30, 15  # tones by which print is darker than paper, and what shines through
_PRINT = 0.98  # of the dots of ink are no darker than print is taken to be
_FAINT = 0.35  # of how dark print is
_BESIDE = 1.0  # points around print that are its edges
_SMALLEST, _LARGEST = 3.0, 25.0  # points that a character is wide and high
_MANY = 0.3  # of the characters that are printed
_DARKEST, _SPARE = 0.95, 1.3  # of what shines through, and above it


def without_back(grey: Picture, scale: float) -> tuple[Picture, Picture | None]:
    """Return a page without what shines through, and that alone; None where there is little.

    The latter as black on white, its characters only. What is faint and has the shape of
    characters, many of them, shines through; what is no darker goes with it, and what is stays.
    """
    cv2 = opencv()

    window = round(_PAPER * scale) | 1
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    paper = cv2.morphologyEx(smooth, cv2.MORPH_CLOSE, np.ones((window, window), np.uint8))
    darker = cv2.subtract(paper, smooth)
    ink = darker[darker > _INK]
    if not ink.size:
        return grey, None
    print_ = (darker > _FAINT * float(np.quantile(ink, _PRINT))).astype(np.uint8)
    reach = 2 * round(_BESIDE * scale) + 1
    alone = cv2.dilate(print_, np.ones((reach, reach), np.uint8)) == 0
    faint, some = _characters((alone & (darker > _TRACE)).astype(np.uint8), scale)
    if not some or some < _MANY * _characters(print_, scale)[1]:
        return grey, None
    most = _SPARE * float(np.quantile(darker[faint], _DARKEST))
    back = alone & (darker < most)
    return np.where(back, paper, grey), np.where(faint, 0, 255).astype(np.uint8)


def _characters(ink: NDArray[np.uint8], scale: float) -> tuple[NDArray[np.bool_], int]:
    """Return where bodies of ink are that have the size of characters, and how many."""
    cv2 = opencv()

    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    least, most = _SMALLEST * scale, _LARGEST * scale
    wide, tall = stats[:count, 2], stats[:count, 3]
    fitting = (np.minimum(wide, tall) >= least) & (np.maximum(wide, tall) <= most)
    fitting[0] = False
    return fitting[labels], int(fitting.sum())
