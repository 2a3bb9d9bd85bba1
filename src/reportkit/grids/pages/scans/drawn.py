"""Ruling lines in a picture of a page, and not the strokes of characters."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.pages.content import Rule
from reportkit.grids.pages.scans.ink import Ink
from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.recognise import Picture

_LONG = 15.0  # points that a line goes at least: cells of short figures are as narrow
_THICKEST = 3.0
_DOUBLED = 5.5  # points: two lines of a double one that touch somewhere
_SIDE = 1.5  # points from the middle of a ruling line to where it no longer is
_DOUBLE = 4.5  # points from the middle of a double line to where paper is
_AWAY = (1.0, 2.5, 4.0)  # points from a line, or a double line, to where paper is
_SMEARED = 4.0  # points along a line that are taken together
_STROKE = 24.0  # points: a stroke of a heading may be as long
_GAP = 0.7  # points along a line: characters are not nearer
_LOST = 0.05  # of the dots along a line, those that a dusty page may lack
_BEYOND = 8.0  # points that dust, smeared, makes a line longer
_EVEN = 0.3  # of how dark a line is: where it is less, a gap is
_SURELY = 72.0  # points: no stroke of a character is as long
_TOUCH = 2.0  # points within which lines meet, or lie on one line
_OVER = _TOUCH + _SMEARED / 2  # points that a line, smeared, goes on beyond one that it meets
_FAINT = 14  # tones by which a line is darker than paper, at least
# Of the dots along a ruling line, on its clear side and on the other: more is a row of characters.
_CLEAR, _BUSY = 0.15, 0.5


def ruled(grey: Picture, ink: Ink, scale: float) -> tuple[Ink, list[Rule]]:
    """Return where ruling lines across are drawn, and the lines.

    They are looked for along themselves: a hair line that is lost in noise dot by dot is seen as a
    whole.
    """
    drawn = (_contrast(grey, _SMEARED * scale, scale) > _FAINT).astype(np.uint8)
    kept, rules, high = _kept(_runs(drawn, _LONG * scale), ink, scale)
    if not high.any():
        return kept, rules
    # The ring of a seal, or a stroke of a pen, makes a line too high that it touches.
    more, found, _ = _kept(_runs(high, _SURELY * scale), ink, scale)
    return kept | more, rules + found


def _runs(drawn: Ink, least: float) -> Ink:
    """Return what goes on across for so many dots."""
    cv2 = opencv()

    shape = cv2.getStructuringElement(cv2.MORPH_RECT, (round(least), 1))
    return np.asarray(cv2.morphologyEx(drawn, cv2.MORPH_OPEN, shape), np.uint8)


def _kept(flat: Ink, ink: Ink, scale: float) -> tuple[Ink, list[Rule], Ink]:
    """Return what of it is lines, the lines, and what is too high for one."""
    cv2 = opencv()

    count, labels, stats, _ = cv2.connectedComponentsWithStats(flat, connectivity=8)
    kept, high = np.zeros(count, np.uint8), np.zeros(count, np.uint8)
    rules: list[Rule] = []
    for number, (left, top, width, height, _) in enumerate(stats.tolist()):
        if not number:
            continue
        if height > _DOUBLED * scale:
            high[number] = width >= _SURELY * scale
        elif _is_clear(ink, stats[number], scale):
            kept[number] = 1
            rules.append(Rule((top + height / 2) / scale, left / scale, (left + width) / scale))
    return kept[labels], rules, high[labels]


def anchored(
    grey: Picture, rules: Sequence[Rule], crossing: Sequence[Rule], scale: float, *, dusty: bool
) -> list[Rule]:
    """Return the lines that go from one that crosses them to another, and pieces of such.

    Strokes of characters begin and end within a cell; where they fill it, there are gaps between.
    """
    lost = _LOST if dusty else 0.0
    drawn = [
        rule
        for rule in (_without_ends(one, crossing) if dusty else one for one in rules)
        if (_meets_at_start(rule, crossing) or _meets_at_end(rule, crossing))
        and (rule.end - rule.start > _SURELY or _is_even(grey, rule, crossing, scale, lost))
    ]
    held = [
        rule
        for rule in drawn
        if rule.end - rule.start > _SURELY
        or (_meets_at_start(rule, crossing) and _meets_at_end(rule, crossing))
    ]
    held.sort()
    places = [rule.at for rule in held]
    return [rule for rule in drawn if _goes_on(rule, held, places)]


def _without_ends(rule: Rule, crossing: Sequence[Rule]) -> Rule:
    """Return a line without what sticks out beyond the first and the last that cross it."""
    if rule.end - rule.start <= _STROKE:
        return rule
    at = [one.at for one in crossing if _crosses(one, rule.at)]
    first = min((x for x in at if x > rule.start + _TOUCH), default=rule.end)
    last = max((x for x in at if x < rule.end - _TOUCH), default=rule.start)
    start = first if first - rule.start <= _BEYOND else rule.start
    end = last if rule.end - last <= _BEYOND else rule.end
    return Rule(rule.at, start, end)


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


def _is_even(
    grey: Picture, rule: Rule, crossing: Sequence[Rule], scale: float, lost: float
) -> bool:
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
    return not free.any() or bool(np.quantile(seen[free], lost) > _EVEN * np.median(seen))


def _crosses(one: Rule, at: float) -> bool:
    return one.start - _TOUCH <= at <= one.end + _TOUCH


def _meets_at_start(rule: Rule, crossing: Sequence[Rule]) -> bool:
    return any(
        -_TOUCH <= one.at - rule.start <= _OVER and _crosses(one, rule.at) for one in crossing
    )


def _meets_at_end(rule: Rule, crossing: Sequence[Rule]) -> bool:
    return any(-_TOUCH <= rule.end - one.at <= _OVER and _crosses(one, rule.at) for one in crossing)


def _contrast(grey: Picture, along: float, scale: float) -> Picture:
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
