"""What a file is, by its first bytes."""

from __future__ import annotations

import re
from pathlib import Path

from reportkit.grids.archive import Archive
from reportkit.grids.encoding import UTF16
from reportkit.grids.excel import ole
from reportkit.grids.limits import RESAVE
from reportkit.grids.model import GridError

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = {
    b"%PDF": "PDF 文档",
    b"{\\rtf": "RTF 文档",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"SQLite": "数据库",
}
_PACKED = (b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"MSCF")
_TAR, _TAR_AT = b"ustar", 257
_UNPACK = "请先解压，再放入里面的文件。"
_LOOKED_AT = 4096
_TOO_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(!doctype html|html|head|body|table|meta|style|div|\?xml)",
    re.IGNORECASE,
)
_MHTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:MIME-Version|From|Content-Type):", re.IGNORECASE)
_JSON = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*)?\{\s*\"")
# Chinese name of a kind of file, and what its names end in.
_NAMES = {
    "xlsx": ("Excel 工作簿（.xlsx）", {".xlsx", ".xlsm", ".xltx", ".xltm"}),
    "xlsb": ("Excel 二进制工作簿（.xlsb）", {".xlsb"}),
    "xls": ("旧版 Excel 工作簿（.xls）", {".xls", ".xlt", ".et", ".ett"}),
    "ods": ("ODS 表格", {".ods", ".ots"}),
    "html": ("网页表格（HTML）", {".html", ".htm"}),
    "parquet": ("Parquet", {".parquet", ".pq"}),
    "text": ("文本表格", {".csv", ".tsv", ".txt", ".tab"}),
}


def kind_of(data: bytes) -> str:
    """Return the kind of a file, a key of `_NAMES`.

    Raises
    ------
    GridError
        Where it is known to be something else.
    """
    if data.startswith(_ZIP):
        return _kind_of_archive(data)
    if data.startswith(ole.MAGIC):
        return "xls"
    if data.startswith(b"PAR1"):
        return "parquet"
    _refuse_others(data)
    markup = _MARKUP.match(_beginning(data))
    if not markup:
        return "text"
    if markup[1] == b"?xml" and b"<html" not in _beginning(data).lower():
        raise GridError("内容是 XML（可能是“XML 电子表格 2003”），读不了", RESAVE, "no table")
    return "html"


def _refuse_others(data: bytes) -> None:
    """Refuse what is known to be no table, or none that can be read."""
    if data.startswith(_PACKED) or data.startswith(_TAR, _TAR_AT):
        # What is packed as it is, as by tar, would be read as if all of it were one file.
        raise GridError("内容是压缩包，不是表格", _UNPACK, "archive")
    if data.startswith(_TOO_OLD):
        raise GridError("是 Excel 95 以前的工作簿，读不了", RESAVE)
    for magic, name in _OTHERS.items():
        if data.startswith(magic):
            remedy = "请放入原始的 Excel 或者 CSV 文件。"
            raise GridError(f"内容是{name}，不是表格", remedy, "no table")
    if _MHTML.match(data):
        raise GridError("内容是单个文件网页（MHTML），读不了", RESAVE, "web archive")
    if _JSON.match(_beginning(data)):
        remedy = "请在系统里选 Excel 或者 CSV 格式，重新导出。"
        raise GridError("内容是 JSON，不是表格", remedy, "no table")


def _beginning(data: bytes) -> bytes:
    beginning = data[:_LOOKED_AT]
    if beginning.startswith(UTF16):
        return beginning.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return beginning


def note_of(kind: str, path: Path) -> str:
    """Return what to say of a file whose name says that it is something else."""
    name, suffixes = _NAMES[kind]
    suffix = path.suffix.lower()
    return "" if suffix in suffixes else f"内容是{name}，扩展名却是 {suffix or '空的'}"


def _kind_of_archive(data: bytes) -> str:
    archive = Archive(data)
    if "content.xml" in archive:
        declared = archive.read("mimetype")[:200] if "mimetype" in archive else b""
        if b"spreadsheet" in declared or not declared:
            return "ods"
    elif "xl/workbook.bin" in archive:
        return "xlsb"
    elif "[Content_Types].xml" in archive and "word/document.xml" not in archive:
        return "xlsx"
    raise GridError(
        "内容是压缩包或者其他文档，不是表格",
        "请放入原始的 Excel 或者 CSV 文件；是压缩包的，请先解压，再放入里面的文件。",
        "archive",
    )
