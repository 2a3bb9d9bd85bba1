"""Reading tables in plain text: CSV, TSV, TXT."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, islice

from reportkit.grids.encoding import decode
from reportkit.grids.limits import (
    MOST_CELLS,
    RESAVE_CSV,
    refuse_long_text,
    refuse_size,
)
from reportkit.grids.model import Grid, GridError, Row, Value, text_or_none, without_end
from reportkit.uncollected import uncollected

_SEPARATORS = {",": "逗号", "\t": "制表符", ";": "分号", "，": "全角逗号"}
_SAMPLE_ROWS = 200
_SAMPLE = 1 << 16
_AT_ONCE = 1000
_NEARLY_ALL = 0.8
_SEVERAL = 3  # a title or a note stands in one place, a total in two
_CONTROL = re.compile("[\0-\x08\x0e-\x1f\x7f]")
# What a first line may say for Excel alone.
_HINT = re.compile(r'"?sep=([,;\t，])"?\r?\n')


def read_text(data: bytes, file: str) -> list[Grid]:
    """Return the one table of a text file; every value is text.

    Raises
    ------
    GridError
        Where the bytes are no text in a known encoding, or no table.
    """
    text, encoding = decode(data)
    if not text or text.isspace():
        raise GridError("是空文件", "全年没有记录的，也要保留表头一行。", "empty")
    if _CONTROL.search(text):
        what = "空字节" if "\0" in text else "控制字符"
        raise GridError(f"里面有{what}，不是文本表格", RESAVE_CSV, "no text")
    hint = _HINT.match(text)
    if hint:
        text = text[hint.end() :]
    separator = hint[1] if hint else _separator(text)
    note = f"文件按 {encoding} 编码读取"
    if separator != ",":
        note += f"，以{_SEPARATORS[separator]}分列"
    with uncollected():
        records = _records(text, separator)
        rows = _rows(records)
        return [Grid(file, rows, short=_short(rows, records), note=note)]


def _short(rows: Sequence[Row], records: Sequence[Sequence[str]]) -> frozenset[int]:
    """Return the rows with several places, but fewer than nearly all others have."""
    if len(set(map(len, records))) == 1:
        return frozenset()
    widths = [len(records[number - 1]) for number, _ in rows]
    usual, times = Counter(widths).most_common(1)[0] if widths else (0, 0)
    if times == len(widths) or times < _NEARLY_ALL * len(widths):
        return frozenset()
    found = zip(rows, widths, strict=True)
    return frozenset(number for (number, _), width in found if _SEVERAL <= width < usual)


def _separator(text: str) -> str:
    """Return what separates the columns: what cuts most rows into equally many."""
    sample = text[:_SAMPLE]
    scores = {}
    for separator in _SEPARATORS:
        reader = csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        widths = Counter(len(row) for row in islice(reader, _SAMPLE_ROWS))
        cuts = ((width - 1) * times for width, times in widths.items())
        scores[separator] = max(cuts, default=0)
    return max(scores, key=lambda separator: scores[separator])


def _records(text: str, separator: str) -> list[list[str]]:
    """Return the cells of every record, be they empty or not."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    records: list[list[str]] = []
    room = before = 0
    try:
        while True:
            records.extend(islice(reader, _AT_ONCE))  # what was read before an error stays
            if len(records) == before:
                break
            room += sum(map(len, records[before:]))
            before = len(records)
            if room > MOST_CELLS:
                refuse_size()
    except csv.Error as error:
        if "field larger" in str(error):
            refuse_long_text(f"第 {len(records) + 1} 行有一格")
        fault = f"引号不配对，或者格式不合 CSV（第 {len(records) + 1} 行起）"
        raise GridError(fault, RESAVE_CSV) from None
    return records


def _rows(records: Sequence[list[str]]) -> list[Row]:
    """Return the records that are not empty, with their numbers."""
    # To ask each value by itself whether it is blank would take longer than all else.
    blank = True in map(str.isspace, chain.from_iterable(records))
    rows: list[Row] = []
    for start in range(0, len(records), _AT_ONCE):
        some = records[start : start + _AT_ONCE]
        if not blank and all(some) and "" not in chain.from_iterable(some):
            rows += zip(range(start + 1, start + 1 + len(some)), some, strict=True)
            continue
        for number, cells in enumerate(some, start=start + 1):
            values: Sequence[Value] = cells
            if "" in cells or (blank and any(map(str.isspace, cells))):
                values = without_end(list(map(text_or_none, cells)))
            if values:
                rows.append((number, values))
    return rows
