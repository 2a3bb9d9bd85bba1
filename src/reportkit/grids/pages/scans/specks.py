"""Dust, and grains of a copy of a copy: taken off where a page has much, and kept beside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.pages.scans.ink import Ink
from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.recognise import Picture

_PAPER = 3.0  # points: in as much there is paper everywhere
_PRINT = 1.0  # per cent of a page are darker than print is taken to be
_DARK = 0.5  # of how much darker than paper print is
_DARKEST = 60.0  # tones by which dust is darker than paper, at least: noise is not
_SPECK = 1.1  # points: no stroke is as short
_TOGETHER = 1.2  # points around a speck: those of a dotted line are nearer to each other
_GROUP = 12.0  # points: specks that lie together by chance go no further
_BESIDE = 0.5  # points around print that are its edges
_MANY = 6e-3  # specks a square point, three thousand on a page; noise leaves fewer


def without_specks(grey: Picture, scale: float) -> tuple[Picture, Picture | None]:
    """Return a page without dust, and that alone, black on white; None where there is little.

    What lies in a row stays, as a dotted line does, and so does what touches print.
    """
    cv2 = opencv()

    window = round(_PAPER * scale) | 1
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((window, window), np.uint8))
    darker = cv2.subtract(paper, grey)
    print_ = float(np.median(grey)) - float(np.percentile(grey, _PRINT))
    drawn = (darker > max(_DARKEST, _DARK * print_)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(drawn, connectivity=8)
    small = stats[:count, 2:4].max(axis=1) <= _SPECK * scale
    small[0] = False
    specks: Ink = small[labels].astype(np.uint8)
    specks &= 1 - _grown((drawn & (1 - specks)).astype(np.uint8), _BESIDE * scale)
    groups = _grown(specks, _TOGETHER * scale)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(groups, connectivity=8)
    alone = stats[:count, 2:4].max(axis=1) <= _GROUP * scale
    specks &= alone[labels].astype(np.uint8)
    if cv2.connectedComponents(specks)[0] < _MANY * grey.size / scale**2:
        return grey, None
    edges = _grown(specks, _BESIDE * scale)
    return np.where(edges > 0, paper, grey), np.where(specks > 0, 0, 255).astype(np.uint8)


def _grown(ink: NDArray[np.uint8], by: float) -> Ink:
    cv2 = opencv()

    reach = 2 * max(1, round(by)) + 1
    return np.asarray(cv2.dilate(ink, np.ones((reach, reach), np.uint8)), np.uint8)
