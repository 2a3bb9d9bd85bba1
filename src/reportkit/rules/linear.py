"""Linear rules over the cells: from words to equations, and from these to findings."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from reportkit.errors import RuleError
from reportkit.figures import Figures, is_figure, split_cell, value_text
from reportkit.figures.array import decode
from reportkit.forms import LAST, Edition, Table
from reportkit.rules.equation import Equation, Term
from reportkit.rules.finding import CellValue, Finding, State
from reportkit.rules.matrix import (
    STATES,
    LinearSystem,
    compile_equations,
    encode,
    evaluate_array,
)
from reportkit.rules.rule import Linear, Rule

_ROLE = re.compile(r"\[(\w+)\]")
Number = int | Decimal

_MOST_LACKING = 3


class Sides(NamedTuple):
    """What the sides of an equation come to, and left minus right."""

    left: Number
    right: Number
    residual: Number


@cache
def compile_rules(edition: Edition, rules: tuple[Rule, ...]) -> LinearSystem:
    """Compile linear rules over an edition, once for all its reports."""
    written_out = [equation for rule in rules for equation in equations(rule, edition)]
    return compile_equations(edition, written_out)


def equations(rule: Rule, edition: Edition) -> list[Equation]:
    """Write a linear rule out for every place of an edition.

    Raises
    ------
    RuleError
        Where the rule names a place or a cell that the edition does not have.
    """
    linear = rule.linear
    if linear is None:
        return []
    found = [
        Equation(
            rule=rule,
            linear=linear,
            place=place,
            place_name=name,
            left=tuple(_terms(rule, linear.left, place, edition)),
            right=tuple(_terms(rule, linear.right, place, edition)),
        )
        for place, name in _places(rule, linear, edition)
    ]
    words = [_words(equation, edition) for equation in found]
    added_up = [equation for equation, cells in zip(found, words, strict=True) if not cells]
    # A column of remarks among those of figures is passed over; what is named itself is not.
    refused = words if isinstance(linear.places, tuple) or not added_up else []
    for cells in filter(None, refused):
        raise _of_words(rule, cells, edition)
    return added_up


def _words(equation: Equation, edition: Edition) -> list[str]:
    """Return the cells of an equation that hold words in every report of the form."""
    bare = [split_cell(term.cell) for term in (*equation.left, *equation.right)]
    return [cell for beside, cell in bare if beside in ("", LAST) and edition.cells[cell].is_words]


def _of_words(rule: Rule, cells: list[str], edition: Edition) -> RuleError:
    listed = "、".join(f"{cell}（{edition.cells[cell].name}）" for cell in cells)
    fault = f"规则 {rule.id} 所说的格 {listed} 填的是文字，不能加减。"
    return RuleError("规则有误：", [f"{rule.source}：{fault}"])


def evaluate(equation: Equation, figures: Figures) -> Finding:
    """Hold one equation against the figures of a report, exactly."""
    (finding,) = evaluate_all(compile_equations(figures.edition, [equation]), figures)
    return finding


def evaluate_all(system: LinearSystem, figures: Figures) -> list[Finding]:
    """Hold every equation of a system against the figures of a report, exactly."""
    report = encode(system, [figures])
    outcome = evaluate_array(system, report)
    (exponent,) = report.exponents
    numbers = zip(outcome.left[0], outcome.right[0], outcome.residuals[0], strict=True)
    sides = [Sides(*(decode(number, exponent) for number in row)) for row in numbers]
    states = [STATES[code] for code in outcome.states[0]]
    told = zip(system.equations, sides, states, strict=True)
    return [_finding(*each, figures) for each in told]


def _finding(equation: Equation, sides: Sides, state: State, figures: Figures) -> Finding:
    terms = (*equation.left, *equation.right)
    cells = tuple(
        CellValue(term.cell, figures.name(term.cell), figures[term.cell]) for term in terms
    )
    rule, place, name = equation.rule, equation.place, equation.place_name
    adds_up = equation.linear.relation != "only_if"
    if state is State.UNKNOWN:
        lacking = [cell for cell in cells if not is_figure(cell.value)]
        shown = lacking[:_MOST_LACKING]
        listed = "、".join(f"“{cell.name}”（{value_text(cell.value)}）" for cell in shown)
        more = f"等 {len(lacking)} 格" if len(lacking) > len(shown) else ""
        message = f"{name}：{listed}{more}没有数字，无法核对。"
        return rule.finding(place, name, state, message, cells=cells)
    return rule.finding(
        place,
        name,
        state,
        _sentence(equation, sides, holds=state is State.PASS),
        left=sides.left,
        right=sides.right,
        residual=sides.residual if adds_up else None,
        cells=cells,
    )


def _sentence(equation: Equation, sides: Sides, *, holds: bool) -> str:
    linear = equation.linear
    both = (
        f"{equation.place_name}：{linear.left_text}＝{value_text(sides.left)}，"
        f"{linear.right_text}＝{value_text(sides.right)}"
    )
    apart = value_text(sides.residual).lstrip("-")
    if linear.relation == "only_if":
        return f"{both}。" if holds else f"{both}，后者为 0 时前者也应为 0。"
    if not holds:
        return f"{both}，相差 {apart}。"
    if linear.relation == "=" and sides.residual:
        return f"{both}，相差 {apart}，在允许的舍入误差 {value_text(linear.tolerance)} 以内。"
    return f"{both}。"


def _places(rule: Rule, linear: Linear, edition: Edition) -> Iterator[tuple[str, str]]:
    if not isinstance(linear.places, tuple):
        ((axis, of),) = linear.places.items()
        table_id, _, row = of.partition(".")
        places = list(_axis(axis, row, _table(rule, table_id, edition)))
        if not places:
            raise _absent(rule, f"的 {of}", edition)
        yield from places
        return
    for written in linear.places:
        table_id, _, place = written.partition(".")
        headings = list(_table(rule, table_id, edition).headings())
        name = next((heading.name for heading in headings if heading.id == place), None)
        if name is None:
            near = difflib.get_close_matches(place, {h.id for h in headings}, n=1, cutoff=0)
            remedy = f"，是否应为 {table_id}.{near[0]}？"
            raise _absent(rule, f"的位置 {written}", edition, remedy)
        yield place, name


def _axis(axis: str, row_id: str, table: Table) -> Iterator[tuple[str, str]]:
    for block in table.blocks:
        rows = block.leaf_rows()
        if axis == "rows_of":
            yield from ((row.id, f"“{row.mark} {row.name}”行") for row in rows)
        elif axis == "columns_of" or row_id in {row.id for row in rows}:
            yield from ((column.id, f"{column.name}列") for column in block.leaf_columns())


def _table(rule: Rule, table_id: str, edition: Edition) -> Table:
    if table_id not in edition.tables:
        raise _absent(rule, f"的表 {table_id}", edition)
    return edition.tables[table_id]


def _terms(rule: Rule, written: tuple[str, ...], place: str, edition: Edition) -> Iterator[Term]:
    for text in written:
        sign = -1 if text.startswith("-") else 1
        pattern = text.removeprefix("-").replace("{place}", place)
        cells = list(_expand(pattern, edition))
        if not cells:
            raise _absent(rule, f"的 {text}", edition)
        for cell in cells:
            beside, bare = split_cell(cell)
            # Whether another form has the cell can be told only where its report is there.
            if beside in ("", LAST) and bare not in edition.cells:
                raise _absent(rule, f"的格 {cell}", edition)
            yield Term(cell, sign)


def _absent(rule: Rule, what: str, edition: Edition, remedy: str = "。") -> RuleError:
    fault = f"规则 {rule.id} 所说{what} 不在{edition.title}里{remedy}"
    if len(edition.form.editions) > 1 and not rule.tables:
        fault += "只适用于部分版本的，请用 tables 写明是哪些表。"
    return RuleError("规则有误：", [f"{rule.source}：{fault}"])


def _expand(pattern: str, edition: Edition) -> Iterator[str]:
    """Write ``[role]`` out: one cell id for each heading of that role."""
    match = _ROLE.search(pattern)
    if match is None:
        yield pattern
        return
    for heading in edition.headings_with(match[1]):
        yield pattern.replace(match[0], heading.id)
