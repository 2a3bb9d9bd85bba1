"""Reading Parquet, with the extra `parquet` (pyarrow)."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import Any

from reportkit.grids.cells import exact
from reportkit.grids.limits import LONGEST_TEXT, MOST_CELLS, refuse_long_text, refuse_size
from reportkit.grids.model import Grid, GridError, Value

_PLAIN = (bool, int, Decimal, dt.datetime, dt.date, dt.time)
_REMEDY = "请重新导出，或者改用 Excel、CSV。"


def read_parquet(data: bytes, file: str) -> list[Grid]:
    """Return the one table of a Parquet file, names of columns first.

    Raises
    ------
    GridError
    """
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        fault = "是 Parquet 文件，本机没有安装读取它的组件"
        remedy = '请安装：pip install "reportkit[parquet]"；或者改用 Excel、CSV。'
        raise GridError(fault, remedy) from None
    try:
        table_file = parquet.ParquetFile(io.BytesIO(data))
        size = table_file.metadata
        if (size.num_rows + 1) * size.num_columns > MOST_CELLS:
            refuse_size()
        table = table_file.read()
        columns = [table.column(number).to_pylist() for number in range(table.num_columns)]
    except (ArrowException, OSError, ValueError):
        raise GridError("Parquet 文件已损坏，打不开", _REMEDY) from None
    rows: list[tuple[int, list[Value]]] = [(1, list(table.column_names))]
    for number, row in enumerate(zip(*columns, strict=True), start=2):
        values = [_value(cell, number) for cell in row]
        if any(value is not None for value in values):
            rows.append((number, values))
    return [Grid(file, rows)]


def _value(cell: Any, row: int) -> Value:
    if isinstance(cell, float):
        return None if cell != cell else exact(cell)  # noqa: PLR0124 - NaN stands for nothing
    if cell is None or isinstance(cell, _PLAIN):
        return cell
    text = str(cell)
    if len(text) > LONGEST_TEXT:
        refuse_long_text(f"第 {row} 行有一格")
    return text if text and not text.isspace() else None
