"""Check ``brackets``: brackets, title marks and quotation marks come in pairs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from reportkit.narrative.context import WithProse
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

_CLOSING = {
    "）": "（",
    ")": "（",
    "》": "《",
    "〉": "〈",
    "】": "【",
    "〕": "〔",
    "”": "“",
    "」": "「",
}
_ALIKE = {"(": "（"}  # （ and ) make a pair where somebody typed them so
_OPENING = {*_CLOSING.values()}
# 1）、a) and 二）number a line or a clause.
_NUMBERING = re.compile(
    r"(?:^|(?<=[，；。：、\s]))(?:[0-9]{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,3})[）)]",
    re.MULTILINE,
)
_ROUND = 12


@check("brackets", NoParameters)
def check_brackets(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding a mark without its other half, or one that passes."""
    number = 0
    for part, prose in context.narrative.parts.items():
        for paragraph in re.split(r"\n\s*\n", prose):
            text = _NUMBERING.sub(lambda match: "　" * len(match[0]), paragraph)
            for position in _unpaired(text):
                number += 1
                around = paragraph[max(0, position - _ROUND) : position + _ROUND + 1]
                name = f"“{paragraph[position]}”"
                message = f"“{' '.join(around.split())}”处的{name}没有配对。"
                yield rule.finding(f"{part}#{number}", name, State.FAIL, message)
    if not number:
        yield rule.finding("text", "报告文字", State.PASS, "括号、书名号、引号都成对。")


def _unpaired(text: str) -> list[int]:
    """Return where a mark stands whose other half is missing."""
    opened: list[tuple[str, int]] = []
    kinds: Counter[str] = Counter()  # of those that are open
    lost: list[int] = []
    for position, written in enumerate(text):
        char = _ALIKE.get(written, written)
        if char in _OPENING:
            opened.append((char, position))
            kinds[char] += 1
        elif char in _CLOSING:
            if not kinds[_CLOSING[char]]:
                lost.append(position)
                continue
            while opened[-1][0] != _CLOSING[char]:
                kind, place = opened.pop()
                kinds[kind] -= 1
                lost.append(place)
            opened.pop()
            kinds[_CLOSING[char]] -= 1
    return sorted([*lost, *(position for _, position in opened)])
