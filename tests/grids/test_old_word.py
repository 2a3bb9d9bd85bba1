"""LibreOffice reads old Word documents, and nothing that these tell it to ask for."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reportkit.grids import GridError
from reportkit.grids.pages.pictured import Pictures
from reportkit.grids.word.old import read_old_word

_ASKS = """<html><head><link rel=stylesheet href="{site}/a.css"></head><body>年报
<img src="{site}/a.png"><object data="{site}/a"></object></body></html>"""


@pytest.mark.posix
def test_a_document_makes_no_request(program: Callable[[str], str]) -> None:
    """It had asked a server for pictures and styles, from within the network of whoever audits."""
    program("soffice")
    with socket.create_server(("127.0.0.1", 0)) as server:
        page = _ASKS.format(site=f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(GridError, match="没有转换成功"):
            read_old_word(page.encode(), "年报.doc", ".doc", Pictures("年报.doc"))
        server.setblocking(False)  # whoever had asked would be waiting
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds another process")
def test_what_the_program_starts_is_bound_in_memory_time_and_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It outlives us where we are killed, and a document can make it take all that there is."""
    told = tmp_path / "told"
    program = tmp_path / "soffice"
    program.write_text(
        f"#!/bin/sh\nsleep 0.2\nsh -c 'ulimit -d; ulimit -t; ulimit -f; ulimit -c' > {told}\n",
        encoding="ascii",
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    with pytest.raises(GridError, match="没有转换成功"):
        read_old_word(b"{\\rtf1}", "年报.rtf", ".rtf", Pictures("年报.rtf"))

    assert told.read_text("ascii").split() == [str(1 << 20), "60", str(2 << 20), "0"]
