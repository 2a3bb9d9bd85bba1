"""Check ``boilerplate``: sections are not last year's over again (年年雷同).

Two sentences are taken for the same where they share most of their pairs of neighbouring
characters, years, figures, numbering and punctuation left aside. The share of this year's
sentences that last year's text has decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from reportkit.forms import Section
from reportkit.narrative.bare import bare_parts
from reportkit.narrative.context import WithProseOfTwoYears
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import check
from reportkit.rules.rule import SectionId
from reportkit.strict import Strict

# Two sentences a year may rightly stay: that no fee was charged, that there is nothing else to
# report. From the third on, and from three in five, the section was copied and not written.
_FEWEST = 3
_LARGEST_SHARE = 60
# Of the pairs of characters; one clause put in or a few words changed stay above it.
_ALIKE = 80
# A shorter sentence (存在的问题：) says nothing of its own.
_SHORTEST = 6


class Boilerplate(Strict):
    """Which sections, by id, a rule holds against last year's."""

    sections: tuple[SectionId, ...]


@check("boilerplate", Boilerplate)
def check_boilerplate(rule: Rule, context: WithProseOfTwoYears) -> Iterator[Finding]:
    """Yield one finding a section that has prose: unknown where last year's is not there."""
    asked: Boilerplate = rule.parameters
    last_year = context.prose_of_last_year or {}
    for section in context.edition.sections:
        prose = context.narrative.sections.get(section.id, "")
        if prose and section.id in asked.sections:
            yield _check_section(rule, section, prose, last_year.get(section.id, ""))


def _check_section(rule: Rule, section: Section, prose: str, last_year: str) -> Finding:
    name = f"“{section.heading}”"
    before = _fingerprints(last_year)
    if not before:
        message = f"没有上年的{name}，无从比较。"
        return rule.finding(section.id, name, State.UNKNOWN, message)
    now = _fingerprints(prose)
    carried = sum(any(_alike(each, other) for other in before) for each in now)
    share = carried * 100 // len(now) if now else 0
    message = f"{name}共 {len(now)} 句，其中 {carried} 句与上年雷同，占 {share}%。"
    copied = carried >= _FEWEST and carried * 100 >= _LARGEST_SHARE * len(now)
    state = State.FAIL if copied else State.PASS
    return rule.finding(section.id, name, state, message)


def _fingerprints(prose: str) -> list[Counter[tuple[str, str]]]:
    """Return the sentences of a section, each as the pairs of characters that it is made of."""
    return [Counter(pairwise(text)) for text in bare_parts(prose, _SHORTEST)]


def _alike(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> bool:
    """Whether two sentences share most of their pairs (Sørensen–Dice)."""
    return 200 * (one & other).total() >= _ALIKE * (one.total() + other.total())
