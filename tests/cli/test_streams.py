"""Whatever standard output is, nothing that is told ends a command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

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
