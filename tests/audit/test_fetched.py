"""Reports at addresses on the web: fetched for real, and never from where they may not be."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportkit.audit import fetched
from reportkit.audit.fetched import fetch
from reportkit.cli.main import cli
from reportkit.errors import PublishedError
from tests.audit.redirecting import INNER, OUTER
from tests.conftest import PATIENCE

_WITHOUT_END = {
    "/short": (b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b""),
    "/continue": (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    "/headers": (b"HTTP/1.1 200 OK\r\n", b"A"),
    "/body": (b"HTTP/1.1 200 OK\r\n\r\n", b"A"),
    "/chunked": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"0"),
}


def _drip(write: Callable[[bytes], object], first: bytes, more: bytes) -> None:
    """Answer a little, and a little more each time before whoever waits gives up."""
    with suppress(OSError):
        write(first)
        for _ in range(PATIENCE * 20 if more else 0):
            write(more)
            time.sleep(0.05)


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in _WITHOUT_END:
            _drip(self.wfile.write, *_WITHOUT_END[self.path])
            return
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
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
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
        *("[64:ff9b:1::a00:1]", "[fec0::1]", "[::ffff:0:10.0.0.1]"),
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


@pytest.mark.parametrize(
    "url", ["http://a:b@example.com/", "http://", "http://x:99999/", "ftp://x:80/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(PublishedError, match="不是 http 或者 https 网址"):
        fetch(url)


@pytest.mark.parametrize("path", _WITHOUT_END)
def test_a_site_that_never_ends_is_left_in_time(
    site: str, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetched, "SECONDS", 0.3)
    began = time.monotonic()

    with pytest.raises(PublishedError, match=r"时限|没有下载完"):
        fetch(site + path, private=True)

    assert time.monotonic() - began < PATIENCE / 2  # less than the site takes


def test_an_address_is_asked_as_a_browser_would(site: str) -> None:
    assert fetch(f"{site}/年报 一.html?a=甲", private=True) == (b"report" * 10, "年报 一.html")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/..", "index.html"),
        ("/%2e%2e/%2e%2e", "index.html"),
        ("/a%00b.pdf", "ab.pdf"),
        ("/a%0a%1b[2J%E2%80%AE.pdf", "a[2J.pdf"),
        ("/..%2f..%2fetc%2fpasswd", "passwd"),
        ("/..%5c..%5cC:%5ca.pdf", "Ca.pdf"),
        (f"/{'%E5%B9%B4' * 300}.pdf", f"{'年' * 76}.pdf"),
    ],
)
def test_a_name_that_an_address_makes_up_is_that_of_a_file(
    site: str, path: str, name: str, tmp_path: Path
) -> None:
    _, found = fetch(site + path, private=True)
    (tmp_path / found).write_bytes(b"")

    assert found == name


_OWN_NETWORK = ("unshare", "--map-root-user", "--net", "--mount", "sh", "-c")
_SET_UP = f"""
mount --bind "$1" /etc/hosts && ip link set lo up &&
ip addr add {OUTER}/32 dev lo && ip addr add {INNER}/32 dev lo"""


def test_a_public_name_that_leads_inside_is_not_followed(tmp_path: Path) -> None:
    """Real names, addresses and redirects, in a network of the test's own."""
    hosts = tmp_path / "hosts"
    names = ((OUTER, "outer"), (INNER, "inner"), (OUTER, "both"), (INNER, "both"))
    hosts.write_text("".join(f"{address} {name}.test\n" for address, name in names))
    able = (*_OWN_NETWORK, _SET_UP, "sh", str(hosts))
    if not shutil.which("unshare") or subprocess.run(able, check=False).returncode:
        pytest.skip("no network of its own can be had here")
    code = f"{_SET_UP} && exec {sys.executable} -m tests.audit.redirecting"

    done = subprocess.run(
        [*_OWN_NETWORK, code, "sh", str(hosts)], check=True, capture_output=True, text=True
    )

    told, asked = json.loads(done.stdout)
    assert told.pop("/outer") == "report"
    assert len(told) == 5
    assert all("指向内部网络" in each for each in told.values())
    assert asked == []
