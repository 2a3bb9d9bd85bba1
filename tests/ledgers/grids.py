"""Sheets for tests of what stands where in them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportkit.grids import Grid
from reportkit.ledgers.sheets.blocks import Block, find_blocks
from reportkit.ledgers.sheets.headings import Vocabulary
from tests.ledgers.samples import SCHEMAS

VOCABULARIES = [Vocabulary(schema, {}) for schema in SCHEMAS.values()]
APPLICATIONS = ["登记编号", "收到日期", "申请人类别", "办结日期", "办理结果"]
FEES = ["收费项目", "收费类别", "收费日期", "金额（元）"]
CASES = ["案号", "案件类别", "受理日期", "审结日期", "审理结果"]
FEE = ["占道费", "行政事业性收费", "2022-05-01", "5"]

Cells = Sequence[Any]


def sheet(*rows: Cells, file: str = "x.xlsx", name: str = "台账", **more: Any) -> Grid:
    """Return a sheet; a row without any value is an empty row of it."""
    filled = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    return Grid(file, filled, name, **more)


def blocks_of(*rows: Cells, of: str = "", **more: Any) -> list[Block]:
    """Return the blocks of a sheet, of which the name speaks of a ledger."""
    return find_blocks(sheet(*rows, **more), "x.xlsx", VOCABULARIES, SCHEMAS.get(of))


def applied(number: int, day: str = "2022-03-01") -> list[str]:
    """Return an application under the headings above."""
    return [f"2022-00{number}", day, "自然人", "2022-03-20", "予以公开"]
