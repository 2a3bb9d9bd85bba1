"""Check ``copies``: files that all say they are one report have the same figures.

Only who reads many files can tell: of one report, nothing is held.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.figures import Mark, Value, is_figure, value_text
from reportkit.rules.context import Copy, WithCopies
from reportkit.rules.finding import CellValue, Finding, State
from reportkit.rules.register import NoParameters, check
from reportkit.rules.rule import Rule

_MOST_NAMED = 3


@check("copies", NoParameters)
def check_copies(rule: Rule, context: WithCopies) -> Iterator[Finding]:
    """Yield one finding a further file of the same bureau, year and form."""
    for copy in context.copies:
        yield _held(rule, context, copy)


def _held(rule: Rule, context: WithCopies, copy: Copy) -> Finding:
    cells = context.edition.cells
    apart = [
        cell
        for cell, theirs in copy.figures.items()
        if cell in cells and _differ(context.figures[cell], theirs)
    ]
    if not apart:
        message = f"另一份同单位、同年度的报告（{copy.file}）的数字与本份相同。"
        return rule.finding(copy.file, copy.file, State.PASS, message)
    told = "、".join(
        f"“{cells[cell].name}”本份 {value_text(context.figures[cell])}、另一份"
        f" {value_text(copy.figures[cell])}"
        for cell in apart[:_MOST_NAMED]
    )
    more = "等" if len(apart) > _MOST_NAMED else ""
    message = (
        f"另一份同单位、同年度的报告（{copy.file}）有 {len(apart)} 格与本份不同：{told}{more}。"
    )
    named = tuple(CellValue(cell, cells[cell].name, context.figures[cell]) for cell in apart)
    return rule.finding(copy.file, copy.file, State.FAIL, message, cells=named)


def _differ(one: Value, other: Value) -> bool:
    """Whether two files say different things: a blank is another than a figure, 0 among them."""
    known = Mark.UNKNOWN not in (one, other)
    return known and one != other and (is_figure(one) or is_figure(other))
