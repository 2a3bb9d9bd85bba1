"""A page made straight, with its ruling lines, and what is printed in its cells."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.pages.content import Rule
from reportkit.grids.pages.scans.askew import of_fitting_size
from reportkit.grids.pages.scans.drawn import anchored, ruled
from reportkit.grids.pages.scans.faint import without_back
from reportkit.grids.pages.scans.ink import Ink, ink_of
from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.paper import flattened, stacked
from reportkit.grids.pages.scans.recognise import Picture
from reportkit.grids.pages.scans.seals import without_seal
from reportkit.grids.pages.scans.specks import without_specks
from reportkit.grids.pages.scans.upright import upright

POINTS = 595.0
"""Of the shorter side of a page, where a picture does not tell."""
_FAINTEST = 40.0  # tones between paper and print, at least
_DARK = 0.35
_SIDE = 1.5  # points from the middle of a ruling line to where it no longer is
_DOUBLE = 4.5  # points from the middle of a double line to where paper is
_LOW = 0.6  # of the height of digits, from above: where a point begins
_DUST = 192  # tones: darker is dust, if only the edge of it
_ENDS = 0.15  # of the height of a cell: above what is written, and below


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
    taken : Picture or None
        The ink that was taken off: of red seals, and what shines through the paper.
    dust : Picture or None
        The specks that were taken off.
    """

    grey: Picture
    ink: Ink
    long: Ink
    scale: float
    across: list[Rule]
    down: list[Rule]
    taken: Picture | None
    dust: Picture | None


def straightened(picture: Picture) -> Sheet:
    """Return a page upright, its ruling lines found; of two side by side, one below the other.

    Parameters
    ----------
    picture : Picture
        Grey, or in colours.
    """
    cv2 = opencv()

    grey, seal = without_seal(picture)
    grey, dust = without_specks(grey, min(grey.shape) / POINTS)
    layers = [grey, *(one for one in (seal, dust) if one is not None)]
    pictures = [of_fitting_size(one) for one in flattened(layers)]
    lying = upright(pictures, min(pictures[0].shape) / POINTS)
    grey, *beside = (of_fitting_size(one) for one in stacked(lying))
    dust = None if dust is None else beside.pop()
    grey, back = without_back(grey, min(grey.shape) / POINTS)
    beside += [] if back is None else [back]
    scale = min(grey.shape) / POINTS
    ink = ink_of(grey)
    flat, across = ruled(grey, ink, scale)
    standing, down = ruled(grey.T, ink.T, scale)
    across = anchored(grey, across, down, scale, dusty=dust is not None)
    down = anchored(grey.T, down, across, scale, dusty=dust is not None)
    long = np.asarray(cv2.dilate(flat | standing.T, np.ones((3, 3), np.uint8)), np.uint8)
    taken = np.minimum.reduce(beside) if beside else None
    return Sheet(grey, ink, long, scale, across, down, taken, dust)


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


def was_more(sheet: Sheet, left: int, top: int, right: int, bottom: int) -> bool:
    """Whether ink was taken off within a cell."""
    if sheet.taken is None:
        return False
    side = round(_DOUBLE * sheet.scale)
    inner = sheet.taken[top + side : bottom - side, left + side : right - side]
    return bool((inner < 255 - _FAINTEST).any())


def had_dust(sheet: Sheet, left: int, top: int, ink: Ink) -> bool:
    """Whether dust was taken off between the digits of a line where a point may have been."""
    if sheet.dust is None:
        return False
    height, width = ink.shape
    low = sheet.dust[top + round(_LOW * height) : top + height, left : left + width]
    written = np.flatnonzero(ink.any(axis=0))
    between = np.setdiff1d(np.arange(written[0], written[-1]), written)
    return bool((low[:, between] < _DUST).any())


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
