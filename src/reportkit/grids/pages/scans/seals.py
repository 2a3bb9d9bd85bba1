"""Red seals over what is printed: their ink is taken off, and kept beside it.

Only what a seal is made of goes. Other red or blue may be figures that somebody wrote by hand,
corrections, headings.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.pages.scans.opencv import opencv
from reportkit.grids.pages.scans.recognise import Picture

_POINTS = 595.0  # of the shorter side of a page
_LOOKED_AT = 1.0  # dots a point in which seals are looked for
_RED = 40  # tones by which red ink is redder than green and blue
_TOGETHER = 7  # points: strokes of a seal are nearer
_SMALLEST, _LARGEST = 50.0, 220.0  # points that a seal is wide and high
_SPREAD = 1.8  # times as wide as high, or as high as wide, at most
_BLED = 0.3  # points around red ink in which the colours of a JPEG are not those of its dots
_SURELY = 0.75  # of how dark its ink is: print below it is darker
_FULL = 20  # of a hundred dots of a seal so many are darker than its ink is taken to be


class Pressed(NamedTuple):
    """A page and the seal on it, each as dark on light.

    Attributes
    ----------
    grey : Picture
        Without the ink of seals.
    seal : Picture or None
        That ink alone.
    """

    grey: Picture
    seal: Picture | None


def without_seal(picture: Picture) -> Pressed:
    """Return a page, grey or in colours, without the ink of red seals.

    By how dark it is, not by its colour alone: where black is under red, a JPEG tells but how dark
    single dots are.
    """
    if picture.ndim == 2:  # noqa: PLR2004 - it has no colours
        return Pressed(picture, None)
    cv2 = opencv()

    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)
    red = _redness(picture) > _RED
    if not red.any():
        return Pressed(grey, None)
    scale = min(grey.shape) / _POINTS
    lifted, seal = grey.copy(), np.full_like(grey, 255)
    reach = 2 * round(_BLED * scale) + 1
    for part in _seals(red, scale):
        ink = red[part]
        near = cv2.dilate(ink.astype(np.uint8), np.ones((reach, reach), np.uint8)) > 0
        tone = max(1.0, float(np.percentile(grey[part][ink], _FULL)))
        paper = float(np.median(grey[part]))
        lighter = np.minimum(paper, grey[part] * (paper / (_SURELY * tone))).astype(np.uint8)
        lifted[part] = np.where(near, lighter, grey[part])
        seal[part] = np.where(near & (lighter > grey[part]), grey[part], 255)
    return Pressed(lifted, seal) if (seal < 255).any() else Pressed(grey, None)  # noqa: PLR2004


def _redness(picture: Picture) -> NDArray[np.int16]:
    red, green, blue = (picture[:, :, at].astype(np.int16) for at in range(3))
    return red - np.maximum(green, blue)


def _seals(red: NDArray[np.bool_], scale: float) -> Iterator[tuple[slice, slice]]:
    """Yield the parts of a page in which a seal is."""
    cv2 = opencv()

    factor = _LOOKED_AT / scale
    small = cv2.resize(
        red.astype(np.uint8) * 255, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA
    )
    joined = cv2.morphologyEx(
        (small > 64).astype(np.uint8),  # noqa: PLR2004 - a quarter of the dots
        cv2.MORPH_CLOSE,
        np.ones((_TOGETHER, _TOGETHER), np.uint8),
    )
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    for left, top, width, height, _ in stats[1:count]:
        if min(width, height) >= _SMALLEST and max(width, height) <= min(
            _LARGEST, _SPREAD * min(width, height)
        ):
            edges = (top - 1, top + height + 1, left - 1, left + width + 1)
            up, down, near, far = (max(0, round(edge / factor)) for edge in edges)
            yield slice(up, down), slice(near, far)
