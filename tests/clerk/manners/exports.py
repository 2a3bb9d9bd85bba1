"""What systems hand out: other formats under known names, lines around the table, code names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

from tests.clerk.draft import Draft, Stage
from tests.clerk.manner import Comes, add, manner
from tests.clerk.writers import as_text, csv_text, html_table

FILES, HEADINGS = Stage.FILES, Stage.HEADINGS
RIGHT, RIGHT_OR_TOLD, TOLD = Comes.RIGHT, Comes.RIGHT_OR_TOLD, Comes.TOLD
_CODES = [
    *("apply_no", "receive_date", "applicant_type", "name", "id_card", "phone"),
    *("address", "content", "reply_date", "result", "delayed", "days"),
]


def _json(draft: Draft) -> str:
    rows = [{key: as_text(value) for key, value in each.items()} for each in draft.shown]
    return json.dumps({"code": 0, "rows": rows}, ensure_ascii=False)


def _json_lines(draft: Draft) -> str:
    rows = [{key: as_text(value) for key, value in each.items()} for each in draft.shown]
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)


def _xml(draft: Draft) -> str:
    rows = "".join(
        "<row>"
        + "".join(f"<{code}>{escape(as_text(v))}</{code}>"
                  for code, v in zip(_CODES, each.values(), strict=True))
        + "</row>"
        for each in draft.shown
    )  # fmt: skip
    return f'<?xml version="1.0" encoding="UTF-8"?><rows>{rows}</rows>'


def _spreadsheet(draft: Draft) -> str:
    """Return the XML of Excel 2003."""
    rows = "".join(
        "<Row>"
        + "".join(f'<Cell><Data ss:Type="String">{escape(as_text(cell))}</Data></Cell>'
                  for cell in line.cells)
        + "</Row>"
        for line in draft.only.lines
    )  # fmt: skip
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    return (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{name}"'
        f' xmlns:ss="{name}"><Worksheet ss:Name="Sheet1"><Table>{rows}</Table></Worksheet>'
        "</Workbook>"
    )


def _mail(draft: Draft) -> str:
    """Return a web page as a mail, as a browser saves it (MHTML)."""
    return (
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x\n"
        f"Content-Type: text/html; charset=utf-8\n\n{html_table(draft.sheets)}\n--x--\n"
    )


def _fixed(draft: Draft) -> str:
    """Return columns that are held apart by blanks alone."""
    lines = ([as_text(cell).ljust(24) for cell in line.cells] for line in draft.only.lines)
    return "\n".join("".join(line) for line in lines)


def _around(before: str = "", after: str = "") -> Callable[[Draft], str]:
    def text(draft: Draft) -> str:
        draft.about = len((before + after).split())
        return before + csv_text(draft.sheets) + after

    return text


def _underlined(draft: Draft) -> str:
    """Return what a database prints: a line below the headings, how many rows at the end."""
    head, _, rest = csv_text(draft.sheets).partition("\r\n")
    line = ",".join(["--------"] * draft.only.width)
    draft.about = 2
    return f"{head}\r\n{line}\r\n{rest}\r\n(12 行受影响)\r\n"


def _joined(draft: Draft) -> str:
    """Return two exports one behind the other, the mark of the second in the middle."""
    lines = csv_text(draft.sheets).splitlines(keepends=True)
    return "".join([*lines[:7], "\ufeff", lines[0], *lines[7:]])


_FILES: dict[str, tuple[Comes, str, Callable[[Draft], str]]] = {
    "json-named-csv": (TOLD, "csv", _json),
    "json-named-xls": (TOLD, "xls", _json),
    "json-lines-named-csv": (TOLD, "csv", _json_lines),
    "xml-named-xls": (TOLD, "xls", _xml),
    "xml-named-csv": (TOLD, "csv", _xml),
    "spreadsheet-of-2003": (RIGHT_OR_TOLD, "xls", _spreadsheet),
    "page-as-mail": (RIGHT_OR_TOLD, "xls", _mail),
    "fixed-width": (RIGHT_OR_TOLD, "txt", _fixed),
    "lines-about-it-first": (
        RIGHT,
        "csv",
        _around("# 系统：申请平台\r\n# 导出时间：2024-01-08 09:30:00\r\n# 共12条\r\n\r\n"),
    ),
    "pairs-about-it-first": (
        RIGHT,
        "csv",
        _around("导出单位,绿杨区城市管理局\r\n统计区间,2023-01-01,2023-12-31\r\n\r\n"),
    ),
    "lines-about-it-last": (
        RIGHT,
        "csv",
        _around(after="\r\n导出人：管理员\r\n第1页,共1页\r\n"),
    ),
    "query-with-line": (RIGHT_OR_TOLD, "csv", _underlined),
    "two-exports-joined": (RIGHT, "csv", _joined),
    "codes-above-the-headings": (RIGHT, "csv", _around(",".join(_CODES) + "\r\n")),
}
for _name, (_comes, _suffix, _text) in _FILES.items():

    def _export(
        draft: Draft,
        folder: Path,
        suffix: str = _suffix,
        text: Callable[[Draft], str] = _text,
    ) -> None:
        (folder / f"{draft.ledger}.{suffix}").write_text(text(draft), "utf-8-sig", newline="")

    add(f"export-{_name}", _export, FILES, _comes, what=f"an export: {_name}", alone=True)


@manner(FILES, RIGHT_OR_TOLD, alone=True)
def codes_below_the_headings(draft: Draft, folder: Path) -> None:
    """The names of a database's columns stand below the headings."""
    head, _, rest = csv_text(draft.sheets).partition("\r\n")
    text = f"{head}\r\n{','.join(_CODES)}\r\n{rest}"
    (folder / "applications.csv").write_text(text, "utf-8-sig", newline="")


@manner(HEADINGS, TOLD, "表头", alone=True)
def codes_for_headings(draft: Draft) -> None:
    """The names of a database's columns instead of headings."""
    draft.headings = dict(zip(draft.headings, _CODES, strict=True))
