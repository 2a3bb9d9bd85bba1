"""Reading Parquet, with the extra `parquet` (pyarrow)."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from reportkit.grids.cells import exact
from reportkit.grids.limits import (
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_CELLS,
    refuse_long_text,
    refuse_much_text,
    refuse_size,
)
from reportkit.grids.model import Grid, GridError, Value, text_or_none, without_end

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

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
        texts = _check_extent(parquet.ParquetFile(io.BytesIO(data)))
        # A text that a million cells share is one text until each of them gets its own copy.
        table = parquet.ParquetFile(io.BytesIO(data), read_dictionary=texts).read()
        if sum(_length(part) for column in table.columns for part in column.chunks) > MOST_BYTES:
            refuse_much_text("表格")
        columns = [table.column(number).to_pylist() for number in range(table.num_columns)]
    except (ArrowException, OSError, ValueError):
        raise GridError("Parquet 文件已损坏，打不开", _REMEDY) from None
    rows: list[tuple[int, list[Value]]] = [(1, list(table.column_names))]
    for number, row in enumerate(zip(*columns, strict=True), start=2):
        values = without_end([_value(cell, number) for cell in row])
        if values:
            rows.append((number, values))
    return [Grid(file, rows)]


def _check_extent(file: ParquetFile) -> list[str]:
    """Return the columns of text of a file; one that unpacks to more than any ledger is refused."""
    size = file.metadata
    fields = [file.schema.column(n) for n in range(size.num_columns)]
    parts = [size.row_group(n) for n in range(size.num_row_groups)]
    chunks = [(part.column(n), field) for part in parts for n, field in enumerate(fields)]
    values = sum(chunk.num_values for chunk, _ in chunks)
    if max(values, (size.num_rows + 1) * size.num_columns) > MOST_CELLS:
        refuse_size()
    unpacked = sum(chunk.total_uncompressed_size for chunk, _ in chunks)
    fixed = sum(chunk.num_values * max(field.length or 0, 0) for chunk, field in chunks)
    if unpacked + fixed > MOST_BYTES:
        refuse_much_text("表格")
    return [
        field.path
        for field in fields
        if field.physical_type == "BYTE_ARRAY" and field.logical_type.type != "DECIMAL"
    ]


def _length(array: Any) -> int:
    """Return how many bytes texts take when every cell has its own copy."""
    from pyarrow import compute, types

    if types.is_nested(array.type):
        inner = array.flatten()
        return sum(map(_length, inner if isinstance(inner, list) else [inner]))
    if not types.is_dictionary(array.type):
        return 0
    total = compute.sum(compute.binary_length(array.dictionary).take(array.indices)).as_py()
    return int(total or 0)


def _value(cell: Any, row: int) -> Value:
    if isinstance(cell, float):
        return None if cell != cell else exact(cell)  # noqa: PLR0124 - NaN stands for nothing
    if cell is None or isinstance(cell, _PLAIN):
        return cell
    text = str(cell)
    if len(text) > LONGEST_TEXT:
        refuse_long_text(f"第 {row} 行有一格")
    return text_or_none(text)
