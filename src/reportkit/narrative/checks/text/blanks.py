"""Check ``blanks``: nothing in the prose still waits for a number or a name."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.narrative.blanks import find_blanks
from reportkit.narrative.context import WithProse
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

_SHOWN = 5


@check("blanks", NoParameters)
def check_blanks(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding a part of the prose that has blanks, or one that passes."""
    headings = {section.id: section.heading for section in context.edition.sections}
    found = False
    for part, prose in context.narrative.parts.items():
        blanks = list(dict.fromkeys(find_blanks(prose)))
        if blanks:
            found = True
            name = f"“{headings.get(part, '开头')}”"
            yield rule.finding(part, name, State.FAIL, _message(name, blanks))
    if not found:
        yield rule.finding("text", "报告文字", State.PASS, "文字里没有待填的空。")


def _message(name: str, blanks: list[str]) -> str:
    quoted = "、".join(f"“{blank}”" for blank in blanks[:_SHOWN])
    more = "等" if len(blanks) > _SHOWN else ""
    return f"{name}有 {len(blanks)} 处像是没有填的空：{quoted}{more}。"
