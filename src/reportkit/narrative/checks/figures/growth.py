"""Check ``growth``: what prose says a figure is more or less than last year's, it is."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from reportkit.figures import Figures, value_text
from reportkit.narrative.claims.book import claim_book
from reportkit.narrative.claims.claim import Claim
from reportkit.narrative.claims.find import claims_of
from reportkit.narrative.context import WithProseAndFigures
from reportkit.numerals import Numeral, find_numerals
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

_SIGNS = {"more": 1, "less": -1}
_LAST = "last:"
# 下降两成, 增长一倍: no number of things, and told roughly.
_IN_TENTHS = ("成", "倍")


class _Told(NamedTuple):
    """By how much, in per cent or as a number; `end`: of the words, in the sentence."""

    numeral: Numeral
    sign: int
    percent: bool
    end: int


@check("growth", NoParameters)
def check_growth(rule: Rule, context: WithProseAndFigures) -> Iterator[Finding]:
    """Yield one finding a comparison with last year whose figure is known, or one that passes."""
    figures = context.figures
    prose = tuple(context.narrative.sentences())
    none = True
    for number, claim in enumerate(claims_of(prose, figures.edition, context.year), start=1):
        told = _told(claim, figures, context.year) if claim.sure else None
        last = _last(claim, figures)
        if told is not None and last is not None and (last or not told.percent):
            none = False
            yield _finding(rule, claim, told, last, f"{claim.place}#{number}")
    if none:
        yield rule.finding("text", "报告文字", State.PASS, "文字没有可以核算的增减。")


def _told(claim: Claim, figures: Figures, year: int) -> _Told | None:
    """Return what stands right after a figure of how it was last year."""
    text = claim.sentence.text
    tail = text[claim.end :]
    growth = claim_book(figures.edition, year).growth
    if "same" in growth and (same := growth["same"].match(tail)):
        end = claim.end + same.end()
        return _Told(Numeral(0, 1, end, end), 1, percent=False, end=end)
    for kind, sign in _SIGNS.items():
        mark = growth[kind].match(tail) if kind in growth else None
        numeral = next(find_numerals(tail[mark.end() :]), None) if mark else None
        if mark and numeral and numeral.exact and not numeral.start:
            end = mark.end() + numeral.end
            if tail.startswith(_IN_TENTHS, end):
                return None
            percent = tail.startswith("%", end)
            return _Told(numeral, sign, percent, claim.end + end + 1)
    return None


def _last(claim: Claim, figures: Figures) -> int | Decimal | None:
    """Return last year's figure; None where it is not known, or may be another one."""
    if len(claim.readings) > 1 and any(
        figures[f"{_LAST}{cell}"] != 0
        for each in claim.readings
        for cell in {*each} - {*claim.readings[0]}
    ):
        return None
    total: int | Decimal = 0
    for cell in claim.readings[0]:
        value = figures[f"{_LAST}{cell}"]
        if not isinstance(value, int | Decimal):
            return None
        total += value
    return total


def _finding(rule: Rule, claim: Claim, told: _Told, last: int | Decimal, place: str) -> Finding:
    change = Decimal(claim.value) - Decimal(last)
    step = Decimal(told.numeral.step)
    worked_out = change * 100 / Decimal(last) if told.percent else change
    said = told.sign * Decimal(told.numeral.value)
    agrees = abs(worked_out - said) < step
    shown = worked_out.quantize(step, ROUND_HALF_UP)
    words = claim.sentence.text[claim.start : told.end]
    name = f"“{words}”"
    if agrees:
        message = f"{name}与上年的数字相符。"
    else:
        unit = "%" if told.percent else ""
        quote = claim.sentence.excerpt(claim.start, told.end)
        message = (
            f"文字“{quote}”写有{name}，上年为 {value_text(last)}，"
            f"按此应为{'增加' if shown >= 0 else '减少'} {value_text(abs(shown))}{unit}。"
        )
    state = State.PASS if agrees else State.FAIL
    return rule.finding(place, name, state, message, left=said, right=shown, residual=said - shown)
