"""Rule N-GLYPHS: every character of a report can be printed."""

from __future__ import annotations

from collections.abc import Sequence

from reportkit.rendering.fonts import missing_characters
from reportkit.rules import Finding, State, load_catalogue

_RULE = "N-GLYPHS"


def check_glyphs(text: str) -> list[Finding]:
    """Hold a text against N-GLYPHS.

    Parameters
    ----------
    text : str
        As a reader sees it, free of markup.

    Returns
    -------
    list of Finding
        One: passing, or failing with the name of every character that no shipped font has.
    """
    return [_glyphs_finding(missing_characters(text))]


def with_glyphs_finding(findings: Sequence[Finding], missing: Sequence[str]) -> list[Finding]:
    """Return the findings, with one on the missing characters in place of any there was."""
    if not missing:
        return list(findings)
    named = _glyphs_finding(missing)
    return [*(finding for finding in findings if finding.rule != named.rule), named]


def _glyphs_finding(missing: Sequence[str]) -> Finding:
    """Return what N-GLYPHS says of the characters that no shipped font has."""
    rule = load_catalogue()[_RULE]
    if not missing:
        return rule.finding("text", "报告文字", State.PASS, "报告文字都印得出来。")
    named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in missing)
    return rule.finding("text", "报告文字", State.FAIL, f"字库里没有{named}。")
