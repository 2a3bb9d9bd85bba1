"""Check ``duties``: what an organ has no duty for is left out whole, all else is filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportkit.figures import Figures, Mark, value_text
from reportkit.forms import Cell
from reportkit.rules.context import WithDuties
from reportkit.rules.finding import CellValue, Finding, State
from reportkit.rules.register import NoParameters, check
from reportkit.rules.rule import Rule


@check("duties", NoParameters)
def check_duties(rule: Rule, context: WithDuties) -> Iterator[Finding]:
    """Yield one finding a duty that the edition's tables report on."""
    edition = context.figures.edition
    for duty, name in edition.form.item.duties.items():
        cells = [cell for cell in edition.cells.values() if cell.duty == duty]
        if not cells:
            continue
        struck_out = [cell for cell in cells if context.figures[cell.id] is Mark.NOT_APPLICABLE]
        lacks = duty not in context.duties if context.duties else len(struck_out) == len(cells)
        hold = _hold_lacking if lacks else _hold_existing
        faulty, message = hold(name, cells, struck_out, context.figures)
        cited = tuple(CellValue(each.id, each.name, context.figures[each.id]) for each in faulty)
        state = State.FAIL if faulty else State.PASS
        yield rule.finding(duty, name, state, message, cells=cited)


def _hold_lacking(
    name: str, cells: Sequence[Cell], struck_out: Sequence[Cell], figures: Figures
) -> tuple[list[Cell], str]:
    """Return the cells that say something all the same, and what that means."""
    faulty = [cell for cell in cells if cell not in struck_out]
    if not faulty:
        return [], f"没有{name}职责，各格都没有填。"
    listed = "、".join(f"“{cell.name}”（{value_text(figures[cell.id])}）" for cell in faulty)
    return faulty, f"参数 duties 里没有{name}，{listed}却不为空。"


def _hold_existing(
    name: str, cells: Sequence[Cell], struck_out: Sequence[Cell], figures: Figures
) -> tuple[list[Cell], str]:
    """Return the cells that say nothing, and what that means."""
    faulty = [*struck_out] or [cell for cell in cells if figures[cell.id] is Mark.BLANK]
    if not faulty:
        return [], f"{name}各格都填了。"
    if len(faulty) == len(cells) and not struck_out:
        return faulty, f"{name}：各格都空白，有没有这项职责看不出来。"
    listed = "、".join(f"“{cell.name}”" for cell in faulty)
    others = "" if len(faulty) == len(cells) else "，其他各格填了"
    return faulty, f"{name}：{listed}没有填{others}。"
