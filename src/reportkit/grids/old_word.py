"""A Word document of the old kind, or RTF: LibreOffice makes a new one of it, where it is there."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from reportkit.grids.archive import Archive
from reportkit.grids.document import Document
from reportkit.grids.docx import read_docx
from reportkit.grids.model import GridError

_SECONDS = 60
_REMEDY = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”。"


def read_old_word(data: bytes, file: str, suffix: str) -> Document:
    """Return what a document says that only a word processor can read.

    Parameters
    ----------
    data : bytes
    file : str
    suffix : {".doc", ".rtf"}

    Raises
    ------
    GridError
        Where LibreOffice is not there, or makes nothing of it.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise GridError("是旧版 Word 文档（.doc、.rtf），这台机器没有 LibreOffice，读不了", _REMEDY)
    with tempfile.TemporaryDirectory() as folder:
        source, made = Path(folder, f"document{suffix}"), Path(folder, "made", "document.docx")
        source.write_bytes(data)
        profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
        command = [program, profile, "--headless", "--convert-to", "docx"]
        try:
            subprocess.run(
                [*command, "--outdir", str(made.parent), str(source)],
                capture_output=True,
                timeout=_SECONDS,
                check=True,
                env={**os.environ, "HOME": folder},
            )
            content = made.read_bytes()
        except (subprocess.SubprocessError, OSError):
            raise GridError("是旧版 Word 文档，LibreOffice 没有转换成功", _REMEDY) from None
    return read_docx(Archive(content), file)
