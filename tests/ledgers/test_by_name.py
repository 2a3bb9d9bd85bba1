"""A sheet a kind: its name fills the column that is lacking, where it is certain and only there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from reportkit.errors import RawDataError
from reportkit.ledgers import read_raw_data, take_in
from reportkit.ledgers.mapping import NO_MAPPING, LedgerMapping, Own
from tests.ledgers.samples import EDITION, YEAR, fill

HEAD = ["决定文书号", "决定日期"]
PUBLISHED = ["标题", "发布日期"]


def kinds(
    folder: Path,
    sheets: Mapping[str, Sequence[Sequence[str]]],
    ledger: str = "decisions",
    own: Own = NO_MAPPING,
) -> list[str]:
    """Return the kinds that records get, of sheets by name."""
    folder.mkdir(exist_ok=True)
    fill(folder)
    (folder / f"{ledger}.csv").unlink(missing_ok=True)
    with xlsxwriter.Workbook(folder / f"{ledger}.xlsx") as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    raw = read_raw_data(take_in(folder), EDITION, YEAR, own=own)
    return list(raw[ledger]["kind" if ledger == "decisions" else "channel"])


def row(number: int) -> list[str]:
    return [f"某决〔{YEAR}〕{number}号", f"{YEAR}-03-04"]


def test_each_sheet_fills_in_its_kind(tmp_path: Path) -> None:
    sheets = {"1.行政许可": [HEAD, row(1), row(2)], f"{YEAR}年行政处罚（1件）": [HEAD, row(3)]}
    assert kinds(tmp_path, sheets) == ["licences", "licences", "penalties"]


def test_the_bureaus_own_word_is_a_name_too(tmp_path: Path) -> None:
    own = {"decisions": LedgerMapping(words={"kind": {"市容类": "penalties"}})}
    assert kinds(tmp_path, {"市容类": [HEAD, row(1)]}, own=own) == ["penalties"]


@pytest.mark.parametrize(
    "sheets",
    [
        {"行政许可等": [HEAD, row(1)]},
        {"行政许可": [["一、行政许可"], HEAD, row(1), ["二、行政处罚"], HEAD, row(2)]},
    ],
    ids=["more than the kind", "another kind inside"],
)
def test_what_is_not_certain_is_asked(
    tmp_path: Path, sheets: Mapping[str, Sequence[Sequence[str]]]
) -> None:
    with pytest.raises(RawDataError, match="缺少“决定类别”列"):
        kinds(tmp_path, sheets)


def test_others_is_a_kind_only_beside_other_kinds(tmp_path: Path) -> None:
    others = [PUBLISHED, ["通知", f"{YEAR}-03-04"]]
    with pytest.raises(RawDataError, match="缺少“发布渠道”列"):
        kinds(tmp_path / "alone", {"其他": others}, "publications")
    found = kinds(tmp_path / "beside", {"政府网站": others, "其他": others}, "publications")
    assert found == ["website", "other"]
