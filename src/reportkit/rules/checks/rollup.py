"""Check ``rollup``: a parent's figures are its members' and its own, and no member is missing."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.rules.checks.summary import compare_filled_in
from reportkit.rules.context import WithCount
from reportkit.rules.finding import Finding, State
from reportkit.rules.register import NoParameters, check
from reportkit.rules.rule import Rule

_FAULTS = {"missing": "没有报告，没有计入汇总", "failed": "的报告核对不符", "passed": ""}


@check("rollup", NoParameters)
def check_rollup(rule: Rule, context: WithCount) -> Iterator[Finding]:
    """Yield one finding a member; then compare the sums with what the parent filled in itself."""
    for member in context.members:
        fault = _FAULTS[member.state]
        yield rule.finding(
            member.code,
            f"所属单位 {member.code}",
            State.FAIL if fault else State.PASS,
            f"所属单位 {member.code} {fault or '的报告已计入汇总'}。",
        )
    if context.members:
        yield from compare_filled_in(rule, context)
