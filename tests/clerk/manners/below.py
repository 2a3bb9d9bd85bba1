"""What stands between the records and below them: totals, notes, signatures, serial numbers, 无."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from tests.clerk.base import Record
from tests.clerk.draft import Draft, Kind, Line, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import Formula

SHEETS = Stage.SHEETS
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
TITLE = "绿杨区城市管理局2023年政府信息公开申请登记表"


# Totals.


@manner(SHEETS, RIGHT)
def total_row(draft: Draft) -> None:
    """A last row 合计 with the number of records."""
    draft.only.below(["合计", f"{len(draft.records)}件"])


@manner(SHEETS, RIGHT)
def total_row_spaced(draft: Draft) -> None:
    """合  计 with blanks between, and the number in another column."""
    draft.only.below(["合  计", None, None, None, None, None, None, None, None, len(draft.records)])


@manner(SHEETS, RIGHT)
def total_in_second_column(draft: Draft) -> None:
    """总计 stands in the second column."""
    draft.only.below([None, "总计：", len(draft.records)])


@manner(SHEETS, RIGHT)
def total_above(draft: Draft) -> None:
    """合计 stands right below the heading."""
    draft.only.lines.insert(1, Line(Kind.OTHER, ["合计", len(draft.records)]))


@manner(SHEETS, RIGHT)
def page_totals(draft: Draft) -> None:
    """本页小计 and 累计 at the foot of every printed page."""
    sheet = draft.only
    for at in range(len(sheet.lines) - len(sheet.lines) % 4, 4, -4):
        total = [Line(Kind.OTHER, ["本页小计", 4]), Line(Kind.OTHER, ["累计", at])]
        sheet.lines[at:at] = total


@manner(SHEETS, RIGHT)
def shares_below_the_total(draft: Draft) -> None:
    """其中, 占比 and 上年同期 below 合计."""
    draft.only.below(["合计", len(draft.records)])
    draft.only.below(["其中：自然人", 4])
    draft.only.below(["占比", "50%"])
    draft.only.below(["上年同期", 5])


@manner(SHEETS, RIGHT, ledger="fees")
def full_total_of_fees(draft: Draft) -> None:
    """A last row 合计, filled in right through."""
    amount = sum(record["金额（元）"] for record in draft.records)
    draft.only.below(["合计", *draft.row(draft.shown[-1])[1:-1], amount])


@manner(SHEETS, TOLD, "其他各行之和|合计", ledger="fees")
def unnamed_total_of_fees(draft: Draft) -> None:
    """A last row with the sum of all fees that is called like one."""
    amount = sum(record["金额（元）"] for record in draft.records)
    draft.only.below([*draft.row(draft.shown[-1])[:-1], amount])


@manner(SHEETS, TOLD, "退费", ledger="fees")
def refund(draft: Draft) -> None:
    """A fee that was given back, as a row of its own."""
    draft.only.below(["城市道路占用费（退费）", *draft.row(draft.shown[-1])[1:-1], 10])


@manner(SHEETS, RIGHT, alone=True)
def numbered_beforehand(draft: Draft) -> None:
    """Numbers of records still to come, with nothing beside them."""
    for number in range(900, 906):
        draft.only.below([f"2023-{number}"])


@manner(SHEETS, RIGHT)
def heading_on_every_page(draft: Draft) -> None:
    """The heading repeated on every printed page."""
    sheet = draft.only
    for at in range(len(sheet.lines) - len(sheet.lines) % 4, 4, -4):
        sheet.lines.insert(at, Line(Kind.HEADING, list(draft.headings.values())))


@manner(SHEETS, RIGHT)
def title_on_every_page(draft: Draft) -> None:
    """Title and heading repeated on every printed page."""
    heading_on_every_page(draft)
    sheet = draft.only
    for at in [at for at, line in enumerate(sheet.lines) if line.kind is Kind.HEADING][::-1]:
        sheet.lines.insert(at, Line(Kind.TITLE if at == 0 else Kind.OTHER, [TITLE]))


@manner(SHEETS, RIGHT, ledger="fees")
def fee_total(draft: Draft) -> None:
    """合计 of the amounts."""
    draft.only.below(["合计", None, None, _sum(draft.records)])


@manner(SHEETS, RIGHT, ledger="fees", book=True)
def fee_total_formula(draft: Draft) -> None:
    """合计 of the amounts as a formula."""
    total = _sum(draft.records)
    formula = Formula(f"=SUM(D2:D{len(draft.records) + 1})", float(total))
    draft.only.below(["合计", None, None, formula])


@manner(SHEETS, RIGHT_OR_TOLD, "小计", ledger="fees")
def fee_subtotals_filled_in(draft: Draft) -> None:
    """小计 after each half, every column of it filled in."""
    half = len(draft.records) // 2
    _subtotal(draft, [(0, half), (half, len(draft.records))], "小计")


@manner(SHEETS, RIGHT_OR_TOLD, "季", ledger="fees")
def fee_quarters_filled_in(draft: Draft) -> None:
    """一季度合计 and so on, every column of it filled in."""
    _subtotal(draft, [(at, at + 1) for at in range(len(draft.records))], "季度合计")


@manner(SHEETS, RIGHT_OR_TOLD, "合计", ledger="fees")
def fee_total_in_notes(draft: Draft) -> None:
    """A last row without a word that holds the sum of all others."""
    last = draft.records[-1]
    row = ["城市道路占用费合计", last["收费类别"], last["收费日期"], _sum(draft.records)]
    draft.only.below(row)


def _subtotal(draft: Draft, spans: list[tuple[int, int]], word: str) -> None:
    sheet = draft.only
    for first, end in reversed(spans):
        last = draft.records[end - 1]
        total = _sum(draft.records[first:end])
        cells = [word, last["收费类别"], last["收费日期"], total]
        sheet.lines.insert(end + 1, Line(Kind.OTHER, cells))


def _sum(records: Iterable[Record]) -> Decimal:
    return sum((record["金额（元）"] for record in records), Decimal(0))


# Notes and signatures.

_FOOTERS: dict[str, list[list[Any]]] = {
    "footer-note": [["注：本表按收到日期排序，一件一行。"]],
    "footer-notes-numbered": [["备注："], ["1．延期的另附审批单。"], ["2．补正时间不计入期限。"]],
    "footer-signatures": [["制表人：", None, "审核人：", None, "填表日期：2024年1月4日"]],
    "footer-people": [["单位负责人：", None, "经办人：", None, "联系电话："]],
    "footer-seal": [
        [None, None, None, "绿杨区城市管理局（盖章）"],
        [None, None, None, "2024年1月4日"],
    ],
    "footer-day": [["2024年1月4日"]],
    "footer-below-blank": [["以下空白"]],
    "footer-below-blank-after-gap": [[], ["——以下无正文——"]],
    "footer-page": [["第1页 共1页"]],
    "footer-end": [["（完）"]],
    "footer-exported": [["导出时间：2024-01-04 09:12:33"], ["共 12 条记录"]],
    "footer-total-and-signature": [["合计", 12], ["填表人：", None, None, "复核："]],
    "footer-blank-then-note": [[], [], ["说明：数据截至2023年12月31日。"]],
}
for _name, _rows in _FOOTERS.items():

    def _foot(draft: Draft, rows: list[list[Any]] = _rows) -> None:
        for row in rows:
            draft.only.below(row, kind=Kind.OTHER if row else Kind.BLANK)

    add(_name, _foot, SHEETS, RIGHT, what=f"below the records: {_rows}")


# Serial numbers, 无.


def _numbered(draft: Draft, serials: Iterable[Any]) -> None:
    draft.insert("序号", serials, at=0)


@manner(Stage.HEADINGS, RIGHT)
def serial_column(draft: Draft) -> None:
    """A column 序号 before all others."""
    _numbered(draft, range(1, len(draft.records) + 1))


@manner(SHEETS, RIGHT, alone=True)
def prefilled_serials(draft: Draft) -> None:
    """序号 prefilled to 40, the other columns of these rows empty."""
    _prefill(draft, lambda at: [at])


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def prefilled_serials_and_flags(draft: Draft) -> None:
    """序号 and 是否延期 prefilled to 40."""
    blanks = [None] * (draft.column("是否延期"))
    _prefill(draft, lambda at: [at, *blanks, "否"])


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def prefilled_years(draft: Draft) -> None:
    """The year's part of the number prefilled: 绿城申〔2023〕　号."""
    draft.only.below(*(["绿城申〔2023〕  号"] for _ in range(8)))


def _prefill(draft: Draft, row: Callable[[int], list[Any]]) -> None:
    sheet = draft.only
    count = len(sheet.records())
    sheet.lines[0].cells.insert(0, "序号")
    for at, line in enumerate(sheet.records(), start=1):
        line.cells.insert(0, at)
    sheet.below(*(row(at) for at in range(count + 1, 41)))


_NOTHING = {
    "nothing": ["无"],
    "nothing-this-year": ["本年度无行政复议、行政诉讼案件"],
    "nothing-in-every-column": ["无"] * 6,
    "nothing-slash": ["/"] * 6,
    "nothing-dash": ["—"] * 6,
    "nothing-zero": ["无", None, None, None, None, "0件"],
}
for _name, _cells in _NOTHING.items():

    def _nothing(draft: Draft, cells: list[Any] = _cells) -> None:
        draft.records.clear()
        draft.only.lines = [draft.only.lines[0], Line(Kind.OTHER, list(cells))]

    add(_name, _nothing, SHEETS, RIGHT, ledger="cases", what=f"no case in the year: {_cells[0]}")


@manner(SHEETS, RIGHT, ledger="cases")
def heading_only(draft: Draft) -> None:
    """The heading, and nothing below it."""
    draft.records.clear()
    del draft.only.lines[1:]
