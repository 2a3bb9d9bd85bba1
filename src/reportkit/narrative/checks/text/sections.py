"""Check ``sections``: the sections that prose makes up are there, and say what they must."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.forms import Section
from reportkit.narrative.context import WithProse
from reportkit.rules import Finding, Rule, State
from reportkit.rules.register import NoParameters, check

# The notice says "in principle" (原则上): a little over is not worth a warning.
_TOLERANCE = 1.2
_MARKUP = re.compile(r"[\s#*_>`|-]+")


@check("sections", NoParameters)
def check_sections(rule: Rule, context: WithProse) -> Iterator[Finding]:
    """Yield one finding a section that prose makes up."""
    narrative = context.narrative
    for section in context.edition.sections:
        if not section.prose:
            continue
        fault, remedy = _fault(section, narrative.sections.get(section.id, ""), narrative.file)
        name = f"“{section.heading}”"
        if fault:
            message = f"{name}{fault}。"
            yield rule.finding(section.id, name, State.FAIL, message, suggestion=remedy)
        else:
            yield rule.finding(section.id, name, State.PASS, f"{name}齐全。")


def _fault(section: Section, prose: str, file: str) -> tuple[str, str]:
    length = len(_MARKUP.sub("", prose))
    if not length:
        place = f"在 {file} 的“# {section.heading}”下" if file else ""
        return "没有文字", f"请{place}补写。"
    if section.limit and length > section.limit * _TOLERANCE:
        return f"有 {length} 字，超过 {section.limit} 字较多", "请压缩篇幅。"
    words = (section.must_mention, *section.mentioned_as)
    if section.must_mention and not any(word in prose for word in words):
        word = section.must_mention
        return f"没有提到“{word}”", f"请写明{word}的情况，没有的也要说明。"
    return "", ""
