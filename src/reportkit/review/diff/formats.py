"""What `reportkit diff` prints: text for people, JSON for programs."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator

from reportkit.comparing import Became, CellChange, SentenceChange, pieces
from reportkit.rendering.parts.findings import finding_text
from reportkit.review.diff.words import (
    FINDING_BECAME,
    FIRST,
    ONLY,
    SECOND,
    SENTENCE_BECAME,
    Compared,
    difference,
    shown,
)


def as_text(told: Compared) -> str:
    """Return whose reports these are, how much differs, and a line or two for each difference."""
    lines = [
        f"{FIRST}：{told.before.name}（{told.before.place}）",
        f"{SECOND}：{told.after.name}（{told.after.place}）",
        told.counts,
        *told.notes,
        *_cell_lines(told.comparison.cells),
        *_finding_lines(told),
        *_sentence_lines(told),
    ]
    return "\n".join(map(_inert, lines))


def as_json(told: Compared) -> str:
    """Return the object that docs/files.md describes."""
    sides = {"before": told.before, "after": told.after}
    named = {side: {"name": one.name, "place": one.place} for side, one in sides.items()}
    told_of = named | told.comparison.to_json() | {"notes": told.notes}
    return json.dumps(told_of, ensure_ascii=False, indent=2)


FORMATS = {"text": as_text, "json": as_json}


def _cell_lines(cells: tuple[CellChange, ...]) -> Iterator[str]:
    if cells:
        yield "数字："
    for cell in cells:
        if cell.became is Became.CHANGED:
            less = difference(cell)
            more = f"（{less}）" if less else ""
            yield f"  {cell.name} {shown(cell.before)} → {shown(cell.after)}{more}  {cell.id}"
    for became, words in ONLY.items():
        for cell in cells:
            if cell.became is became:
                value = cell.before if cell.after is None else cell.after
                yield f"  {words}这一格：{cell.name} {shown(value)}  {cell.id}"


def _finding_lines(told: Compared) -> Iterator[str]:
    findings = told.comparison.findings or ()
    if findings or told.rules:
        yield "核对结论："
    for one in findings:
        yield f"  {FINDING_BECAME[one.became]}：{finding_text(one.finding)}"
        if one.became is Became.CHANGED and one.before:
            yield f"    {FIRST}原为：{finding_text(one.before)}"
    for line in told.rules:
        yield f"  规则{line}"


def _sentence_lines(told: Compared) -> Iterator[str]:
    if told.by_section:
        yield "文字："
    for section, sentences in told.by_section.items():
        yield f"  “{section}”"
        for one in sentences:
            before, after = _marked(one)
            words = SENTENCE_BECAME[one.became]
            if one.became is Became.CHANGED:
                yield f"    {words}  {FIRST}：{before}"
                yield f"          {SECOND}：{after}"
            else:
                yield f"    {words}{_whence(one)}：{after or before}"


def _whence(one: SentenceChange) -> str:
    """Return where a sentence stood that has come from another section."""
    moved = one.became is Became.MOVED and one.section_before != one.section_after
    return f"（原在“{one.section_before}”）" if moved else ""


def _marked(one: SentenceChange) -> tuple[str, str]:
    """Return both sentences; of one that was changed, what differs stands in brackets."""
    if one.became is not Became.CHANGED:
        return one.before, one.after
    parts = pieces(one.before, one.after)
    before = (
        part.before if part.same or not part.before else f"【{part.before}】" for part in parts
    )
    after = (part.after if part.same or not part.after else f"【{part.after}】" for part in parts)
    return "".join(before), "".join(after)


def _inert(line: str) -> str:
    """Return a line that no terminal takes for a command: of escape characters, the code."""
    return "".join(
        f"\\x{ord(char):02x}" if unicodedata.category(char) == "Cc" else char for char in line
    )
