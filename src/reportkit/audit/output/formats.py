"""What `reportkit audit` prints: text for people, JSON for programs."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from textwrap import indent

from reportkit.audit.one import Audited, open_findings, to_json
from reportkit.inputs.run_state import RunState
from reportkit.published.model import BUREAU, YEAR, Published
from reportkit.rules import SEVERITY_WORDS, State
from reportkit.visible import in_escapes

_MOST_NAMED = 4
# A city's report that lacks a bureau differs from the sum in nearly every cell.
_MOST_OF_A_RULE = 20
_SHOWN_OF_MANY = 5

OUTCOMES = ("有错误", "有存疑，其余没有发现错误", "没有发现错误", "没有读出来")
"""How an audit ends, the most pressing first."""


def as_text(audited: Iterable[Audited]) -> Iterator[str]:
    """Yield a few lines a file: whose it is, what is not certain, what does not hold.

    Of several files, last how they ended.
    """
    ended: Counter[str] = Counter()
    for one in audited:
        ended[outcome(one)] += 1
        yield from _lines(one)
    if ended.total() > 1:
        yield f"共 {ended.total()} 份：{counts_of(ended)}。"


def counts_of(ended: Mapping[str, int]) -> str:
    """Return how many ended how, the most pressing first."""
    return "；".join(f"{words} {ended[words]} 份" for words in OUTCOMES if ended.get(words))


def as_json(audited: Iterable[Audited]) -> Iterator[str]:
    """Yield the lines of a list of objects, one a file; docs/files.md says what is in them."""
    last = ""  # one is held back: only the last has no comma
    for one in audited:
        yield last + "," if last else "["
        last = indent(json.dumps(to_json(one), ensure_ascii=False, indent=2), "  ")
    yield f"{last}\n]" if last else "[]"


def as_json_lines(audited: Iterable[Audited]) -> Iterator[str]:
    """Yield an object a line, one a file."""
    return map(as_json_line, audited)


def as_json_line(one: Audited) -> str:
    """Return the object that stands for a file, in a line."""
    return in_escapes(json.dumps(to_json(one), ensure_ascii=False))


def _lines(one: Audited) -> Iterator[str]:
    if one.published is None:
        yield f"{one.file}：没有读出来。{one.message}"
        return
    open_ones = [each for each in open_findings(one) if each.state is State.FAIL or each.cells]
    doubts = one.published.doubts
    counts = f"核对 {len(one.findings)} 处，{len(open_ones)} 处有说明，{len(doubts)} 处存疑"
    yield f"{one.file}：{whose(one.published)}：{outcome(one)}（{counts}）"
    yield from (f"  {line}" for line in doubt_lines(one.published))
    yield from (f"  {line}" for line in note_lines(one.published))
    unknown = Counter(each.rule for each in open_ones if each.state is State.UNKNOWN)
    failing = Counter(each.rule for each in open_ones if each.state is State.FAIL)
    shown: Counter[str] = Counter()
    for finding in open_ones:
        if finding.state is State.FAIL and failing[finding.rule] > _MOST_OF_A_RULE:
            shown[finding.rule] += 1
            if shown[finding.rule] > _SHOWN_OF_MANY:
                continue
        many = unknown[finding.rule] if finding.state is State.UNKNOWN else 0
        if many > _MOST_NAMED:  # a table that was not found is one thing, not a line for each sum
            yield f"  [无法核对] {finding.rule} 有 {many} 处没有数字，无法核对。"
            unknown[finding.rule] = -1
        elif many >= 0:
            word = "无法核对" if many else SEVERITY_WORDS[finding.severity]
            yield f"  [{word}] {finding.rule} {finding.message}{finding.suggestion}"
    for rule, all_of_it in shown.items():
        rest = all_of_it - _SHOWN_OF_MANY
        yield f"  {rule} 还有 {rest} 处，见 --format json 或者 --output 写出的名单。"


def outcome(audited: Audited) -> str:
    """Return how an audit ended, one of `OUTCOMES`: what is in doubt is not free of errors."""
    errors, doubted, sound, unreadable = OUTCOMES
    if audited.published is None:
        return unreadable
    if audited.state is not RunState.PASSED:
        return errors
    return doubted if audited.published.doubts else sound


def whose(published: Published) -> str:
    """Return whose a report is, in words."""
    year = f"{published.year} 年" if published.year else "（年度不详）"
    edition = published.edition
    return f"{published.bureau or '（单位不详）'} {year}{edition.form.title}（{edition.id} 版）"


def doubt_lines(published: Published) -> Iterator[str]:
    """Yield the doubts, those of one cause as one."""
    names = names_of(published)
    for why, alike in by_cause(published.doubts).items():
        named = [names[what] for what in alike]
        more = f"等 {len(named)} 格" if len(named) > _MOST_NAMED else ""
        yield f"[存疑] {'、'.join(named[:_MOST_NAMED])}{more}：{why}。"


def names_of(published: Published) -> Mapping[str, str]:
    """Return what that is called in Chinese of which there may be a doubt."""
    tables = published.edition.tables.values()
    return {
        BUREAU: "单位",
        YEAR: "年度",
        **{table.id: f"表“{table.title}”" for table in tables},
        **{cell.id: cell.name for cell in published.edition.cells.values()},
    }


def by_cause(doubts: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the reasons of doubts, each with what it is about."""
    causes: dict[str, list[str]] = {}
    for what, why in doubts.items():
        causes.setdefault(why, []).append(what)
    return causes


def note_lines(published: Published) -> Iterator[str]:
    """Yield how figures were found, where that needs saying though they are certain."""
    for cell, how in published.notes.items():
        yield f"[说明] {published.edition.cells[cell].name}：{how}。"


FORMATS: Mapping[str, Callable[[Iterable[Audited]], Iterator[str]]] = {
    "text": as_text,
    "json": as_json,
    "jsonl": as_json_lines,
}
