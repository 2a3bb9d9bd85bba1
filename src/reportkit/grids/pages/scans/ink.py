"""What is printed on a picture of a page, and the lines of text in it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.recognise import Picture

Ink = NDArray[np.uint8]
"""1 where something is printed."""

_SPECK = 1.1  # points: what is smaller both ways is dirt
_TALLEST = 60.0  # points: no character is as high
_BETWEEN = 1.6  # points between lines of text, at least; parts of a character are nearer
_LINE = 4.0  # points: no line of text is lower
_FLAT_SIDE, _FLAT_WIDE, _FLAT_TALL = 2.0, 2.5, 0.5  # points
# Of the height of a line of digits.
_TALL, _LOW, _DOT, _DOT_INK = 0.7, 0.6, 0.35, 3


def ink_of(grey: Picture) -> Ink:
    """Return where something is printed, also where the paper is not evenly light."""
    cv2 = opencv()

    smooth = cv2.medianBlur(grey, 3)
    window = max(31, min(grey.shape) // 24 | 1)
    found = cv2.adaptiveThreshold(
        smooth, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, 18
    )
    return np.asarray(found, np.uint8)


def bodies(ink: Ink, height: int) -> tuple[int, int]:
    """Return how many separate bodies of ink are high as digits, and how many are dots."""
    cv2 = opencv()

    count, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(ink), connectivity=8)
    tall = dots = 0
    for _, top, width, tallness, area in stats[1:count]:
        if tallness >= _TALL * height:
            tall += 1
        elif top > _LOW * height and max(width, tallness) <= _DOT * height and area >= _DOT_INK:
            dots += 1
    return tall, dots


def text_lines(ink: Ink, scale: float) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, right and bottom of the lines of text in a part of a page, in dots."""
    speck = _SPECK * scale
    cleaned = _without_dirt(ink, speck, _TALLEST * scale)
    for top, bottom in _stretches(cleaned.sum(axis=1), round(_BETWEEN * scale)):
        if bottom - top < 2 * speck:
            continue
        gap = 2 * max(bottom - top, round(_LINE * scale))
        for left, right in _stretches(cleaned[top:bottom].sum(axis=0), gap):
            yield left, top, right, bottom


def has_strokes(ink: Ink, scale: float) -> bool:
    """Whether there are flat strokes away from the sides of a cell, of which no line is made."""
    cv2 = opencv()

    side = round(_FLAT_SIDE * scale)
    inner = np.ascontiguousarray(ink[side:-side, side:-side])
    if not inner.size:
        return False
    count, _, stats, _ = cv2.connectedComponentsWithStats(inner, connectivity=8)
    height, width = inner.shape
    return any(
        wide >= _FLAT_WIDE * scale
        and tall >= _FLAT_TALL * scale
        and 0 < left < left + wide < width
        and 0 < top < top + tall < height
        for left, top, wide, tall, _ in stats[1:count]
    )


def _without_dirt(ink: Ink, speck: float, tallest: float) -> Ink:
    """Leave out specks, and what is higher than any character: the edge of the paper, a seal."""
    cv2 = opencv()

    count, labels, stats, _ = cv2.connectedComponentsWithStats(
        np.ascontiguousarray(ink), connectivity=8
    )
    wide, tall = stats[:count, 2], stats[:count, 3]
    none = np.flatnonzero(((wide < speck) & (tall < speck)) | (tall > tallest))
    if not len(none):
        return ink
    return np.where(np.isin(labels, none), 0, ink).astype(np.uint8)


def _stretches(amounts: NDArray[np.int64], gap: int) -> Iterator[tuple[int, int]]:
    """Yield where something is, parts that are nearer than a gap as one."""
    filled = np.flatnonzero(amounts)
    if not len(filled):
        return
    cuts = np.flatnonzero(np.diff(filled) > gap)
    starts, ends = [0, *(cuts + 1)], [*cuts, len(filled) - 1]
    for start, end in zip(starts, ends, strict=True):
        yield int(filled[start]), int(filled[end]) + 1
