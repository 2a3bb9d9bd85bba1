"""Check ``glyphs``: every character of a report can be printed.

The notebook knows its own words; what cells of the analyst's print is seen by the exporters alone.
For them the notebook leaves what a finding of the rule would be, so that it is held there as here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Protocol

from reportkit.rendering.document import Result
from reportkit.rendering.fonts import missing_characters
from reportkit.rules import Finding, Rule, State
from reportkit.rules.context import Context
from reportkit.rules.register import NoParameters, check

GLYPHS = "glyphs"


class WithPrint(Context, Protocol):
    """The words of a report."""

    @property
    def printed(self) -> str:
        """As a reader sees them, free of markup."""


@check(GLYPHS, NoParameters)
def check_glyphs(rule: Rule, context: WithPrint) -> Iterator[Finding]:
    """Yield one finding: passing, or failing with every character that no shipped font has."""
    missing = missing_characters(context.printed)
    failing = failing_glyphs(rule)
    if missing:
        yield _naming(failing, missing)
    else:
        words = "报告文字都印得出来。"
        yield rule.finding(failing.place, failing.place_name, State.PASS, words)


def failing_glyphs(rule: Rule) -> Finding:
    """Return the finding of characters that cannot be printed, without their names."""
    return rule.finding("text", "报告文字", State.FAIL, "")


def with_glyphs_finding(result: Result | None, missing: Sequence[str]) -> list[Finding]:
    """Return the findings of a result, with one on missing characters in place of any there was.

    Where the report is not held against such a rule, nothing is added.
    """
    findings = list(result.findings) if result else []
    failing = result.glyphs if result else None
    if not missing or failing is None:
        return findings
    others = [finding for finding in findings if finding.rule != failing.rule]
    return [*others, _naming(failing, missing)]


def _naming(failing: Finding, missing: Sequence[str]) -> Finding:
    named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in missing)
    return replace(failing, message=f"字库里没有{named}。")
