"""Check ``borrowed``: sections are not those of another bureau's report.

Only who reads the reports of many bureaus can tell: of one report, nothing is held.
"""

from __future__ import annotations

from collections.abc import Iterator

from reportkit.narrative.context import WithProseOfOthers
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import check
from reportkit.rules.rule import SectionId
from reportkit.strict import Strict

_FEWEST = 5
_LARGEST_SHARE = 80


class Borrowed(Strict):
    """What a rule holds against the reports of others.

    Attributes
    ----------
    sections : tuple of str
        Which, by id.
    stock : str
        Words that every bureau writes, set apart by blanks.
    """

    sections: tuple[SectionId, ...]
    stock: str = ""


@check("borrowed", Borrowed)
def check_borrowed(rule: Rule, context: WithProseOfOthers) -> Iterator[Finding]:
    """Yield one finding for each report of another bureau that has most of the sentences."""
    asked: Borrowed = rule.parameters
    headings = {section.id: section.heading for section in context.edition.sections}
    for one in context.prose_of_others:
        if one.section not in asked.sections or one.section not in headings:
            continue
        if one.shared < _FEWEST or one.shared * 100 < _LARGEST_SHARE * one.sentences:
            continue
        name = f"“{headings[one.section]}”"
        share = one.shared * 100 // one.sentences
        year = f" {one.year} 年" if one.year else ""
        message = (
            f"{name}有 {one.sentences} 句不是各单位通用的写法，其中 {one.shared} 句"
            f"与{one.bureau}{year}的报告（{one.file}）相同，占 {share}%。"
        )
        yield rule.finding(one.section, name, State.FAIL, message)
