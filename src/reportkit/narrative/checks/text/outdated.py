"""Check ``outdated``: what prose cites by its year is not of a year before the report's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.narrative.claims.data import Pattern
from reportkit.narrative.context import WithProseOfAYear
from reportkit.numerals import parse_numeral
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import check
from reportkit.strict import Strict


class Outdated(Strict):
    """What is made anew each year, as a pattern over the prose; its first group is the year."""

    cited: Pattern


@check("outdated", Outdated)
def check_outdated(rule: Rule, context: WithProseOfAYear) -> Iterator[Finding]:
    """Yield one finding a document that is outdated, or one that passes."""
    asked: Outdated = rule.parameters
    found: dict[str, str] = {}
    for part, prose in context.narrative.parts.items():
        for match in re.finditer(asked.cited, re.sub(r"\s+", "", prose)):
            if (parse_numeral(match[1]) or context.year) < context.year:
                found.setdefault(match[0], part)
    for number, (cited, part) in enumerate(found.items(), start=1):
        message = f"文字引用的“{cited}”不是 {context.year} 年的。"
        yield rule.finding(f"{part}#{number}", f"“{cited}”", State.FAIL, message)
    if not found:
        yield rule.finding("text", "报告文字", State.PASS, "文字没有引用往年的要点。")
