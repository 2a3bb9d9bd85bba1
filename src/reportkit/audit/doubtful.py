"""Findings that rest on figures that were not read with certainty: a question, never an error."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from reportkit.rules import Finding, Severity, State

_MOST_NAMED = 3


def as_doubtful(finding: Finding, doubts: Collection[str]) -> Finding:
    """Return a finding; one that rests on cells in doubt says so, and weighs no more than that."""
    unsure = [cell.name for cell in finding.cells if cell.id in doubts]
    if finding.state is not State.FAIL or not unsure:
        return finding
    more = f"等 {len(unsure)} 格" if len(unsure) > _MOST_NAMED else ""
    names = "”“".join(unsure[:_MOST_NAMED])
    told = f"所依据的“{names}”{more}读得不确定，先核对原件。"
    severity = Severity.WARNING if finding.severity is Severity.ERROR else finding.severity
    return replace(finding, severity=severity, suggestion=told + finding.suggestion)
