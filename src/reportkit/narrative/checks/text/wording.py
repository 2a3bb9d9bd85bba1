"""Check ``wording``: nothing in the prose is worded as another kind of document is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.narrative.claims.data import Pattern
from reportkit.narrative.context import WithProse
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import check
from reportkit.strict import Strict


class Wording(Strict):
    """Words that are out of place, as a pattern over folded sentences."""

    words: Pattern


@check("wording", Wording)
def check_wording(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding a place, or one that passes."""
    asked: Wording = rule.parameters
    number = 0
    for sentence in context.narrative.sentences():
        for match in re.finditer(asked.words, sentence.text):
            number += 1
            name = f"“{match[0]}”"
            quote = sentence.excerpt(match.start(), match.end())
            message = f"文字“{quote}”里的{name}不是报告的写法。"
            yield rule.finding(f"{sentence.section}#{number}", name, State.FAIL, message)
    if not number:
        yield rule.finding("text", "报告文字", State.PASS, "文字没有别的公文的用语。")
