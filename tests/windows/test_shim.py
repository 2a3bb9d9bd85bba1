"""The shim takes away what Windows lacks: otherwise what passes under it would say nothing."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

import reportkit
from tests.windows import SHIM

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the shim looks into /proc")

# Run as a module of ours: the shim shows others the real modules.
_AS_OURS = "import sys; exec(compile(sys.argv[1], 'x', 'exec'), {'__name__': 'reportkit.tried'})"


def _ends(code: str, folder: Path, **options: str) -> str:
    """Return the last line of stderr of a piece of our code; nothing where it ends well."""
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
        ("import os; os.mkdir('a' * (247 - len(os.getcwd())))", "FileNotFoundError"),
        (
            "import os; os.mkdir('a'); open('a/b', 'w'); f = open('a/b'); os.rename('a', 'c')",
            "Perm",
        ),
        ("import os; open('a', 'w').close(); f = open('a'); os.unlink('a')", "PermissionError"),
        ("import os; os.mkdir('a'); os.mkdir('b'); os.rename('a', 'b')", "FileExistsError"),
        ("import os; os.mkdir('a'); os.mkdir('b'); os.replace('a', 'b')", "PermissionError"),
        (
            "import os; open('a', 'w').close(); os.chmod('a', 0o444); os.unlink('a')",
            "PermissionError",
        ),
    ],
)
def test_what_windows_lacks_is_not_there(code: str, error: str, tmp_path: Path) -> None:
    assert _ends(code, tmp_path).startswith(error)


@pytest.mark.parametrize(
    "code",
    [
        "import os, sys; assert (os.name, sys.platform) == ('nt', 'win32')",
        "import os; open('a', 'w').close(); os.replace('a', 'b'); os.unlink('b')",
        "open('a', 'w').write('x\\n'); assert open('a', 'rb').read() == b'x\\r\\n'",
        "open('a', 'w', newline='\\n').write('x\\n'); assert open('a', 'rb').read() == b'x\\n'",
        "import signal, asyncio, multiprocessing; signal.SIGINT",
    ],
)
def test_what_windows_has_is(code: str, tmp_path: Path) -> None:
    assert _ends(code, tmp_path) == ""


SOURCE = Path(reportkit.__file__).parent
_REPLACES = """
import os
from pathlib import Path
from reportkit.writing import whole_folder
with whole_folder(Path('a')) as fresh:
    fresh.joinpath('new').touch()
assert os.listdir('.') == ['a'] and os.listdir('a') == ['new'], os.listdir('.')
"""


@pytest.mark.parametrize("left", ["", ".set-aside-"])
def test_what_is_marked_as_read_only_is_replaced_as_it_is_elsewhere(
    left: str, tmp_path: Path
) -> None:
    """Windows removes no such file: the old folder lay set aside, and every later run broke."""
    for folder in {"a", f"{left}a"}:
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "old").touch(0o444)

    assert _ends(_REPLACES, tmp_path) == ""


def test_an_old_folder_that_is_still_looked_at_is_named(tmp_path: Path) -> None:
    for folder in ("a", ".set-aside-a"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "old").touch()

    with (tmp_path / ".set-aside-a" / "old").open("rb"):
        told = _ends(_REPLACES, tmp_path)

    assert told.startswith("reportkit.writing.InUseError")
    assert told.endswith("'.set-aside-a/old'")


@pytest.mark.parametrize("told", ["newline", "encoding"])
def test_every_text_is_written_with_an_encoding_and_line_ends_of_its_own(told: str) -> None:
    """Or it has another digest on Windows, or cannot be read elsewhere."""
    bare = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path in SOURCE.rglob("*.py")
        if "engine" not in path.parts  # it is not on Windows
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and _writes_text(node, told)
    ]

    assert bare == []


def _writes_text(call: ast.Call, told: str) -> bool:
    """Whether a call writes text to a file and does not tell how."""
    said = {word.arg for word in call.keywords}
    if told in said or "devnull" in ast.unparse(call):
        return False
    name = getattr(call.func, "attr", "")
    modes = [arg.value for arg in call.args if isinstance(arg, ast.Constant)]
    opens = name == "open" and any(mode and set(str(mode)) <= set("wax+") for mode in modes)
    # click's formatter of help has a method of the same name.
    return opens or (name == "write_text" and "super" not in ast.unparse(call))


def test_no_file_is_opened_without_its_encoding(tmp_path: Path) -> None:
    """Or what reads well here would be read as GBK there."""
    options = {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "error::EncodingWarning"}

    assert _ends("open('a', 'w')", tmp_path, **options).startswith("EncodingWarning")
