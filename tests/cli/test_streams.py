"""Whatever standard output is, nothing that is told ends a command."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from reportkit.cli.streams import able_to_write, bare
from tests.conftest import EXAMPLE, YEAR, reportkit


@pytest.mark.posix
def test_run_whose_output_is_closed_makes_its_report(workspace: Path) -> None:
    """Its number would be taken by the next socket, and that for the output of the notebook."""
    command = [sys.executable, "-m", "reportkit", "run", "--jobs", "1"]
    process = subprocess.run(
        ["sh", "-c", '"$@" >&- 2>&- <&-', "sh", *command], cwd=workspace, check=False
    )

    assert process.returncode == 0
    assert (workspace / "outputs" / "ogi" / YEAR / EXAMPLE / "report.pdf").is_file()


def test_character_that_the_encoding_lacks_is_written_in_escapes(workspace: Path) -> None:
    (path,) = (workspace / "params").iterdir()
    text = path.read_text("utf-8").replace("阜新市生态环境局", "䶮市")
    path.write_text(text, encoding="utf-8")

    process = reportkit(workspace, "plan", PYTHONIOENCODING="latin-1")

    assert process.returncode == 0
    assert process.stdout.startswith("\\u4dae\\u5e02")


@pytest.mark.posix  # Windows has no such name
def test_what_a_terminal_would_obey_is_written_in_escapes(workspace: Path) -> None:
    """A name of a file may clear the screen, or turn the line that tells of it around."""
    (workspace / "data" / EXAMPLE / YEAR / "\x1b[2J\u202e甲.docm").write_bytes(b"PK")

    told = reportkit(workspace, "check", "--format", "json")

    assert not {"\x1b", "\u202e"} & {*told.stdout}
    assert "\x1b[2J\u202e甲.docm" in json.dumps(
        json.loads(told.stdout), ensure_ascii=False
    ).replace("\\u001b", "\x1b")


def test_a_program_that_draws_gets_the_bare_stream(capsys: pytest.CaptureFixture[str]) -> None:
    able_to_write()
    able_to_write()

    sys.stdout.write("a\x1b[31mb\n")
    bare(sys.stdout).write("c\x1b[0m")

    assert capsys.readouterr().out == "a\\u001b[31mb\nc\x1b[0m"
