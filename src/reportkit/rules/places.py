"""Saying where the cells stand that a finding is about, in the form that a bureau filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reportkit.rules.finding import Finding, State

_MOST = 8


def name_places(findings: Iterable[Finding], places: Mapping[str, str]) -> list[Finding]:
    """Return findings, those that do not hold with the places of their cells in a file.

    Parameters
    ----------
    findings : iterable of Finding
    places : mapping of str to str
        By cell id: file and sheet, a blank, the cell as Excel calls it.
    """
    return [
        _with_places(finding, places) if finding.state in (State.FAIL, State.UNKNOWN) else finding
        for finding in findings
    ]


def _with_places(finding: Finding, places: Mapping[str, str]) -> Finding:
    by_file: dict[str, list[str]] = {}
    for cell in finding.cells:
        if cell.id in places:
            file, _, place = places[cell.id].rpartition(" ")
            by_file.setdefault(file, []).append(place)
    if not by_file:
        return finding
    told = "；".join(f"{file} 的 {_listed(cells)}" for file, cells in by_file.items())
    return replace(finding, suggestion=f"{finding.suggestion}填报数在 {told}。")


def _listed(cells: list[str]) -> str:
    more = f" 等 {len(cells)} 格" if len(cells) > _MOST else ""
    return "、".join(cells[:_MOST]) + more
