"""A command that the system ends leaves nothing of its data behind, and ends as told to."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PATIENCE, started

pytestmark = pytest.mark.posix


@pytest.mark.parametrize("blow", ["SIGTERM", "SIGHUP"])
def test_a_command_that_is_ended_leaves_no_temporary_file(blow: str, tmp_path: Path) -> None:
    """A scheduler that stops a task, and a terminal that is closed."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    homeless = {name: value for name, value in os.environ.items() if name != "HOME"}
    environment = homeless | {"TMPDIR": str(temporary)}
    with socket.create_server(("127.0.0.1", 0)) as site:  # which never answers
        address = f"http://127.0.0.1:{site.getsockname()[1]}/年报.html"
        command = [sys.executable, "-m", "reportkit", "audit", "--private", address]
        number = getattr(signal, blow)
        with started(
            command,
            env=environment,
            stderr=subprocess.PIPE,
            preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # nohup ignores SIGHUP
        ) as process:
            site.settimeout(PATIENCE)
            line, _ = site.accept()
            there = [path.name for path in temporary.iterdir()]
            limits = Path(f"/proc/{process.pid}/limits").read_text("utf-8")
            process.send_signal(number)
            _, told = process.communicate(timeout=PATIENCE)
            line.close()

    assert there
    assert process.returncode == -number
    assert "已中断" in told
    assert list(temporary.iterdir()) == []
    assert re.search(r"core file size +0 ", limits), "a crash would write our memory to the disk"
