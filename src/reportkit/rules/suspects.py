"""Saying, with each sum that fails, which cell is likely to be wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from reportkit.figures import Figures
from reportkit.rules.finding import Finding, State
from reportkit.rules.localise import Group, localise
from reportkit.rules.rule import Rule


def name_suspects(
    findings: Sequence[Finding],
    figures: Figures,
    counted: Figures,
    facts: frozenset[str] = frozenset(),
    own_rules: Mapping[str, Rule] = MappingProxyType({}),
) -> list[Finding]:
    """Return findings, those that fail with the likely wrong cells as their suggestion.

    Parameters
    ----------
    findings : sequence of Finding
        What `check_figures` said of `figures`.
    figures : Figures
    counted : Figures
        What the ledgers count to: a cell that agrees with them is never blamed.
    facts, own_rules
        As for `check_figures`.
    """
    if not any(finding.fails_run and finding.residual is not None for finding in findings):
        return list(findings)
    fixed = frozenset(cell for cell, value in figures.items() if value == counted[cell])
    found = localise(figures, fixed=fixed, facts=facts, own_rules=own_rules)
    return [_with_suspects(finding, found.groups) for finding in findings]


def _with_suspects(finding: Finding, groups: Sequence[Group]) -> Finding:
    if finding.state is not State.FAIL or finding.residual is None:
        return finding
    cited = {cell.id for cell in finding.cells}
    messages = [
        group.message for group in groups if any(repair.cells & cited for repair in group.repairs)
    ]
    return replace(finding, suggestion="".join(messages)) if messages else finding
