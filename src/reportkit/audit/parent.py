"""What a parent published, held against the sums of what others published on its year.

Theirs are added up as they stand: whether they reconcile is another question. What was not read
with certainty is unknown in the sum, and who was not read at all may be why a sum differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from reportkit.figures import Figures, Mark, Member, Value, roll_up, value_text
from reportkit.figures.rollup import PASSED
from reportkit.published.model import Published
from reportkit.report.checks import catalogue_of
from reportkit.rules import CellValue, Finding, Rule, Severity, State

_ROLLUP = "rollup"
_AT_ONCE = 256
_MOST_NAMED = 5
_REMEDY = "请核对是否包括了全部所属单位和本级自身，再核对这一格。"


def certain(one: Published) -> Figures:
    """Return the figures of a report, unknown where they are in doubt."""
    unsure = {cell: Mark.UNKNOWN for cell in one.doubts if cell in one.values}
    return Figures.of(one.edition, {**one.values, **unsure})


def agreeing(copies: Sequence[Published]) -> Figures:
    """Return the figures of a report of which there are several files: unknown where they differ.

    A cell that is certain in one of them is.
    """
    first, *others = map(certain, copies)
    for other in others:
        values = {cell: _both(first[cell], other.get(cell, Mark.UNKNOWN)) for cell in first}
        first = first.replacing(values)
    return first


def _both(one: Value, other: Value) -> Value:
    if Mark.UNKNOWN in (one, other):
        return other if one is Mark.UNKNOWN else one
    return one if one == other else Mark.UNKNOWN


def findings_of_sums(
    parent: Published, members: Iterable[Figures], unread: Sequence[str]
) -> Iterator[Finding]:
    """Yield what comes of holding a parent's report against the sums of others.

    Parameters
    ----------
    parent : Published
    members : iterable of Figures
        One a member. They are added up as they come: however many they are, none is kept.
    unread : sequence of str
        The files that may be of members as well, and could not be read. What differs then is a
        question.
    """
    sums, count = _added_up(parent, members)
    for rule in catalogue_of(parent.edition.form).values():
        if rule.check == _ROLLUP:
            yield from _compared(rule, parent, sums, count, unread)


def _added_up(parent: Published, members: Iterable[Figures]) -> tuple[Figures, int]:
    edition = parent.edition
    sums = Figures.of(edition, {c.id: 0 for c in edition.cells.values() if not c.is_words})
    count, coming = 0, iter(members)
    while chunk := [Member("", figures, PASSED) for figures in islice(coming, _AT_ONCE)]:
        sums = roll_up(sums, chunk)
        count += len(chunk)
    return sums, count


def _compared(
    rule: Rule, parent: Published, sums: Figures, count: int, unread: Sequence[str]
) -> Iterator[Finding]:
    if unread:
        more = f"等 {len(unread)} 份" if len(unread) > _MOST_NAMED else ""
        named = f"{'、'.join(unread[:_MOST_NAMED])}{more}"
        told = f"没有计入各单位之和：{named}，没有读出来，或者年度不能确定。"
        remedy = "是所属单位报告的，请先读出来；不是的，请移到别处，再核查。"
        yield _question(rule.finding("unread", "没有计入的", State.FAIL, told, suggestion=remedy))
    if not count:
        told = f"没有其他单位 {parent.year} 年的报告，无法与各单位之和比较。"
        yield _question(rule.finding("members", "所属单位", State.FAIL, told, suggestion=""))
        return
    agreeing = 0
    for cell, value in certain(parent).items():
        if isinstance(value, Mark | str):
            continue
        if value == sums[cell]:
            agreeing += 1
            continue
        finding = _differing(rule, parent, cell, sums[cell])
        yield _question(finding) if unread else finding
    if agreeing:
        told = f"{agreeing} 格与 {count} 个单位之和一致。"
        yield rule.finding("members", "所属单位", State.PASS, told)


def _differing(rule: Rule, parent: Published, cell: str, total: Value) -> Finding:
    name, value = parent.edition.cells[cell].name, parent.values[cell]
    cited = (CellValue(cell, name, value),)
    if isinstance(total, Mark):
        told = f"“{name}”为 {value_text(value)}，有单位的这一格空白或者存疑，各单位之和无法确定。"
        return rule.finding(cell, name, State.UNKNOWN, told, left=value, cells=cited)
    told = f"“{name}”为 {value_text(value)}，各单位之和为 {value_text(total)}。"
    return rule.finding(
        cell, name, State.FAIL, told, suggestion=_REMEDY, left=value, right=total, cells=cited
    )


def _question(finding: Finding) -> Finding:
    """Return a finding as one that weighs no more than a question."""
    return replace(finding, severity=Severity.WARNING)
