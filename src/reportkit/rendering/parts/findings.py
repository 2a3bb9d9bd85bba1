"""Findings as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from reportkit.figures import Value, value_text
from reportkit.rules import SEVERITY_WORDS, Finding, Severity, State

_STATES = {
    State.PASS: "通过",
    State.UNKNOWN: "无法核对",
    State.BROKEN: "核对出错",
}
_FAILING = {Severity.ERROR: "不符", Severity.WARNING: "请核实", Severity.NOTICE: "提示"}
_MOST_ALIKE = 3
_MOST_NAMED = 4
_HEADINGS = ("规则", "要求", "结论", "说明", "左", "右", "相差", "依据")


def findings_table(findings: Sequence[Finding]) -> str:
    """Return a ``table`` element, one row a finding: rule, weight, what is wrong, the two sides.

    Parameters
    ----------
    findings : sequence of Finding
        In the order to show them.
    """
    head = "".join(f'<th scope="col">{heading}</th>' for heading in _HEADINGS)
    rows = "\n".join(_row(finding) for finding in findings)
    caption = "<caption>核对结果</caption>"
    return (
        f'<table class="findings">\n{caption}\n<thead>\n<tr>{head}</tr>\n</thead>\n'
        f"<tbody>\n{rows}\n</tbody>\n</table>"
    )


def finding_text(finding: Finding) -> str:
    """Return a finding as one line of text: what is wrong and what to do."""
    return f"［{finding.rule} {verdict(finding)}］{finding.message}{finding.suggestion}"


def causes_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return findings for reading: what is wrong first, then what therefore cannot be told.

    One misspelt word in a ledger leaves dozens of cells unknown; of a rule that cannot be told at
    more than a few places, one finding stands for all.
    """
    told = [finding for finding in findings if finding.state is not State.UNKNOWN]
    unknown = [finding for finding in findings if finding.state is State.UNKNOWN]
    for _, group in groupby(unknown, key=lambda finding: finding.rule):
        alike = list(group)
        told += alike if len(alike) <= _MOST_ALIKE else [_standing_for(alike)]
    return told


def _standing_for(alike: Sequence[Finding]) -> Finding:
    first, *others = alike
    names = "、".join(finding.place_name for finding in others[:_MOST_NAMED])
    more = "等" if len(others) > _MOST_NAMED else ""
    message = f"{first.message}另有 {len(others)} 处同样无法核对：{names}{more}。"
    return replace(first, message=message, left=None, right=None, cells=())


def verdict(finding: Finding) -> str:
    """Return the answer in a word; a report may pass with what is to be looked at."""
    if finding.state is State.FAIL:
        return _FAILING[finding.severity]
    return _STATES[finding.state]


def _row(finding: Finding) -> str:
    rule = f"{escape(finding.rule)}<br>{escape(finding.title)}"
    words = f"{escape(finding.message)}{escape(finding.suggestion)}"
    cells = [
        SEVERITY_WORDS[finding.severity],
        verdict(finding),
        words,
        _side(finding.left),
        _side(finding.right),
        _side(finding.residual),
        escape(finding.citation),
    ]
    row = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr class="{finding.state}"><th scope="row">{rule}</th>{row}</tr>'


def _side(value: Value | None) -> str:
    return "" if value is None else escape(value_text(value))
