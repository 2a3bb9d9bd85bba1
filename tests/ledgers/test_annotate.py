"""Copies of ledgers say what is wrong where it stands, and can be mended and handed back."""

from __future__ import annotations

import datetime as dt
import shutil
import zipfile
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.datavalidation import DataValidation

from reportkit import writing
from reportkit.errors import RawDataError
from reportkit.grids import Area, Grid, NoValue, read_grids
from reportkit.ledgers import Problem, RawData, UnreadableError, take_in
from reportkit.ledgers.annotate import Annotated, annotate
from reportkit.ledgers.annotate import marks as marks_module
from reportkit.ledgers.annotate.rewritten import book_of
from tests.ledgers.samples import (
    application,
    csv_text,
    grid,
    headings,
    read,
    replace,
    write_csv,
    write_xlsx,
)

WRONG = [
    application(1),
    application(2, 收到日期="2022-02-30"),
    application(3, 办理结果="不予公开"),
    application(4, 申请人类别=None),
]
RECEIVED, APPLICANT, OUTCOME = (
    headings("applications").index(name) + 1 for name in ("收到日期", "申请人类别", "办理结果")
)


def problems_of(folder: Path) -> Sequence[Problem]:
    try:
        return read(folder).problems
    except UnreadableError as error:
        return error.found


def copies(folder: Path, target: Path) -> list[Annotated]:
    return annotate(take_in(folder), folder, problems_of(folder), target)


def put(folder: Path, rows: Sequence[Any] = WRONG) -> Path:
    replace(folder, "applications")
    return write_xlsx(folder / "applications.xlsx", grid("applications", rows))


def said(sheet: Any) -> dict[tuple[int, int], str]:
    """Return the comments of a sheet by row and column."""
    return {
        (cell.row, cell.column): cell.comment.text
        for row in sheet.iter_rows()
        for cell in row
        if cell.comment
    }


def coloured(sheet: Any) -> set[tuple[int, int]]:
    return {
        (cell.row, cell.column)
        for row in sheet.iter_rows()
        for cell in row
        if cell.fill.fill_type == "solid"
    }


@pytest.fixture
def target(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("copies") / "b-2022"


def hand_back(folder: Path, copy: Path, name: str = "applications.xlsx") -> None:
    shutil.copy(copy, folder / name)


def as_read(raw: RawData) -> tuple[Any, ...]:
    frames = {id_: ledger.frame.to_csv() for id_, ledger in raw.ledgers.items()}
    return frames, list(map(str, raw.problems)), raw.account.blocks


def rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Put something else into a part of a workbook."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def merge(path: Path, area: str) -> None:
    merged = f'</sheetData><mergeCells><mergeCell ref="{area}"/></mergeCells>'
    rewrite(path, "xl/worksheets/sheet1.xml", b"</sheetData>", merged.encode())


def test_every_problem_stands_at_its_cell(folder: Path, target: Path) -> None:
    put(folder)

    (copy,) = copies(folder, target)

    assert copy == Annotated(target / "applications.xlsx", 3)
    listed, sheet = openpyxl.load_workbook(copy.path).worksheets
    assert (listed.title, sheet.title) == ("核对说明", "台账")
    places = {(3, RECEIVED), (4, OUTCOME), (5, APPLICANT)}
    assert coloured(sheet) == said(sheet).keys() == places
    assert said(sheet)[3, RECEIVED].startswith("【核对】没有“2022-02-30”这一天。请写成")
    assert sheet.cell(3, RECEIVED).comment.author == "reportkit"
    assert listed.sheet_state != "hidden"
    assert [each.sheet_view.tabSelected for each in (listed, sheet)] == [True, False]


def test_the_list_leads_to_the_cells(folder: Path, target: Path) -> None:
    put(folder)

    copies(folder, target)

    listed = openpyxl.load_workbook(target / "applications.xlsx")["核对说明"]
    links = {cell.value: cell.hyperlink.location for cell in listed["C"] if cell.hyperlink}
    assert links["台账 第 3 行“收到日期”"] == "'台账'!B3"
    assert listed["A1"].value == "applications.xlsx：3 个问题"


def test_handed_back_as_it_is_it_reads_the_same(folder: Path, target: Path) -> None:
    put(folder)
    before = read(folder)

    copies(folder, target)
    hand_back(folder, target / "applications.xlsx")

    again = read(folder)
    assert as_read(again) == as_read(before)
    assert [(each.place, each.reason) for each in again.account.not_read] == [
        ("applications.xlsx［核对说明］", "是核对时加的说明")
    ]


def test_mended_and_handed_back_it_has_no_marks_left(folder: Path, target: Path) -> None:
    put(folder)
    copies(folder, target)
    book = openpyxl.load_workbook(target / "applications.xlsx")
    book["台账"].cell(3, RECEIVED, "2022-02-28")
    book["台账"].cell(5, APPLICANT, "自然人")
    book.save(folder / "applications.xlsx")

    (copy,) = copies(folder, target.with_name("second"))

    assert copy.problems == 1
    sheet = openpyxl.load_workbook(copy.path)["台账"]
    assert coloured(sheet) == said(sheet).keys() == {(4, OUTCOME)}
    assert openpyxl.load_workbook(copy.path).sheetnames == ["核对说明", "台账"]


def test_what_the_clerk_has_in_a_workbook_stays(folder: Path, target: Path) -> None:
    path = put(folder)
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    sheet.column_dimensions["B"].width = 31
    sheet["A2"].font = Font(bold=True)
    sheet.cell(3, RECEIVED).comment = Comment("等电话", "老刘")
    sheet.add_data_validation(DataValidation("list", '"是,否"', sqref="K2:K9"))
    book.create_sheet("备查").sheet_state = "hidden"
    book.save(path)

    copies(folder, target)

    sheet = openpyxl.load_workbook(target / "applications.xlsx")["台账"]
    assert sheet.column_dimensions["B"].width == 31
    assert sheet["A2"].font.bold
    comment = sheet.cell(3, RECEIVED).comment
    assert comment.text.startswith("等电话【核对】没有“2022-02-30”")
    assert comment.author == "老刘"
    assert len(sheet.data_validations.dataValidation) == 1
    assert sheet.parent["备查"].sheet_state == "hidden"

    hand_back(folder, target / "applications.xlsx")
    (again,) = copies(folder, target.with_name("second"))
    comment = openpyxl.load_workbook(again.path)["台账"].cell(3, RECEIVED).comment
    assert comment.text.count("【核对】") == 1
    assert (comment.text.partition("【核对】")[0], comment.author) == ("等电话", "老刘")


def test_formulas_stay_with_their_results(folder: Path, target: Path) -> None:
    """A copy that lost the results could not be read before Excel has opened it."""
    path = put(folder)
    book = openpyxl.load_workbook(path)
    book["台账"]["B2"] = dt.datetime(2022, 3, 1)  # noqa: DTZ001
    book.save(path)
    sheet = "xl/worksheets/sheet1.xml"
    rewrite(path, sheet, b"<v>44621</v>", b"<f>DATE(2022,3,1)</f><v>44621</v>")
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    part = sheet
    cell = '<c r="A2" t="str"><f>"依申请〔2022〕"&amp;1&amp;"号"</f><v>依申请〔2022〕1号</v></c>'
    xml = parts[part].decode()
    start = xml.index('<c r="A2"')
    parts[part] = (xml[:start] + cell + xml[xml.index("</c>", start) + 4 :]).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    before = read(folder)

    (copy,) = copies(folder, target)

    assert not copy.note
    assert str(openpyxl.load_workbook(copy.path)["台账"]["A2"].value).startswith("=")
    hand_back(folder, copy.path)
    assert as_read(read(folder)) == as_read(before)


def test_macros_stay_and_nothing_runs_them(folder: Path, target: Path) -> None:
    path = put(folder)
    macro = folder / "applications.xlsm"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(macro, "w") as book:
        for info in source.infolist():
            data = source.read(info)
            if info.filename == "[Content_Types].xml":
                data = data.replace(
                    b"openxmlformats-officedocument.spreadsheetml.sheet.main",
                    b"ms-excel.sheet.macroEnabled.main",
                ).replace(
                    b"</Types>",
                    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
                    b"</Types>",
                )
            book.writestr(info, data)
        book.writestr("xl/vbaProject.bin", b"macro")
    path.unlink()

    (copy,) = copies(folder, target)

    assert copy.path.name == "applications.xlsm"
    with zipfile.ZipFile(copy.path) as book:
        assert book.read("xl/vbaProject.bin") == b"macro"


@pytest.mark.parametrize(
    ("name", "copied"),
    [("applications.xlsx", "applications.xlsx"), ("applications.xlsm", "applications-xlsm.xlsx")],
)
def test_what_openpyxl_cannot_open_is_written_anew(
    folder: Path, target: Path, name: str, copied: str
) -> None:
    """A workbook written anew has no macros, and Excel opens none that claims to have some."""
    path = put(folder).rename(folder / name)
    before = read(folder)
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts["xl/styles.xml"] = b'<styleSheet xmlns="urn:nobody"><fills count="x"'
    with zipfile.ZipFile(path, "w") as archive:
        for part, data in parts.items():
            archive.writestr(part, data)

    (copy,) = copies(folder, target)

    assert copy.path.name == copied
    assert copy.note.startswith("原文件的格式无法照搬")
    path.unlink()
    hand_back(folder, copy.path, copied)
    again = read(folder)
    assert again["applications"].equals(before["applications"])
    assert [(p.rows, p.fault) for p in again.problems] == [
        (p.rows, p.fault) for p in before.problems
    ]


def test_text_becomes_a_workbook_in_which_nothing_is_a_formula(folder: Path, target: Path) -> None:
    write_csv(
        folder / "applications.csv",
        grid("applications", [*WRONG, application(5, 申请人姓名='=HYPERLINK("x")', 联系地址="@a")]),
    )
    before = read(folder)

    (copy,) = copies(folder, target)

    assert copy.path.name == "applications.xlsx"
    assert copy.note == "改好后放进数据文件夹，并删去原文件 applications.csv"
    for sheet in openpyxl.load_workbook(copy.path):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    replace(folder, "applications")
    hand_back(folder, copy.path)
    again = read(folder)
    assert again["applications"].equals(before["applications"])
    assert [(p.rows, p.column, p.fault) for p in again.problems] == [
        (p.rows, p.column, p.fault) for p in before.problems
    ]


def test_two_files_of_one_name_get_two_copies(folder: Path, target: Path) -> None:
    write_xlsx(folder / "applications.xlsx", grid("applications", WRONG))
    write_csv(folder / "applications.csv", grid("applications", WRONG[1:3]))

    problems = [
        Problem("unreadable", "applications", name, (), "", "读不出来", "请核对。")
        for name in ("applications.csv", "applications.xlsx")
    ]

    found = annotate(take_in(folder), folder, problems, target)

    assert {each.path.name for each in found} == {"applications.xlsx", "applications-csv.xlsx"}


def test_what_is_written_anew_says_the_same(tmp_path: Path) -> None:
    rows = [
        (1, ["编号", "日期", "金额", "时刻"]),
        (3, ["1", dt.datetime(2022, 3, 1, 9, 30), Decimal("0.3"), dt.time(9, 30)]),  # noqa: DTZ001
        (4, ["=1+1", NoValue("#REF!"), NoValue(), True]),
        (5, [None, None, "在合并的单元格里", "也在里面"]),
    ]
    grids = [
        Grid("a.ods", rows, "甲/乙", (Area(5, 1, 5, 2),), frozenset({(3, 1), (3, 3)}), hidden=True),
        Grid("a.ods", rows, "丙", (Area(5, 1, 99, 2), Area(7, 1, 8, 1)), frozenset()),
    ]

    book, sheets = book_of(grids)
    book.create_sheet("在前", 0)
    book.save(tmp_path / "a.xlsx")

    _, first, second = read_grids(tmp_path / "a.xlsx")
    assert list(first.rows) == list(second.rows) == rows
    assert first.merged == second.merged == (Area(5, 1, 5, 2),)
    assert (first.sheet, first.hidden, second.hidden) == ("甲_乙", True, False)
    assert first.struck == grids[0].struck
    assert len(sheets) == 2


def test_a_workbook_that_openpyxl_would_change_is_written_anew(folder: Path, target: Path) -> None:
    """Of a day beyond all days openpyxl makes an error, of what lies below merged cells nothing."""
    path = put(folder)
    book = openpyxl.load_workbook(path)
    book["台账"]["B2"] = dt.datetime(2022, 3, 1)  # noqa: DTZ001
    book.save(path)
    rewrite(path, "xl/worksheets/sheet1.xml", b"<v>44621</v>", b"<v>99999999</v>")
    merge(path, "A2:A4")
    before = read(folder)

    (copy,) = copies(folder, target)

    assert copy.note.startswith("原文件的格式无法照搬")
    hand_back(folder, copy.path)
    assert as_read(read(folder))[0] == as_read(before)[0]


def test_no_copy_takes_the_name_of_another(folder: Path, target: Path) -> None:
    write_xlsx(folder / "applications.xlsx", grid("applications", WRONG))
    write_xlsx(folder / "applications-csv.xlsx", grid("applications", WRONG[:2]))
    write_csv(folder / "applications.csv", grid("applications", WRONG[1:3]))

    problems = [
        Problem("unreadable", "applications", path.name, (), "", "读不出来", "请核对。")
        for path in folder.glob("applications*")
    ]

    found = annotate(take_in(folder), folder, problems, target)

    assert len({each.path for each in found}) == len(problems) == 3


def test_cells_merged_over_a_whole_sheet_take_no_memory(folder: Path, target: Path) -> None:
    """openpyxl makes every cell of an area, be they seventeen thousand millions."""
    path = put(folder)
    merge(path, "Z9:XFD1048576")
    before = read(folder)

    (copy,) = copies(folder, target)

    assert copy.note.startswith("原文件的格式无法照搬")
    hand_back(folder, copy.path)
    assert read(folder)["applications"].equals(before["applications"])


def test_characters_that_no_workbook_can_hold_are_left_out(folder: Path, target: Path) -> None:
    put(folder)
    problem = Problem(
        "date", "applications", "applications.xlsx", (2,), "", "甲\x07乙", "请改。", 0
    )

    (copy,) = annotate(take_in(folder), folder, [problem], target)

    listed, sheet = openpyxl.load_workbook(copy.path).worksheets
    assert listed["A5"].value == "甲乙"
    assert said(sheet)[2, 1] == "【核对】甲乙。请改。"


def test_whole_rows_are_marked_in_their_first_cell_and_notices_only_listed(
    folder: Path, target: Path
) -> None:
    path = put(folder, [application(1), application(2, 是否延期="/")])
    book = openpyxl.load_workbook(path)
    sheet = book["台账"]
    for cell in sheet[2]:
        cell.font = Font(strike=True)
    book.save(path)

    copies(folder, target)

    book = openpyxl.load_workbook(target / "applications.xlsx")
    assert coloured(book["台账"]) == {(2, 1)}
    texts = [cell.value for row in book["核对说明"].iter_rows() for cell in row if cell.value]
    notice = texts.index("下面是软件读取时的处理，供核对，不必改。")
    assert any("按没有填写处理" in text for text in texts[notice:])


def test_faults_of_files_are_listed(folder: Path, target: Path) -> None:
    """Ledgers that cannot be read at all are the ones that need it most."""
    rows = grid("applications", WRONG)
    rows[0][RECEIVED - 1] = "甲乙丙丁"
    replace(folder, "applications")
    write_xlsx(folder / "applications.xlsx", rows)
    replace(folder, "cases")
    (folder / "fees.csv").write_bytes(b"")

    found = copies(folder, target)

    assert [each.path.name for each in found] == ["applications.xlsx", "核对说明.xlsx"]
    listed = openpyxl.load_workbook(found[0].path)["核对说明"]
    assert listed["A5"].value == "缺少“收到日期”列"
    alone = openpyxl.load_workbook(found[1].path)["核对说明"]
    faults = {cell.value for cell in alone["A"]}
    assert "是空文件" in faults
    assert any(str(fault).startswith("缺少“政府信息公开行政复议") for fault in faults)
    # In the data folder by mistake, the list is no ledger and no trouble.
    shutil.copy(found[1].path, folder / "核对说明.xlsx")
    with pytest.raises(RawDataError) as caught:
        read(folder)
    assert not any("核对说明" in problem for problem in caught.value.problems)


def test_work_on_a_copy_is_not_lost(folder: Path, target: Path) -> None:
    put(folder)
    (first,) = copies(folder, target)
    (again,) = copies(folder, target)
    assert first == again
    book = openpyxl.load_workbook(first.path)
    book["台账"].cell(3, RECEIVED, "2022-02-28")
    book.properties.lastModifiedBy = "刘"
    book.save(first.path)
    worked_on = first.path.read_bytes()

    (third,) = copies(folder, target)

    assert not third.written
    assert first.path.read_bytes() == worked_on


def test_without_problems_nothing_is_written(folder: Path, target: Path) -> None:
    put(folder, [application(1)])

    assert copies(folder, target) == []
    assert not target.exists()


def test_of_very_many_cells_the_last_are_coloured_only(
    folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(marks_module, "_MOST_COMMENTS", 3)
    put(folder, [application(n, 申请人类别=None) for n in range(1, 6)])

    copies(folder, target)

    sheet = openpyxl.load_workbook(target / "applications.xlsx")["台账"]
    assert len(coloured(sheet)) == 5
    assert len(said(sheet)) == 3


def test_libreoffice_opens_it(
    folder: Path, target: Path, libreoffice: Callable[[Path, str], Path]
) -> None:
    put(folder)
    (copy,) = copies(folder, target)
    before = read(folder)

    opened = libreoffice(copy.path, "ods")
    (folder / "applications.xlsx").unlink()
    shutil.move(opened, folder / "applications.ods")

    assert read(folder)["applications"].equals(before["applications"])


def test_a_csv_of_one_shifted_row_is_marked_there(folder: Path, target: Path) -> None:
    rows = [list(map(str, row)) for row in grid("applications", [application(n) for n in range(9)])]
    rows[3].insert(7, "又一件")
    (folder / "applications.csv").write_bytes(csv_text(rows).encode())

    (copy,) = copies(folder, target)

    assert (4, 1) in coloured(openpyxl.load_workbook(copy.path)["Sheet1"])


def test_a_copy_that_is_open_in_excel_is_named_and_stops_no_other(
    folder: Path, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("applications", "decisions"):
        (folder / f"{name}.csv").write_bytes(csv_text([["不认识的列"], ["1"]]).encode())
    before = {copy.path: copy.path.read_bytes() for copy in copies(folder, target)}
    held, replace = min(before), Path.replace

    def as_on_windows(source: Path, place: Path) -> Path:
        if place == held:
            raise PermissionError(13, "Access is denied", str(source))
        return replace(source, place)

    monkeypatch.setattr(writing, "_WINDOWS", True)
    monkeypatch.setattr(writing, "_WAITS", ())
    monkeypatch.setattr(Path, "replace", as_on_windows)

    made = {copy.path: copy for copy in copies(folder, target)}

    assert len(made) == len(before) > 1
    assert [copy.path for copy in made.values() if not copy.written] == [held]
    assert made[held].note == "正被别的程序打开"
    assert held.read_bytes() == before[held]
