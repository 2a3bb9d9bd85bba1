"""A table of a report as it is laid out: rows of cells that span others, whatever they become."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportkit.figures import Mark, Value, value_text
from reportkit.forms import Block, Heading, Table


@dataclass(frozen=True)
class Spot:
    """A cell: its text, how far it reaches, and the id where it is one of the form's."""

    text: str
    down: int = 1
    across: int = 1
    cell: str = ""


Layout = list[list[Spot]]

# As offices write them. What stands here is one label for another, never another meaning.
SLIPS = {
    "本年制发件数": ["本年制发件数", "本年(2023)制发件数", "本年度制发件数", "本年制发件 数"],
    "本年废止件数": ["本年废止件数", "本年废纸件数", "本年度废止件数", "本年废止件數"],
    "现行有效件数": ["现行有效件数", "先行有效件数", "现行有效数", "現行有效件数"],
    "行政规范性文件": ["行政规范性文件", "规范性文件", "行政规范性 文件"],
    "本年处理决定数量": ["本年处理决定数量", "本年处理决定数", "本年度处理决定数量"],
    "行政复议": ["行政复议", "行政法复议", "行 政 复 议", "行政覆议"],
    "未经复议直接起诉": ["未经复议直接起诉", "未经复议 直接起诉"],
    "其他结果": ["其他结果", "其它结果", "其他 结果"],
    "结果维持": ["结果维持", "结果\n维持", "结果 维持"],
    "尚未审结": ["尚未审结", "尚未\n审结"],
    "总计": ["总计", "总 计", "合计", "總計"],
    "其他": ["其他", "其它", "其 他"],
    "自然人": ["自然人", "自 然 人"],
    "法人或其他组织": ["法人或其他组织", "法人和其他组织", "法人及其他组织"],
    "2.其他法律行政法规禁止公开": ["2.其他法律行政法规禁止公开", "2.其他法律和行政法规禁止公开"],
    "三、本年度办理结果": ["三、本年度办理结果", "三三、本年度办理结果", "三、本年度 办理结果"],
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）": [
        "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
        "(本列数据的钩稽关系为：第一项加第二项之和， 等于第三项加第四项之和)",
    ],
}
_REPLACED = [("不再处理", "不再受理"), ("“三安全一稳定”", '"三安全一稳定"'), ("或重新", "或者重新")]


def label(text: str, rng: random.Random | None) -> str:
    """Return a label as an office may write it."""
    if rng is None:
        return text
    if text in SLIPS:
        text = rng.choice(SLIPS[text])
    for written, other in _REPLACED:
        if written in text and rng.random() < 0.2:
            text = text.replace(written, other)
    if len(text) > 2 and text[0].isdigit() and text[1] == ".":
        text = rng.choice(["{}.{}", "{}、{}", "{}．{}", "{}. {}", "({}){}"]).format(
            text[0], text[2:]
        )
    if text.startswith("（") and rng.random() < 0.3:
        text = text.replace("（", "(").replace("）", ")")
    return text


def shown(value: Value, rng: random.Random | None) -> str:
    """Return a figure as an office may write it."""
    if value is Mark.BLANK:
        return ""
    text = value_text(value) if value is not Mark.NOT_APPLICABLE else "/"
    if rng is None or rng.random() > 0.1:
        return text
    ways = [text.translate({ord("0") + n: chr(ord("０") + n) for n in range(10)}), f"\u00a0{text} "]
    if text.isdigit():
        ways += [f"{int(text):,}", f"{text}（以上为全年数）" if text != "0" else "0（无）"]
    return rng.choice(ways)


def layouts(
    table: Table, figures: Mapping[str, Value], rng: random.Random | None, *, apart: bool
) -> list[Layout]:
    """Return the layout of a table; of its blocks, one each where they stand apart."""
    if not apart or len(table.blocks) == 1:
        return [_whole(table, figures, rng)]
    return [_block(table, block, figures, rng, 0) for block in table.blocks]


def _whole(table: Table, figures: Mapping[str, Value], rng: random.Random | None) -> Layout:
    width = max(_stub(block) + len(block.leaf_columns()) for block in table.blocks)
    return [row for block in table.blocks for row in _block(table, block, figures, rng, width)]


def _stub(block: Block) -> int:
    return max(heading.depth for heading in block.rows) if block.stub_head else 0


def _block(
    table: Table,
    block: Block,
    figures: Mapping[str, Value],
    rng: random.Random | None,
    width: int,
) -> Layout:
    stub = _stub(block)
    depth = max(heading.depth for heading in block.columns)
    rows: Layout = [[] for _ in range(depth)]
    if block.stub_head:
        rows[0].append(Spot(label(block.stub_head, rng), depth, stub))
    for heading in block.columns:
        _columns(heading, 0, rows, rng)
    own = stub + len(block.leaf_columns())
    if block.heading:
        rows.insert(0, [Spot(block.heading, 1, max(width, own))])
    names = [spots for heading in block.rows for spots in _rows(heading, stub, rng)]
    for spots, row in zip(names, block.leaf_rows(), strict=True):
        ids = [table.cell_id(row, column) for column in block.leaf_columns()]
        rows.append([*spots, *(Spot(shown(figures[c], rng), cell=c) for c in ids)])
    if width > own:
        rows = [row if row[0].across >= width else _stretched(row, width - own) for row in rows]
    return rows


def _stretched(row: list[Spot], by: int) -> list[Spot]:
    return [*row[:-1], replace(row[-1], across=row[-1].across + by)]


def _columns(heading: Heading, level: int, rows: Layout, rng: random.Random | None) -> None:
    text = label(heading.label, rng)
    if not heading.items:
        rows[level].append(Spot(text, len(rows) - level, 1))
        return
    rows[level].append(Spot(text, 1, len(list(heading.leaves()))))
    for item in heading.items:
        _columns(item, level + 1, rows, rng)


def _rows(heading: Heading, levels: int, rng: random.Random | None) -> Iterator[list[Spot]]:
    if not heading.items:
        yield [Spot(label(heading.label, rng), 1, levels)] if levels else []
        return
    below = [spots for item in heading.items for spots in _rows(item, levels - 1, rng)]
    below[0] = [Spot(label(heading.label, rng), len(below)), *below[0]]
    yield from below


def placed(layout: Layout) -> list[list[tuple[int, Spot]]]:
    """Return each row's cells with the columns, from 0, that spans from above leave to them."""
    taken: dict[int, int] = {}
    result = []
    for number, row in enumerate(layout):
        here, column = [], 0
        for spot in row:
            while taken.get(column, -1) >= number:
                column += 1
            here.append((column, spot))
            for each in range(column, column + spot.across):
                taken[each] = number + spot.down - 1
            column += spot.across
        result.append(here)
    return result


def figures_in(row: Sequence[Spot]) -> list[str]:
    """Return the cells of the form that a row has."""
    return [spot.cell for spot in row if spot.cell]
