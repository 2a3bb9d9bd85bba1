"""Where things stand on a sheet: titles, headings, totals, notes, blocks, merged cells."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from tests.clerk.base import Record
from tests.clerk.draft import Draft, Kind, Line, Sheet, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import Formula

SHEETS = Stage.SHEETS
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
TITLE = "绿杨区城市管理局2023年政府信息公开申请登记表"


# Above the heading.


@manner(SHEETS, RIGHT, book=True)
def merged_title(draft: Draft) -> None:
    """A title merged over all columns."""
    sheet = draft.only
    sheet.above([TITLE])
    sheet.merged.append((0, 0, 0, sheet.width - 1))


@manner(SHEETS, RIGHT)
def title_office_and_day(draft: Draft) -> None:
    """A title, then a row with the office and the day of filling in."""
    draft.only.above([TITLE], ["填报单位：绿杨区城市管理局", None, None, "填报日期：2024年1月4日"])


@manner(SHEETS, RIGHT)
def title_and_blank_row(draft: Draft) -> None:
    """A title, a blank row, the heading."""
    draft.only.above([TITLE], [])


@manner(SHEETS, RIGHT)
def deep_heading(draft: Draft) -> None:
    """A preface of twelve rows before the heading."""
    draft.only.above([TITLE], *([f"填表说明第{n}条：按登记簿逐件填写。"] for n in range(1, 12)))


@manner(SHEETS, RIGHT)
def heading_in_row_forty(draft: Draft) -> None:
    """A page of instructions before the heading."""
    draft.only.above(*([f"第{n}条"] for n in range(1, 40)))


@manner(SHEETS, RIGHT)
def heading_words_in_preface(draft: Draft) -> None:
    """A preface that speaks of the columns by name."""
    draft.only.above([TITLE], ["说明", "收到日期为收件章日期；办理结果按表三填写。"])


def _headed(draft: Draft, groups: dict[str, tuple[str, str]]) -> None:
    """Put a row of groups above the heading; what is in no group is merged downwards."""
    sheet = draft.only
    columns = list(draft.headings)
    upper: list[Any] = list(draft.headings.values())
    lower: list[Any] = [None] * len(columns)
    spans = {
        title: (draft.column(first), draft.column(last)) for title, (first, last) in groups.items()
    }
    for title, (first, last) in spans.items():
        lower[first : last + 1] = upper[first : last + 1]
        upper[first : last + 1] = [title, *[None] * (last - first)]
    sheet.lines[:1] = [Line(Kind.HEADING, upper), Line(Kind.HEADING, lower)]
    grouped = {at for first, last in spans.values() for at in range(first, last + 1)}
    sheet.merged += [(0, first, 0, last) for first, last in spans.values()]
    sheet.merged += [(0, at, 1, at) for at in range(len(columns)) if at not in grouped]


@manner(SHEETS, RIGHT, book=True)
def two_row_heading(draft: Draft) -> None:
    """A heading of two rows with merged groups."""
    _headed(draft, {"申请人信息": ("申请人类别", "联系地址"), "办理情况": ("办结日期", "办理结果")})


@manner(SHEETS, RIGHT, book=True)
def two_row_heading_under_title(draft: Draft) -> None:
    """A title, and under it a heading of two rows."""
    two_row_heading(draft)
    merged_title(draft)


@manner(SHEETS, RIGHT)
def two_row_heading_not_merged(draft: Draft) -> None:
    """A heading of two rows, as a file without merged cells has it."""
    two_row_heading(draft)
    draft.only.merged.clear()


@manner(SHEETS, RIGHT_OR_TOLD, book=True)
def three_row_heading(draft: Draft) -> None:
    """A heading of three rows."""
    _headed(draft, {"申请人信息": ("申请人类别", "联系地址"), "办理情况": ("办结日期", "办理结果")})
    sheet = draft.only
    sheet.above(["依申请公开办理登记"], kind=Kind.HEADING)
    sheet.merged.append((0, 0, 0, sheet.width - 1))


@manner(SHEETS, RIGHT, book=True)
def numbered_columns(draft: Draft) -> None:
    """A row below the heading that numbers the columns."""
    sheet = draft.only
    numbers = [f"（{at}）" for at in range(1, sheet.width + 1)]
    sheet.lines.insert(1, Line(Kind.OTHER, numbers))


@manner(SHEETS, RIGHT_OR_TOLD)
def sample_row(draft: Draft) -> None:
    """A row of the template that shows how to fill in."""
    row = ["示例：申〔2023〕1号", "2023-01-01", "自然人", *[None] * 5, "2023-01-09", "予以公开"]
    draft.only.lines.insert(1, Line(Kind.OTHER, row))


# Blank rows and columns.


@manner(SHEETS, RIGHT)
def blank_rows(draft: Draft) -> None:
    """A blank row after every third record."""
    sheet = draft.only
    for at in range(len(sheet.lines) - 1, 1, -3):
        sheet.lines.insert(at, Line(Kind.BLANK, []))


@manner(SHEETS, RIGHT)
def blank_first_columns(draft: Draft) -> None:
    """The ledger begins in column C."""
    for line in draft.only.lines:
        line.cells[:0] = [None, None]


@manner(SHEETS, RIGHT)
def blank_column_between(draft: Draft) -> None:
    """A narrow blank column in the middle."""
    for line in draft.only.lines:
        line.cells.insert(3, None)


@manner(SHEETS, RIGHT, book=True)
def hidden_columns(draft: Draft) -> None:
    """Columns that are hidden."""
    draft.only.hidden_columns |= {1, 2, 8}


@manner(SHEETS, RIGHT, book=True)
def hidden_rows(draft: Draft) -> None:
    """Rows that a filter hides."""
    draft.only.hidden_rows |= {3, 4, 6}


@manner(SHEETS, RIGHT, book=True)
def spaces_far_below(draft: Draft) -> None:
    """Cells with blanks far below the last record."""
    draft.only.below(*([] for _ in range(40)), kind=Kind.BLANK)
    draft.only.below([" ", "　"], kind=Kind.BLANK)


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
    _split(draft, {
        "公民": lambda record: record["申请人类别"] == person,
        "法人和其他组织": lambda record: record["申请人类别"] != person,
    })  # fmt: skip


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
