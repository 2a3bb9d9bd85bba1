"""What was read of a data folder, with what of it counts in the report year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from typing import Any, NamedTuple

import numpy as np

from reportkit.figures import rows_of_year
from reportkit.ledgers import BlockRead, NotRead
from reportkit.ledgers.problem import rows_text
from reportkit.rendering.parts.tables import plain_table
from reportkit.report.computed import Computed

_BLOCKS = ("台账", "文件", "读取（行）", "计入本年度（行）", "不作为记录的行", "说明（项）")
_COLUMNS = ("文件", "各列")
_NOT_READ = ("文件", "原因", "行")


class Read(NamedTuple):
    """One block that was read, and how many of its records fall in the report year."""

    block: BlockRead
    counted: int


def what_was_read(computed: Computed) -> list[Read]:
    """Return the blocks of all ledgers, in the order of the ledgers."""
    return [read for id_ in computed.raw.ledgers for read in _of_ledger(computed, id_)]


def _of_ledger(computed: Computed, id_: str) -> Iterator[Read]:
    ledger = computed.raw.ledgers[id_]
    if ledger.schema.holds == "records":
        counts = (cell.count for cell in computed.edition.cells.values())
        meant = rows_of_year(ledger, counts, computed.year)
    else:
        meant = np.ones(len(ledger.frame), dtype=bool)
    start = 0
    for block in computed.raw.account.of(id_):
        end = start + block.records
        rows = ledger.places.rows[start:end][meant[start:end]]
        yield Read(block, len({*rows} - {*block.heading_rows}))
        start = end


def read_text(read: Read) -> str:
    """Return one line: which ledger, where, how many records, what was left out."""
    block = read.block
    rows = block.heading_rows
    headless = "一件一张的登记表" if block.of_forms else "没有表头，接上表"
    where = f"表头{rows_text(rows)}" if rows else headless
    counted = f"计入本年度 {read.counted} 行"
    left = f"；不作为记录：{left_out_text(block)}" if block.left_out else ""
    return f"{block.title}：{block.place}（{where}），读取 {block.read} 行，{counted}{left}。"


def left_out_text(block: BlockRead) -> str:
    """Return the rows that are no records, by reason."""
    return "；".join(f"{each.reason}（{rows_text(each.rows)}）" for each in block.left_out)


def columns_text(block: BlockRead) -> str:
    """Return which columns were read as what, where they are called otherwise, and the others."""
    read = "、".join(
        name if name == heading else f"{name}（作“{heading}”）"
        for name, heading in block.columns.items()
    )
    personal = f"；个人信息 {block.personal} 列，不读取" if block.personal else ""
    ignored = f"；不认识、没有读取：{'、'.join(block.ignored)}" if block.ignored else ""
    return f"{read}{personal}{ignored}"


def not_read_text(alike: Sequence[NotRead]) -> str:
    """Return one line: what was not read, all for the same reason, and why."""
    total = sum(one.rows for one in alike)
    rows = f"，有内容的 {total} 行" if total else ""
    return f"没有读取：{'、'.join(one.place for one in alike)}（{alike[0].reason}{rows}）。"


def _untold(read: Sequence[Read]) -> list[str]:
    """Return what the formats do not tell of rows, a line for the files that are alike in it."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for block in (each.block for each in read):
        if block.untold:
            alike.setdefault(block.untold, []).append(block.place)
    return [
        f"{'、'.join(dict.fromkeys(places))}：这种格式看不出{'、'.join(untold)}，各行照样读取。"
        for untold, places in alike.items()
    ]


def _official(computed: Computed) -> list[str]:
    places = (computed.intake.place(grid) for grid in computed.official.grids)
    return [f"填报的表：{place}。" for place in places]


def reading_lines(computed: Computed) -> list[str]:
    """Return what was read, a line each, and what was not, a line for each reason."""
    blocks = what_was_read(computed)
    read = [*map(read_text, blocks), *_untold(blocks), *_official(computed)]
    alike: dict[str, list[NotRead]] = {}
    for one in computed.raw.account.not_read:
        alike.setdefault(one.reason, []).append(one)
    return read + [not_read_text(ones) for ones in alike.values()]


def reading_json(computed: Computed) -> dict[str, Any]:
    """Return all of it as plain values; ``counted``: records that fall in the report year."""
    account = computed.raw.account.to_json()
    counted = [read.counted for read in what_was_read(computed)]
    by_place = zip(account["blocks"], counted, strict=True)
    return {
        **account,
        "blocks": [{**block, "counted": number} for block, number in by_place],
        "official": [computed.intake.place(grid) for grid in computed.official.grids],
    }


def reading_html(computed: Computed) -> str:
    """Return it as tables: what was read, how its columns were understood, what was not read."""
    read = what_was_read(computed)
    problems = Counter(problem.file for problem in computed.raw.problems)
    blocks = [
        (
            each.block.title,
            each.block.place,
            each.block.read,
            each.counted,
            left_out_text(each.block),
            problems[each.block.place],
        )
        for each in read
    ]
    columns = [(each.block.place, columns_text(each.block)) for each in read]
    tables = (
        [
            plain_table("原始数据", _BLOCKS, blocks),
            plain_table("各列的读法", _COLUMNS, columns),
        ]
        if blocks
        else ["<p>没有台账，各格的数字取自填报的表。</p>"]
    )
    tables += [f"<p>{escape(line)}</p>" for line in (*_untold(read), *_official(computed))]
    left = [(one.place, one.reason, one.rows or "") for one in computed.raw.account.not_read]
    if left:
        tables.append(plain_table("没有读取的", _NOT_READ, left))
    return "\n".join(tables)
