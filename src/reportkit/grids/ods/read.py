"""Reading ODS, the spreadsheets of LibreOffice.

Its XML says more exactly what a cell holds than calamine hands on: days as days, merged cells,
errors, what is struck out.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, product
from xml.etree import ElementTree as ET

from reportkit.grids.archive import Archive, refuse_damaged, refuse_password
from reportkit.grids.as_shown import columns_in, doubt_of, is_zero
from reportkit.grids.cells import ERROR, Place, exact, sheet_place, within_sheet
from reportkit.grids.limits import (
    LONGEST_TEXT,
    MOST_BYTES,
    MOST_CELLS,
    refuse_long_text,
    refuse_much_text,
    refuse_size,
)
from reportkit.grids.model import (
    UNSEEN,
    Area,
    Grid,
    NoValue,
    Row,
    Value,
    column_letters,
    text_or_none,
)
from reportkit.grids.ods.styles import NAMES, TABLE, Styles
from reportkit.uncollected import uncollected

_OFFICE, _TEXT = f"{{{NAMES}office:1.0}}", f"{{{NAMES}text:1.0}}"
_CELL, _COVERED = f"{TABLE}table-cell", f"{TABLE}covered-table-cell"
_MANIFEST = "META-INF/manifest.xml"
_SETTINGS = "settings.xml"
_NO_ZEROS = re.compile(rb"[\"']ShowZeroValues[\"'][^<>]*>\s*false\s*<")
_RULES = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_RULE_STYLES = {f"{_RULES}condition": "apply-style-name", f"{_RULES}date-is": "style"}
_TIME = re.compile(r"(-?)PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S")


_Note = Callable[[Iterable[Place]], None]


@dataclass(slots=True)
class _Sheet:
    """A sheet while it is read.

    Attributes
    ----------
    length : int
        Of all texts so far, those of earlier sheets too.
    columns : list of (int, str, bool)
        Up to which column, the style of cells without one of their own, whether it is hidden.
    zeros : bool or None
        Whether cells that are 0 are shown; None where nobody asks what is shown.
    """

    title: str
    hidden: bool
    zeros: bool | None
    length: int = 0
    rows: list[Row] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    struck: set[Place] = field(default_factory=set)
    partly_struck: set[Place] = field(default_factory=set)
    faded: set[Place] = field(default_factory=set)
    hidden_rows: set[int] = field(default_factory=set)
    put_over: set[str] = field(default_factory=set)
    columns: list[tuple[int, str, bool]] = field(default_factory=list)
    height: int = 0
    unsure: dict[Place, str] = field(default_factory=dict)


def read_ods(archive: Archive, file: str, *, shown: bool = False) -> list[Grid]:
    """Return all sheets of an ODS file.

    Parameters
    ----------
    archive : Archive
    file : str
        Its name.
    shown : bool
        Whether to tell of cells that nobody sees, or sees as something else.

    Raises
    ------
    GridError
    """
    if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
        refuse_password()
    content = archive.read_xml("content.xml")
    named = archive.read_xml("styles.xml") if "styles.xml" in archive else b""
    try:
        with uncollected():
            styles = Styles.of(named, content)
            zeros = _shows_zeros(archive) if shown else None
            sheets = list(_sheets(content, styles, zeros=zeros))
    except (ET.ParseError, ValueError, OverflowError):
        refuse_damaged()
    if not sheets:
        refuse_damaged()
    return [
        Grid(
            file,
            one.rows,
            one.title,
            tuple(one.merged),
            frozenset(one.struck),
            one.hidden,
            partly_struck=frozenset(one.partly_struck),
            hidden_rows=frozenset(one.hidden_rows),
            hidden_columns=frozenset(columns_in(_hidden_columns(one))) if shown else None,
            faded=frozenset(one.faded),
            may_be_struck=any(map(styles.strikes, one.put_over)),
            may_fade=any(map(styles.fades, one.put_over)),
            unsure=one.unsure,
        )
        for one in sheets
    ]


def _shows_zeros(archive: Archive) -> bool:
    """Return whether cells that are 0 are shown: LibreOffice asks that of a whole file."""
    settings = archive.read_xml(_SETTINGS) if _SETTINGS in archive else b""
    return not _NO_ZEROS.search(settings)


def _hidden_columns(sheet: _Sheet) -> Iterator[tuple[int, int]]:
    first = 1
    for last, _, hidden in sheet.columns:
        if hidden:
            yield first, last
        first = last + 1


def _sheets(content: bytes, styles: Styles, *, zeros: bool | None) -> Iterator[_Sheet]:
    sheet: _Sheet | None = None
    room = count = length = 0
    for event, element in ET.iterparse(io.BytesIO(content), ("start", "end")):  # noqa: S314
        if event == "start" and element.tag == f"{TABLE}table" and sheet is None:
            hidden = element.get(f"{TABLE}style-name", "") in styles.hidden
            sheet = _Sheet(element.get(f"{TABLE}name", ""), hidden, zeros, length)
            count += 1
        elif event == "end" and element.tag == f"{TABLE}table-column" and sheet:
            before = sheet.columns[-1][0] if sheet.columns else 0
            style = element.get(f"{TABLE}default-cell-style-name", "")
            hidden = element.get(f"{TABLE}visibility", "visible") != "visible"
            sheet.columns.append((before + _times(element, "columns"), style, hidden))
        elif event == "end" and element.tag == f"{TABLE}table-row" and sheet:
            room += _add_row(sheet, element, styles, sheet_place(count - 1))
            if room > MOST_CELLS:
                refuse_size(sheet_place(count - 1))
            element.clear()
        elif event == "end" and element.tag in _RULE_STYLES and sheet:
            sheet.put_over.add(element.get(_RULES + _RULE_STYLES[element.tag], ""))
        elif event == "end" and element.tag == f"{TABLE}table" and sheet:
            yield sheet
            length = sheet.length
            sheet = None
            element.clear()


def _add_row(sheet: _Sheet, row: ET.Element, styles: Styles, place: str) -> int:
    """Add a row as often as it stands there; return how many places it takes."""
    times = _times(row, "rows")
    values: list[Value] = []
    marked: list[tuple[_Note, range]] = []
    empty = 0
    for cell in row:
        if cell.tag not in {_CELL, _COVERED}:
            continue
        across = _times(cell, "columns")
        value = _value(cell, computed=styles.computed) if cell.tag == _CELL else None
        _add_merged(sheet, cell, len(values) + empty + 1)
        if value is None:
            empty += across
            continue
        if isinstance(value, str):
            _take_account(sheet, value, len(values) + empty + 1, place)
        if (len(values) + empty + across) * times > MOST_CELLS:
            refuse_size(place)
        values.extend([None] * empty)
        empty = 0
        columns = range(len(values) + 1, len(values) + across + 1)
        noted = _marks(sheet, cell, styles)
        if sheet.zeros is not None:
            noted = chain(noted, _doubted(sheet, row, cell, value, columns.start, styles))
        marked += [(note, columns) for note in noted]
        values.extend([value] * across)
    if values:
        numbers = range(sheet.height + 1, sheet.height + times + 1)
        sheet.rows.extend((number, values) for number in numbers)
        for note, columns in marked:
            note(product(numbers, columns))
        if row.get(f"{TABLE}visibility", "visible") != "visible":
            sheet.hidden_rows.update(numbers)
    sheet.height += times
    return len(values) * times


def _marks(sheet: _Sheet, cell: ET.Element, styles: Styles) -> Iterator[_Note]:
    """Yield what notes of places how a cell looks."""
    crossed = _crossed_out(cell, styles)
    if any(crossed):
        yield (sheet.struck if all(crossed) else sheet.partly_struck).update
    style = cell.get(f"{TABLE}style-name", "")
    sheet.put_over |= styles.put_over(style)
    if styles.fades(style):
        yield sheet.faded.update


def _doubted(
    sheet: _Sheet,
    row: ET.Element,
    cell: ET.Element,
    value: Value,
    column: int,
    styles: Styles,
) -> Iterator[_Note]:
    """Yield what notes of places why nobody sees what a cell holds, if so."""
    style = (
        cell.get(f"{TABLE}style-name")
        or row.get(f"{TABLE}default-cell-style-name")
        or next((style for last, style, _ in sheet.columns if last >= column), "")
    )
    shown = _paragraphs(cell)
    pieces = (one.get(f"{_TEXT}style-name", "") for each in shown for one in each)
    white = any(styles.unseen(style, piece) for piece in ("", *pieces))
    if white or (not sheet.zeros and is_zero(value)):
        why = UNSEEN
    else:
        why = doubt_of(value, _text(*shown)) if shown else ""
    if why:
        yield lambda places: sheet.unsure.update(dict.fromkeys(places, why))


def _take_account(sheet: _Sheet, text: str, column: int, place: str) -> None:
    sheet.length += len(text)
    if len(text) > LONGEST_TEXT:
        refuse_long_text(f"{place}的单元格 {column_letters(column)}{sheet.height + 1} ")
    if sheet.length > MOST_BYTES:
        refuse_much_text(place)


def _times(element: ET.Element, what: str) -> int:
    return max(1, int(element.get(f"{TABLE}number-{what}-repeated", "1")))


def _add_merged(sheet: _Sheet, cell: ET.Element, column: int) -> None:
    down = int(cell.get(f"{TABLE}number-rows-spanned", "1"))
    across = int(cell.get(f"{TABLE}number-columns-spanned", "1"))
    if down > 1 or across > 1:
        top = sheet.height + 1
        area = Area(top, column, top + down - 1, column + across - 1)
        sheet.merged.append(within_sheet(area))


def _value(cell: ET.Element, *, computed: bool) -> Value:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind is None:
        return NoValue() if cell.get(f"{TABLE}formula") and not computed else None
    if kind in _READ:
        return _READ[kind](cell)
    text = cell.get(f"{_OFFICE}string-value") or _text(*_paragraphs(cell))
    if kind == "time":
        return _time(cell.get(f"{_OFFICE}time-value", ""), text)
    # An error is written as a text; beside a formula it is none.
    if ERROR.fullmatch(text) and cell.get(f"{TABLE}formula"):
        return NoValue(text)
    return text_or_none(text)


def _time(duration: str, shown: str) -> Value:
    match = _TIME.fullmatch(duration)
    if not match or match[1] or int(match[2]) > 23:  # noqa: PLR2004 - no time of a day
        return shown
    hour, minute, second = map(int, match.groups()[1:])
    return dt.time(hour, minute, second)


def _paragraphs(cell: ET.Element) -> list[ET.Element]:
    return [one for one in cell if one.tag == f"{_TEXT}p"]


def _text(*paragraphs: ET.Element) -> str:
    """Return the text of paragraphs, one a line; broken off where it is too long for any cell."""
    parts: list[str] = []
    length = 0
    for number, paragraph in enumerate(paragraphs):
        ahead: list[ET.Element | str] = [*_within(paragraph), "\n" if number else ""]
        while ahead and length <= LONGEST_TEXT:
            one = ahead.pop()
            if isinstance(one, str):
                parts.append(one)
                length += len(one)
            else:
                ahead += [one.tail or "", *_within(one)]
    return "".join(parts)


def _within(element: ET.Element) -> list[ET.Element | str]:
    """Return what an element holds, the last first; blanks, tabs and breaks are elements too."""
    match element.tag.removeprefix(_TEXT):
        case "s":
            return [" " * min(LONGEST_TEXT, int(element.get(f"{_TEXT}c", "1")))]
        case "tab":
            return ["\t"]
        case "line-break":
            return ["\n"]
    return [] if element.tag == f"{_OFFICE}annotation" else [*reversed(element), element.text or ""]


def _crossed_out(cell: ET.Element, styles: Styles) -> list[bool]:
    """Return of each piece of what a cell says whether it is struck out."""
    if styles.strikes(cell.get(f"{TABLE}style-name", "")):
        return [True]
    return [is_struck for text, is_struck in _pieces(cell, styles) if text.strip()]


def _pieces(cell: ET.Element, styles: Styles) -> Iterator[tuple[str, bool]]:
    """Yield the pieces of a cell's text and whether each is struck out."""
    for paragraph in _paragraphs(cell):
        yield paragraph.text or "", False
        for one in paragraph:
            yield _text(one), styles.strikes(one.get(f"{_TEXT}style-name", ""))
            yield one.tail or "", False


def _number(cell: ET.Element) -> Value:
    return exact(float(cell.get(f"{_OFFICE}value", "")))


def _truth(cell: ET.Element) -> Value:
    return cell.get(f"{_OFFICE}boolean-value") == "true"


def _moment(cell: ET.Element) -> Value:
    moment = dt.datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
    return moment.replace(tzinfo=None)


_READ: Mapping[str, Callable[[ET.Element], Value]] = {
    "float": _number,
    "percentage": _number,
    "currency": _number,
    "boolean": _truth,
    "date": _moment,
}
