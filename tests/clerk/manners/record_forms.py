"""A form for each record (登记表): headings beside their values, a sheet or a file each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from tests.clerk.base import OFFICIAL, Record
from tests.clerk.draft import Draft, Kind, Line, Sheet, Stage
from tests.clerk.manner import Comes, manner
from tests.clerk.writers import save_csv, save_ods, save_xls, save_xlsx

SHEETS, FILES = Stage.SHEETS, Stage.FILES
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
TITLE = "政府信息公开申请登记表"


def _lines(rows: Sequence[Sequence[Any]]) -> list[Line]:
    return [Line(Kind.OTHER, list(row)) for row in rows]


def _merged_form(name: str, record: Record) -> Sheet:
    """Return a form as offices print it: a title, merged values, groups on the left, a seal."""
    rows = [
        [TITLE, None, None, None, None],
        ["登记编号", None, record["登记编号"], "收到日期", record["收到日期"]],
        ["申请人信息", "申请人姓名", record["申请人姓名"], "申请人类别", record["申请人类别"]],
        [None, "证件号码", record["证件号码"], "联系电话", record["联系电话"]],
        [None, "联系地址", record["联系地址"], None, None],
        ["申请内容", None, record["申请内容"], None, None],
        ["办理情况", "办结日期", record["办结日期"], "办理结果", record["办理结果"]],
        [None, "承办人", OFFICIAL, "是否延期", record["是否延期"]],
        [None, None, None, None, "（盖章）"],
    ]
    merged = [(0, 0, 0, 4), (1, 0, 1, 1), (2, 0, 4, 0), (4, 2, 4, 4), (5, 0, 5, 1), (5, 2, 5, 4)]
    return Sheet(name, _lines(rows), [*merged, (6, 0, 7, 0)])


def _forms(draft: Draft, form: Callable[[str, Record], Sheet]) -> None:
    draft.sheets = [form(f"{at}", each) for at, each in enumerate(draft.shown, start=1)]


def _pairs(name: str, record: Record) -> Sheet:
    return Sheet(name, _lines(list(record.items())))


@manner(SHEETS, RIGHT, book=True, alone=True)
def forms_with_merged_cells(draft: Draft) -> None:
    """Four columns, groups on the left, merged values, a sheet each."""
    _forms(draft, _merged_form)


@manner(FILES, RIGHT, book=True, alone=True)
def forms_with_merged_cells_in_ods(draft: Draft, folder: Path) -> None:
    """The same by LibreOffice."""
    _forms(draft, _merged_form)
    save_ods(folder / "applications.ods", draft.sheets)


@manner(FILES, RIGHT, book=True, alone=True)
def forms_with_merged_cells_in_et(draft: Draft, folder: Path) -> None:
    """The same by WPS."""
    _forms(draft, _merged_form)
    save_xls(folder / "applications.et", draft.sheets)


@manner(FILES, RIGHT, book=True, alone=True)
def a_file_for_each_form(draft: Draft, folder: Path) -> None:
    """A file for each application."""
    _forms(draft, _merged_form)
    for sheet in draft.sheets:
        save_xlsx(folder / f"申请登记表{sheet.name}.xlsx", [sheet])


@manner(FILES, RIGHT, alone=True)
def a_text_file_for_each_form(draft: Draft, folder: Path) -> None:
    """A CSV for each application: merged cells have become empty ones."""
    _forms(draft, _merged_form)
    for sheet in draft.sheets:
        save_csv(folder / f"applications-{sheet.name}.csv", [sheet])


@manner(SHEETS, RIGHT, alone=True)
def forms_with_merged_cells_below_each_other(draft: Draft) -> None:
    """All forms on one sheet."""
    lines = [line for each in draft.shown for line in _merged_form("", each).lines]
    draft.sheets = [Sheet("登记表", lines)]


@manner(SHEETS, RIGHT, book=True, alone=True)
def forms_whose_number_stands_in_a_line(draft: Draft) -> None:
    """登记编号：… in one cell above the form."""

    def form(name: str, record: Record) -> Sheet:
        rest = [(f"{heading}：", value) for heading, value in list(record.items())[1:]]
        return Sheet(name, _lines([[TITLE], [f"登记编号：{record['登记编号']}"], *rest]))

    _forms(draft, form)


@manner(SHEETS, RIGHT, book=True, alone=True)
def forms_with_one_never_filled_in(draft: Draft) -> None:
    """The empty form is left at the end."""
    _forms(draft, _pairs)
    draft.sheets.append(_pairs("13", dict.fromkeys(draft.shown[0])))


@manner(SHEETS, TOLD, book=True, alone=True)
def forms_without_a_heading_that_is_needed(draft: Draft) -> None:
    """申请人类别 is not asked for."""
    for each in draft.shown:
        del each["申请人类别"]
    _forms(draft, _pairs)


@manner(SHEETS, TOLD, book=True, alone=True)
def forms_in_words_of_their_own(draft: Draft) -> None:
    """收到日期 is called 来访日."""
    _forms(draft, lambda name, each: _pairs(name, {"来访日" if k == "收到日期" else k: v
                                                   for k, v in each.items()}))  # fmt: skip


@manner(SHEETS, TOLD, alone=True)
def forms_that_are_not_alike(draft: Draft) -> None:
    """Below each other, one of them with its headings in another order."""
    items = [list(each.items()) for each in draft.shown]
    items[4][3:6] = items[4][5], items[4][4], items[4][3]
    draft.sheets = [Sheet("登记表", _lines([pair for each in items for pair in each]))]


@manner(SHEETS, TOLD, alone=True)
def forms_beside_each_other(draft: Draft) -> None:
    """Two forms of two columns side by side, the next two below."""
    lines = []
    for one, other in zip(draft.shown[::2], draft.shown[1::2], strict=True):
        lines += [[heading, one[heading], None, heading, other[heading]] for heading in one]
    draft.sheets = [Sheet("登记表", _lines(lines))]


@manner(SHEETS, TOLD, book=True, alone=True)
def forms_that_say_two_things(draft: Draft) -> None:
    """Two results on a form, the first of them a draft."""

    def form(name: str, record: Record) -> Sheet:
        first = "予以公开" if record["办理结果"] else None
        rows = [*record.items(), ("处理结果", first), ("答复结果", record["办理结果"])]
        return Sheet(name, _lines([row for row in rows if row[0] != "办理结果"]))

    _forms(draft, form)


@manner(SHEETS, TOLD, book=True, alone=True)
def forms_with_one_struck_out(draft: Draft) -> None:
    """A form struck out."""
    _forms(draft, _pairs)
    del draft.records[3]
    draft.sheets[3].struck = set(range(12))


@manner(SHEETS, TOLD, "作废", book=True, alone=True)
def forms_with_one_on_a_sheet_called_void(draft: Draft) -> None:
    """A sheet called 作废."""
    _forms(draft, _pairs)
    del draft.records[3]
    draft.sheets[3].name = "作废4"


@manner(SHEETS, TOLD, "隐藏", book=True, alone=True)
def forms_with_a_hidden_one(draft: Draft) -> None:
    """A hidden sheet."""
    _forms(draft, _pairs)
    del draft.records[3]
    draft.sheets[3].hidden = True


@manner(SHEETS, TOLD, "编号|重复", book=True, alone=True)
def forms_beside_the_ledger(draft: Draft) -> None:
    """The ledger, and a form for one of its applications."""
    draft.sheets.append(_pairs("附表", draft.shown[2]))


@manner(SHEETS, TOLD, "日期", book=True, alone=True)
def forms_with_a_day_that_is_none(draft: Draft) -> None:
    """A form whose day is no day."""
    draft.shown[5]["收到日期"] = "六月中旬"
    _forms(draft, _pairs)


@manner(SHEETS, TOLD, alone=True)
def headings_above_their_values(draft: Draft) -> None:
    """Two rows of headings and values in turn, for each application."""
    lines = []
    for each in draft.shown:
        for part in (list(each.items())[:6], list(each.items())[6:]):
            lines += [[heading for heading, _ in part], [value for _, value in part]]
    draft.sheets = [Sheet("登记表", _lines(lines))]


@manner(SHEETS, RIGHT_OR_TOLD, ledger="decisions", alone=True)
def decisions_turned_round(draft: Draft) -> None:
    """A ledger of ten decisions turned round: headings on the left, a column each."""
    rows = [[heading, *(each[heading] for each in draft.shown)] for heading in draft.headings]
    draft.sheets = [Sheet("台账", _lines(rows))]


@manner(SHEETS, RIGHT, ledger="cases", book=True, alone=True)
def forms_of_cases(draft: Draft) -> None:
    """A form for each case, with a line for the judge's words that nobody asks for."""

    def form(name: str, record: Record) -> Sheet:
        rows = [
            ["行政复议、诉讼登记表"],
            *record.items(),
            ["主要理由", "程序合法"],
            ["经办人", OFFICIAL],
        ]
        return Sheet(name, _lines(rows))

    _forms(draft, form)


@manner(SHEETS, RIGHT, ledger="fees", alone=True)
def forms_of_fees_in_wan(draft: Draft) -> None:
    """收费金额（万元） on each form."""
    lines = []
    for each in draft.shown:
        amount = each["金额（元）"] / 10000
        lines += [["收费项目", each["收费项目"], "收费类别", each["收费类别"]]]
        lines += [["收费日期", each["收费日期"], "金额（万元）", amount], [None]]
    draft.sheets = [Sheet("登记表", _lines(lines))]
