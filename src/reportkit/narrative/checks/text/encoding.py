"""Check ``encoding``: the prose is kept in UTF-8, as all tools read it."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.grids.encoding import UTF_8
from reportkit.narrative.context import WithProse
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check


@check("encoding", NoParameters)
def check_encoding(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding: failing where the prose is in another encoding."""
    narrative = context.narrative
    passing = narrative.encoding == UTF_8
    message = f"{narrative.file} 按 {narrative.encoding} 编码读取。"
    state = State.PASS if passing else State.FAIL
    yield rule.finding("text", narrative.file, state, message)
