"""CSV is read as Excel and WPS write it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.ledgers.samples import application, csv_text, grid, read, replace

ROWS = grid("applications", [application(1), application(2)])


def _numbers(folder: Path) -> list[str]:
    return list(read(folder)["applications"]["number"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk"])
@pytest.mark.parametrize("newline", ["\r\n", "\n", "\r"], ids=["CRLF", "LF", "CR"])
def test_encoding_and_line_ends_make_no_difference(
    folder: Path, encoding: str, newline: str
) -> None:
    (folder / "applications.csv").write_bytes(csv_text(ROWS, newline).encode(encoding))

    raw = read(folder)

    assert raw.problems == ()
    assert _numbers(folder) == ["依申请〔2022〕1号", "依申请〔2022〕2号"]
    assert list(raw["applications"]["outcome"]) == ["granted", "granted"]


def test_line_breaks_inside_quotes_do_not_shift_row_numbers(folder: Path) -> None:
    rows = grid(
        "applications",
        [application(1, 申请内容="第一行\r\n第二行\n第三行"), application(2, 办理结果="随便")],
    )
    (folder / "applications.csv").write_bytes(csv_text(rows).encode("gb18030"))

    (problem,) = read(folder).problems

    assert (problem.rows, problem.column) == ((3,), "办理结果")


def test_commas_and_quotation_marks_inside_quotes_stay_in_their_column(folder: Path) -> None:
    rows = grid("applications", [application(1, 申请内容='关于"三公"经费, 以及其他')])
    (folder / "applications.csv").write_text(csv_text(rows), encoding="utf-8", newline="")

    assert read(folder).problems == ()


def test_full_width_digits_are_digits(folder: Path) -> None:
    rows = grid(
        "applications",
        [
            application(
                1,
                收到日期="２０２２－０３－０１",
                办结日期="２０２２年３月２０日",
                不计入期限天数="１２",
            )
        ],
    )
    (folder / "applications.csv").write_text(csv_text(rows), encoding="utf-8", newline="")

    raw = read(folder)

    assert raw.problems == ()
    (row,) = raw["applications"].itertuples()
    assert row.received.date() == dt.date(2022, 3, 1)
    assert row.concluded.date() == dt.date(2022, 3, 20)
    assert row.days_excluded == 12


def test_blank_rows_are_no_records_but_keep_their_numbers(folder: Path) -> None:
    blank = [None] * len(ROWS[0])
    rows = [ROWS[0], blank, ROWS[1], ["", " ", "　"], blank, ROWS[2], blank]
    (folder / "applications.csv").write_text(csv_text(rows), encoding="utf-8", newline="")

    raw = read(folder)

    assert raw.problems == ()
    assert list(raw.ledgers["applications"].places.rows) == [3, 6]


def test_trailing_empty_columns_are_nothing(folder: Path) -> None:
    rows = [[*row, None, "", " "] for row in ROWS]
    (folder / "applications.csv").write_text(csv_text(rows), encoding="utf-8", newline="")

    raw = read(folder)

    assert raw.problems == ()
    assert len(raw["applications"]) == 2


def test_rows_cut_off_after_their_last_value_are_read(folder: Path) -> None:
    rows = [ROWS[0], ROWS[1][:10]]
    (folder / "applications.csv").write_text(csv_text(rows), encoding="utf-8", newline="")

    raw = read(folder)

    assert raw.problems == ()
    assert raw["applications"]["days_excluded"].isna().all()


def test_headings_alone_are_an_empty_ledger(folder: Path) -> None:
    raw = read(folder)

    assert raw.problems == ()
    assert {name: len(ledger.frame) for name, ledger in raw.ledgers.items()} == {
        "applications": 0,
        "documents": 0,
        "decisions": 0,
        "fees": 0,
        "cases": 0,
    }


def test_extension_in_capitals_is_as_good(folder: Path) -> None:
    replace(folder, "cases")
    (folder / "cases.CSV").write_text(csv_text(grid("cases", [])), encoding="utf-8")

    assert read(folder).ledgers["cases"].file == "cases.CSV"
