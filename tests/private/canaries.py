"""People who do not exist, one for each place of a ledger, and the search for them in bytes."""

from __future__ import annotations

import base64
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path

# Characters that stand nowhere in the kit's own words, so that to find two of them is to find them.
_SURNAMES = (
    "亓仝佴厍呙妫嬴宓峁巫幸弋扈晁枚桓欤殳沃涂牧璩甯禚秘笪缑羿胥芮莘蒯虞訾贲逄郄鄢钭阚雒霍靳鞠"
)
_GIVEN = [first + second for first in "昶煦翀澍骞旻頔瑾" for second in "霁琰斐珩彧晔玥嫣"]


class Canaries:
    """Makes up people, and remembers where each was planted."""

    def __init__(self) -> None:
        self.planted: dict[str, str] = {}

    def name(self, place: str) -> str:
        """Return the name of somebody."""
        n = len(self.planted)
        name = _SURNAMES[n % len(_SURNAMES)] + _GIVEN[n // len(_SURNAMES)]
        self.planted[name] = place
        return name

    def short_name(self, place: str) -> str:
        """Return the name of somebody in two characters."""
        name = self.name(place)
        del self.planted[name]
        self.planted[name[:2]] = place
        return name[:2]

    def mobile(self, place: str) -> str:
        """Return a mobile number."""
        number = f"1390418{3517 + 7 * len(self.planted)}"
        self.planted[number] = place
        return number

    def landline(self, place: str) -> str:
        """Return a telephone number with its area code."""
        number = f"0418-28{23517 + 7 * len(self.planted)}"
        self.planted[number] = place
        return number

    def identity(self, place: str) -> str:
        """Return an identity number."""
        number = f"21090219870315{4321 + 7 * len(self.planted)}"
        self.planted[number] = place
        return number

    def address(self, place: str) -> str:
        """Return an address."""
        address = f"{_SURNAMES[len(self.planted) % len(_SURNAMES)]}晗里{len(self.planted)}号楼"
        self.planted[address] = place
        return address

    def found_in(self, data: bytes) -> set[str]:
        """Return the places whose people stand in some bytes, in any writing of them."""
        if not any(written in data for written in _IN_ALL):
            return set()
        return {
            place
            for canary, place in self.planted.items()
            if any(written in data for written in _written(canary))
        }


def _written(canary: str) -> Iterator[bytes]:
    """Yield a text as programs write it; an amount of ten thousand yuan has a point in it."""
    texts = {canary, canary.replace("-", ""), json.dumps(canary)[1:-1], escape(canary)}
    texts.add(canary.encode("ascii", "xmlcharrefreplace").decode())
    if canary.isdigit():
        texts |= {f"{canary[:-4]}.{canary[-4:]}", f"{int(canary):,}"}
    for text in texts:
        for encoding in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
            yield text.encode(encoding)


# What one or another canary has in it: most files have none of these, and are done with.
_IN_ALL = {
    written
    for part in (*_GIVEN, "晗里", "1390418", "0418-28", "041828", "21090219870315", "13,904,18")
    for written in _written(part)
}

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


_EMBEDDED = re.compile(rb";base64,([A-Za-z0-9+/=]{40,})")


def all_bytes(path: Path) -> bytes:
    """Return the bytes of a file, and what is packed in it."""
    return b"\n".join(_all_in(path.read_bytes()))


def _all_in(data: bytes) -> Iterator[bytes]:
    """Yield some bytes, and what is packed in them, however deep."""
    yield data
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            for member in archive.infolist():
                yield member.filename.encode() + member.comment
                yield from _all_in(archive.read(member))
    elif data.startswith(b"%PDF"):
        for stream in _STREAM.findall(data):
            yield from _all_in(_unpacked(stream))
    for embedded in _EMBEDDED.findall(data):
        yield from _all_in(base64.b64decode(embedded))


def _unpacked(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return b""
