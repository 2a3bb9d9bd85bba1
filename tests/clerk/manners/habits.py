"""What clerks put beside the records: marks, groups, columns of status, several in one row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.clerk.base import OUTCOMES, YEAR
from tests.clerk.draft import Draft, Kind, Line, Sheet, Stage
from tests.clerk.manner import Comes, add, manner

VALUES, HEADINGS, SHEETS = Stage.VALUES, Stage.HEADINGS, Stage.SHEETS
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD


def _away(draft: Draft, at: int) -> None:
    """Take a record away that is still shown."""
    del draft.records[at]
    line = draft.only.records()[at]
    line.kind, line.records = Kind.OTHER, 0


# Rows that are put away by their looks, or by a column of status.


@manner(SHEETS, TOLD, "隐藏", book=True, alone=True)
def hidden_row_that_does_not_count(draft: Draft) -> None:
    """A row is hidden because it does not count."""
    draft.only.hidden_rows.add(draft.only.heading + 4)
    _away(draft, 3)


@manner(SHEETS, TOLD, "灰", book=True, alone=True)
def grey_row_that_does_not_count(draft: Draft) -> None:
    """A row is grey because it does not count."""
    draft.only.grey.add(draft.only.heading + 4)
    _away(draft, 3)


@manner(SHEETS, TOLD, "颜色|红", book=True, alone=True)
def legend_of_colours(draft: Draft) -> None:
    """A note below the table says what a colour means."""
    draft.only.below(["注：红色底纹的为作废件，不计入统计。"])
    _away(draft, 3)


_STATUS = {
    "status-void": ("状态", "正常", "作废"),
    "status-invalid": ("有效状态", "有效", "无效"),
    "status-deleted": ("数据状态", "正常", "已删除"),
    "status-draft": ("状态", "已提交", "草稿"),
    "status-withdrawn": ("办理状态", "已办结", "已撤回"),
    "status-merged": ("办理状态", "已办结", "已并案"),
    "valid-or-not": ("是否有效", "是", "否"),
    "counts-or-not": ("是否计入统计", "是", "否"),
    "counts-or-not-short": ("是否统计", "√", "×"),
    "deleted-or-not": ("是否删除", "否", "是"),
    "deleted-flag": ("删除标志", "0", "1"),
    "void-or-not": ("是否作废", "否", "是"),
    "repeated-or-not": ("是否重复登记", "否", "是"),
}
for _name, (_heading, _usual, _odd) in _STATUS.items():

    def _status(draft: Draft, given: tuple[str, str, str] = (_heading, _usual, _odd)) -> None:
        heading, usual, odd = given
        draft.insert(heading, [odd if at == 3 else usual for at in range(len(draft.shown))])
        draft.lay_out()
        _away(draft, 3)

    what = f"a column {_heading} in which one row says {_odd}"
    add(_name, _status, SHEETS, TOLD, "计入|作废|第 5 行", what=what, alone=True)


@manner(SHEETS, RIGHT, alone=True)
def status_of_all(draft: Draft) -> None:
    """Columns of status that say nothing against any record."""
    count = len(draft.shown)
    draft.insert("是否有效", ["是"] * count)
    draft.insert("办理状态", ["已办结"] * (count - 1) + ["办理中"])
    draft.insert("是否删除", ["否"] * count)
    draft.lay_out()


# Groups, months, crosses.


@manner(SHEETS, RIGHT, book=True, alone=True)
def group_labels_between(draft: Draft) -> None:
    """Merged rows between the records say which kind of applicants follow."""
    kinds = list(dict.fromkeys(each["申请人类别"] for each in draft.records))
    draft.records.sort(key=lambda each: kinds.index(each["申请人类别"]))
    draft.show()
    draft.lay_out()
    sheet = draft.only
    head, lines = sheet.lines[:1], sheet.records()
    sheet.lines = head
    for number, kind in enumerate(kinds):
        sheet.merged.append((len(sheet.lines), 0, len(sheet.lines), sheet.width - 1))
        sheet.lines.append(Line(Kind.OTHER, [f"{'一二三四五六'[number]}、{kind}申请"]))
        sheet.lines += [
            line
            for line, each in zip(lines, draft.records, strict=True)
            if each["申请人类别"] == kind
        ]


@manner(SHEETS, RIGHT, book=True, alone=True)
def quarters_in_a_merged_column(draft: Draft) -> None:
    """A first column without heading has the quarters, merged."""
    sheet = draft.only
    for at, line in enumerate(sheet.lines):
        line.cells.insert(0, {1: "第一季度", 5: "第二季度", 8: "下半年"}.get(at))
    sheet.merged += [(1, 0, 4, 0), (5, 0, 7, 0), (8, 0, 12, 0)]


@manner(SHEETS, RIGHT_OR_TOLD, ledger="decisions", alone=True)
def decisions_crossed_with_months(draft: Draft) -> None:
    """Kinds of decision down, months across."""
    counted = Counter((each["决定类别"], each["决定日期"].month) for each in draft.records)
    kinds = dict.fromkeys(kind for kind, _ in counted)
    rows = [[kind, *(counted[kind, month] for month in range(1, 13))] for kind in kinds]
    months = [f"{month}月" for month in range(1, 13)]
    lines = [Line(Kind.HEADING, ["决定类别", *months, "合计"])]
    lines += [Line(Kind.OTHER, [*row, sum(row[1:])]) for row in rows]
    draft.sheets = [Sheet("统计", lines)]


@manner(SHEETS, RIGHT_OR_TOLD, ledger="publications", alone=True)
def publications_crossed(draft: Draft) -> None:
    """栏目 down, 发布渠道 across."""
    channels = ["政府网站", "微信"]
    categories = list(dict.fromkeys(each["栏目"] for each in draft.records))
    lines = [Line(Kind.HEADING, ["栏目", *channels])]
    for one in categories:
        mine = [each["发布渠道"] for each in draft.records if each["栏目"] == one]
        lines.append(Line(Kind.OTHER, [one, *map(mine.count, channels)]))
    draft.sheets = [Sheet("统计", lines)]


@manner(SHEETS, RIGHT_OR_TOLD, ledger="decisions", book=True, alone=True)
def decisions_a_sheet_a_kind(draft: Draft) -> None:
    """A sheet for each kind of decision, without a column that says it."""
    kinds = list(dict.fromkeys(each["决定类别"] for each in draft.records))
    del draft.headings["决定类别"]
    draft.sheets = [
        draft.sheet(kind, [each for each in draft.shown if each["决定类别"] == kind])
        for kind in kinds
    ]


@manner(SHEETS, RIGHT_OR_TOLD, book=True, alone=True)
def open_ones_on_a_sheet_of_their_own(draft: Draft) -> None:
    """已办结 and 未办结 on two sheets; the second lacks the columns of the answer."""
    done = [each for each in draft.shown if each["办结日期"] is not None]
    rest = [each for each in draft.shown if each["办结日期"] is None]
    sheets = [draft.sheet("已办结", done)]
    for heading in ("办结日期", "办理结果", "是否延期", "不计入期限天数"):
        del draft.headings[heading]
    draft.sheets = [*sheets, draft.sheet("未办结", rest)]


_SHEETS_AWAY = ["回收站", "已删除", "作废", "草稿", "测试", "备份", "历史数据", "模板"]
for _number, _name in enumerate(_SHEETS_AWAY, start=1):

    def _sheet_away(draft: Draft, name: str = _name) -> None:
        other = {**draft.shown[3], "登记编号": "绿城申〔2023〕88号"}
        more = draft.sheet(name, [other])
        for line in more.records():
            line.kind, line.records = Kind.OTHER, 0
        draft.sheets.append(more)

    what = f"a sheet {_name} beside, with a record"
    add(f"sheet-away-{_number}", _sheet_away, SHEETS, TOLD, _name + "|第 2 张", what=what,
        book=True, alone=True)  # fmt: skip


@manner(SHEETS, RIGHT, book=True)
def pivot_table_beside(draft: Draft) -> None:
    """A second sheet has a pivot table of the first."""
    rows = [["行标签", "计数项:登记编号"], ["自然人", 7], ["商业企业", 1], ["总计", 12]]
    draft.sheets.append(Sheet("Sheet2", [Line(Kind.TITLE, list(row)) for row in rows]))


@manner(SHEETS, RIGHT, book=True)
def lists_of_choices_far_right(draft: Draft) -> None:
    """The lists behind the drop-downs stand in columns far to the right."""
    lists = ["下拉选项", "自然人", "商业企业", "科研机构", "其他"]
    for line, one in zip(draft.only.lines, lists, strict=False):
        line.cells += [None] * 8 + [one]


@manner(SHEETS, RIGHT)
def very_wide(draft: Draft) -> None:
    """Three hundred more columns that nobody asks for."""
    for at, line in enumerate(draft.only.lines):
        line.cells += [f"预留{n}" if at == 0 else None for n in range(300)]


# Several in one row, or one in several.


@manner(SHEETS, TOLD, "编号|登记编号", alone=True)
def two_numbers_in_one_cell(draft: Draft) -> None:
    """Two applications in one row, their numbers below each other in one cell."""
    draft.shown[3]["登记编号"] += "\n" + draft.shown[4]["登记编号"]
    del draft.shown[4]
    draft.lay_out()


@manner(SHEETS, TOLD, alone=True)
def numbers_from_to(draft: Draft) -> None:
    """Three applications in one row: 〔2023〕2-4号."""
    draft.shown[2]["登记编号"] = "绿城申〔2023〕2-4号"
    del draft.shown[3:5]
    draft.lay_out()


@manner(VALUES, RIGHT_OR_TOLD, alone=True)
def two_applicants_in_one_row(draft: Draft) -> None:
    """One application of two persons: 自然人（2人）."""
    draft.shown[3]["申请人类别"] = "自然人（2人）"
    draft.shown[3]["申请人姓名"] += "、" + draft.shown[5]["申请人姓名"]


@manner(VALUES, TOLD, "申请人类别", alone=True)
def applicants_of_two_kinds(draft: Draft) -> None:
    """One application of a person and a firm."""
    draft.shown[3]["申请人类别"] = "自然人、商业企业"


@manner(VALUES, RIGHT_OR_TOLD, alone=True)
def two_outcomes_in_one_cell(draft: Draft) -> None:
    """An answer in two parts."""
    draft.shown[3]["办理结果"] = "予以公开；本机关不掌握相关政府信息"


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def request_goes_on_below(draft: Draft) -> None:
    """A long 申请内容 goes on in a row of its own."""
    at = draft.only.heading + 4
    cells: list[Any] = [None] * draft.only.width
    cells[draft.column("申请内容")] = "以及附件"
    draft.only.lines.insert(at, Line(Kind.OTHER, cells))


@manner(SHEETS, TOLD, alone=True)
def second_answer_below(draft: Draft) -> None:
    """A second answer to the same application stands below it, without a number."""
    at = draft.only.heading + 4
    cells: list[Any] = [None] * draft.only.width
    cells[draft.column("办结日期")] = draft.records[2]["办结日期"]
    cells[draft.column("办理结果")] = "部分公开"
    draft.only.lines.insert(at, Line(Kind.OTHER, cells))


@manner(SHEETS, TOLD, alone=True)
def row_repeated_for_each_paper(draft: Draft) -> None:
    """An export that joins tables has a row for each paper of one application."""
    line = draft.only.records()[3]
    draft.only.lines.insert(draft.only.heading + 5, Line(Kind.OTHER, list(line.cells)))


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def lines_of_dashes(draft: Draft) -> None:
    """Lines of dashes between the records."""
    width = draft.only.width
    for at in (3, 7):
        draft.only.lines.insert(draft.only.heading + at, Line(Kind.OTHER, ["-----"] * width))


@manner(VALUES, RIGHT_OR_TOLD, alone=True)
def same_as_above(draft: Draft) -> None:
    """同上 and 〃 for what the row above says."""
    for at in range(1, len(draft.shown)):
        for heading, word in (("申请人类别", "同上"), ("办理结果", "〃")):
            if draft.records[at][heading] == draft.records[at - 1][heading] is not None:
                draft.shown[at][heading] = word
    draft.shown[1]["申请人类别"] = "同上"


def _outcome_columns(draft: Draft) -> None:
    """Return the records with a column for each outcome, ticked."""
    used = [one for one in OUTCOMES if any(each["办理结果"] == one for each in draft.records)]
    for one in used:
        ticks = ["√" if each["办理结果"] == one else None for each in draft.records]
        draft.insert(one, ticks)
    del draft.headings["办理结果"]


@manner(HEADINGS, TOLD, alone=True)
def outcomes_as_columns(draft: Draft) -> None:
    """A column for each outcome, ticked."""
    _outcome_columns(draft)


@manner(HEADINGS, TOLD, alone=True)
def kinds_as_two_columns(draft: Draft) -> None:
    """公民 and 法人或其他组织, ticked."""
    for heading, persons in (("公民", True), ("法人或其他组织", False)):
        ticks = ["√" if (each["申请人类别"] == "自然人") is persons else None
                 for each in draft.records]  # fmt: skip
        draft.insert(heading, ticks)
    del draft.headings["申请人类别"]


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def year_month_day_apart(draft: Draft) -> None:
    """年, 月 and 日 in three columns instead of 收到日期."""
    at = draft.column("收到日期")
    for line, record in zip(draft.only.records(), draft.records, strict=True):
        when = record["收到日期"]
        line.cells[at : at + 1] = [when.year, when.month, when.day]
    draft.only.lines[0].cells[at : at + 1] = ["年", "月", "日"]


@manner(SHEETS, TOLD, alone=True)
def turned_round(draft: Draft) -> None:
    """A column for each application."""
    table = [list(draft.headings.values()), *(draft.row(each) for each in draft.shown)]
    rows = [list(row) for row in zip(*table, strict=True)]
    draft.sheets = [Sheet("台账", [Line(Kind.OTHER, row) for row in rows])]


@manner(SHEETS, RIGHT, book=True, alone=True)
def a_form_for_each(draft: Draft) -> None:
    """Each application on a form of its own, on a sheet of its own."""
    draft.sheets = [
        Sheet(
            f"{number}号",
            [
                Line(Kind.OTHER, ["政府信息公开申请登记表"]),
                *(
                    Line(Kind.OTHER, [*one, *other])
                    for one, other in zip(
                        list(record.items())[::2], list(record.items())[1::2], strict=True
                    )
                ),
            ],
        )
        for number, record in enumerate(draft.shown, start=1)
    ]


# What is left of a template, and what stands above or below.


@manner(SHEETS, RIGHT_OR_TOLD, alone=True)
def formats_below_the_headings(draft: Draft) -> None:
    """A row below the headings says in which form each column is to be filled in."""
    row = [
        "文本",
        "YYYY-MM-DD",
        "下拉选择",
        *["文本"] * 5,
        "YYYY-MM-DD",
        "下拉选择",
        "是/否",
        "整数",
    ]
    draft.only.lines.insert(1, Line(Kind.OTHER, list(row)))


@manner(SHEETS, RIGHT, alone=True)
def do_not_delete(draft: Draft) -> None:
    """Rows left of a template: do not delete, paste here."""
    draft.only.lines.insert(1, Line(Kind.OTHER, ["（此行请勿删除）"]))
    draft.only.below(["请在此行以上插入新行"])


@manner(SHEETS, RIGHT, alone=True)
def counts_above_the_headings(draft: Draft) -> None:
    """How many there are stands above the headings."""
    draft.only.above(["政府信息公开申请台账"], ["共", 12, "件", None, "其中办结", 11, "件"])


@manner(SHEETS, RIGHT, book=True)
def count_of_a_filter_below(draft: Draft) -> None:
    """A number without a word below the last record: what a filter leaves."""
    draft.only.below([None, None, 12])


@manner(SHEETS, RIGHT, alone=True)
def newest_first(draft: Draft) -> None:
    """The newest record first, and the serial numbers count down."""
    draft.records.reverse()
    draft.show()
    draft.insert("序号", range(len(draft.shown), 0, -1), at=0)
    draft.lay_out()


_HEADINGS: dict[str, Callable[[int, str], str]] = {
    "numbered": lambda at, heading: f"{at}.{heading}",
    "numbered-in-brackets": lambda at, heading: f"（{at}）{heading}",
    "with-letters": lambda at, heading: f"{'ABCDEFGHIJKL'[at - 1]} {heading}",
    "two-languages": lambda at, heading: f"{heading} Col{at}",
    "as-filled": lambda _, heading: heading + "（按实际填写）",
    "in-corner-brackets": lambda _, heading: f"【{heading}】",
}
for _name, _write in _HEADINGS.items():

    def _rename(draft: Draft, write: Callable[[int, str], str] = _write) -> None:
        written = enumerate(draft.headings.items(), start=1)
        draft.headings = {key: write(at, heading) for at, (key, heading) in written}

    add(f"headings-{_name}", _rename, HEADINGS, RIGHT_OR_TOLD, what=f"headings {_name}")


@manner(HEADINGS, RIGHT_OR_TOLD)
def long_hint_in_heading(draft: Draft) -> None:
    """收到日期 with what it means behind."""
    draft.headings["收到日期"] = "收到日期\n（指本机关收到申请之日，格式：YYYY-MM-DD）"


_WORDS: dict[str, tuple[Comes, str, Callable[[str], str]]] = {
    "kind-with-code": (RIGHT_OR_TOLD, "申请人类别", lambda word: f"0{len(word) % 7}{word}"),
    "kind-with-code-and-dash": (RIGHT_OR_TOLD, "申请人类别", lambda word: f"{len(word)}-{word}"),
    "kind-as-code": (TOLD, "申请人类别", lambda word: str(len(word))),
    "outcome-with-mark": (RIGHT_OR_TOLD, "办理结果", lambda word: word + "①"),
    "outcome-with-star": (RIGHT_OR_TOLD, "办理结果", lambda word: word + "*"),
    "outcome-as-picture": (TOLD, "办理结果", lambda _: '=DISPIMG("ID_7A1B",1)'),
    "outcome-with-day": (RIGHT_OR_TOLD, "办理结果", lambda word: f"{word}（3月24日答复）"),
    "outcome-with-document": (
        RIGHT_OR_TOLD,
        "办理结果",
        lambda word: f"{word}，详见绿城告〔{YEAR}〕7号",
    ),
}
for _name, (_comes, _heading, _say) in _WORDS.items():

    def _rewrite(draft: Draft, heading: str = _heading, say: Callable[[str], str] = _say) -> None:
        draft.rewrite(heading, say)

    add(_name, _rewrite, VALUES, _comes, what=f"{_heading}: {_name}")


# Rows alike, and what other ledgers have.


@manner(SHEETS, TOLD, "相同", ledger="fees", alone=True)
def fee_entered_twice(draft: Draft) -> None:
    """One fee stands there twice."""
    line = draft.only.records()[1]
    draft.only.lines.insert(3, Line(Kind.OTHER, list(line.cells)))


@manner(SHEETS, TOLD, "相同", ledger="publications", alone=True)
def publication_entered_twice(draft: Draft) -> None:
    """One publication stands there twice, numbered."""
    draft.insert("序号", range(1, len(draft.shown) + 1), at=0)
    draft.lay_out()
    line = draft.only.records()[0]
    draft.only.below([8, *line.cells[1:]])


@manner(VALUES, RIGHT_OR_TOLD, ledger="publications", alone=True)
def channels_in_one_cell(draft: Draft) -> None:
    """One publication on two channels."""
    draft.shown[0]["发布渠道"] = "政府网站、微信"


@manner(SHEETS, TOLD, "废止", ledger="documents", alone=True)
def repealed_in_a_remark(draft: Draft) -> None:
    """That a document is repealed stands in 备注 alone."""
    draft.insert("备注", [None, f"{YEAR}年6月30日废止", None, None])
    draft.shown[1]["废止日期"] = None
    draft.lay_out()


@manner(SHEETS, TOLD, "废止|失效", ledger="documents", alone=True)
def state_of_documents(draft: Draft) -> None:
    """A column 有效性 says 废止; no day."""
    draft.insert("有效性", ["有效", "废止", "有效", "有效"])
    draft.shown[1]["废止日期"] = None
    draft.lay_out()


@manner(SHEETS, RIGHT, ledger="fees", alone=True)
def running_total_of_fees(draft: Draft) -> None:
    """A column 累计金额 beside the amounts."""
    total, sums = 0, []
    for each in draft.records:
        total += each["金额（元）"]
        sums.append(total)
    draft.insert("累计金额", sums)
    draft.lay_out()


@manner(SHEETS, RIGHT_OR_TOLD, ledger="fees", alone=True)
def fees_crossed_with_months(draft: Draft) -> None:
    """Months across, one row a fee."""
    months = [f"{month}月" for month in range(1, 13)]
    by_month = {each["收费日期"].month: each["金额（元）"] for each in draft.records}
    first = draft.records[0]
    row = [first["收费项目"], first["收费类别"], *(by_month.get(m) for m in range(1, 13))]
    lines = [Line(Kind.HEADING, ["收费项目", "收费类别", *months]), Line(Kind.OTHER, row)]
    draft.sheets = [Sheet("收费", lines)]


@manner(SHEETS, RIGHT_OR_TOLD, ledger="fees", alone=True)
def due_and_paid(draft: Draft) -> None:
    """应收金额 and 实收金额 differ."""
    at = draft.column("金额（元）")
    draft.only.lines[0].cells[at : at + 1] = ["应收金额（元）", "实收金额（元）"]
    for line, record in zip(draft.only.records(), draft.records, strict=True):
        line.cells[at : at + 1] = [record["金额（元）"] + 100, record["金额（元）"]]


_AMOUNTS: dict[str, tuple[Comes, str]] = {
    "paid-in-brackets": (RIGHT_OR_TOLD, "3600元（已缴）"),
    "capitals-and-digits": (RIGHT_OR_TOLD, "叁仟陆佰元整（￥3600.00）"),
    "two-amounts": (TOLD, "3600元、1250元"),
    "product": (TOLD, "1200*3"),
    "a-time": (TOLD, "1200元/次"),
    "formula-as-text": (RIGHT_OR_TOLD, "=1200*3"),
    "about": (TOLD, "约3600"),
    "free": (TOLD, "免"),
}
for _name, (_comes, _amount) in _AMOUNTS.items():

    def _write_amount(draft: Draft, amount: str = _amount) -> None:
        draft.shown[0]["金额（元）"] = amount

    add(
        f"amount-{_name}", _write_amount, VALUES, _comes, ledger="fees", what=f"an amount {_amount}"
    )


_DAYS: dict[str, tuple[Comes, str]] = {
    "in-brackets": (RIGHT_OR_TOLD, "（{0}）"),
    "with-received": (RIGHT_OR_TOLD, "{0}收"),
    "with-foot-mark": (RIGHT_OR_TOLD, "{0}*"),
    "fourteen-digits": (RIGHT_OR_TOLD, "{1}093015"),
    "backslashes": (RIGHT_OR_TOLD, "{2}\\{3}\\{4}"),
    "blanks": (RIGHT_OR_TOLD, "{2} {3} {4}"),
    "letter-o": (RIGHT_OR_TOLD, "{0!s:.1}O{0!s:.0}23-{3}-{4}"),
    "half-dashed": (RIGHT_OR_TOLD, "{2}-{3:02}{4:02}"),
    "both-ends": (RIGHT_OR_TOLD, "{0}至{0}"),
    "zero-digit-in-words": (RIGHT_OR_TOLD, "二0二三年{3}月{4}日"),
    "afternoon": (RIGHT, "{2}年{3}月{4}日下午3点"),
    "minutes-past": (RIGHT, "{2}年{3}月{4}日15:07:09"),
    "weekday-english": (RIGHT_OR_TOLD, "{0} Mon"),
}
for _name, (_comes, _form) in _DAYS.items():

    def _write_days(draft: Draft, form: str = _form) -> None:
        def write(when: Any) -> str:
            return form.format(when, f"{when:%Y%m%d}", when.year, when.month, when.day)

        for record in draft.shown[1:]:
            record["收到日期"] = write(record["收到日期"])

    add(f"dates-{_name}", _write_days, VALUES, _comes, "日期", what=f"dates as {_form}")


_BLANKS = ["NULL", "null", "\\N", "None", "nan", "0000-00-00", "1900-01-00", "9999-12-31", "#"]
for _number, _word in enumerate(_BLANKS, start=1):

    def _write_blank(draft: Draft, word: str = _word) -> None:
        draft.shown[-1]["办结日期"] = word

    what = f"办结日期 not yet there, written {_word}"
    add(f"no-day-{_number}", _write_blank, VALUES, RIGHT_OR_TOLD, "办结日期", what=what)


@manner(VALUES, RIGHT_OR_TOLD)
def null_throughout(draft: Draft) -> None:
    """A system writes NULL wherever there is nothing."""
    for record in draft.shown:
        for heading, value in record.items():
            if value is None:
                record[heading] = "NULL"
