"""What befalls pages before they reach whoever audits them: stamps, faxes, cameras, copies.

Each takes the pictures of a report's pages, grey, at 150 dots an inch, and returns other ones,
grey or in colours (RGB).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportkit.grids.pages.scans.opencv import opencv

Picture = NDArray[np.uint8]
_Dice = np.random.Generator


def _each(change: Callable[[Picture, _Dice], Any]) -> Callable[[Sequence[Picture], _Dice], Any]:
    return lambda pages, dice: [_bytes(change(page, dice)) for page in pages]


def _bytes(picture: Any) -> Picture:
    return np.ascontiguousarray(np.clip(picture, 0, 255).astype(np.uint8))


def _noisy(page: Any, dice: _Dice, noise: float = 6.0) -> Any:
    return page + dice.normal(0, noise, page.shape)


def _tilted(page: Picture, dice: _Dice) -> Any:
    cv2 = opencv()
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), float(dice.uniform(-2, 2)), 1.0)
    return _noisy(cv2.warpAffine(page, turn, (width, height), borderValue=(255,)), dice)


def _pressed(page: Picture, _: _Dice) -> Any:
    """JPEG of low quality."""
    cv2: Any = opencv()
    packed = cv2.imencode(".jpg", page, [cv2.IMWRITE_JPEG_QUALITY, 22])[1]
    return cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE)


def _stamped(page: Picture, dice: _Dice) -> Any:
    """A round seal, red and so grey here, over the middle of the page."""
    cv2: Any = opencv()
    height, width = page.shape
    seal = np.zeros_like(page)
    at = (int(width * dice.uniform(0.4, 0.6)), int(height * dice.uniform(0.3, 0.6)))
    cv2.circle(seal, at, 120, (255,), 7)
    star = [
        (at[0] + r * np.sin(k * np.pi / 5), at[1] - r * np.cos(k * np.pi / 5))
        for k, r in zip(range(10), [40, 16] * 5, strict=True)
    ]
    cv2.fillPoly(seal, [np.array(star, np.int32)], (255,))
    return _noisy(page * (1 - 0.38 * (seal / 255)), dice, 4)


def _sealed(page: Picture, dice: _Dice) -> Any:
    """A round red seal as offices press them, in colours, unevenly inked, over the middle."""
    cv2: Any = opencv()
    height, width = page.shape
    seal = np.zeros_like(page)
    at = (int(width * dice.uniform(0.4, 0.6)), int(height * dice.uniform(0.3, 0.6)))
    cv2.circle(seal, at, 120, (255,), 8)
    star = [
        (at[0] + r * np.sin(k * np.pi / 5), at[1] - r * np.cos(k * np.pi / 5))
        for k, r in zip(range(10), [40, 16] * 5, strict=True)
    ]
    cv2.fillPoly(seal, [np.array(star, np.int32)], (255,))
    for turn in np.linspace(0.15, 0.85, 9) * 2 * np.pi + np.pi / 2:
        where = (int(at[0] + 88 * np.cos(turn)) - 14, int(at[1] + 88 * np.sin(turn)) + 14)
        cv2.putText(seal, "B", where, cv2.FONT_HERSHEY_SIMPLEX, 1.2, (255,), 4)
    uneven = cv2.resize(dice.uniform(0.55, 1, (height // 9, width // 9)), (width, height))
    inked = cv2.GaussianBlur(seal, (3, 3), 0.8) / 255 * uneven
    through = 1 - inked[:, :, None] * (1 - np.array(dice.choice(_REDS)) / 255)
    return page[:, :, None] * through + dice.normal(0, 5, (*page.shape, 1))


_REDS = ((215, 35, 45), (200, 60, 70), (230, 20, 20), (190, 40, 90))


def _faxed(page: Picture, dice: _Dice) -> Any:
    """Black and white alone, with lines that were lost or doubled on the way."""
    fax = np.where(page + dice.normal(0, 12, page.shape) > 140, 255, 0)
    for row in dice.integers(0, len(fax) - 2, 25):
        fax[row] = 255 if dice.random() < 0.6 else fax[row + 1]
    for row in dice.integers(0, len(fax) - 2, 3):
        fax[row, int(dice.integers(0, 500)) :] = 0
    return fax


def _photographed(page: Picture, dice: _Dice) -> Any:
    """From aside, on a darker table, the light from one corner."""
    cv2 = opencv()
    height, width = page.shape
    whole = cv2.copyMakeBorder(page, 60, 60, 60, 60, cv2.BORDER_CONSTANT, value=(90,))
    down, across = whole.shape
    corners = np.array([(60, 60), (width + 60, 60), (width + 60, height + 60), (60, height + 60)])
    seen = corners + dice.uniform(-1, 1, (4, 2)) * (0.025 * width)
    turn = cv2.getPerspectiveTransform(corners.astype(np.float32), seen.astype(np.float32))
    photo = cv2.warpPerspective(whole, turn, (across, down), borderValue=(90,))
    light = np.linspace(1.0, 0.72, across) * np.linspace(1.0, 0.9, down)[:, None]
    return _noisy(cv2.GaussianBlur(photo, (3, 3), 0.7) * light, dice, 4)


def _on_grey(page: Picture, dice: _Dice) -> Any:
    return _noisy(page * 0.55 + 45, dice, 9)


def _two_in_one(pages: Sequence[Picture], dice: _Dice) -> list[Picture]:
    """Two pages side by side, as of a book that lies open."""
    pairs = [pages[n : n + 2] for n in range(0, len(pages), 2)]
    return [_bytes(_noisy(np.hstack([*pair]), dice)) for pair in pairs]


def _coarse(page: Picture, dice: _Dice) -> Any:
    cv2 = opencv()
    height, width = page.shape
    small = cv2.resize(page, (width * 2 // 3, height * 2 // 3), interpolation=cv2.INTER_AREA)
    return _noisy(small, dice, 5)


def _speckled(page: Picture, dice: _Dice) -> Any:
    """A copy of a copy: grains, and dirt in dots."""
    copy = np.where(_noisy(page, dice, 25) > 150, 250, 20).astype(np.int16)
    dirt = dice.random(page.shape)
    copy[dirt < 0.002] = 0
    copy[dirt > 0.997] = 255
    return copy


def _edged(page: Picture, dice: _Dice) -> Any:
    """The dark edge of the lid, and two holes of a punch."""
    cv2: Any = opencv()
    edged = page.copy()
    edged[:, :22], edged[:14] = 15, 30
    for share in (0.42, 0.58):
        cv2.circle(edged, (48, int(len(page) * share)), 15, (10,), -1)
    return _noisy(edged, dice)


def _shining_through(page: Picture, dice: _Dice) -> Any:
    """The back of the paper, faint and the wrong way round."""
    back = np.roll(page[:, ::-1], 37, axis=0)
    return _noisy(page - (255 - back) * 0.16, dice, 5)


DAMAGES: Mapping[str, Callable[[Sequence[Picture], _Dice], list[Picture]]] = {
    "tilted": _each(_tilted),
    "pressed": _each(_pressed),
    "stamped": _each(_stamped),
    "faxed": _each(_faxed),
    "photographed": _each(_photographed),
    "on grey": _each(_on_grey),
    "two in one": _two_in_one,
    "coarse": _each(_coarse),
    "speckled": _each(_speckled),
    "edged": _each(_edged),
    "shining through": _each(_shining_through),
    "sealed": _each(_sealed),
    "without rules": _each(_noisy),
}
"""By name; the last is of a page whose tables have no rules."""
