"""How amounts, counts, flags and registration numbers are written."""

from __future__ import annotations

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.clerk.base import YEAR
from tests.clerk.draft import Draft, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import Formula

VALUES, HEADINGS, SHEETS = Stage.VALUES, Stage.HEADINGS, Stage.SHEETS
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
AMOUNT = "金额（元）"
_FULL = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_CAPITALS = {
    "3600": "叁仟陆佰元整",
    "1250.50": "壹仟贰佰伍拾元伍角",
    "849.50": "捌佰肆拾玖元伍角",
    "2300": "贰仟叁佰元整",
}


def _wan(amount: Decimal) -> Decimal:
    return amount / 10000


_WRITTEN: dict[str, Callable[[Decimal], Any]] = {
    "text": str,
    "two-places": lambda amount: f"{amount:.2f}",
    "thousands": lambda amount: f"{amount:,}",
    "thousands-full-width": lambda amount: f"{amount:,}".translate(_FULL),
    "full-width": lambda amount: str(amount).translate(_FULL),
    "yuan": lambda amount: f"{amount}元",
    "yuan-whole": lambda amount: f"{amount:,}元整",
    "yuan-blank": lambda amount: f"{amount} 元",
    "sign": lambda amount: f"¥{amount:,}",
    "sign-full-width": lambda amount: f"￥{amount}",
    "code": lambda amount: f"RMB {amount}",
    "renminbi": lambda amount: f"人民币{amount}元",
    "wan": lambda amount: f"{_wan(amount)}万元",
    "wan-blank": lambda amount: f"{_wan(amount)} 万元",
    "blanks": lambda amount: f" {amount}　",
    "capitals": lambda amount: _CAPITALS[str(amount)],
    "float-noise": lambda amount: math.nextafter(float(amount), math.inf),
}
_WRITTEN_OTHERWISE: dict[str, Callable[[Decimal], Any]] = {
    "apostrophe": lambda amount: f"'{amount}",
    "wan-without-yuan": lambda amount: f"{_wan(amount)}万",
    "thousand": lambda amount: f"{amount / 1000}千元",
    "exponent": lambda amount: f"{amount:E}",
    "thousands-blank": lambda amount: f"{amount:,}".replace(",", " "),
    "german": lambda amount: f"{amount:,.2f}".replace(",", "x").replace(".", ",").replace("x", "."),
    "receipt": lambda amount: f"{amount}元（收据0{int(amount)}号）",
    "jiao": lambda amount: f"{int(amount)}元{int(amount % 1 * 10)}角",
}


def _amounts(write: Callable[[Decimal], Any]) -> Callable[[Draft], None]:
    return lambda draft: draft.rewrite(AMOUNT, write)


for _name, _how in _WRITTEN.items():
    add(f"amounts-{_name}", _amounts(_how), VALUES, RIGHT, ledger="fees", what=f"amounts: {_name}")
for _name, _how in _WRITTEN_OTHERWISE.items():
    add(
        f"amounts-{_name}",
        _amounts(_how),
        VALUES,
        RIGHT_OR_TOLD,
        ledger="fees",
        what=f"amounts: {_name}",
    )

# One amount that cannot be read, or not without a guess.
_ODD = [
    "12,5",
    "1,2345",
    "1.250,50",
    "约3600",
    "3600+1250",
    "-200",
    "(200)",
    "三千多",
    "3600左右",
    "—",
    "免收",
    "见收据",
    "0.001",
    "12.5.0",
    "3600/4",
    "#REF!",
    "美元500",
    "1OOO",
    None,
    "3600元、200元",
]
for _at, _value in enumerate(_ODD):

    def _odd(draft: Draft, value: Any = _value) -> None:
        draft.shown[1][AMOUNT] = value

    add(
        f"amount-odd-{_at + 1}",
        _odd,
        VALUES,
        RIGHT_OR_TOLD,
        "第 3 行|金额",
        ledger="fees",
        what=f"one amount: {_value}",
    )


# The unit somewhere else.


def _in_wan(draft: Draft, heading: str = "金额") -> None:
    draft.rewrite(AMOUNT, _wan)
    draft.headings[AMOUNT] = heading


for _name, _heading in {
    "brackets": "金额（万元）",
    "half-width": "金额(万元)",
    "unit": "金额（单位：万元）",
    "slash": "收费金额/万元",
    "blank": "实收金额 万元",
    "scale-alone": "金额(万)",
    "colon": "金额：万元",
}.items():

    def _heads(draft: Draft, heading: str = _heading) -> None:
        _in_wan(draft, heading)

    add(
        f"wan-in-heading-{_name}",
        _heads,
        HEADINGS,
        RIGHT_OR_TOLD,
        "万元|金额",
        ledger="fees",
        what=f"amounts under {_heading}",
        alone=True,
    )


@manner(HEADINGS, RIGHT_OR_TOLD, "千元", ledger="fees", alone=True)
def thousand_in_heading(draft: Draft) -> None:
    """Amounts under 金额（千元）."""
    draft.rewrite(AMOUNT, lambda amount: amount / 1000)
    draft.headings[AMOUNT] = "金额（千元）"


@manner(SHEETS, RIGHT_OR_TOLD, "万元", ledger="fees", alone=True)
def wan_in_title(draft: Draft) -> None:
    """A title with 单位：万元."""
    _in_wan(draft)
    draft.lay_out()
    draft.only.above(["2023年收费登记表", None, None, "单位：万元"])


for _name, _title in {
    "amounts": "金额单位：万元",
    "scale-alone": "单位：万",
    "sentence": "金额以万元为单位",
    "count": "单位：笔、万元",
    "currency": "币种：人民币 单位：万元",
}.items():

    def _titled(draft: Draft, title: str = _title) -> None:
        _in_wan(draft)
        draft.lay_out()
        draft.only.above([title])
        draft.only.above(["2023年收费登记表"])

    add(
        f"wan-in-title-{_name}",
        _titled,
        SHEETS,
        RIGHT_OR_TOLD,
        "万元",
        ledger="fees",
        what=f"a title with {_title}",
        alone=True,
    )


@manner(SHEETS, RIGHT_OR_TOLD, "万元", ledger="fees", alone=True)
def wan_in_title_brackets(draft: Draft) -> None:
    """A title that ends in （万元）."""
    _in_wan(draft)
    draft.lay_out()
    draft.only.above(["收费情况（万元）"])


@manner(SHEETS, RIGHT_OR_TOLD, "以什么为单位", ledger="fees", alone=True)
def wan_in_title_against_heading(draft: Draft) -> None:
    """A title with 单位：万元 above a heading 金额（元）, amounts in yuan."""
    draft.only.above(["收费登记表（单位：万元）"])


@manner(SHEETS, RIGHT_OR_TOLD, "以什么为单位", ledger="fees", alone=True)
def wan_in_footer(draft: Draft) -> None:
    """A note below that says 金额单位为万元."""
    _in_wan(draft)
    draft.lay_out()
    draft.only.below(["注：金额单位为万元。"])


@manner(SHEETS, RIGHT_OR_TOLD, "以什么为单位", ledger="fees", alone=True, book=True)
def wan_in_sheet_name(draft: Draft) -> None:
    """A sheet called 收费（万元）."""
    _in_wan(draft)
    draft.lay_out()
    draft.only.name = "收费（万元）"


@manner(HEADINGS, RIGHT_OR_TOLD, "以什么为单位", ledger="fees", alone=True)
def wan_in_column(draft: Draft) -> None:
    """A column 单位 that says 万元."""
    _in_wan(draft)
    draft.insert("单位", ["万元"] * len(draft.shown))


@manner(SHEETS, RIGHT, ledger="fees", alone=True)
def yuan_in_title(draft: Draft) -> None:
    """A title with 单位：元 above a heading 金额."""
    draft.headings[AMOUNT] = "金额"
    draft.lay_out()
    draft.only.above(["收费登记表", None, "单位：元"])


@manner(VALUES, RIGHT, ledger="fees", book=True)
def amount_formula(draft: Draft) -> None:
    """Amounts that are formulas whose value Excel has kept."""
    draft.rewrite(AMOUNT, lambda amount: Formula(f"={amount}*1", float(amount)))


@manner(VALUES, RIGHT_OR_TOLD, ledger="fees", book=True)
def amount_formula_error(draft: Draft) -> None:
    """An amount that is a formula gone wrong."""
    draft.shown[1][AMOUNT] = Formula("=A9/0", "#DIV/0!")


@manner(VALUES, RIGHT_OR_TOLD, ledger="fees", book=True)
def amount_formula_text(draft: Draft) -> None:
    """Amounts typed as ='3600."""
    draft.rewrite(AMOUNT, lambda amount: f"={amount}")


# Numbers of records.

_NUMBERS: dict[str, Callable[[int], Any]] = {
    "plain": lambda at: at,
    "float": float,
    "zeros": lambda at: f"{at:03}",
    "hanzi": lambda at: (
        f"第{'一二三四五六七八九十'[at - 1] if at <= 10 else '十' + '一二'[at - 11]}号"
    ),
    "dashes": lambda at: f"{YEAR}-{at:03}",
    "compact": lambda at: int(f"{YEAR}{at:04}"),
    "prefix": lambda at: f"No.{at}",
    "long-text": lambda at: f"2109042023010{at:05}",
    "letters": lambda at: f"YQGK{YEAR}{at:04}",
    "slash": lambda at: f"绿城申/{YEAR}/{at}",
    "square-brackets": lambda at: f"绿城申[{YEAR}]{at}号",
    "lenticular-brackets": lambda at: f"绿城申【{YEAR}】{at}号",
    "full-width": lambda at: f"{YEAR}-{at:03}".translate(
        str.maketrans("0123456789-", "０１２３４５６７８９－")
    ),
}
for _name, _number in _NUMBERS.items():

    def _numbers(draft: Draft, number: Callable[[int], Any] = _number) -> None:
        for at, record in enumerate(draft.shown, start=1):
            record["登记编号"] = number(at)

    _comes = RIGHT_OR_TOLD if _name in {"hanzi", "long-text"} else RIGHT
    add(f"numbers-{_name}", _numbers, VALUES, _comes, what=f"登记编号: {_name}")


@manner(VALUES, RIGHT_OR_TOLD, "15|位|精度|取整|文本", book=True)
def numbers_rounded(draft: Draft) -> None:
    """登记编号 of 18 digits as numbers: Excel has rounded the last ones away."""
    for at, record in enumerate(draft.shown, start=1):
        record["登记编号"] = 202300000000000000 + at


_SAME = {
    "width": lambda text: text.replace("2023", "２０２３"),
    "square-brackets": lambda text: text.replace("〔", "[").replace("〕", "]"),
    "round-brackets": lambda text: text.replace("〔", "（").replace("〕", "）"),
    "six-corner-brackets": lambda text: text.replace("〔", "﹝").replace("〕", "﹞"),
    "blanks": lambda text: text.replace("〕", "〕 ") + " ",
    "zero-width": lambda text: f"\u200b{text}",
    "as-it-is": lambda text: text,
    "leading-zeros": lambda text: text.replace("〕", "〕0"),
    "ordinal": lambda text: text.replace("〕", "〕第"),
}
for _ledger, _heading in {"applications": "登记编号", "decisions": "决定文书号"}.items():
    for _name, _again in _SAME.items():

        def _same(
            draft: Draft, heading: str = _heading, again: Callable[[str], str] = _again
        ) -> None:
            double = dict(draft.shown[5])
            double[heading] = again(double[heading])
            draft.shown.append(double)
            # the record is there once, and twice on paper

        add(
            f"{_ledger}-same-number-{_name}",
            _same,
            VALUES,
            RIGHT_OR_TOLD,
            "重复|相同|同一",
            _ledger,
            what=f"one record entered twice, its number: {_name}",
            alone=True,
        )


@manner(VALUES, RIGHT_OR_TOLD, "登记编号|第 6 行")
def number_missing(draft: Draft) -> None:
    """An application without a number."""
    draft.shown[4]["登记编号"] = None


@manner(VALUES, RIGHT_OR_TOLD, "登记编号|第 6 行")
def number_as_above(draft: Draft) -> None:
    """登记编号 says 同上."""
    draft.shown[4]["登记编号"] = "同上"


# Flags and days.

_FLAGS: dict[str, Any] = {
    "boolean": False,
    "number": 0,
    "letter": "N",
    "cross": "×",
    "word": "否",
    "none": "无",
    "not": "未延期",
    "not-was": "没有延期",
    "english": "No",
    "false": "FALSE",
    "dash": "—",
    "slash": "/",
    "long": "未延长答复期限",
}
for _name, _flag in _FLAGS.items():

    def _flags(draft: Draft, flag: Any = _flag) -> None:
        draft.rewrite("是否延期", lambda _: flag)

    add(f"flags-{_name}", _flags, VALUES, RIGHT, what=f"是否延期: {_flag}")

_DAYS = ["10", "10天", "10个工作日", "１０", "10日", "0", "-", "无", "十", "10.0"]
for _at, _days in enumerate(_DAYS):

    def _excluded(draft: Draft, days: str = _days) -> None:
        draft.shown[2]["不计入期限天数"] = days

    add(f"days-{_at + 1}", _excluded, VALUES, RIGHT, what=f"不计入期限天数: {_days}")
