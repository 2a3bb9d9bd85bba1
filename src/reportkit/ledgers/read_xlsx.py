"""Reading XLSX workbooks."""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from reportkit.ledgers.grid import FileProblem, Grid, numbered

_OLE = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_RECALCULATE = "请用 Excel 或 WPS 打开一次，保存后再交。"
_RESAVE = "请用 Excel 或 WPS 打开原表，另存为“Excel 工作簿（*.xlsx）”。"
# Excel itself keeps and shows 15 significant digits; what a float has beyond them is noise.
_EXCEL_DIGITS = 15
# What zipfile, the XML parser and openpyxl are seen to raise on damaged workbooks.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
)


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
            if _has_formulas(path):
                _refuse_uncomputed(path)
            with _sheets(path, data_only=True) as sheets:
                grids = [(sheet.title, numbered(_rows(sheet))) for sheet in sheets]
    except _BROKEN:
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


@contextmanager
def _sheets(path: Path, *, data_only: bool) -> Iterator[list[Any]]:
    """Open a workbook for its visible sheets."""
    with path.open("rb") as file:  # openpyxl would leave a file that it cannot read open
        book = openpyxl.load_workbook(file, read_only=True, data_only=data_only)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in visible:
            sheet.reset_dimensions()  # the size that some programs write into the file is wrong
        yield visible


def _has_formulas(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if "worksheets/" in name]
        return any(_FORMULA.search(archive.read(name)) for name in names)


def _refuse_uncomputed(path: Path) -> None:
    """Refuse a formula without a saved value: it would be read as an empty cell."""
    with _sheets(path, data_only=False) as written, _sheets(path, data_only=True) as saved:
        for formulas, values in zip(written, saved, strict=True):
            for formula, value in _cell_pairs(formulas, values):
                # An empty text is a value too; Excel marks it as a text.
                computed = value.value is not None or value.data_type == "str"
                if formula.data_type == "f" and not computed:
                    place = f"{formulas.title}!{formula.coordinate}"
                    raise FileProblem(f"公式没有保存计算结果（{place}）", _RECALCULATE)


def _cell_pairs(first: Any, second: Any) -> Iterator[tuple[Any, Any]]:
    for rows in zip(first.iter_rows(), second.iter_rows(), strict=True):
        yield from zip(*rows, strict=True)


def _rows(sheet: Any) -> list[list[Any]]:
    return [[_exact(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def _exact(value: Any) -> Any:
    """Give numbers exactly: whole ones as int, others as Decimal; blank text as None."""
    if isinstance(value, float):
        number = Decimal(f"{value:.{_EXCEL_DIGITS}g}")
        return int(number) if number == number.to_integral_value() else number
    if isinstance(value, str) and not value.strip():
        return None
    return value
