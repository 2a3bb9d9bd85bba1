"""Check ``linear``: a sum over cells, at each of its places."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.errors import FormError
from reportkit.forms import LAST, load_form
from reportkit.rules.context import WithFigures
from reportkit.rules.finding import Finding, State
from reportkit.rules.linear import compile_rules, evaluate_all
from reportkit.rules.register import check
from reportkit.rules.rule import LINEAR, Linear, Rule


@check(LINEAR, Linear)
def check_linear(rule: Rule, context: WithFigures) -> Iterator[Finding]:
    """Yield one finding a place; one alone for a report beside this one that is not there."""
    asked: Linear = rule.parameters
    lacking = asked.beside - context.figures.beside.keys()
    if lacking:
        yield from (_unknown(rule, name) for name in sorted(lacking))
        return
    yield from evaluate_all(compile_rules(context.edition, (rule,)), context.figures)


def _unknown(rule: Rule, beside: str) -> Finding:
    if beside == LAST:
        message = "没有上年度的数字，没有核对。"
        return rule.finding("last_year", "上年度的数字", State.UNKNOWN, message)
    title = _title(beside)
    message = f"没有本单位同一年度的{title}，没有核对。"
    return rule.finding(beside, title, State.UNKNOWN, message)


def _title(form: str) -> str:
    """Return what a report of another form is called; the id of a form that does not ship."""
    try:
        return load_form(form).title
    except FormError:
        return f"另一种报告（{form}）"
