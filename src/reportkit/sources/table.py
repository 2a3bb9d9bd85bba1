"""Parameters in a table: one row a bureau-year, one column a parameter."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit.errors import FormError, ParametersError, ProblemsError
from reportkit.forms import edition_of
from reportkit.params import Parameters, check_values, parameter_name, plain_value, shown_name
from reportkit.trouble import what_happened

if TYPE_CHECKING:
    from reportkit.grids import Grid

# A title and notes may stand above the names of the columns.
DEEPEST_HEADING = 10
_FEWEST_MATCHES = 2


@dataclass(frozen=True, slots=True)
class Sourced:
    """A bureau-year, and the place that tells it, for messages: ``params/a.xlsx［县］第 5 行``."""

    place: str
    parameters: Parameters


def read_table(path: Path, workspace: Path | None = None) -> list[Sourced | ProblemsError]:
    """Read parameters from a table as Excel or WPS write it.

    Empty cells are parameters left out. A sheet without names of parameters is left alone: it may
    explain the others.

    Parameters
    ----------
    path : Path
        Anything that `read_grids` reads.
    workspace : Path, optional
        May have forms of its own.

    Returns
    -------
    list of Sourced or ProblemsError
        One a row, with all that is wrong with it. Where the row of names is wrong, no row of its
        sheet can be used; what else is wrong in these is told all the same.

    Raises
    ------
    ParametersError
        Where the file as a whole cannot be read.
    """
    grids = table_grids(path)
    headings = [(grid, _find_heading(grid)) for grid in grids]
    if all(heading is None for _, heading in headings):
        note = next((f"（{grid.note}）" for grid in grids if grid.note), "")
        fault = f"找不到列名{note}。第一行应为参数名：bureau、bureau_name、year、date 等，"
        fault += "或者 单位代码、单位名称、年度、日期 等。"
        raise ParametersError(f"{path}：参数有误。", [fault])
    return [
        one
        for grid, heading in headings
        if heading is not None
        for one in _read_sheet(grid.rows[heading:], _place(path, grid), workspace)
    ]


def _place(path: Path, grid: Grid) -> str:
    """Return the file, with the sheet where there are several."""
    return f"{path}［{grid.sheet}］" if grid.sheet else f"{path} "


def table_grids(path: Path) -> list[Grid]:
    """Return the sheets that can be seen and have something in them.

    Raises
    ------
    ParametersError
        Where the file cannot be read.
    """
    # Reading workbooks drags in much that parameters in YAML do not need.
    from reportkit.grids import GridError, read_grids

    try:
        grids = [grid for grid in read_grids(path) if not grid.hidden and grid.rows]
    except GridError as problem:
        raise ParametersError(
            f"{path}：参数有误。", [f"{problem.fault}。{problem.remedy}"]
        ) from None
    except OSError as error:
        remedy = "请核对文件权限，或者先关闭正在使用它的程序。"
        raise ParametersError(f"{path}：打不开。", [f"{what_happened(error)}。{remedy}"]) from None
    return grids if len(grids) > 1 else [dataclasses.replace(grid, sheet="") for grid in grids]


def _find_heading(grid: Grid) -> int | None:
    """Return the index of the row that names parameters."""
    for index, (_, cells) in enumerate(grid.rows[:DEEPEST_HEADING]):
        if len({parameter_name(heading_of(cell)) for cell in cells} - {None}) >= _FEWEST_MATCHES:
            return index
    return None


def _read_sheet(
    rows: Sequence[tuple[int, Sequence[Any]]], sheet: str, workspace: Path | None
) -> Iterator[Sourced | ProblemsError]:
    """Yield what each row of a sheet tells, or what is wrong with it; the names stand first."""
    (number, cells), *records = rows
    names = [heading_of(cell) for cell in cells]
    faults = list(_wrong_columns(names))
    usable = not faults
    if faults:
        yield _refused(f"{sheet}第 {number} 行", faults)
    for number, cells in records:
        place = f"{sheet}第 {number} 行"
        values, faults = _read_record(names, cells)
        if faults:
            yield _refused(place, faults)
        elif usable:
            yield _sourced(place, Parameters(**values), workspace)


def _sourced(place: str, parameters: Parameters, workspace: Path | None) -> Sourced | ProblemsError:
    try:
        edition_of(parameters, workspace)
    except FormError as error:
        return error
    except ParametersError as error:
        return _refused(place, [error.heading + "".join(error.problems)])
    return Sourced(place, parameters)


def _refused(place: str, faults: Sequence[str]) -> ParametersError:
    return ParametersError(f"{place}：参数有误。", faults)


def _wrong_columns(names: Sequence[str]) -> Iterator[str]:
    """Yield what is wrong with the names: unknown, missing, or there twice."""
    given = [name for name in names if name]
    _, problems = check_values(dict.fromkeys(given))
    yield from (
        fault
        for name, fault in problems.items()
        if parameter_name(name) is None or name not in given
    )
    columns: dict[str, list[str]] = {}
    for name in given:
        columns.setdefault(parameter_name(name) or name, []).append(name)
    for same in columns.values():
        if len({*same}) > 1:
            yield f"{'、'.join(same)} 是同一个参数，请只留一列。"
        elif len(same) > 1:
            yield f"有 {len(same)} 列都叫 {shown_name(same[0])}，请只留一列。"


def _read_record(names: Sequence[str], cells: Sequence[Any]) -> tuple[dict[str, Any], list[str]]:
    """Return the parameters of one row as far as they are right, and what is wrong."""
    from reportkit.grids import NoValue

    values: dict[str, Any] = {}
    faults: list[str] = []
    for column, cell in enumerate(cells):
        name = names[column] if column < len(names) else ""
        if cell is None:
            continue
        if isinstance(cell, NoValue):
            shown = cell.shown or "没有保存计算结果的公式"
            faults.append(f"第 {column + 1} 列是{shown}，读不出值。请直接填写。")
        elif not name:
            # Not what it is: who keeps a list of bureaus notes there whom to telephone.
            faults.append(f"第 {column + 1} 列有内容，却没有列名。请补上列名，或者清空。")
        elif parameter_name(name) and _is_first(column, names):
            values[name] = plain_value(name, cell)
    checked, problems = check_values(values)
    return checked, faults + [fault for name, fault in problems.items() if name in names]


def _is_first(column: int, names: Sequence[str]) -> bool:
    """Whether no column before says the same parameter; of two, the heading is told already."""
    return parameter_name(names[column]) not in map(parameter_name, names[:column])


def heading_of(cell: Any) -> str:
    """Return the text of a cell as the name of a column; empty where it has none."""
    return "" if cell is None else str(cell).strip()
