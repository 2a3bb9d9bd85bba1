"""Sections, titles and deadlines are those that the State prescribes."""

from __future__ import annotations

import datetime as dt

import pytest

from reportkit.forms import forms_beside, load_form
from reportkit.strict import located, read_yaml

EDITIONS = ["2019", "2021"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_there_are_six_sections_and_three_of_them_are_tables(edition: str) -> None:
    sections = load_form("ogi").edition(edition).sections

    assert [section.heading for section in sections] == [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert [section.table for section in sections] == ["", "t2", "t3", "t4", "", ""]
    assert [section.prose for section in sections] == [True, False, False, False, True, True]


@pytest.mark.parametrize("edition", EDITIONS)
def test_section_of_a_table_bears_its_title(edition: str) -> None:
    form = load_form("ogi").edition(edition)

    for table in form.tables.values():
        assert form.section_of(table.id).title == table.title


def test_only_2021_limits_the_overview_and_asks_for_the_fee() -> None:
    limits = {
        edition: [
            (s.id, s.limit, s.must_mention) for s in load_form("ogi").edition(edition).sections
        ]
        for edition in EDITIONS
    }

    assert {item for item in limits["2021"] if item[1] or item[2]} == {
        ("overview", 1000, ""),
        ("other", 0, "处理费"),
    }
    assert not any(limit or word for _, limit, word in limits["2019"])


@pytest.mark.parametrize(
    ("organ", "last_day"),
    [
        ("department", dt.date(2023, 1, 31)),
        ("township", dt.date(2023, 1, 31)),
        ("county", dt.date(2023, 2, 20)),
        ("city", dt.date(2023, 3, 10)),
        ("province", dt.date(2023, 3, 31)),
        ("vertical", dt.date(2023, 3, 31)),
    ],
)
def test_deadline_lies_in_the_year_after_the_report_year(organ: str, last_day: dt.date) -> None:
    assert load_form("ogi").organs[organ].due(2022) == last_day


def test_no_organ_may_publish_after_march() -> None:
    organs = load_form("ogi").organs.values()

    assert max(organ.due(2023) for organ in organs) == dt.date(2024, 3, 31)


def test_title_is_made_of_bureau_and_year() -> None:
    lines = load_form("ogi").edition("2021").title_lines("阜新市生态环境局", 2022)

    assert lines == ["阜新市生态环境局", "2022年政府信息公开工作年度报告"]


def test_other_forms_are_those_that_rules_speak_of_which_are_not_suspended() -> None:
    rules = """
- {id: A, left: ["a:t.x", "last:t.y"], right: ["-b:{place}.z", "c:[kind].z"]}
- {id: B, suspended: 等待, left: ["d:t.x"]}
"""

    assert forms_beside(located(read_yaml(rules, "x"))) == ("a", "b", "c")
