"""The parts of a zipped workbook, unpacked within bounds whatever its directory claims."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NoReturn
from xml.etree import ElementTree as ET

from reportkit.grids.encoding import UTF16
from reportkit.grids.limits import MOST_BYTES, RESAVE
from reportkit.grids.model import GridError

_CHUNK = 1 << 20
_MOST_PARTS = 10_000
# Sheets of formatted empty rows unpack to much that is not kept.
_MOST_UNPACKED = 1 << 30
# XML of a real sheet packs to a tenth; what packs to less than a three-hundredth is made to burst.
_HIGHEST_RATIO = 300
_SMALL = 4 << 20
_HARMLESS = 32 << 20
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# What zipfile is seen to raise on damaged archives.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)

Filter = Callable[[bytes], bytes]


class Archive:
    """A zip file whose parts are found as Office finds them: by any slashes, in any case."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN:
            refuse_damaged()
        infos = self._zip.infolist()
        if len(infos) > _MOST_PARTS:
            _refuse_bomb()
        if any(info.flag_bits & 1 for info in infos):
            refuse_password()
        self._packed = len(data)
        self._unpacked = self._kept = 0
        self._parts = {_folded(info.filename): info for info in infos}

    def __contains__(self, name: str) -> bool:
        return _folded(name) in self._parts

    def read(self, name: str, filtered: Filter | None = None) -> bytes:
        """Return a part; of a large one, what a filter of its pieces keeps."""
        pieces = []
        try:
            info = self._parts[_folded(name)]
            if info.file_size <= _SMALL:
                filtered = None
            for piece in self._pieces(info):
                kept = filtered(piece) if filtered else piece
                self._kept += len(kept)
                if self._kept > MOST_BYTES:
                    _refuse_bomb()
                pieces.append(kept)
        except _BROKEN:
            refuse_damaged()
        return b"".join(pieces)

    def unpack_all(self) -> None:
        """Unpack every part, for a reader that is given the archive itself."""
        try:
            for info in self._parts.values():
                for _ in self._pieces(info):
                    pass
        except _BROKEN:
            refuse_damaged()

    def read_xml(self, name: str, filtered: Filter | None = None) -> bytes:
        """Return a part of XML in UTF-8; one that declares entities is refused."""
        data = self.read(name, filtered)
        if data.startswith(UTF16):
            try:
                data = _DECLARATION.sub("", data.decode("utf-16")).encode()
            except UnicodeDecodeError:
                refuse_damaged()
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
            fault = "工作簿里有实体定义（DOCTYPE），可能是恶意文件，没有读取"
            raise GridError(fault, RESAVE, "hostile")
        return data

    def parse(self, name: str) -> ET.Element:
        """Return the root of a small part of XML."""
        return parse(self.read_xml(name))

    def _pieces(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        with self._zip.open(info) as part:
            while piece := part.read(_CHUNK):
                self._unpacked += len(piece)
                ratio = self._unpacked / self._packed
                bursting = self._unpacked > _HARMLESS and ratio > _HIGHEST_RATIO
                if bursting or self._unpacked > _MOST_UNPACKED:
                    _refuse_bomb()
                yield piece


def parse(data: bytes) -> ET.Element:
    """Return the root of XML that is known to declare no entities."""
    try:
        return ET.fromstring(data)  # noqa: S314 - `read_xml` refuses what expat could be bombed with
    except (ET.ParseError, ValueError, LookupError):
        refuse_damaged()


def local(tag: str) -> str:
    """Return a name without its namespace: Strict Open XML has others than Excel's own."""
    return tag.rpartition("}")[2]


def refuse_damaged() -> NoReturn:
    """Refuse a workbook that cannot be opened."""
    raise GridError("工作簿已损坏，打不开", RESAVE, "damaged") from None


def refuse_password() -> NoReturn:
    """Refuse a workbook that is locked."""
    raise GridError(
        "工作簿有打开密码",
        "请用 Excel 或 WPS 打开原表，去掉打开密码后另存一份。",
        "locked",
    ) from None


def _refuse_bomb() -> NoReturn:
    fault = "工作簿解压后大得反常，可能已损坏或者是恶意文件，没有读取"
    raise GridError(fault, RESAVE, "hostile") from None


def _folded(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
