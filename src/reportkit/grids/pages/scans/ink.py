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
_HIGHEST, _LARGE = 30.0, 12.0  # points that most characters are high, at most and usually
_OF_TYPE = 0.72  # of the size of type: a digit, most parts of characters
_COLUMNS = 0.8  # sizes of type between two columns, at least
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
    cleaned = _without_dirt(ink, _SPECK * scale, _TALLEST * scale)
    for top, bottom in _stretches(cleaned.sum(axis=1), round(_BETWEEN * scale)):
        if not is_line(bottom - top, scale):
            continue
        gap = 2 * max(bottom - top, round(_LINE * scale))
        for left, right in _stretches(cleaned[top:bottom].sum(axis=0), gap):
            yield left, top, right, bottom


def pieces_apart(ink: Ink, scale: float) -> Iterator[tuple[int, int, int, int]]:
    """Yield the places of what stands in a line without a gap, where nothing is ruled.

    Rows of a table need not lie beside each other from one side of a page to the other: what is cut
    apart at the gaps between columns is cut into lines anew. A stroke alone may be lower than any
    line of text.
    """
    cleaned = _without_dirt(ink, _SPECK * scale, _TALLEST * scale)
    size = size_of_type(cleaned, scale)
    for left, top, right, bottom in _cut(cleaned, 0, 0, round(_COLUMNS * size), scale):
        if is_line(bottom - top, scale) or _FLAT_WIDE * scale <= right - left <= size:
            yield left, top, right, bottom


def is_line(height: float, scale: float) -> bool:
    """Whether what stands in a line is as high as text."""
    return height >= 2 * _SPECK * scale


def _cut(ink: Ink, x: int, y: int, gap: int, scale: float) -> Iterator[tuple[int, int, int, int]]:
    for top, bottom in _stretches(ink.sum(axis=1), round(_BETWEEN * scale)):
        parts = list(_stretches(ink[top:bottom].sum(axis=0), gap))
        for left, right in parts:
            if len(parts) > 1:
                yield from _cut(ink[top:bottom, left:right], x + left, y + top, gap, scale)
            else:
                yield x + left, y + top, x + right, y + bottom


def size_of_type(ink: Ink, scale: float) -> float:
    """Return about how large most characters are, in dots."""
    cv2 = opencv()

    count, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    tall = stats[1:count, 3]
    some = tall[(tall >= _LINE * scale) & (tall <= _HIGHEST * scale)]
    return float(np.median(some)) / _OF_TYPE if len(some) else _LARGE * scale


def gaps_in(ink: Ink, most: float) -> bool:
    """Whether more than so many dots are free between what stands in a line; 0 if none is asked."""
    return bool(most) and int(np.diff(np.flatnonzero(ink.any(axis=0))).max(initial=0)) > most


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
