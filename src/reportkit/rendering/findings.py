"""Findings as a table for people."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from reportkit.figures import Value, value_text
from reportkit.rules import SEVERITY_WORDS, Finding, State

_STATES = {
    State.PASS: "通过",
    State.FAIL: "不符",
    State.UNKNOWN: "无法核对",
    State.BROKEN: "核对出错",
}
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
    return f"［{finding.rule} {_STATES[finding.state]}］{finding.message}{finding.suggestion}"


def _row(finding: Finding) -> str:
    rule = f"{escape(finding.rule)}<br>{escape(finding.title)}"
    words = f"{escape(finding.message)}{escape(finding.suggestion)}"
    cells = [
        SEVERITY_WORDS[finding.severity],
        _STATES[finding.state],
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
