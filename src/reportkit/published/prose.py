"""The prose of a published report by its sections, whatever they are called and numbered."""

from __future__ import annotations

import re
from collections.abc import Collection

from reportkit.folding import plain
from reportkit.forms import Edition, Section
from reportkit.grids.document import Document, Paragraph
from reportkit.narrative import Narrative

_NUMBERED = re.compile(
    r"[一二三四五六七八九十]{1,3}[、.,:：](.+)|第[一二三四五六七八九十]{1,3}(?:部分|章)(.+)"
)
_LONGEST_HEADING = 40
_ALIKE = 0.5
_CLUTTER = re.compile(
    r"版权所有|主办单位|承办单位|ICP备|公网安备|网站标识码|上一篇|下一篇|打印本页|关闭窗口|分享到|"
    r"技术支持|网站地图|扫一扫|浏览次数|相关附件|附件下载"
)
_MARKUP = re.compile(r"^(?=[#|>])")


def prose_of(
    document: Document, edition: Edition, used: Collection[int], opening_from: int
) -> Narrative:
    """Return the prose of a document.

    Parameters
    ----------
    document : Document
    edition : Edition
        Names the sections.
    used : collection of int
        Numbers of the paragraphs that are rows of a table.
    opening_from : int
        The number of the paragraph with the title: what stands before is the page's.
    """
    opening: list[str] = []
    sections: dict[str, list[str]] = {}
    current = opening
    for number, block in enumerate(document.blocks):
        if not isinstance(block, Paragraph) or number in used or number <= opening_from:
            continue
        section = _section(block.text, edition)
        if section is not None:
            current = sections.setdefault(section.id, [])
        elif _CLUTTER.search(block.text) and len(block.text) <= 2 * _LONGEST_HEADING:
            if current is not opening:
                break  # below the report
        else:
            current.append(_MARKUP.sub("\\\\", block.text))
    prose = {id_: "\n\n".join(lines) for id_, lines in sections.items()}
    return Narrative("", "\n\n".join(opening), prose)


def _section(text: str, edition: Edition) -> Section | None:
    """Return the section that a line is the heading of; None where it is none."""
    folded = plain(text)
    if len(folded) > _LONGEST_HEADING or folded[-1:] in "。；;":
        return None
    for section in edition.sections:
        if folded == plain(section.heading):
            return section
    numbered = _NUMBERED.fullmatch(folded)
    if numbered is None:
        return None
    title = numbered[1] or numbered[2]
    scores = {section.id: _likeness(title, plain(section.title)) for section in edition.sections}
    best = max(edition.sections, key=lambda section: scores[section.id])
    return best if scores[best.id] >= _ALIKE else None


def _likeness(one: str, other: str) -> float:
    """Return how much two titles have in common, by pairs of characters."""
    pairs = [{text[at : at + 2] for at in range(len(text) - 1)} for text in (one, other)]
    total = len(pairs[0]) + len(pairs[1])
    return 2 * len(pairs[0] & pairs[1]) / total if total else 0.0
