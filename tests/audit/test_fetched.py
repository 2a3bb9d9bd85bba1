"""Reports at addresses on the web: fetched for real, and never from where they may not be."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from click.testing import CliRunner

from reportkit.audit import fetched
from reportkit.audit.fetched import fetch
from reportkit.cli.main import cli
from reportkit.errors import PublishedError


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        onwards = {"/moved": "/a/%E5%B9%B4%E6%8A%A5.html", "/round": "/round"}.get(self.path)
        self.send_response(302 if onwards else 404 if self.path == "/none" else 200)
        if onwards:
            self.send_header("Location", onwards)
        self.end_headers()
        self.wfile.write(b"report" * 10)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_what_an_address_leads_to_comes_with_its_name(site: str) -> None:
    assert fetch(f"{site}/moved", private=True) == (b"report" * 10, "年报.html")


@pytest.mark.parametrize(
    ("path", "why"), [("/none", "网站回答 404"), ("/round", "转了 5 次以上"), ("/big", "超过 0 MB")]
)
def test_what_cannot_be_had_is_told(
    site: str, path: str, why: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetched, "MOST_BYTES", 50)

    with pytest.raises(PublishedError, match=why):
        fetch(site + path, private=True)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "10.0.0.1", "169.254.169.254", "[::1]", "[::ffff:10.0.0.1]"),
        *("[64:ff9b::a00:1]", "[::7f00:1]", "[2002:a00:1::]", "0", "2130706433", "0x7f000001"),
    ],
)
def test_an_address_of_a_network_of_ones_own_is_not_asked(host: str) -> None:
    with pytest.raises(PublishedError, match=r"指向内部网络|找不到这个网站"):
        fetch(f"http://{host}/")


def test_the_command_ends_as_of_a_report_that_could_not_be_read() -> None:
    result = CliRunner().invoke(cli, ["audit", "http://127.0.0.1:9/a"])

    assert result.exit_code == 3
    assert "没有读取" in result.output


@pytest.mark.parametrize("url", ["http://a:b@example.com/", "http://", "http://x:99999/"])
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(PublishedError, match="不是 http 或者 https 网址"):
        fetch(url)
