"""Whether the prose of a report is whole: rule N-SECTIONS."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.editions import Edition, Section
from reportkit.narrative.bind import Narrative
from reportkit.rules import Finding, State, load_catalogue

# The notice says "in principle" (原则上): a little over is not worth a warning.
_TOLERANCE = 1.2
_MARKUP = re.compile(r"[\s#*_>`|-]+")


def check_narrative(narrative: Narrative, edition: Edition) -> list[Finding]:
    """Hold the prose against N-SECTIONS: one finding a section that prose makes up."""
    return [
        finding
        for section in edition.sections
        if section.prose
        for finding in _check_section(section, narrative.sections.get(section.id, ""))
    ]


def _check_section(section: Section, prose: str) -> Iterator[Finding]:
    rule = load_catalogue()["N-SECTIONS"]
    fault, remedy = _fault(section, prose)
    place_name = f"“{section.heading}”"
    if fault:
        message = f"{place_name}{fault}。"
        yield rule.finding(section.id, place_name, State.FAIL, message, suggestion=remedy)
    else:
        yield rule.finding(section.id, place_name, State.PASS, f"{place_name}齐全。")


def _fault(section: Section, prose: str) -> tuple[str, str]:
    length = len(_MARKUP.sub("", prose))
    if not length:
        return "没有文字", f"请在 narrative.md 的“# {section.heading}”下补写。"
    if section.limit and length > section.limit * _TOLERANCE:
        return f"有 {length} 字，超过 {section.limit} 字较多", "请压缩篇幅。"
    if section.must_mention and section.must_mention not in prose:
        word = section.must_mention
        return f"没有说明{word}的收取情况", f"请写明全年是否收取{word}、收取多少。"
    return "", ""
