"""Whether the prose of a report is whole and says what the tables say.

Rules N-SECTIONS, N-FIGURES and N-PARTS; N-BOILERPLATE, which needs last year's prose, has a
function of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reportkit.figures import Figures
from reportkit.forms import Edition, Section
from reportkit.narrative.bind import Narrative
from reportkit.narrative.figures_rule import check_stated_figures
from reportkit.narrative.parts import check_parts
from reportkit.narrative.sentences import Sentence, sentences
from reportkit.rules import Finding, State, load_catalogue

# The notice says "in principle" (原则上): a little over is not worth a warning.
_TOLERANCE = 1.2
_MARKUP = re.compile(r"[\s#*_>`|-]+")


def check_narrative(
    narrative: Narrative, edition: Edition, figures: Figures, year: int
) -> list[Finding]:
    """Hold the prose against N-SECTIONS, N-FIGURES and N-PARTS.

    Parameters
    ----------
    narrative : Narrative
        Its figures filled in.
    edition : Edition
        Names the sections.
    figures : Figures
        What the prose is held against.
    year : int
        Report year: what prose says of another year is not held against the tables.

    Returns
    -------
    list of Finding
        N-SECTIONS: one a section that prose makes up. N-FIGURES: one for each figure that speaks
        of a cell. N-PARTS: one for each list of parts.
    """
    findings = [
        finding
        for section in edition.sections
        if section.prose
        for finding in _check_section(section, narrative.sections.get(section.id, ""))
    ]
    prose = _sentences(narrative)
    return [*findings, *check_stated_figures(prose, figures, year), *check_parts(prose)]


def _sentences(narrative: Narrative) -> list[Sentence]:
    texts = {"opening": narrative.opening, **narrative.sections}
    return [sentence for section, prose in texts.items() for sentence in sentences(section, prose)]


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
