"""Conditional formats that strike out or fade are noted; pieces of a text that are struck out, too.

The records of XLS are those that LibreOffice has written.
"""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from reportkit.grids.excel.xls_formats import puts_away
from reportkit.grids.excel.xls_strings import runs_of
from tests.grids.samples import only, write_ods, write_xlsx

_FORMULA = "4c00000180170100780b"
_STRUCK = (
    f"02000a000000ffff3f04{'00' * 66}ffffffff8000000090010000000000"
    "00ffffffff000000001a00000001000000010000000000000000000000000000000000000001"
)
_GREY = (
    f"02000a000000ffff3f04{'00' * 66}ffffffff0000000090010000000000"
    "0037000000000000009a00000001000000010000000000000000000000000000000000000001"
)
_GREY_GROUND = "02000a000000ffff3820000000041f0b"
_RED_GROUND = "02000a000000ffff3820000000043c05"


@pytest.mark.parametrize(
    ("rule", "seen"),
    [
        (_STRUCK, (True, False)),
        (_GREY, (False, True)),
        (_GREY_GROUND, (False, True)),
        (_RED_GROUND, (False, False)),
    ],
)
def test_rule_of_xls(rule: str, seen: tuple[bool, bool]) -> None:
    content = bytes.fromhex(rule + _FORMULA)
    newer = bytes(12) + content[:6] + struct.pack("<I", len(content)) + content[6:]

    assert puts_away(0x1B1, content, {}) == seen
    assert puts_away(0x87A, newer, {}) == seen
    assert puts_away(0x87A, bytes(12) + content[:6] + bytes(4) + content[6:], {}) == (False, False)
    assert puts_away(0x1B0, content, {}) == (False, False)


def test_struck_pieces_of_the_texts_of_xls_over_the_end_of_a_record() -> None:
    """A text may go on in the next record, there narrow where it was wide before."""
    plain = struct.pack("<HB", 2, 1) + "一二".encode("utf-16-le")
    begun = struct.pack("<HBH", 5, 0x09, 2) + "有效a".encode("utf-16-le")
    rest = b"\x00bc" + struct.pack("<HHHH", 2, 7, 4, 0)
    records = [(0xFC, struct.pack("<II", 2, 2) + plain + begun), (0x3C, rest), (0x0A, b"")]

    assert list(runs_of(records)) == [[], [None, 7, 0]]
    assert list(runs_of([(0x0A, b"")])) == []


@pytest.mark.parametrize(
    ("look", "struck", "fades"),
    [
        ('style:text-line-through-style="solid"', True, False),
        ('fo:color="#a6a6a6"', False, True),
        ('fo:color="#ff0000"', False, False),
    ],
)
@pytest.mark.parametrize("of_cells", [True, False], ids=["OpenOffice", "LibreOffice"])
def test_rule_of_ods(tmp_path: Path, look: str, struck: bool, fades: bool, of_cells: bool) -> None:
    """A rule is part of a cell's style, or stands behind the cells of a sheet."""
    styles = (
        '<style:style style:name="Away_5f_1" style:display-name="Away_1"'
        f' style:family="table-cell"><style:text-properties {look}/></style:style>'
    )
    behind = ""
    if of_cells:
        styles += (
            '<style:style style:name="ce1" style:family="table-cell"><style:map'
            ' style:condition="cell-content()=1" style:apply-style-name="Away_5f_1"/></style:style>'
        )
    else:
        name = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"
        behind = (
            f'<c:conditional-formats xmlns:c="{name}"><c:conditional-format><c:condition'
            ' c:apply-style-name="Away_1"/></c:conditional-format></c:conditional-formats>'
        )
    cell = '<table:table-cell table:style-name="ce1" office:value-type="string">'
    table = (
        f'<table:table table:name="台账"><table:table-row>{cell}<text:p>甲</text:p>'
        f"</table:table-cell></table:table-row>{behind}</table:table>"
    )

    grid = only(write_ods(tmp_path / "a.ods", table, styles))

    assert (grid.may_be_struck, grid.may_fade) == (struck, fades)


def test_rule_of_xlsx_that_refers_to_another_sheet_has_its_look_with_it(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", [["甲"]])
    name = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    rule = (
        f'<extLst><ext xmlns:x="{name}"><x:cfRule type="expression"><x:dxf><font><strike/></font>'
        "</x:dxf></x:cfRule></ext></extLst>"
    )
    with zipfile.ZipFile(path) as book:
        parts = {part: book.read(part) for part in book.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].replace(
        b"</worksheet>", f"{rule}</worksheet>".encode()
    )
    with zipfile.ZipFile(path, "w") as book:
        for part, content in {**parts, "xl/worksheets/sheet1.xml": sheet}.items():
            book.writestr(part, content)

    assert only(path).may_be_struck
    assert not only(path).may_fade
