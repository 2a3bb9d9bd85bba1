"""How much a foreign file may hold; far beyond any ledger, far below what stops a machine."""

from __future__ import annotations

from typing import NoReturn

from reportkit.grids.model import GridError

MOST_BYTES = 256 << 20
"""Of a file, and of what is unpacked from one and kept."""

MOST_CELLS = 5_000_000
"""Of all sheets of a file, empty places between filled ones included."""

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""Of any sheet, by Excel and LibreOffice alike."""

LONGEST_TEXT = 131_072
"""Characters of a cell; Excel itself allows 32,767."""

RESAVE = "请用 Excel 或 WPS 打开原表，另存为“Excel 工作簿（*.xlsx）”。"
RESAVE_CSV = "请用 Excel 或 WPS 打开原表，另存为“CSV UTF-8（逗号分隔）”。"


def refuse_size(sheet: str = "表格") -> NoReturn:
    """Refuse a file with more cells than any ledger has."""
    raise GridError(
        f"{sheet}的范围超过 {MOST_CELLS // 10_000} 万个单元格，没有读取",
        "请用 Excel 或 WPS 打开原表，按 Ctrl+End 查看最后一个单元格，删去多余的行列后保存；"
        "确有这么多记录的，请分成几个文件。",
        "too large",
    )


def refuse_document(what: str) -> NoReturn:
    """Refuse a document that is no report, whatever it is."""
    raise GridError(f"{what}比任何一份报告都多得多，没有读取", "请只读取报告本身。")


def refuse_long_text(place: str) -> NoReturn:
    """Refuse a cell that no person has written; its content is never told."""
    raise GridError(
        f"{place}的文字超过 {LONGEST_TEXT} 个字符，没有读取",
        "请用 Excel 或 WPS 打开原表，核对并缩短该单元格后保存。",
        "too large",
    )


def refuse_much_text(sheet: str) -> NoReturn:
    """Refuse a file whose texts together are more than any ledger's."""
    raise GridError(
        f"{sheet}的文字总量大得反常，没有读取",
        "请用 Excel 或 WPS 打开原表，核对并删去多余的内容后保存。",
        "too large",
    )
