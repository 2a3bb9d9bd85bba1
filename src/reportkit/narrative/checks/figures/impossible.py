"""Check ``impossible``: no number in the prose is one that cannot be."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from reportkit.narrative.claims.data import Pattern
from reportkit.narrative.context import WithProseOfAYear
from reportkit.numerals import find_numerals
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import check
from reportkit.strict import Strict

# 3241654万次: whoever means so many writes 亿.
_SCALED = re.compile(r"(?<![0-9.])[0-9]{6,}(?:\.[0-9]+)?万")
_DATE = re.compile(r"(?<![0-9.])([0-9]{1,2})月(?:([0-9]{1,2})日)?")
_MONTHS, _DAYS, _LEAP, _WHOLE = 12, 31, 2024, 100


class Impossible(Strict):
    """What cannot be.

    Attributes
    ----------
    counted : str
        Pattern of the units of which there are never so many.
    rates : str
        Pattern of what stands before a percentage that is never above 100.
    """

    counted: Pattern
    rates: Pattern


@check("impossible", Impossible)
def check_impossible(rule: Rule, context: WithProseOfAYear) -> Iterator[Finding]:
    """Yield one finding a number that cannot be, or one that passes."""
    number = 0
    for sentence in context.narrative.sentences():
        for start, end, why in _found(sentence.text, rule.parameters):
            number += 1
            name = f"“{sentence.text[start:end]}”"
            message = f"文字“{sentence.excerpt(start, end)}”里的{name}{why}。"
            yield rule.finding(f"{sentence.section}#{number}", name, State.FAIL, message)
    if not number:
        yield rule.finding("text", "报告文字", State.PASS, "文字里没有不可能的数字。")


def _found(text: str, asked: Impossible) -> Iterator[tuple[int, int, str]]:
    """Yield where numbers stand that cannot be, and why."""
    for match in _SCALED.finditer(text):
        unit = re.compile(asked.counted).match(text, match.end())
        if unit:
            yield match.start(), unit.end(), "大得不合情理，可能多写了“万”字"
    for numeral in find_numerals(text):
        rate = numeral.value > _WHOLE and text.startswith("%", numeral.end)
        if rate and re.search(rf"(?:{asked.rates})\Z", text[: numeral.start]):
            yield numeral.start, numeral.end + 1, "超过 100%"
    for match in _DATE.finditer(text):
        month, day = int(match[1]), int(match[2] or 1)
        last = calendar.monthrange(_LEAP, month)[1] if 1 <= month <= _MONTHS else _DAYS
        if not 1 <= month <= _MONTHS or not 1 <= day <= last:
            yield match.start(), match.end(), "没有这一天"
