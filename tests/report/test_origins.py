"""Whatever was handed in: where the review page says a figure comes from, that figure is.

The rows that are listed add up to it, or it names the place where it was filled in; a parent's is
its own and what each member adds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from reportkit.figures import Mark
from reportkit.rendering.review.cells import CellShown, cells_shown
from reportkit.report import Report
from reportkit.report.for_review import for_review
from tests.conftest import ENFORCEMENT_EXAMPLE, EXAMPLE, copy_workspace
from tests.ledgers.samples import write_xlsx
from tests.report import kinds
from tests.report.test_for_review import rows_shown
from tests.report.test_official_form import hand_in, opened, take_ledgers_away

BY_MONTH = [["月份", "行政许可", "行政处罚", "行政强制"], ["1月", 3, 2, 1], ["2月", 1, 0, None]]
LATER = [BY_MONTH[0], ["7月", 5, 2, 1], ["8月", 6, 0, None], ["合计", 11, 2, 1]]


def _shown(report: Report) -> Mapping[str, CellShown]:
    return cells_shown(report.figures.to_json(), for_review(report), (), "")


def _form_alone(report: Report) -> None:
    hand_in(report)
    take_ledgers_away(report)


def _form_for_one(report: Report) -> None:
    hand_in(report)
    take_ledgers_away(report, "decisions")


def _by_month(report: Report) -> None:
    take_ledgers_away(report, "decisions")
    write_xlsx(report.folder / "decisions.xlsx", BY_MONTH)
    write_xlsx(report.folder / "行政决定（下半年）.xlsx", LATER)


WAYS: dict[str, tuple[str, Callable[[Report], None]]] = {
    "rows": (EXAMPLE, lambda report: None),
    "the form beside rows": (EXAMPLE, hand_in),
    "the form alone": (EXAMPLE, _form_alone),
    "the form instead of one ledger": (EXAMPLE, _form_for_one),
    "counts by month in two files": (EXAMPLE, _by_month),
    "rows of the other form": (ENFORCEMENT_EXAMPLE, lambda report: None),
    "the other form alone": (ENFORCEMENT_EXAMPLE, _form_alone),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_figure_is_what_its_origin_comes_to(tmp_path: Path, way: str) -> None:
    bureau, change = WAYS[way]
    workspace = copy_workspace(tmp_path / "w", bureau)
    change(opened(workspace, bureau))
    report = opened(workspace, bureau)

    cells = _shown(report)

    assert cells.keys() == report.figures.keys()
    for id_, shown in cells.items():
        assert _comes_to(report, shown) == report.figures[id_], (id_, shown)
        assert "无法计算" not in "".join(shown.sources), (id_, shown)


def _comes_to(report: Report, shown: CellShown) -> object:
    """Return what the page says that a bureau's own figure is made of."""
    if any(line.startswith("填报在 ") for line in shown.sources):
        assert not shown.counted
        return report.official.values[shown.id]
    count = report.edition.cells[shown.id].count
    if not count.sum:
        return sum(int(block.records) for block in shown.counted)
    ledger = report.raw.ledgers[count.ledger]
    amounts = dict(zip(ledger.places.rows, ledger.frame[count.sum], strict=True))
    told = (amounts[row] for _, row in rows_shown(shown.counted))
    return sum((amount for amount in told if amount is not None), Decimal(0)) / count.divide_by


def test_what_was_listed_by_hand_is_no_record_that_is_counted(tmp_path: Path) -> None:
    kinds.write_form(tmp_path)
    kinds.hand_in(tmp_path, kinds.BY_HAND)

    staff = _shown(kinds.report(tmp_path))["h.staff"]

    assert staff.value == "12"
    assert staff.counted == []
    assert "填报在 summary-safety.csv 第 2 行。" in staff.sources


def test_a_parents_figure_leads_to_its_members_and_adds_up(tmp_path: Path) -> None:
    kinds.write_form(tmp_path)
    for bureau in ("office", "sub", "idle"):
        checks = [*kinds.CHECKS[:1]] if bureau == "idle" else kinds.CHECKS
        kinds.hand_in(tmp_path, kinds.BY_HAND, checks=checks, bureau=bureau)
        if bureau != "office":
            kinds.leave(tmp_path, kinds.report(tmp_path, bureau=bureau))
    report = kinds.report(tmp_path, members=["sub", "idle"])

    cells = _shown(report)

    for id_, shown in cells.items():
        value = report.figures[id_]
        if not isinstance(value, int | Decimal):
            continue
        own, *of_members = shown.parts
        assert own.code == ""
        assert sum(Decimal(part.value) for part in shown.parts) == value, id_
        assert {part.code for part in of_members} <= {"sub", "idle"}
    total = cells["s.total.number"]
    assert [part[:2] for part in total.parts] == [("", "3"), ("sub", "3")]
    assert sum(int(block.records) for block in total.counted) == 3


def test_a_member_without_a_report_is_told_as_such(tmp_path: Path) -> None:
    kinds.write_form(tmp_path)
    kinds.hand_in(tmp_path, kinds.BY_HAND)
    report = kinds.report(tmp_path, members=["sub"])

    shown = _shown(report)["s.total.number"]

    assert report.figures["s.total.number"] is Mark.UNKNOWN
    assert shown.value == "无法确定（部分和 3）"
    assert [part[:2] for part in shown.parts] == [("", "3")]
    told = report.cell("s.total.number").source
    assert "本单位自身 3；没有可以计入的所属单位。" in told
    assert "缺 sub，没有合计数；部分和 3。" in told


def test_rows_of_a_figure_set_by_hand_are_said_to_be_those_of_the_one_before(
    tmp_path: Path,
) -> None:
    kinds.write_form(tmp_path)
    kinds.hand_in(tmp_path, kinds.BY_HAND)
    report = kinds.report(tmp_path)
    report.figures = report.figures.replacing({"s.total.number": 9})

    sources = _shown(report)["s.total.number"].sources

    assert "笔记本改写了这一格，原为 3；上面说的和所列的行都是原数的。" in sources


def test_a_figure_unknown_for_want_of_a_members_is_not_blamed_on_the_ledger(tmp_path: Path) -> None:
    kinds.write_form(tmp_path)
    kinds.hand_in(tmp_path, kinds.BY_HAND)
    report = kinds.report(tmp_path, members=["sub"])

    said = [finding.message for finding in report.findings if finding.place == "s.total.number"]

    assert "“合计·次数”无法确定。" in said
    assert "台账" not in "".join(said)
