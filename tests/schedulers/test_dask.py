"""The commands of the page on Dask make a report."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.conftest import EXAMPLE, YEAR, eventually, started
from tests.schedulers.page import WORKSPACE, blocks

pytestmark = [pytest.mark.slow, pytest.mark.posix]


def test_scheduler_worker_and_run(workspace: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    shown = [block.replace("8786", port) for block in blocks("dask.md", "sh")]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with ExitStack() as several:
        *servers, run = [block.replace(WORKSPACE, str(workspace)).split() for block in shown]
        for server in servers:
            several.enter_context(started(server, cwd=tmp_path, env=os.environ | {"PATH": path}))
        batch = several.enter_context(started(run, cwd=tmp_path, env=os.environ | {"PATH": path}))
        assert eventually(lambda: batch.poll() is not None)
        assert batch.returncode == 0
    assert (workspace / "outputs" / "ogi" / YEAR / EXAMPLE / "report.pdf").exists()
