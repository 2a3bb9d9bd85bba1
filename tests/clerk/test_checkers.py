"""The checkers: advice that does harm and personal values are caught, good advice is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.clerk.base import PEOPLE
from tests.clerk.look import Seen, faults, leads_astray, shows_persons
from tests.clerk.manner import Kept
from tests.clerk.manners import MANNERS


@pytest.mark.parametrize(
    "said",
    [
        "不认识“不予公开”。是否应为“予以公开”？",
        "“维持”是否应为“未维持”？",
        "“金额（万元）”列是否应改名为“金额（元）”？",
        "“登记\u200b编号”列应改名为“登记编号”。",
        "有几张工作表都像台账：一季度、二季度。请只留一张。",
        "与第 2 行重复。请改正编号，或者删去重复的一行。",
    ],
)
def test_advice_that_does_harm_is_caught(said: str, tmp_path: Path) -> None:
    assert leads_astray([said], tmp_path)


def test_asking_for_an_empty_ledger_does_harm_only_where_records_may_be(tmp_path: Path) -> None:
    said = ["缺少“收费台账”。全年没有记录的，请放一份只有表头的文件。"]
    assert leads_astray(said, tmp_path) == []
    (tmp_path / "收费明细.xlsx").write_bytes(b"PK")
    assert leads_astray(said, tmp_path)


def test_good_advice_is_none_of_it(tmp_path: Path) -> None:
    said = ["“答复日斯”列是否应改名为“答复日期”？", "“不予公开”可以是几种结果，请写明理由。"]
    said.append("不认识“危及“三安全一稳定”①”。是否应为“危及“三安全一稳定””？")
    assert leads_astray(said, tmp_path) == []


def test_every_kind_of_personal_value_is_caught() -> None:
    for value in PEOPLE[0]:
        assert shows_persons([f"第 3 行“{value}”不是日期。"])
    assert shows_persons(["第 3 行“收到日期”：（4 个字符，不予显示）不是日期。"]) == []


def test_that_a_figure_cannot_be_told_is_no_word_that_leads_to_it(tmp_path: Path) -> None:
    said = frozenset({"“行政事业性收费·收费金额（万元）”无法确定。"})
    seen = Seen({}, passed=False, said=said, account=None)
    kept = Kept(tmp_path, {"t2.fees.amount": 1}, [])

    (fault,) = faults([MANNERS["amounts-thousand"]], kept, seen, known=())

    assert fault.startswith("silent")
