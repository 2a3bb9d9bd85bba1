"""Check ``boilerplate``: sections are not last year's over again (年年雷同).

Two sentences are taken for the same where they share most of their pairs of neighbouring
characters, years, figures, numbering and punctuation left aside. The share of this year's
sentences that last year's text has decides.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, pairwise

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
# With how many of last year's a sentence is compared, those first that share its rarest pairs:
# all of them in any section that somebody wrote.
_MOST = 200
# A shorter sentence (存在的问题：) says nothing of its own.
_SHORTEST = 6

_Pairs = Counter[tuple[str, str]]


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
    having = _by_pair(before)
    carried = sum(_repeats(each, before, having) for each in now)
    share = carried * 100 // len(now) if now else 0
    message = f"{name}共 {len(now)} 句，其中 {carried} 句与上年雷同，占 {share}%。"
    copied = carried >= _FEWEST and carried * 100 >= _LARGEST_SHARE * len(now)
    state = State.FAIL if copied else State.PASS
    return rule.finding(section.id, name, state, message)


def _fingerprints(prose: str) -> list[_Pairs]:
    """Return the sentences of a section, each as the pairs of characters that it is made of."""
    return [Counter(pairwise(text)) for text in bare_parts(prose, _SHORTEST)]


def _by_pair(sentences: Sequence[_Pairs]) -> Mapping[tuple[str, str], Sequence[int]]:
    """Return which sentences have a pair, by their numbers."""
    having: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for number, pairs in enumerate(sentences):
        for pair in pairs:
            having[pair].append(number)
    return having


def _repeats(
    one: _Pairs, before: Sequence[_Pairs], having: Mapping[tuple[str, str], Sequence[int]]
) -> bool:
    """Whether a sentence is one of last year's over again."""
    likely = islice(dict.fromkeys(_likely(one, having)), _MOST)
    return any(_alike(one, before[number]) for number in likely)


def _likely(one: _Pairs, having: Mapping[tuple[str, str], Sequence[int]]) -> Iterator[int]:
    """Yield the numbers of the sentences that may be alike: none shares fewer pairs than these.

    What is alike has so large a share of the pairs of both that it lacks but few of one; so it has
    one of the few that are rarest, and one more.
    """
    lacking = one.total() * 2 * (100 - _ALIKE) // (200 - _ALIKE)
    rarest = sorted(one, key=lambda pair: len(having.get(pair, ())))
    for pair in rarest[: lacking + 1]:
        yield from islice(having.get(pair, ()), _MOST)


def _alike(one: _Pairs, other: _Pairs) -> bool:
    """Whether two sentences share most of their pairs (Sørensen–Dice)."""
    return 200 * (one & other).total() >= _ALIKE * (one.total() + other.total())
