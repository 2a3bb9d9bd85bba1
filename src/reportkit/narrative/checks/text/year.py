"""Check ``year``: no part of the report begins with another year, as one that was copied does.

A later part may begin with last year for good reason: what was found wrong then, and is mended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reportkit.narrative.context import WithProseOfAYear
from reportkit.narrative.sentences import Sentence
from reportkit.numerals import parse_numeral
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

_OPENING = "opening"
# 2021年，我局…; 2021年以来, 2021年12月 and 与2021年相比 speak of other years with good reason.
_YEAR = re.compile(
    r"((?:19|20)[0-9]{2}|[一二][〇○零一二三四五六七八九]{3})年(?:度(?!以)|(?=[，：]|全[年市县区省局]|我|本[机局单市县区省]|政[府务](?:信息)?公开|共|新收|[收接]到|受理"
    r"|主动公开|未|没有|认真|严格|全面|深入|积极))"
)


# What was found wrong in another year, is compared with it or goes on since.
_LOOKS_BACK = re.compile(r"整改|改进(?!情况)|已?解决|指出|反馈|通报|相比|同比|较上|以来")


@check("year", NoParameters)
def check_year(rule: Rule, context: WithProseOfAYear) -> Iterator[Finding]:
    """Yield one finding a part that begins so: the opening, and each section with prose."""
    headings = {each.id: each.heading for each in context.edition.sections if each.prose}
    first = next(iter(headings), _OPENING)
    began: dict[str, list[Sentence]] = {}
    for sentence in context.narrative.sentences():
        began.setdefault(sentence.section, []).append(sentence)
    found = False
    for part in dict.fromkeys((_OPENING, first, *headings)):
        year = _year_of(began[part][0], context.year) if part in began else None
        later = part not in (_OPENING, first)
        if later and year is not None and _explained(began[part], context.year):
            continue
        if year is not None and year != context.year:
            found = True
            name = f"“{headings.get(part, '开头')}”"
            message = f"{name}第一句从 {year} 年说起，报告年度是 {context.year} 年。"
            yield rule.finding(part, name, State.FAIL, message)
    if not found:
        yield rule.finding("text", "报告文字", State.PASS, "开头说的不是别的年度。")


def _explained(prose: Sequence[Sentence], year: int) -> bool:
    """Whether a part that begins with another year goes on with this one, or looks back."""
    told = "".join(sentence.text for sentence in prose[:2])
    return f"{year}年" in told or _LOOKS_BACK.search(prose[0].text) is not None


def _year_of(sentence: Sentence, own: int) -> int | None:
    """Return the year that a sentence begins with, unless it names the report's own beside."""
    match = None if f"{own}年" in sentence.text else _YEAR.match(sentence.text)
    year = parse_numeral(match[1].replace("○", "〇")) if match else None
    return int(year) if year is not None else None
