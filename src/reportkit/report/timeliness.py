"""How long what was concluded in the report year took: a table a ledger with a deadline."""

from __future__ import annotations

from decimal import Decimal
from html import escape

from reportkit.rendering.parts.tables import plain_table
from reportkit.report.computed import Computed
from reportkit.rules.checks.deadline import DEADLINE, Timeliness

_COLUMNS = ("办结（件）", "用时中位数（工作日）", "最长（工作日）", "超期（件）")


def timeliness_html(computed: Computed) -> str:
    """Return a table for each rule with a deadline, a line for each whose ledger is not there."""
    told, lacking = [], []
    for rule in computed.rules_of(DEADLINE):
        noun, taken = rule.parameters.noun, computed.time_taken(rule)
        if taken:
            told.append(_table(noun, taken))
        else:
            lacking.append(f"<p>没有{escape(noun)}台账，没有计算办理用时。</p>")
    return "\n".join(told + lacking)


def _table(noun: str, taken: Timeliness) -> str:
    typical = Decimal(taken.median.numerator) / taken.median.denominator
    row = (taken.concluded, typical, taken.worst, len(taken.overdue))
    return plain_table(f"{noun}办理用时", _COLUMNS, [row])
