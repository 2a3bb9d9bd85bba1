"""The shim takes away what Windows lacks: otherwise what passes under it would say nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.windows import SHIM

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the shim looks into /proc")

# Run as a module of ours: the shim shows others the real modules.
_AS_OURS = "import sys; exec(compile(sys.argv[1], 'x', 'exec'), {'__name__': 'reportkit.tried'})"


def _ends(code: str, folder: Path, **options: str) -> str:
    """Return the last line that a piece of our code leaves on stderr; nothing where it ends well."""
    process = subprocess.run(
        [sys.executable, "-c", _AS_OURS, code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(SHIM)} | options,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return process.stderr.strip().rpartition("\n")[2]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("import fcntl", "ModuleNotFoundError"),
        ("import pwd", "ModuleNotFoundError"),
        ("import resource", "ModuleNotFoundError"),
        ("import os; os.fork()", "AttributeError"),
        ("from os import getuid", "ImportError"),
        ("import os; os.killpg(1, 0)", "AttributeError"),
        ("import signal; signal.SIGKILL", "AttributeError"),
        ("import signal; signal.SIGHUP", "AttributeError"),
        ("import signal; signal.alarm(1)", "AttributeError"),
        ("import os; os.mkdir('con')", "OSError"),
        ("open('aux.log', 'w')", "OSError"),
        ("open('a:b', 'w')", "OSError"),
        ("import os; os.mkdir('a.')", "OSError"),
        ("open('a' * 250, 'w')", "FileNotFoundError"),
        ("import os; os.mkdir('a'); open('a/b', 'w'); f = open('a/b'); os.rename('a', 'c')", "Perm"),
        ("import os; open('a', 'w').close(); f = open('a'); os.unlink('a')", "PermissionError"),
        ("import os; os.mkdir('a'); os.mkdir('b'); os.rename('a', 'b')", "FileExistsError"),
        ("import os; os.mkdir('a'); os.mkdir('b'); os.replace('a', 'b')", "PermissionError"),
    ],
)
def test_what_windows_lacks_is_not_there(code: str, error: str, tmp_path: Path) -> None:
    assert _ends(code, tmp_path).startswith(error)


@pytest.mark.parametrize(
    "code",
    [
        "import os, sys; assert (os.name, sys.platform) == ('nt', 'win32')",
        "import os; open('a', 'w').close(); os.replace('a', 'b'); os.unlink('b')",
        "open('a', 'w', encoding='utf-8').write('x\\n'); assert open('a', 'rb').read() == b'x\\r\\n'",
        "open('a', 'w', newline='\\n').write('x\\n'); assert open('a', 'rb').read() == b'x\\n'",
        "import signal, asyncio, multiprocessing; signal.SIGINT",
    ],
)
def test_what_windows_has_is(code: str, tmp_path: Path) -> None:
    assert _ends(code, tmp_path) == ""


def test_no_file_is_opened_without_its_encoding(tmp_path: Path) -> None:
    """Or what reads well here would be read as GBK there."""
    options = {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "error::EncodingWarning"}

    assert _ends("open('a', 'w')", tmp_path, **options).startswith("EncodingWarning")
