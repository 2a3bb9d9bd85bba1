"""Reading any foreign file that may hold tables, by what it is and not by what it is called."""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from reportkit.grids.archive import Archive
from reportkit.grids.excel.xls import read_xls
from reportkit.grids.excel.xlsb import read_xlsb
from reportkit.grids.excel.xlsx import read_xlsx
from reportkit.grids.limits import MOST_BYTES, RESAVE
from reportkit.grids.model import Grid, GridError
from reportkit.grids.ods.read import read_ods
from reportkit.grids.parquet import read_parquet
from reportkit.grids.sniff import kind_of, note_of
from reportkit.grids.text import read_text
from reportkit.grids.web.tables import read_html
from reportkit.reading import opened


def read_grids(path: Path) -> list[Grid]:
    """Return all sheets of a file, hidden and empty ones too.

    Parameters
    ----------
    path : Path
        A spreadsheet, a table in text, or a web page with tables.

    Raises
    ------
    GridError
        Where the file cannot be read, with the remedy.
    OSError
        Where the system does not let it be read.
    """
    data = bytes_of(path)
    kind = kind_of(data)
    grids = _READERS[kind](data, path.name)
    note = note_of(kind, path)
    if not note:
        return grids
    return [replace(grid, note="；".join(filter(None, (note, grid.note)))) for grid in grids]


def bytes_of(path: Path) -> bytes:
    """Return what a plain file holds; anything else is refused before it is opened."""
    try:
        status = path.stat()
    except FileNotFoundError:
        if not path.is_symlink():
            raise
        raise GridError("是快捷方式，它指向的文件不在", "请放入原文件。") from None
    if stat.S_ISDIR(status.st_mode):
        raise GridError("是文件夹，不是文件", "请把文件直接放在数据文件夹里。")
    if not stat.S_ISREG(status.st_mode):
        raise GridError("不是普通文件（设备、管道或者套接字），没有读取", "请删去它，放入原文件。")
    with opened(path) as file:
        data = file.read(MOST_BYTES + 1)
    if not data:
        remedy = "请重新导出；全年没有记录的，也要保留表头一行。"
        raise GridError("是空文件", remedy, "empty")
    if len(data) > MOST_BYTES:
        raise GridError(f"文件超过 {MOST_BYTES >> 20} MB，没有读取", RESAVE, "too large")
    return data


_READERS: Mapping[str, Callable[[bytes, str], list[Grid]]] = {
    "xlsx": lambda data, file: read_xlsx(Archive(data), file),
    "xlsb": lambda data, file: read_xlsb(data, Archive(data), file),
    "xls": read_xls,
    "ods": lambda data, file: read_ods(Archive(data), file),
    "html": read_html,
    "parquet": read_parquet,
    "text": read_text,
}
