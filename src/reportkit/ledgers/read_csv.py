"""Reading CSV as Excel and WPS write it: UTF-8 with or without BOM, or GB 18030."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from reportkit.ledgers.grid import FileProblem, Grid, numbered

_RESAVE = "请用 Excel 或 WPS 打开原表，另存为“CSV UTF-8（逗号分隔）”。"
_CSV_FIELD_LIMIT = 1 << 20


def read_csv(path: Path) -> list[Grid]:
    """Return the one sheet of a CSV file.

    Raises
    ------
    FileProblem
        Where the bytes are no text in a known encoding, or no table.
    """
    text, note = _decode(path.read_bytes())
    if "\0" in text:
        raise FileProblem("里面有空字节，不是 CSV 文本", _RESAVE)
    csv.field_size_limit(_CSV_FIELD_LIMIT)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise FileProblem(f"引号不配对，或者格式不合 CSV（{error}）", _RESAVE) from None
    return [Grid(path.name, numbered([[_blank_to_none(v) for v in row] for row in rows]), note)]


def _blank_to_none(value: str) -> str | None:
    return value if value.strip() else None


def _decode(data: bytes) -> tuple[str, str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FileProblem("编码是 UTF-16", _RESAVE)
    if data.startswith(b"PK\x03\x04"):
        raise FileProblem("内容是 Excel 工作簿，只是扩展名为 .csv", "请把扩展名改为 .xlsx。")
    readable = 0
    for encoding, name in (("utf-8-sig", "UTF-8"), ("gb18030", "GB 18030")):
        try:
            return data.decode(encoding), f"文件按 {name} 编码读取"
        except UnicodeDecodeError as error:
            readable = max(readable, error.start)
    line = data[:readable].count(b"\n") + 1
    raise FileProblem(f"编码既不是 UTF-8 也不是 GB 18030（第 {line} 行有无法识别的字节）", _RESAVE)
