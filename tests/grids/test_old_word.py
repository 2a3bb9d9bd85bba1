"""LibreOffice reads old Word documents, and nothing that these tell it to ask for."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest

from reportkit.grids import GridError
from reportkit.grids.old_word import read_old_word

_ASKS = """<html><head><link rel=stylesheet href="{site}/a.css"></head><body>年报
<img src="{site}/a.png"><object data="{site}/a"></object></body></html>"""


@pytest.mark.posix
def test_a_document_makes_no_request(program: Callable[[str], str]) -> None:
    """It had asked a server for pictures and styles, from within the network of whoever audits."""
    program("soffice")
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def listen() -> None:
            while True:
                line, _ = server.accept()
                asked.append(line.recv(100))
                line.close()

        threading.Thread(target=listen, daemon=True).start()
        page = _ASKS.format(site=f"http://127.0.0.1:{server.getsockname()[1]}")
        with pytest.raises(GridError, match="没有转换成功"):
            read_old_word(page.encode(), "年报.doc", ".doc")

    assert asked == []
