"""The figures that a bureau filled in itself, for comparison with what its ledgers count to."""

from __future__ import annotations

import difflib
import re
import unicodedata
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pandas as pd

from reportkit.errors import RawDataError
from reportkit.figures.values import Mark, Value
from reportkit.folding import plain
from reportkit.forms import Cell, Edition
from reportkit.forms.ledgers import NO, YES
from reportkit.ledgers import Ledger
from reportkit.ledgers.values.flags import FLAGS
from reportkit.ledgers.values.nothing import STROKES
from reportkit.personal import hide, is_telephone, may_be_quoted

_FIGURE_LIKE = re.compile(
    r"[0-9,.+\-eE_%〇零一二三四五六七八九十百千万亿两约余元件条次个项宗份人 ]{1,20}"
)
_NONE = "无"
_MORE = re.compile(r"(?:新?增加?|上升|[↑⬆])(?=[0-9])")
_LESS = re.compile(r"(?:减少?|下降|[↓⬇])(?=[0-9])")
_UNCHANGED = re.compile(r"持平|不变|[无没]有?变化")
_ID = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+){1,4}")
# Plain notation, and not so long that it takes forever: 1e99999999 is no figure of any report.
_NUMBER = re.compile(r"[+-]?([0-9]{1,20}|[0-9]{1,3}(,[0-9]{3}){1,6})(\.[0-9]{1,20})?")


def read_summary(ledger: Ledger, edition: Edition) -> dict[str, Value]:
    """Return what the bureau filled in, by cell id.

    Raises
    ------
    RawDataError
        Where a row names a cell that the form does not have.
    """
    unknown = [
        f"{file} 第 {row} 行“格编号”：{_no_cell(cell, edition)}"
        for file, row, cell in zip(
            ledger.places.files, ledger.places.rows, ledger.frame["cell"], strict=True
        )
        if cell not in edition.cells
    ]
    if unknown:
        heading = "单位自行填报的汇总数读不出来："
        raise RawDataError(heading, unknown)
    return {
        cell: filled_in_value(text, edition.cells[cell])
        for cell, text in zip(ledger.frame["cell"], ledger.frame["value"], strict=True)
    }


def without_people(ledger: Ledger, edition: Edition) -> Ledger:
    """Return the list of figures for showing: nothing in it that `filled_in_value` leaves behind.

    Parameters
    ----------
    ledger : Ledger
        All cells of which `read_summary` has found in the form.
    edition : Edition
    """
    frame = ledger.frame
    values = [
        value if isinstance(value := filled_in_value(text, edition.cells[cell]), str) else text
        for cell, text in zip(frame["cell"], frame["value"], strict=True)
    ]
    shown = pd.Series(values, frame.index, dtype=frame["value"].dtype)
    return replace(ledger, frame=frame.assign(value=shown))


def _no_cell(written: str, edition: Edition) -> str:
    """Say which cell a row names; only what looks like an id may be quoted."""
    if not _ID.fullmatch(written):
        return "规定格式里没有这一格。编号见 reportkit cells。"
    near = difflib.get_close_matches(written, edition.cells, n=1)
    remedy = f"是否应为 {near[0]}？" if near else "编号见 reportkit cells。"
    return f"规定格式里没有 {written} 这一格。{remedy}"


def filled_in_value(text: Any, cell: Cell) -> Value:
    """Return what was written into a cell.

    Words where a figure should stand stay words, but what may be a name or a telephone number stays
    behind: nothing but how long it is.
    """
    if pd.isna(text):
        return Mark.BLANK
    written = str(text).strip()
    return _words(written, cell) if cell.is_words else _figure(written, cell)


def _words(written: str, cell: Cell) -> Value:
    """Return words as they are written; of a flag and a choice, the official ones."""
    if cell.kind == "flag" and plain(written).upper() in FLAGS:
        return YES if FLAGS[plain(written).upper()] else NO
    official = {plain(choice): choice for choice in cell.choices}
    if plain(written) in official:
        return official[plain(written)]
    if plain(written) in STROKES:
        return Mark.NOT_APPLICABLE
    return _harmless(written) if cell.choices or cell.kind == "flag" else written


def _figure(written: str, cell: Cell) -> Value:
    folded = with_sign(unicodedata.normalize("NFKC", written), cell)
    if says_no_figure(written):
        return Mark.NOT_APPLICABLE
    if not _NUMBER.fullmatch(folded) or is_telephone(folded):
        return _harmless(written)
    number = Decimal(folded.replace(",", ""))
    whole = number == number.to_integral_value()
    return int(number) if cell.kind == "count" and whole else number


def with_sign(written: str, cell: Cell) -> str:
    """Return what is written into a cell of a change with a sign for the word that says which way.

    Parameters
    ----------
    written : str
        Digits and signs in their plain form.
    cell : Cell
    """
    if not cell.signed:
        return written
    if _UNCHANGED.fullmatch(written):
        return "0"
    for way, sign in ((_MORE, "+"), (_LESS, "-")):
        if word := way.match(written):
            return sign + written[word.end() :]
    return written


def says_no_figure(written: str) -> bool:
    """Whether what stands in the place of a figure says that there is none."""
    return plain(written) in STROKES | {_NONE}


def _harmless(written: str) -> str:
    folded = unicodedata.normalize("NFKC", written)
    harmless = _FIGURE_LIKE.fullmatch(folded) and may_be_quoted(folded)
    return written if harmless else hide(folded)
