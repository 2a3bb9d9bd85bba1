"""Empty ledgers: read back as they are, filled in by programs, they hold clerks to the form."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from reportkit.forms import Edition, Schema, load_form
from reportkit.ledgers import read_raw_data, take_in
from reportkit.ledgers.templates.carry import Carried, open_records
from reportkit.ledgers.templates.instructions import INSTRUCTIONS
from reportkit.ledgers.templates.write import LEDGER, WORDS, Template, write_template
from tests.ledgers.samples import (
    APPLICATION,
    EDITION,
    SCHEMAS,
    YEAR,
    application,
    fill,
    grid,
    open_application,
    write_csv,
    write_xlsx,
)
from tests.ledgers.typing_in import type_in

APPLICATIONS = SCHEMAS["applications"]
EDITIONS = [
    load_form(form).edition(edition)
    for form in ("ogi", "enforcement")
    for edition in load_form(form).editions
]


def template(schema: Schema = APPLICATIONS, carried: Carried | None = None) -> bytes:
    return write_template(
        Template(schema, YEAR, f"某局{YEAR}年{schema.title}", needed=True), carried
    )


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content))


def validations(book: Any) -> dict[str, Any]:
    """Return what Excel holds each column to, by heading."""
    sheet = book[LEDGER]
    found = {}
    for rule in sheet.data_validations.dataValidation:
        (area,) = rule.sqref.ranges
        found[sheet.cell(1, area.min_col).value] = rule
        assert (area.min_row, area.max_row) == (2, 1_048_576)
    return found


def write_all(folder: Path, edition: Edition) -> Path:
    for schema in edition.ledgers.values():
        if schema.holds == "records":
            (folder / f"{schema.stem}.xlsx").write_bytes(template(schema))
    return folder


def filled(path: Path, rows: Sequence[Sequence[Any]]) -> None:
    """Fill a template in with another program, as a clerk does with Excel."""
    book = openpyxl.load_workbook(path)
    for number, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            if value is not None:
                book[LEDGER].cell(number, column).value = value
    book.save(path)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda each: f"{each.form.id}-{each.id}")
def test_every_empty_ledger_is_read_as_a_ledger_without_records(
    edition: Edition, tmp_path: Path
) -> None:
    """Its other sheets are taken for nothing that they are not."""
    raw = read_raw_data(take_in(write_all(tmp_path, edition)), edition, YEAR)

    assert raw.problems == ()
    assert {len(ledger.frame) for ledger in raw.ledgers.values()} == {0}
    assert edition.counted_ledgers <= raw.ledgers.keys()


def test_the_same_template_is_the_same_bytes() -> None:
    assert template() == template()


def test_what_belongs_in_a_column_is_told_by_colour_and_on_a_sheet() -> None:
    book = opened(template())
    headings = {cell.value: cell.fill.start_color.rgb for cell in book[LEDGER][1]}
    told = {row[0]: row for row in book[INSTRUCTIONS].iter_rows(values_only=True)}

    assert list(headings) == [field.heading for field in APPLICATIONS.fields]
    required = {headings[field.heading] for field in APPLICATIONS.fields if field.required}
    unread = {headings[f.heading] for f in APPLICATIONS.fields if f.type == "personal"}
    assert len(required) == len(unread) == 1
    assert len(set(headings.values())) == 3
    for field in APPLICATIONS.fields:
        assert field.heading in told
    words = {row[2] for row in book[INSTRUCTIONS].iter_rows(values_only=True)}
    assert {
        "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
        "自然人",
    } <= words
    assert told["登记编号"][1] == "必填，不重复"
    assert told["申请人姓名"][1] == "不读取"


def test_drop_downs_offer_every_word_of_the_form_from_a_hidden_sheet() -> None:
    """A list in the cell itself ends at 255 characters, which a word more would pass."""
    book = opened(template())
    lists = {}
    for heading, rule in validations(book).items():
        if rule.type == "list":
            sheet, cells = next(book.defined_names[rule.formula1.lstrip("=")].destinations)
            lists[heading] = [row[0].value for row in book[sheet][cells]]
    outcome = APPLICATIONS.by_id["outcome"]

    assert book[WORDS].sheet_state == "veryHidden"
    assert lists["办理结果"] == [outcome.label(code) for code in outcome.choices or {}]
    assert len(",".join(lists["办理结果"])) >= 254
    assert lists["是否延期"] == ["是", "否"]


def test_dates_and_numbers_are_held_to_what_they_may_be() -> None:
    rules = validations(opened(template()))
    epoch = dt.date(1899, 12, 30)

    dates = rules["收到日期"]
    assert dates.type == "date"
    assert int(dates.formula1) == (dt.date(1949, 1, 1) - epoch).days
    assert int(dates.formula2) == (dt.date(YEAR + 1, 12, 31) - epoch).days
    assert "1949-01-01" in dates.error
    assert rules["不计入期限天数"].type == "whole"


def test_the_page_repeats_its_headings_and_the_sheet_keeps_them_in_view() -> None:
    sheet = opened(template())[LEDGER]

    assert sheet.freeze_panes == "B2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert f"某局{YEAR}年依申请公开登记台账" in sheet.oddHeader.center.text


def test_numbers_that_excel_would_spoil_are_texts(tmp_path: Path) -> None:
    """Eighteen digits, a leading zero; and what begins like a formula stays what it is."""
    rows = [
        open_application(1, 登记编号="000123456789012345", 申请人姓名="=1+1", 申请内容="@SUM(A1)"),
        open_application(2, 联系电话="-13904180001", 联系地址="+86"),
    ]
    folder = fill(tmp_path, applications=rows)
    carried = open_records(folder, EDITION, YEAR)["applications"]
    sheet = opened(template(carried=carried))[LEDGER]

    values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    assert values[0][0] == "000123456789012345"
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row if cell.value}
    assert kinds == {"s", "d"}
    assert sheet["A2"].number_format == sheet.column_dimensions["A"].number_format == "@"
    assert "=1+1" in values[0]


def test_open_records_go_over_whole_and_done_ones_stay(tmp_path: Path) -> None:
    """As a ledger is kept: headings by synonym, columns of its own, dates in words."""
    rows = [
        application(1, 办结日期="2022年3月20日"),
        open_application(2, 收到日期="2022年12月30日", 证件号码="210902198703154321"),
        application(3, 收到日期="2022-12-20", 办结日期="2023-01-05"),
        open_application(4, 收到日期="2023-01-02"),
        open_application(5, 办结日期="快了"),
        open_application(6, 收到日期=None),
    ]
    cells = [
        [*row, note] for row, note in zip(grid("applications", rows), "承甲乙丙丁戊己", strict=True)
    ]
    cells[0][-1], cells[0][1] = "承办人", "申请日期"
    write_xlsx(fill(tmp_path) / "applications.xlsx", [["某局台账"], *cells])
    (tmp_path / "applications.csv").unlink()

    carried = open_records(tmp_path, EDITION, YEAR)["applications"]
    sheet = opened(template(carried=carried))[LEDGER]
    table = [list(row) for row in sheet.iter_rows(values_only=True)]

    assert carried.doubtful == ("applications.xlsx 第 7–8 行",)
    assert carried.later == ("applications.xlsx 第 6 行",)
    assert table[0][-1] == "承办人"
    assert [row[0][-2:] for row in table[1:]] == ["2号", "3号", "5号", "6号"]
    assert table[1][1].date() == dt.date(2022, 12, 30)
    assert table[1][3:5] == [APPLICATION["申请人姓名"], "210902198703154321"]
    assert [row[-1] for row in table[1:]] == ["乙", "丙", "戊", "己"]
    assert "欧阳明月" not in repr(carried)


def test_open_records_of_every_file_and_sheet_go_over(tmp_path: Path) -> None:
    """As ledgers are kept by halves of the year, with a total below and amounts in 万元."""
    edition = load_form("enforcement").edition("zj-2024")
    schema = edition.ledgers["acts"]
    headings = [field.heading for field in schema.fields]
    headings[headings.index("金额（元）")] = "金额（万元）"
    first = [
        ["1", "行政征收", "某人", "2022-03-01", None, "0.12"],
        ["合计", None, None, None, None, "0.12"],
    ]
    second = [["2", "行政给付", "某人", "2022-09-01", None, None]]
    write_csv(tmp_path / "acts-1.csv", [headings, *first])
    write_csv(tmp_path / "acts-2.csv", [headings, *second])

    carried = open_records(tmp_path, edition, YEAR)["acts"]

    assert [row[0] for row in carried.rows] == ["1", "2"]
    assert carried.rows[0][-1] == Decimal(1200)
    assert carried.doubtful == carried.faults == ()


def test_a_ledger_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    (fill(tmp_path) / "applications.csv").write_bytes(b"")

    (fault,) = open_records(tmp_path, EDITION, YEAR)["applications"].faults
    assert fault.startswith("applications.csv：是空文件")
    (fault,) = open_records(tmp_path / "no", EDITION, YEAR)["cases"].faults
    assert "没有文件夹" in fault


def test_money_goes_over_exactly(tmp_path: Path) -> None:
    schema = load_form("enforcement").edition("zj-2024").ledgers["acts"]
    rows = [
        [field.heading for field in schema.fields],
        ["1", "行政征收", "某人", "2022-03-01", None, "1200.10"],
    ]
    write_csv(tmp_path / "acts.csv", rows)

    carried = open_records(tmp_path, load_form("enforcement").edition("zj-2024"), YEAR)["acts"]
    folder = tmp_path / "next"
    folder.mkdir()
    write_all(folder, load_form("enforcement").edition("zj-2024"))
    (folder / "acts.xlsx").write_bytes(template(schema, carried))

    column = [each.id for each in schema.fields].index("amount") + 1
    assert opened(template(schema, carried))[LEDGER].cell(2, column).value == 1200.1
    raw = read_raw_data(take_in(folder), load_form("enforcement").edition("zj-2024"), YEAR + 1)
    assert raw["acts"]["amount"].tolist() == [Decimal("1200.10")]


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda each: f"{each.form.id}-{each.id}")
def test_forms_say_of_every_ledger_whether_records_stay_open(edition: Edition) -> None:
    """Whatever has an empty date at the end of a year would be lost otherwise."""
    found = {schema: edition.open_between(schema) for schema in edition.ledgers}
    fields = {schema.id: schema.by_id for schema in edition.ledgers.values()}

    assert all(pair[1] in fields[name] for name, pair in found.items() if pair)
    expected = {
        "2019": {"applications", "cases"},  # does not ask what is still in force
        "2021": {"applications", "documents", "cases"},
    }
    assert {name for name, pair in found.items() if pair} == expected.get(
        edition.id, {"licence_applications", "coercion", "acts"}
    )


def test_a_template_filled_in_by_another_program_counts(tmp_path: Path) -> None:
    write_all(tmp_path, EDITION)
    filled(tmp_path / "applications.xlsx", grid("applications", [application(1)])[1:])

    raw = read_raw_data(take_in(tmp_path), EDITION, YEAR)

    assert raw.problems == ()
    assert raw["applications"]["outcome"].tolist() == ["granted"]
    book = openpyxl.load_workbook(tmp_path / "applications.xlsx")
    assert len(book[LEDGER].data_validations.dataValidation) == 6


def test_a_template_typed_into_at_a_desk_counts(
    tmp_path: Path, program: Callable[[str], str]
) -> None:
    """By LibreOffice itself, from the keyboard: dates become dates, identity numbers stay whole."""
    office = tmp_path / "data"
    office.mkdir()
    path = write_all(office, EDITION) / "applications.xlsx"
    rows = grid("applications", [application(1), open_application(2, 收到日期="2022-12-9")])[1:]

    type_in(program("soffice"), path, rows, tmp_path / "profile")

    raw = read_raw_data(take_in(office), EDITION, YEAR)
    assert raw.problems == ()
    found = raw["applications"]
    assert found["number"].tolist() == ["依申请〔2022〕1号", "依申请〔2022〕2号"]
    assert found["received"].dt.strftime("%Y-%m-%d").tolist() == ["2022-03-01", "2022-12-09"]
    assert found["outcome"].tolist()[0] == "granted"
    sheet = openpyxl.load_workbook(path)[LEDGER]
    typed = {str(cell.value) for row in sheet.iter_rows() for cell in row}
    assert "2022-12-09 00:00:00" in typed
    assert APPLICATION["证件号码"] in typed


def test_libreoffice_opens_a_template_and_hands_it_back_whole(
    tmp_path: Path, libreoffice: Callable[[Path, str], Path]
) -> None:
    """What it writes has the same drop-downs, and counts the same."""
    office = tmp_path / "office"
    office.mkdir()
    path = write_all(office, EDITION) / "applications.xlsx"
    filled(path, grid("applications", [application(1), open_application(2)])[1:])

    ods = libreoffice(path, "ods")
    xlsx = libreoffice(ods, "xlsx")

    for made in (ods, xlsx):
        path.unlink()
        path = Path(shutil.copy(made, office))
        raw = read_raw_data(take_in(office), EDITION, YEAR)
        assert raw.problems == ()
        assert raw["applications"]["number"].tolist() == ["依申请〔2022〕1号", "依申请〔2022〕2号"]
    book = openpyxl.load_workbook(xlsx)
    rules = {rule.type for rule in book[LEDGER].data_validations.dataValidation}
    assert {"list", "date", "whole"} <= rules
    assert book[WORDS].sheet_state != "visible"
