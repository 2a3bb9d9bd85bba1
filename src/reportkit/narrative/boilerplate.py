"""Rule N-BOILERPLATE: sections 五 and 六 are not last year's over again (年年雷同).

Two sentences are taken for the same where they share most of their pairs of neighbouring
characters, years, figures, numbering and punctuation left aside. The share of this year's
sentences that last year's text has decides.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path

from reportkit.forms import Edition, Section
from reportkit.narrative.bind import Narrative
from reportkit.narrative.sentences import fold, sentences
from reportkit.rules import Finding, State, load_catalogue

_RULE = "N-BOILERPLATE"
_SECTIONS = ("problems", "other")
# Two sentences a year may rightly stay: that no fee was charged, that there is nothing else to
# report. From the third on, and from three in five, the section was copied and not written.
_FEWEST = 3
_LARGEST_SHARE = 60
# Of the pairs of characters; one clause put in or a few words changed stay above it.
_ALIKE = 80
# A shorter sentence (存在的问题：) says nothing of its own.
_SHORTEST = 6
_EXPRESSION = re.compile(r"\{\{.*?\}\}")
_HEADING = re.compile(r"#(?!#)(.*)")
_SPLIT = re.compile(r"[；：]")
_NUMBERING = re.compile(
    r"\A(?:（?[0-9一二三四五六七八九十]{1,3}[）、.．是]|第[一二三四五六七八九十]，?|[①-⑳])+，?"
)
_TIME = re.compile(r"(?:20[0-9]{2}|[今本去上下明]一?)年度?|下一步|全年")
_FOLDED_AWAY = re.compile(
    r"[0-9]+|[^\w]+|[零〇一二两三四五六七八九十百千万亿]+(?=[个件条项次期场篇名家])"
)


def check_boilerplate(
    narrative: Narrative, last_year: Mapping[str, str] | None, edition: Edition
) -> list[Finding]:
    """Hold the sections on problems and other matters against last year's.

    Parameters
    ----------
    narrative : Narrative
        This year's, its figures filled in.
    last_year : mapping of str to str, or None
        Last year's prose by section id; None where it is not there.
    edition : Edition
        Names the sections.

    Returns
    -------
    list of Finding
        One for each of the two sections that has prose: unknown where last year's is not there.
    """
    return [
        _check_section(section, prose, (last_year or {}).get(section.id, ""))
        for section in edition.sections
        if section.id in _SECTIONS and (prose := narrative.sections.get(section.id, ""))
    ]


def read_prose(path: Path, edition: Edition) -> dict[str, str] | None:
    """Read a narrative for comparison, its figures not filled in.

    Parameters
    ----------
    path : Path
        ``narrative.md`` of last year.
    edition : Edition
        Names the sections.

    Returns
    -------
    dict of str to str, or None
        Prose by section id; None where there is no file that can be read.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return None
    headings = {fold(section.heading): section.id for section in edition.sections}
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in _EXPRESSION.sub("0", text).splitlines():
        heading = _HEADING.fullmatch(line)
        if heading is None:
            lines.append(line)
        else:
            lines = sections.setdefault(headings.get(fold(heading[1]), ""), [])
    return {id_: "\n".join(prose).strip() for id_, prose in sections.items() if id_}


def _check_section(section: Section, prose: str, last_year: str) -> Finding:
    rule = load_catalogue()[_RULE]
    name = f"“{section.heading}”"
    before = _fingerprints(last_year)
    if not before:
        message = f"没有上年的{name}，无从比较。"
        return rule.finding(section.id, name, State.UNKNOWN, message)
    now = _fingerprints(prose)
    carried = sum(any(_alike(each, other) for other in before) for each in now)
    share = carried * 100 // len(now) if now else 0
    message = f"{name}共 {len(now)} 句，其中 {carried} 句与上年雷同，占 {share}%。"
    copied = carried >= _FEWEST and carried * 100 >= _LARGEST_SHARE * len(now)
    state = State.FAIL if copied else State.PASS
    return rule.finding(section.id, name, state, message)


def _fingerprints(prose: str) -> list[Counter[tuple[str, str]]]:
    """Return the sentences of a section, each as the pairs of characters that it is made of."""
    folded = (
        _FOLDED_AWAY.sub("", _TIME.sub("", _NUMBERING.sub("", part)))
        for sentence in sentences("", prose)
        for part in _SPLIT.split(sentence.text)
    )
    return [Counter(pairwise(text)) for text in folded if len(text) >= _SHORTEST]


def _alike(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> bool:
    """Whether two sentences share most of their pairs (Sørensen–Dice)."""
    return 200 * (one & other).total() >= _ALIKE * (one.total() + other.total())
