"""Findings that rest on what was not read with certainty: a question, never an error."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import cache
from typing import get_type_hints

from reportkit.narrative.context import WithProse
from reportkit.rules import Finding, Severity, State
from reportkit.rules.register import CHECKS

_MOST_NAMED = 3
_SEEN_IN_PICTURES = "这份报告是从图片识别出来的，文字可能认错，先核对原件。"


def as_doubtful(finding: Finding, doubts: Collection[str]) -> Finding:
    """Return a finding; one that rests on cells in doubt says so, and weighs no more than that."""
    unsure = [cell.name for cell in finding.cells if cell.id in doubts]
    if finding.state is not State.FAIL or not unsure:
        return finding
    more = f"等 {len(unsure)} 格" if len(unsure) > _MOST_NAMED else ""
    names = "”“".join(unsure[:_MOST_NAMED])
    told = f"所依据的“{names}”{more}读得不确定，先核对原件。"
    return _as_question(finding, told)


def as_recognised(finding: Finding, check: str) -> Finding:
    """Return a finding of a check on a report that was recognised in pictures.

    No sum tells that a figure in prose was taken for another one, as sums do of cells.
    """
    if finding.state is not State.FAIL or not _reads_prose(check):
        return finding
    return _as_question(finding, _SEEN_IN_PICTURES)


@cache
def _reads_prose(check: str) -> bool:
    """Whether a check asks a report for its prose."""
    return WithProse in get_type_hints(CHECKS[check].evaluate)["context"].__mro__


def _as_question(finding: Finding, told: str) -> Finding:
    severity = Severity.WARNING if finding.severity is Severity.ERROR else finding.severity
    return replace(finding, severity=severity, suggestion=told + finding.suggestion)
