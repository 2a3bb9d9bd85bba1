"""How cells are written: headings with marks, odd days and amounts, words that look like others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.clerk.draft import Draft, Kind, Line, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import Formula, csv_text, save_xlsx

RECORDS, VALUES, HEADINGS = Stage.RECORDS, Stage.VALUES, Stage.HEADINGS
SHEETS, FILES = Stage.SHEETS, Stage.FILES
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD

_HEADINGS: dict[str, tuple[Comes, Callable[[str], str]]] = {
    "spaced-out": (RIGHT, " ".join),
    "filter-arrow": (RIGHT, lambda text: f"{text}▼"),
    "sort-arrow": (RIGHT, lambda text: f"{text}↑"),
    "break-tag": (RIGHT, lambda text: f"{text[:2]}<br/>{text[2:]}"),
    "escaped-break": (RIGHT, lambda text: f"{text[:2]}\\n{text[2:]}"),
    "quoted": (RIGHT, lambda text: f"“{text}”"),
    "required-before": (RIGHT, lambda text: f"【必填】{text}"),
    "required-behind": (RIGHT, lambda text: f"{text}[必填]"),
    "full-stop": (RIGHT, lambda text: f"{text}。"),
    "soft-break": (RIGHT, lambda text: f"{text[:2]}\u2028{text[2:]}"),
    "tabbed": (RIGHT, lambda text: f"\t{text}\t"),
    "vertical": (RIGHT, "\n".join),
    "numbered-circle": (RIGHT, lambda text: f"①{text}"),
    "exclamation": (RIGHT, lambda text: f"{text}！"),
}
for _name, (_comes, _write) in _HEADINGS.items():

    def _rename(draft: Draft, write: Callable[[str], str] = _write) -> None:
        draft.headings = {key: write(heading) for key, heading in draft.headings.items()}

    add(f"heading-{_name}", _rename, HEADINGS, _comes, what=f"headings: {_name}")


@manner(HEADINGS, RIGHT_OR_TOLD)
def heading_in_traditional_characters(draft: Draft) -> None:
    """Headings in traditional characters."""
    draft.headings |= {"登记编号": "登記編號", "申请人类别": "申請人類別", "办理结果": "辦理結果"}
    draft.headings |= {"办结日期": "辦結日期"}


_DAYS: dict[str, tuple[Comes, Callable[[dt.date], Any]]] = {
    "first-month": (RIGHT, lambda d: f"{d.year}年{d.month}月{d.day}日".replace("年1月", "年元月")),
    "weekday-behind": (RIGHT_OR_TOLD, lambda d: f"{d:%Y/%m/%d} 周{'一二三四五六日'[d.weekday()]}"),
    "before": (TOLD, lambda d: f"{d.year}年{d.month}月{d.day}日前"),
    "two-days": (TOLD, lambda d: f"{d.year}.{d.month}.{d.day}/{d.month}.{d.day + 1}"),
    "browser": (RIGHT_OR_TOLD, lambda d: f"{d:%a %b %d %Y} 00:00:00 GMT+0800 (中国标准时间)"),
    "seconds": (RIGHT_OR_TOLD, lambda d: str((d - dt.date(1970, 1, 1)).days * 86400)),
    "beginning-of-month": (TOLD, lambda d: f"{d.year}年{d.month}月初"),
    "old-calendar": (TOLD, lambda _: "癸卯年三月初五"),
    "added-later": (RIGHT_OR_TOLD, lambda d: f"{d.isoformat()}（补）"),
    "year-behind": (RIGHT_OR_TOLD, lambda d: f"{d.month}月{d.day}日（{d.year}年）"),
    "colons": (RIGHT_OR_TOLD, lambda d: f"{d.year}:{d.month:02}:{d.day:02}"),
    "underscores": (RIGHT_OR_TOLD, lambda d: f"{d.year}_{d.month:02}_{d.day:02}"),
    "day-and-hour": (RIGHT_OR_TOLD, lambda d: f"{d:%Y%m%d} 09:30"),
    "era": (RIGHT, lambda d: f"公元{d.year}年{d.month}月{d.day}日"),
    "commas": (RIGHT_OR_TOLD, lambda d: f"{d.year},{d.month},{d.day}"),
    "planned": (TOLD, lambda d: f"预计{d.year}年{d.month}月{d.day}日"),
    "unclear": (TOLD, lambda d: f"{d.year}年{d.month}月？日"),
}  # fmt: skip
for _name, (_comes, _day) in _DAYS.items():

    def _days(draft: Draft, write: Callable[[dt.date], Any] = _day) -> None:
        for record in draft.shown[1:]:
            record["收到日期"] = write(record["收到日期"])

    add(f"day-{_name}", _days, VALUES, _comes, "日期", what=f"days: {_name}")

_AMOUNTS: dict[str, tuple[Comes, Decimal | None, Any]] = {
    "yen-grouped": (RIGHT, None, "￥3,600.00"),
    "blank-grouped": (RIGHT_OR_TOLD, None, "3 600.00"),
    "quote-grouped": (RIGHT_OR_TOLD, None, "3'600.00"),
    "wan": (RIGHT, None, "0.36万"),
    "renminbi": (RIGHT, None, "人民币3600元整"),
    "each": (TOLD, None, "3600元/人"),
    "dash": (TOLD, None, "-"),
    "bracketed": (TOLD, None, "(3600)"),
    "about-yuan": (TOLD, None, "约3600元"),
    "more-than": (TOLD, None, "3600余元"),
    "hundreds": (TOLD, None, "数百元"),
    "free-of-charge": (RIGHT, Decimal(0), "免收"),
    "nought-and-free": (RIGHT, Decimal(0), "0（免）"),
    "nought-yuan": (RIGHT, Decimal(0), "0元（免收）"),
    "reduced": (TOLD, None, "减免"),
    "halved": (TOLD, None, "减半收取"),
    "to-be-paid": (TOLD, None, "待缴"),
    "unpaid": (TOLD, None, "3600（未缴）"),
    "given-back": (TOLD, None, "3600（已退）"),
    "foreign": (TOLD, None, "3600美元"),
    "decimal-comma": (TOLD, None, "3600,00"),
    "from-to": (TOLD, None, "3000-3600"),
}
for _name, (_comes, _true, _amount) in _AMOUNTS.items():

    def _amounts(draft: Draft, true: Decimal | None = _true, written: Any = _amount) -> None:
        if true is not None:
            draft.records[0]["金额（元）"] = true
        draft.shown[0]["金额（元）"] = written

    add(f"sum-{_name}", _amounts, VALUES, _comes, ledger="fees", what=f"an amount {_amount}")

_UNITS = {"分": (RIGHT_OR_TOLD, 100), "千元": (RIGHT, Decimal("0.001")), "美元": (TOLD, 1)}
for _number, (_unit, (_comes, _factor)) in enumerate(_UNITS.items(), start=1):

    def _in_unit(draft: Draft, unit: str = _unit, factor: Any = _factor) -> None:
        draft.rewrite("金额（元）", lambda amount: amount * factor)
        draft.headings["金额（元）"] = f"金额（{unit}）"

    add(f"amounts-in-unit-{_number}", _in_unit, VALUES, _comes, ledger="fees",
        what=f"amounts in {_unit}", alone=True)  # fmt: skip


# Words in texts that mean something else in other rows.

_TITLES = [
    "2023年部门预算收支总计表", "关于作废票据的公告", "系统测试报告", "重复申请处理办法",
    "关于取消夜间施工许可的通知", "同比增长情况说明", "填表说明",
]  # fmt: skip


@manner(RECORDS, RIGHT, ledger="publications")
def titles_that_speak_of_totals(draft: Draft) -> None:
    """Titles with 总计, 作废, 测试, 重复, 取消 in them."""
    for record, title in zip(draft.records, _TITLES, strict=True):
        record["标题"] = title


@manner(RECORDS, RIGHT, ledger="documents")
def titles_that_repeal_others(draft: Draft) -> None:
    """Documents about the repeal of others."""
    for at, record in enumerate(draft.records):
        record["文件名称"] = f"关于废止第{at + 1}批规范性文件的决定"


@manner(RECORDS, RIGHT_OR_TOLD, ledger="fees")
def item_called_total(draft: Draft) -> None:
    """A fee for 合计用地 and the like."""
    draft.records[1]["收费项目"] = "合计用地占道费"


# What programs leave in cells.


@manner(SHEETS, RIGHT, book=True)
def linked_numbers(draft: Draft) -> None:
    """Numbers that are links to the papers."""
    at = draft.column("登记编号")
    for line in draft.only.records():
        if isinstance(line.cells[at], str):
            text = line.cells[at]
            line.cells[at] = Formula(f'=HYPERLINK("https://intra.example/a","{text}")', text)


@manner(SHEETS, TOLD, "公式", book=True, alone=True)
def looked_up_kinds_never_computed(draft: Draft) -> None:
    """Kinds looked up in another file; the result was never kept."""
    at = draft.column("申请人类别")
    for line in draft.only.records()[2:5]:
        line.cells[at] = Formula("=VLOOKUP(A2,[码表.xlsx]Sheet1!$A:$B,2,0)", "#REF!")


@manner(FILES, RIGHT_OR_TOLD, alone=True)
def csv_with_forced_texts(draft: Draft, folder: Path) -> None:
    """Numbers as ="…", so that Excel takes them for text."""
    at = draft.column("登记编号")
    for line in draft.only.records():
        line.cells[at] = f'="{line.cells[at]}"'
    (folder / "applications.csv").write_text(
        csv_text(draft.sheets), encoding="utf-8-sig", newline=""
    )


@manner(SHEETS, RIGHT, alone=True)
def batches(draft: Draft) -> None:
    """A column 批次 before the numbers, filled in once a batch."""
    for at, line in enumerate(draft.only.lines):
        line.cells.insert(0, "批次" if at == 0 else "第一批" if at == 1 else None)


@manner(SHEETS, TOLD, "编号|没有填", ledger="cases", alone=True)
def case_without_number(draft: Draft) -> None:
    """A case whose number was not yet given."""
    draft.only.records()[0].cells[draft.column("案号")] = "待定"


@manner(VALUES, RIGHT_OR_TOLD, ledger="cases", alone=True)
def result_with_reason(draft: Draft) -> None:
    """The result with the form of the decision behind."""
    for record in draft.shown:
        record["审理结果"] = f"{record['审理结果']}（书面审理）"


@manner(VALUES, RIGHT_OR_TOLD, ledger="decisions")
def published_where(draft: Draft) -> None:
    """是否公开 says where."""
    draft.rewrite("是否公开", lambda _: "是（政府网站）")


@manner(VALUES, RIGHT_OR_TOLD, ledger="decisions")
def published_as_boxes(draft: Draft) -> None:
    """是否公开 as boxes that are ticked."""
    draft.rewrite("是否公开", lambda _: "☑是 □否")


@manner(FILES, RIGHT, book=True, alone=True)
def protected_sheet(draft: Draft, folder: Path) -> None:
    """A sheet that is protected against changes, read from right to left."""
    save_xlsx(folder / "applications.xlsx", draft.sheets, constant_memory=False)


@manner(SHEETS, RIGHT, alone=True)
def many_blank_rows_between(draft: Draft) -> None:
    """Thirty blank rows between headings and records, and in their midst."""
    blank = [Line(Kind.BLANK, []) for _ in range(30)]
    draft.only.lines[1:1] = blank
    draft.only.lines[36:36] = blank


@manner(RECORDS, RIGHT, ledger="decisions")
def numbers_with_year_in_words(draft: Draft) -> None:
    """Numbers with the year in Chinese numerals."""
    for at, record in enumerate(draft.records, start=1):
        record["决定文书号"] = f"绿城决字〔二〇二三〕第{at}号"
