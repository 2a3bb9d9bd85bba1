"""Where a figure comes from: how it is counted, which rows count, what it is compared with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import compress, groupby
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from reportkit.figures import (
    LAST_YEAR,
    Mark,
    Value,
    in_words,
    rows_counted,
    value_text,
)
from reportkit.forms import Cell
from reportkit.ledgers import Ledger
from reportkit.rendering.bundle import working
from reportkit.rendering.parts.findings import findings_table
from reportkit.rendering.parts.tables import plain_table
from reportkit.report.computed import Computed
from reportkit.rules import Finding

_MEMBERS_NAMED = 10
_LISTED = 20  # records that are shown; all of them are in the frame
_COLUMNS = ("文件", "行", "编号", "是否计入")
_COUNTED, _IN_DOUBT = "计入", "存疑，不能确定"
_HEADINGS = ("项", "说明")


class Place(NamedTuple):
    """One record: its file, its row there, and the number that tells it apart, where it has one."""

    file: str
    row: int
    number: str


@dataclass(frozen=True, slots=True, repr=False)
class Explanation:
    """Where the figure of one cell comes from.

    Attributes
    ----------
    cell, name : str
        Id and Chinese name.
    value : Value
    source : tuple of str
        Sentences: how it is counted, or who filled it in.
    counted, in_doubt : tuple of Place
        The records that make it up, and those of which it cannot be told whether they do.
    last_year : Value or None
        None where there is no report of last year.
    findings : tuple of Finding
        What the rules say in which the cell stands.
    """

    cell: str
    name: str
    value: Value
    source: tuple[str, ...]
    counted: tuple[Place, ...]
    in_doubt: tuple[Place, ...]
    last_year: Value | None
    findings: tuple[Finding, ...]

    @property
    def records(self) -> pd.DataFrame:
        """All the records, those in doubt last."""
        rows = [(*place, _COUNTED) for place in self.counted]
        rows += [(*place, _IN_DOUBT) for place in self.in_doubt]
        return pd.DataFrame(rows, columns=list(_COLUMNS))

    def __repr__(self) -> str:
        return "\n".join(f"{heading}：{words}" for heading, words in self._lines())

    def _repr_html_(self) -> str:
        lines = plain_table(f"{self.cell} {self.name}", _HEADINGS, [*self._lines()])
        rules = f"\n{findings_table(self.findings)}" if self.findings else ""
        return working(lines + rules)

    def _lines(self) -> Iterator[tuple[str, str]]:
        yield self.name, value_text(self.value)
        for sentence in self.source:
            yield "来源", sentence
        if self.counted:
            yield f"计入 {len(self.counted)} 行", _listed(self.counted)
        if self.in_doubt:
            yield f"存疑 {len(self.in_doubt)} 行", _listed(self.in_doubt)
        told = "没有上年度的报告" if self.last_year is None else value_text(self.last_year)
        yield "上年度", told
        rules = dict.fromkeys(finding.rule for finding in self.findings)
        yield "有关的规则", "、".join(rules) or "没有"


def explain(report: Computed, cell: Cell) -> Explanation:
    """Return where the figure of a cell comes from.

    Parameters
    ----------
    report : Computed
    cell : Cell
        Of the report's edition.
    """
    counted, in_doubt = _records(report, cell)
    last = report.figures[LAST_YEAR + cell.id] if report.last_year else None
    return Explanation(
        cell=cell.id,
        name=cell.name,
        value=report.figures[cell.id],
        source=tuple(source(report, cell)),
        counted=counted,
        in_doubt=in_doubt,
        last_year=last,
        findings=tuple(f for f in report.findings if cell.id in {one.id for one in f.cells}),
    )


def places(ledger: Ledger, chosen: NDArray[np.bool_]) -> tuple[Place, ...]:
    """Return file, row and number of some records; nothing else of a record is told.

    Parameters
    ----------
    ledger : Ledger
    chosen : array of bool
        One for each row of its frame.
    """
    stands = ledger.places
    numbers = compress(ledger.numbers(), chosen)
    return tuple(
        Place(str(file), int(row), number)
        for file, row, number in zip(
            stands.files[chosen], stands.rows[chosen], numbers, strict=True
        )
    )


def _records(report: Computed, cell: Cell) -> tuple[tuple[Place, ...], tuple[Place, ...]]:
    ledger = report.raw.ledgers.get(cell.count.ledger)
    if ledger is not None:
        rows = rows_counted(ledger, cell.count, report.year)
        return places(ledger, rows.counted), places(ledger, rows.in_doubt)
    kept = report.edition.filled_in
    by_hand = report.raw.ledgers.get(kept.id) if kept else None
    if cell.count.ledger or by_hand is None:
        return (), ()
    return places(by_hand, by_hand.frame["cell"].to_numpy() == cell.id), ()


def source(report: Computed, cell: Cell) -> Iterator[str]:
    """Yield sentences: how a figure is counted, or who filled it in, and what members add."""
    yield from own_source(report, cell)
    if report.members:
        yield from _of_members(report, cell)
    if changed := rewritten(report, cell):
        yield changed


def own_source(report: Computed, cell: Cell) -> Iterator[str]:
    """Yield sentences: where the bureau's own figure comes from, before members are added."""
    yield _how(report, cell)
    duties = report.edition.form.item.duties
    if report.figures[cell.id] is Mark.NOT_APPLICABLE and cell.duty in duties:
        yield f"本单位没有“{duties[cell.duty]}”这项职责（参数 duties），不适用。"


def rewritten(report: Computed, cell: Cell) -> str:
    """Return a sentence where the notebook set a figure by hand; else nothing."""
    counted = report.counted[cell.id]
    if report.figures[cell.id] == counted:
        return ""
    return f"笔记本改写了这一格，原为 {value_text(counted)}；上面说的和所列的行都是原数的。"


def _of_members(report: Computed, cell: Cell) -> Iterator[str]:
    """Yield sentences on a sum: the parent's own part, its members', and who is lacking."""
    own, figures = value_text(report.own[cell.id]), report.figures
    added = [
        f"{each.code} {value_text(part.get(cell.id, Mark.UNKNOWN))}"
        for each in report.members
        if (part := each.added) is not None
    ]
    theirs = f"所属单位 {len(added)} 个：{_some(added)}" if added else "没有可以计入的所属单位"
    yield f"本单位自身 {own}；{theirs}。"
    if figures.lacking:
        partial = value_text(figures.partial.get(cell.id, Mark.UNKNOWN))
        yield f"缺 {_some(figures.lacking)}，没有合计数；部分和 {partial}。"


def _some(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个" if len(names) > _MEMBERS_NAMED else ""
    return f"{'、'.join(names[:_MEMBERS_NAMED])}{more}"


def _how(report: Computed, cell: Cell) -> str:
    kind = "文字" if cell.is_words else "数"
    if cell.count.ledger:
        words = f"{in_words(cell, report.edition)}。"
        if cell.count.ledger in report.raw.ledgers:
            return words
        if cell.id in report.taken:
            return f"{words}没有交这本台账，用的是单位填报的{kind}。"
        return f"{words}没有交这本台账，无法计算。"
    if cell.id in report.filled_in:
        return f"这一格的{kind}由单位填报。"
    schema = report.edition.filled_in
    where = f"（{schema.stem}，“{schema.title}”）" if schema else ""
    return f"这一格的{kind}由单位填报{where}，没有填报。"


def _listed(found: Sequence[Place]) -> str:
    """Name records file by file; the first of very many."""
    named = "；".join(
        f"{file} {'、'.join(map(_row, together))}"
        for file, together in groupby(found[:_LISTED], lambda place: place.file)
    )
    others = len(found) - _LISTED
    return f"{named}等，全部见 .records" if others > 0 else named


def _row(place: Place) -> str:
    return f"第 {place.row} 行（{place.number}）" if place.number else f"第 {place.row} 行"
