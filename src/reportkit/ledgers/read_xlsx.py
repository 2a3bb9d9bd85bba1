"""Reading XLSX workbooks."""

from __future__ import annotations

import warnings
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from reportkit.ledgers.grid import FileProblem, Grid, numbered

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_RESAVE = "请用 Excel 或 WPS 打开原表，另存为“Excel 工作簿（*.xlsx）”。"
# Excel itself keeps and shows 15 significant digits; what a float has beyond them is noise.
_EXCEL_DIGITS = 15


def read_xlsx(path: Path) -> list[Grid]:
    """Return the visible sheets of a workbook that hold anything.

    Formulas give the value that Excel saved with them.

    Raises
    ------
    FileProblem
        Where the file is no such workbook, or is locked with a password.
    """
    _refuse_other_formats(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and filters it leaves out
            book = openpyxl.load_workbook(path, read_only=True, data_only=True)
            try:
                sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
                grids = [(sheet.title, numbered(_rows(sheet))) for sheet in sheets]
            finally:
                book.close()
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, SyntaxError):
        raise FileProblem("工作簿已损坏，打不开", _RESAVE) from None
    filled = [(title, rows) for title, rows in grids if rows]
    alone = len(filled) == 1
    return [Grid(path.name if alone else f"{path.name}［{title}］", rows) for title, rows in filled]


def _refuse_other_formats(path: Path) -> None:
    data = path.read_bytes()
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise FileProblem("工作簿有打开密码", "请去掉密码后再存一次。")
        raise FileProblem("内容是旧版 .xls 格式，只是扩展名为 .xlsx", _RESAVE)
    if not zipfile.is_zipfile(path):
        raise FileProblem("内容不是 Excel 工作簿，只是扩展名为 .xlsx", _RESAVE)


def _rows(sheet: Any) -> list[list[Any]]:
    sheet.reset_dimensions()  # the size that some programs write into the file is wrong
    return [[_exact(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _exact(value: Any) -> Any:
    """Give numbers exactly: whole ones as int, others as Decimal; blank text as None."""
    if isinstance(value, float):
        number = Decimal(f"{value:.{_EXCEL_DIGITS}g}")
        return int(number) if number == number.to_integral_value() else number
    if isinstance(value, str) and not value.strip():
        return None
    return value
