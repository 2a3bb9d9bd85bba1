"""Check ``swing``: a headline figure that moves far from the bureau's own history.

The history is judged by its median and its median absolute deviation (MAD), which one odd year does
not upset (Hampel 1974; Leys et al. 2013). A figure is far off when it is more than some robust
standard deviations away, more than counting noise would make it, and off by more than half; small
counts are left alone, since they jump for no reason.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from statistics import median

from pydantic import PositiveInt

from reportkit.figures import Figures, Mark, value_text
from reportkit.rules.context import WithHistory
from reportkit.rules.finding import CellValue, Finding, State
from reportkit.rules.register import check
from reportkit.rules.rule import CellId, Rule
from reportkit.strict import Strict

_MAD_TO_SIGMA = Fraction("1.4826")  # for a normal distribution


class Swing(Strict):
    """What a rule on swings asks.

    Attributes
    ----------
    cells : tuple of str
        The headline figures; those that the edition does not have are left out.
    fewest_years : int
        How many earlier figures it takes to judge by.
    small : int
        What is neither now nor ever was above this is not judged.
    deviations : int
        How many robust standard deviations are far.
    """

    cells: tuple[CellId, ...]
    fewest_years: PositiveInt = 3
    small: PositiveInt = 20
    deviations: PositiveInt = 4


@check("swing", Swing)
def check_swing(rule: Rule, context: WithHistory) -> Iterator[Finding]:
    """Yield one finding a headline figure, or a single one where there is no history to speak of.

    A figure with too few earlier ones is unknown.
    """
    asked: Swing = rule.parameters
    if len(context.history) < asked.fewest_years:
        message = f"往年的报告不足 {asked.fewest_years} 份，没有比较。"
        yield rule.finding("history", "往年的数字", State.UNKNOWN, message)
        return
    for cell in asked.cells:
        if cell in context.figures:
            yield _check_cell(rule, cell, context.figures, context.history)


def _check_cell(rule: Rule, cell: str, figures: Figures, history: Sequence[Figures]) -> Finding:
    asked: Swing = rule.parameters
    name = figures.edition.cells[cell].name
    now = figures[cell]
    told = (year.get(cell, Mark.UNKNOWN) for year in history)
    past = [Fraction(value) for value in told if isinstance(value, int | Decimal)]
    cited = (CellValue(cell, name, now),)
    if not isinstance(now, int | Decimal):
        message = f"“{name}”没有数字（{value_text(now)}），没有比较。"
        return rule.finding(cell, name, State.UNKNOWN, message, cells=cited)
    if len(past) < asked.fewest_years:
        message = f"“{name}”不足 {asked.fewest_years} 个年度的往年数字，没有比较。"
        return rule.finding(cell, name, State.UNKNOWN, message, cells=cited)
    usual = Fraction(median(past))
    state = State.FAIL if _is_far(Fraction(now), past, usual, asked) else State.PASS
    lowest, highest = _shown(min(past)), _shown(max(past))
    message = (
        f"“{name}”本年为 {value_text(now)}，往年一般为 {int(usual)}（{lowest} 至 {highest}）。"
    )
    return rule.finding(cell, name, state, message, cells=cited)


def _shown(figure: Fraction) -> str:
    return value_text(Decimal(figure.numerator) / figure.denominator)


def _is_far(now: Fraction, past: Sequence[Fraction], usual: Fraction, asked: Swing) -> bool:
    if max(now, *past) <= asked.small:
        return False
    distance = abs(now - usual)
    spread = Fraction(median(abs(value - usual) for value in past)) * _MAD_TO_SIGMA
    beyond_history = distance > asked.deviations * spread
    beyond_noise = distance**2 > asked.deviations**2 * usual  # the variance of a count is its mean
    return beyond_history and beyond_noise and 2 * distance > usual
