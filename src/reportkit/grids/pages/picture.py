"""A picture of a page made straight, with its ruling lines and its lines of text found."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.pages.content import Rule
from reportkit.grids.pages.opencv import opencv
from reportkit.grids.pages.recognise import Picture

Ink = NDArray[np.uint8]

_POINTS = 595.0  # of the shorter side of a page, where a picture does not tell
_DOTS = (1_100, 2_400)  # of the shorter side: fewer are blown up, more are shrunk
_STEEPEST = 4.0  # degrees by which a page may lie askew
_STRAIGHT = 0.01
_LONG = 15.0  # points that a line goes at least: cells of short figures are as narrow
_THICKEST = 3.0
_DOUBLED = 5.5  # points: two lines of a double one that touch somewhere
_SPECK = 1.1  # points: what is smaller both ways is dirt
_TALLEST = 60.0  # points: no character is as high
_BETWEEN = 1.6  # points between lines of text, at least; parts of a character are nearer
_LINE = 4.0  # points: no line of text is lower


_FAINTEST = 40.0  # tones between paper and print, at least
_DARK = 0.35
_SIDE = 1.5  # points from the middle of a ruling line to where it no longer is
_DOUBLE = 4.5  # points from the middle of a double line to where paper is
_ENDS = 0.15  # of the height of a cell: above what is written, and below
_AWAY = (1.0, 2.5, 4.0)  # points from a line, or a double line, to where paper is
_SMEARED = 4.0  # points along a line that are taken together
_STROKE = 24.0  # points: a stroke of a heading may be as long
_GAP = 0.7  # points along a line: characters are not nearer
_EVEN = 0.3  # of how dark a line is: where it is less, a gap is
_SURELY = 72.0  # points: no stroke of a character is as long
_TOUCH = 2.0  # points within which lines meet, or lie on one line
_FAINT = 14  # tones by which a line is darker than paper, at least
# Of the dots along a ruling line, on its clear side and on the other: more is a row of characters.
_CLEAR, _BUSY = 0.15, 0.5
# Of the height of a line of digits.
_TALL, _LOW, _DOT, _DOT_INK = 0.7, 0.6, 0.35, 3


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page that was made straight.

    Attributes
    ----------
    grey : Picture
    ink : Ink
        1 where something is printed.
    long : Ink
        1 where it may be a ruling line.
    scale : float
        Dots a point.
    across, down : list of Rule
        In points.
    """

    grey: Picture
    ink: Ink
    long: Ink
    scale: float
    across: list[Rule]
    down: list[Rule]


def straightened(grey: Picture) -> Sheet:
    """Return a page upright, its ruling lines found."""
    cv2 = opencv()

    grey = _of_fitting_size(grey)
    grey = _turned(grey, -_slope(grey))
    scale = min(grey.shape) / _POINTS
    ink = _ink(grey)
    flat, across = _ruled(grey, ink, scale)
    upright, down = _ruled(grey.T, ink.T, scale)
    across = _anchored(grey, across, down, scale)
    down = _anchored(grey.T, down, across, scale)
    long = np.asarray(cv2.dilate(flat | upright.T, np.ones((3, 3), np.uint8)), np.uint8)
    return Sheet(grey, ink, long, scale, across, down)


def in_cell(sheet: Sheet, left: int, top: int, right: int, bottom: int) -> Ink:
    """Return where something is printed in a cell, whose paper may be of another tone.

    Its own sides are left out; strokes of characters that are as long stay.
    """
    cv2 = opencv()

    part = np.asarray(cv2.blur(sheet.grey[top:bottom, left:right], (3, 3)))
    side = round(_SIDE * sheet.scale)
    inner = part[side:-side, side:-side]
    if not inner.size:
        return np.zeros(part.shape, np.uint8)
    paper, darkest = float(np.median(inner)), float(inner.min())
    if paper - darkest < _FAINTEST:
        return np.zeros(part.shape, np.uint8)
    ink: Ink = (part < paper - _DARK * (paper - darkest)).astype(np.uint8)
    sides = sheet.long[top:bottom, left:right].copy()
    beside = round(_DOUBLE * sheet.scale)
    sides[beside:-beside, beside:-beside] = 0
    ink &= 1 - sides
    darker = (paper - part.astype(np.float32)) / (paper - darkest)
    for one, dark in ((ink, darker), (ink.T, darker.T)):
        one[:, _rest_of_sides(dark, side, beside)] = 0
    return ink


def _rest_of_sides(dark: NDArray[np.float32], side: int, beside: int) -> NDArray[np.intp]:
    """Return the columns near the sides of a cell that are dark above and below what is written.

    A thin side, or the other one of a double one, that is not seen throughout.
    """
    height = dark.shape[0] - 2 * side
    end = max(3, round(_ENDS * height))
    ends = (dark[side : side + end], dark[-side - end : -side], dark[side:-side])
    seen = np.minimum.reduce([one.mean(axis=0) for one in ends]) > _DARK / 2
    seen[beside:-beside] = False
    seen |= np.roll(seen, 1) | np.roll(seen, -1)
    seen[[0, -1]] = True
    return np.flatnonzero(seen)


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


def _of_fitting_size(grey: Picture) -> Picture:
    cv2 = opencv()

    least, most = _DOTS
    side = min(grey.shape)
    factor = least / side if side < least else most / side if side > most else 1.0
    if factor == 1.0:
        return grey
    size = (round(grey.shape[1] * factor), round(grey.shape[0] * factor))
    how = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
    return np.asarray(cv2.resize(grey, size, interpolation=how), np.uint8)


def _ink(grey: Picture) -> Ink:
    """Return where something is printed, also where the paper is not evenly light."""
    cv2 = opencv()

    smooth = cv2.medianBlur(grey, 3)
    window = max(31, min(grey.shape) // 24 | 1)
    found = cv2.adaptiveThreshold(
        smooth, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, window, 18
    )
    return np.asarray(found, np.uint8)


def _slope(grey: Picture) -> float:
    """Return by how many degrees lines go down to the right: there rows are sharpest."""
    cv2 = opencv()

    factor = 600 / min(grey.shape)
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
    ink = 255 - np.asarray(small, np.uint8)
    ink = np.where(ink > ink.mean() + 25, ink, 0).astype(np.uint8)
    best = 0.0
    for step, reach in ((0.5, _STEEPEST), (0.1, 0.6), (0.02, 0.12)):
        tried = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(tried, key=lambda angle: _sharpness(_turned(ink, -angle, 0))))
    return best


def _sharpness(ink: Picture) -> float:
    rows = ink.sum(axis=1, dtype=np.float64)
    return float(np.square(np.diff(rows)).sum())


def _turned(grey: Picture, angle: float, paper: int = 255) -> Picture:
    cv2 = opencv()

    if abs(angle) < _STRAIGHT:
        return grey
    height, width = grey.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    turned = cv2.warpAffine(
        grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,)
    )
    return np.asarray(turned, np.uint8)


def _ruled(grey: Picture, ink: Ink, scale: float) -> tuple[Ink, list[Rule]]:
    """Return where ruling lines across are drawn, and the lines.

    They are looked for along themselves: a hair line that is lost in noise dot by dot is seen as a
    whole.
    """
    cv2 = opencv()

    drawn = (contrast(grey, _SMEARED * scale, scale) > _FAINT).astype(np.uint8)
    shape = cv2.getStructuringElement(cv2.MORPH_RECT, (round(_LONG * scale), 1))
    flat = cv2.morphologyEx(drawn, cv2.MORPH_OPEN, shape)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=8)
    kept = np.zeros(count, np.uint8)
    rules: list[Rule] = []
    for number, (left, top, width, height, _) in enumerate(stats):
        if number and height <= _DOUBLED * scale and _is_clear(ink, stats[number], scale):
            kept[number] = 1
            rules.append(Rule((top + height / 2) / scale, left / scale, (left + width) / scale))
    return kept[labels], rules


def _anchored(
    grey: Picture, rules: Sequence[Rule], crossing: Sequence[Rule], scale: float
) -> list[Rule]:
    """Return the lines that go from one that crosses them to another, and pieces of such.

    Strokes of characters begin and end within a cell; where they fill it, there are gaps between.
    """
    drawn = [
        rule
        for rule in rules
        if any(_meets(rule, end, crossing) for end in rule[1:])
        and (rule.end - rule.start > _SURELY or _is_even(grey, rule, crossing, scale))
    ]
    held = [
        rule
        for rule in drawn
        if rule.end - rule.start > _SURELY or all(_meets(rule, end, crossing) for end in rule[1:])
    ]
    held.sort()
    places = [rule.at for rule in held]
    return [rule for rule in drawn if _goes_on(rule, held, places)]


def _goes_on(rule: Rule, held: Sequence[Rule], places: Sequence[float]) -> bool:
    """Whether a line lies where one is held, as one of its pieces, or goes on beyond it.

    What goes on no further than a stroke may be one, of a heading over the table.
    """
    first = bisect_left(places, rule.at - _TOUCH)
    beside = held[first : bisect_right(places, rule.at + _TOUCH)]
    if not beside or rule.end - rule.start > _STROKE:
        return bool(beside)
    start, end = min(one.start for one in beside), max(one.end for one in beside)
    return start - _TOUCH <= rule.start and rule.end <= end + _TOUCH


def _is_even(grey: Picture, rule: Rule, crossing: Sequence[Rule], scale: float) -> bool:
    """Whether a line is about as dark all along, as no strokes in a row are: gaps are between.

    Between the lines of a double one that crosses it, a line may have a gap, too.
    """
    top, bottom, above, below = (
        max(0, round((rule.at + side) * scale)) for side in (-_SIDE, _SIDE, -_DOUBLED, _DOUBLED)
    )
    start, end = round(rule.start * scale), round(rule.end * scale)
    dark = np.median(grey[above:below, start:end]) - grey[top : bottom + 1, start:end].min(axis=0)
    gap = max(1, round(_GAP * scale))
    seen = np.convolve(dark, np.full(gap, 1 / gap), "same")
    places = np.arange(start, end) / scale
    free = np.ones(len(places), bool)
    for at in (rule.start, rule.end, *(one.at for one in crossing if _crosses(one, rule.at))):
        free &= abs(places - at) > _DOUBLE
    return not free.any() or bool(seen[free].min() > _EVEN * np.median(seen))


def _crosses(one: Rule, at: float) -> bool:
    return one.start - _TOUCH <= at <= one.end + _TOUCH


def _meets(rule: Rule, end: float, crossing: Sequence[Rule]) -> bool:
    return any(abs(one.at - end) <= _TOUCH and _crosses(one, rule.at) for one in crossing)


def contrast(grey: Picture, along: float, scale: float) -> Picture:
    """Return by how many tones each dot is darker than what is above and below a thin line.

    Parameters
    ----------
    grey : Picture
    along : float
        Dots over which the line is averaged in its own direction.
    scale : float
    """
    cv2 = opencv()

    smeared = cv2.blur(np.ascontiguousarray(grey), (round(along) | 1, 1))
    over = np.ones((2 * round(_THICKEST * scale) | 1, 1), np.uint8)
    return np.asarray(cv2.morphologyEx(smeared, cv2.MORPH_BLACKHAT, over), np.uint8)


def _is_clear(ink: Ink, line: NDArray[np.int32], scale: float) -> bool:
    """Whether a line is clear on both sides, or beyond the other one of a double line."""
    left, top, width, height, _ = line
    sides = []
    for side in (-1, 1):
        edge = top if side < 0 else top + height - 1
        rows = [edge + side * (round(away * scale) + 1) for away in _AWAY]
        here = [ink[row, left : left + width].mean() for row in rows if 0 <= row < len(ink)]
        sides.append(min(here, default=0.0))
    return min(sides) < _CLEAR and max(sides) < _BUSY


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
