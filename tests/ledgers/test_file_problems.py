"""A file that cannot be read says so in Chinese, with a remedy, and all files at once."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from reportkit.errors import RawDataError
from reportkit.forms import load_form
from reportkit.ledgers import read_raw_data, take_in
from tests.ledgers.samples import (
    application,
    csv_text,
    grid,
    read,
    refusal,
    replace,
    write_csv,
    write_xlsx,
)

RESAVE_CSV = "请用 Excel 或 WPS 打开原表，另存为“CSV UTF-8（逗号分隔）”。"
RESAVE_XLSX = "请用 Excel 或 WPS 打开原表，另存为“Excel 工作簿（*.xlsx）”。"
DESCRIPTORS = Path("/proc/self/fd")
_NOBODY = 65534
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def _put(folder: Path, name: str, data: bytes) -> Path:
    replace(folder, "cases")
    path = folder / name
    path.write_bytes(data)
    return path


def test_missing_ledger_is_named_in_chinese_and_by_its_file(folder: Path) -> None:
    replace(folder, "cases")

    (problem,) = refusal(folder)

    assert problem == (
        "缺少“政府信息公开行政复议、行政诉讼台账”（cases.xlsx 或 cases.csv）。"
        "全年没有记录的，请放一份只有表头的文件。"
    )


def test_optional_ledger_may_be_missing(folder: Path) -> None:
    assert "publications" not in read(folder).ledgers


def test_missing_folder_is_named() -> None:
    with pytest.raises(RawDataError, match=r"没有文件夹 data/nowhere/2022。请核对参数 data。"):
        read_raw_data(take_in(Path("data/nowhere/2022")), load_form("ogi").edition("2021"), 2022)


@pytest.mark.parametrize("name", ["cases.csv", "cases.xlsx"])
def test_empty_file_is_not_an_empty_ledger(folder: Path, name: str) -> None:
    _put(folder, name, b"")

    assert refusal(folder) == [f"{name}：是空文件。请重新导出；全年没有记录的，也要保留表头一行。"]


@pytest.mark.parametrize("name", ["cases.csv", "cases.xlsx"])
def test_folder_in_place_of_a_file(folder: Path, name: str) -> None:
    replace(folder, "cases")
    (folder / name).mkdir()

    assert refusal(folder) == [f"{name}：是文件夹，不是文件。请把文件直接放在数据文件夹里。"]


@pytest.mark.skipif(sys.platform == "win32", reason="pipes and links are POSIX")
def test_what_is_no_file_is_not_opened_and_not_passed_over(folder: Path) -> None:
    replace(folder, "cases")
    replace(folder, "fees")
    os.mkfifo(folder / "cases.csv")
    (folder / "fees.csv").symlink_to("nowhere")

    assert [problem.partition("。")[0] for problem in refusal(folder)] == [
        "cases.csv：不是普通文件（设备、管道或者套接字），没有读取",
        "fees.csv：是快捷方式，它指向的文件不在",
    ]


@pytest.mark.parametrize("name", ["cases.pdf", "cases.docx"])
def test_other_formats_are_refused_by_name(folder: Path, name: str) -> None:
    _put(folder, name, b"something")

    (told,) = refusal(folder)

    assert told == (
        f"{name}：不是能读的格式。请另存为 .xlsx，或者“CSV UTF-8（逗号分隔）”。"
        "记录已经在别的文件里的，请移出数据文件夹。"
    )


@pytest.mark.parametrize("name", ["cases.rar", "cases.zip"])
def test_archive_is_to_be_unpacked(folder: Path, name: str) -> None:
    _put(folder, name, b"something")

    (told,) = refusal(folder)

    assert f"{name} 是压缩文件，请解压" in told


@pytest.mark.parametrize("name", ["cases.xls", "cases.ods", "cases.et"])
def test_file_that_is_not_what_it_is_called_says_so(folder: Path, name: str) -> None:
    _put(folder, name, b"something")

    (problem,) = refusal(folder)

    assert problem.startswith(f"{name}：找不到表头（内容是文本表格，扩展名却是 ")


@pytest.mark.parametrize(("name", "encoding"), [("cases.txt", "utf-16"), ("cases.tsv", "gb18030")])
def test_text_tables_of_other_names_are_read(folder: Path, name: str, encoding: str) -> None:
    replace(folder, "cases")
    write_csv(folder / name, grid("cases", []), encoding)

    assert read(folder).ledgers["cases"].file == name


def test_optional_ledger_in_another_format_is_not_passed_over(folder: Path) -> None:
    (folder / "publications.xls").write_bytes(OLE)
    (folder / "publications.pdf").write_bytes(b"%PDF-1.7")

    assert [problem.partition("。")[0] for problem in refusal(folder)] == [
        "publications.pdf：不是能读的格式",
        "publications.xls：工作簿已损坏，打不开",
    ]


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="only Linux tells which files are open")
def test_workbook_is_never_left_open(folder: Path) -> None:
    """On Windows, nobody could save or replace it."""
    replace(folder, "cases")
    path = write_xlsx(folder / "cases.xlsx", grid("cases", []))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}

    gc.disable()  # or else chance would close what was left open
    try:
        read(folder)
        for spoilt in parts:
            with zipfile.ZipFile(path, "w") as archive:
                for name, data in parts.items():
                    archive.writestr(name, data[:-20] if name == spoilt else data)
            with contextlib.suppress(RawDataError):
                read(folder)
        still_open = [name for name in map(_target, DESCRIPTORS.iterdir()) if name == str(path)]
    finally:
        gc.enable()

    assert still_open == []


def _target(descriptor: Path) -> str:
    try:
        return str(descriptor.readlink())
    except OSError:  # the one that the listing itself had open
        return ""


def test_workbook_cut_short(folder: Path) -> None:
    replace(folder, "cases")
    path = write_xlsx(folder / "cases.xlsx", grid("cases", []))
    path.write_bytes(path.read_bytes()[:-200])

    (problem,) = refusal(folder)

    assert problem.startswith("cases.xlsx：")
    assert problem.endswith(RESAVE_XLSX)


def test_bytes_of_no_chinese_encoding_are_placed_by_line(folder: Path) -> None:
    _put(folder, "cases.csv", csv_text(grid("cases", [])).encode() + b"caf\xe9,\xff\r\n")

    assert refusal(folder) == [
        f"cases.csv：编码既不是 UTF-8 也不是 GB 18030（第 2 行有无法识别的字节）。{RESAVE_CSV}"
    ]


def test_bytes_that_happen_to_decode_are_told_with_the_encoding_tried(folder: Path) -> None:
    _put(folder, "cases.csv", "Numéro,Catégorie,Décision\n1,2,3\n".encode("latin-1"))

    (problem,) = refusal(folder)

    assert problem.startswith("cases.csv：找不到表头（文件按 GB 18030 编码读取）。表头应有：“案号”")


def test_unbalanced_quotation_mark_does_not_swallow_the_records_below_it(folder: Path) -> None:
    text = csv_text(grid("applications", [application(1), application(2), application(3)]))
    spoilt = text.replace("依申请〔2022〕2号", '"依申请〔2022〕2号')
    (folder / "applications.csv").write_text(spoilt, encoding="utf-8", newline="")

    (problem,) = refusal(folder)

    assert "引号不配对" in problem
    assert "欧阳明月" not in problem


def test_second_file_of_a_ledger_without_headings_is_not_passed_over(folder: Path) -> None:
    (folder / "cases-old.csv").write_bytes(b"something")

    (problem,) = refusal(folder)

    assert problem.startswith("cases-old.csv：找不到表头")


def test_files_of_other_names_are_no_concern(folder: Path) -> None:
    for name in ("~$cases.xlsx", "说明.docx", "Thumbs.db", ".cases.csv.swp"):
        (folder / name).write_bytes(b"something")

    assert read(folder).problems == ()


@contextlib.contextmanager
def _bound_by_permissions(folder: Path) -> Iterator[None]:
    """Be somebody whom permissions bind, as root is not, and who may enter the folder."""
    if os.geteuid():
        yield
        return
    for parent in (folder, *folder.parents):
        if parent.stat().st_uid == 0 and parent.name:
            parent.chmod(parent.stat().st_mode | 0o055)
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.skipif(sys.platform == "win32", reason="permissions of files are POSIX")
@pytest.mark.parametrize("name", ["cases.csv", "cases.xlsx"])
def test_file_without_permission(folder: Path, name: str) -> None:
    _put(folder, name, b"PK\x03\x04").chmod(0)

    with _bound_by_permissions(folder):
        (problem,) = refusal(folder)

    assert problem.startswith(f"{name}：打不开（")
    assert problem.endswith("请核对文件权限，或者先关闭正在使用它的程序。")


def test_all_files_are_reported_at_once_with_the_problems_in_the_rows_of_others(
    folder: Path,
) -> None:
    (folder / "fees.csv").write_bytes(b"")
    replace(folder, "cases")
    rows = grid("applications", [application(办理结果="随便")])
    (folder / "applications.csv").write_text(csv_text(rows), encoding="utf-8", newline="")

    with pytest.raises(RawDataError) as caught:
        read(folder)

    assert caught.value.heading == "原始数据读不出来："
    assert [problem.partition("。")[0] for problem in caught.value.problems] == [
        "fees.csv：是空文件",
        "缺少“政府信息公开行政复议、行政诉讼台账”（cases.xlsx 或 cases.csv）",
        "applications.csv 第 2 行“办理结果”：不认识所填内容（2 个字符，不予显示）",
    ]
    assert all(problem.endswith(("。", "？")) for problem in caught.value.problems)
