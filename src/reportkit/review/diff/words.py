"""What is told of a comparison in the same words everywhere, and how it begins."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from reportkit.comparing import Became, CellChange, Comparison, SentenceChange
from reportkit.figures import Value, is_figure, value_text
from reportkit.review.diff.sides import Side

FIRST, SECOND = "甲", "乙"
ONLY = {Became.NEW: f"只有{SECOND}有", Became.GONE: f"只有{FIRST}有"}
FINDING_BECAME = {
    Became.NEW: f"{SECOND}新出现",
    Became.GONE: f"{SECOND}已没有",
    Became.CHANGED: "数字或者结论不同",
}
SENTENCE_BECAME = {**ONLY, Became.CHANGED: "改动", Became.MOVED: "移动了位置"}
_NO_FINDINGS = "核对结论没有比较：有一份不带核对结论，如公开的文件。"
_NO_PROSE = "文字没有比较：有一份不带文字，如 PDF 和 figures.json。"
_OTHER_BYTES = (
    "两份 report.html 的字节却不同：可能是图、表的样式、标记（草稿、送审稿）或者软件版本不同。"
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two reports and what differs."""

    before: Side
    after: Side
    comparison: Comparison

    @property
    def counts(self) -> str:
        """How much differs, in one sentence."""
        counted = [(word, len(part)) for word, part in self._parts]
        differing = [f"{word} {count} 处" for word, count in counted if count]
        if differing:
            return f"不同：{'，'.join(differing)}。"
        return f"{'、'.join(word for word, _ in counted)}都相同。"

    @property
    def notes(self) -> list[str]:
        """What was not compared, and what differs beyond what is."""
        told = [*self._unlike]
        if self.comparison.findings is None:
            told.append(_NO_FINDINGS)
        if self.comparison.sentences is None:
            told.append(_NO_PROSE)
        pages = (self.before.page, self.after.page)
        if not self.comparison.differs and all(pages) and pages[0] != pages[1]:
            told.append(_OTHER_BYTES)
        return told

    @property
    def _unlike(self) -> Iterator[str]:
        """Yield in which form or edition each report is, where they are not in the same."""
        figures = [side.statements.figures for side in (self.before, self.after)]
        for word, key in (("格式", "form"), ("版本", "edition")):
            first, second = (str(one.get(key, "")) for one in figures)
            if first and second and first != second:
                yield f"两份的{word}不同：{FIRST} {first}，{SECOND} {second}。"

    @property
    def by_section(self) -> Mapping[str, list[SentenceChange]]:
        """The sentences by the section in which they are to be looked for."""
        found: dict[str, list[SentenceChange]] = {}
        for one in self.comparison.sentences or ():
            found.setdefault(one.section, []).append(one)
        return found

    @property
    def rules(self) -> list[str]:
        """The rules that only one report was held against, a line each side."""
        sides = {Became.GONE: self.comparison.rules_before, Became.NEW: self.comparison.rules_after}
        return [f"{ONLY[side]}：{'、'.join(rules)}" for side, rules in sides.items() if rules]

    @property
    def _parts(self) -> list[tuple[str, Sequence[Any]]]:
        compared = self.comparison
        rules = (*compared.rules_before, *compared.rules_after)
        parts = [
            ("数字", compared.cells),
            ("核对结论", compared.findings),
            ("所核对的规则", rules if compared.findings is not None else None),
            ("文字", compared.sentences),
        ]
        return [(word, part) for word, part in parts if part is not None]


def shown(value: Value | None) -> str:
    """Return a value for people: a blank cell is not one that is not there."""
    return "没有这一格" if value is None else value_text(value)


def difference(change: CellChange) -> str:
    """Return the later figure minus the earlier; empty where one of them is no figure."""
    before, after = change.before, change.after
    if before is None or after is None or not (is_figure(before) and is_figure(after)):
        return ""
    less = Decimal(str(after)) - Decimal(str(before))
    return f"{'+' if less > 0 else ''}{value_text(less)}"
