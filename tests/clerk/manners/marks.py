"""Merged data cells, and records that are struck out or void."""

from __future__ import annotations

from typing import Any

from tests.clerk.draft import Draft, Kind, Stage
from tests.clerk.manner import Comes, add, manner

SHEETS = Stage.SHEETS
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
TITLE = "绿杨区城市管理局2023年政府信息公开申请登记表"


# Merged data cells.


def _merge_runs(draft: Draft, heading: str, groups: list[list[int]]) -> None:
    """Merge a column over rows whose value is the same; only the first keeps it."""
    sheet, at = draft.only, draft.column(heading)
    below = sheet.heading + 1
    for group in groups:
        for row in group[1:]:
            sheet.lines[below + row].cells[at] = None
        sheet.merged.append((below + group[0], at, below + group[-1], at))


def _runs(values: list[Any]) -> list[list[int]]:
    runs: list[list[int]] = []
    for at, value in enumerate(values):
        if runs and values[runs[-1][0]] == value and value is not None:
            runs[-1].append(at)
        else:
            runs.append([at])
    return [run for run in runs if len(run) > 1]


@manner(SHEETS, RIGHT, book=True, alone=True)
def merged_kinds(draft: Draft) -> None:
    """Rows sorted by 申请人类别, that column merged over each kind."""
    draft.records.sort(key=lambda record: record["申请人类别"])
    draft.shown.sort(key=lambda record: record["申请人类别"])
    draft.lay_out()
    _merge_runs(draft, "申请人类别", _runs([each["申请人类别"] for each in draft.shown]))


def _same_answer(draft: Draft) -> None:
    for record in draft.records[4:7]:
        record["办结日期"] = draft.records[6]["办结日期"]
        record["办理结果"] = "予以公开"


@manner(SHEETS, RIGHT, book=True, alone=True)
def merged_answers(draft: Draft) -> None:
    """办结日期 and 办理结果 merged over three applications that were answered together."""
    _same_answer(draft)
    draft.show()
    draft.lay_out()
    for heading in ("办结日期", "办理结果"):
        _merge_runs(draft, heading, [[4, 5, 6]])


@manner(SHEETS, RIGHT, ledger="decisions", book=True, alone=True)
def merged_decision_kinds(draft: Draft) -> None:
    """决定类别 merged over all decisions of a kind."""
    _merge_runs(draft, "决定类别", _runs([each["决定类别"] for each in draft.shown]))


@manner(SHEETS, RIGHT, ledger="publications", book=True, alone=True)
def merged_channels(draft: Draft) -> None:
    """发布渠道 merged over the rows that follow one another."""
    _merge_runs(draft, "发布渠道", _runs([each["发布渠道"] for each in draft.shown]))


@manner(SHEETS, RIGHT_OR_TOLD, ledger="decisions", alone=True)
def kinds_only_in_first_row(draft: Draft) -> None:
    """决定类别 written in the first row of each kind alone, not merged."""
    merged_decision_kinds(draft)
    draft.only.merged.clear()


# Struck out, 作废.


def _void(draft: Draft, at: int) -> None:
    """Take a record away that is still shown."""
    del draft.records[at]
    line = draft.only.records()[at]
    line.kind, line.records = Kind.OTHER, 0


@manner(SHEETS, RIGHT_OR_TOLD, "删除线", book=True, alone=True)
def struck_out(draft: Draft) -> None:
    """A row struck out."""
    _void(draft, 2)
    draft.only.struck.add(3)


_VOIDS = {
    "void-in-notes": ("备注", "作废"),
    "void-in-notes-with-reason": ("备注", "作废，申请人撤回"),
    "void-spaced": ("备注", "作 废"),
    "void-cancelled": ("备注", "已注销登记，重号"),
    "void-repeated": ("备注", "重复登记，不计"),
    "void-not-counted": ("备注", "不计入统计"),
    "void-test": ("备注", "系统测试数据"),
    "void-entered-wrongly": ("备注", "误录"),
    "void-duplicate": ("备注", "与上一件重复"),
    "void-deleted": ("备注", "已删除"),
    "void-merged": ("备注", "已并入上一件"),
}
for _name, (_heading, _word) in _VOIDS.items():

    def _voided(draft: Draft, heading: str = _heading, word: str = _word) -> None:
        notes = [word if at == 3 else None for at in range(len(draft.shown))]
        draft.insert(heading, notes)
        draft.lay_out()
        _void(draft, 3)

    words = "作废|第 5 行" if "作" in _word else ""
    add(
        _name,
        _voided,
        SHEETS,
        RIGHT_OR_TOLD,
        words,
        what=f"a record with the note {_word}",
        alone=True,
    )


@manner(SHEETS, RIGHT_OR_TOLD, "作废|第 5 行", alone=True)
def void_in_outcome(draft: Draft) -> None:
    """办理结果 says 作废."""
    draft.shown[3]["办理结果"] = "作废"
    draft.lay_out()
    _void(draft, 3)


@manner(SHEETS, RIGHT_OR_TOLD, "作废|第 5 行", alone=True)
def void_in_number(draft: Draft) -> None:
    """登记编号 says （作废）."""
    draft.shown[3]["登记编号"] += "（作废）"
    draft.lay_out()
    _void(draft, 3)
