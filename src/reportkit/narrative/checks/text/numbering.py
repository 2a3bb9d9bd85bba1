"""Check ``numbering``: what prose numbers, it numbers without a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportkit.narrative.context import WithProse
from reportkit.numerals import parse_numeral
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

_ITEM = r"(?![项款目条])"  # 第（一）项 is of a law
_HAN = "[一二三四五六七八九十]{1,3}"
_LINE = r"^[^\S\n]*"  # no further than its end: the next line begins anew
_HEADING = r"^(?:#|[^\S\n])*"
# Markdown numbers its own lists (1. 2.), so these are left to it.
_STYLES: Mapping[str, re.Pattern[str]] = {
    "（{}）": re.compile(rf"(?:{_HEADING}|[。；]\s*)[（(]({_HAN})[）)]{_ITEM}", re.MULTILINE),
    "{}、": re.compile(rf"{_HEADING}({_HAN})、", re.MULTILINE),
    "{}是": re.compile(rf"(?:{_LINE}|[，；。：]\s*)({_HAN})是(?![否指])", re.MULTILINE),
    "第{}，": re.compile(rf"(?:{_LINE}|[，；。：]\s*)第({_HAN})，", re.MULTILINE),
    "（{}） ": re.compile(rf"(?:{_HEADING}|[。；]\s*)[（(]([0-9]+)[）)]{_ITEM}", re.MULTILINE),
    "{}． ": re.compile(rf"{_HEADING}([0-9]{{1,2}})[、．]", re.MULTILINE),
}


@check("numbering", NoParameters)
def check_numbering(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding a gap, or one that passes."""
    number = 0
    for part, prose in context.narrative.parts.items():
        for style, pattern in _STYLES.items():
            for before, after in _gaps(pattern, prose):
                number += 1
                shown = style.format(after).strip()
                came = style.format(before).strip()
                message = f"“{came}”之后是“{shown}”，序号不连续。"
                yield rule.finding(f"{part}#{number}", f"“{shown}”", State.FAIL, message)
    if not number:
        yield rule.finding("text", "报告文字", State.PASS, "序号连续。")


def _gaps(pattern: re.Pattern[str], prose: str) -> Iterator[tuple[str, str]]:
    """Yield each number that neither follows the one before nor begins anew."""
    before, last = "", 0
    for match in pattern.finditer(prose):
        value = int(parse_numeral(match[1]) or 0)
        if last and value not in (1, last + 1):
            yield before, match[1]
        before, last = match[1], value
