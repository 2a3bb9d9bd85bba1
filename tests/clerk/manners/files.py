"""Which files there are: kinds, encodings, separators, names, several, folders, and what lies beside."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests.clerk.draft import Draft, Kind, Line, Sheet, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import (
    as_text,
    csv_text,
    html_table,
    neat_csv,
    save_csv,
    save_locked,
    save_ods,
    save_xls,
    save_xlsx,
)

FILES, BESIDE = Stage.FILES, Stage.BESIDE
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
APPLICATIONS = "applications"
Save = Callable[[Draft, Path], None]
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_DOCX_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_WORD}"/></Types>'
)
_DOCX_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
    f' Type="{_OFFICE}/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_DOCX_HEAD = (
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
)


# Encodings and separators.


def _csv(encoding: str, suffix: str = "csv", before: str = "", **manner_: str) -> Save:
    def save(draft: Draft, folder: Path) -> None:
        text = before + csv_text(draft.sheets, **manner_)
        (folder / f"{draft.ledger}.{suffix}").write_bytes(text.encode(encoding))

    return save


_CSV: dict[str, tuple[Comes, Save]] = {
    "utf-8": (RIGHT, _csv("utf-8")),
    "utf-8-bom": (RIGHT, _csv("utf-8-sig")),
    "gbk": (RIGHT, _csv("gbk")),
    "gb18030": (RIGHT, _csv("gb18030")),
    "utf-16": (RIGHT, _csv("utf-16")),
    "utf-16-tab-txt": (RIGHT, _csv("utf-16", "txt", separator="\t")),
    "utf-16-big-endian": (RIGHT_OR_TOLD, _csv("utf-16-be", before="\ufeff")),
    "utf-16-no-mark": (RIGHT_OR_TOLD, _csv("utf-16-le")),
    "utf-32": (RIGHT_OR_TOLD, _csv("utf-32")),
    "semicolon": (RIGHT, _csv("utf-8-sig", separator=";")),
    "semicolon-gbk": (RIGHT, _csv("gbk", separator=";")),
    "tab": (RIGHT, _csv("utf-8-sig", separator="\t")),
    "tab-tsv": (RIGHT, _csv("utf-8", "tsv", separator="\t")),
    "txt": (RIGHT, _csv("utf-8-sig", "txt")),
    "txt-gbk-tab": (RIGHT, _csv("gbk", "txt", separator="\t")),
    "full-width-comma": (RIGHT_OR_TOLD, _csv("utf-8-sig", separator="，")),
    "bar": (RIGHT_OR_TOLD, _csv("utf-8-sig", separator="|")),
    "line-feed": (RIGHT, _csv("utf-8-sig", newline="\n")),
    "carriage-return": (RIGHT, _csv("utf-8-sig", newline="\r")),
    "blank-lines": (RIGHT, _csv("utf-8-sig", newline="\r\n\r\n")),
    "blank-lines-first": (RIGHT, _csv("utf-8-sig", before="\r\n\r\n")),
    "names-separator": (RIGHT_OR_TOLD, _csv("utf-8-sig", before="sep=;\r\n", separator=";")),
    "names-comma": (RIGHT_OR_TOLD, _csv("utf-8-sig", before="sep=,\r\n")),
    "two-marks": (RIGHT_OR_TOLD, _csv("utf-8-sig", before="\ufeff")),
    "upper-case-suffix": (RIGHT, _csv("utf-8-sig", "CSV")),
}
for _name, (_comes, _save) in _CSV.items():
    add(f"csv-{_name}", _save, FILES, _comes, what=f"CSV: {_name}")


@manner(FILES, RIGHT_OR_TOLD, "编码|不是|读不出|表头|乱码")
def csv_big5(draft: Draft, folder: Path) -> None:
    """CSV from a machine set to traditional Chinese."""
    text = csv_text(draft.sheets).encode("big5", errors="replace")
    (folder / f"{draft.ledger}.csv").write_bytes(text)


@manner(FILES, RIGHT)
def csv_rare_names(draft: Draft, folder: Path) -> None:
    """GB 18030 with a name whose character needs four bytes."""
    text = csv_text(draft.sheets).replace("宇文", "𫖯㑇")
    (folder / f"{draft.ledger}.csv").write_bytes(text.encode("gb18030"))


@manner(FILES, RIGHT)
def csv_trailing_commas(draft: Draft, folder: Path) -> None:
    """Empty columns and lines of commas, as Excel leaves them."""
    width = draft.sheets[0].width + 3
    sheet = draft.sheets[0]
    for line in sheet.lines:
        line.cells += [None] * (width - len(line.cells))
    sheet.below(*([None] * width for _ in range(4)), kind=Kind.BLANK)
    save_csv(folder / f"{draft.ledger}.csv", draft.sheets)


@manner(FILES, RIGHT, alone=True)
def csv_quoted_lines(draft: Draft, folder: Path) -> None:
    """Line breaks, commas and quotation marks inside quoted cells."""
    at = draft.column("申请内容")
    for line in draft.sheets[0].records():
        line.cells[at] = f'一、{line.cells[at]},"附件"\n二、其他'
    save_csv(folder / f"{draft.ledger}.csv", draft.sheets)


@manner(FILES, RIGHT)
def csv_everything_quoted(draft: Draft, folder: Path) -> None:
    """Every cell in quotation marks."""
    rows = [
        ",".join(f'"{as_text(cell)}"' for cell in line.cells)
        for sheet in draft.sheets
        for line in sheet.lines
    ]
    (folder / f"{draft.ledger}.csv").write_text("\r\n".join(rows), encoding="utf-8")


@manner(FILES, RIGHT, alone=True)
def csv_text_marks(draft: Draft, folder: Path) -> None:
    """Long numbers kept as text by a tab behind them."""
    at = draft.column("证件号码")
    for line in draft.sheets[0].records():
        line.cells[at] = f"{line.cells[at]}\t"
    save_csv(folder / f"{draft.ledger}.csv", draft.sheets)


def _ragged(draft: Draft, folder: Path, more: str) -> None:
    text = csv_text(draft.sheets).replace(draft.records[4]["申请内容"], more, 1)
    (folder / f"{draft.ledger}.csv").write_text(text, encoding="utf-8-sig")


@manner(FILES, RIGHT_OR_TOLD, "第 6 行|列", alone=True)
def csv_unquoted_comma(draft: Draft, folder: Path) -> None:
    """A comma in 申请内容 that shifts the rest of the row."""
    _ragged(draft, folder, "执法人员名册,含协管员")


@manner(FILES, RIGHT_OR_TOLD, "第 6 行|引号|列", alone=True)
def csv_open_quotation(draft: Draft, folder: Path) -> None:
    """A quotation mark that is opened and never closed."""
    _ragged(draft, folder, '"执法人员名册')


@manner(FILES, RIGHT_OR_TOLD, alone=True)
def csv_short_row(draft: Draft, folder: Path) -> None:
    """The last columns of a row are cut off."""
    text = csv_text(draft.sheets).splitlines()
    text[5] = ",".join(text[5].split(",")[:7])
    (folder / f"{draft.ledger}.csv").write_text("\n".join(text), encoding="utf-8-sig")


@manner(FILES, RIGHT_OR_TOLD)
def csv_with_nul(draft: Draft, folder: Path) -> None:
    """NUL characters from a system's export."""
    text = csv_text(draft.sheets).replace("自然人", "自然人\0")
    (folder / f"{draft.ledger}.csv").write_text(text, encoding="utf-8")


def _content(content: bytes, name: str = "applications.csv") -> Save:
    def save(draft: Draft, folder: Path) -> None:
        _lost(draft)
        (folder / name).write_bytes(content)

    return save


def _lost(draft: Draft) -> None:
    """Say that no record of a draft is in any file."""
    for sheet in draft.sheets:
        sheet.lines.clear()


for _name, _bytes in {"empty": b"", "blank": b" \r\n\r\n", "mark-alone": b"\xef\xbb\xbf"}.items():
    add(
        f"file-{_name}",
        _content(_bytes),
        FILES,
        TOLD,
        "空",
        what=f"a file without content: {_name}",
    )
for _name, _bytes in {"zeros": bytes(600), "random": bytes(range(256)) * 8}.items():
    add(f"file-{_name}", _content(_bytes, "applications.xlsx"), FILES, TOLD, r"applications\.xlsx",
        what=f"a file that is no workbook: {_name}")  # fmt: skip


# Kinds of workbook.


def _xlsx(name: str) -> Save:
    return lambda draft, folder: save_xlsx(folder / name, draft.sheets)


def _other(save: Callable[[Path, Sequence[Sheet]], None], name: str) -> Save:
    return lambda draft, folder: save(folder / name, draft.sheets)


add("file-ods", _other(save_ods, "applications.ods"), FILES, RIGHT, book=True, what="LibreOffice")
add("file-xls", _other(save_xls, "applications.xls"), FILES, RIGHT, book=True, what="Excel 97")
add("file-et", _other(save_xls, "applications.et"), FILES, RIGHT, book=True, what="WPS")
add("file-upper-case", _xlsx("applications.XLSX"), FILES, RIGHT, book=True, what="XLSX in capitals")
add("file-xls-named-xlsx", _other(save_xls, "applications.xlsx"), FILES, RIGHT_OR_TOLD, r"applications\.xlsx",
    what="Excel 97 renamed to .xlsx")  # fmt: skip
add("file-xlsx-named-xls", _xlsx("applications.xls"), FILES, RIGHT_OR_TOLD, r"applications\.xls",
    what="a workbook renamed to .xls")  # fmt: skip
add("file-csv-named-xlsx", _other(save_csv, "applications.xlsx"), FILES, RIGHT_OR_TOLD, r"applications\.xlsx",
    what="CSV renamed to .xlsx")  # fmt: skip
add("file-csv-named-xls", _other(save_csv, "applications.xls"), FILES, RIGHT_OR_TOLD, r"applications\.xls",
    what="CSV that a system calls .xls")  # fmt: skip
add("file-xlsx-named-csv", _xlsx("applications.csv"), FILES, RIGHT_OR_TOLD, r"applications\.csv",
    what="a workbook renamed to .csv")  # fmt: skip


@manner(FILES, RIGHT, book=True)
def file_xlsm(draft: Draft, folder: Path) -> None:
    """A workbook that may hold macros."""
    plain = folder.parent / "plain.xlsx"
    save_xlsx(plain, draft.sheets)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(folder / "applications.xlsm", "w") as new:
        for name in old.namelist():
            content = old.read(name).replace(
                b"openxmlformats-officedocument.spreadsheetml.sheet.main",
                b"ms-excel.sheet.macroEnabled.main",
            )
            new.writestr(name, content)
    plain.unlink()


def _html(name: str) -> Save:
    return lambda draft, folder: (folder / name).write_text(html_table(draft.sheets)) and None


for _suffix in ("xlsx", "xls"):
    add(f"file-html-named-{_suffix}", _html(f"applications.{_suffix}"), FILES, RIGHT_OR_TOLD,
        rf"applications\.{_suffix}", what=f"HTML that a system calls .{_suffix}")  # fmt: skip


@manner(FILES, RIGHT_OR_TOLD, r"applications\.html")
def file_html(draft: Draft, folder: Path) -> None:
    """A page saved from the registration system."""
    _html("applications.html")(draft, folder)


@manner(FILES, TOLD, "密码")
def file_password(draft: Draft, folder: Path) -> None:
    """A workbook with a password."""
    _lost(draft)
    save_locked(folder / "applications.xlsx")


@manner(FILES, TOLD, r"applications\.xlsx")
def file_cut_off(draft: Draft, folder: Path) -> None:
    """A workbook of which half was copied."""
    path = folder / "applications.xlsx"
    save_xlsx(path, draft.sheets)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    _lost(draft)


@manner(FILES, RIGHT_OR_TOLD, r"applications\.docx")
def file_docx(draft: Draft, folder: Path) -> None:
    """The ledger as a table in a document."""
    rows = "".join(
        "<w:tr>" + "".join(f"<w:tc><w:p><w:r><w:t>{escape(as_text(cell))}</w:t></w:r></w:p></w:tc>" for cell in line.cells)
        + "</w:tr>"
        for line in draft.sheets[0].lines
    )  # fmt: skip
    with zipfile.ZipFile(folder / "applications.docx", "w") as archive:
        archive.writestr("[Content_Types].xml", _DOCX_TYPES)
        archive.writestr("_rels/.rels", _DOCX_RELATIONS)
        archive.writestr(
            "word/document.xml", f"{_DOCX_HEAD}<w:tbl>{rows}</w:tbl></w:body></w:document>"
        )
    _lost(draft)


@manner(FILES, TOLD, r"applications\.pdf|缺少")
def file_pdf(draft: Draft, folder: Path) -> None:
    """The ledger as a scan."""
    (folder / "applications.pdf").write_bytes(b"%PDF-1.4\n%%EOF")
    _lost(draft)


@manner(FILES, RIGHT_OR_TOLD, "压缩|zip|台账")
def file_zipped(draft: Draft, folder: Path) -> None:
    """The ledger in an archive."""
    with zipfile.ZipFile(folder / "台账.zip", "w") as archive:
        archive.writestr("applications.csv", csv_text(draft.sheets))
    _lost(draft)


@manner(FILES, TOLD, "缺少|没有")
def file_missing(draft: Draft, folder: Path) -> None:
    """Nothing was handed in."""
    _lost(draft)


# Names.

_NAMES = {
    APPLICATIONS: ["依申请公开台账", "依申请公开登记台账", "政府信息公开申请登记表", "2023年依申请公开台账", "申请台账",
                   "绿杨区城市管理局依申请公开台账（2023）", "Applications", "applications（最终版）", "依申请台账2023定稿"],
    "decisions": ["行政许可、行政处罚、行政强制决定台账", "行政处理决定台账", "决定台账", "执法决定台账"],
    "fees": ["收费台账", "行政事业性收费台账"],
    "documents": ["规范性文件台账", "行政规范性文件目录"],
    "cases": ["复议诉讼台账", "行政复议、行政诉讼台账"],
    "publications": ["信息发布台账", "主动公开台账", "网站信息发布统计"],
}  # fmt: skip
for _ledger, _names in _NAMES.items():
    for _at, _stem in enumerate(_names):
        _what = f"the file is called {_stem}"
        add(f"name-{_ledger}-{_at + 1}", _xlsx(f"{_stem}.xlsx"), FILES, RIGHT_OR_TOLD, _stem, _ledger, _what,
            book=True)  # fmt: skip
for _at, _stem in enumerate(["aplications", "application", "申请"]):
    add(f"name-misspelt-{_at + 1}", _xlsx(f"{_stem}.xlsx"), FILES, RIGHT_OR_TOLD, _stem, book=True,
        what=f"the file is called {_stem}")  # fmt: skip


# Several files.


def _halves(draft: Draft) -> tuple[list[Sheet], list[Sheet]]:
    sheet = draft.sheets[0]
    at = sheet.heading + 1 + len(sheet.records()) // 2
    heading = [Line(Kind.HEADING, list(draft.headings.values()))]
    return [Sheet("台账", sheet.lines[:at])], [Sheet("台账", heading + sheet.lines[at:])]


_SECOND = ["applications-2", "applications2", "applications(2)", "applications（下半年）", "申请台账补充", "补登",
           "依申请公开台账下半年"]  # fmt: skip
for _at, _stem in enumerate(_SECOND):

    def _two_files(draft: Draft, folder: Path, stem: str = _stem) -> None:
        first, second = _halves(draft)
        save_xlsx(folder / "applications.xlsx", first)
        save_xlsx(folder / f"{stem}.xlsx", second)

    add(f"second-file-{_at + 1}", _two_files, FILES, RIGHT_OR_TOLD, _stem.replace("(", r"\(").replace(")", r"\)"),
        what=f"half of the records in {_stem}.xlsx", alone=True)  # fmt: skip


@manner(FILES, RIGHT_OR_TOLD, "applications-2", alone=True)
def second_file_csv(draft: Draft, folder: Path) -> None:
    """Half of the records in a workbook, the others in a CSV."""
    first, second = _halves(draft)
    save_xlsx(folder / "applications.xlsx", first)
    save_csv(folder / "applications-2.csv", second)


@manner(FILES, RIGHT_OR_TOLD, "1月|01", alone=True)
def month_files(draft: Draft, folder: Path) -> None:
    """A file a month."""
    heading = Line(Kind.HEADING, list(draft.headings.values()))
    for at, line in enumerate(draft.sheets[0].records(), start=1):
        save_csv(folder / f"applications-{at:02}.csv", [Sheet("", [heading, line])])


@manner(FILES, RIGHT_OR_TOLD, "许可|处罚|强制", ledger="decisions", alone=True)
def decision_files(draft: Draft, folder: Path) -> None:
    """A file for each kind of decision, without a column for the kind."""
    at = draft.column("决定类别")
    for kind in ("行政许可", "行政处罚", "行政强制"):
        mine = [line for line in draft.sheets[0].lines[1:] if line.cells[at] == kind]
        lines = [Line(Kind.HEADING, list(draft.headings.values())), *mine]
        cut = [
            Line(line.kind, line.cells[:at] + line.cells[at + 1 :], line.records) for line in lines
        ]
        save_xlsx(folder / f"{kind}台账.xlsx", [Sheet("台账", cut)])


@manner(FILES, RIGHT_OR_TOLD, "两份|相同|重复|同一", alone=True)
def same_ledger_twice(draft: Draft, folder: Path) -> None:
    """The same ledger as a workbook and as CSV."""
    save_xlsx(folder / "applications.xlsx", draft.sheets)
    save_csv(folder / "applications.csv", draft.sheets)
    draft.others["applications.csv"] = len(draft.records)


@manner(FILES, RIGHT_OR_TOLD, "两份|重复|同一|不止|多份", alone=True)
def older_state_beside(draft: Draft, folder: Path) -> None:
    """An older state of the same ledger as CSV beside the workbook."""
    save_xlsx(folder / "applications.xlsx", draft.sheets)
    first, _ = _halves(draft)
    save_csv(folder / "applications.csv", first)
    draft.others["applications.csv"] = len(first[0].records())


_COPIES = ["applications - 副本", "副本applications", "applications - 复制", "applications_备份", "备份 applications",
           "Copy of applications", "applications (1)", "applications(自动恢复)", "applications_20240104"]  # fmt: skip
for _at, _stem in enumerate(_COPIES):

    def _copy(draft: Draft, folder: Path, stem: str = _stem) -> None:
        save_xlsx(folder / "applications.xlsx", draft.sheets)
        save_xlsx(folder / f"{stem}.xlsx", draft.sheets)
        draft.others[f"{stem}.xlsx"] = sum(len(sheet.records()) for sheet in draft.sheets)

    add(
        f"copy-{_at + 1}",
        _copy,
        FILES,
        RIGHT_OR_TOLD,
        what=f"a copy called {_stem}.xlsx beside",
        alone=True,
    )


@manner(FILES, RIGHT_OR_TOLD, "2022", alone=True)
def last_years_file_beside(draft: Draft, folder: Path) -> None:
    """Last year's ledger beside this year's."""
    save_xlsx(folder / "applications.xlsx", draft.sheets)
    at = draft.column("登记编号")
    lines = [Line(Kind.HEADING, list(draft.headings.values()))]
    for line in draft.sheets[0].records()[:4]:
        cells = [_a_year_before(cell) for cell in line.cells]
        cells[at] = str(cells[at]).replace("〔2022〕5", "〔2021〕5").replace("〔2023〕", "〔2022〕")
        lines.append(Line(Kind.OTHER, cells))
    save_xlsx(folder / "2022年依申请公开台账.xlsx", [Sheet("台账", lines)])
    draft.others["2022年依申请公开台账.xlsx"] = 4


def _a_year_before(cell: Any) -> Any:
    return cell.replace(year=cell.year - 1) if hasattr(cell, "year") else cell


# Folders.


def _into(name: str, *, move: bool) -> Save:
    def save(draft: Draft, folder: Path) -> None:
        below = folder / name
        below.mkdir(parents=True)
        save_xlsx(folder / "applications.xlsx", draft.sheets)
        for path in [each for each in folder.iterdir() if each.is_file()] if move else []:
            path.rename(below / path.name)
        if not move:
            (folder / "applications.xlsx").rename(below / "applications.xlsx")

    return save


add("folder-of-ledgers", _into("台账", move=True), FILES, RIGHT_OR_TOLD, "台账|文件夹", alone=True,
    what="all ledgers a folder deeper")  # fmt: skip
add("folder-of-one-ledger", _into("依申请公开", move=False), FILES, RIGHT_OR_TOLD, "依申请公开|文件夹", alone=True,
    what="one ledger a folder deeper")  # fmt: skip


@manner(FILES, RIGHT_OR_TOLD, "季度|文件夹", alone=True)
def folder_of_more(draft: Draft, folder: Path) -> None:
    """Half of the records in a folder 下半年."""
    first, second = _halves(draft)
    save_xlsx(folder / "applications.xlsx", first)
    (folder / "第三、四季度").mkdir()
    save_xlsx(folder / "第三、四季度" / "applications.xlsx", second)


@manner(FILES, RIGHT_OR_TOLD, "台账汇总", alone=True, book=True)
def two_ledgers_in_one_book(draft: Draft, folder: Path) -> None:
    """Applications and fees as two sheets of one workbook 台账汇总.xlsx."""
    fees = (folder / "fees.csv").read_text("utf-8-sig").splitlines()
    lines = [Line(Kind.OTHER, list(row.split(","))) for row in fees]
    save_xlsx(folder / "台账汇总.xlsx", [*draft.sheets, Sheet("收费", lines)])
    (folder / "fees.csv").unlink()
    draft.others["收费"] = len(lines) - 1


# What lies beside, and is no ledger: the ledgers themselves are neat.

_BESIDE: dict[str, bytes] = {
    "~$applications.xlsx": b"\x04user" + bytes(160),
    ".~lock.applications.xlsx#": b",user,host,04.01.2024 09:10,file:///home/user;",
    ".~applications.xlsx": b"",
    ".DS_Store": b"\0\0\0\1Bud1",
    "._applications.xlsx": b"\0\5\26\7",
    "Thumbs.db": bytes(64),
    "desktop.ini": b"[.ShellClassInfo]\r\n",
    "applications.xlk": b"PK\3\4",
    "applications.tmp": b"tmp",
    "applications.xlsx - 快捷方式.lnk": b"L\0\0\0",
    "审批单扫描件.jpg": b"\xff\xd8\xff\xe0",
    "说明.txt": "各科室于一月五日前报送。".encode("gbk"),
    "README.md": b"# data\n",
    "年报初稿.doc": bytes.fromhex("d0cf11e0a1b11ae1"),
    "notes.md": "收集时的说明".encode(),
    "review.jsonl": b"",
}
for _at, (_name, _bytes) in enumerate(_BESIDE.items()):

    def _lies(draft: Draft, folder: Path, name: str = _name, content: bytes = _bytes) -> None:
        (folder / name).write_bytes(content)

    add(f"beside-{_at + 1}", _lies, BESIDE, RIGHT, what=f"a file {_name} beside")


@manner(BESIDE, RIGHT)
def empty_folder_beside(draft: Draft, folder: Path) -> None:
    """An empty folder 附件 beside the ledgers."""
    (folder / "附件").mkdir()


@manner(BESIDE, TOLD, "sumary|summary")
def misspelt_summary(draft: Draft, folder: Path) -> None:
    """A file sumary.csv whose figures disagree."""
    (folder / "sumary.csv").write_text("格编号,格名称,填报数\nt3.new.total,,88\n", encoding="utf-8")


@manner(BESIDE, TOLD, "补登记")
def unknown_ledger_with_records(draft: Draft, folder: Path) -> None:
    """A file 补登记.csv with two more applications."""
    (folder / "补登记.csv").write_bytes(neat_csv([
        {**record, "登记编号": f"绿城申〔2023〕{at}号"}
        for at, record in enumerate(draft.records[1:3], start=70)
    ]))  # fmt: skip
    draft.others["补登记.csv"] = 2
