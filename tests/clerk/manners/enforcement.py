"""Ledgers of the second form: penalties, licences, coercion, inspections, other acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.clerk import enforcement
from tests.clerk.base import WAN, Record
from tests.clerk.draft import Draft, Kind, Line, Sheet, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.manners.dates import chinese
from tests.clerk.writers import html_table, save_csv, save_ods, save_xls, save_xlsx

RECORDS, VALUES, HEADINGS = Stage.RECORDS, Stage.VALUES, Stage.HEADINGS
SHEETS, FILES, BESIDE = Stage.SHEETS, Stage.FILES, Stage.BESIDE
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
OF = {"form": "enforcement", "alone": True}
IN_BOOK = {**OF, "book": True}
FINE, WARNING, TAKEN = "罚款", "警告、通报批评", "没收违法所得、没收非法财物"
DAYS = {
    "decisions": ("决定日期",),
    "licence_applications": ("申请日期", "受理日期", "决定日期", "撤销日期"),
    "coercion": ("决定日期", "完成日期"),
    "inspections": ("检查日期",),
    "acts": ("开始日期", "完成日期"),
}


def _said(heading: str, words: Mapping[Any, Any]) -> Callable[[Draft], None]:
    """Return what writes some words of a column otherwise."""

    def say(draft: Draft) -> None:
        draft.rewrite(heading, lambda value: words.get(value, value))

    return say


def _each(prefix: str, heading: str, ledger: str, told: Mapping[str, tuple[Comes, dict[str, str]]]
          ) -> None:  # fmt: skip
    for name, (comes, words) in told.items():
        add(f"{prefix}-{name}", _said(heading, words), VALUES, comes, ledger=ledger,
            what=f"{heading}: {'、'.join(words.values())}", **OF)  # fmt: skip


# What a penalty is called: of several kinds the heaviest counts.

_each("penalty", "处罚种类", "decisions", {
    "short": (RIGHT, {WARNING: "警告", TAKEN: "没收违法所得", "吊销许可证、执照": "吊销许可证件",
                      "责令停产停业、责令关闭、限制从业": "责令停产停业"}),
    "reproach": (RIGHT, {WARNING: "通报批评"}),
    "fine-and-taken": (RIGHT, {TAKEN: "罚款、没收违法所得"}),
    "taken-with-fine": (RIGHT, {TAKEN: "没收违法所得，并处罚款"}),
    "warning-with-fine": (RIGHT, {FINE: "警告并处罚款"}),
    "semicolons": (RIGHT, {TAKEN: "罚款；没收违法所得；没收非法财物"}),
    "ascii-semicolons": (RIGHT, {FINE: "警告;罚款"}),
    "plus": (RIGHT_OR_TOLD, {FINE: "警告+罚款"}),
    "slash": (RIGHT_OR_TOLD, {FINE: "警告/罚款"}),
    "blank": (RIGHT_OR_TOLD, {FINE: "警告 罚款"}),
    "lines": (RIGHT_OR_TOLD, {FINE: "警告\n罚款"}),
    "numbered-lines": (RIGHT_OR_TOLD, {FINE: "1.警告\n2.罚款"}),
    "numbered": (RIGHT, {FINE: "2.罚款", WARNING: "（一）警告"}),
    "with-the-amount": (RIGHT_OR_TOLD, {FINE: "罚款2000元"}),
    "with-the-amount-behind": (RIGHT_OR_TOLD, {FINE: "罚款（人民币贰仟元整）"}),
    "with-the-days": (RIGHT_OR_TOLD, {FINE: "罚款", "其他行政处罚": "行政拘留10日"}),
    "all-of-it": (RIGHT_OR_TOLD, {FINE: "责令改正，处罚款人民币500元"}),
    "with-order-to-mend": (RIGHT_OR_TOLD, {FINE: "责令限期改正、罚款"}),
    "order-to-mend-alone": (TOLD, {WARNING: "责令改正"}),
    "none": (TOLD, {WARNING: "不予行政处罚"}),
    "forgiven": (TOLD, {WARNING: "免予处罚"}),
    "revoked": (TOLD, {WARNING: "已撤销"}),
    "short-procedure": (RIGHT_OR_TOLD, {FINE: "罚款（简易程序）"}),
    "not-filled-in": (TOLD, {WARNING: ""}),
    "traditional": (RIGHT_OR_TOLD, {FINE: "罰款"}),
    "of-persons": (RIGHT_OR_TOLD, {FINE: "罚款（个人）"}),
    "added-surcharge": (TOLD, {FINE: "加处罚款"}),
})  # fmt: skip


@manner(HEADINGS, RIGHT_OR_TOLD, ledger="decisions", **OF)
def penalty_kinds_as_ticks(draft: Draft) -> None:
    """A column a kind, with a tick."""
    for name in ("警告", FINE, "没收"):
        draft.insert(name, ["√" if (each["处罚种类"] or "").startswith(name) else None
                            for each in draft.shown])  # fmt: skip
    del draft.headings["处罚种类"]


# Amounts.


def _in_wan(draft: Draft, heading: str, written: str) -> None:
    draft.rewrite(heading, lambda amount: amount / WAN)
    draft.headings[heading] = written


@manner(HEADINGS, RIGHT, ledger="decisions", **OF)
def fines_in_wan(draft: Draft) -> None:
    """罚没金额（万元）."""
    _in_wan(draft, "罚没金额（元）", "罚没金额（万元）")


@manner(HEADINGS, RIGHT_OR_TOLD, ledger="decisions", **OF)
def fines_and_takings_apart(draft: Draft) -> None:
    """罚款金额 and 没收金额 in columns of their own, as the State's publicity system has them."""
    amounts = [each["罚没金额（元）"] for each in draft.shown]
    taken = [each["处罚种类"] == TAKEN for each in draft.shown]
    draft.rewrite("罚没金额（元）", lambda amount: amount)
    for each, is_taken in zip(draft.shown, taken, strict=True):
        if is_taken:
            each["罚没金额（元）"] = None
    draft.headings["罚没金额（元）"] = "罚款金额（元）"
    draft.insert("没收违法所得、没收非法财物的金额（元）", [amount if is_taken else None
                 for amount, is_taken in zip(amounts, taken, strict=True)])  # fmt: skip


@manner(HEADINGS, RIGHT_OR_TOLD, ledger="decisions", **OF)
def as_the_publicity_system_has_it(draft: Draft) -> None:
    """信用中国: its headings, amounts in 万元, two columns of them."""
    fines_and_takings_apart(draft)
    for each in draft.shown:
        for heading in ("罚没金额（元）", "没收违法所得、没收非法财物的金额（元）"):
            each[heading] = each[heading] and each[heading] / WAN
    draft.headings |= {
        "决定文书号": "行政处罚决定书文号", "决定日期": "处罚决定日期",
        "行政相对人": "行政相对人名称",
        "处罚种类": "处罚类别", "罚没金额（元）": "罚款金额（万元）",
        "没收违法所得、没收非法财物的金额（元）": "没收违法所得、没收非法财物的金额（万元）",
    }  # fmt: skip
    draft.insert("处罚内容", [each["处罚种类"] for each in draft.shown])
    draft.insert("处罚机关", ["绿杨区城市管理局"] * len(draft.shown))


@manner(HEADINGS, RIGHT_OR_TOLD, ledger="decisions", **OF)
def fines_set_and_paid(draft: Draft) -> None:
    """处罚金额 and 实缴金额, of which not all is paid."""
    draft.headings["罚没金额（元）"] = "处罚金额"
    draft.insert("实缴金额", [each["罚没金额（元）"] and Decimal(100) for each in draft.shown])


@manner(HEADINGS, TOLD, ledger="decisions", **OF)
def fines_paid_alone(draft: Draft) -> None:
    """The only amounts are those that were paid."""
    draft.headings["罚没金额（元）"] = "实际入库金额"


@manner(HEADINGS, TOLD, ledger="decisions", **OF)
def fines_only_in_words_of_the_decision(draft: Draft) -> None:
    """处罚内容 says all of it, and there is no column of amounts."""
    for each in draft.shown:
        if each["罚没金额（元）"]:
            each["处罚种类"] = f"{each['处罚种类']}{each['罚没金额（元）']}元"
    del draft.headings["罚没金额（元）"]
    draft.headings["处罚种类"] = "处罚内容"


_AMOUNTS: dict[str, tuple[Comes, Callable[[Decimal], Any]]] = {
    "with-unit": (RIGHT, lambda amount: f"{amount}元整"),
    "in-wan-within": (RIGHT, lambda amount: f"{amount / WAN}万元"),
    "with-paid": (RIGHT_OR_TOLD, lambda amount: f"{amount}（已缴纳）"),
    "unpaid": (RIGHT_OR_TOLD, lambda amount: f"{amount}元（未缴）"),
    "with-sign": (RIGHT, lambda amount: f"¥{amount:,}"),
    "as-a-range": (TOLD, lambda amount: f"{amount}-{amount * 2}"),
    "per-person": (TOLD, lambda amount: f"各{amount}元"),
    "two-added": (TOLD, lambda amount: f"{amount}+500"),
}
for _name, (_comes, _write) in _AMOUNTS.items():

    def _amount(draft: Draft, write: Callable[[Decimal], Any] = _write) -> None:
        draft.rewrite("罚没金额（元）", write)

    add(f"fines-{_name}", _amount, VALUES, _comes, ledger="decisions", what=_name, **OF)


@manner(SHEETS, RIGHT, ledger="decisions", **OF)
def fines_with_a_total(draft: Draft) -> None:
    """合计 below all."""
    total = sum(each["罚没金额（元）"] or 0 for each in draft.records)
    draft.only.below(["合计", None, None, None, None, None, total])


@manner(SHEETS, RIGHT_OR_TOLD, ledger="decisions", **OF)
def fines_in_wan_by_the_title(draft: Draft) -> None:
    """单位：万元 stands above."""
    draft.rewrite("罚没金额（元）", lambda amount: amount / WAN)
    draft.headings["罚没金额（元）"] = "罚没金额"
    draft.lay_out()
    draft.only.above(["行政处罚台账"], ["单位：万元"])


# Decisions on several sheets.


@manner(SHEETS, RIGHT, ledger="decisions", **IN_BOOK)
def penalties_a_sheet_a_kind(draft: Draft) -> None:
    """行政许可, 行政处罚, 行政强制 on a sheet each, without the column."""
    del draft.headings["决定类别"]
    kinds = dict.fromkeys(each["决定类别"] for each in draft.shown)
    draft.sheets = [
        draft.sheet(kind, [each for each in draft.shown if each["决定类别"] == kind])
        for kind in kinds
    ]


@manner(FILES, RIGHT_OR_TOLD, ledger="decisions", **IN_BOOK)
def penalties_a_file_a_kind(draft: Draft, folder: Path) -> None:
    """许可决定台账.xlsx, 处罚决定台账.xlsx, 强制决定台账.xlsx with the column."""
    for kind in dict.fromkeys(each["决定类别"] for each in draft.shown):
        mine = [each for each in draft.shown if each["决定类别"] == kind]
        save_xlsx(folder / f"{kind[2:]}决定台账.xlsx", [draft.sheet("Sheet1", mine)])


@manner(SHEETS, RIGHT, ledger="decisions", **IN_BOOK)
def penalties_a_sheet_a_squad(draft: Draft) -> None:
    """一中队, 二中队."""
    draft.sheets = [
        draft.sheet("一中队", draft.shown[::2]),
        draft.sheet("二中队", draft.shown[1::2]),
    ]


@manner(SHEETS, TOLD, ledger="decisions", **OF)
def penalties_only_as_counts(draft: Draft) -> None:
    """Kinds of penalty and how many: no decision by itself."""
    counted = Counter(each["处罚种类"] for each in draft.records if each["处罚种类"])
    lines = [Line(Kind.OTHER, [kind, number]) for kind, number in counted.items()]
    draft.sheets = [Sheet("统计", [Line(Kind.HEADING, ["处罚种类", "件数"]), *lines])]


# Licences.

_each("licence", "办理结果", "licence_applications", {
    "short": (RIGHT, {"准予许可": "准予", "不予许可": "不同意", "申请人撤回": "撤回"}),
    "agreed": (RIGHT, {"准予许可": "同意"}),
    "changed": (RIGHT, {"准予许可": "准予变更", "不予许可": "不予延续"}),
    "issued": (RIGHT_OR_TOLD, {"准予许可": "已发证"}),
    "passed": (RIGHT_OR_TOLD, {"准予许可": "通过", "不予许可": "不通过"}),
    "concluded": (RIGHT_OR_TOLD, {"准予许可": "办结"}),
    "ended": (RIGHT, {"申请人撤回": "终止办理"}),
    "returned": (RIGHT_OR_TOLD, {"不予受理": "退件"}),
    "with-number": (RIGHT_OR_TOLD, {"准予许可": "准予许可（绿城许字1号）"}),
})  # fmt: skip


@manner(HEADINGS, RIGHT, ledger="licence_applications", **OF)
def licences_by_other_headings(draft: Draft) -> None:
    """受理编号, 事项名称, 收件时间, 办结时间, 审批结果."""
    draft.headings |= {
        "申请编号": "办件编号", "许可事项": "事项名称", "申请日期": "收件时间",
        "受理日期": "受理时间", "决定日期": "办结时间",
        "办理结果": "审批结果", "撤销日期": "撤销时间",
    }  # fmt: skip


@manner(VALUES, RIGHT, ledger="licence_applications", **OF)
def licences_with_words_for_no_day(draft: Draft) -> None:
    """未受理, 办理中, 有效."""
    for each in draft.shown:
        each["受理日期"] = each["受理日期"] or "未受理"
        each["撤销日期"] = each["撤销日期"] or "有效"
        each["决定日期"] = each["决定日期"] or "办理中"
        each["办理结果"] = each["办理结果"] or "办理中"


@manner(VALUES, TOLD, ledger="licence_applications", **OF)
def licences_accepted_yes_or_no(draft: Draft) -> None:
    """受理日期 says 是."""
    draft.rewrite("受理日期", lambda _: "是")


@manner(VALUES, TOLD, ledger="licence_applications", **OF)
def licence_accepted_after_its_decision(draft: Draft) -> None:
    """The year of 受理日期 is mistyped."""
    draft.shown[1]["受理日期"] = draft.shown[1]["受理日期"].replace(year=2024)


@manner(VALUES, TOLD, ledger="licence_applications", **OF)
def licence_without_day_of_decision(draft: Draft) -> None:
    """办理结果 without 决定日期."""
    draft.shown[3]["决定日期"] = None


@manner(HEADINGS, TOLD, ledger="licence_applications", **OF)
def licences_without_accepted(draft: Draft) -> None:
    """There is no 受理日期."""
    del draft.headings["受理日期"]


@manner(HEADINGS, TOLD, ledger="licence_applications", **OF)
def licences_without_revoked(draft: Draft) -> None:
    """There is no 撤销日期."""
    del draft.headings["撤销日期"]


@manner(SHEETS, TOLD, ledger="licence_applications", **OF)
def licences_as_counts_of_months(draft: Draft) -> None:
    """月份, 申请数量, 受理数量, 许可数量."""
    rows = [[f"{month}月", 3, 3, 2] for month in range(1, 13)]
    head = Line(Kind.HEADING, ["月份", "申请数量", "受理数量", "许可数量"])
    draft.sheets = [Sheet("统计", [head, *(Line(Kind.TITLE, row) for row in rows)])]


@manner(SHEETS, RIGHT_OR_TOLD, ledger="licence_applications", **IN_BOOK)
def licences_numbered_anew_every_month(draft: Draft) -> None:
    """A sheet a half-year, 序号 begins again."""
    draft.headings["申请编号"] = "序号"
    halves = [draft.shown[:4], draft.shown[4:]]
    for half in halves:
        for at, each in enumerate(half, start=1):
            each["申请编号"] = at
    names = ["上半年", "下半年"]
    draft.sheets = [draft.sheet(name, half) for name, half in zip(names, halves, strict=True)]


# Coercion.

_each("coercion", "强制方式", "coercion", {
    "short": (RIGHT, {"查封场所、设施或者财物": "查封", "扣押财物": "扣押",
                      "排除妨碍、恢复原状": "恢复原状", "加处罚款或者滞纳金": "加处罚款",
                      "申请法院强制执行": "申请人民法院强制执行"}),
    "both": (TOLD, {"扣押财物": "查封、扣押"}),
    "goods": (RIGHT_OR_TOLD, {"扣押财物": "扣押车辆"}),
    "places": (RIGHT_OR_TOLD, {"查封场所、设施或者财物": "查封场所"}),
    "lifted": (TOLD, {"扣押财物": "解除扣押"}),
    "evidence": (TOLD, {"扣押财物": "先行登记保存"}),
    "torn-down": (TOLD, {"代履行": "强制拆除"}),
    "fee": (RIGHT, {"加处罚款或者滞纳金": "滞纳金"}),
    "with-law": (RIGHT_OR_TOLD, {"扣押财物": "扣押财物（行政强制法第九条）"}),
})  # fmt: skip


@manner(VALUES, TOLD, ledger="coercion", **OF)
def measures_without_the_day_they_were_done(draft: Draft) -> None:
    """完成日期 is filled in only where something was executed."""
    for each in draft.shown[:3]:
        each["完成日期"] = None


@manner(HEADINGS, TOLD, ledger="coercion", **OF)
def coercion_without_done(draft: Draft) -> None:
    """There is no 完成日期."""
    del draft.headings["完成日期"]


@manner(HEADINGS, RIGHT, ledger="coercion", **OF)
def coercion_with_the_day_it_was_lifted(draft: Draft) -> None:
    """解除日期 beside."""
    draft.insert("解除日期", [each["完成日期"] for each in draft.shown])


@manner(RECORDS, RIGHT, ledger="coercion", **OF)
def coercion_all_in_another_year(draft: Draft) -> None:
    """Nothing was done in the year but what was carried on."""
    del draft.records[:4], draft.records[1:]


# Inspections.

_each("inspection", "是否计入", "inspections", {
    "ticks": (RIGHT, {"是": "√", "否": "×"}),
    "counted": (RIGHT, {"是": "计入", "否": "不计入"}),
    "one-and-nought": (RIGHT_OR_TOLD, {"是": "1", "否": "0"}),
    "letters": (RIGHT_OR_TOLD, {"是": "Y", "否": "N"}),
    "fined-later": (RIGHT_OR_TOLD, {"否": "否（已立案处罚）"}),
    "patrol": (TOLD, {"否": "巡查"}),
    "blank-for-no": (TOLD, {"否": ""}),
})  # fmt: skip


@manner(HEADINGS, TOLD, ledger="inspections", **OF)
def inspections_without_counting(draft: Draft) -> None:
    """There is no 是否计入."""
    del draft.headings["是否计入"]


@manner(HEADINGS, TOLD, ledger="inspections", **OF)
def inspections_with_times(draft: Draft) -> None:
    """检查次数: a row is two visits."""
    draft.insert("检查次数", [2 if at == 1 else 1 for at in range(len(draft.shown))])
    draft.records.append(dict(draft.records[1]))


@manner(VALUES, TOLD, ledger="inspections", **OF)
def inspections_over_days(draft: Draft) -> None:
    """From one day to another."""
    draft.rewrite("检查日期", lambda when: f"{when.year}.{when.month}.{when.day}-{when.day}")


@manner(VALUES, TOLD, "编号|重复|相同", ledger="inspections", **OF)
def inspections_with_one_number_for_two(draft: Draft) -> None:
    """Two objects under the number of one inspection."""
    draft.shown[4]["检查编号"] = draft.shown[3]["检查编号"]


@manner(SHEETS, TOLD, ledger="inspections", **OF)
def inspections_as_counts(draft: Draft) -> None:
    """月份 and 检查次数."""
    rows = [Line(Kind.OTHER, [f"{month}月", 2]) for month in range(1, 13)]
    draft.sheets = [Sheet("统计", [Line(Kind.HEADING, ["月份", "检查次数"]), *rows])]


@manner(SHEETS, RIGHT_OR_TOLD, ledger="inspections", **OF)
def inspections_merged_by_day(draft: Draft) -> None:
    """检查日期 written in the first row of a day alone."""
    draft.shown[1]["检查日期"] = draft.records[1]["检查日期"] = draft.shown[0]["检查日期"]
    draft.lay_out()
    draft.only.lines[2].cells[2] = None


# Other acts.

_each("act", "行为类别", "acts", {
    "short": (RIGHT, {"行政确认": "确认", "行政奖励": "奖励", "行政给付": "给付",
                      "行政征收": "征收"}),
    "with-remark": (RIGHT_OR_TOLD, {"行政确认": "行政确认（变更登记）"}),
    "inspection": (TOLD, {"行政确认": "行政检查"}),
    "two": (TOLD, {"行政确认": "行政确认、行政给付"}),
    "report": (TOLD, {"行政奖励": "举报奖励"}),
})  # fmt: skip


@manner(HEADINGS, RIGHT, ledger="acts", **OF)
def acts_in_wan(draft: Draft) -> None:
    """金额（万元）."""
    _in_wan(draft, "金额（元）", "金额（万元）")


@manner(HEADINGS, TOLD, ledger="acts", **OF)
def acts_with_amounts_by_another_name(draft: Draft) -> None:
    """补助额, which nobody knows."""
    draft.headings["金额（元）"] = "补助额"


@manner(HEADINGS, RIGHT_OR_TOLD, ledger="acts", **OF)
def acts_with_an_amount_a_kind(draft: Draft) -> None:
    """征收金额, 奖励金额, 给付金额 in columns of their own."""
    for kind in ("征收", "奖励", "给付"):
        mine = [each["行为类别"].endswith(kind) for each in draft.shown]
        draft.insert(f"{kind}金额（元）", [each["金额（元）"] if of else None
                     for each, of in zip(draft.shown, mine, strict=True)])  # fmt: skip
    del draft.headings["金额（元）"]


@manner(SHEETS, RIGHT, ledger="acts", **IN_BOOK)
def acts_a_sheet_a_kind(draft: Draft) -> None:
    """行政确认, 行政奖励 … on a sheet each, without the column."""
    del draft.headings["行为类别"]
    draft.sheets = [
        draft.sheet(kind, [each for each in draft.shown if each["行为类别"] == kind])
        for kind in dict.fromkeys(each["行为类别"] for each in draft.shown)
    ]


@manner(SHEETS, TOLD, ledger="acts", **OF)
def inspections_among_acts(draft: Draft) -> None:
    """行政检查 as one of the acts, as some offices keep them."""
    row: Record = {**draft.shown[0], "编号": "绿城行〔2023〕9号", "行为类别": "行政检查"}
    draft.only.lines.append(Line(Kind.OTHER, draft.row(row)))


# What clerks do to any ledger, done to those of this form.


def _with_surroundings(draft: Draft) -> None:
    draft.only.above(["绿杨区城市管理局2023年台账"], ["填报单位：绿杨区城市管理局"])
    draft.only.below(["填表人：", None, "审核："], ["注：本表每月更新。"])


def _forms(draft: Draft) -> None:
    draft.sheets = [
        Sheet(
            str(at), [Line(Kind.OTHER, [f"{heading}：", value]) for heading, value in each.items()]
        )
        for at, each in enumerate(draft.shown, start=1)
    ]


def _days(draft: Draft) -> None:
    for heading in DAYS[draft.ledger]:
        draft.rewrite(heading, chinese)


def _as(save: Callable[..., None], suffix: str) -> Callable[[Draft, Path], None]:
    return lambda draft, folder: save(folder / f"{draft.ledger}.{suffix}", draft.sheets)


def _web_page(draft: Draft, folder: Path) -> None:
    (folder / f"{draft.ledger}.xls").write_text(html_table(draft.sheets), "utf-8")


def _mistyped_year(draft: Draft) -> None:
    """Write one day nine years too late."""
    heading = DAYS[draft.ledger][-1 if draft.ledger != "licence_applications" else 0]
    first = next(each for each in draft.shown if each[heading])
    first[heading] = first[heading].replace(year=2032)


def _void(draft: Draft) -> None:
    draft.insert("备注", ["作废" if at == 1 else None for at in range(len(draft.shown))])
    draft.lay_out()
    del draft.records[1]
    draft.only.lines[2].kind, draft.only.lines[2].records = Kind.OTHER, 0


_GENERAL: dict[str, tuple[Stage, Comes, Callable[..., None]]] = {
    "with-surroundings": (SHEETS, RIGHT, _with_surroundings),
    "as-forms": (SHEETS, RIGHT, _forms),
    "days-in-chinese": (VALUES, RIGHT, _days),
    "by-wps": (FILES, RIGHT, _as(save_xls, "et")),
    "by-libreoffice": (FILES, RIGHT, _as(save_ods, "ods")),
    "as-text": (FILES, RIGHT, lambda draft, folder: save_csv(
        folder / f"{draft.ledger}.txt", draft.sheets, "gb18030", separator="\t")),
    "as-web-page": (FILES, RIGHT, _web_page),
    "year-mistyped": (VALUES, TOLD, _mistyped_year),
    "void": (SHEETS, RIGHT_OR_TOLD, _void),
}  # fmt: skip
for _ledger in enforcement.neat():
    for _name, (_stage, _comes, _make) in _GENERAL.items():
        book = {"book": True} if _name in ("as-forms", "by-wps", "by-libreoffice") else {}
        add(f"{_ledger}-{_name}-2", _make, _stage, _comes, ledger=_ledger,
            what=f"{_ledger}: {_name}", **OF, **book)  # fmt: skip


@manner(BESIDE, RIGHT_OR_TOLD, ledger="decisions", **OF)
def ledgers_of_the_other_form_beside(draft: Draft, folder: Path) -> None:
    """依申请公开台账 lies in the same folder."""
    rows = [["登记编号", "收到日期", "申请人类别", "办结日期", "办理结果"],
            ["绿城申〔2023〕1号", "2023-01-09", "自然人", "2023-02-03", "予以公开"]]  # fmt: skip
    save_xlsx(
        folder / "依申请公开台账.xlsx", [Sheet("台账", [Line(Kind.OTHER, row) for row in rows])]
    )


@manner(BESIDE, TOLD, "coercion|行政强制|编号", ledger="coercion", **OF)
def coercion_handed_in_twice(draft: Draft, folder: Path) -> None:
    """The half of it lies there once more, under another name."""
    draft.sheets = [draft.sheet("台账", draft.shown[:3])]
    draft.sheets[0].lines[1].cells[4] = None
    save_xlsx(folder / "强制措施台账.xlsx", draft.sheets)
