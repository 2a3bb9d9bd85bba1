"""The workbook itself with marks in it: what openpyxl can keep of it is kept.

openpyxl keeps formulas or their results. The copy must have both: who hands it back need not have
opened it in a program that computes them.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import to_excel

from reportkit.grids import Grid, GridError, NoValue, read_grids
from reportkit.grids.model import Value, column_number
from reportkit.ledgers.annotate.list_sheet import write_list
from reportkit.ledgers.annotate.marks import AUTHOR, Marked, cells_of, mark
from reportkit.ledgers.sheets.intake import Received
from reportkit.ledgers.sheets.names import LIST
from reportkit.writing import whole_file

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
# openpyxl takes fifty times as much memory as the XML that it reads.
_MOST_UNPACKED = 32 << 20

# Of merged cells and links: openpyxl makes every cell that lies in one.
_MOST_IN_AREAS = 1_000_000
_AREA = re.compile(
    rb"<(?:\w+:)?(?:mergeCell|hyperlink)\b[^<>]*\bref=[\"']([A-Z]+)(\d+):([A-Z]+)(\d+)[\"']"
)

_Results = Mapping[str, Value]


class NotAlikeError(Exception):
    """openpyxl cannot open a workbook, or would not give back what is in it."""


def write_original(
    source: Path, file: Received, marked: Sequence[Marked], how: str, target: Path
) -> None:
    """Write a copy of a workbook with its problems marked.

    Parameters
    ----------
    source : Path
    file : Received
        What was read of it.
    marked : sequence of Marked
    how : str
        What to do with the copy.
    target : Path

    Raises
    ------
    NotAlikeError
        Where the copy would not read like the workbook; then nothing is written.
    """
    with warnings.catch_warnings(), whole_file(target) as fresh:
        warnings.simplefilter("ignore")  # openpyxl's, on what it cannot keep
        book = _opened(source)
        try:
            _write(book, file, marked, how, fresh)
        except OSError:
            raise  # of the disk, which a copy written anew would meet as well
        except Exception as error:
            raise NotAlikeError from error
        finally:
            if book.vba_archive is not None:
                book.vba_archive.close()
        if not _alike(file.grids, fresh):
            raise NotAlikeError


def _opened(source: Path) -> Workbook:
    try:
        with zipfile.ZipFile(source) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            fits = unpacked <= _MOST_UNPACKED and _in_areas(archive) <= _MOST_IN_AREAS
        if fits:
            book = load_workbook(source, rich_text=True)
            if source.suffix.lower() != ".xlsm":
                return book
            # Only now: where it fails, openpyxl leaves an archive of macros open.
            return load_workbook(source, keep_vba=True, rich_text=True)
    except Exception as error:
        # openpyxl raises whatever it stumbles over. Its words may quote a cell.
        raise NotAlikeError from error
    raise NotAlikeError


def _in_areas(archive: zipfile.ZipFile) -> int:
    """Return how many cells lie in the areas of a workbook."""
    count = 0
    for name in archive.namelist():
        for match in _AREA.finditer(archive.read(name)) if name.endswith(".xml") else ():
            left, top, right, bottom = (match[n].decode() for n in range(1, 5))
            count += (int(bottom) - int(top) + 1) * (column_number(right) - column_number(left) + 1)
    return count


def _write(book: Workbook, file: Received, marked: Sequence[Marked], how: str, fresh: Path) -> None:
    sheets = {id(grid): book[grid.sheet] for grid in file.grids}
    computed = {
        sheets[id(grid)]: _results(sheets[id(grid)], grid, book.epoch)
        for grid in _but_list(file.grids)
    }
    mark(sheets, marked)
    write_list(book, sheets, marked, file.name, how)
    book.properties.lastModifiedBy = AUTHOR
    book.save(fresh)
    by_part = {sheet.path.lstrip("/"): results for sheet, results in computed.items() if results}
    if by_part:
        _add_results(fresh, by_part)


def _results(sheet: Any, grid: Grid, epoch: dt.datetime) -> _Results:
    """Return the results of a sheet's formulas as they were read, by address."""
    read = dict(grid.rows)
    found: dict[str, Value] = {}
    for cell in cells_of(sheet):
        if cell.data_type != "f":
            continue
        values = read.get(cell.row, ())
        value = values[cell.column - 1] if cell.column <= len(values) else None
        if isinstance(value, dt.date | dt.time):
            value = Decimal(repr(to_excel(value, epoch)))
        found[cell.coordinate] = value
    return found


def _add_results(path: Path, by_part: Mapping[str, _Results]) -> None:
    """Put results beside the formulas that openpyxl has written without."""
    ET.register_namespace("", _MAIN)
    ET.register_namespace("r", _RELATIONS)
    before = path.with_name(f"{path.name}-before")
    path.replace(before)
    try:
        with (
            zipfile.ZipFile(before) as source,
            zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for info in source.infolist():
                data = source.read(info)
                if info.filename in by_part:
                    data = _with_results(data, by_part[info.filename])
                target.writestr(info, data, zipfile.ZIP_DEFLATED)
    finally:
        before.unlink()


def _with_results(xml: bytes, results: _Results) -> bytes:
    root = ET.fromstring(xml)  # noqa: S314 - openpyxl has just written it
    for cell in root.iter(f"{{{_MAIN}}}c"):
        value = results.get(cell.get("r", ""))
        place = cell.find(f"{{{_MAIN}}}v")
        if value is None or place is None or cell.find(f"{{{_MAIN}}}f") is None:
            continue
        match value:
            case bool():
                cell.set("t", "b")
                place.text = str(int(value))
            case str():
                cell.set("t", "str")
                place.text = value
            case NoValue():
                if value.shown:
                    cell.set("t", "e")
                    place.text = value.shown
            case _:
                place.text = str(value)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _alike(grids: Sequence[Grid], path: Path) -> bool:
    """Whether a copy reads like what it was made of."""
    try:
        copy = read_grids(path)
    except GridError:
        return False
    return list(map(_content, _but_list(grids))) == list(map(_content, _but_list(copy)))


def _but_list(grids: Sequence[Grid]) -> Iterator[Grid]:
    return (grid for grid in grids if grid.sheet != LIST)


def _content(grid: Grid) -> tuple[Any, ...]:
    return grid.sheet, list(grid.rows), sorted(grid.merged), grid.struck
