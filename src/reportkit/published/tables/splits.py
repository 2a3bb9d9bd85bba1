"""Digits that run together, cut into numbers in every way that there is."""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.published.tables.lines import Piece

_MOST_DIGITS, _MOST_SPLITS = 30, 5_000


def splits_of(pieces: Sequence[Piece], count: int) -> list[list[Piece]]:
    """Return the ways to cut digits that run together into as many numbers as there are columns."""
    texts = [piece.text for piece in pieces]
    if not all(text.isascii() and text.isdigit() for text in texts):
        return []
    if sum(map(len, texts)) > _MOST_DIGITS:
        return []
    found: list[list[Piece]] = []
    _cut(texts, count, [], found)
    return found if len(found) < _MOST_SPLITS else []


def _cut(texts: Sequence[str], count: int, before: list[str], found: list[list[Piece]]) -> None:
    """Add every way to cut texts into so many numbers, none of which begins with a needless 0."""
    if len(found) >= _MOST_SPLITS:
        return
    if not texts:
        if not count:
            found.append([Piece(text, is_words=False) for text in before])
        return
    first, rest = texts[0], texts[1:]
    if not count or len("".join(texts)) < count:
        return
    ends = [1] if first[0] == "0" else range(1, len(first) + 1)
    for end in ends:
        left = [first[end:], *rest] if first[end:] else rest
        _cut(left, count - 1, [*before, first[:end]], found)
