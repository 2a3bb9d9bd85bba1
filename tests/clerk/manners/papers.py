"""What a printed paper has around its records, and what is left of templates and last year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl

from tests.clerk.base import YEAR
from tests.clerk.draft import Draft, Kind, Line, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import csv_text, save_xlsx

VALUES, HEADINGS, SHEETS, FILES = Stage.VALUES, Stage.HEADINGS, Stage.SHEETS, Stage.FILES
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
_DAY = dt.date(YEAR + 1, 1, 5)

_ABOVE: dict[str, list[list[Any]]] = {
    "signed-line": [
        ["填报单位：绿杨区城管局", None, "填表人：某某", None, "填表日期：2024年1月5日"]
    ],
    "pairs": [["填报单位", "绿杨区城管局", "填表日期", _DAY]],
    "pairs-with-colons": [["统计期间：", dt.date(YEAR, 1, 1), "至", dt.date(YEAR, 12, 31)]],
    "period": [["统计期间：2023年1月1日—2023年12月31日", None, "填表日期：2024年1月5日", "第1页"]],
    "query": [["查询条件：收到日期 2023-01-01 至 2023-12-31"], ["查询时间：2024-01-05 09:30:11"]],
    "printed": [["打印时间：", "2024-01-05 09:30", "打印人：", "某某", "共1页"]],
    "range-in-title": [["政府信息公开申请台账（2023年1月1日至2023年12月31日）"]],
    "document-number": [["绿城发〔2023〕4号附件2"], ["依申请公开登记台账"], ["2023年度"]],
    "period-in-three": [["统计区间", "2023-01-01", "2023-12-31"]],
    "reported": [["上报日期：2024-01-05", "上报单位：绿杨区城管局", "联系人：某某"]],
}
for _name, _rows in _ABOVE.items():

    def _above(draft: Draft, rows: list[list[Any]] = _rows) -> None:
        draft.only.above(*rows)
        draft.about += len(rows)

    add(f"above-{_name}", _above, SHEETS, RIGHT, what=f"above the headings: {_name}")

_BELOW: dict[str, list[list[Any]]] = {
    "period": [["统计期间：2023年1月1日至12月31日", None, None, "填表日期：2024年1月5日"]],
    "pairs": [["填表日期：", _DAY, None, "填表人：", "某某"]],
    "query": [["查询条件：全部", None, "查询时间：2024-01-05 09:30:11"]],
    "three-lines": [
        ["统计口径：按收到日期"],
        ["数据来源：政务服务平台"],
        ["报送时间：2024年1月5日"],
    ],
    "total-of-records": [["总记录数", 12]],
    "took": [["查询耗时：0.03秒"]],
    "carried-out": [["结转下年：1件"]],
    "copyright": [["技术支持：某某软件公司"]],
}
for _name, _rows in _BELOW.items():

    def _below(draft: Draft, rows: list[list[Any]] = _rows) -> None:
        draft.only.below(*rows)

    add(f"below-{_name}", _below, SHEETS, RIGHT, what=f"below the records: {_name}")

# What a system has between headings and records.
_UNDER: dict[str, tuple[Comes, list[list[Any]]]] = {
    "pinyin": (
        RIGHT,
        [["DJBH", "SDRQ", "SQRLX", "SQRXM", "ZJHM", "LXDH", "LXDZ", "SQNR", "BJRQ", "BLJG",
          "SFYQ", "BJRQXTS"]],
    ),
    "snake": (
        RIGHT,
        [["apply_no", "receive_date", "applicant_type", "applicant_name", "id_no", "tel", "addr",
          "content", "finish_date", "result", "is_delay", "exclude_days"]],
    ),
    "codes-and-types": (
        RIGHT,
        [["DJBH", "SDRQ", "SQRLX", "SQRXM", "ZJHM", "LXDH", "LXDZ", "SQNR", "BJRQ", "BLJG",
          "SFYQ", "BJRQXTS"],
         ["varchar(50)", "date", "char(2)", *["varchar(200)"] * 5, "date", "char(4)", "char(1)",
          "int"]],
    ),
    "codes-here-and-there": (RIGHT, [["DJBH", None, "SQRLX", *[None] * 5, "BJRQ"]]),
    "english": (
        RIGHT_OR_TOLD,
        [["Application No.", "Date Received", "Applicant Type", "Name", "ID No.", "Telephone",
          "Address", "Content", "Date Concluded", "Outcome", "Extended", "Days Excluded"]],
    ),
    "lengths": (RIGHT_OR_TOLD, [[50, 10, 2, 200, 18, 20, 200, 500, 10, 4, 1, 4]]),
    "all-required": (RIGHT, [["必填"] * 10]),
    "source": (RIGHT_OR_TOLD, [["自动生成", "系统取值", "手工选择", *["手工录入"] * 5]]),
}  # fmt: skip
for _name, (_comes, _rows) in _UNDER.items():

    def _under(draft: Draft, rows: list[list[Any]] = _rows) -> None:
        at = draft.only.heading + 1
        draft.only.lines[at:at] = [Line(Kind.OTHER, list(row)) for row in rows]

    add(
        f"under-headings-{_name}",
        _under,
        SHEETS,
        _comes,
        what=f"below the headings: {_name}",
        alone=True,
    )


# Pages and totals.


def _insert(draft: Draft, at: int, cells: list[Any]) -> None:
    draft.only.lines.insert(draft.only.heading + at, Line(Kind.OTHER, cells))


def _amount(draft: Draft, word: str, amount: Decimal) -> list[Any]:
    row: list[Any] = [None] * draft.only.width
    row[0], row[draft.column("金额（元）")] = word, amount
    return row


_PAGES = ["承前页", "过次页", "本页合计", "第一季度", "上半年", "累计收费", "一季度合计", "转下页"]
for _number, _word in enumerate(_PAGES, start=1):

    def _page(draft: Draft, word: str = _word) -> None:
        some = sum((each["金额（元）"] for each in draft.records[:2]), Decimal(0))
        _insert(draft, 3, _amount(draft, word, some))

    add(f"fees-page-{_number}", _page, SHEETS, RIGHT_OR_TOLD, ledger="fees",
        what=f"between the fees: {_word} with their sum", alone=True)  # fmt: skip


@manner(SHEETS, RIGHT_OR_TOLD, ledger="fees", alone=True)
def page_carried_with_a_day(draft: Draft) -> None:
    """承前页 with the kind, the day and the sum of the page before: all that a record needs."""
    some = sum((each["金额（元）"] for each in draft.records[:2]), Decimal(0))
    row = draft.row({**draft.shown[1], "收费项目": "承前页", "金额（元）": some})
    _insert(draft, 3, row)


@manner(SHEETS, RIGHT, alone=True)
def monthly_subtotals(draft: Draft) -> None:
    """A row after each quarter says how many there were."""
    for at, (word, count) in enumerate([("一季度小计", 3), ("二季度小计", 3), ("三季度小计", 3)]):
        _insert(draft, 4 * at + 4, [word, f"{count}件"])


@manner(SHEETS, RIGHT, alone=True)
def labels_of_years(draft: Draft) -> None:
    """上年结转 and 本年新收 as rows between the records."""
    _insert(draft, 2, ["本年新收（11件）"])
    _insert(draft, 1, ["上年结转（1件）"])


@manner(SHEETS, RIGHT, alone=True)
def last_years_below(draft: Draft) -> None:
    """Last year's records, all concluded, are left below a line."""
    draft.only.below(["以下为2022年台账"])
    for at in (1, 2):
        old = {
            **draft.shown[at],
            "登记编号": f"绿城申〔2022〕{at}号",
            "收到日期": dt.date(2022, 3, at),
            "办结日期": dt.date(2022, 3, 10 + at),
        }
        draft.records.append(old)
        draft.only.lines.append(Line(Kind.RECORD, draft.row(old), 1))


@manner(SHEETS, TOLD, "2022|年", ledger="decisions", alone=True)
def copy_of_last_year_with_new_numbers(draft: Draft) -> None:
    """Numbers of this year over last year's days: the copy was not finished."""
    at = draft.column("决定日期")
    for line in draft.only.records():
        line.cells[at] = line.cells[at].replace(year=YEAR - 1)


# Remarks beside the records.


@manner(SHEETS, RIGHT)
def days_in_the_remarks(draft: Draft) -> None:
    """Remarks with days of their own."""
    count = len(draft.only.records())
    remarks = ["2023年3月1日电话告知", "材料已归档", None, "3月20日补寄"]
    draft.only.lines[draft.only.heading].cells.append("备注")
    for at, line in enumerate(draft.only.records()):
        line.cells += [None] * (draft.only.width - 1 - len(line.cells)) + [remarks[at % 4]]
    assert count


@manner(SHEETS, RIGHT)
def side_notes_without_heading(draft: Draft) -> None:
    """Notes to the right of two records, under no heading."""
    width = draft.only.width
    for line in draft.only.records()[2:4]:
        line.cells += [None] * (width - len(line.cells)) + ["已电话告知"]


@manner(FILES, TOLD, "办理结果", book=True, alone=True)
def outcome_in_a_comment(draft: Draft, folder: Path) -> None:
    """The outcome of one stands in a comment of the cell alone."""
    path = folder / "applications.xlsx"
    at = draft.column("办理结果")
    draft.only.records()[3].cells[at] = None
    save_xlsx(path, draft.sheets)
    book = openpyxl.load_workbook(path)
    cell = book.worksheets[0].cell(draft.only.heading + 5, at + 1)
    cell.comment = openpyxl.comments.Comment(draft.records[3]["办理结果"], "某某")
    book.save(path)


# Drop-downs that were not filled in, boxes that were ticked.

_CHOSEN: dict[str, tuple[Comes, str, Callable[[Any], Any]]] = {
    "outcome-of-open": (RIGHT_OR_TOLD, "办理结果", lambda word: word or "请选择"),
    "outcome-of-open-dashed": (RIGHT_OR_TOLD, "办理结果", lambda word: word or "--请选择--"),
    "outcome-of-all": (TOLD, "办理结果", lambda _: "请选择"),
    "kind": (TOLD, "申请人类别", lambda word: "请选择" if word == "其他" else word),
    "extended": (RIGHT_OR_TOLD, "是否延期", lambda _: "请选择"),
    "boxes-of-outcomes": (
        RIGHT_OR_TOLD, "办理结果",
        lambda w: w and f"☑{w} " + " ".join(f"□{o}" for o in ("部分公开", "重复申请") if o != w),
    ),
    "boxes-of-kinds": (
        RIGHT_OR_TOLD, "申请人类别",
        lambda word: "■自然人 □法人或其他组织" if word == "自然人" else f"□自然人 ■{word}",
    ),
    "tick-before-kind": (RIGHT_OR_TOLD, "申请人类别", lambda word: f"√{word}"),
    "kind-in-both": (TOLD, "申请人类别", lambda _: "自然人/法人"),
    "path": (RIGHT_OR_TOLD, "办理结果", lambda word: word and f"办结/{word}"),
    "path-of-refusals": (
        RIGHT_OR_TOLD, "办理结果",
        lambda word: f"不予公开/{word}" if word and word.startswith("属于") else word,
    ),
    "group-of-refusals": (
        TOLD, "办理结果",
        lambda word: "不予公开" if word and word.startswith("属于") else word,
    ),
    "boxes-of-delay": (RIGHT_OR_TOLD, "是否延期", lambda word: word and "□是 ☑否"),
    "delay-in-words": (RIGHT_OR_TOLD, "是否延期", lambda word: word and "未延期"),
    "days-in-words": (RIGHT_OR_TOLD, "不计入期限天数", lambda _: "5个工作日（补正）"),
}  # fmt: skip
for _name, (_comes, _heading, _write) in _CHOSEN.items():

    def _choose(
        draft: Draft, heading: str = _heading, write: Callable[[Any], Any] = _write
    ) -> None:
        for record in draft.shown:
            record[heading] = write(record[heading])

    add(f"chosen-{_name}", _choose, VALUES, _comes, what=f"{_heading} chosen from a list: {_name}")


@manner(HEADINGS, TOLD, "办理结果|不予公开")
def outcome_in_two_columns(draft: Draft) -> None:
    """The group of the outcome in 办理结果, the outcome itself in 具体情形."""
    draft.insert("具体情形", [each["办理结果"] for each in draft.shown])
    for record in draft.shown:
        if record["办理结果"] and record["办理结果"] not in ("予以公开", "部分公开"):
            record["办理结果"] = "不予公开"


@manner(FILES, RIGHT_OR_TOLD, alone=True)
def csv_with_comment_lines(draft: Draft, folder: Path) -> None:
    """A text file whose first lines begin with #."""
    text = "# 依申请公开台账\r\n# 导出时间 2024-01-05 09:30:11\r\n" + csv_text(draft.sheets)
    draft.about += 2
    (folder / "applications.csv").write_text(text, encoding="utf-8-sig", newline="")


def _conditional(look: dict[str, object]) -> Callable[[Draft, Path], None]:
    """Return a manner in which a rule gives rows that are called 作废 a look."""

    def make(draft: Draft, folder: Path) -> None:
        path = folder / "applications.xlsx"
        save_xlsx(path, draft.sheets)
        book = openpyxl.load_workbook(path)
        rule = openpyxl.formatting.rule.FormulaRule(formula=['$K2="是"'], **look)
        book.worksheets[0].conditional_formatting.add("A2:L40", rule)
        book.save(path)

    return make


_LOOKS: dict[str, tuple[Comes, dict[str, object]]] = {
    "strikes-out": (TOLD, {"font": openpyxl.styles.Font(strike=True)}),
    "greys": (RIGHT, {"font": openpyxl.styles.Font(color="FFA6A6A6")}),
    "reddens": (RIGHT, {"font": openpyxl.styles.Font(color="FFFF0000")}),
}
for _name, (_comes, _look) in _LOOKS.items():
    add(f"rule-{_name}", _conditional(_look), FILES, _comes, "条件格式",
        what=f"a conditional format: {_name}", book=True, alone=True)  # fmt: skip
