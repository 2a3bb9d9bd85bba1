"""Forms, one for each record, are read where nothing has to be guessed; the rest is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from reportkit.errors import RawDataError
from reportkit.grids import Grid
from reportkit.ledgers import RawData, read_raw_data, take_in
from reportkit.ledgers.sheets.headings import Vocabulary
from reportkit.ledgers.sheets.record_forms import EMPTY, OTHERS, find_forms
from tests.ledgers.samples import EDITION, SCHEMAS, YEAR, application, fill, open_application

Cells = list[list[Any]]


def read(folder: Path, *sheets: Cells, ledger: str = "applications") -> RawData:
    folder.mkdir(exist_ok=True)
    fill(folder)
    (folder / f"{ledger}.csv").unlink(missing_ok=True)
    with xlsxwriter.Workbook(folder / f"{ledger}.xlsx") as book:
        for rows in sheets:
            page = book.add_worksheet()
            for at, row in enumerate(rows):
                page.write_row(at, 0, row)
    return read_raw_data(take_in(folder), EDITION, YEAR)


def form(record: dict[str, Any]) -> Cells:
    """Return a record as a form of two columns under a title."""
    return [["申请登记表"], *([heading, value] for heading, value in record.items())]


def test_every_row_of_a_form_is_accounted_for(folder: Path) -> None:
    empty = dict.fromkeys(application())
    raw = read(folder, [*form(application(1)), *form(open_application(2)), *form(empty)])

    (block,) = raw.account.of("applications")
    left = {each.reason: each.rows for each in block.left_out}
    rows = len(application()) + 1
    assert list(raw["applications"]["number"]) == [f"依申请〔2022〕{n}号" for n in (1, 2)]
    assert (block.read, block.records) == (2, 2)
    assert set(left) == {OTHERS, EMPTY}
    assert sorted([2, 2 + rows, *left[OTHERS], *left[EMPTY]]) == list(range(1, 3 * rows + 1))


@pytest.mark.parametrize("beside", [False, True], ids=["below", "beside each other"])
def test_problem_stands_where_it_is_on_the_sheet(folder: Path, beside: bool) -> None:
    one, other = application(1), application(2, 办理结果="另行处置")
    if beside:
        raw = read(folder, [[heading, one[heading], other[heading]] for heading in one])
    else:
        raw = read(folder, [*form(one), *form(other)])

    (problem,) = [each for each in raw.problems if each.kind == "outcome"]
    assert (problem.rows, problem.at) == (((10,), 2) if beside else ((24,), 1))


def test_a_form_that_says_two_things_of_one_heading_is_told(folder: Path) -> None:
    rows = form(application(1))
    rows.append(["收到日期", "2022-05-06"])

    with pytest.raises(RawDataError, match="表头竖着排在左边"):
        read(folder, rows)


def test_nothing_personal_is_read(folder: Path) -> None:
    raw = read(folder, form(application(1)))

    (block,) = raw.account.of("applications")
    assert block.personal == 5
    assert "欧阳明月" not in str(raw.account.to_json()) + str(raw.problems)


def test_labels_may_be_all_that_a_sheet_has_without_being_forms(folder: Path) -> None:
    """A table that lacks a column is none."""
    heads = [heading for heading in application() if heading != "收到日期"]
    with pytest.raises(RawDataError, match="缺少“收到日期”列"):
        read(folder, [heads, ["a"] * len(heads)])


def test_a_form_of_two_ledgers_belongs_to_the_one_that_is_named() -> None:
    rows = [["编号", "1号"], ["收到日期", "2022-03-04"], ["申请人类别", "自然人"]]
    rows += [["办结日期", None], ["办理结果", None]]
    grid = Grid("a.xlsx", [(n, row) for n, row in enumerate(rows, start=1)])
    both = [Vocabulary(SCHEMAS["applications"], {})] * 2

    assert find_forms(grid, "", both, None) is None
    assert find_forms(grid, "", both, SCHEMAS["applications"]) is not None
