"""Several errors in one ledger are all found in one reading."""

from __future__ import annotations

from tests.ledgers.samples import application, only, read_rows


def test_four_planted_errors_are_found_in_one_reading() -> None:
    rows = [application(n) for n in range(1, 11)]
    rows[1]["办理结果"] = None
    rows[3]["申请人类别"] = "法律服务机购"
    rows[5]["办结日期"] = "2022-02-01"
    rows[8]["登记编号"] = rows[0]["登记编号"]

    problems = read_rows(applications=rows).problems

    assert [(p.kind, p.rows, p.column) for p in problems] == [
        ("choice", (5,), "申请人类别"),
        ("together", (3,), "办理结果"),
        ("order", (7,), "办结日期"),
        ("unique", (10,), "登记编号"),
    ]
    assert problems[1].where == "applications.csv 第 3 行“办理结果”"


def test_four_planted_errors_in_one_row_are_found_in_one_reading() -> None:
    row = application(
        1, 申请人类别="自然人人", 办结日期="2022-02-01", 是否延期="不详", 不计入期限天数="少许"
    )

    problems = read_rows(applications=[application(1), row]).problems

    assert [p.kind for p in problems] == ["choice", "choice", "number", "order", "unique"]
    assert {p.rows for p in problems} == {(3,)}


def test_one_cause_in_several_rows_is_one_problem() -> None:
    rows = [application(n, 办理结果="已办") for n in (1, 2, 3)]

    problem = only(read_rows(applications=[*rows, application(4), application(5)]).problems)

    assert problem.where == "applications.csv 第 2–4 行“办理结果”"


def test_problems_come_in_the_order_of_the_ledgers_and_columns() -> None:
    raw = read_rows(
        fees=[{"收费项目": "占道费", "收费类别": "?", "收费日期": "2022-05-01", "金额（元）": "x"}],
        applications=[application(1, 办理结果="?"), application(2, 收到日期="?")],
    )

    assert [(p.ledger, p.rows, p.column) for p in raw.problems] == [
        ("applications", (3,), "收到日期"),
        ("applications", (2,), "办理结果"),
        ("fees", (2,), "收费类别"),
        ("fees", (2,), "金额（元）"),
    ]
