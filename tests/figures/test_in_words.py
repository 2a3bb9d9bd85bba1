"""How a cell is counted is told in Chinese, from the data that it is counted by."""

from __future__ import annotations

import re

import pytest

from reportkit.figures import in_words
from reportkit.forms import Edition, load_form, usable_forms

EDITIONS = [
    load_form(form).edition(edition)
    for form in usable_forms()
    for edition in load_form(form).editions
]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda each: f"{each.form.id}-{each.id}")
def test_every_cell_is_told_without_a_code(edition: Edition) -> None:
    for cell in edition.cells.values():
        told = in_words(cell, edition)
        assert not re.search(r"[a-z]", told), told
        assert told.endswith(("记录数", "之和", "之和除以 10000", "由单位填报"))


@pytest.mark.parametrize(
    ("form", "edition", "cell", "told"),
    [
        (
            "ogi",
            "2021",
            "t3.carried_in.total",
            "依申请公开登记台账中“收到日期”在上年末以前、“办结日期”在上年末以后或者没有填的记录数",
        ),
        (
            "ogi",
            "2021",
            "t4.reconsideration.total",
            (
                "政府信息公开行政复议、行政诉讼台账中“受理日期”在本年末以前、"
                "“审结日期”在上年末以后或者没有填、“案件类别”为“行政复议”的记录数"
            ),
        ),
        (
            "ogi",
            "2021",
            "t2.fees.amount",
            (
                "收费台账中“收费日期”在本年度、“收费类别”为“行政事业性收费”的记录的“金额（元）”之和"
                "除以 10000"
            ),
        ),
        (
            "enforcement",
            "zj-2024",
            "penalties.fine",
            (
                "行政许可、行政处罚、行政强制决定台账中“决定日期”在本年度、“决定类别”为“行政处罚”、"
                "“处罚种类”中最重的为“罚款”的记录数"
            ),
        ),
        ("enforcement", "qf-2021", "penalties.filed", "不从台账统计，由单位填报"),
    ],
)
def test_conditions_are_told_as_they_are_held(
    form: str, edition: str, cell: str, told: str
) -> None:
    chosen = load_form(form).edition(edition)

    assert in_words(chosen.cells[cell], chosen) == told
