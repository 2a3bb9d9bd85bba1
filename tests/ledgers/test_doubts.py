"""What is told of a record as in doubt is in doubt in the frame: no figure rests on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.ledgers import RawData
from tests.ledgers.grids import APPLICATIONS, FEE, FEES, Cells, applied
from tests.ledgers.samples import fill, read, write_csv

REMARKED = [*APPLICATIONS, "备注"]
BACKWARDS = ["2022-002", "2022-03-01", "自然人", "2022-02-20", "予以公开"]


def _read(folder: Path, ledger: str, rows: list[Cells]) -> RawData:
    fill(folder)
    write_csv(folder / f"{ledger}.csv", rows)
    return read(folder)


@pytest.mark.parametrize(
    ("ledger", "rows", "doubtful"),
    [
        ("applications", [REMARKED, [*applied(1), ""], [*applied(2), "作废"]], {(3, "row")}),
        ("applications", [REMARKED, [*applied(1), ""], [*applied(2), "撤件"]], {(3, "row")}),
        (
            "applications",
            [APPLICATIONS, applied(1), ["合计", *applied(2)[1:]]],
            {(3, "row"), (3, "number")},
        ),
        ("applications", [APPLICATIONS, ["2022-003至2022-005", *applied(1)[1:]]], {(2, "row")}),
        (
            "applications",
            [[*APPLICATIONS, "件数"], [*applied(1), 1], [*applied(2), 3]],
            {(3, "row")},
        ),
        ("applications", [APPLICATIONS, applied(1), applied(1)], {(3, "row")}),
        ("applications", [APPLICATIONS, [*applied(1)[:4], ""]], {(2, "outcome")}),
        ("applications", [APPLICATIONS, BACKWARDS], {(2, "received"), (2, "concluded")}),
        ("fees", [FEES, FEE, FEE, ["注：金额单位为万元"]], {(2, "amount"), (3, "amount")}),
        ("fees", [[*FEES[:3], "金额"], [*FEE[:3], "五元多"]], {(2, "amount")}),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_told_is_in_doubt(
    tmp_path: Path, ledger: str, rows: list[Cells], doubtful: set[tuple[int, str]]
) -> None:
    raw = _read(tmp_path, ledger, rows)

    assert {problem.kind for problem in raw.problems} - {"reading"}
    found = raw.ledgers[ledger]
    rows = found.places.rows
    assert {(row, name) for name, each in found.doubtful.items() for row in rows[each]} == doubtful


def test_number_of_things_charged_for_is_no_number_of_records(tmp_path: Path) -> None:
    assert _read(tmp_path, "fees", [[*FEES, "数量"], [*FEE, 3], [*FEE, 2]]).problems == ()
