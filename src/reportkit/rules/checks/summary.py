"""Check ``summary``: what a bureau filled in itself is what its ledgers count to."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.figures import Mark, Value, value_text
from reportkit.forms import Cell
from reportkit.rules.context import WithCount
from reportkit.rules.finding import CellValue, Finding, State
from reportkit.rules.register import NoParameters, check
from reportkit.rules.rule import Rule


@check("summary", NoParameters)
def check_summary(rule: Rule, context: WithCount) -> Iterator[Finding]:
    """Compare cell by cell; what a parent filled in is compared where members are added up."""
    if not context.members:
        yield from compare_filled_in(rule, context)


def compare_filled_in(rule: Rule, context: WithCount) -> Iterator[Finding]:
    """Yield one finding a cell that differs or cannot be compared; one pass where all agree.

    Cells that were not filled in are not compared, nor are those that no ledger tells: what was
    filled in is all that is known of them.
    """
    figures = context.figures
    cells = figures.edition.cells
    filled_in = {
        cell: value for cell, value in context.filled_in.items() if cell not in context.taken
    }
    differing = [
        (cell, value)
        for cell, value in filled_in.items()
        if value != figures[cell] or figures[cell] is Mark.UNKNOWN
    ]
    for cell, value in differing:
        yield _compare(rule, cells[cell], value, figures[cell])
    if filled_in and not differing:
        message = f"填报的 {len(filled_in)} 格都与统计数一致。"
        yield rule.finding("summary", "填报数", State.PASS, message)


def _compare(rule: Rule, cell: Cell, filled_in: Value, counted: Value) -> Finding:
    state = State.UNKNOWN if counted is Mark.UNKNOWN else State.FAIL
    message = f"“{cell.name}”填报数为 {value_text(filled_in)}，统计数为 {value_text(counted)}。"
    cited = (CellValue(cell.id, cell.name, counted),)
    return rule.finding(
        cell.id, cell.name, state, message, left=filled_in, right=counted, cells=cited
    )
