"""Check ``duties``: what an organ has no duty for is left out whole, all else is filled in."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.figures import Figures, Mark
from reportkit.forms import Cell
from reportkit.rules.context import WithFigures
from reportkit.rules.finding import CellValue, Finding, State
from reportkit.rules.register import NoParameters, check
from reportkit.rules.rule import Rule


@check("duties", NoParameters)
def check_duties(rule: Rule, context: WithFigures) -> Iterator[Finding]:
    """Yield one finding a duty that the edition's tables report on."""
    edition = context.figures.edition
    for duty, name in edition.form.item.duties.items():
        cells = [cell for cell in edition.cells.values() if cell.duty == duty]
        if cells:
            yield _check_duty(rule, duty, name, cells, context.figures)


def _check_duty(rule: Rule, duty: str, name: str, cells: list[Cell], figures: Figures) -> Finding:
    absent = [cell for cell in cells if figures[cell.id] is Mark.NOT_APPLICABLE]
    blank = [cell for cell in cells if figures[cell.id] is Mark.BLANK]
    if len(absent) == len(cells):
        return rule.finding(duty, name, State.PASS, f"没有{name}职责，各格都没有填。")
    if not absent and not blank:
        return rule.finding(duty, name, State.PASS, f"{name}各格都填了。")
    faulty = absent or blank
    listed = "、".join(f"“{cell.name}”" for cell in faulty)
    cited = tuple(CellValue(cell.id, cell.name, figures[cell.id]) for cell in faulty)
    message = (
        f"{name}：{listed}没有填，其他各格填了。"
        if len(faulty) < len(cells)
        else (f"{name}：各格都空白，有没有这项职责看不出来。")
    )
    return rule.finding(duty, name, State.FAIL, message, cells=cited)
