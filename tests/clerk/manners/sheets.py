"""Several sheets, and several blocks on one sheet."""

from __future__ import annotations

from collections.abc import Callable

from tests.clerk.base import Record
from tests.clerk.draft import Draft, Kind, Line, Sheet, Stage
from tests.clerk.manner import Comes, manner

SHEETS = Stage.SHEETS
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
TITLE = "绿杨区城市管理局2023年政府信息公开申请登记表"


# Several sheets.


def _split(draft: Draft, parts: dict[str, Callable[[Record], bool]]) -> None:
    sheets = []
    lines = draft.only.records()
    for name, belongs in parts.items():
        mine = [line for line, rec in zip(lines, draft.records, strict=True) if belongs(rec)]
        sheets.append(Sheet(name, [Line(Kind.HEADING, list(draft.headings.values())), *mine]))
    draft.sheets = sheets


def _month(record: Record) -> int:
    received = record["收到日期"]
    return int(received.month) if received.year == 2023 else 1


def _months(first: int, last: int) -> Callable[[Record], bool]:
    return lambda record: first <= _month(record) <= last


@manner(SHEETS, RIGHT, book=True, alone=True)
def quarter_sheets(draft: Draft) -> None:
    """A sheet a quarter."""
    quarters = ["第一季度", "第二季度", "第三季度", "第四季度"]
    _split(draft, {name: _months(3 * at + 1, 3 * at + 3) for at, name in enumerate(quarters)})


@manner(SHEETS, RIGHT, book=True, alone=True)
def half_sheets(draft: Draft) -> None:
    """A sheet for each half of the year."""
    _split(draft, {"上半年": _months(1, 6), "下半年": _months(7, 12)})


@manner(SHEETS, RIGHT, book=True, alone=True)
def month_sheets(draft: Draft) -> None:
    """Twelve sheets, some without a record."""
    _split(draft, {f"{month}月": _months(month, month) for month in range(1, 13)})


@manner(SHEETS, RIGHT, book=True, alone=True)
def month_sheets_with_totals(draft: Draft) -> None:
    """Twelve sheets, each with a title and a 小计."""
    month_sheets(draft)
    for sheet in draft.sheets:
        count = len(sheet.records())
        sheet.above([f"2023年{sheet.name}登记表"])
        sheet.below(["小计", count])


@manner(SHEETS, RIGHT, book=True, alone=True)
def sheets_by_applicant(draft: Draft) -> None:
    """A sheet for people, a sheet for all others."""
    person = "自然人"
    _split(
        draft,
        {
            "公民": lambda record: record["申请人类别"] == person,
            "法人和其他组织": lambda record: record["申请人类别"] != person,
        },
    )


@manner(SHEETS, RIGHT, book=True, alone=True)
def half_sheets_columns_in_other_order(draft: Draft) -> None:
    """Two sheets whose columns stand in another order."""
    half_sheets(draft)
    for line in draft.sheets[1].lines:
        line.cells = line.cells[::-1]


@manner(SHEETS, RIGHT_OR_TOLD, book=True, alone=True)
def quarters_and_the_year(draft: Draft) -> None:
    """A sheet a quarter, and one of all quarters together."""
    whole = draft.sheet("全年", draft.shown)
    for line in whole.records():
        line.records = 0
        line.kind = Kind.OTHER
    quarter_sheets(draft)
    draft.sheets.append(whole)


@manner(SHEETS, RIGHT_OR_TOLD, book=True, alone=True)
def continuation_sheet(draft: Draft) -> None:
    """The second sheet goes on without a heading."""
    half_sheets(draft)
    del draft.sheets[1].lines[0]


@manner(SHEETS, RIGHT_OR_TOLD, book=True, alone=True)
def continuation_sheet_with_title(draft: Draft) -> None:
    """The second sheet goes on under a title 续表, without a heading."""
    continuation_sheet(draft)
    draft.sheets[1].above(["（续表）"])


@manner(SHEETS, RIGHT_OR_TOLD, book=True, alone=True)
def hidden_sheet(draft: Draft) -> None:
    """Half of the records are on a hidden sheet."""
    half_sheets(draft)
    draft.sheets[1].hidden = True


@manner(SHEETS, RIGHT_OR_TOLD, book=True, alone=True)
def hidden_first_sheet(draft: Draft) -> None:
    """The first sheet is hidden."""
    half_sheets(draft)
    draft.sheets[0].hidden = True


@manner(SHEETS, RIGHT, book=True)
def empty_sheets_beside(draft: Draft) -> None:
    """Sheet2 and Sheet3 of an old Excel, empty."""
    draft.sheets += [Sheet("Sheet2", []), Sheet("Sheet3", [])]


@manner(SHEETS, RIGHT, book=True)
def instructions_first(draft: Draft) -> None:
    """A first sheet with instructions."""
    rows = [["填表说明"], ["一、登记编号按收到顺序编。"], ["二、办理结果从下拉列表中选。"]]
    draft.sheets.insert(0, Sheet("填表说明", [Line(Kind.OTHER, row) for row in rows]))


@manner(SHEETS, RIGHT, book=True)
def words_on_another_sheet(draft: Draft) -> None:
    """A sheet with the words of the drop-downs."""
    rows = [["申请人类别", "办理结果"], ["自然人", "予以公开"], ["商业企业", "部分公开"]]
    draft.sheets.append(Sheet("选项", [Line(Kind.OTHER, row) for row in rows]))


@manner(SHEETS, RIGHT, book=True)
def pivot_sheet(draft: Draft) -> None:
    """A sheet with counts by outcome."""
    rows = [["办理结果", "件数"], ["予以公开", 4], ["部分公开", 1], ["总计", 11]]
    draft.sheets.append(Sheet("统计", [Line(Kind.OTHER, row) for row in rows]))


# Several blocks on one sheet.


def _halves(draft: Draft) -> tuple[list[Line], list[Line]]:
    lines = draft.only.records()
    half = len(lines) // 2
    return lines[:half], lines[half:]


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def side_by_side(draft: Draft) -> None:
    """Two blocks with the same heading side by side."""
    first, second = _halves(draft)
    heading = list(draft.headings.values())
    lines = [Line(Kind.HEADING, [*heading, None, *heading])]
    for at, right in enumerate(second):
        left = first[at].cells if at < len(first) else [None] * len(heading)
        lines.append(Line(Kind.RECORD, [*left, None, *right.cells], 1 + (at < len(first))))
    draft.only.lines = lines


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def side_by_side_touching(draft: Draft) -> None:
    """Two blocks side by side without a column between."""
    side_by_side(draft)
    at = len(draft.headings)
    for line in draft.only.lines:
        del line.cells[at]


@manner(SHEETS, RIGHT, alone=True)
def block_below(draft: Draft) -> None:
    """A second block with its own heading below the first."""
    first, second = _halves(draft)
    heading = Line(Kind.HEADING, list(draft.headings.values()))
    draft.only.lines = [heading, *first, Line(Kind.BLANK, []), heading, *second]


@manner(SHEETS, RIGHT, alone=True)
def titled_block_below(draft: Draft) -> None:
    """Two blocks, each with a title of its own, a blank row between."""
    first, second = _halves(draft)
    heading = Line(Kind.HEADING, list(draft.headings.values()))
    upper, lower = (Line(Kind.OTHER, [f"{half}申请登记表"]) for half in ("上半年", "下半年"))
    upper.kind = Kind.TITLE
    draft.only.lines = [upper, heading, *first, Line(Kind.BLANK, []), lower, heading, *second]


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def block_below_without_heading(draft: Draft) -> None:
    """A second block below a title 下半年, without a heading."""
    first, second = _halves(draft)
    heading = Line(Kind.HEADING, list(draft.headings.values()))
    lower = [Line(Kind.BLANK, []), Line(Kind.OTHER, ["下半年"])]
    draft.only.lines = [heading, *first, *lower, *second]


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def group_rows(draft: Draft) -> None:
    """A row with the month before its records."""
    sheet = draft.only
    records = zip(sheet.records(), draft.records, strict=True)
    sheet.lines = [sheet.lines[0]]
    for line, record in records:
        sheet.lines += [Line(Kind.OTHER, [f"{_month(record)}月"]), line]


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def turned_over(draft: Draft) -> None:
    """Headings in the first column, a record a column."""
    cells = [line.cells for line in draft.only.lines]
    draft.only.lines = [Line(Kind.OTHER, list(row)) for row in zip(*cells, strict=True)]
