"""A sheet a kind, a sheet a person, cross tables, a form for each record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from tests.clerk.base import CASES, DECISIONS, Record
from tests.clerk.draft import Draft, Kind, Line, Sheet, Stage
from tests.clerk.manner import Comes, add, manner

SHEETS = Stage.SHEETS
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD


def _apart(heading: str, name: Callable[[int, str], str], *, keep: bool = False) -> Any:
    """Return a manner that has a sheet for each value of a column, which the sheets lack."""

    def make(draft: Draft) -> None:
        parts: dict[str, list[Record]] = {}
        for record, shown in zip(draft.records, draft.shown, strict=True):
            parts.setdefault(record[heading] or "", []).append(shown)
        if not keep:
            del draft.headings[heading]
        draft.sheets = [
            draft.sheet(name(at, value), shown)
            for at, (value, shown) in enumerate(parts.items(), start=1)
        ]

    return make


def _plain(_: int, value: str) -> str:
    return value


_APART: dict[str, tuple[str, str, Comes, Callable[[int, str], str]]] = {
    "decisions-called-ledgers": ("decisions", "决定类别", RIGHT, lambda _, v: f"{v}台账"),
    "decisions-numbered": ("decisions", "决定类别", RIGHT, lambda at, v: f"{at}.{v}"),
    "decisions-counted": ("decisions", "决定类别", RIGHT, lambda at, v: f"{v}（{at}件）"),
    "decisions-in-short": ("decisions", "决定类别", RIGHT, lambda _, v: v[2:]),
    "decisions-of-the-year": ("decisions", "决定类别", RIGHT, lambda _, v: f"2023年{v}"),
    "decisions-misspelt": ("decisions", "决定类别", TOLD, lambda _, v: f"{v[:3]}X"),
    "decisions-called-sheet": ("decisions", "决定类别", TOLD, lambda at, _: f"Sheet{at}"),
    "applicants": ("applications", "申请人类别", RIGHT, _plain),
    "applicants-in-groups": (
        "applications", "申请人类别", TOLD, lambda at, v: v if v == "自然人" else f"法人{at}",
    ),
    "outcomes": ("applications", "办理结果", RIGHT, lambda _, v: v[:30] or "未办结"),
    "outcomes-in-groups": (
        "applications", "办理结果", TOLD, lambda at, v: v if v == "予以公开" else f"不公开{at}",
    ),
    "fees": ("fees", "收费类别", RIGHT, _plain),
    "documents": ("documents", "文件类别", RIGHT, _plain),
    "cases": ("cases", "案件类别", RIGHT, _plain),
    "cases-of-two-kinds": (
        "cases", "案件类别", TOLD, lambda _, v: v if v == "行政复议" else "行政诉讼",
    ),
    "channels": ("publications", "发布渠道", RIGHT, _plain),
}  # fmt: skip
for _name, (_ledger, _heading, _comes, _call) in _APART.items():
    add(
        f"sheet-a-kind-{_name}",
        _apart(_heading, _call),
        SHEETS,
        _comes,
        ledger=_ledger,
        what=f"a sheet for each {_heading}, without the column: {_name}",
        book=True,
        alone=True,
    )
add(
    "sheet-a-category",
    _apart("栏目", _plain, keep=True),
    SHEETS,
    RIGHT,
    ledger="publications",
    what="a sheet for each 栏目, with the column",
    book=True,
    alone=True,
)


@manner(SHEETS, RIGHT, book=True, alone=True)
def sheet_a_person(draft: Draft) -> None:
    """A sheet for each official who deals with applications, called by his name."""
    names = ["谢逸尘", "慕容雪", "百里奚"]
    draft.sheets = [draft.sheet(name, draft.shown[at::3]) for at, name in enumerate(names)]


@manner(SHEETS, RIGHT, book=True, alone=True)
def sheet_a_section(draft: Draft) -> None:
    """A sheet for each section of the office."""
    names = ["办公室", "市容科", "法规科", "执法大队"]
    draft.sheets = [draft.sheet(name, draft.shown[at::4]) for at, name in enumerate(names)]


@manner(SHEETS, RIGHT, book=True, alone=True)
def carried_over_on_a_sheet(draft: Draft) -> None:
    """上年结转 and 本年新收 on two sheets."""
    draft.sheets = [
        draft.sheet("上年结转", draft.shown[:1]),
        draft.sheet("本年新收", draft.shown[1:]),
    ]


@manner(SHEETS, TOLD, "编号|重复", book=True, alone=True)
def open_one_on_two_sheets(draft: Draft) -> None:
    """One that is carried over stands on both sheets, with other words."""
    other = {**draft.shown[3], "办理结果": None, "办结日期": None}
    draft.sheets = [draft.sheet("结转", [other]), draft.sheet("本年", draft.shown)]
    draft.sheets[0].records()[0].kind = Kind.OTHER


@manner(SHEETS, RIGHT_OR_TOLD, ledger="decisions", book=True, alone=True)
def sheet_a_kind_with_the_column(draft: Draft) -> None:
    """Sheets called by kinds that have the column, too; one record is on the wrong sheet."""
    kinds = list(DECISIONS)
    draft.sheets = [
        draft.sheet(kind, [each for each in draft.shown[1:] if each["决定类别"] == kind])
        for kind in kinds
    ]
    draft.sheets[1].lines.append(Line(Kind.RECORD, draft.row(draft.shown[0]), 1))


def _below_each_other(draft: Draft) -> None:
    del draft.headings["决定类别"]
    kinds = list(DECISIONS)
    lines = []
    for at, kind in enumerate(kinds):
        lines.append(Line(Kind.TITLE, [f"{'一二三'[at]}、{kind}"]))
        mine = [each for each in draft.shown if each["决定类别"] == kind]
        lines += draft.sheet("", mine).lines
    draft.sheets = [Sheet("台账", lines)]


@manner(SHEETS, TOLD, "决定类别", ledger="decisions", alone=True)
def kinds_below_each_other(draft: Draft) -> None:
    """A table for each kind, one below the other under its title."""
    _below_each_other(draft)


@manner(SHEETS, TOLD, "决定类别", ledger="decisions", book=True, alone=True)
def kinds_below_each_other_on_a_sheet_called_by_one(draft: Draft) -> None:
    """The same on a sheet that is called by the first kind."""
    _below_each_other(draft)
    draft.only.name = "行政许可"


# Cross tables.


def _cross(
    draft: Draft, down: tuple[str, list[str]], columns: list[str], at: Callable[[Record], str]
) -> list[list[Any]]:
    """Return a row a kind, with the number of its records in each column."""
    heading, kinds = down
    counted = Counter((each[heading], at(each)) for each in draft.records)
    return [[kind, *(counted[kind, column] for column in columns)] for kind in kinds]


def _cross_table(draft: Draft, *rows: Iterable[Any]) -> Sheet:
    lines = [Line(Kind.HEADING if n == 0 else Kind.OTHER, list(row)) for n, row in enumerate(rows)]
    draft.sheets = [Sheet("统计", lines)]
    return draft.only


def _quarter(record: Record) -> str:
    return f"第{'一二三四'[(record['决定日期'].month - 1) // 3]}季度"


_QUARTERS = [f"第{number}季度" for number in "一二三四"]
_MONTHS = [f"{month}月" for month in range(1, 13)]
_OF_DECISIONS = ("决定类别", list(DECISIONS))


@manner(SHEETS, RIGHT, ledger="decisions", alone=True)
def cross_of_kinds_and_quarters(draft: Draft) -> None:
    """Kinds of decision down, quarters across."""
    rows = _cross(draft, _OF_DECISIONS, _QUARTERS, _quarter)
    _cross_table(draft, ["决定类别", *_QUARTERS], *rows)


def _with_sums(rows: list[list[Any]]) -> list[list[Any]]:
    total = ["合计", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))]
    return [[*row, sum(row[1:])] for row in [*rows, total]]


@manner(SHEETS, RIGHT, ledger="decisions", alone=True)
def cross_with_sums_under_a_title(draft: Draft) -> None:
    """Kinds down, months across, 合计 on two sides, under a title."""
    rows = _cross(draft, _OF_DECISIONS, _MONTHS, lambda each: f"{each['决定日期'].month}月")
    sheet = _cross_table(draft, ["类别", *_MONTHS, "全年合计"], *_with_sums(rows))
    sheet.above(["2023年行政处理决定统计表"])


@manner(SHEETS, TOLD, "合计", ledger="decisions", alone=True)
def cross_with_wrong_sum(draft: Draft) -> None:
    """A sum that its row does not come to."""
    rows = _with_sums(_cross(draft, _OF_DECISIONS, _QUARTERS, _quarter))
    rows[0][-1] += 1
    _cross_table(draft, ["决定类别", *_QUARTERS, "合计"], *rows)


@manner(SHEETS, RIGHT_OR_TOLD, ledger="decisions", book=True, alone=True)
def cross_with_quarters_over_months(draft: Draft) -> None:
    """Months across, the quarters above them."""
    rows = _cross(draft, _OF_DECISIONS, _MONTHS, lambda each: f"{each['决定日期'].month}月")
    over = [name if at % 3 == 0 else None for at in range(12) for name in [_QUARTERS[at // 3]]]
    sheet = _cross_table(draft, ["决定类别", *over], [None, *_MONTHS], *rows)
    sheet.merged += [(0, 1 + 3 * at, 0, 3 + 3 * at) for at in range(4)]


@manner(SHEETS, TOLD, ledger="decisions", alone=True)
def cross_with_growing_periods(draft: Draft) -> None:
    """1月, 1-2月, 1-3月 …: each column counts from the beginning."""
    rows = _cross(draft, _OF_DECISIONS, _MONTHS, lambda each: f"{each['决定日期'].month}月")
    grown = [[row[0], *(sum(row[1 : at + 2]) for at in range(12))] for row in rows]
    _cross_table(draft, ["决定类别", "1月", *(f"1-{n}月" for n in range(2, 13))], *grown)


@manner(SHEETS, RIGHT_OR_TOLD, ledger="decisions", alone=True)
def cross_with_blanks_and_dashes(draft: Draft) -> None:
    """Nothing, or a dash, where there was none."""
    rows = _cross(draft, _OF_DECISIONS, _MONTHS, lambda each: f"{each['决定日期'].month}月")
    shown = [[cell or (None if at % 2 else "—") for at, cell in enumerate(row)] for row in rows]
    _cross_table(draft, ["决定类别", *_MONTHS], *shown)


@manner(SHEETS, RIGHT_OR_TOLD, ledger="decisions", alone=True)
def cross_with_slanted_corner(draft: Draft) -> None:
    """A corner that names both sides."""
    rows = _cross(draft, _OF_DECISIONS, _QUARTERS, _quarter)
    _cross_table(draft, ["类别\\季度", *_QUARTERS], *rows)


@manner(SHEETS, TOLD, ledger="decisions", alone=True)
def cross_with_last_year_beside(draft: Draft) -> None:
    """2022年 and 2023年 across; last year's were more."""
    counted = Counter(each["决定类别"] for each in draft.records)
    rows = [[kind, counted[kind] + 3, counted[kind], "-30%"] for kind in DECISIONS]
    _cross_table(draft, ["决定类别", "2022年", "2023年", "同比"], *rows)


@manner(SHEETS, RIGHT_OR_TOLD, ledger="publications", alone=True)
def cross_of_channels_and_months(draft: Draft) -> None:
    """Channels down, months across."""
    down = ("发布渠道", ["政府网站", "微信"])
    rows = _cross(draft, down, _MONTHS, lambda each: f"{each['发布日期'].month}月")
    _cross_table(draft, ["渠道", *_MONTHS], *rows)


@manner(SHEETS, RIGHT, ledger="publications", alone=True)
def cross_of_categories_and_channels_with_sums(draft: Draft) -> None:
    """栏目 down, channels across, 合计 on two sides."""
    channels = ["政府网站", "微信"]
    categories = list(dict.fromkeys(each["栏目"] for each in draft.records))
    rows = _cross(draft, ("栏目", categories), channels, lambda each: each["发布渠道"])
    _cross_table(draft, ["栏目", *channels, "合计"], *_with_sums(rows))


@manner(SHEETS, TOLD, alone=True)
def cross_of_applicants_and_outcomes(draft: Draft) -> None:
    """Applicants down, outcomes across: nothing tells of one application."""
    outcomes = [each for each in dict.fromkeys(r["办理结果"] for r in draft.records) if each]
    kinds = list(dict.fromkeys(each["申请人类别"] for each in draft.records))
    rows = _cross(draft, ("申请人类别", kinds), outcomes, lambda each: each["办理结果"] or "")
    _cross_table(draft, ["申请人类别", *outcomes], *rows)


@manner(SHEETS, TOLD, ledger="cases", alone=True)
def cross_of_cases_and_results(draft: Draft) -> None:
    """Kinds of case down, results across."""
    results = ["结果维持", "结果纠正", "其他结果"]
    rows = _cross(draft, ("案件类别", list(CASES)), results, lambda each: each["审理结果"])
    _cross_table(draft, ["案件类别", *results], *rows)


@manner(SHEETS, TOLD, ledger="fees", alone=True)
def fees_a_quarter(draft: Draft) -> None:
    """Amounts per quarter, no day."""
    rows = [[name, each["金额（元）"]] for name, each in zip(_QUARTERS, draft.records, strict=True)]
    _cross_table(draft, ["季度", "金额（元）"], *rows)


# A form for each record.


def _pairs(record: Record) -> list[Line]:
    return [Line(Kind.OTHER, [heading, value]) for heading, value in record.items()]


@manner(SHEETS, RIGHT, book=True, alone=True)
def form_a_sheet_in_two_columns(draft: Draft) -> None:
    """Each application on a sheet, headings on the left."""
    draft.sheets = [
        Sheet(f"{at}", [Line(Kind.TITLE, ["项目", "内容"]), *_pairs(each)])
        for at, each in enumerate(draft.shown, start=1)
    ]


@manner(SHEETS, RIGHT, alone=True)
def forms_below_each_other(draft: Draft) -> None:
    """All forms on one sheet, a blank row between them."""
    blank = Line(Kind.BLANK, [])
    draft.sheets = [
        Sheet("登记表", [line for each in draft.shown for line in (*_pairs(each), blank)])
    ]


@manner(SHEETS, RIGHT, ledger="decisions", alone=True)
def three_records_side_by_side(draft: Draft) -> None:
    """Headings on the left, three decisions beside each other, then the next three."""
    lines = []
    for at in range(0, len(draft.shown), 3):
        some = draft.shown[at : at + 3]
        lines += [
            Line(Kind.OTHER, [heading, *(each[heading] for each in some)]) for heading in some[0]
        ]
    draft.sheets = [Sheet("登记表", lines)]
