"""The one loop that holds a report against rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from reportkit.errors import ReportkitError
from reportkit.figures import Figures
from reportkit.rules.context import BareFigures, Context
from reportkit.rules.finding import Finding, State
from reportkit.rules.register import CHECKS
from reportkit.rules.rule import LINEAR, Rule

_OF_FIGURES = frozenset({LINEAR, "values"})
"""The checks that ask for nothing but figures."""


def evaluate(rules: Iterable[Rule], context: Context) -> list[Finding]:
    """Hold a report against every rule that applies to it.

    Parameters
    ----------
    rules : iterable of Rule
    context : Context
        Has all that the checks of the rules ask for.

    Returns
    -------
    list of Finding
        Passing, failing, unknown and broken ones alike, in the order of the rules.
    """
    return [
        finding
        for rule in rules
        if rule.applies(context.edition, context.facts)
        for finding in or_broken(rule, CHECKS[rule.check].evaluate, context)
    ]


def or_broken(
    rule: Rule, evaluation: Callable[[Rule, Context], Iterable[Finding]], context: Context
) -> list[Finding]:
    """Return what a check says; where it cannot be evaluated, one broken finding of its rule.

    Our own errors pass through: they tell the user what to mend.
    """
    try:
        return list(evaluation(rule, context))
    except ReportkitError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it must never count as a pass
        message = f"核对没有完成（{type(error).__name__}），不能算作通过。"
        remedy = "请把台账、参数和这条信息交给维护人员。"
        return [rule.finding("report", "全部", State.BROKEN, message, suggestion=remedy)]


def check_figures(
    figures: Figures, rules: Iterable[Rule], facts: frozenset[str] = frozenset()
) -> list[Finding]:
    """Hold figures that come alone against the rules that ask for nothing else.

    Parameters
    ----------
    figures : Figures
    rules : iterable of Rule
        A whole catalogue; of other checks' rules nothing is said.
    facts : frozenset of str
        What is true of the organ: its level, and parameters such as ``legislative_power``.
    """
    held = (rule for rule in rules if rule.check in _OF_FIGURES)
    return evaluate(held, BareFigures(figures, facts))
