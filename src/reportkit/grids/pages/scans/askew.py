"""A picture of a page in the size, and in the direction, in which it is read."""

from __future__ import annotations

import numpy as np

from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.recognise import Picture

_DOTS = (1_100, 2_400)  # of the shorter side: fewer are blown up, more are shrunk
_STEEPEST = 4.0  # degrees by which a page may lie askew
_STRAIGHT = 0.01


def of_fitting_size(grey: Picture) -> Picture:
    """Return a picture in a size that is neither too small nor larger than need be."""
    cv2 = opencv()

    least, most = _DOTS
    side = min(grey.shape)
    factor = least / side if side < least else most / side if side > most else 1.0
    if factor == 1.0:
        return grey
    size = (round(grey.shape[1] * factor), round(grey.shape[0] * factor))
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8)


def slope(grey: Picture) -> float:
    """Return by how many degrees lines go down to the right: there rows are sharpest."""
    cv2 = opencv()

    factor = 600 / min(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = 255 - np.asarray(small, np.uint8)
    ink = np.where(ink > ink.mean() + 25, ink, 0).astype(np.uint8)
    best = 0.0
    for step, reach in ((0.5, _STEEPEST), (0.1, 0.6), (0.02, 0.12)):
        tried = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(tried, key=lambda angle: _sharpness(turned(ink, -angle, 0))))
    return best


def _sharpness(ink: Picture) -> float:
    rows = ink.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def turned(grey: Picture, angle: float, paper: int = 255) -> Picture:
    """Return a picture turned by some degrees."""
    cv2 = opencv()

    if abs(angle) < _STRAIGHT:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    level = cv2.warpAffine(
        grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,)
    )
    return np.asarray(level, np.uint8)
