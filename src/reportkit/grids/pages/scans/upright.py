"""Which way up a page lies that was put into the scanner on its side, or upside down."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from reportkit.grids.pages.scans.askew import slope, turned
from reportkit.grids.pages.scans.ink import ink_of, text_lines
from reportkit.grids.pages.scans.recognise import Picture, recognised

_TURNS = (0, 1, 3, 2)  # quarter turns, the likeliest first
_LINES = 10
_LOWEST, _HIGHEST = 6.0, 30.0  # points that a line of text is high
_SHORTEST = 2.5  # heights that it is long, at least
_LONGEST = 12  # heights of it that are looked at
_SURE = 0.9
_LEGIBLE = 0.5  # of the characters: upright 0.7 to 1.0 of those tried, else up to 0.2


def upright(pictures: Sequence[Picture], scale: float) -> list[Picture]:
    """Return a page level and upright: as it lies if that can be read, else as it can best.

    The first of the pictures tells for all.
    """
    best, quarters, askew, most = pictures[0], 0, 0.0, -1.0
    for turn in _TURNS:
        lying = _quartered(pictures[0], turn)
        angle = -slope(lying)
        level = turned(lying, angle)
        legible = _legible(level, scale)
        if legible > most:
            best, quarters, askew, most = level, turn, angle, legible
        if most >= _LEGIBLE:
            break
    return [best, *(turned(_quartered(one, quarters), askew) for one in pictures[1:])]


def _quartered(picture: Picture, turn: int) -> Picture:
    return np.ascontiguousarray(np.rot90(picture, turn))


def _legible(grey: Picture, scale: float) -> float:
    """Return the part of the characters of some lines that are surely recognised."""
    lines = [
        grey[top:bottom, left : min(right, left + _LONGEST * (bottom - top))]
        for left, top, right, bottom in text_lines(ink_of(grey), scale)
        if _LOWEST * scale <= bottom - top <= _HIGHEST * scale
        and right - left >= _SHORTEST * (bottom - top)
    ]
    if not lines:
        return 0.0
    some = lines[:: max(1, len(lines) // _LINES)][:_LINES]
    seen = [one for line in recognised(some) for one in line if not one.text.isspace()]
    sure = sum(one.score >= _SURE and not one.text.isascii() for one in seen)
    return sure / max(len(seen), _LINES)
