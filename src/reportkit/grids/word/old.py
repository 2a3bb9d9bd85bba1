"""A Word document of the old kind, or RTF: LibreOffice makes a new one of it, where it is there."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from reportkit.grids.archive import Archive
from reportkit.grids.document import Document
from reportkit.grids.model import GridError
from reportkit.grids.pages.pictured import Pictures
from reportkit.grids.word.docx import read_docx
from reportkit.reading import read_bytes
from reportkit.scratch import own_folder

_SECONDS = 60
# Of an office's document of a hundred pages it takes 160 MB of data; of one made to burst, all.
_MEMORY = 1 << 30
_LARGEST_FILE = 1 << 30
_FILTERS = {".doc": "MS Word 97", ".rtf": "Rich Text Format"}
# A document may name pictures, templates and parts of others that lie elsewhere, and programs: none
# is asked for, none is run. Whatever would be asked all the same is sent to where nobody answers.
_SETTINGS = (
    ("Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("Office.Writer/Content/Update", "Link", "0"),
    ("Inet/Settings", "ooInetProxyType", "2"),
    ("Inet/Settings", "ooInetNoProxy", ""),
    *(
        ("Inet/Settings", f"ooInet{kind}Proxy{what}", value)
        for kind in ("HTTP", "HTTPS", "FTP")
        for what, value in (("Name", "127.0.0.1"), ("Port", "9"))
    ),
)
_REMEDY = "请用 Word 或 WPS 打开，另存为“Word 文档（*.docx）”。"


def read_old_word(data: bytes, file: str, suffix: str, pictures: Pictures) -> Document:
    """Return what a document says that only a word processor can read.

    Parameters
    ----------
    data : bytes
    file : str
    suffix : {".doc", ".rtf"}
    pictures : Pictures
        What reads its pictures.

    Raises
    ------
    GridError
        Where LibreOffice is not there, or makes nothing of it.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise GridError("是旧版 Word 文档（.doc、.rtf），这台机器没有 LibreOffice，读不了", _REMEDY)
    with own_folder() as folder:
        source, made = Path(folder, f"document{suffix}"), Path(folder, "made", "document.docx")
        source.write_bytes(data)
        options = [_profile(Path(folder, "profile")), f"--infilter={_FILTERS[suffix]}"]
        options += ["--headless", "--convert-to", "docx", "--outdir", str(made.parent)]
        try:
            _run([program, *options, str(source)], {**os.environ, "HOME": str(folder)})
            content = read_bytes(made)
        except (subprocess.SubprocessError, OSError):
            raise GridError("是旧版 Word 文档，LibreOffice 没有转换成功", _REMEDY) from None
    return read_docx(Archive(content), file, pictures)


def _profile(folder: Path) -> str:
    """Write the settings of a user who trusts nobody, and return the option that names them."""
    (folder / "user").mkdir(parents=True)
    items = "".join(
        f'<item oor:path="/org.openoffice.{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (folder / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<oor:items '
        f'xmlns:oor="http://openoffice.org/2001/registry">{items}</oor:items>',
        encoding="utf-8",
        newline="\n",
    )
    return f"-env:UserInstallation={folder.as_uri()}"


def _run(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run a program to its end, or end it with all that it started, as it is but a script.

    Raises
    ------
    subprocess.SubprocessError, OSError
    """
    nothing = subprocess.DEVNULL
    with subprocess.Popen(
        command, stdin=nothing, stdout=nothing, stderr=nothing,
        env=environment, start_new_session=True,
    ) as process:  # fmt: skip
        _bound(process.pid)
        try:
            if process.wait(_SECONDS):
                raise subprocess.CalledProcessError(process.returncode, command)
        finally:
            _end_all(process)


def _bound(pid: int) -> None:
    """Bound what a program may take, and whatever it starts, also where we end before it does."""
    if sys.platform != "linux":
        return
    import resource

    bounds = {
        resource.RLIMIT_DATA: _MEMORY,
        resource.RLIMIT_CPU: _SECONDS,
        resource.RLIMIT_FSIZE: _LARGEST_FILE,
        resource.RLIMIT_CORE: 0,  # which would hold the document
    }
    with suppress(OSError):  # it has ended, or is bound more closely than that
        for what, most in bounds.items():
            resource.prlimit(pid, what, (most, most))


def _end_all(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError):  # none is left
            os.killpg(process.pid, signal.SIGKILL)
