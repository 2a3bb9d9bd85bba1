"""Saying, with each sum that fails, which cell is likely to be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reportkit.rules.context import WithCount
from reportkit.rules.finding import Finding, State
from reportkit.rules.localise import Group, localise
from reportkit.rules.rule import Rule


def name_suspects(
    findings: Sequence[Finding], rules: Iterable[Rule], context: WithCount
) -> list[Finding]:
    """Return findings, those that fail with the likely wrong cells as their suggestion.

    Parameters
    ----------
    findings : sequence of Finding
        What `evaluate` said of the context.
    rules : iterable of Rule
        What it was held against.
    context : WithCount
        A cell that agrees with what the ledgers count to is never blamed; one that was filled in
        by hand agrees with nothing but itself.
    """
    if not any(finding.fails_run and finding.residual is not None for finding in findings):
        return list(findings)
    figures, counted = context.figures, context.counted
    fixed = frozenset(
        cell.id
        for cell in figures.edition.cells.values()
        if cell.count.ledger
        and cell.id not in context.taken
        and figures[cell.id] == counted[cell.id]
    )
    try:
        found = localise(figures, rules, fixed=fixed, facts=context.facts)
    except Exception as error:  # noqa: BLE001 - what does not reconcile is told all the same
        return [_without_suspects(finding, error) for finding in findings]
    return [_with_suspects(finding, found.groups) for finding in findings]


def _with_suspects(finding: Finding, groups: Sequence[Group]) -> Finding:
    if not _is_failing_sum(finding):
        return finding
    cited = {cell.id for cell in finding.cells}
    meant = [group for group in groups if any(repair.cells & cited for repair in group.repairs)]
    if not meant:
        return finding
    changes = (one for group in meant for repair in group.repairs for one in repair.changes)
    return replace(
        finding,
        suggestion="".join(group.message for group in meant),
        suspects=tuple(dict.fromkeys(change.cell for change in changes)),
    )


def _without_suspects(finding: Finding, error: Exception) -> Finding:
    if not _is_failing_sum(finding):
        return finding
    words = f"没有找出可能有误的格（{type(error).__name__}），请把这条信息交给维护人员。"
    return replace(finding, suggestion=finding.suggestion + words)


def _is_failing_sum(finding: Finding) -> bool:
    return finding.state is State.FAIL and finding.residual is not None
