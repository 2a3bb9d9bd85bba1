"""Typing into a spreadsheet with LibreOffice, as somebody at its keyboard does."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tests.conftest import PATIENCE

_LIBRARY = "http://openoffice.org/2000/library"
_SCRIPT = "http://openoffice.org/2000/script"


def type_in(office: str, path: Path, rows: Sequence[Sequence[Any]], profile: Path) -> None:
    """Type rows below the headings of a file's first sheet, and save it.

    What is typed is taken as LibreOffice takes what comes from the keyboard: a day becomes a date.

    Parameters
    ----------
    office : str
        LibreOffice.
    path : Path
    rows : sequence of sequence
        A None is left out.
    profile : Path
        Folder for LibreOffice's settings, which get the macro that types.
    """
    typed = "\n".join(
        f'sheet.getCellByPosition({column}, {number}).FormulaLocal = "{value}"'
        for number, row in enumerate(rows, start=1)
        for column, value in enumerate(row)
        if value is not None
    )
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
    # The first start lays out the folder, and would write over a macro that is there already.
    _start([*command, "--terminate_after_init"])
    _write_macro(profile / "user" / "basic" / "Standard", path, typed)
    _start([*command, "macro:///Standard.Typing.Type_In"])


def _start(command: list[str]) -> None:
    subprocess.run(command, capture_output=True, check=True, timeout=PATIENCE)


def _write_macro(library: Path, path: Path, typed: str) -> None:
    names = f'xmlns:library="{_LIBRARY}" library:name="Standard"'
    module = '<library:element library:name="Typing"/>'
    (library / "script.xlb").write_text(f"<library:library {names}>{module}</library:library>")
    code = f"""
Sub Type_In
  Dim unseen(0) As New com.sun.star.beans.PropertyValue
  unseen(0).Name = "Hidden"
  unseen(0).Value = True
  book = StarDesktop.loadComponentFromURL("{path.as_uri()}", "_blank", 0, unseen())
  sheet = book.Sheets.getByIndex(0)
{typed}
  book.store()
  book.close(True)
End Sub
"""
    (library / "Typing.xba").write_text(
        f'<script:module xmlns:script="{_SCRIPT}" script:name="Typing"'
        f' script:language="StarBasic">{escape(code)}</script:module>',
        encoding="utf-8",
    )
