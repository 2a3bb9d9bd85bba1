"""Characters into text: lines by where they stand, gaps as blanks, broken lines joined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportkit.folding import characters
from reportkit.grids.pages.content import Glyph

_SAME_LINE = 0.35  # of a character's size: baselines of one line differ by less
_SAME_BASE = 0.01  # points: characters of one line, whatever their sizes
_GAP = 0.28  # of a character's size: between digits or letters more is a blank
_TWICE = 0.3  # of a character's width: the same one again so near is drawn twice to look bold


def lines_of(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return characters as lines in the order in which they are read, upright ones first."""
    lines: list[list[Glyph]] = []
    base = 0.0
    for glyph in sorted(glyphs, key=lambda one: (one.turn, one.base)):
        last = lines[-1] if lines and lines[-1][0].turn == glyph.turn else None
        # A line beside it that stands a little higher takes all or none of what stands level.
        if last and (
            glyph.base - last[-1].base <= _SAME_BASE
            or glyph.base - base <= _SAME_LINE * max(glyph.size, last[0].size)
        ):
            last.append(glyph)
        else:
            lines.append([glyph])
            base = glyph.base
    return [_once(sorted(line, key=lambda one: one.start)) for line in lines]


def text_of_line(line: Sequence[Glyph]) -> str:
    """Return the text of a line; a gap between digits or letters is a blank."""
    return characters("".join(_pieces(line)))


def joined(lines: Sequence[Sequence[Glyph]], end: float) -> str:
    """Return the text of lines; one that reaches the end of the room goes on in the next."""
    texts = [text_of_line(line) for line in lines]
    parts = []
    for line, text, after, following in zip(
        lines, texts, [*lines[1:], None], [*texts[1:], ""], strict=True
    ):
        parts.append(text)
        if after is None:
            break
        if not goes_on(line, after, end):
            parts.append("\n")
        elif _is_word(text[-1:]) and _is_word(following[:1]):
            parts.append(" ")
    return "".join(parts)


def goes_on(line: Sequence[Glyph], after: Sequence[Glyph], end: float) -> bool:
    """Whether a line was broken for want of room: what follows would not have found place."""
    return line[-1].end + after[0].width + 0.6 * line[-1].size > end


def _pieces(line: Sequence[Glyph]) -> Iterator[str]:
    before: Glyph | None = None
    for glyph in line:
        if before is not None:
            gap, size = glyph.start - before.end, max(glyph.size, before.size)
            narrow = before.text.isascii() and glyph.text.isascii()
            if gap > (_GAP if narrow else 1.0) * size:
                yield " "
        yield glyph.text
        before = glyph


def _once(line: list[Glyph]) -> list[Glyph]:
    """Leave out what is drawn a second time over itself; of a shadow and its text, the shadow."""
    kept: list[Glyph] = []
    for glyph in line:
        again = next((at for at in range(-len(kept[-2:]), 0) if _is_again(kept[at], glyph)), 0)
        if not again:
            kept.append(glyph)
        elif not glyph.doubt:
            kept[again] = glyph
    return kept


def _is_again(before: Glyph, glyph: Glyph) -> bool:
    return before.text == glyph.text and abs(before.start - glyph.start) < _TWICE * glyph.width


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalpha()
