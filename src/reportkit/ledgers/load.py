"""Reading all the raw data of one bureau-year, with all its problems at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from reportkit.errors import RawDataError, UnknownNameError
from reportkit.forms import Edition, Field, Schema
from reportkit.ledgers.grid import FileProblem, Grid
from reportkit.ledgers.heading import Layout, check_layout, find_layout
from reportkit.ledgers.problem import Problem
from reportkit.ledgers.read_csv import read_csv
from reportkit.ledgers.read_xlsx import read_xlsx
from reportkit.ledgers.rows import ROW, Row, after_year, read_rows

_READERS = {".csv": read_csv, ".xlsx": read_xlsx}
_DTYPES = {"date": "datetime64[s]", "flag": "boolean", "number": "Int64", "money": "object"}


@dataclass(frozen=True, slots=True)
class Ledger:
    """One ledger as read.

    Attributes
    ----------
    schema : Schema
    file : str
        Name of the file in the folder.
    frame : pandas.DataFrame
        One row a record, one column a field (codes, not labels), index: the file's row numbers.
        Personal columns are not there.
    doubtful : pandas.DataFrame
        Same index and columns, and ``row``: True where the value (or whether the row counts at all)
        cannot be relied on.
    """

    schema: Schema
    file: str
    frame: pd.DataFrame
    doubtful: pd.DataFrame

    def in_chinese(self) -> pd.DataFrame:
        """Return the records with the headings and words of the form, for reading."""
        shown = self.frame.copy()
        for field in self.schema.kept:
            if field.several:
                shown[field.id] = shown[field.id].map(partial(_labels, field), na_action="ignore")
            elif field.choices:
                labels = {code: field.label(code) for code in field.choices}
                shown[field.id] = shown[field.id].map(labels)
        return shown.rename(columns={field.id: field.heading for field in self.schema.kept})


@dataclass(frozen=True, slots=True, repr=False)
class RawData:
    """The ledgers of one bureau-year by name, and the problems in their rows."""

    ledgers: Mapping[str, Ledger]
    problems: tuple[Problem, ...]

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return the records of one ledger."""
        if name not in self.ledgers:
            titles = {id_: ledger.schema.title for id_, ledger in self.ledgers.items()}
            raise UnknownNameError("台账", name, titles)
        return self.ledgers[name].frame

    def __repr__(self) -> str:
        """Say how many records each ledger has: what is in them would be tens of pages."""
        counts = (f"{n} {len(ledger.frame)} 条" for n, ledger in self.ledgers.items())
        return f"{'，'.join(counts) or '没有台账'}；问题 {len(self.problems)} 个"

    def _ipython_key_completions_(self) -> list[str]:
        return list(self.ledgers)


def read_raw_data(folder: Path, edition: Edition, year: int) -> RawData:
    """Read the ledgers of one bureau-year.

    Parameters
    ----------
    folder : Path
        Holds one file a ledger: ``applications.csv`` or ``applications.xlsx``, and so on.
    edition : Edition
    year : int
        Report year.

    Raises
    ------
    RawDataError
        Where a file is missing or cannot be understood; with the problems of all other files.
    """
    if not folder.is_dir():
        msg = "原始数据读不出来："
        raise RawDataError(msg, [f"没有文件夹 {folder.as_posix()}。请核对参数 data。"])
    ledgers: dict[str, Ledger] = {}
    problems: list[Problem] = []
    unreadable: list[str] = []
    for schema in edition.ledgers.values():
        try:
            ledger, found = _read_ledger(folder, schema, edition, year)
        except FileProblem as problem:
            unreadable.append(f"{problem.fault}。{problem.remedy}")
            continue
        problems.extend(found)
        if ledger is not None:
            ledgers[schema.id] = ledger
    if unreadable:
        msg = "原始数据读不出来："
        raise RawDataError(msg, [*unreadable, *map(str, problems)])
    return RawData(ledgers, tuple(problems))


def read_ledger(path: Path, schema: Schema, year: int) -> Ledger:
    """Read one file that stands by itself, such as last year's filled-in figures.

    Raises
    ------
    RawDataError
        Where the file cannot be understood, or a row of it is wrong.
    """
    try:
        _check_file(path)
        if path.suffix.lower() not in _READERS:
            _explain_absence([path], schema, needed=True)
        ledger, problems = _read_file(path, schema, year)
    except FileProblem as problem:
        heading = f"“{schema.title}”读不出来："
        raise RawDataError(heading, [f"{problem.fault}。{problem.remedy}"]) from None
    if problems:
        heading = f"“{schema.title}”有误："
        raise RawDataError(heading, list(map(str, problems)))
    return ledger


def _read_ledger(
    folder: Path, schema: Schema, edition: Edition, year: int
) -> tuple[Ledger | None, list[Problem]]:
    path = _find_file(folder, schema, needed=schema.id in edition.counted_ledgers)
    return (None, []) if path is None else _read_file(path, schema, year)


def _read_file(path: Path, schema: Schema, year: int) -> tuple[Ledger, list[Problem]]:
    try:
        grid, layout = _pick_sheet(_READERS[path.suffix.lower()](path), schema)
    except OSError as error:
        fault = f"{path.name}：打不开（{error.strerror}）"
        raise FileProblem(fault, "请核对文件权限，或者先关闭正在使用它的程序。") from None
    except FileProblem as problem:
        fault = f"{path.name}：{problem.fault}"
        raise FileProblem(fault, problem.remedy) from None
    rows, problems = read_rows(grid, layout, schema, year)
    late = after_year(rows, schema, year)
    if late:
        problems.append(_left_out(late, grid, schema, year))
    return Ledger(schema, path.name, _frame(rows, schema), _doubtful(rows, schema)), problems


def _find_file(folder: Path, schema: Schema, *, needed: bool) -> Path | None:
    """Return the ledger's file; None where one that no table counts from is not kept."""
    present = sorted(path for path in folder.iterdir() if path.stem == schema.stem)
    files = [path for path in present if path.suffix.lower() in _READERS]
    if not files:
        _explain_absence(present, schema, needed=needed)
        return None
    if len(files) > 1:
        names = " 和 ".join(path.name for path in files)
        raise FileProblem(f"{names} 是同一本台账的两份文件", "请只留一份。")
    _check_file(files[0])
    return files[0]


def _check_file(path: Path) -> None:
    if not path.exists():
        raise FileProblem(f"{path.name}：没有这个文件", "请核对路径。")
    if not path.is_file():
        raise FileProblem(f"{path.name}：是文件夹，不是文件", "请把台账文件直接放在数据文件夹里。")
    if path.stat().st_size == 0:
        raise FileProblem(f"{path.name}：是空文件", "全年没有记录的，也要保留表头一行。")


def _explain_absence(present: list[Path], schema: Schema, *, needed: bool) -> None:
    if present:
        raise FileProblem(
            f"{present[0].name}：不是能读的格式", "请另存为 .xlsx，或者“CSV UTF-8（逗号分隔）”。"
        )
    if needed:
        raise FileProblem(
            f"缺少“{schema.title}”（{schema.stem}.xlsx 或 {schema.stem}.csv）",
            "全年没有记录的，请放一份只有表头的文件。",
        )


def _pick_sheet(grids: list[Grid], schema: Schema) -> tuple[Grid, Layout]:
    """Return the one sheet that has the ledger's headings."""
    found = [(grid, layout) for grid in grids if (layout := find_layout(grid, schema)) is not None]
    if not found:
        headings = "、".join(f"“{field.heading}”" for field in schema.kept)
        note = next((f"（{grid.note}）" for grid in grids if grid.note), "")
        raise FileProblem(f"找不到表头{note}", f"表头应有：{headings}。")
    if len(found) > 1:
        sheets = "、".join(grid.file for grid, _ in found)
        raise FileProblem(f"有几张工作表都像“{schema.title}”：{sheets}", "请只留一张。")
    grid, layout = found[0]
    check_layout(layout, grid, schema)
    return grid, layout


def _left_out(late: list[Row], grid: Grid, schema: Schema, year: int) -> Problem:
    fault = f"有 {len(late)} 行的日期在 {year} 年 12 月 31 日之后，没有计入"
    remedy = f"如应计入，请核对日期；第一处在第 {late[0].number} 行。"
    return Problem("late", schema.id, grid.file, 0, "", fault, remedy)


def _frame(rows: list[Row], schema: Schema) -> pd.DataFrame:
    index = pd.Index([row.number for row in rows], name="row", dtype="int64")
    columns: dict[str, Any] = {}
    for field in schema.kept:
        values = [row.values[field.id] for row in rows]
        dtype = "object" if field.several else _DTYPES.get(field.type, "str")
        columns[field.id] = pd.Series(values, index, dtype=dtype)
    return pd.DataFrame(columns, index=index)


def _labels(field: Field, codes: tuple[str, ...]) -> str:
    return "、".join(map(field.label, codes))


def _doubtful(rows: list[Row], schema: Schema) -> pd.DataFrame:
    index = pd.Index([row.number for row in rows], name="row", dtype="int64")
    names = [*(field.id for field in schema.kept), ROW]
    return pd.DataFrame(
        {name: [name in row.doubtful for row in rows] for name in names}, index=index, dtype=bool
    )
