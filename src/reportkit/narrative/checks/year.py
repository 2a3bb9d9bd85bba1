"""Check ``year``: the report does not begin with another year, as one that was copied does."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.narrative.context import WithProseOfAYear
from reportkit.narrative.sentences import Sentence
from reportkit.numerals import parse_numeral
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

_OPENING = "opening"
# 2021年，我局…; 2021年以来, 2021年12月 and 与2021年相比 speak of other years with good reason.
_YEAR = re.compile(
    r"((?:19|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3})年(?:度(?!以)|(?=[，：]|全[年市县区省局]|我|本[机局单市县区省]))"
)


@check("year", NoParameters)
def check_year(rule: Rule, context: WithProseOfAYear) -> Iterator[Finding]:
    """Yield one finding a place where the report begins: the opening, and the first section."""
    headings = {each.id: each.heading for each in context.edition.sections if each.prose}
    first = next(iter(headings), _OPENING)
    began: dict[str, Sentence] = {}
    for sentence in context.narrative.sentences():
        began.setdefault(sentence.section, sentence)
    found = False
    for part in dict.fromkeys((_OPENING, first)):
        year = _year_of(began[part]) if part in began else None
        if year is not None and year != context.year:
            found = True
            name = f"“{headings.get(part, '开头')}”"
            message = f"{name}第一句从 {year} 年说起，报告年度是 {context.year} 年。"
            yield rule.finding(part, name, State.FAIL, message)
    if not found:
        yield rule.finding("text", "报告文字", State.PASS, "开头说的不是别的年度。")


def _year_of(sentence: Sentence) -> int | None:
    match = _YEAR.match(sentence.text)
    year = parse_numeral(match[1].replace("○", "〇")) if match else None
    return int(year) if year is not None else None
