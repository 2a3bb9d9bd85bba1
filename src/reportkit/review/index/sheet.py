"""The index as a workbook, to be sorted, filtered and sent around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from reportkit.review.index.row import Row
from reportkit.review.index.words import (
    REVIEW_WORDS,
    STATUS_WORDS,
    UNLISTED,
    counted,
    review_lines,
    reviewed,
    roll_ups,
)
from reportkit.workbook import Value, set_page, with_rows, workbook_bytes

# Heading and width.
_COLUMNS = (
    ("单位代码", 28),
    ("单位名称", 32),
    ("机关类别", 20),
    ("状态", 12),
    ("不符", 8),
    ("请核实", 8),
    ("无法核对", 10),
    ("第一处不符", 60),
    ("公布期限", 12),
    ("审核", 40),
    ("缺少数字的所属单位", 40),
    ("备注", 16),
)


def sheet_bytes(title: str, rows: Sequence[Row]) -> bytes:
    """Return the workbook; a place is blank where nothing is known."""
    missing = {one.row.code: "、".join(one.missing) for one in roll_ups(rows)}
    empty = workbook_bytes(lambda book: _fill(book, title, rows))
    return with_rows(empty, (_cells(row, missing.get(row.code, "")) for row in rows))


def _fill(book: Any, title: str, rows: Sequence[Row]) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    sheet = book.add_worksheet("名单")
    for number, (heading, width) in enumerate(_COLUMNS):
        sheet.set_column(number, number, width, day if heading == "公布期限" else None)
        sheet.write_string(0, number, heading, bold)
    sheet.autofilter(0, 0, len(rows), len(_COLUMNS) - 1)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C{title.replace('&', '&&')}")
    set_page(sheet)
    totals = book.add_worksheet("合计")
    totals.set_column(0, 0, 16)
    counts = [(STATUS_WORDS[status], count) for status, count in counted(rows).items()]
    counts += [(REVIEW_WORDS[mark], count) for mark, count in reviewed(rows).items()]
    for number, line in enumerate(counts):
        totals.write_row(number, 0, line)


def _cells(row: Row, missing: str) -> Sequence[Value]:
    return (
        row.code,
        row.name,
        row.organ,
        STATUS_WORDS[row.status],
        row.errors,
        row.warnings,
        row.unknown,
        row.first,
        dt.date.fromisoformat(row.deadline) if row.deadline else None,
        "；".join([*review_lines(row), *(["已发布"] if row.published else [])]),
        missing,
        "" if row.listed else UNLISTED,
    )
