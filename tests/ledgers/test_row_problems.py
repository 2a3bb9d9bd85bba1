"""Every rule on rows names the row and the column, what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from tests.ledgers.samples import SCHEMAS, application, only, open_application, read_rows

DOCUMENT = {
    "文件名称": "某某办法",
    "文号": "阜环发〔2022〕1号",
    "文件类别": "行政规范性文件",
    "制发日期": "2022-05-01",
}
DECISION = {"决定文书号": "阜环罚〔2022〕1号", "决定类别": "行政处罚", "决定日期": "2022-05-01"}
FEE = {
    "收费项目": "占道费",
    "收费类别": "行政事业性收费",
    "收费日期": "2022-05-01",
    "金额（元）": "1",
}
CASE = {"案号": "阜复〔2022〕1号", "案件类别": "行政复议", "受理日期": "2022-05-01"}
PUBLICATION = {"标题": "通知", "发布日期": "2022-05-01", "发布渠道": "政府网站"}
RECORDS: Mapping[str, Mapping[str, Any]] = {
    "applications": application(),
    "documents": DOCUMENT,
    "decisions": DECISION,
    "fees": FEE,
    "cases": CASE,
    "publications": PUBLICATION,
}
REQUIRED = [
    (ledger, field.heading)
    for ledger in RECORDS
    for field in SCHEMAS[ledger].fields
    if field.required
]


@pytest.mark.parametrize("ledger", RECORDS)
def test_records_of_these_tests_are_valid(ledger: str) -> None:
    assert read_rows(**{ledger: [RECORDS[ledger]]}).problems == ()


@pytest.mark.parametrize(("ledger", "heading"), REQUIRED)
def test_required_value_left_empty(ledger: str, heading: str) -> None:
    raw = read_rows(**{ledger: [{**RECORDS[ledger], heading: None}]})

    problem = only(raw.problems)
    assert problem.kind == "required"
    assert str(problem) == f"{ledger}.csv 第 2 行“{heading}”：没有填。请补填。"


HIDDEN = {length: f"（{length} 个字符，不予显示）" for length in range(20)}
AS_DATE = "请写成 2022-01-31 的样子。"
AS_NUMBER = "请填实际的数，只写数字。"
AS_SHOWN_IN_FULL = "请在原表中把这一列设为数值格式，核对后重新保存。"
APPLICANTS = "应填规定的类别：自然人、商业企业、科研机构、社会公益组织、法律服务机构、其他。"
OUTCOMES = (
    "应填规定的类别：予以公开、部分公开、属于国家秘密、其他法律行政法规禁止公开、"
    "危及“三安全一稳定”、保护第三方合法权益、属于三类内部事务信息等。"
)
WRONG = [
    ("applications", "收到日期", "2022-02-30", "date", "没有“2022-02-30”这一天", AS_DATE),
    ("applications", "收到日期", "2022.13.1", "date", "没有“2022.13.1”这一天", AS_DATE),
    ("applications", "收到日期", "3月1日", "date", "“3月1日”没有写年份", AS_DATE),
    ("applications", "收到日期", "2022年3月", "date", "“2022年3月”没有写明是哪一日", AS_DATE),
    ("applications", "收到日期", "2022年", "date", "“2022年”只有年份，没有写月和日", AS_DATE),
    (
        "applications",
        "收到日期",
        "5/3/2022",
        "date",
        "“5/3/2022”分不清哪个是月、哪个是日",
        AS_DATE,
    ),
    (
        "applications",
        "收到日期",
        "19.3.4",
        "date",
        "“19.3.4”的年份只写了两位，看不出是哪一年",
        AS_DATE,
    ),
    ("applications", "收到日期", "去年", "date", f"{HIDDEN[2]}不是日期", AS_DATE),
    (
        "applications",
        "收到日期",
        "1022-03-01",
        "date",
        "“1022-03-01”的年份不合情理",
        "请核对年份。",
    ),
    (
        "applications",
        "办结日期",
        "2202-03-01",
        "date",
        "“2202-03-01”的年份不合情理",
        "请核对年份。",
    ),
    ("applications", "申请人类别", "自燃人", "choice", "不认识“自燃人”", "是否应为“自然人”？"),
    (
        "applications",
        "申请人类别",
        "商业企业单位",
        "choice",
        f"不认识所填内容{HIDDEN[6]}",
        APPLICANTS,
    ),
    (
        "applications",
        "办理结果",
        "本机关不撑握",
        "outcome",
        "不认识“本机关不撑握”",
        "是否应为“本机关不掌握相关政府信息”？",
    ),
    ("applications", "办理结果", "已办", "outcome", f"不认识所填内容{HIDDEN[2]}", OUTCOMES),
    (
        "applications",
        "是否延期",
        "可能",
        "choice",
        f"不认识所填内容{HIDDEN[2]}",
        "请填“是”或者“否”。",
    ),
    ("applications", "不计入期限天数", "几天", "number", f"{HIDDEN[2]}不是数", AS_NUMBER),
    ("applications", "不计入期限天数", "2.5", "number", "“2.5”不是整数", "请填整数。"),
    (
        "applications",
        "不计入期限天数",
        "-1",
        "number",
        "“-1”是负数",
        "请核对；冲减的应与原记录合并。",
    ),
    ("applications", "不计入期限天数", "10000", "number", "“10000”大得不合情理", "请核对。"),
    (
        "applications",
        "不计入期限天数",
        "1e999999999",
        "number",
        f"{HIDDEN[11]}是科学计数法，Excel 可能已经略去了后面的数字",
        AS_SHOWN_IN_FULL,
    ),
    (
        "documents",
        "文件类别",
        "规范性文",
        "choice",
        "不认识“规范性文”",
        "是否应为“行政规范性文件”？",
    ),
    ("decisions", "决定类别", "行政处份", "choice", "不认识“行政处份”", "是否应为“行政处罚”？"),
    ("fees", "金额（元）", "12件", "number", "“12件”不是数", AS_NUMBER),
    (
        "fees",
        "金额（元）",
        "1.005",
        "number",
        "“1.005”不足一分",
        "金额以元为单位，最多两位小数。",
    ),
    ("fees", "金额（元）", "-3", "number", "“-3”是负数", "请核对；冲减的应与原记录合并。"),
    ("fees", "金额（元）", "NaN0", "number", f"{HIDDEN[4]}不是数", AS_NUMBER),
    ("fees", "金额（元）", "1_000", "number", f"{HIDDEN[5]}不是数", AS_NUMBER),
    ("fees", "金额（元）", "9" * 16, "number", f"{HIDDEN[16]}大得不合情理", "请核对。"),
    (
        "fees",
        "金额（元）",
        "1.2E+05",
        "number",
        "“1.2E+05”是科学计数法，Excel 可能已经略去了后面的数字",
        AS_SHOWN_IN_FULL,
    ),
    (
        "fees",
        "金额（元）",
        "12,5",
        "number",
        "“12,5”里的逗号不是千位分隔",
        "请核对是多少，去掉逗号重新填写。",
    ),
    ("cases", "案件类别", "复义后起诉", "choice", "不认识“复义后起诉”", "是否应为“复议后起诉”？"),
    ("publications", "发布渠道", "政府网占", "choice", "不认识“政府网占”", "是否应为“政府网站”？"),
]


@pytest.mark.parametrize(("ledger", "heading", "value", "rule", "fault", "remedy"), WRONG)
def test_value_that_a_column_does_not_allow(
    ledger: str, heading: str, value: str, rule: str, fault: str, remedy: str
) -> None:
    raw = read_rows(**{ledger: [{**RECORDS[ledger], heading: value}]})

    problem = only([p for p in raw.problems if p.kind != "together"])
    assert (problem.kind, problem.ledger, problem.rows) == (rule, ledger, (2,))
    assert str(problem) == f"{ledger}.csv 第 2 行“{heading}”：{fault}。{remedy}"


def test_result_of_a_case_that_the_form_does_not_know() -> None:
    raw = read_rows(cases=[{**CASE, "审结日期": "2022-06-01", "审理结果": "结果维待"}])

    problem = only(raw.problems)
    assert (problem.kind, problem.column) == ("outcome", "审理结果")
    assert "是否应为“结果维持”" in problem.remedy


@pytest.mark.parametrize(
    ("filled", "empty", "row"),
    [
        ("办结日期", "办理结果", {"办理结果": None}),
        ("办理结果", "办结日期", {"办结日期": None}),
    ],
)
def test_outcome_if_and_only_if_concluded(filled: str, empty: str, row: dict[str, None]) -> None:
    problem = only(read_rows(applications=[application(**row)]).problems)

    assert (problem.kind, problem.rows, problem.column) == ("together", (2,), empty)
    assert problem.fault == f"填了“{filled}”，却没有填“{empty}”"
    assert problem.remedy == "两项应同时填写或者同时留空。"


def test_result_if_and_only_if_the_case_is_decided() -> None:
    problem = only(read_rows(cases=[{**CASE, "审结日期": "2022-06-01"}]).problems)

    assert (problem.kind, problem.column) == ("together", "审理结果")


def test_misspelt_outcome_is_one_problem_and_not_two() -> None:
    problem = only(read_rows(applications=[application(办理结果="予以公升")]).problems)

    assert problem.kind == "outcome"


ORDERED = [
    ("applications", "收到日期", "办结日期", {}),
    ("documents", "制发日期", "废止日期", {}),
    ("cases", "受理日期", "审结日期", {"审理结果": "结果维持"}),
]


@pytest.mark.parametrize(("ledger", "earlier", "later", "more"), ORDERED)
def test_end_before_the_beginning(
    ledger: str, earlier: str, later: str, more: dict[str, str]
) -> None:
    row = {**RECORDS[ledger], **more, earlier: "2022-05-01", later: "2022-04-30"}

    problem = only(read_rows(**{ledger: [row]}).problems)

    assert (problem.kind, problem.rows, problem.column) == ("order", (2,), later)
    assert problem.fault == f"“{later}”（2022-04-30）早于“{earlier}”（2022-05-01）"
    assert problem.remedy == "请核对两个日期。"


def test_concluded_on_the_day_it_was_received_is_right() -> None:
    assert read_rows(applications=[application(办结日期="2022-03-01")]).problems == ()


@pytest.mark.parametrize(
    ("ledger", "heading"),
    [
        ("applications", "登记编号"),
        ("documents", "文号"),
        ("decisions", "决定文书号"),
        ("cases", "案号"),
    ],
)
def test_number_given_twice(ledger: str, heading: str) -> None:
    record = RECORDS[ledger]
    other = {**record, heading: f"{record[heading]}之二"}

    problem = only(read_rows(**{ledger: [record, other, record]}).problems)

    assert (problem.kind, problem.rows, problem.column) == ("unique", (4,), heading)
    # Of two numbers nobody can tell whether 阜环 is the office or who applied.
    hidden = f"（{len(record[heading])} 个字符，不予显示）"
    shown = hidden if ledger in ("decisions", "cases") else f"“{record[heading]}”"
    assert problem.fault == f"{shown}与第 2 行重复"
    assert problem.remedy == "两行是同一件的，请删去一行；不是的，请改正编号。"


def test_a_number_is_quoted_where_a_ledger_has_its_way_of_writing() -> None:
    record = RECORDS["cases"]
    others = [{**record, "案号": f"阜复〔2022〕{n}号"} for n in range(5, 9)]

    problem = only(read_rows(cases=[*others, others[0]]).problems)

    assert problem.fault == "“阜复〔2022〕5号”与第 2 行重复"


@pytest.mark.parametrize(
    "number",
    [
        *("张三2022", "张三〔2022〕1号", "2022-张三", "（2022）张三字第1号", "zhangsan2022"),
        *("139:0418:0001", "139+0418+0001", "139～0418～0001", "139_0418_0001", "139、0418、0001"),
        *("139041800011", "0418:2822222", "2109021987031543211", "2022-139-0418-0001"),
    ],
)
def test_a_number_with_a_person_in_it_goes_nowhere(number: str) -> None:
    raw = read_rows(applications=[application(1, 登记编号=number), application(2, 登记编号=number)])

    ledger = raw.ledgers["applications"]
    told = [*map(str, raw.problems), ledger.frame.to_csv(), *ledger.numbers()]
    assert raw.problems
    assert not [
        text for text in told if number in text or number.split("〔", maxsplit=1)[0] in text
    ]


def test_every_further_use_of_a_number_is_a_problem_of_its_own() -> None:
    raw = read_rows(applications=[application(1)] * 3)

    assert [(p.kind, p.rows) for p in raw.problems] == [("unique", (3,)), ("unique", (4,))]


def test_documents_without_numbers_are_not_the_same_document() -> None:
    rows = [{**DOCUMENT, "文号": None}] * 2

    assert read_rows(documents=rows).problems == ()


def test_records_after_the_report_year_stay_and_are_left_to_the_rules() -> None:
    """Which records count is asked of all ledgers together: see check `other_years`."""
    late = [open_application(n, 收到日期=f"2023-01-0{n}") for n in (2, 3)]

    raw = read_rows(applications=[application(1), *late])

    assert raw.problems == ()
    assert list(raw["applications"]["received"].dt.year) == [2022, 2023, 2023]


def test_last_day_of_the_year_is_in_the_year() -> None:
    rows = [open_application(1, 收到日期="2022-12-31")]

    assert read_rows(applications=rows).problems == ()


@pytest.mark.parametrize("value", ["是", "有", "√", "Y", "y", "1", " 是 "])
def test_yes_is_written_in_many_ways(value: str) -> None:
    raw = read_rows(applications=[application(是否延期=value)])

    assert raw.problems == ()
    assert raw["applications"]["extended"].tolist() == [True]


@pytest.mark.parametrize("value", ["否", "无", "×", "N", "n", "0"])
def test_no_is_written_in_many_ways(value: str) -> None:
    raw = read_rows(applications=[application(是否延期=value)])

    assert raw.problems == ()
    assert raw["applications"]["extended"].tolist() == [False]


def test_row_with_problems_stays_in_the_frame_and_is_marked_doubtful() -> None:
    raw = read_rows(applications=[application(1), application(2, 申请人类别="自燃人")])

    ledger = raw.ledgers["applications"]
    assert list(ledger.places.rows) == [2, 3]
    doubtful = ledger.doubtful
    assert doubtful["applicant_kind"][1]
    assert sum(map(sum, doubtful.values())) == 1
