"""Blank cells told as what they are: a column of totals left blank is one finding, not 25."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from reportkit.figures import Figures, Mark
from reportkit.forms import Block, Table
from reportkit.published.tables.sums import failing, sums_of
from reportkit.rules import CellValue, Finding, Rule, State

_VALUES = "values"
_FEWEST = 2


class _Stretch(NamedTuple):
    """Cells that lie together: where, in words, and which."""

    place: str
    name: str
    cells: list[str]


def together(
    findings: Sequence[Finding], rules: Sequence[Rule], figures: Figures, doubts: Mapping[str, str]
) -> list[Finding]:
    """Return findings, those of blank cells that lie together as one.

    What such a finding says is not said again: that a cell of doubt holds no figure, that a sum
    over blank cells cannot be held.
    """
    by_id = {rule.id: rule for rule in rules}
    values = [one for one in findings if by_id[one.rule].check == _VALUES]
    blank = {c.id for one in values for c in one.cells if c.value is Mark.BLANK}
    stretches = list(_stretches(figures, blank))
    covered = {cell for stretch in stretches for cell in stretch.cells}
    silent = covered | {cell for cell in doubts if cell in figures and cell not in blank}
    result: list[Finding] = []
    for one in findings:
        if one in values and one.cells and one.cells[0].id in silent:
            rule = by_id[one.rule]
            result += [
                _told(rule, s, figures, rules) for s in stretches if one.cells[0].id in s.cells
            ]
            stretches = [s for s in stretches if one.cells[0].id not in s.cells]
        elif one.state is not State.UNKNOWN or not _only_lacks(one, covered):
            result.append(one)
    return result


def _only_lacks(finding: Finding, covered: set[str]) -> bool:
    """Whether all that a finding lacks are cells that are told of as blank."""
    lacking = {cell.id for cell in finding.cells if isinstance(cell.value, Mark)}
    return bool(lacking) and lacking <= covered


def _told(rule: Rule, stretch: _Stretch, figures: Figures, rules: Sequence[Rule]) -> Finding:
    cells = figures.edition.cells
    noughts = {cell: 0 if value is Mark.BLANK else value for cell, value in figures.items()}
    sums = [
        one
        for one in sums_of(figures.edition, tuple(rules))
        if any(cell in stretch.cells for cell, _ in one)
    ]
    wrong = failing(sums, noughts)
    then = f"其中 {wrong} 项勾稽关系不成立" if wrong else "各项勾稽关系都成立"
    message = f"{stretch.name}共 {len(stretch.cells)} 格，全部空白。"
    if sums:
        message += f"空白按 0 计，{then}。"
    cited = tuple(CellValue(cell, cells[cell].name, figures[cell]) for cell in stretch.cells)
    return rule.finding(stretch.place, stretch.name, State.FAIL, message, cells=cited)


def _stretches(figures: Figures, blank: set[str]) -> Iterator[_Stretch]:
    """Yield what is blank as a whole: tables, then columns, then rows, each cell once."""
    left = set(blank)
    for table in figures.edition.tables.values():
        whole = [
            cell for block in table.blocks for _, cells in _rows(table, block) for cell in cells
        ]
        candidates = [_Stretch(table.id, f"表“{table.title}”", whole)]
        for block in table.blocks:
            rows = list(_rows(table, block))
            for number, column in enumerate(block.leaf_columns()):
                cells = [cells[number] for _, cells in rows]
                candidates.append(_Stretch(f"{table.id}.{column.id}", f"“{column.name}”列", cells))
            candidates += [
                _Stretch(f"{table.id}.{id_}", f"“{name}”行", cells) for (id_, name), cells in rows
            ]
        for stretch in candidates:
            if len(stretch.cells) >= _FEWEST and left.issuperset(stretch.cells):
                left -= set(stretch.cells)
                yield stretch


def _rows(table: Table, block: Block) -> Iterator[tuple[tuple[str, str], list[str]]]:
    for row in block.leaf_rows():
        name = f"{row.mark} {row.name}".strip()
        yield (row.id, name), [table.cell_id(row, column) for column in block.leaf_columns()]
