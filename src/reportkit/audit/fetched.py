"""A report at an address on the web: fetched within bounds of size, time and address.

Whoever can name an address could otherwise have this machine ask what only it can reach: every
address that a name leads to is held before it is asked, and so is every one that it sends us on to.
"""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import time
from pathlib import PurePosixPath
from typing import NoReturn
from urllib.parse import unquote, urljoin, urlsplit

from reportkit.errors import PublishedError

MOST_BYTES = 64 << 20
SECONDS = 30
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 1 << 16
_OK = 200
_PORTS = {"http": 80, "https": 443}
_AGENT = "reportkit"
# Translated by the network (RFC 6052), and compatible with version 4 (RFC 4291): its last 32 bits.
_EMBEDDING = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("::/96"))
_URL = re.compile(r"https?://", re.IGNORECASE)


def is_url(text: str) -> bool:
    """Whether a text is an address on the web."""
    return bool(_URL.match(text))


def fetch(url: str, *, private: bool = False) -> tuple[bytes, str]:
    """Return what is at an address, and its name.

    Parameters
    ----------
    url : str
    private : bool
        Whether addresses of private networks may be asked.

    Raises
    ------
    PublishedError
        Where it may not be asked, does not answer, or is too large.
    """
    deadline = time.monotonic() + SECONDS
    at = url
    content, onwards = _ask(at, deadline, private=private)
    for _ in range(_MOST_REDIRECTS):
        if not onwards:
            break
        at = urljoin(at, onwards)
        content, onwards = _ask(at, deadline, private=private)
    if onwards:
        _refuse(url, f"转了 {_MOST_REDIRECTS} 次以上")
    return content, PurePosixPath(unquote(urlsplit(at).path)).name or "index.html"


def _ask(url: str, deadline: float, *, private: bool) -> tuple[bytes, str]:
    """Return what an address answers, and where it sends us on to; empty: nowhere."""
    parts = urlsplit(url)
    try:
        port = parts.port or _PORTS.get(parts.scheme.lower(), 0)
    except ValueError:
        port = 0
    if not port or not parts.hostname or parts.username is not None:
        _refuse(url, "不是 http 或者 https 网址")
    address = _address(url, parts.hostname, port, private=private)
    secure = parts.scheme.lower() == "https"
    connection = _Pinned(parts.hostname, port, address, secure=secure, seconds=_left(url, deadline))
    try:
        target = parts.path or "/"
        target += f"?{parts.query}" if parts.query else ""
        connection.request("GET", target, headers={"User-Agent": _AGENT})
        answer = connection.getresponse()
        if answer.status in _REDIRECTS and (onwards := answer.getheader("Location")):
            return b"", onwards
        if answer.status != _OK:
            _refuse(url, f"网站回答 {answer.status}")
        return _read(url, answer, deadline), ""
    except (OSError, http.client.HTTPException, ValueError, UnicodeError):
        _refuse(url, "连不上，或者没有在时限内答复")
    finally:
        connection.close()


def _read(url: str, answer: http.client.HTTPResponse, deadline: float) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(_CHUNK):
        size += len(piece)
        if size > MOST_BYTES:
            _refuse(url, f"超过 {MOST_BYTES >> 20} MB")
        _left(url, deadline)
        pieces.append(piece)
    return b"".join(pieces)


def _left(url: str, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        _refuse(url, f"{SECONDS} 秒内没有下载完")
    return left


def _address(url: str, host: str, port: int, *, private: bool) -> str:
    """Return the address that a name leads to; where one of several may not be asked, none is."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        _refuse(url, "找不到这个网站")
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(map(_is_public, addresses)):
        _refuse(url, "指向内部网络的地址；确要读取的，请加 --private")
    return addresses[0]


def _is_public(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    meant = _inner(known) if isinstance(known, ipaddress.IPv6Address) else known
    return meant.is_global and not meant.is_multicast


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the address of version 4 that one of version 6 stands for, where it does."""
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and any(address in network for network in _EMBEDDING):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return inner or address


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was held, whatever its name leads to by now."""

    def __init__(self, host: str, port: int, address: str, *, secure: bool, seconds: float) -> None:
        super().__init__(host, port, timeout=seconds)
        self._address = address
        self._secure = secure

    def connect(self) -> None:
        """Connect to the address."""
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._secure:
            context = ssl.create_default_context()
            self.sock = context.wrap_socket(self.sock, server_hostname=self.host)


def _refuse(url: str, why: str) -> NoReturn:
    raise PublishedError(f"没有读取 {url}：{why}。") from None
