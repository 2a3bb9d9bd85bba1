"""Columns of a block that say the same, or stand under no heading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

from reportkit.folding import heading, plain
from reportkit.forms import Schema
from reportkit.grids import Row, column_letters
from reportkit.ledgers.sheets.blocks import Block
from reportkit.ledgers.sheets.headings import Vocabulary
from reportkit.ledgers.sheets.sorting import Sorted
from reportkit.personal import may_be_told

_FEW = 0.2
_FEWEST_UNNAMED = 3
# Columns that say whose a record is, and what organs are called; sections of one are none.
_WHOSE = re.compile(
    "(?:受理|办理|答复|承办|责任|所属|填报|报送|处罚|许可|决定|执法|检查|实施|发布|制发|行政)?(?:机关|单位|部门)(?:名称|全称)?"
)
_ORGAN = re.compile(r".{2,}(?:局|委|委员会|政府|厅|部|院|办事处|街道办|[乡镇]|管委会|分局|支队)")
_COUNTS = {2: "两", 3: "三", 4: "四"}


@dataclass(frozen=True, slots=True)
class Unnamed:
    """What stands beside the columns that have headings.

    Attributes
    ----------
    shifted : frozenset of int
        Rows that are longer than the headings: a comma in a text has pushed their values aside.
    columns : tuple of int
        Columns without heading, from 0, that look like part of another table.
    """

    shifted: frozenset[int] = frozenset()
    columns: tuple[int, ...] = ()


def rivals(block: Block, records: Sequence[Row]) -> list[tuple[str, str]]:
    """Return faults and remedies of columns that mean the same and say different things."""
    faults = []
    kept = {field.id: field for field in block.schema.kept}
    for id_, others in block.headings.rivals.items():
        places = (block.headings.columns[id_], *others)
        if id_ not in kept or _agree(places, block, records):
            continue
        name = kept[id_].heading
        columns = "、".join(_with_heading(place, block) for place in places)
        how_many = _COUNTS.get(len(places), "多")
        fault = f"有{how_many}列都可作“{name}”（{columns}），内容不一致"
        faults.append((fault, f"请把不是“{name}”的列改名。"))
    return faults


def passed_over(block: Block, records: Sequence[Row]) -> list[tuple[str, str]]:
    """Return field and words about columns that mean the same by another name, and differ."""
    found = []
    kept = {field.id for field in block.schema.kept}
    for id_, others in block.headings.lesser.items():
        taken = block.headings.columns[id_]
        differing = [each for each in others if not _agree((taken, each), block, records)]
        if id_ in kept and differing:
            columns = "、".join(_with_heading(place, block) for place in differing)
            found.append((id_, f"按这一列读取；{columns}与它不一致，没有读取"))
    return found


def organs_beside(block: Block, rows: Sequence[int]) -> list[int]:
    """Return the columns that are not read and name several organs: a whole district's table."""
    read = set(block.headings.columns.values())
    beside = [
        column
        for column, text in block.headings.written.items()
        if column not in read and _WHOSE.fullmatch(heading(text))
    ]
    if not beside:
        return []
    counted = set(rows)
    records = [row for row in block.rows if row[0] in counted]
    return [column for column in beside if len(_organs(block.column(records, column))) > 1]


def _organs(values: Iterable[Any]) -> set[str]:
    folded = (plain(value) for value in values if isinstance(value, str))
    return {text for text in folded if _ORGAN.fullmatch(text)}


def _agree(places: Sequence[int], block: Block, records: Sequence[Row]) -> bool:
    """Whether columns have the same values, or all but the first have none."""
    columns = [block.column(records, place) for place in places]
    return all(
        column == columns[0] or not any(value is not None for value in column)
        for column in columns[1:]
    )


def unnamed(block: Block, sorted_: Sorted) -> Unnamed:
    """Return what stands in the records of a block under no heading."""
    known = block.headings.written
    width = max(known) + 1
    beside: Counter[int] = Counter()
    longer = set()
    gaps = [column for column in range(block.first, width) if column not in known]
    widest = max(map(len, map(itemgetter(1), sorted_.records)), default=0)
    if not gaps and widest <= width:
        return Unnamed()
    for number, values in sorted_.records:
        if len(values) <= width and not gaps:
            continue
        more = [
            column
            for column in (*gaps, *range(width, min(len(values), block.end)))
            if block.at(values, column) is not None
        ]
        beside.update(more)
        if any(column >= width for column in more):
            longer.add(number)
    if not block.grid.sheet and longer and len(longer) <= max(1, _FEW * len(sorted_.records)):
        return Unnamed(shifted=frozenset(longer))
    many = tuple(column for column, count in sorted(beside.items()) if count > 1)
    return Unnamed(columns=many if len(many) >= _FEWEST_UNNAMED else ())


def told_heading(text: str, column: int, schema: Schema) -> str:
    """Return the heading of a column, or where it stands: what nobody knows may be a name."""
    known = Vocabulary(schema, {}).meaning(text) is not None
    return text.strip() if known or may_be_told(plain(text)) else f"{column_letters(column + 1)} 列"


def _with_heading(column: int, block: Block) -> str:
    place = f"{column_letters(column + 1)} 列"
    told = told_heading(block.headings.written[column], column, block.schema)
    return place if told == place else f"{place}“{told}”"
