"""What else a figure in a picture may be, digit by digit: only digits that were not seen surely."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportkit.grids.pages.content import Glyph

CERTAIN = 0.85
"""The score of a character in a picture; surer ones were right in all that was tried."""
LONGEST_FIGURE = 16
_MOST = 60
_MOST_CHANGES = 2
# What bad print makes of each other.
_ALIKE = {"0": "68", "1": "7", "2": "7", "3": "8", "5": "6", "6": "058", "7": "12", "8": "0369"}
_ALIKE |= {"9": "8"}


def readings_of(glyphs: Sequence[Glyph]) -> tuple[str, ...]:
    """Return what a cell may say whose figure is not clear; none where it is no figure.

    As it was recognised first, if that is a figure; then those that change one character, then
    those that change two. Characters that are certain stay as they are.
    """
    strange = [one for one in glyphs if not one.text.isdigit() and one.text not in ".,"]
    digits = [one for one in glyphs if one.text.isdigit()]
    if not digits or len(glyphs) > LONGEST_FIGURE:
        return ()
    if len(strange) > 1 or any(one.score >= CERTAIN for one in strange):
        return ()
    texts = [one.text for one in glyphs]
    found = [texts]
    begun = [texts]
    for _ in range(_MOST_CHANGES):
        begun = [each for one in begun for each in _changed(one, texts, glyphs)]
        found += begun
    read = dict.fromkeys("".join(one) for one in found)
    return tuple(one for one in read if one.isdigit() and one.isascii())[:_MOST]


def _changed(
    texts: Sequence[str], before: Sequence[str], glyphs: Sequence[Glyph]
) -> Iterator[list[str]]:
    """Yield texts with one more character changed."""
    for at, glyph in enumerate(glyphs):
        if texts[at] == before[at]:
            for other in _others(glyph, alone=len(glyphs) == 1):
                yield [*texts[:at], other, *texts[at + 1 :]]


def _others(glyph: Glyph, *, alone: bool) -> Iterator[str]:
    yield from glyph.others
    if glyph.score >= CERTAIN or glyph.text in ".,":
        return
    if not glyph.text.isdigit():
        yield ""  # dirt
        return
    yield from _ALIKE.get(glyph.text, "")
    if glyph.text == "1" and not alone:
        yield ""  # a piece of a ruling line
