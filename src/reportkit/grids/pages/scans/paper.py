"""The paper in a picture: seen straight from above, and one page at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.pages.scans.ink import ink_of
from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.recognise import Picture

_SMALL = 800  # dots of the shorter side in which paper is looked for
_CLOSED = 25  # of these: what is printed on paper is paper, too
_LEAST, _MOST = 0.3, 0.97  # of the picture
_DARKER = 50  # tones between paper and what it lies on, at least
_CORNERS = 4
_ASKEW = 0.02  # of the way around: how far sides may be off a straight line
_SPREAD = 1.2  # as wide as high: a page that lies across, or two of them
_MIDDLE = 0.06  # of the width: so near the middle two pages meet
_GUTTER = 0.006  # of the width, without anything printed
_ACROSS = 0.7  # of it: a ruling line that goes on beyond it
_DIRT = 0.004  # of the height


def flattened(pictures: Sequence[Picture]) -> list[Picture]:
    """Return the paper alone, as seen from above, where it lies on something darker.

    A camera sees a page from aside, and what lies around it. The first of the pictures tells for
    all.
    """
    cv2 = opencv()

    corners = _corners(pictures[0])
    if corners is None:
        return list(pictures)
    left_top, right_top, right_bottom, left_bottom = corners
    width = round(max(_apart(left_top, right_top), _apart(left_bottom, right_bottom)))
    height = round(max(_apart(left_top, left_bottom), _apart(right_top, right_bottom)))
    wanted = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    turn = cv2.getPerspectiveTransform(corners, wanted)
    flat = [cv2.warpPerspective(p, turn, (width, height), flags=cv2.INTER_CUBIC) for p in pictures]
    return [np.asarray(one, np.uint8) for one in flat]


def _corners(grey: Picture) -> NDArray[np.float32] | None:
    """Return the corners of the paper, from the upper left one on; None where it has no sides."""
    cv2 = opencv()

    factor = _SMALL / min(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (5, 5), 0)
    _, light = cv2.threshold(small, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    light = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((_CLOSED, _CLOSED), np.uint8))
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    if not outlines:
        return None
    paper = cv2.convexHull(max(outlines, key=cv2.contourArea))
    share = cv2.contourArea(paper) / small.size
    sides = cv2.approxPolyDP(paper, _ASKEW * cv2.arcLength(paper, True), True)
    if not _LEAST <= share <= _MOST or len(sides) != _CORNERS:
        return None
    inside = np.zeros_like(small)
    cv2.fillPoly(inside, [sides], (1,))
    if np.median(small[inside == 1]) - np.median(small[inside == 0]) < _DARKER:
        return None
    found = sides.reshape(_CORNERS, 2).astype(np.float32) / factor
    across, down = found.sum(axis=1), np.diff(found, axis=1)[:, 0]
    order = [across.argmin(), down.argmin(), across.argmax(), down.argmax()]
    return found[order] if len(set(order)) == _CORNERS else None


def _apart(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    return float(np.hypot(*(one - other)))


def stacked(pictures: Sequence[Picture]) -> list[Picture]:
    """Return two pages side by side as one below the other; any other pictures as they are.

    The first of the pictures tells for all.
    """
    height, width = pictures[0].shape
    if width < _SPREAD * height:
        return list(pictures)
    at = _gutter(pictures[0])
    if at is None:
        return list(pictures)
    return [_one_below_the_other(one, at) for one in pictures]


def _one_below_the_other(grey: Picture, at: int) -> Picture:
    leaves = [grey[:, :at], grey[:, at:]]
    widest = max(leaf.shape[1] for leaf in leaves)
    paper = int(np.percentile(grey, 90))
    return np.vstack(
        [
            np.pad(leaf, ((0, 0), (0, widest - leaf.shape[1])), constant_values=paper)
            for leaf in leaves
        ]
    )


def _gutter(grey: Picture) -> int | None:
    """Return where two pages meet; None where something is printed across, or beside one alone."""
    height, width = grey.shape
    ink = ink_of(grey)
    filled = ink.sum(axis=0, dtype=np.int64) > _DIRT * height
    middle, reach = width // 2, round(_MIDDLE * width)
    blank = np.flatnonzero(~filled[middle - reach : middle + reach]) + middle - reach
    runs = np.split(blank, np.flatnonzero(np.diff(blank) > 1) + 1)
    widest = max(runs, key=len)
    both = filled[: middle - reach].any() and filled[middle + reach :].any()
    if len(widest) < _GUTTER * width or not both:
        return None
    if (ink[:, widest].mean(axis=1) > _ACROSS).any():
        return None
    return int(widest[len(widest) // 2])
