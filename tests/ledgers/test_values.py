"""Whatever a clerk means by a date, an amount or a kind is read as just that, or told."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.forms import Field
from reportkit.grids import NoValue
from reportkit.ledgers.values.amounts import split_unit, units_in
from reportkit.ledgers.values.orders import orders_in
from reportkit.ledgers.values.parse import parse
from reportkit.ledgers.values.reading import Parsed, Reading, ValueProblem
from tests.ledgers.samples import SCHEMAS, YEAR

READING = Reading(YEAR)
IN_WAN = Reading(YEAR, unit=Decimal(10000))
APPLICATIONS = SCHEMAS["applications"].by_id
DATE = APPLICATIONS["received"]
CONCLUDED = APPLICATIONS["concluded"]
OUTCOME = APPLICATIONS["outcome"]
DAYS = APPLICATIONS["days_excluded"]
EXTENDED = APPLICATIONS["extended"]
NUMBER = APPLICATIONS["number"]
MONEY = SCHEMAS["fees"].by_id["amount"]
PUBLISHED = SCHEMAS["decisions"].by_id["published"]
REMARK = Field(id="x", heading="备注", type="text", what="")
KINDS = {"date", "number", "choice", "outcome", "required"}
CHOICES = [
    field for schema in SCHEMAS.values() for field in schema.fields if field.choices is not None
]
DATE_FORMS = [
    "{0:%Y-%m-%d}",
    "{0:%Y/%m/%d}",
    "{0:%Y.%m.%d}",
    "{0:%Y}年{0.month}月{0.day}日",
    "{0:%Y}-{0.month}-{0.day}",
    "{0:%Y%m%d}",
    "{0:%Y-%m-%d} 08:30:00",
    "{0:%Y-%m-%d}T08:30",
    "{0:%Y}年{0.month}月{0.day}日 10时30分",
]
WIDE = str.maketrans("0123456789-./ :,", "０１２３４５６７８９－．／　：，")


def value_of(value: Any, field: Field, reading: Reading = READING) -> Any:
    return parse(value, field, reading).value


def refusal(value: Any, field: Field, reading: Reading = READING) -> ValueProblem:
    with pytest.raises(ValueProblem) as caught:
        parse(value, field, reading)
    return caught.value


@given(
    date=st.dates(dt.date(1949, 1, 1), dt.date(YEAR + 1, 12, 31)),
    form=st.sampled_from(DATE_FORMS),
    wide=st.booleans(),
)
def test_date_means_the_same_however_it_is_written(date: dt.date, form: str, wide: bool) -> None:
    written = form.format(date)

    assert value_of(written.translate(WIDE) if wide else written, DATE) == date


@given(date=st.datetimes(dt.datetime(1949, 1, 1), dt.datetime(YEAR + 1, 12, 31)))  # noqa: DTZ001
def test_date_in_a_cell_of_excel_is_its_day(date: dt.datetime) -> None:
    assert parse(date, DATE, READING) == Parsed(date.date())


@given(date=st.dates(dt.date(2000, 1, 1), dt.date(YEAR + 1, 12, 31)), as_text=st.booleans())
def test_number_that_excel_has_for_a_day_is_that_day(date: dt.date, as_text: bool) -> None:
    serial = (date - dt.date(1899, 12, 30)).days

    parsed = parse(str(serial) if as_text else serial, DATE, READING)

    assert parsed == Parsed(date, "按 Excel 日期序号读作日期")


@given(
    date=st.datetimes(dt.datetime(2002, 1, 1), dt.datetime(YEAR + 1, 12, 31)),  # noqa: DTZ001
    fine=st.booleans(),
)
def test_seconds_since_1970_are_the_day_in_beijing(date: dt.datetime, fine: bool) -> None:
    seconds = int((date - dt.datetime(1970, 1, 1, 8)).total_seconds())  # noqa: DTZ001

    parsed = parse(seconds * 1000 if fine else seconds, DATE, READING)

    assert parsed == Parsed(date.date(), "按 Unix 时间戳（北京时间）读作日期")


@pytest.mark.parametrize("number", [13904180001, 2012010930, 999_999_999, 167_322_840_012])
def test_other_numbers_are_no_seconds(number: int) -> None:
    with pytest.raises(ValueProblem):
        parse(number, DATE, READING)


@given(
    date=st.dates(dt.date(YEAR - 1, 1, 1), dt.date(YEAR + 1, 12, 31)), mark=st.sampled_from("-.")
)
def test_two_digits_of_a_year_near_the_report_year_are_that_year(date: dt.date, mark: str) -> None:
    written = f"{date:%y}{mark}{date.month}{mark}{date.day}"

    assert parse(written, DATE, READING) == Parsed(date, f"两位数年份读作 {date.year} 年")


@given(date=st.dates(dt.date(YEAR, 1, 1), dt.date(YEAR, 12, 31)))
def test_date_without_a_year_is_of_the_year_that_the_file_names(date: dt.date) -> None:
    written = f"{date.month}月{date.day}日"

    assert refusal(written, DATE).fault == f"“{written}”没有写年份"
    parsed = parse(written, DATE, Reading(YEAR, written_year=YEAR))
    assert parsed == Parsed(date, f"没有写年份的日期按 {YEAR} 年读")


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("18.3.4", "“18.3.4”的年份只写了两位，看不出是哪一年"),
        ("22/3/21", "“22/3/21”分不清年、月、日的先后"),
        ("5/3/2022", "“5/3/2022”分不清哪个是月、哪个是日"),
        ("210322", "“210322”不是日期"),
        ("12.20", "“12.20”没有写年份"),
        ("2022年3月", "“2022年3月”没有写明是哪一日"),
        (2022, "“2022”只有年份，没有写月和日"),
        ("2022-02-30", "没有“2022-02-30”这一天"),
        ("22.2.30", "没有“22.2.30”这一天"),
        ("99999", "“99999”不是日期"),
        (True, "（4 个字符，不予显示）不是日期"),
        (dt.time(8, 30), "“08:30:00”不是日期"),
        ("欧阳明月", "（4 个字符，不予显示）不是日期"),
    ],
)
def test_date_that_is_not_told_for_sure_is_asked_about(written: Any, fault: str) -> None:
    problem = refusal(written, DATE)

    assert (problem.kind, problem.fault) == ("date", fault)
    assert problem.remedy == f"请写成 {YEAR}-01-31 的样子。"


@pytest.mark.parametrize(
    ("column", "days"),
    [
        (["5/3/2022", "28/2/2022"], ["2022-03-05", "2022-02-28"]),
        (["5-3-2022", "28-2-2022"], ["2022-03-05", "2022-02-28"]),
        (["5/3/2022", "2/28/2022"], ["2022-05-03", "2022-02-28"]),
        (["5/3/22", "28/2/22"], ["2022-03-05", "2022-02-28"]),
        (["22/3/21", "22/3/5"], ["2022-03-21", "2022-03-05"]),
        (["220304", "221231"], ["2022-03-04", "2022-12-31"]),
        ([220304, 220321], ["2022-03-04", "2022-03-21"]),
    ],
)
def test_order_of_year_month_and_day_is_that_of_the_column(
    column: list[Any], days: list[str]
) -> None:
    reading = Reading(YEAR, orders=lambda: orders_in(column, YEAR))

    read = [parse(written, DATE, reading) for written in column]

    assert [parsed.value.isoformat() for parsed in read] == days
    assert all(parsed.note for parsed in read)


@pytest.mark.parametrize(
    "column",
    [
        ["5/3/2022"],
        ["5/3/2022", "28/2/2022", "2/28/2022"],
        # What Excel could read has become a day, perhaps the wrong one.
        ["28/2/2022", "5/3/2022", dt.datetime(2022, 4, 3)],  # noqa: DTZ001
        ["28/2/2022", "5/3/2022", "2022-04-03"],
        ["22/3/21"],
        ["22/3/21", "22/3/5", "28/2/22"],
    ],
)
def test_order_that_a_column_does_not_tell_is_asked_about(column: list[Any]) -> None:
    reading = Reading(YEAR, orders=lambda: orders_in(column, YEAR))
    doubtful = next(each for each in column if each in ("5/3/2022", "22/3/21"))

    assert "分不清" in refusal(doubtful, DATE, reading).fault


@pytest.mark.parametrize(
    ("written", "day", "note"),
    [
        ("4-Mar-2022", "2022-03-04", ""),
        ("04-MAR-2022", "2022-03-04", ""),
        ("4 March 2022", "2022-03-04", ""),
        ("Mar 4, 2022", "2022-03-04", ""),
        ("4-Mar-22", "2022-03-04", "两位数年份读作 2022 年"),
        ("民国111年3月4日", "2022-03-04", ""),
        ("2022年3.4", "2022-03-04", ""),
        ("220304", "2022-03-04", "两位数年份读作 2022 年"),
        (220304, "2022-03-04", "两位数年份读作 2022 年"),
        ("2022-03-04（邮寄）", "2022-03-04", "日期后面的说明没有读"),
        ("2022年3月4日收", "2022-03-04", "日期后面的说明没有读"),
        ("2022.3.4 (网上)", "2022-03-04", "日期后面的说明没有读"),
    ],
)
def test_date_as_some_write_it(written: Any, day: str, note: str) -> None:
    assert parse(written, DATE, READING) == Parsed(dt.date.fromisoformat(day), note)


@pytest.mark.parametrize(
    "written", ["2022-03-04（预计）", "2022年3-4", "2022-03-04（欧阳明月）", "4-Mär-2022"]
)
def test_date_with_something_else_behind_is_asked_about(written: str) -> None:
    problem = refusal(written, DATE)

    assert problem.kind == "date"
    assert "欧阳" not in problem.fault


def test_month_and_day_with_a_dot_are_of_the_year_that_the_sheet_names() -> None:
    named = Reading(YEAR, written_year=YEAR)

    assert value_of("12.20", DATE, named) == dt.date(YEAR, 12, 20)
    assert value_of("3.4", DATE, named) == dt.date(YEAR, 3, 4)
    assert refusal("12.2", DATE, named).fault == "“12.2”分不清是 2 日还是 20 日"
    assert refusal(Decimal("12.25"), DATE, named).kind == "date"
    assert "没有“13.20”这一天" in refusal("13.20", DATE, named).fault


def test_what_is_valid_until_a_day_to_come_is_not_repealed() -> None:
    repealed = SCHEMAS["documents"].by_id["repealed"]

    assert parse(f"有效期至 {YEAR + 3}-12-31", repealed, READING) == Parsed(
        None, "有效期未满，按没有填写处理"
    )
    assert refusal(f"有效期至{YEAR}年6月30日", repealed).fault == "只写了有效期，有效期已满"
    assert refusal(f"有效期至{YEAR + 3}年12月31日", CONCLUDED).kind == "date"


@given(cents=st.integers(0, 10**14), grouped=st.booleans(), wide=st.booleans())
def test_amount_is_exact_however_it_is_written(cents: int, grouped: bool, wide: bool) -> None:
    amount = Decimal(cents) / 100
    written = f"{amount:,f}" if grouped else f"{amount:f}"

    assert value_of(written.translate(WIDE) if wide else written, MONEY) == amount


BEFORE = ["", "￥", "¥", "人民币", "RMB"]
UNITS = {
    "": 1,
    "元": 1,
    "元整": 1,
    "圆": 1,
    "千元": 1000,
    "万元": 10**4,
    "万": 10**4,
    "亿元": 10**8,
}


@given(
    cents=st.integers(0, 10**14),
    before=st.sampled_from(BEFORE),
    unit=st.sampled_from(sorted(UNITS)),
    grouped=st.booleans(),
)
def test_amount_in_any_unit_is_exact(cents: int, before: str, unit: str, grouped: bool) -> None:
    amount = Decimal(cents) / 100
    number = amount / UNITS[unit]
    written = f"{number:,f}" if grouped else f"{number:f}"

    parsed = parse(f"{before}{written}{unit}", MONEY, READING)

    assert parsed.value == amount
    assert bool(parsed.note) == (UNITS[unit] > 1)


CAPITALS = "零壹贰叁肆伍陆柒捌玖"


def in_capitals(yuan: int, jiao: int, fen: int) -> str:
    """Return an amount as it stands on a receipt, up to 99,999,999 yuan."""

    def below_wan(number: int) -> str:
        text, gap = "", False
        for place, name in ((1000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
            digit = number // place % 10
            if digit:
                text += ("零" if gap and text else "") + CAPITALS[digit] + name
            gap = not digit
        return text

    wan, rest = divmod(yuan, 10**4)
    text = f"{below_wan(wan)}万" if wan else ""
    text += ("零" if wan and 0 < rest < 1000 else "") + below_wan(rest)
    small = (f"{CAPITALS[jiao]}角" if jiao else "零" if fen else "") + (
        f"{CAPITALS[fen]}分" if fen else ""
    )
    return f"{text or '零'}元{small}" + ("" if fen else "整")


@given(st.integers(0, 99_999_999), st.integers(0, 9), st.integers(0, 9))
def test_amount_in_chinese_capitals_is_exact(yuan: int, jiao: int, fen: int) -> None:
    parsed = parse(in_capitals(yuan, jiao, fen), MONEY, READING)

    assert parsed.value == Decimal(yuan) + Decimal(jiao * 10 + fen) / 100
    assert parsed.note == "中文大写金额读作数字"


@pytest.mark.parametrize(
    ("written", "amount", "note"),
    [
        ("0.2", "2000", "按万元换算为元"),
        (Decimal("0.12"), "1200", "按万元换算为元"),
        ("0.2万元", "2000", "按万元换算为元"),
        ("2000元", "2000", "格内写明是元的，按元计"),
        ("贰仟元整", "2000", "中文大写金额读作数字"),
    ],
)
def test_what_a_cell_says_of_its_unit_goes_before_the_columns(
    written: Any, amount: str, note: str
) -> None:
    assert parse(written, MONEY, IN_WAN) == Parsed(Decimal(amount), note)


@pytest.mark.parametrize(
    "written", ["12,5", "1,20", "1，2000", "1,234,5", ",5", "1,,200", "１，２"]
)
def test_comma_that_groups_no_thousands_is_asked_about(written: str) -> None:
    problem = refusal(written, MONEY)

    assert problem.kind == "number"
    assert "里的逗号不是千位分隔" in problem.fault


@pytest.mark.parametrize(
    "written",
    ["三五元", "壹贰佰元", "约1200元", "1200元左右", "12件", "1.2.3", "1.2E+05", "元", True],
)
def test_amount_that_is_not_told_for_sure_is_asked_about(written: Any) -> None:
    assert refusal(written, MONEY).kind == "number"


@pytest.mark.parametrize(
    ("heading", "rest", "unit"),
    [
        ("金额（万元）", "金额", 10000),
        ("金额(元)", "金额", 1),
        ("金额（单位：万元）", "金额", 10000),
        ("罚没金额万元", "罚没金额", 10000),
        ("单位：万元", "", 10000),
        ("收费台账（单位：元）", "收费台账", 1),
        ("金额", "金额", None),
        ("处罚单位", "处罚单位", None),
        ("金额/万元", "金额", 10000),
        ("金额(万)", "金额", 10000),
        ("金额：万元", "金额", 10000),
        ("金额/元", "金额", 1),
        ("金额（人民币万元）", "金额", 10000),
        ("金额单位：万元", "", 10000),
        ("计量单位：万元", "", 10000),
        ("单位：万", "", 10000),
        ("单位 万元", "", 10000),
        ("币种：人民币 单位：万元", "币种:人民币", 10000),
        ("金额以万元为单位", "金额以万元为单位", 10000),
        ("金额（以万元为单位）", "金额", 10000),
        ("收费情况金额单位为千元。", "收费情况。", 1000),
        ("单位：件、万元", "", 10000),
        ("单位：元填报人：", "填报人:", 1),
        ("单位：万填报单位：某局", "填报单位:某局", 10000),
        ("填报单位：元氏县", "填报单位:元氏县", None),
        ("填报单位：万荣县财政局", "填报单位:万荣县财政局", None),
        ("单位：件", "单位:件", None),
        ("数量（件）", "数量(件)", None),
    ],
)
def test_unit_of_a_heading_or_a_title(heading: str, rest: str, unit: int | None) -> None:
    assert split_unit(heading) == (rest, unit)


@pytest.mark.parametrize("text", ["单位：元/万元", "金额（元、万元）", "单位：万元金额（元）"])
def test_two_units_leave_open_which_is_meant(text: str) -> None:
    assert len(units_in(text)) == 2
    assert split_unit(text)[1] is None


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1200元5角", "1200.5"),
        ("1,200元5角5分", "1200.55"),
        ("人民币1200元05分", "1200.05"),
        ("600+600", "1200"),
        ("1,000 + 200.50", "1200.5"),
    ],
)
def test_amount_in_parts_is_added_up(written: str, amount: str) -> None:
    assert parse(written, MONEY, READING).value == Decimal(amount)


def test_how_a_sum_was_read_is_said_and_it_is_in_the_unit_of_the_column() -> None:
    assert parse("0.1+0.2", MONEY, IN_WAN) == Parsed(Decimal(3000), "按算式相加，按万元换算为元")
    for written in ("600+", "600+约200", "600-100", "1,2+3", "1.2.3+4", "1.2万元5角"):
        assert refusal(written, MONEY).kind == "number"


@given(
    value=st.one_of(
        st.text(), st.integers(), st.decimals(allow_nan=None), st.datetimes(), st.booleans()
    ),
    unit=st.sampled_from([Decimal(1), Decimal(10000)]),
)
def test_any_value_is_read_or_refused_in_chinese(value: Any, unit: Decimal) -> None:
    for schema in SCHEMAS.values():
        for field in schema.kept:
            try:
                parse(value, field, Reading(YEAR, unit=unit))
            except ValueProblem as problem:
                assert problem.kind in KINDS  # noqa: PT017 - the other case is no error
                assert problem.remedy.endswith(("。", "？"))  # noqa: PT017


@pytest.mark.parametrize("field", CHOICES, ids=lambda field: field.heading)
def test_every_word_for_a_choice_is_understood_with_odd_blanks_and_widths(field: Field) -> None:
    for code, words in (field.choices or {}).items():
        for word in words:
            assert value_of(word, field) == code
            assert value_of(f" {word[:1]}\u200b {word[1:]}\n", field) == code


@pytest.mark.parametrize("days", ["0", "9999", 3, "12.0", "１５"])
def test_days_are_whole_numbers(days: Any) -> None:
    assert isinstance(value_of(days, DAYS), int)


@pytest.mark.parametrize("written", ["15天", "15个工作日", "15 日", "十五天", "15.0"])
def test_days_may_be_called_days(written: str) -> None:
    assert value_of(written, DAYS) == 15


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dt.datetime(2024, 3, 1), "2024-03-01"),  # noqa: DTZ001
        (True, "TRUE"),
        (12, "12"),
        (" 甲\u200b ", "甲"),
    ],
)
def test_words_stand_as_excel_shows_them(value: Any, text: str) -> None:
    assert value_of(value, REMARK) == text


@pytest.mark.parametrize("value", [True, "true", "√", "✓", "是", "Y", 1, "延期", "已延期"])
def test_yes_is_written_in_many_ways(value: Any) -> None:
    assert value_of(value, EXTENDED) is True


@pytest.mark.parametrize("value", [False, "FALSE", "×", "否", "无", "N", 0, "未延期", "不延期"])
def test_no_is_written_in_many_ways(value: Any) -> None:
    assert value_of(value, EXTENDED) is False


def test_what_a_heading_asks_may_be_answered_in_its_own_words() -> None:
    assert value_of("已公开", PUBLISHED) is True
    assert value_of("未公开", PUBLISHED) is False
    assert refusal("未延期", PUBLISHED).kind == "choice"


@pytest.mark.parametrize(
    ("written", "yes"), [("是（延期10个工作日）", True), ("否，未延期", False)]
)
def test_a_remark_behind_yes_or_no_is_said_not_to_be_read(written: str, yes: bool) -> None:
    word = written[0]

    assert parse(written, EXTENDED, READING) == Parsed(yes, f"“{word}”后面的说明没有读")


def test_own_words_of_a_bureau_for_yes_and_no_go_first() -> None:
    reading = Reading(YEAR, words={EXTENDED.id: {"展期": "是", "无": "是"}})

    assert value_of("展期", EXTENDED, reading) is True
    assert value_of("无", EXTENDED, reading) is True
    assert value_of("否", EXTENDED, reading) is False


@pytest.mark.parametrize("written", ["/", "-", "—", "——", "无", "空", "未办结", "办理中", "未答复"])
@pytest.mark.parametrize("field", [CONCLUDED, OUTCOME], ids=lambda field: field.heading)
def test_what_says_that_nothing_is_filled_in_yet_is_no_value(written: str, field: Field) -> None:
    assert parse(written, field, READING) == Parsed(None, f"“{written}”按没有填写处理")


@pytest.mark.parametrize("field", [DAYS, EXTENDED], ids=lambda field: field.heading)
def test_a_stroke_stands_for_nothing(field: Field) -> None:
    assert value_of("/", field) is None


@pytest.mark.parametrize("written", ["/", "—", "无", "空"])
@pytest.mark.parametrize("field", [DATE, NUMBER, MONEY], ids=lambda field: field.heading)
def test_nothing_where_something_is_required_is_asked_about(written: str, field: Field) -> None:
    problem = refusal(written, field)

    assert (problem.kind, problem.fault) == ("required", f"填的是“{written}”，等于没有填")


def test_a_stroke_is_a_word_where_words_stand() -> None:
    """In the figures that a bureau filled in itself, it means that a cell is struck out."""
    assert value_of("/", REMARK) == "/"


@pytest.mark.parametrize("field", [DATE, OUTCOME, MONEY, DAYS, EXTENDED, NUMBER, REMARK])
@pytest.mark.parametrize(
    ("shown", "fault"), [("#REF!", "是 #REF! 等错误值"), ("", "公式没有保存计算结果")]
)
def test_a_cell_without_a_value_is_told(field: Field, shown: str, fault: str) -> None:
    assert refusal(NoValue(shown), field).fault == fault


@pytest.mark.parametrize("written", ["138,0000,0000", "1380,0000,000", "138，0000，0000"])
def test_a_telephone_number_with_commas_is_not_quoted(written: str) -> None:
    assert refusal(written, MONEY).fault.startswith("（")
