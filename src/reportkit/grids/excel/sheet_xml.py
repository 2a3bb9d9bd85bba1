"""What calamine does not tell of a sheet of Open XML: extent, errors, formulas, looks, hidden rows.

Read by patterns, since a parser in Python takes longer over a sheet than all the rest together.
Parts are well-formed where calamine reads them; where it does not, the workbook is refused. Until
then, no pattern may look twice at the same megabytes: each begins at a ``<`` and ends at the next.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator
from html import escape, unescape
from typing import NamedTuple

from reportkit.grids.archive import parse
from reportkit.grids.cells import Oddities, Place, error_value
from reportkit.grids.excel.styles import putting_away
from reportkit.grids.limits import (
    LONGEST_TEXT,
    MOST_CELLS,
    refuse_long_text,
    refuse_size,
)
from reportkit.grids.model import NoValue, column_number

_PREFIX = rb"(?:\w+:)?"
# A row that says itself where it stands, so that those before it are not missed.
_ROW = b'<row r="'
# What closes a cell that holds something; cells that are formatted only close themselves.
_FILLED = (b"</c>", b":c>")
# Beyond column ZZ or row 9,999; beyond column AZ or row 99,999: what lies within is not too much.
_FAR_OFF = (
    re.compile(rb'<c r="(?:[A-Za-z]{3}|[A-Za-z]+\d{5})'),
    re.compile(rb'<c r="(?:[A-Za-z]{3}|[B-Zb-z][A-Za-z]|[A-Za-z]+\d{6})'),
)
_FILLED_CELL = re.compile(rb'<c r="([A-Za-z]+)(\d+)"[^<>]*+(?<!/)>')
_LONG_TEXT = re.compile(rb"<[^<>]*+>[^<]{%d}" % LONGEST_TEXT)
_ERROR_CELL = re.compile(rb"(<(?:\w+:)?c\b[^<>]*\bt=)[\"']e[\"']")
_ODD = (b't="e"', b"t='e'", b"<f", b":f")
_FORMULA = re.compile(rb"<" + _PREFIX + rb"f[\s/>]")
_ROW_OR_CELL = re.compile(
    rb"<" + _PREFIX + rb"(?:row\b([^<>]*)>|c\b([^<>]*?)(?:/>|>(.*?)</" + _PREFIX + rb"c\s*>))",
    re.DOTALL,
)
_CELL_END = re.compile(rb"</" + _PREFIX + rb"c\s*>")
_OF_CELLS = 4  # of the `Looks`, those of cells themselves
_VALUE = re.compile(rb"<" + _PREFIX + rb"v\b[^<>]*>([^<]*)</" + _PREFIX + rb"v\s*>")
_REFERENCE = re.compile(rb"\br\s*=\s*[\"']([A-Za-z]{0,3})(\d{1,7})[\"']")
_KIND = re.compile(rb"\bt\s*=\s*[\"'](\w+)[\"']")
_STYLE = re.compile(rb"\bs\s*=\s*[\"'](\d+)[\"']")
_END_OF_CELLS = b"sheetData>"
_RULE = re.compile(rb"<" + _PREFIX + rb"cfRule\b[^<>]*\bdxfId\s*=\s*[\"'](\d+)[\"']")
_LOOK_WITHIN = re.compile(rb"<(\w+:)?dxf\b[^<>]*>.*?(?:</\1?dxf\s*>|\Z)", re.DOTALL)
_PREFIXED = re.compile(rb"(</?|\s)\w+:")
_ROW_TAG = re.compile(rb"<" + _PREFIX + rb"row\b([^<>]*)>")
_HIDDEN = re.compile(rb"\bhidden\s*=\s*[\"'](?:1|true|on)[\"']|\bht\s*=\s*[\"']0(?:\.0*)?[\"']")
_COLUMNS_TAG = re.compile(rb"<" + _PREFIX + rb"col\b([^<>]*)>")
_FROM_TO = tuple(re.compile(rb"\b%s\s*=\s*[\"'](\d{1,5})[\"']" % end) for end in (b"min", b"max"))
_HIDDEN_COLUMNS = re.compile(
    rb"\bhidden\s*=\s*[\"'](?:1|true|on)[\"']|\bwidth\s*=\s*[\"']0(?:\.\d*)?[\"']"
)
_NO_ZEROS = re.compile(
    rb"<" + _PREFIX + rb"sheetView\b[^<>]*\bshowZeros\s*=\s*[\"'](?:0|false|off)[\"']"
)
_MAYBE_HIDDEN = (b"hidden", b'ht="0', b"ht='0")


def without_empty_rows(piece: bytes) -> bytes:
    """Take out rows that are formatted only, where they fill a piece: there may be a million."""
    first = piece.find(_ROW)
    if first < 0 or any(mark in piece for mark in _FILLED):
        return piece
    return piece[:first] + piece[piece.rfind(_ROW) :]


def tidy(xml: bytes) -> bytes:
    """Return a sheet, or the shared strings, without what calamine reads wrongly."""
    xml = _replaced(xml, b"<!--", b"-->", lambda _: b"")
    return _replaced(xml, b"<![CDATA[", b"]]>", lambda text: escape(text.decode()).encode())


def _replaced(xml: bytes, opening: bytes, closing: bytes, put: Callable[[bytes], bytes]) -> bytes:
    """Put something else in place of what stands between two marks, and of the marks."""
    kept, at = [], 0
    while (start := xml.find(opening, at)) >= 0:
        end = xml.find(closing, start + len(opening))
        if end < 0:  # which calamine refuses
            break
        kept += [xml[at:start], put(xml[start + len(opening) : end])]
        at = end + len(closing)
    return b"".join([*kept, xml[at:]]) if kept else xml


def check_extent(xml: bytes, sheet: str) -> None:
    """Refuse a sheet whose last cell lies so far off that the places before it fill the memory.

    Raises
    ------
    GridError
    """
    cells = xml[xml.find(b"<sheetData") : xml.rfind(b"</sheetData>")]
    placed = cells.count(b'<c r="')
    all_placed = placed and placed == cells.count(b"<c") and b":c" not in cells
    if all_placed and not all(beyond.search(cells) for beyond in _FAR_OFF):
        return
    if cells.count(b"</c>") > MOST_CELLS:
        refuse_size(sheet)
    last_row = last_column = 0
    if all_placed:
        letters = set()
        for match in _FILLED_CELL.finditer(cells):
            letters.add(match[1])
            last_row = max(last_row, int(match[2]))
        last_column = max((column_number(one.decode()) for one in letters), default=0)
    else:
        for (row, column), _, body in cells_of(xml):
            if body:
                last_row, last_column = max(last_row, row), max(last_column, column)
    if last_row * last_column > MOST_CELLS:
        refuse_size(sheet)


def check_lengths(xml: bytes, sheet: str) -> None:
    """Refuse a text in the sheet itself that no person has written.

    Raises
    ------
    GridError
    """
    # Such a text fills one of these pieces; the pattern takes long, and finds nearly none.
    piece = LONGEST_TEXT // 2
    if any(xml.find(b"<", at, at + piece) < 0 for at in range(0, len(xml), piece)):
        match = _LONG_TEXT.search(xml)
        if match:
            before = xml[: match.start()]
            place = _REFERENCE.search(xml, before.rfind(b"<c "), match.start())
            refuse_long_text(f"{sheet}的单元格 {(place[1] + place[2]).decode() if place else ''} ")


class Looks(NamedTuple):
    """By number, what looks as if it did not count.

    Formats of cells and shared strings, then the looks that conditional formats put over them.
    """

    struck_styles: Container[int] = frozenset()
    faded_styles: Container[int] = frozenset()
    struck_strings: Container[int] = frozenset()
    partly_struck: Container[int] = frozenset()
    struck_rules: Container[int] = frozenset()
    faded_rules: Container[int] = frozenset()


def oddities(xml: bytes, looks: Looks) -> Oddities:
    """Return what is odd about the cells and rows of a sheet."""
    below = max(xml.rfind(_END_OF_CELLS), 0)
    used = {_number(match[1]) for match in _RULE.finditer(xml, below)}
    struck, faded = _looks_within(xml, below)
    return _of_cells(xml, looks)._replace(
        may_be_struck=struck or any(one in looks.struck_rules for one in used),
        may_fade=faded or any(one in looks.faded_rules for one in used),
    )


def _looks_within(xml: bytes, below: int) -> tuple[bool, bool]:
    """Return whether rules of newer versions strike cells out, and fade them.

    Rules that refer to another sheet have their looks with them.
    """
    found = [_PREFIXED.sub(rb"\1", one[0]) for one in _LOOK_WITHIN.finditer(xml, below)]
    if not found:
        return False, False
    struck, faded = putting_away(parse(b"<looks><dxfs>%s</dxfs></looks>" % b"".join(found)))
    return bool(struck), bool(faded)


def _of_cells(xml: bytes, looks: Looks) -> Oddities:
    no_values: dict[Place, NoValue] = {}
    struck: set[Place] = set()
    partly: set[Place] = set()
    faded: set[Place] = set()
    hidden = frozenset(_hidden_rows(xml))
    if not (any(looks[:_OF_CELLS]) or any(mark in xml for mark in _ODD)):
        return Oddities(no_values, frozenset(), hidden_rows=hidden, faded=frozenset())
    for place, attributes, body in cells_of(xml):
        if not body:
            continue
        kind = _said(_KIND, attributes)
        if kind == b"e":
            no_values[place] = error_value(_value(body))
        elif kind != b"str" and _FORMULA.search(body) and not _value(body):
            no_values[place] = NoValue()
        string = _number(_value(body)) if kind == b"s" else -1
        style = _number(_said(_STYLE, attributes))
        if string in looks.struck_strings or style in looks.struck_styles:
            struck.add(place)
        elif string in looks.partly_struck:
            partly.add(place)
        if style in looks.faded_styles:
            faded.add(place)
    return Oddities(
        no_values,
        frozenset(struck),
        frozenset(partly),
        hidden_rows=hidden,
        faded=frozenset(faded),
    )


def styled(xml: bytes) -> dict[Place, int]:
    """Return the number of the format of each cell that holds something."""
    return {
        place: max(0, _number(_said(_STYLE, attributes)))
        for place, attributes, body in cells_of(xml)
        if body
    }


def hidden_columns(xml: bytes) -> Iterator[tuple[int, int]]:
    """Yield from where to where columns stand that are hidden, or narrower than any digit."""
    for match in _COLUMNS_TAG.finditer(xml, 0, max(xml.find(b"sheetData"), 0)):
        if _HIDDEN_COLUMNS.search(match[1]):
            first, last = (_number(_said(end, match[1])) for end in _FROM_TO)
            yield first, last


def shows_zeros(xml: bytes) -> bool:
    """Return whether a sheet shows cells that are 0."""
    return not _NO_ZEROS.search(xml, 0, max(xml.find(b"sheetData"), 0))


def errors_as_text(xml: bytes) -> bytes:
    """Return a sheet whose errors are texts: at those of newer versions calamine gives up."""
    return _ERROR_CELL.sub(rb'\1"str"', xml) if any(mark in xml for mark in _ODD[:2]) else xml


def _hidden_rows(xml: bytes) -> Iterator[int]:
    """Yield the rows that are hidden: by hand, by a filter, in a group that is folded up."""
    if not any(mark in xml for mark in _MAYBE_HIDDEN):
        return
    row = 0
    for match in _ROW_TAG.finditer(xml):
        said = _REFERENCE.search(match[1])
        row = int(said[2]) if said else row + 1
        if _HIDDEN.search(match[1]):
            yield row


def _value(body: bytes) -> str:
    match = _VALUE.search(body)
    return unescape(match[1].decode("utf-8", "replace")).strip() if match else ""


def _said(pattern: re.Pattern[bytes], attributes: bytes) -> bytes:
    match = pattern.search(attributes)
    return match[1] if match else b""


def _number(text: bytes | str) -> int:
    return int(text) if text.isdigit() and text.isascii() else -1


def _end_of_cells(xml: bytes) -> int:
    """Return where the last cell is closed: of one that begins before, the end is always found."""
    at = len(xml)
    while (at := xml.rfind(b"</", 0, at)) >= 0:
        if closing := _CELL_END.match(xml, at):
            return closing.end()
    return 0


def cells_of(xml: bytes) -> Iterator[tuple[Place, bytes, bytes]]:
    """Yield place, attributes and body of all cells; one without a place follows the one before."""
    row = column = 0
    for match in _ROW_OR_CELL.finditer(xml, 0, _end_of_cells(xml)):
        of_row, of_cell, body = match.groups()
        attributes = of_cell if of_row is None else of_row
        said = _REFERENCE.search(attributes)
        if of_row is not None:
            row, column = int(said[2]) if said else row + 1, 0
            continue
        column += 1
        if said and said[1]:
            row, column = int(said[2]), column_number(said[1].decode())
        yield (row, column), of_cell, body or b""
