"""The index as a workbook, to be sorted, filtered and sent around."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

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
from reportkit.workbook import A4, Value, rows_in, set_page, with_rows, workbook_bytes

# Heading and width: together no wider than can be read on a sheet of paper that lies across.
_COLUMNS = (
    ("单位代码", 24),
    ("单位名称", 22),
    ("机关类别", 22),
    ("状态", 11),
    ("不符", 7),
    ("请核实", 9),
    ("无法核对", 11),
    ("第一处不符", 32),
    ("公布期限", 11.5),
    ("审核", 36),
    ("缺少数字的所属单位", 20),
    ("备注", 12),
)
_MARGIN = 0.4  # inches at the sides


class Stood(NamedTuple):
    """What stands of a workbook, and would be made again as it is.

    Attributes
    ----------
    book : bytes
        With the same title.
    rows : mapping of str to bytes
        By code, as `workbook.with_rows` takes them.
    """

    book: bytes
    rows: Mapping[str, bytes]


def sheet_bytes(title: str, rows: Sequence[Row], stood: Stood | None = None) -> bytes:
    """Return the workbook; a place is blank where nothing is known.

    Parameters
    ----------
    title : str
    rows : sequence of Row
    stood : Stood, optional
        It saves time, and the bytes are the same without.
    """
    missing = {one.row.code: "、".join(one.missing) for one in roll_ups(rows)}
    book = stood.book if stood else workbook_bytes(lambda book: _fill(book, title))
    kept = stood.rows if stood else {}
    listed = (kept.get(row.code) or _cells(row, missing.get(row.code, "")) for row in rows)
    counts = [(STATUS_WORDS[status], count) for status, count in counted(rows).items()]
    counts += [(REVIEW_WORDS[mark], count) for mark, count in reviewed(rows).items()]
    return with_rows(book, listed, counts, wrapped=True)


def stood_in(book: bytes, before: Mapping[str, Row], same: Collection[str]) -> Stood:
    """Return what can be kept of a workbook.

    Parameters
    ----------
    book : bytes
        As it was made of some rows, with the title that it is to have again.
    before : mapping of str to Row
        Those rows, by code.
    same : collection of str
        The codes of those that are as they were.
    """
    rows = zip(before.values(), rows_in(book), strict=True)
    # Of one that adds up others, it says which of these are missing.
    return Stood(
        book, {row.code: cells for row, cells in rows if row.code in same and not row.members}
    )


def _fill(book: Any, title: str) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    # Programs make rows without a height as high as their longest text.
    whole = book.add_format({"text_wrap": True, "valign": "top"})
    day = book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"})
    sheet = book.add_worksheet("名单")
    for number, (heading, width) in enumerate(_COLUMNS):
        sheet.set_column(number, number, width, day if heading == "公布期限" else whole)
        sheet.write_string(0, number, heading, bold)
    sheet.autofilter(0, 0, 0, len(_COLUMNS) - 1)
    sheet.freeze_panes(1, 2)
    sheet.repeat_rows(0)
    sheet.set_header(f"&C{title.replace('&', '&&')}")
    set_page(sheet)
    sheet.set_margins(left=_MARGIN, right=_MARGIN)
    totals = book.add_worksheet("合计")
    for number, (heading, width) in enumerate((("情况", 16), ("份数", 10))):
        totals.set_column(number, number, width)
        totals.write_string(0, number, heading, bold)
    totals.freeze_panes(1, 0)
    totals.set_paper(A4)


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
