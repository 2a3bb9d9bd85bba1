"""Bar charts: small SVG pictures with searchable text in the shipped fonts.

Chart libraries were tried first; docs/decisions.md says what was wrong with each. All coordinates
are whole numbers, so that the same figures give the same bytes on every machine.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

_WIDTH = 620
_FONT_SIZE = 13
_FONTS = "Noto Sans SC, SimHei, sans-serif"
_BAR, _AXIS = "#1f4e79", "#000000"
_GAP = 6
_COLUMNS_HEIGHT = 200
_BAR_THICKNESS = 18


def column_chart(caption: str, counts: Mapping[str, int]) -> str:
    """Return upright columns, left to right, as a ``figure`` element; for short labels.

    Parameters
    ----------
    caption : str
        What the picture shows; printed under it, and read out to those who cannot see it.
    counts : mapping of str to int
        Label to count, at least one.
    """
    slot = _WIDTH // len(counts)
    thickness = slot * 2 // 3
    base = _COLUMNS_HEIGHT - _FONT_SIZE - _GAP
    room = base - _FONT_SIZE - _GAP
    parts = []
    for number, (label, count) in enumerate(counts.items()):
        length = _length(count, counts, room)
        middle = number * slot + slot // 2
        parts += [
            _bar(middle - thickness // 2, base - length, thickness, length),
            _text(middle, base - length - _GAP // 2, str(count), "middle"),
            _text(middle, _COLUMNS_HEIGHT - _GAP // 2, label, "middle"),
        ]
    parts.append(_line(0, base, _WIDTH, base))
    return _figure(caption, parts, _COLUMNS_HEIGHT)


def bar_chart(caption: str, counts: Mapping[str, int]) -> str:
    """Return lying bars, top to bottom, as a ``figure`` element; for labels that are long.

    Parameters
    ----------
    caption, counts
        As for `column_chart`.
    """
    left = max(len(label) for label in counts) * _FONT_SIZE + _GAP
    room = _WIDTH - left - _GAP - _FONT_SIZE * max(len(str(count)) for count in counts.values())
    slot = _BAR_THICKNESS + _GAP
    parts = []
    for number, (label, count) in enumerate(counts.items()):
        length = _length(count, counts, room)
        top = number * slot + _GAP // 2
        baseline = top + _BAR_THICKNESS - _GAP // 2
        parts += [
            _bar(left, top, length, _BAR_THICKNESS),
            _text(left - _GAP, baseline, label, "end"),
            _text(left + length + _GAP, baseline, str(count), "start"),
        ]
    height = slot * len(counts)
    parts.append(_line(left, 0, left, height))
    return _figure(caption, parts, height)


def _length(count: int, counts: Mapping[str, int], room: int) -> int:
    return count * room // max(1, *counts.values())


def _bar(x: int, y: int, width: int, height: int) -> str:
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="{_BAR}"/>'


def _line(x1: int, y1: int, x2: int, y2: int) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{_AXIS}"/>'


def _text(x: int, y: int, text: str, anchor: str) -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(text)}</text>'


def _figure(caption: str, parts: list[str], height: int) -> str:
    label = escape(caption)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{label}"'
        f' viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
        f' font-family="{_FONTS}" font-size="{_FONT_SIZE}">{"".join(parts)}</svg>'
    )
    return f"<figure>{svg}<figcaption>{label}</figcaption></figure>"
