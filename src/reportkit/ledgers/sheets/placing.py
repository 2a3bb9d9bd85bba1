"""Which ledger every block of every file belongs to, and what belongs to none."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from reportkit.forms import Schema
from reportkit.grids import Grid, Row, column_letters
from reportkit.ledgers.account import NotRead
from reportkit.ledgers.mapping import Own, mapping_of
from reportkit.ledgers.problem import UNREADABLE, Problem
from reportkit.ledgers.sheets.blocks import Block, above_first, find_blocks, has_whole
from reportkit.ledgers.sheets.by_name import filled_by_names
from reportkit.ledgers.sheets.headings import Vocabulary, counts_rows, missing
from reportkit.ledgers.sheets.intake import NO_TABLE, Intake, Received
from reportkit.ledgers.sheets.names import INSTRUCTIONS, LIST, WORDS, claimed
from reportkit.ledgers.sheets.phrases import is_label
from reportkit.ledgers.sheets.record_forms import find_forms
from reportkit.ledgers.values.days import is_day
from reportkit.ledgers.values.likeness import is_all_but, near_heading

UNREAD, LOST = "unread", "lost"
"""Kinds of problem: what may be a ledger, and what belongs to one, is not read."""
ARCHIVES = frozenset({".zip", ".rar", ".7z", ".tar", ".gz"})
_KEEP_HEADINGS = "全年没有记录的，也要保留表头一行。"
_UNPACK = "里面有台账的，请解压，把台账直接放在数据文件夹里；没有的，请移出数据文件夹。"
_PASTED = "请把表格复制到 Excel 或 WPS 表格里保存；记录已经在别的文件里的，请移出数据文件夹。"
_ELSEWHERE = frozenset({".md", ".jsonl", ".yaml", ".yml"})
# What programs leave beside a workbook.
_LEFT_BEHIND = frozenset({".xlk", ".tmp", ".bak", ".lnk", ".db", ".ini", ".lock", ".wbk"})
_FEWEST_CELLS = 3
_NEAR_NAME = 0.75


@dataclass(slots=True)
class Placed:
    """What a data folder holds.

    Attributes
    ----------
    blocks : dict of str to list of Block
        By ledger, in the order of files, sheets and rows.
    headless : list of (Received, Grid, str, Schema or None)
        Sheets without headings, with their place and the ledger that their name speaks of.
    not_read : list of NotRead
    faults : dict of str to list of Problem
        By ledger: why a file of it cannot be read.
    incomplete : list of Block
        Those that lack a column, and are not read for it.
    problems : list of Problem
        What may hold records and is not read.
    """

    blocks: dict[str, list[Block]] = field(default_factory=dict)
    headless: list[tuple[Received, Grid, str, Schema | None]] = field(default_factory=list)
    not_read: list[NotRead] = field(default_factory=list)
    faults: dict[str, list[Problem]] = field(default_factory=dict)
    incomplete: list[Block] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, ledger: str, place: str, fault: str, remedy: str) -> None:
        """Note why a ledger cannot be read."""
        found = Problem(UNREADABLE, ledger, place, (), "", fault, remedy)
        self.faults.setdefault(ledger, []).append(found)

    def leave(
        self,
        place: str,
        file: str,
        reason: str,
        rows: Sequence[Row],
        remedy: str = "",
        kind: str = UNREAD,
    ) -> None:
        """Note that something is not read; with a remedy it is a problem as well."""
        self.not_read.append(NotRead(place, file, reason, len(rows)))
        if remedy:
            self.problems.append(Problem(kind, "", place, (), "", f"没有读取：{reason}", remedy))


def place_blocks(
    intake: Intake,
    schemas: Sequence[Schema],
    others: Sequence[Schema],
    own: Own,
    taken: Collection[int] = (),
) -> Placed:
    """Sort everything in a data folder by ledger.

    Parameters
    ----------
    intake : Intake
    schemas : sequence of Schema
        The ledgers that are looked for.
    others : sequence of Schema
        Ledgers of other forms, which share the folder.
    own : mapping of str to LedgerMapping
        By ledger: the bureau's own headings, and the files that it names.
    taken : collection of int
        Ids of the grids that something else than a ledger was read from.
    """
    stems = {schema.stem for schema in schemas}
    foreign = [schema for schema in others if schema.stem not in stems]
    vocabularies = [Vocabulary(schema, mapping_of(schema, own).headings) for schema in schemas]
    named = {file: schema for schema in schemas for file in mapping_of(schema, own).files}
    placed = Placed()
    for file in intake.files:
        ledger = named.get(file.name) or claimed(file.path.stem, [*schemas, *foreign])
        if ledger is None or ledger not in foreign:
            _place_file(file, ledger, vocabularies, taken, placed)
        elif _is_ours(file, ledger, vocabularies, own):
            _place_file(file, None, vocabularies, taken, placed)
        else:
            placed.leave(file.name, file.name, f"是另一种报告的“{ledger.title}”", ())
    _settle_incomplete(placed, named, own)
    return placed


def _is_ours(file: Received, foreign: Schema, vocabularies: Sequence[Vocabulary], own: Own) -> bool:
    """Whether a file called like a ledger of another form has the headings of one of this form.

    行政强制台账 may be what another form counts, or the part of `decisions` that is coercion: then
    its name says the kind, too.
    """
    theirs = [Vocabulary(foreign, {})]
    for grid in file.grids:
        blocks = filled_by_names(find_blocks(grid, "", vocabularies, None), own)
        if not all(map(lacks, blocks)) and not has_whole(grid, theirs):
            return True
    return False


def is_ledger(grid: Grid, schemas: Sequence[Schema]) -> bool:
    """Whether a sheet has all headings of a ledger."""
    return has_whole(grid, [Vocabulary(schema, {}) for schema in schemas])


def _place_file(
    file: Received,
    ledger: Schema | None,
    vocabularies: Sequence[Vocabulary],
    taken: Collection[int],
    placed: Placed,
) -> None:
    if file.is_passed_over:
        mine = ledger is not None and file.is_table
        remedy = "要计入的，请移到数据文件夹里；不计入的，请移出数据文件夹。" if mine else ""
        placed.leave(file.name, file.name, "在子文件夹里", (), remedy)
    elif file.fault is not None or not file.is_table:
        _leave_unreadable(file, ledger, vocabularies, placed)
    elif ledger is not None and not any(grid.rows for grid in file.grids):
        placed.refuse(ledger.id, file.name, "是空表", _KEEP_HEADINGS)
        placed.leave(file.name, file.name, "是空表", ())
    else:
        for grid in file.grids:
            if id(grid) not in taken:
                _place_grid(file, grid, ledger, vocabularies, placed)


def _leave_unreadable(
    file: Received, ledger: Schema | None, vocabularies: Sequence[Vocabulary], placed: Placed
) -> None:
    ending = file.path.suffix.lower()
    if file.fault is None and ending in _ELSEWHERE:
        return
    if file.fault is None and ending in ARCHIVES:
        placed.leave(file.name, file.name, "是压缩文件", (), _UNPACK)
        return
    pasted = [row for grid in file.pasted if has_whole(grid, vocabularies) for row in grid.rows]
    if ledger is None and pasted:
        placed.leave(file.name, file.name, "文档里有台账样的表格", pasted, _PASTED, LOST)
        return
    if file.fault is None and (ledger is None or ending in _LEFT_BEHIND):
        placed.leave(file.name, file.name, "不是表格", ())
        return
    unread = file.fault or NO_TABLE
    fault, remedy = unread.fault, unread.remedy
    if file.fault is None:
        remedy += "记录已经在别的文件里的，请移出数据文件夹。"
    if ledger is not None:
        placed.refuse(ledger.id, file.name, fault, remedy)
        placed.leave(file.name, file.name, fault, ())
    else:
        placed.leave(file.name, file.name, fault, (), f"{remedy}不是台账的，请移出数据文件夹。")


def _place_grid(
    file: Received,
    grid: Grid,
    of_file: Schema | None,
    vocabularies: Sequence[Vocabulary],
    placed: Placed,
) -> None:
    place = file.place(grid)
    schemas = [vocabulary.schema for vocabulary in vocabularies]
    ledger = claimed(grid.sheet, schemas) or of_file
    if not grid.rows:
        placed.leave(place, file.name, grid.note or "是空表", ())
        return
    blocks = find_blocks(grid, place, vocabularies, ledger)
    if all(map(lacks, blocks)) and (forms := find_forms(grid, place, vocabularies, ledger)):
        placed.blocks.setdefault(forms.schema.id, []).append(forms)
        return
    if not blocks and grid.sheet in (INSTRUCTIONS, WORDS):
        placed.leave(place, file.name, "是空白台账自带的说明", grid.rows)
        return
    if not blocks and grid.sheet == LIST:
        placed.leave(place, file.name, "是核对时加的说明", grid.rows)
        return
    if not blocks and ledger is None and (near := _misspelt(file, grid, vocabularies)):
        remedy = f"是“{near.title}”的，请把文件名改为 {near.stem}；不是的，请移出数据文件夹。"
        placed.leave(place, file.name, f"文件名像 {near.stem}", grid.rows, remedy)
        return
    if not blocks:
        placed.headless.append((file, grid, place, ledger))
        return
    above = above_first(grid, blocks)
    if looks_like_records(above):
        placed.leave(
            place,
            file.name,
            f"第 {blocks[0].heading_rows[0]} 行的表头上面还有内容",
            above,
            "表头上面的记录请移到表头下面。",
            LOST,
        )
    for block in blocks:
        placed.blocks.setdefault(block.schema.id, []).append(block)


def _misspelt(file: Received, grid: Grid, vocabularies: Sequence[Vocabulary]) -> Schema | None:
    """Return the ledger of figures whose headings a file has, and all but its name."""
    for vocabulary in vocabularies:
        schema = vocabulary.schema
        near = difflib.get_close_matches(file.path.stem.lower(), [schema.stem], cutoff=_NEAR_NAME)
        if near and find_blocks(grid, file.name, [vocabulary], schema):
            return schema
    return None


def _settle_incomplete(placed: Placed, named: Mapping[str, Schema], own: Own) -> None:
    """Decide about blocks that lack a column: a ledger with a fault, or none of this ledger."""
    for ledger, found in list(placed.blocks.items()):
        blocks = filled_by_names(found, own)
        faults = [lacks(block) for block in blocks]
        whole = [block for block, fault in zip(blocks, faults, strict=True) if not fault]
        for block, fault in zip(blocks, faults, strict=True):
            if not fault:
                continue
            placed.incomplete.append(block)
            mine = _is_claimed(block, named)
            if whole or not mine:
                _leave_incomplete(block, fault, placed, mine=mine)
            else:
                placed.refuse(ledger, block.place, fault, hint(block))
        placed.blocks[ledger] = whole


def lacks(block: Block) -> str:
    """Return which columns a block needs and does not have, in Chinese; empty where none."""
    fields = (each for each in missing(block.headings, block.schema) if each.id not in block.said)
    lacking = "、".join(f"“{each.heading}”" for each in fields)
    return f"缺少{lacking}列" if lacking else ""


def _leave_incomplete(block: Block, fault: str, placed: Placed, *, mine: bool) -> None:
    """Leave a block that lacks a column; records under a ledger's own name are lost with it.

    Sheets that count by day or kind beside a ledger are no records: they number none.
    """
    title = block.schema.title
    reason = f"第 {block.heading_rows[0]} 行起的表像“{title}”，但{fault}"
    remedy = f"是“{title}”的，请补上；不是的，请移到数据文件夹以外的文件里。"
    numbered = block.columns_of(block.schema.numbers)
    counts = not numbered and any(map(counts_rows, block.headings.written.values()))
    told = remedy if looks_like_records(block.rows) and not counts else ""
    kind = LOST if mine else UNREAD
    placed.leave(block.place, block.grid.file, reason, block.rows, told, kind)


def _is_claimed(block: Block, named: Mapping[str, Schema]) -> bool:
    if block.grid.file in named:
        return named[block.grid.file] == block.schema
    names = (block.grid.sheet, block.grid.file.rpartition(".")[0])
    return any(claimed(name, [block.schema]) is not None for name in names)


def hint(block: Block) -> str:
    """Suggest columns whose headings resemble those that are missing."""
    hints = []
    for column, (text, near) in near_headings(block).items():
        # What is merely like a heading may be a name.
        shown = f"“{text}”列" if is_all_but(text, near) else f"{column_letters(column + 1)} 列"
        hints.append(f"{shown}是否应改名为“{near}”？")
    return "".join(hints) or (
        f"请补上；各列的写法见“{block.schema.title}”的说明（docs/ledgers.md）。"
    )


def near_headings(block: Block) -> dict[int, tuple[str, str]]:
    """Return the headings of a block that resemble those that are missing, with these, by column.

    They may be names of people: a message quotes them only with care.
    """
    vocabulary = Vocabulary(block.schema, {})
    taken = set(block.headings.columns.values())  # also by the bureau's own headings
    spare = {
        column: text.strip()
        for column, text in block.headings.written.items()
        if column not in taken and vocabulary.meaning(text) is None
    }
    lacking = [each.heading for each in missing(block.headings, block.schema)]
    return {
        column: (text, near)
        for column, text in spare.items()
        if (near := near_heading(text, lacking))
    }


def looks_like_records(rows: Iterable[Row]) -> bool:
    """Whether rows may be records: several filled cells side by side, with a date among them.

    Not those that begin with words such as 填表日期： or 统计期间：, as no record does.
    """
    filled = ([value for value in values if value is not None] for _, values in rows)
    return any(
        len(cells) >= _FEWEST_CELLS and any(map(is_day, cells)) and not is_label(cells[0])
        for cells in filled
    )


def near_names(schema: Schema, schemas: Iterable[Schema], placed: Placed) -> list[str]:
    """Return files that were not read and whose names speak of a ledger, or all but do."""
    found = []
    for each in placed.not_read:
        stem = each.file.rpartition("/")[2].partition(".")[0].lower()
        of = claimed(stem, schemas)
        near = difflib.get_close_matches(stem, [schema.stem], cutoff=_NEAR_NAME)
        if of == schema or (of is None and near):
            found.append(each.file)
    return list(dict.fromkeys(found))
