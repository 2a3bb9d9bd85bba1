"""Which kind of file it is: encodings, separators, kinds of workbook, damaged files."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from tests.clerk.draft import Draft, Kind, Sheet, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import (
    as_text,
    csv_text,
    html_table,
    save_csv,
    save_locked,
    save_ods,
    save_xls,
    save_xlsx,
)

FILES, BESIDE = Stage.FILES, Stage.BESIDE
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
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
    (folder / f"{draft.ledger}.csv").write_text("\r\n".join(rows), encoding="utf-8", newline="")


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
    add(
        f"file-{_name}",
        _content(_bytes, "applications.xlsx"),
        FILES,
        TOLD,
        r"applications\.xlsx",
        what=f"a file that is no workbook: {_name}",
    )


# Kinds of workbook.


def save_as(name: str) -> Save:
    """Return a manner that writes a workbook of some name."""
    return lambda draft, folder: save_xlsx(folder / name, draft.sheets)


def _other(save: Callable[[Path, Sequence[Sheet]], None], name: str) -> Save:
    return lambda draft, folder: save(folder / name, draft.sheets)


add("file-ods", _other(save_ods, "applications.ods"), FILES, RIGHT, book=True, what="LibreOffice")
add("file-xls", _other(save_xls, "applications.xls"), FILES, RIGHT, book=True, what="Excel 97")
add("file-et", _other(save_xls, "applications.et"), FILES, RIGHT, book=True, what="WPS")
add(
    "file-upper-case",
    save_as("applications.XLSX"),
    FILES,
    RIGHT,
    book=True,
    what="XLSX in capitals",
)
add(
    "file-xls-named-xlsx",
    _other(save_xls, "applications.xlsx"),
    FILES,
    RIGHT_OR_TOLD,
    r"applications\.xlsx",
    what="Excel 97 renamed to .xlsx",
)
add(
    "file-xlsx-named-xls",
    save_as("applications.xls"),
    FILES,
    RIGHT_OR_TOLD,
    r"applications\.xls",
    what="a workbook renamed to .xls",
)
add(
    "file-csv-named-xlsx",
    _other(save_csv, "applications.xlsx"),
    FILES,
    RIGHT_OR_TOLD,
    r"applications\.xlsx",
    what="CSV renamed to .xlsx",
)
add(
    "file-csv-named-xls",
    _other(save_csv, "applications.xls"),
    FILES,
    RIGHT_OR_TOLD,
    r"applications\.xls",
    what="CSV that a system calls .xls",
)
add(
    "file-xlsx-named-csv",
    save_as("applications.csv"),
    FILES,
    RIGHT_OR_TOLD,
    r"applications\.csv",
    what="a workbook renamed to .csv",
)


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
    add(
        f"file-html-named-{_suffix}",
        _html(f"applications.{_suffix}"),
        FILES,
        RIGHT_OR_TOLD,
        rf"applications\.{_suffix}",
        what=f"HTML that a system calls .{_suffix}",
    )


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
        "<w:tr>"
        + "".join(
            f"<w:tc><w:p><w:r><w:t>{escape(as_text(cell))}</w:t></w:r></w:p></w:tc>"
            for cell in line.cells
        )
        + "</w:tr>"
        for line in draft.sheets[0].lines
    )
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


@manner(FILES, RIGHT_OR_TOLD, "压缩")
def file_zipped(draft: Draft, folder: Path) -> None:
    """The ledger in an archive."""
    with zipfile.ZipFile(folder / "台账.zip", "w") as archive:
        archive.writestr("applications.csv", csv_text(draft.sheets))
    _lost(draft)


@manner(FILES, TOLD, "缺少")
def file_missing(draft: Draft, folder: Path) -> None:
    """Nothing was handed in."""
    _lost(draft)
