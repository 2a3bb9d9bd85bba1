"""Check ``units``: of numbers told in one breath, none lacks the unit that the others have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.narrative.context import WithProse
from reportkit.narrative.parts.counts import counted_in, parts_words
from reportkit.numerals import find_numerals
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

_FEWEST = 2
_SHOWN = 12
_LONGEST = 5  # a longer number is a telephone number, a code, an amount
_YEAR = re.compile(r"20[0-9]{2}\Z")
_LABEL = re.compile(r"[\u4e00-\u9fff]\Z")
# What a number follows that needs no unit.
_NO_UNIT = re.compile(
    r"(?:第|电话|邮编|编号|热线|号|国道|省道|版本|等级|[年月日条款项章至到和与年度])\Z"
)
_PAUSE = re.compile(r"[，；。、）]|\Z")


@check("units", NoParameters)
def check_units(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding a number without a unit, or one that passes."""
    words = parts_words(context.edition.form)
    number = 0
    for sentence in context.narrative.sentences() if words else ():
        text = sentence.text
        if words is None or len(counted_in(text, words)) < _FEWEST:
            continue
        for numeral in find_numerals(text):
            head, written = text[: numeral.start], text[numeral.start : numeral.end]
            bare = (
                written.isascii()
                and written.isdigit()
                and len(written) < _LONGEST
                and not _YEAR.match(written)
                and _LABEL.search(head)
                and not _NO_UNIT.search(head)
                and _PAUSE.match(text, numeral.end)
            )
            if bare and numeral.exact:
                number += 1
                name = f"“{re.split('[，；：。、（）]', head)[-1][-_SHOWN:]}{written}”"
                quote = sentence.excerpt(numeral.start, numeral.end)
                message = f"文字“{quote}”里的{name}没有写单位。"
                yield rule.finding(f"{sentence.section}#{number}", name, State.FAIL, message)
    if not number:
        yield rule.finding("text", "报告文字", State.PASS, "并列的数字都有单位。")
