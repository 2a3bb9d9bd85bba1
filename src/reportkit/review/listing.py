"""What there is to decide of a report, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reportkit.rendering.findings import causes_first, finding_text
from reportkit.rules import State

if TYPE_CHECKING:
    from reportkit.decisions import Decision, Decisions
    from reportkit.rules import Finding


def listed(name: str, decisions: Decisions, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the lines of one report: how it stands, then each finding and what was decided.

    Parameters
    ----------
    name : str
        The bureau-year.
    decisions : Decisions
    findings : sequence of Finding
        Those of the report as it was made last.
    """
    undecided = decisions.undecided(findings)
    decided = len(decisions.open(findings)) - len(undecided)
    yield f"{name}：待定 {len(undecided)} 处，已定 {decided} 处"
    yield from (f"  {line}" for line in standing(decisions, findings))
    for finding in causes_first(decisions.open(findings)):
        # One that stands for many is called by its rule: it has no fingerprint of its own.
        alone = any(finding is each for each in findings)
        yield f"  {finding.fingerprint if alone else finding.rule} {finding_text(finding)}"
        decision = decisions.on(finding) if alone else _on_all(finding.rule, decisions, findings)
        if decision is not None:
            printed = "；说明印在报告里" if decision.print else ""
            yield f"    {decision.signed_words}{printed}"


def _on_all(rule: str, decisions: Decisions, findings: Sequence[Finding]) -> Decision | None:
    """Return the decision on findings that one line stands for; None where any has none."""
    alike = [one for one in findings if one.rule == rule and one.state is State.UNKNOWN]
    found = [decisions.on(one) for one in alike]
    return found[-1] if all(found) else None


def standing(decisions: Decisions, findings: Sequence[Finding]) -> Iterator[str]:
    """Yield in words that a report was sent back, and which decisions hold no more."""
    if decisions.returned is not None:
        yield decisions.returned.signed_words
    for one in decisions.lapsed(findings):
        yield f"已失效，数字或者内容变了：［{one.rule} {one.place}］{one.signed_words}"
