"""Rows and columns of totals that nobody filled in: all 0, though the parts are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby

from reportkit.figures import Figures
from reportkit.forms import Cell
from reportkit.rules.equation import Equation, Term

_FEWEST = 3  # totals at 0 over parts that are not; one or two may as well be typing errors


@dataclass(frozen=True, eq=False)
class TotalLine:
    """A row or column of totals.

    Attributes
    ----------
    name : str
        Chinese, such as “三（七） 总计”行.
    labels : mapping of str to str
        What each cell, by id, is called within the line.
    """

    name: str
    labels: Mapping[str, str]

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells, in the order of the form."""
        return tuple(self.labels)


def total_lines(equations: tuple[Equation, ...]) -> Iterator[list[Equation]]:
    """Yield the equations of each rule that says what totals have to be."""
    for _, group in groupby(equations, key=lambda equation: equation.rule):
        of_rule = list(group)
        if all(_defines_a_total(equation) for equation in of_rule):
            yield of_rule


def lines_left_at_zero(equations: tuple[Equation, ...], figures: Figures) -> Iterator[TotalLine]:
    """Yield the lines of totals that were left at 0, as far as the report itself shows."""
    for line in total_lines(equations):
        totals = [equation.left[0].cell for equation in line]
        if any(figures[cell] != 0 for cell in totals):
            continue
        if sum(_parts_differ_from_zero(equation.right, figures) for equation in line) >= _FEWEST:
            yield _named([figures.edition.cells[cell] for cell in totals])


def _defines_a_total(equation: Equation) -> bool:
    return (
        equation.linear.relation == "="
        and len(equation.left) == 1
        and len(equation.right) > 1
        and all(term.sign > 0 for term in (*equation.left, *equation.right))
    )


def _parts_differ_from_zero(parts: tuple[Term, ...], figures: Figures) -> bool:
    values = [figures[term.cell] for term in parts]
    return any(isinstance(value, int) and value != 0 for value in values)


def _named(cells: list[Cell]) -> TotalLine:
    if len({cell.row.id for cell in cells}) == 1 and cells[0].row.name:
        name, labels = f"“{_row(cells[0])}”行", [cell.column.name for cell in cells]
    elif len({cell.column.id for cell in cells}) == 1:
        name, labels = f"“{cells[0].column.name}”列", [_row(cell) for cell in cells]
    else:
        name, labels = f"“{cells[0].column.mark}”各格", [cell.name for cell in cells]
    pairs = zip(cells, labels, strict=True)
    return TotalLine(name, {cell.id: label for cell, label in pairs})


def _row(cell: Cell) -> str:
    return f"{cell.row.mark} {cell.row.name}".strip()
