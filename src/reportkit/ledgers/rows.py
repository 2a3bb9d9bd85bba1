"""What must hold in every row of a ledger, and which values are doubtful where it does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from reportkit.forms import Field, Schema
from reportkit.grids import Grid, NoValue
from reportkit.ledgers.heading import Layout
from reportkit.ledgers.personal import can_be_number
from reportkit.ledgers.problem import Problem, hide, quote
from reportkit.ledgers.values import ValueProblem, parse

# Stands for the row itself: whether it counts at all is in doubt.
ROW = "row"


@dataclass(slots=True)
class Row:
    """One row as read: row number in the file, values by field, fields that cannot be relied on."""

    number: int
    values: dict[str, Any]
    doubtful: set[str]


def read_rows(
    grid: Grid, layout: Layout, schema: Schema, year: int
) -> tuple[list[Row], list[Problem]]:
    """Read all rows below the headings and hold each against the schema.

    Returns
    -------
    rows : list of Row
        All rows, the doubtful ones too: leaving them out would be a guess.
    problems : list of Problem
    """
    problems: list[Problem] = []
    rows = []
    kept = schema.kept
    for number, values in grid.rows[layout.heading_row + 1 :]:
        row = Row(number, {}, set())
        for field in kept:
            problems.extend(_read_field(row, field, _at(values, layout, field), grid, schema, year))
        problems.extend(_check_together(row, grid, schema))
        problems.extend(_check_order(row, grid, schema))
        rows.append(row)
    problems.extend(_check_unique(rows, grid, schema))
    return rows, problems


def _at(values: Any, layout: Layout, field: Field) -> Any:
    column = layout.columns.get(field.id)
    return values[column] if column is not None and column < len(values) else None


def _read_field(
    row: Row, field: Field, value: Any, grid: Grid, schema: Schema, year: int
) -> Iterator[Problem]:
    row.values[field.id] = None
    if value is None:
        if field.required:
            row.doubtful.add(field.id)
            yield _problem("required", row, field.heading, grid, schema, "没有填", "请补填。")
        return
    try:
        if isinstance(value, NoValue):
            raise _without_value(value, field)
        row.values[field.id] = parse(value, field, year)
    except ValueProblem as problem:
        row.doubtful.add(field.id)
        yield _problem(
            problem.kind, row, field.heading, grid, schema, problem.fault, problem.remedy
        )
        return
    # Where applicants stand in the same sheet, a column out of place puts them among the numbers.
    text = row.values[field.id]
    if field.unique and schema.holds_people and not can_be_number(text):
        row.values[field.id] = None
        row.doubtful.add(field.id)
        fault = f"所填内容{hide(text)}不像{field.heading}"
        remedy = "编号里应有数字；请核对各列是否错位。"
        yield _problem("required", row, field.heading, grid, schema, fault, remedy)


def _without_value(value: NoValue, field: Field) -> ValueProblem:
    """Return what is wrong with a cell that shows something but has no value."""
    kind = {"date": "date", "money": "number", "number": "number", "flag": "choice"}.get(
        field.type, field.problem if field.type == "choice" else "required"
    )
    if not value.shown:
        remedy = "请用 Excel 或 WPS 打开一次，保存后再交。"
        return ValueProblem(kind, "公式没有保存计算结果", remedy)
    if value.shown.startswith(("#", "Err:")):
        return ValueProblem(kind, f"“{value.shown}”是公式的错误值", "请改正公式，或者直接填写。")
    fault = f"“{value.shown}”超过 15 位，Excel 已经把它四舍五入，不是原来的数"
    return ValueProblem(kind, fault, "请把该列设为文本格式，照原件重新填写。")


def _check_together(row: Row, grid: Grid, schema: Schema) -> Iterator[Problem]:
    for first, second in schema.together:
        if {first, second} & row.doubtful:
            continue
        filled, empty = (first, second) if row.values[first] is not None else (second, first)
        if row.values[filled] is not None and row.values[empty] is None:
            row.doubtful.add(empty)
            have, lack = schema.by_id[filled].heading, schema.by_id[empty].heading
            fault = f"填了“{have}”，却没有填“{lack}”"
            yield _problem(
                "together", row, lack, grid, schema, fault, "两项应同时填写或者同时留空。"
            )


def _check_order(row: Row, grid: Grid, schema: Schema) -> Iterator[Problem]:
    for first, second in schema.order:
        begin, end = row.values[first], row.values[second]
        if begin is None or end is None or end >= begin:
            continue
        row.doubtful |= {first, second}
        fault = (
            f"“{schema.by_id[second].heading}”（{end.isoformat()}）"
            f"早于“{schema.by_id[first].heading}”（{begin.isoformat()}）"
        )
        heading = schema.by_id[second].heading
        yield _problem("order", row, heading, grid, schema, fault, "请核对两个日期。")


def _check_unique(rows: list[Row], grid: Grid, schema: Schema) -> Iterator[Problem]:
    for field in schema.kept:
        if not field.unique:
            continue
        first_row: dict[str, int] = {}
        for row in rows:
            value = row.values[field.id]
            if value is None:
                continue
            if value not in first_row:
                first_row[value] = row.number
                continue
            row.doubtful.add(ROW)
            shown = quote(value) if any(char.isdigit() for char in value) else hide(value)
            fault = f"{shown}与第 {first_row[value]} 行重复"
            remedy = "请改正编号，或者删去重复的一行。"
            yield _problem("unique", row, field.heading, grid, schema, fault, remedy)


def _problem(
    kind: str, row: Row, column: str, grid: Grid, schema: Schema, fault: str, remedy: str
) -> Problem:
    return Problem(kind, schema.id, grid.name, row.number, column, fault, remedy)


def after_year(rows: list[Row], schema: Schema, year: int) -> list[Row]:
    """Return the rows whose date lies after the report year: they count in none of its cells."""
    if not schema.dated_by:
        return []
    end = dt.date(year, 12, 31)
    dated = [(row, row.values[schema.dated_by]) for row in rows]
    return [row for row, date in dated if date is not None and date > end]
