"""Rule Y-SWING: a headline figure that moves far from the bureau's own history.

The history is judged by its median and its median absolute deviation (MAD), which one odd year does
not upset (Hampel 1974; Leys et al. 2013). A figure is far off when it is more than four robust
standard deviations away, more than counting noise would make it, and off by more than half; small
counts are left alone, since they jump for no reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from statistics import median

from reportkit.figures import Figures
from reportkit.rules.catalogue import load_catalogue
from reportkit.rules.finding import CellValue, Finding, State
from reportkit.rules.rule import Rule

_FEWEST_YEARS = 3
_SMALL = 20  # neither now nor ever above this: not judged
_DEVIATIONS = 4
_MAD_TO_SIGMA = Fraction("1.4826")  # for a normal distribution


def check_swing(figures: Figures, history: Sequence[Figures]) -> list[Finding]:
    """Hold the headline figures of a report against those of earlier years.

    Parameters
    ----------
    figures : Figures
    history : sequence of Figures
        Earlier years, in any order.

    Returns
    -------
    list of Finding
        One for each headline cell that the form has: passing, failing, or unknown where fewer than
        three earlier years have a figure.
    """
    rule = load_catalogue()["Y-SWING"]
    if len(history) < _FEWEST_YEARS:
        message = f"往年的报告不足 {_FEWEST_YEARS} 份，没有比较。"
        return [rule.finding("history", "往年的数字", State.UNKNOWN, message)]
    cells = [cell for cell in rule.cells if cell in figures]
    return [_check_cell(rule, cell, figures, history) for cell in cells]


def _check_cell(rule: Rule, cell: str, figures: Figures, history: Sequence[Figures]) -> Finding:
    name = figures.edition.cells[cell].name
    now = figures[cell]
    past = [value for year in history if isinstance(value := year.get(cell), int)]
    cited = (CellValue(cell, name, now),)
    if not isinstance(now, int) or len(past) < _FEWEST_YEARS:
        message = f"“{name}”不足 {_FEWEST_YEARS} 个年度的往年数字，没有比较。"
        return rule.finding(cell, name, State.UNKNOWN, message, cells=cited)
    usual = Fraction(median(past))
    state = State.FAIL if _is_far(now, past, usual) else State.PASS
    message = f"“{name}”本年为 {now}，往年一般为 {int(usual)}（{min(past)} 至 {max(past)}）。"
    return rule.finding(cell, name, state, message, cells=cited)


def _is_far(now: int, past: Sequence[int], usual: Fraction) -> bool:
    if max(now, *past) <= _SMALL:
        return False
    distance = abs(now - usual)
    spread = Fraction(median(abs(value - usual) for value in past)) * _MAD_TO_SIGMA
    beyond_history = distance > _DEVIATIONS * spread
    beyond_noise = distance**2 > _DEVIATIONS**2 * usual  # the variance of a count is its mean
    return beyond_history and beyond_noise and 2 * distance > usual
