"""Check ``shares``: a share that prose tells is that of the numbers beside it."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP

from reportkit.figures import value_text
from reportkit.narrative.context import WithProse
from reportkit.narrative.parts.shares import Share, find_shares
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check


@check("shares", NoParameters)
def check_shares(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding a share, or one that passes."""
    prose = context.narrative.sentences()
    shares = list(find_shares(prose, context.edition.form))
    for number, share in enumerate(shares, start=1):
        yield _finding(rule, share, number)
    if not shares:
        yield rule.finding("text", "报告文字", State.PASS, "文字没有可以核算的比例。")


def _finding(rule: Rule, share: Share, number: int) -> Finding:
    name = f"“{share.sentence.text[share.start : share.end]}”"
    whole = share.wholes[0]
    worked_out = share.worked_out(whole).quantize(share.step, ROUND_HALF_UP)
    if share.holds:
        state, message = State.PASS, f"{name}的比例与数字相符。"
    else:
        state = State.FAIL
        quote = share.sentence.excerpt(share.start, share.end)
        of = f"{value_text(share.part.value)}÷{value_text(whole.value)}"
        message = f"文字“{quote}”写有{name}，按 {of} 应为 {value_text(worked_out)}%。"
    return rule.finding(
        f"{share.sentence.section}#{number}",
        name,
        state,
        message,
        left=share.told,
        right=worked_out,
        residual=share.told - worked_out,
    )
