"""Check ``rollup``: a parent's figures are its members' and its own, and no member is missing."""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.figures import Member
from reportkit.rules.checks.summary import compare_filled_in
from reportkit.rules.context import WithCount
from reportkit.rules.finding import Finding, State
from reportkit.rules.register import NoParameters, check
from reportkit.rules.rule import Rule


@check("rollup", NoParameters)
def check_rollup(rule: Rule, context: WithCount) -> Iterator[Finding]:
    """Yield one finding a member that is lacking, and one for all others; then compare the sums."""
    members = context.members
    lacking = [member for member in members if not member.is_whole]
    for member in lacking:
        place = f"所属单位 {member.code}"
        message = f"{place} {_fault(member)}。本级没有合计数，只有部分和。{member.problem}"
        yield rule.finding(member.code, place, State.FAIL, message)
    if added := len(members) - len(lacking):
        shown = f"{added} 个所属单位" if lacking or added > 1 else f"所属单位 {members[0].code}"
        yield rule.finding("members", "所属单位", State.PASS, f"{shown}的报告已计入汇总。")
    if members:
        yield from compare_filled_in(rule, context)


def _fault(member: Member) -> str:
    if member.figures is None:
        return "没有报告，没有计入汇总"
    if member.figures.lacking:
        return "的报告核对不符，它自己也缺所属单位，只计入了它的部分和"
    return "的报告核对不符，没有计入汇总"
