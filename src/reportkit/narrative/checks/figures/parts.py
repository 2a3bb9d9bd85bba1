"""Check ``parts``: parts listed after a total do not exceed it, and add up where they are all."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.figures import value_text
from reportkit.narrative.context import WithProse
from reportkit.narrative.parts.later import find_later_parts
from reportkit.narrative.parts.lists import PartsList, find_parts
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check


@check("parts", NoParameters)
def check_parts(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding a list."""
    prose = context.narrative.sentences()
    form = context.edition.form
    found = (*find_parts(prose, form), *find_later_parts(prose, form))
    for number, parts in enumerate(found, start=1):
        yield _finding(rule, parts, number)


def _finding(rule: Rule, listed: PartsList, number: int) -> Finding:
    total, added = listed.total.value, listed.sum
    sentence = listed.sentence
    named = f"“{listed.total.label}{value_text(total)}{listed.total.unit}”"
    if not listed.fails:
        state = State.PASS
        relation = "等于" if added == total else "未超过"
        message = f"{named}所列 {len(listed.parts)} 项之和为 {value_text(added)}，{relation}总数。"
    else:
        state = State.FAIL
        quote = sentence.excerpt(listed.total.start, listed.parts[-1].end)
        over = added - total
        apart = f"多 {value_text(over)}" if over > 0 else f"少 {value_text(-over)}"
        message = f"文字“{quote}”：所列 {len(listed.parts)} 项之和为 {value_text(added)}，"
        message += f"比{named}{apart}。"
    return rule.finding(
        f"{sentence.section}#{number}",
        named,
        state,
        message,
        left=added,
        right=total,
        residual=added - total,
    )
