"""What files are called leads to their ledger, and to no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.forms import load_form, usable_forms
from reportkit.ledgers import read_raw_data, take_in
from reportkit.ledgers.sheets.names import claimed
from tests.ledgers.samples import EDITION, YEAR, fill

SCHEMAS = {
    schema.id: schema
    for form in map(load_form, usable_forms())
    for edition in map(form.edition, form.editions)
    for schema in edition.ledgers.values()
}


def test_every_name_of_a_ledger_speaks_of_that_ledger_alone() -> None:
    for schema in SCHEMAS.values():
        for name in (schema.title, *schema.names):
            for written in (name, f"2025年{name}", f"城南区水务局{name}（上半年）"):
                found = claimed(written, SCHEMAS.values())
                assert (found.id if found else None) == schema.id, written


@pytest.mark.parametrize(
    ("name", "ledger"),
    [
        ("2025年依申请公开台账", "applications"),
        ("政府信息公开申请登记表", "applications"),
        ("行政许可申请登记表", "licence_applications"),
        ("行政处罚决定台账", "decisions"),
        ("信息公开行政复议台账", "cases"),
        ("行政复议台账", None),  # all of an office's cases: most have nothing to do with disclosure
        ("政府信息公开申请表", None),  # a paper of one applicant
        ("行政许可台账", None),  # applications for licences, or decisions
        ("现行有效规范性文件目录", None),
    ],
)
def test_what_a_name_speaks_of(name: str, ledger: str | None) -> None:
    found = claimed(name, SCHEMAS.values())

    assert (found.id if found else None) == ledger


def test_a_file_called_like_a_ledger_of_another_form_is_read_by_its_headings(
    tmp_path: Path,
) -> None:
    """行政强制台账 was passed over as the other form's, and its decisions were not counted."""
    fill(tmp_path)
    (tmp_path / "decisions.csv").unlink()
    headings = "决定文书号,决定类别,决定日期,是否公开"
    (tmp_path / "行政处罚台账.csv").write_text(
        f"{headings}\n罚1号,行政处罚,2022-03-04,是\n", "utf-8"
    )
    (tmp_path / "行政强制台账.csv").write_text(
        f"{headings}\n强2号,行政强制,2022-03-05,是\n", "utf-8"
    )
    others = load_form("enforcement").ledgers

    raw = read_raw_data(take_in(tmp_path), EDITION, YEAR, others=others)

    assert list(raw["decisions"]["kind"]) == ["penalties", "coercive_measures"]


def test_a_ledger_of_another_form_is_left_to_it(tmp_path: Path) -> None:
    fill(tmp_path)
    (tmp_path / "行政强制台账.csv").write_text(
        "决定文书号,强制方式,决定日期,完成日期\n强2号,扣押财物,2022-03-05,2022-03-05\n",
        "utf-8",
    )
    others = load_form("enforcement").ledgers

    raw = read_raw_data(take_in(tmp_path), EDITION, YEAR, others=others)

    assert len(raw["decisions"]) == 0
    assert [each.reason for each in raw.account.not_read] == ["是另一种报告的“行政强制台账”"]
