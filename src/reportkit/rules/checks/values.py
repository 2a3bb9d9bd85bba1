"""Check ``values``: every cell holds what its kind allows."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from reportkit.figures import Figures, Mark, Value, value_text
from reportkit.forms import Cell, Edition
from reportkit.forms.ledgers import NO, YES
from reportkit.rules.context import WithFigures
from reportkit.rules.finding import CellValue, Finding, State
from reportkit.rules.register import NoParameters, check
from reportkit.rules.rule import Rule


@check("values", NoParameters)
def check_values(rule: Rule, context: WithFigures) -> Iterator[Finding]:
    """Yield one finding a faulty cell; a table without any passes once."""
    figures = context.figures
    for table in figures.edition.tables.values():
        prefix = f"{table.id}."
        cells = [cell for cell in figures.edition.cells.values() if cell.id.startswith(prefix)]
        faulty = [finding for cell in cells if (finding := _check_cell(rule, cell, figures))]
        yield from faulty
        if not faulty:
            message = f"“{table.title}”表各格都有合规的数字。"
            yield rule.finding(table.id, f"“{table.title}”表", State.PASS, message)


def _check_cell(rule: Rule, cell: Cell, figures: Figures) -> Finding | None:
    value = figures[cell.id]
    fault = _fault(cell, value)
    if not fault:
        return None
    state = State.UNKNOWN if value is Mark.UNKNOWN else State.FAIL
    cited = (CellValue(cell.id, cell.name, value),)
    message = f"“{cell.name}”{fault}。"
    told = {"suggestion": remedy} if (remedy := _remedy(cell, value, figures.edition)) else {}
    return rule.finding(cell.id, cell.name, state, message, cells=cited, **told)


def _remedy(cell: Cell, value: Value, edition: Edition) -> str:
    """Return what to do about a cell; empty where the rule's own words fit, as of figures."""
    kept = edition.filled_in
    if value is Mark.UNKNOWN and not cell.count.ledger and kept:
        return f"没有台账可以统计这一格，请在 {kept.stem} 里填报。"
    if value is Mark.UNKNOWN or not cell.is_words:
        return ""
    allowed = _allowed(cell)
    return f"请填 {'、'.join(allowed)} 之一。" if allowed else "请填文字；没有的写“无”。"


def _fault(cell: Cell, value: Value) -> str:
    """Return what is wrong with a value; empty where nothing is."""
    match value:
        case Mark.UNKNOWN:
            return "无法确定"  # for want of a row, of what was filled in, or of a member's figure
        case Mark.BLANK:
            return "空白"
        case Mark.NOT_APPLICABLE if cell.duty:
            return ""  # the organ has no such duty; rules of check `duties` hold it to that
    return _not_a_word(cell, value) if cell.is_words else _not_a_number(cell, value)


def _allowed(cell: Cell) -> tuple[str, ...]:
    """Return the words that may stand in a cell; none: any."""
    return (YES, NO) if cell.kind == "flag" else cell.choices


def _not_a_word(cell: Cell, value: Value) -> str:
    allowed = _allowed(cell)
    if isinstance(value, str) and (not allowed or value in allowed):
        return ""
    wanted = f"{'、'.join(allowed)} 之一" if allowed else "文字"
    return f"应为 {wanted}（现为“{value_text(value)}”）"


def _not_a_number(cell: Cell, value: Value) -> str:
    match value:
        case Mark() | str():
            return f"填的是“{value_text(value)}”，不是数"
        case Decimal() if cell.kind == "count" and value != value.to_integral_value():
            return f"应为整数（现为 {value_text(value)}）"
        case int() | Decimal() if value < 0 and not cell.signed:
            return f"不应为负数（现为 {value_text(value)}）"
    return ""
