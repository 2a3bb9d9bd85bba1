"""Check ``aspects``: a section speaks of all that it has to speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reportkit.narrative.claims.data import Pattern
from reportkit.narrative.context import WithProse
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import check
from reportkit.rules.rule import SectionId
from reportkit.strict import Strict


class Aspects(Strict):
    """What a section has to speak of.

    Attributes
    ----------
    section : str
        Its id.
    aspects : mapping of str to str
        Each aspect by its name, with a pattern of the words that show it is spoken of.
    """

    section: SectionId
    aspects: Mapping[str, Pattern]


@check("aspects", Aspects)
def check_aspects(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding; none where the section has no prose, which is told elsewhere."""
    asked: Aspects = rule.parameters
    section = next((each for each in context.edition.sections if each.id == asked.section), None)
    prose = context.narrative.sections.get(asked.section, "")
    if section is None or not prose.strip():
        return
    name = f"“{section.heading}”"
    lacking = [each for each, words in asked.aspects.items() if not re.search(words, prose)]
    if lacking:
        message = f"{name}没有说到{'、'.join(lacking)}。"
        yield rule.finding(section.id, name, State.FAIL, message)
    else:
        yield rule.finding(section.id, name, State.PASS, f"{name}各方面都说到了。")
