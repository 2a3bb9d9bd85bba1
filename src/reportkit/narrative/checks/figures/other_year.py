"""Check ``other_year``: no sentence says of another year what the report says of its own.

Reports speak of other years with good reason: last year's figures, what was carried over, plans,
documents. So only a sentence that counts what was done in a year, names the days over which it was
counted, or begins what stands under a heading is asked about, and not where it compares.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from reportkit.narrative.context import WithProseOfAYear
from reportkit.narrative.sentences import Sentence
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

_YEAR = r"((?:19|20)[0-9]{2})年"
_DID = (
    r"[我本全共新累]|主动公开|收到|受理|办[结理]|答复|公开|发布|制[发作]|印发|开展|举办|召开|组织"
)
# 2021年，我局新增6条; 截至2021年底，…
_DONE = re.compile(
    rf"(?:^|[，；。：）])(?:截至|截止到?|在)?{_YEAR}"
    rf"(?:度|全年|1月?[-—至]12月|12月31日|年?底)*(?=[，：]|{_DID})"
)
# 数据自2021年1月1日起至2021年12月31日止
_PERIOD = re.compile(
    r"((?:19|20)[0-9]{2})年1月1日起?，?[至到—\-－~](?:(?:19|20)[0-9]{2}年)?12月31日"
)
_COUNTS = re.compile(
    r"[0-9](?:余|多)?(?:件|条|次|期|份|场|篇|人|个|项|起|家|元|万)|未(?:收到|发生|收取)|没有收"
)
# What makes a year another one: it is compared, carried over, long ago, or still to come.
_OTHERWISE = re.compile(
    r"相比|相较|对比|同比|环比|较|同期|比[上去]?年|[上去前往历近]年|上一年|年初|结转|遗留|顺延|以来|至今"
    r"|以[前后]|之[前后]|起(?:施行|实施|执行)|连续|逐年|规划|计划|将|拟|预计|目标|力争|下一步|今后|成立|设立"
)
_CHANGES = re.compile(r"增长|增加|增幅|上升|下降|减少|降低|同比|相比|多了|少了|持平")


@check("other_year", NoParameters)
def check_other_year(rule: Rule, context: WithProseOfAYear) -> Iterator[Finding]:
    """Yield one finding a sentence that counts in another year, or one that passes."""
    sentences = context.narrative.sentences()
    number = 0
    for sentence, follows in pairwise((*sentences, None)):
        year = _other_year(sentence, follows, context.year) if sentence else None
        if year is None or sentence is None or _is_beginning(sentence, sentences):
            continue
        number += 1
        message = f"说的是 {year} 年的事，报告年度是 {context.year} 年：“{sentence.quote}”"
        place = f"{sentence.section}#{number}"
        yield rule.finding(place, f"{year} 年", State.FAIL, message)
    if not number:
        yield rule.finding("text", "报告文字", State.PASS, "没有把别的年度当作本年度来说的句子。")


def _other_year(sentence: Sentence, follows: Sentence | None, year: int) -> int | None:
    """Return the year that a sentence counts in, if it is another one and nothing explains it."""
    text = sentence.text
    period = _PERIOD.search(text)
    if period:
        return None if int(period[1]) == year else int(period[1])
    done = _DONE.search(text)
    counts = sentence.opens or _COUNTS.search(text)  # so begins what is told under a heading
    if done is None or f"{year}年" in text or not counts or _OTHERWISE.search(text):
        return None
    beside = follows.text if follows and follows.section == sentence.section else ""
    if _CHANGES.search(text) or (f"{year}年" in beside or _CHANGES.search(beside)):
        return None
    return int(done[1])


def _is_beginning(sentence: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Whether a part of the report begins with it: check ``year`` asks about those."""
    return next(one for one in sentences if one.section == sentence.section) is sentence
