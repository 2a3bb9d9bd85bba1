"""What lies beside a ledger, or among it, and is another's: it is told."""

from __future__ import annotations

from pathlib import Path

import docx
import pytest

from reportkit.grids import read_grids
from reportkit.ledgers import RawData, read_raw_data, take_in
from reportkit.ledgers.sheets.placing import LOST
from tests.ledgers.samples import EDITION, YEAR, application, fill, read, write_csv


def beside(folder: Path, name: str, rows: list[list[str]]) -> RawData:
    """Return what is read of empty ledgers with a Word document beside them."""
    fill(folder)
    document = docx.Document()
    table = document.add_table(0, len(rows[0]))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save(folder / name)
    return read_raw_data(take_in(folder), EDITION, YEAR)


def test_ledger_pasted_in_a_document_is_told(folder: Path) -> None:
    record = application()
    raw = beside(folder, "补充材料.docx", [list(record), list(record.values())])

    (problem,) = raw.problems
    assert (problem.kind, problem.file) == (LOST, "补充材料.docx")
    assert [(each.file, each.rows) for each in raw.account.not_read] == [("补充材料.docx", 2)]


def test_other_tables_in_a_document_are_none_of_our_business(folder: Path) -> None:
    raw = beside(folder, "说明.docx", [["事项", "办法"], ["答复", "邮寄"]])

    assert raw.problems == ()


@pytest.mark.parametrize(
    ("heading", "names", "asked"),
    [
        ("受理机关", ("绿杨区教育局", "绿杨区民政局"), True),
        ("受理机关", ("绿杨区教育局", "绿杨区教育局"), False),
        ("承办部门", ("法规科", "办公室"), False),
        ("备注", ("绿杨区教育局", "绿杨区民政局"), False),
    ],
)
def test_rows_of_several_organs_are_asked_about(
    folder: Path, heading: str, names: tuple[str, str], asked: bool
) -> None:
    rows = [application(at, **{heading: name}) for at, name in enumerate(names, start=1)]
    write_csv(folder / "applications.csv", [list(rows[0]), *(list(row.values()) for row in rows)])

    told = [each for each in read(folder).problems if "几个单位" in each.fault]

    assert bool(told) is asked


def test_boxes_and_strokes_of_a_web_page(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text(
        "<table><tr><td><input value=甲><td><select><option>乙<option selected>丙</select>"
        "<td><del>丁</del><td>戊<s>己</s><td style='text-decoration:line-through'>庚"
        "<td><input type=checkbox value=on></table>",
        "utf-8",
    )

    (grid,) = read_grids(path)

    assert grid.rows == [(1, ["甲", "丙", "丁", "戊己", "庚"])]
    assert all(value.__class__ is str for value in grid.rows[0][1])
    assert (grid.struck, grid.partly_struck) == (frozenset({(1, 3), (1, 5)}), frozenset({(1, 4)}))
