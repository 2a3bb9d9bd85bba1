"""What there is to decide of a report, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reportkit.decisions import Decision, Decisions, standing
from reportkit.rendering.parts.findings import causes_first, finding_text
from reportkit.rules import Finding, State


class Shown(NamedTuple):
    """A finding as it is listed: what it is called, it itself, and the decision that holds of it.

    One that stands for many is called by its rule, and decided where all of them are.
    """

    called: str
    finding: Finding
    decision: Decision | None

    @property
    def lines(self) -> list[str]:
        """The finding, and below it what was decided."""
        if self.decision is None:
            return [finding_text(self.finding)]
        printed = "；说明印在报告里" if self.decision.print else ""
        return [finding_text(self.finding), f"  {self.decision.signed_words}{printed}"]


def shown(decisions: Decisions, findings: Sequence[Finding]) -> Iterator[Shown]:
    """Yield what did not pass, causes first."""
    for finding in causes_first(decisions.open(findings)):
        if any(finding is each for each in findings):
            yield Shown(finding.fingerprint, finding, decisions.on(finding))
        else:
            yield Shown(finding.rule, finding, _on_all(finding.rule, decisions, findings))


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
    undecided = len(decisions.undecided(findings))
    decided = len(decisions.open(findings)) - undecided
    yield f"{name}：待定 {undecided} 处，已定 {decided} 处"
    yield from (f"  {line}" for line in standing(decisions, findings))
    for one in decisions.lapsed(findings):
        yield f"    ［{one.rule} {one.place}］原来{one.signed_words}"
    for each in shown(decisions, findings):
        first, *others = each.lines
        yield f"  {each.called} {first}"
        yield from (f"  {line}" for line in others)


def _on_all(rule: str, decisions: Decisions, findings: Sequence[Finding]) -> Decision | None:
    """Return the decision on all that a rule cannot tell; None where one of them has none."""
    alike = [one for one in findings if one.rule == rule and one.state is State.UNKNOWN]
    found = [decisions.on(one) for one in alike]
    return found[-1] if all(found) else None
