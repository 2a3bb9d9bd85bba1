"""Check ``personal``: no identity or mobile number of anybody stands in prose that is published."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.narrative.context import WithProse
from reportkit.personal import HIDDEN, count_identifiers
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check


@check("personal", NoParameters)
def check_personal(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding a part of the prose that has such numbers, or one that passes.

    None is quoted: whoever reads the finding would have it, too.
    """
    headings = {section.id: section.heading for section in context.edition.sections}
    found = False
    for part, prose in context.narrative.parts.items():
        counts = count_identifiers(prose).items()
        if told := "、".join(f"{count} 处像是{kind}" for kind, count in counts if count):
            found = True
            name = f"“{headings.get(part, '开头')}”"
            yield rule.finding(part, name, State.FAIL, f"{name}有 {told}（{HIDDEN}）。")
    if not found:
        yield rule.finding("text", "报告文字", State.PASS, "文字里没有身份证号码、手机号码。")
