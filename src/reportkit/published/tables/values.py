"""What one place of a published table says, as a value of the form."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from reportkit.figures import Mark, Value
from reportkit.figures.official.labels import fold, is_money, unit_of
from reportkit.figures.summary import filled_in_value, with_sign
from reportkit.forms import Cell
from reportkit.published.tables.lines import NOTE_MARK, NOUGHTS, Piece

_PLAIN = re.compile(r"[0-9]{1,9}", re.ASCII)
_WITH_NOTE = re.compile(
    r"(?P<figure>[+-]?[0-9][0-9,]*(?:\.[0-9]+)?)\s*(?P<unit>[件宗个条项次份起]|万?元)?\s*"
    r"(?:[(（][^()（）]*[)）])?"
)


class Reading(NamedTuple):
    """A value, and why it is not certain; empty where it is."""

    value: Value
    doubt: str = ""


def read_piece(piece: Piece, cell: Cell, unit: str = "") -> Reading:
    """Return what a piece says of a cell.

    Parameters
    ----------
    piece : Piece
    cell : Cell
    unit : str
        The unit that the heading over it gives; empty where it gives none.
    """
    if cell.is_words:
        return Reading(filled_in_value(piece.text, cell) if piece.text else Mark.BLANK)
    if piece.is_blank:
        return Reading(Mark.BLANK, piece.unsure)
    if cell.kind == "count" and _PLAIN.fullmatch(piece.text) and not unit:
        return Reading(int(piece.text), piece.unsure)
    if piece.text in NOUGHTS:
        return Reading(0, piece.unsure)
    folded = unicodedata.normalize("NFKC", NOTE_MARK.sub("（注）", piece.text)).strip()
    folded = with_sign(folded, cell)
    noted = _WITH_NOTE.fullmatch(folded)
    written = noted["figure"] if noted else folded
    value = filled_in_value(written, cell)
    if isinstance(value, str):
        return Reading(Mark.UNKNOWN, f"写的是“{_shown(piece.text)}”，不是一个数")
    doubt = piece.unsure or _unit_doubt(noted["unit"] if noted else "", unit, cell, value)
    return Reading(value, doubt)


def readings_of(piece: Piece, cell: Cell, unit: str = "") -> Iterator[Value]:
    """Yield what a piece may say of a cell that is not clear in a picture."""
    for text in piece.readings:
        value, doubt = read_piece(replace(piece, text=text, unsure=""), cell, unit)
        if not doubt:
            yield value


def _shown(text: str) -> str:
    return text if len(text) <= _MOST_SHOWN else f"{text[:_MOST_SHOWN]}…"


_MOST_SHOWN = 20


def _unit_doubt(own: str | None, heading: str, cell: Cell, value: Value) -> str:
    """Say that a figure is in another unit than the form's; empty where it is not."""
    if value == 0 or isinstance(value, Mark):
        return ""
    written = own if own and is_money(own) else heading
    ours = unit_of(cell.column) or unit_of(cell.row)
    if cell.kind != "money":
        return f"单位写的是{written}，应为件数" if written and is_money(written) else ""
    if written and written != ours and (ours or is_money(written)):
        wanted = f"规定的单位是{ours}" if ours else "规定格式没有写单位"
        return f"单位写的是{written}，{wanted}"
    return ""


def unit_in(text: str) -> str:
    """Return the unit that a heading gives."""
    return fold(text).unit
