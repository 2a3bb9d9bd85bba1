"""What offices and their systems do that no other module has: references, levels, exports, WPS."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import escape
from pathlib import Path
from typing import Any

import docx
import openpyxl

from tests.clerk.base import BUREAU, OFFICIAL, WAN, YEAR, Record
from tests.clerk.draft import Draft, Kind, Line, Sheet, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import as_text, csv_text, html_table, save_csv, save_xls, save_xlsx

VALUES, HEADINGS, SHEETS, FILES, BESIDE = (
    Stage.VALUES, Stage.HEADINGS, Stage.SHEETS, Stage.FILES, Stage.BESIDE,
)  # fmt: skip
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD


# References to what stands above or elsewhere.


def _ditto(heading: str, mark: str) -> Callable[[Draft], None]:
    """Return what writes a mark in place of what the row above says, too."""

    def write(draft: Draft) -> None:
        before = None
        for each in draft.shown:
            same, before = before is not None and each[heading] == before, each[heading]
            if same:
                each[heading] = mark

    return write


for _at, _mark in enumerate(["〃", "″", '"', "''", "同上", "同前", "如上", "↑", "…", "“ ”"]):
    add(f"ditto-kind-{_at}", _ditto("决定类别", _mark), VALUES, RIGHT_OR_TOLD, ledger="decisions",
        what=f"{_mark} for the kind of the row above")  # fmt: skip
for _at, _mark in enumerate(["〃", "同上"]):
    add(f"ditto-channel-{_at}", _ditto("发布渠道", _mark), VALUES, RIGHT_OR_TOLD,
        ledger="publications", what=f"{_mark} for the channel of the row above")  # fmt: skip


@manner(VALUES, RIGHT_OR_TOLD)
def ditto_in_days(draft: Draft) -> None:
    """Two applications of a day, 同上 for the second."""
    draft.records[6]["收到日期"] = draft.records[5]["收到日期"]
    draft.show()
    draft.shown[6]["收到日期"] = "同上"


@manner(VALUES, TOLD)
def outcome_by_reference(draft: Draft) -> None:
    """同2023〕1号 instead of a result."""
    draft.shown[6]["办理结果"] = "同绿城申〔2023〕1号"


@manner(VALUES, TOLD)
def outcome_with_see(draft: Draft) -> None:
    """详见答复书."""
    draft.shown[6]["办理结果"] = "详见答复书"


# Headings of several levels, of which the upper one decides.


def _levels(draft: Draft, upper: dict[str, str], lower: dict[str, str]) -> None:
    """Put the words of some columns on two rows, those of the others above."""
    top = [upper.get(heading, heading) for heading in draft.headings]
    below = [lower.get(heading) for heading in draft.headings]
    merged_top = [None if at and top[at - 1] == text else text for at, text in enumerate(top)]
    sheet = draft.only
    rest = sheet.lines[1:]
    sheet.lines = [Line(Kind.HEADING, merged_top), Line(Kind.HEADING, below), *rest]


@manner(SHEETS, RIGHT_OR_TOLD, book=True, alone=True)
def levels_received_and_concluded(draft: Draft) -> None:
    """受理 over 日期, 办结 over 日期 and 结果."""
    _levels(
        draft,
        {"收到日期": "受理", "办结日期": "办结", "办理结果": "办结"},
        {"收到日期": "日期", "办结日期": "日期", "办理结果": "结果"},
    )


@manner(SHEETS, TOLD, book=True, alone=True)
def levels_due_and_done(draft: Draft) -> None:
    """应办结 and 实际办结 over 日期: what is due stands first."""
    at = draft.column("办结日期")
    due = [each["收到日期"] + dt.timedelta(days=28) for each in draft.shown]
    draft.insert("应办结日期", due, at)
    draft.lay_out()
    _levels(
        draft,
        {"应办结日期": "应办结", "办结日期": "实际办结"},
        {"应办结日期": "办结日期", "办结日期": "办结日期"},
    )


@manner(SHEETS, RIGHT_OR_TOLD, ledger="fees", book=True, alone=True)
def levels_unit_below(draft: Draft) -> None:
    """金额 over 万元."""
    draft.rewrite("金额（元）", lambda amount: amount / WAN)
    draft.lay_out()
    _levels(draft, {"金额（元）": "金额"}, {"金额（元）": "（万元）"})


@manner(SHEETS, RIGHT_OR_TOLD, ledger="fees", book=True, alone=True)
def levels_due_and_paid(draft: Draft) -> None:
    """金额（元） over 应收 and 实收, of which the second is right."""
    draft.insert("应收", [each["金额（元）"] + 100 for each in draft.shown], 3)
    draft.lay_out()
    _levels(draft, {"应收": "金额（元）"}, {"应收": "应收", "金额（元）": "实收"})


@manner(SHEETS, RIGHT_OR_TOLD, book=True, alone=True)
def levels_kinds_ticked(draft: Draft) -> None:
    """申请人类别 over a column a kind, ticked."""
    kinds = list(dict.fromkeys(each["申请人类别"] for each in draft.shown))
    for kind in kinds:
        draft.insert(kind, ["√" if each["申请人类别"] == kind else None for each in draft.shown])
    del draft.headings["申请人类别"]
    draft.lay_out()
    _levels(draft, dict.fromkeys(kinds, "申请人类别"), {kind: kind for kind in kinds})


@manner(SHEETS, RIGHT_OR_TOLD, ledger="decisions", book=True, alone=True)
def levels_kinds_over_days(draft: Draft) -> None:
    """A day under 许可, 处罚 or 强制: the column says the kind."""
    for kind in dict.fromkeys(each["决定类别"] for each in draft.shown):
        draft.insert(kind, [each["决定日期"] if each["决定类别"] == kind else None
                            for each in draft.shown])  # fmt: skip
    del draft.headings["决定类别"], draft.headings["决定日期"]
    draft.lay_out()
    names = ("行政许可", "行政处罚", "行政强制")
    _levels(draft, dict.fromkeys(names, "决定日期"), {name: name for name in names})


# Amounts in two units.


@manner(HEADINGS, RIGHT_OR_TOLD, ledger="fees", alone=True)
def units_in_a_column_of_their_own(draft: Draft) -> None:
    """A column that says 元 of some and 万元 of others."""
    draft.headings["金额（元）"] = "金额"
    draft.insert("单位", ["元", "万元", "元", "万元"])
    for each in draft.shown[1::2]:
        each["金额（元）"] /= WAN


@manner(HEADINGS, RIGHT_OR_TOLD, ledger="fees", alone=True)
def amounts_in_both_units(draft: Draft) -> None:
    """金额（元） and 金额（万元）, the same amounts."""
    draft.insert("金额（万元）", [each["金额（元）"] / WAN for each in draft.shown])


@manner(HEADINGS, TOLD, ledger="fees", alone=True)
def amounts_in_either_unit(draft: Draft) -> None:
    """金额（元） or 金额（万元）, whichever is shorter."""
    draft.insert("金额（万元）", [None, None, None, draft.shown[3]["金额（元）"] / WAN])
    draft.shown[3]["金额（元）"] = None


@manner(HEADINGS, TOLD, ledger="fees", alone=True)
def amounts_in_a_unit_left_open(draft: Draft) -> None:
    """金额（元/万元）."""
    draft.headings["金额（元）"] = "金额（元/万元）"


@manner(HEADINGS, RIGHT_OR_TOLD, ledger="fees", alone=True)
def amounts_in_thousands(draft: Draft) -> None:
    """金额（千元）."""
    draft.rewrite("金额（元）", lambda amount: amount / 1000)
    draft.headings["金额（元）"] = "金额（千元）"


# Totals above the records.


@manner(SHEETS, RIGHT, ledger="fees", alone=True)
def total_first_below_the_headings(draft: Draft) -> None:
    """合计 is the first row."""
    total = sum(each["金额（元）"] for each in draft.records)
    draft.only.lines.insert(1, Line(Kind.OTHER, ["合计", None, None, total]))


@manner(SHEETS, RIGHT_OR_TOLD, ledger="fees", alone=True)
def full_total_first_below_the_headings(draft: Draft) -> None:
    """The first row is the total, filled in throughout."""
    total = sum(each["金额（元）"] for each in draft.records)
    row = ["合计", "行政事业性收费", dt.date(YEAR, 12, 31), total]
    draft.only.lines.insert(1, Line(Kind.OTHER, row))


@manner(SHEETS, RIGHT, ledger="fees", alone=True)
def quarters_above_their_records(draft: Draft) -> None:
    """一季度 with its sum stands above the records of the quarter."""
    lines = draft.only.lines
    for at in range(len(draft.records), 0, -1):
        amount = draft.records[at - 1]["金额（元）"]
        lines.insert(at, Line(Kind.OTHER, [f"第{'一二三四'[at - 1]}季度", None, None, amount]))


@manner(SHEETS, RIGHT, alone=True)
def counts_in_a_line_above(draft: Draft) -> None:
    """本年共收到12件，办结11件 above the headings."""
    draft.only.above(["本年共收到12件，办结11件，结转1件。"])


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def summary_table_above(draft: Draft) -> None:
    """A small table of counts above the ledger, a blank row between."""
    draft.only.above(["收到", "办结", "结转"], [12, 11, 1], [None])


# Months on sheets that are not alike.


def _months(draft: Draft) -> dict[int, list[Record]]:
    months: dict[int, list[Record]] = {}
    for record, shown in zip(draft.records, draft.shown, strict=True):
        months.setdefault(record["收到日期"].month, []).append(shown)
    return months


@manner(SHEETS, RIGHT, book=True, alone=True)
def months_with_columns_in_any_order(draft: Draft) -> None:
    """Every month has its columns in another order and by other words."""
    other = {
        "收到日期": "收件时间",
        "办结日期": "答复时间",
        "办理结果": "答复结果",
        "登记编号": "编号",
    }
    headings = dict(draft.headings)
    draft.sheets = []
    for month, shown in _months(draft).items():
        order = list(headings)[month % 7 :] + list(headings)[: month % 7]
        draft.headings = {h: other.get(h, h) if month % 2 else h for h in order}
        draft.sheets.append(draft.sheet(f"{month}月", shown))


@manner(SHEETS, RIGHT, book=True, alone=True)
def months_of_which_some_are_titled(draft: Draft) -> None:
    """Titles on some of the sheets, one column less on another."""
    draft.sheets = [draft.sheet(f"{month}月", shown) for month, shown in _months(draft).items()]
    draft.sheets[1].above(["2月登记表"], [None])
    draft.sheets[2].above(["3月"])
    for line in draft.sheets[3].lines:
        line.cells.pop()


@manner(SHEETS, RIGHT, book=True, alone=True)
def months_with_nothing_in_some(draft: Draft) -> None:
    """本月无 on the sheets of months without applications."""
    months = _months(draft)
    draft.sheets = [draft.sheet(f"{month}月", months.get(month, [])) for month in range(1, 13)]
    for sheet in draft.sheets:
        if len(sheet.lines) == 1:
            sheet.below(["本月无申请"])


@manner(SHEETS, TOLD, "编号|重复", book=True, alone=True)
def months_that_repeat_what_is_open(draft: Draft) -> None:
    """What is open at the end of a month stands on the next sheet again."""
    months = _months(draft)
    draft.sheets = [draft.sheet(f"{month}月", shown) for month, shown in months.items()]
    again = {**draft.shown[1], "办结日期": None, "办理结果": None}
    draft.sheets[0].lines.append(Line(Kind.OTHER, draft.row(again)))


@manner(SHEETS, RIGHT, book=True, alone=True)
def years_on_sheets(draft: Draft) -> None:
    """Sheets called 2021 and 2023; the first has what is long done."""
    old = {**draft.shown[3], "登记编号": "绿城申〔2021〕8号", "收到日期": dt.date(2021, 3, 1),
           "办结日期": dt.date(2021, 3, 19)}  # fmt: skip
    draft.sheets = [draft.sheet("2021", [old]), draft.sheet("2023", draft.shown)]
    draft.sheets[0].records()[0].kind = Kind.OTHER


# What other offices have in the same table.


@manner(HEADINGS, TOLD, alone=True)
def rows_of_other_offices(draft: Draft) -> None:
    """A whole district's table: 受理机关 says whose each is, three are another's."""
    offices = [BUREAU if at % 4 else "绿杨区教育局" for at in range(len(draft.shown))]
    draft.insert("受理机关", offices)
    draft.records[:] = [r for r, office in zip(draft.records, offices, strict=True)
                        if office == BUREAU]  # fmt: skip


@manner(HEADINGS, RIGHT, alone=True)
def rows_of_one_office(draft: Draft) -> None:
    """受理机关 says the same throughout."""
    draft.insert("受理机关", [BUREAU] * len(draft.shown))


@manner(HEADINGS, RIGHT, alone=True)
def rows_of_its_sections(draft: Draft) -> None:
    """承办科室 differs."""
    draft.insert("承办科室", [("法规科", "办公室")[at % 2] for at in range(len(draft.shown))])


# A record on two rows.


@manner(SHEETS, TOLD, book=True, alone=True)
def records_on_two_rows(draft: Draft) -> None:
    """办理结果 stands in the row below; the number is merged over both."""
    at = draft.column("办理结果")
    lines: list[Line] = []
    for line in draft.only.records():
        below: list[Any] = [None] * len(line.cells)
        below[at], line.cells[at] = line.cells[at], None
        lines += [line, Line(Kind.OTHER, below)]
    sheet = draft.only
    sheet.merged = [(1 + 2 * n, 0, 2 + 2 * n, 0) for n in range(len(lines) // 2)]
    sheet.lines = [sheet.lines[0], *lines]


@manner(HEADINGS, RIGHT_OR_TOLD, alone=True)
def number_in_two_columns(draft: Draft) -> None:
    """年份 and 序号 make the number."""
    draft.insert("年份", [each["登记编号"][4:8] for each in draft.shown], 0)
    draft.rewrite("登记编号", lambda number: int(number[9:-1]))
    draft.headings["登记编号"] = "序号"


# What WPS and Excel do to cells.


def _formatted(heading: str, look: str, value: Callable[[Any, int], Any]) -> Callable[..., None]:
    """Return what writes a column as values that only their format shows as what they mean."""

    def save(draft: Draft, folder: Path) -> None:
        path = folder / f"{draft.ledger}.xlsx"
        save_xlsx(path, draft.sheets)
        book = openpyxl.load_workbook(path)
        column = draft.column(heading) + 1
        for at, line in enumerate(draft.only.lines):
            if line.kind is Kind.RECORD and line.cells[column - 1] is not None:
                cell = book.worksheets[0].cell(at + 1, column)
                cell.value = value(line.cells[column - 1], at)
                cell.number_format = look
        book.save(path)

    return save


def _same(value: Any, _: int) -> Any:
    return value


_LOOKS: dict[str, tuple[Comes, str, str, Callable[[Any, int], Any]]] = {
    "days-in-chinese": (RIGHT, "收到日期", '[DBNum1][$-804]yyyy"年"m"月"d"日";@', _same),
    "days-with-dots": (RIGHT, "收到日期", "yyyy.mm.dd;@", _same),
    "days-without-year": (RIGHT, "收到日期", 'm"月"d"日"', _same),
    "days-of-week": (RIGHT, "收到日期", "[$-804]aaaa", _same),
    "days-in-general": (
        RIGHT,
        "收到日期",
        "General",
        lambda v, _: (v - dt.date(1899, 12, 30)).days,
    ),
    "numbers-by-format": (RIGHT_OR_TOLD, "登记编号", '"绿城申〔2023〕"0"号"', lambda _, at: at),
    "kinds-by-format": (TOLD, "申请人类别", '[=1]"自然人";[=2]"商业企业";"其他"', lambda _, at: at),
    "outcomes-hidden": (RIGHT, "办理结果", ";;;", _same),
    "pictures": (TOLD, "办理结果", "General", lambda _v, _: '=_xlfn.DISPIMG("ID_3A",1)'),
}
for _name, (_comes, _heading, _look, _value) in _LOOKS.items():
    add(f"look-{_name}", _formatted(_heading, _look, _value), FILES, _comes, book=True, alone=True,
        what=f"{_heading} under the format {_look}")  # fmt: skip

for _suffix in ("xltx", "ett", "xlt", "uos", "numbers", "xml", "mht", "htm"):

    def _named(draft: Draft, folder: Path, suffix: str = _suffix) -> None:
        path = folder / f"依申请公开台账.{suffix}"
        if suffix in ("ett", "xlt"):
            save_xls(path, draft.sheets)
        elif suffix in ("xml", "mht", "htm"):
            path.write_text(html_table(draft.sheets), "utf-8")
        else:
            save_xlsx(path, draft.sheets)

    add(f"ending-{_suffix}", _named, FILES, RIGHT_OR_TOLD, alone=True,
        what=f"the ledger as .{_suffix}")  # fmt: skip


def _word(path: Path, sheet: Sheet) -> None:
    document = docx.Document()
    document.add_paragraph("情况说明")
    table = document.add_table(0, sheet.width)
    for line in sheet.lines:
        for cell, value in zip(table.add_row().cells, line.cells, strict=True):
            cell.text = as_text(value)
    document.save(path)


def _rest_in(draft: Draft, folder: Path, name: str) -> None:
    """Keep the first eight in the ledger, and hand in the others in a file beside it."""
    first, rest = draft.sheet("台账", draft.shown[:8]), draft.sheet("续", draft.shown[8:])
    save_xlsx(folder / "applications.xlsx", [first])
    if name.endswith("docx"):
        _word(folder / name, rest)
    else:
        (folder / name).write_text(html_table([rest]), "utf-8")


for _name in ("补充材料.docx", "下半年情况.docx", "补充.html", "补录.htm"):

    def _pasted(draft: Draft, folder: Path, name: str = _name) -> None:
        _rest_in(draft, folder, name)

    add(f"rest-in-{_name}", _pasted, FILES, RIGHT_OR_TOLD, alone=True, what=f"the rest in {_name}")


@manner(BESIDE, RIGHT, alone=True)
def reply_in_word_beside(draft: Draft, folder: Path) -> None:
    """A document with a table that is no ledger."""
    rows = [["事项", "办法"], ["答复", "邮寄"]]
    _word(folder / "告知书样式.docx", Sheet("", [Line(Kind.OTHER, row) for row in rows]))


# Web pages that systems call spreadsheets.


def _page(draft: Draft, body: str) -> str:
    return f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'


def _rows(draft: Draft, cell: Callable[[str, int], str]) -> str:
    lines = draft.only.lines
    return "".join(
        f"<tr>{''.join(f'<td>{cell(as_text(v), at)}</td>' for v in line.cells)}</tr>"
        for at, line in enumerate(lines)
    )


def _plain(text: str, _: int) -> str:
    return escape(text) or "&nbsp;"


def _table(rows: str) -> str:
    return f"<table>{rows}</table>"


_ASKED = "<tr><td>登记日期：</td><td>2023-01-01 至 2023-12-31</td></tr>"
_PAGED = "<tr><td>共12条 第1页</td></tr>"
_TITLED = '<tr><td colspan="12">登记表</td></tr>'
_BOX = '<tr><td><input type="checkbox"></td>'


def _filled_in(text: str, at: int) -> str:
    return f'<input value="{escape(text)}">' if at else escape(text)


def _crossed(text: str, at: int) -> str:
    return f"<del>{escape(text)}</del>" if at == 3 else escape(text)


def _hide_third(rows: str) -> str:
    first, second, third = rows.split("<tr>", 3)[:3], "<tr>", '<tr style="display:none">'
    return second.join(first) + third + rows.split("<tr>", 3)[3]


def _page_of(draft: Draft, first: int) -> str:
    """Return six records under headings of their own."""
    lines = draft.only.lines
    some = [lines[0], *lines[1 + first : 7 + first]]
    cells = ("".join(f"<td>{_plain(as_text(v), 0)}</td>" for v in line.cells) for line in some)
    return _table("".join(f"<tr>{row}</tr>" for row in cells))


_PAGES: dict[str, tuple[Comes, Callable[[Draft], str]]] = {
    "query-first": (RIGHT_OR_TOLD, lambda d: "".join(
        map(_table, (_ASKED, _rows(d, _plain), _PAGED)))),
    "titled": (RIGHT, lambda d: _table(_TITLED + _rows(d, _plain))),
    "nested": (RIGHT_OR_TOLD, lambda d: _table(f"<tr><td>{_table(_rows(d, _plain))}</td></tr>")),
    "boxes": (RIGHT, lambda d: _table(_rows(d, _plain).replace("<tr>", _BOX))),
    "inputs": (RIGHT_OR_TOLD, lambda d: _table(_rows(d, _filled_in))),
    "struck": (RIGHT_OR_TOLD, lambda d: _table(_rows(d, _crossed))),
    "hidden-rows": (RIGHT_OR_TOLD, lambda d: _table(_hide_third(_rows(d, _plain)))),
    "pages": (RIGHT, lambda d: _page_of(d, 0) + _page_of(d, 6)),
}  # fmt: skip
for _name, (_comes, _body) in _PAGES.items():

    def _export(draft: Draft, folder: Path, body: Callable[[Draft], str] = _body) -> None:
        if _body_strikes(body):
            del draft.records[2]
            draft.only.lines[3].kind, draft.only.lines[3].records = Kind.OTHER, 0
        draft.about = 12
        (folder / "applications.xls").write_text(_page(draft, body(draft)), "utf-8")

    add(f"page-{_name}", _export, FILES, _comes, what=f"a web page: {_name}", alone=True)


def _body_strikes(body: Callable[[Draft], str]) -> bool:
    return body is _PAGES["struck"][1]


# Broken text files.


def _text(make: Callable[[str], str | bytes], suffix: str = "csv") -> Callable[[Draft, Path], None]:
    def save(draft: Draft, folder: Path) -> None:
        made = make(csv_text(draft.sheets))
        content = made if isinstance(made, bytes) else made.encode()
        draft.about = 2
        (folder / f"applications.{suffix}").write_bytes(content)

    return save


def _halves(text: str) -> bytes:
    """Return the first half as UTF-8, the other as GB 18030: two exports, put together."""
    lines = text.splitlines(keepends=True)
    return "".join(lines[:6]).encode() + "".join(lines[6:]).encode("gb18030")


def _headings_by_tabs(text: str) -> str:
    head, line_break, rest = text.partition("\n")
    return head.replace(",", "\t") + line_break + rest


def _markdown(text: str) -> str:
    lines = [f"| {' | '.join(line.split(','))} |" for line in text.splitlines()]
    return "\n".join([lines[0], "|---" * lines[0].count("|"), *lines[1:]])


_TEXTS: dict[str, tuple[Comes, Callable[[str], str | bytes], str]] = {
    "single-quotes": (RIGHT_OR_TOLD, lambda t: "\n".join(
        ",".join(f"'{c}'" for c in line.split(",")) for line in t.splitlines()), "csv"),
    "curly-quotes": (RIGHT_OR_TOLD, lambda t: "\n".join(
        ",".join(f"“{c}”" for c in line.split(",")) for line in t.splitlines()), "csv"),
    "backslash-quotes": (RIGHT_OR_TOLD, lambda t: t.replace("合同", '\\"合同\\"'), "csv"),
    "quote-in-the-midst": (RIGHT_OR_TOLD, lambda t: t.replace("合同", '"合同'), "csv"),
    "two-encodings": (TOLD, _halves, "csv"),
    "carriage-returns-twice": (RIGHT, lambda t: t.replace("\r\n", "\r\r\n"), "csv"),
    "end-of-file-mark": (RIGHT_OR_TOLD, lambda t: t + "\x1a", "csv"),
    "headings-by-tabs": (TOLD, _headings_by_tabs, "csv"),
    "entities": (RIGHT_OR_TOLD, lambda t: t.replace("〔", "&#12308;"), "csv"),
    "tabs-behind-values": (RIGHT, lambda t: t.replace(",", "\t,"), "csv"),
    "markdown": (RIGHT_OR_TOLD, _markdown, "txt"),
    "tabs-for-looks": (RIGHT, lambda t: t.replace(",", "\t\t"), "txt"),
    "percent-signs": (RIGHT_OR_TOLD, lambda t: t.replace(",", "^"), "csv"),
    "list-of-lists": (RIGHT_OR_TOLD, lambda t: str([x.split(",") for x in t.splitlines()]), "txt"),
    "sql": (RIGHT_OR_TOLD, lambda t: "\n".join(
        f"VALUES ('{x}');" for x in t.splitlines()), "txt"),
}  # fmt: skip
for _name, (_comes, _broken, _suffix) in _TEXTS.items():
    add(f"text-{_name}", _text(_broken, _suffix), FILES, _comes, what=f"text: {_name}", alone=True)

for _at, _word_for_nothing in enumerate(
    ["None", "undefined", "NaN", "nan", "(null)", "\\N", "<NULL>"]
):

    def _nothing(draft: Draft, word: str = _word_for_nothing) -> None:
        for heading in ("办结日期", "办理结果"):
            draft.shown[-1][heading] = word

    add(f"nothing-of-programs-{_at}", _nothing, VALUES, RIGHT_OR_TOLD,
        what=f"{_word_for_nothing} where nothing is")  # fmt: skip


@manner(VALUES, RIGHT_OR_TOLD)
def outcome_with_status(draft: Draft) -> None:
    """【已办结】 before the result."""
    draft.rewrite("办理结果", lambda outcome: f"【已办结】{outcome}")


@manner(VALUES, RIGHT_OR_TOLD)
def outcome_with_status_behind(draft: Draft) -> None:
    """（已送达） behind the result."""
    draft.rewrite("办理结果", lambda outcome: f"{outcome}（已送达）")


@manner(FILES, RIGHT, alone=True)
def who_keeps_it_in_every_row(draft: Draft, folder: Path) -> None:
    """填报人 and 填报单位 in columns of their own."""
    draft.insert("填报单位", [BUREAU] * len(draft.shown), 0)
    draft.insert("填报人", [OFFICIAL] * len(draft.shown))
    draft.lay_out()
    save_csv(folder / "applications.csv", draft.sheets)
