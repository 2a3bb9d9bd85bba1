"""The texts that the cells of an XLS workbook share: in which fonts their pieces are written."""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

_STRINGS, _GOES_ON = 0xFC, 0x3C
_WIDE, _PHONETIC, _RICH = 0x01, 0x04, 0x08


def runs_of(records: Sequence[tuple[int, bytes]]) -> Iterator[list[int | None]]:
    """Yield of each text the fonts of its pieces that show anything; None for that of the cell."""
    at = next((n for n, (kind, _) in enumerate(records) if kind == _STRINGS), None)
    if at is None:
        return
    pieces = [records[at][1]]
    for kind, content in records[at + 1 :]:
        if kind != _GOES_ON:
            break
        pieces.append(content)
    (count,) = struct.unpack_from("<4xI", pieces[0])
    texts = _Texts(pieces)
    for _ in range(count):
        if texts.is_at_end():
            return
        yield texts.fonts_of_next()


class _Texts:
    """A table of texts, read on over the ends of records."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self._pieces, self._piece, self._at = pieces, 0, 8

    def is_at_end(self) -> bool:
        """Whether nothing more is there."""
        while self._at >= len(self._pieces[self._piece]):
            if self._piece + 1 == len(self._pieces):
                return True
            self._piece, self._at = self._piece + 1, 0
        return False

    def fonts_of_next(self) -> list[int | None]:
        """Return the fonts of the next text."""
        length, flags = struct.unpack("<HB", self._take(3))
        (runs,) = struct.unpack("<H", self._take(2)) if flags & _RICH else (0,)
        (more,) = struct.unpack("<I", self._take(4)) if flags & _PHONETIC else (0,)
        text = self._characters(length, flags)
        starts = list(struct.iter_unpack("<HH", self._take(4 * runs)))
        self._take(more)
        if not starts:
            return []
        ends = [*(start for start, _ in starts), length]
        written: list[tuple[int | None, str]] = [(None, text[: ends[0]])]
        written += [(font, text[start:end])
                    for (start, font), end in zip(starts, ends[1:], strict=True)]  # fmt: skip
        return [font for font, piece in written if piece.strip()]

    def _characters(self, length: int, flags: int) -> str:
        """Return characters; in a new record they begin by saying anew how wide they are."""
        text = ""
        while len(text) < length and not self.is_at_end():
            if self._at == 0:
                flags = self._take(1)[0]
            width = 1 + (flags & _WIDE)
            room = (len(self._pieces[self._piece]) - self._at) // width
            taken = self._take(width * max(1, min(room, length - len(text))))
            text += taken.decode("utf-16-le" if flags & _WIDE else "latin-1", "replace")
        return text

    def _take(self, length: int) -> bytes:
        taken = b""
        while len(taken) < length and not self.is_at_end():
            piece = self._pieces[self._piece][self._at : self._at + length - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken
