"""Check ``silence``: prose says something of figures that want a word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from reportkit.figures import value_text
from reportkit.narrative.claims.data import Pattern
from reportkit.narrative.context import WithProseAndFigures
from reportkit.rules import CellValue, Finding, Rule, State
from reportkit.rules.register import check
from reportkit.rules.rule import CellId
from reportkit.strict import Strict


class Silence(Strict):
    """What prose may not pass over.

    Attributes
    ----------
    cells : tuple of str
        Cells that want a word where one of them is above 0.
    words : str
        Pattern of the words that speak of them.
    """

    cells: tuple[CellId, ...]
    words: Pattern


@check("silence", Silence)
def check_silence(rule: Rule, context: WithProseAndFigures) -> Iterator[Finding]:
    """Yield one finding."""
    asked: Silence = rule.parameters
    figures = context.figures
    cells = figures.edition.cells
    above = [
        CellValue(cell, cells[cell].name, value)
        for cell in asked.cells
        if cell in cells and isinstance(value := figures[cell], int | Decimal) and value > 0
    ]
    spoken = re.search(asked.words, context.narrative.text) is not None
    if above and not spoken:
        listed = "、".join(f"“{each.name}” {value_text(each.value)}" for each in above)
        message = f"表中{listed}，文字只字未提。"
        yield rule.finding("text", "报告文字", State.FAIL, message, cells=tuple(above))
    else:
        yield rule.finding("text", "报告文字", State.PASS, "文字没有略过这些数字。")
