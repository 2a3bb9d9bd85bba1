"""Check ``agreement``: what prose tells twice, it tells alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from reportkit.figures import value_text
from reportkit.narrative.claims.claim import Claim
from reportkit.narrative.claims.find import find_facts
from reportkit.narrative.context import WithProseOfAYear
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check


@check("agreement", NoParameters)
def check_agreement(rule: Rule, context: WithProseOfAYear) -> Iterator[Finding]:
    """Yield one finding for each figure that prose tells more than once, or one that passes."""
    told: defaultdict[tuple[str, str], list[Claim]] = defaultdict(list)
    for fact in find_facts(context.narrative.sentences(), context.edition, context.year):
        if fact.sure:
            told[fact.id, fact.sentence.text[fact.numeral.end : fact.end]].append(fact)
    again = {place: facts for place, facts in told.items() if len(facts) > 1}
    for (id_, unit), facts in again.items():
        yield _finding(rule, f"{id_}.{unit}", facts)
    if not again:
        yield rule.finding("text", "报告文字", State.PASS, "文字没有写了几处的数字。")


def _finding(rule: Rule, place: str, facts: Sequence[Claim]) -> Finding:
    first = facts[0]
    name = f"“{first.name}”"
    other = next((each for each in facts if each.value != first.value), None)
    if other is None:
        return rule.finding(place, name, State.PASS, f"各处所写的{name}一致。")
    quotes = "，".join(
        f"“{fact.sentence.excerpt(fact.start, fact.end)}”" for fact in (first, other)
    )
    message = (
        f"{name}前后不一：一处写 {value_text(first.value)}，一处写 {value_text(other.value)}。"
        f"见文字{quotes}"
    )
    return rule.finding(
        place,
        name,
        State.FAIL,
        message,
        left=first.value,
        right=other.value,
        residual=first.value - other.value,
    )
