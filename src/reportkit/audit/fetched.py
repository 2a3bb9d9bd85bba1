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
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import PurePosixPath
from typing import NoReturn
from urllib.parse import quote, unquote, urljoin, urlsplit

from reportkit.errors import PublishedError
from reportkit.visible import without_unseen

MOST_BYTES = 64 << 20
SECONDS = 30
_SECONDS_TO_CONNECT = 5  # where another address is left
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 1 << 16
_OK = 200
_PORTS = {"http": 80, "https": 443}
_AGENT = "reportkit"
# Translated by the network (RFC 6052, 2765), and compatible with version 4 (RFC 4291): its last
# 32 bits.
_EMBEDDING = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "::ffff:0:0:0/96", "::/96")))
# Translated by a network of one's own (RFC 8215), wherever the 32 bits may stand in it.
_OF_ONES_OWN = ipaddress.IPv6Network("64:ff9b:1::/48")
_UNASKED = re.compile(r"[^!-~]")  # as browsers ask: what is not ASCII is written in bytes
_NO_NAME = re.compile(r'[\0-\x1f/\\:*?"<>|]')
_LONGEST_NAME = 80  # characters, of four bytes at most
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
    return content, _name(at)


def _name(url: str) -> str:
    """Return what a file can be called that comes from an address, whoever made the address up."""
    last = PurePosixPath(unquote(urlsplit(url).path)).name
    name = without_unseen(_NO_NAME.sub("", last)).strip(". ")
    return name[-_LONGEST_NAME:] or "index.html"


def _ask(url: str, deadline: float, *, private: bool) -> tuple[bytes, str]:
    """Return what an address answers, and where it sends us on to; empty: nowhere."""
    parts = urlsplit(url)
    try:
        usual = _PORTS.get(parts.scheme.lower(), 0)
        port = usual and (parts.port or usual)
    except ValueError:
        port = 0
    if not port or not parts.hostname or parts.username is not None:
        _refuse(url, "不是 http 或者 https 网址")
    addresses = _addresses(url, parts.hostname, port, private=private)
    secure = parts.scheme.lower() == "https"
    connection = _Pinned(
        parts.hostname, port, addresses, secure=secure, seconds=_left(url, deadline)
    )
    over = threading.Timer(_left(url, deadline), connection.cut_off)
    over.daemon = True
    over.start()
    try:
        target = parts.path or "/"
        target += f"?{parts.query}" if parts.query else ""
        target = _UNASKED.sub(lambda match: quote(match[0]), target)
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
        over.cancel()
        connection.close()


def _read(url: str, answer: http.client.HTTPResponse, deadline: float) -> bytes:
    pieces, size = [], 0
    while piece := answer.read1(_CHUNK):
        size += len(piece)
        if size > MOST_BYTES:
            _refuse(url, f"超过 {MOST_BYTES >> 20} MB")
        pieces.append(piece)
    _left(url, deadline)  # what is cut off looks like an end
    if answer.length:
        _refuse(url, "没有下载完就断开了")
    return b"".join(pieces)


def _left(url: str, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        _refuse(url, f"{SECONDS} 秒内没有下载完")
    return left


def _addresses(url: str, host: str, port: int, *, private: bool) -> list[str]:
    """Return the addresses that a name leads to; where one may not be asked, none is."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        _refuse(url, "找不到这个网站")
    addresses = [str(entry[4][0]) for entry in found]
    if not private and not all(map(_is_public, addresses)):
        _refuse(url, "指向内部网络的地址；确要读取的，请加 --private")
    return addresses


def _is_public(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(known, ipaddress.IPv6Address):
        if known.is_site_local or known in _OF_ONES_OWN:
            return False
        known = _inner(known)
    return known.is_global and not known.is_multicast


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    """Return the address of version 4 that one of version 6 stands for, where it does."""
    inner = address.ipv4_mapped or address.sixtofour
    if inner is None and any(address in network for network in _EMBEDDING):
        inner = ipaddress.IPv4Address(int(address) & 0xFFFF_FFFF)
    return inner or address


class _Pinned(http.client.HTTPConnection):
    """A connection to addresses that were held, whatever their name leads to by now.

    Each answer of the other side may take its time, but not all of them: `cut_off` ends it.
    """

    def __init__(
        self, host: str, port: int, addresses: Sequence[str], *, secure: bool, seconds: float
    ) -> None:
        super().__init__(host, port, timeout=seconds)
        self._addresses = addresses
        self._secure = secure
        self._over = False
        self._line: socket.socket | None = None

    def connect(self) -> None:
        """Connect to the first address that answers."""
        self._open(self._first())
        if self._secure:
            context = ssl.create_default_context()
            secure = context.wrap_socket(
                self.sock, server_hostname=self.host, do_handshake_on_connect=False
            )
            self._open(secure)
            secure.do_handshake()

    def _open(self, line: socket.socket) -> None:
        # By itself: the connection lets go of it before an answer is read to its end.
        self.sock = self._line = line
        if self._over:
            raise TimeoutError

    def _first(self) -> socket.socket:
        *others, last = self._addresses
        for address in others:
            with suppress(OSError):
                return socket.create_connection((address, self.port), _SECONDS_TO_CONNECT)
        return socket.create_connection((last, self.port), self.timeout)

    def cut_off(self) -> None:
        """End it, in the midst of whatever it waits for."""
        self._over = True
        if self._line is not None:
            with suppress(OSError):  # it is no more
                self._line.shutdown(socket.SHUT_RDWR)


def _refuse(url: str, why: str) -> NoReturn:
    raise PublishedError(f"没有读取 {url}：{why}。") from None
