"""Which encoding a text is in; one that cannot be told is refused, never guessed."""

from __future__ import annotations

from reportkit.grids.limits import RESAVE_CSV
from reportkit.grids.model import GridError

UTF_8 = "UTF-8"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
# GB 18030 makes sense of nearly any bytes. Of Chinese text in it, UTF-8 makes next to none; text
# of which UTF-8 makes nearly everything, around the first byte that is wrong, was spoilt.
_MOSTLY = 10
_AROUND = 1 << 15
# Of the Chinese characters of a text in GB 18030, those in the common set of GB 2312.
_USUAL_SHARE = 0.9
_LEAST_SHARE = 0.5
_FEWEST = 8
_BIG5_COMMON = (0xA1, 0xC6)  # the first bytes of its marks and common characters


def decode(data: bytes) -> tuple[str, str]:
    """Return a text and the name of its encoding.

    Raises
    ------
    GridError
    """
    if data.startswith(UTF16):
        try:
            return data.decode("utf-16"), "UTF-16"
        except UnicodeDecodeError:
            fault = "编码像 UTF-16，但是有无法识别的字节"
            raise GridError(fault, RESAVE_CSV, "no text") from None
    try:
        return data.decode("utf-8-sig"), UTF_8
    except UnicodeDecodeError as error:
        readable = error.start
    if not _is_spoilt_utf_8(data[max(0, readable - _AROUND) : readable + _AROUND]):
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError as error:
            readable = max(readable, error.start)
        else:
            _refuse_other_encodings(data, text)
            return text, "GB 18030"
        if _reads_as_big5(data):
            _refuse_big5()
    line = data[:readable].count(b"\n") + 1
    fault = f"编码既不是 UTF-8 也不是 GB 18030（第 {line} 行有无法识别的字节）"
    raise GridError(fault, RESAVE_CSV, "no text")


def _is_spoilt_utf_8(data: bytes) -> bool:
    """Whether UTF-8 reads all but a few of the characters beyond ASCII."""
    read = data.decode("utf-8", errors="replace")
    return _MOSTLY * read.count("\ufffd") <= sum(not char.isascii() for char in read)


def _refuse_other_encodings(data: bytes, text: str) -> None:
    """Refuse bytes that GB 18030 can read, as it can nearly any, into characters nobody writes."""
    wide = _wide(text)
    common = len(wide.encode("gb2312", "ignore")) // 2
    if common >= _USUAL_SHARE * len(wide):
        return
    if _reads_as_big5(data):
        _refuse_big5()
    if common < _LEAST_SHARE * len(wide) and len(wide) >= _FEWEST:
        fault = "编码无法识别：既不是 UTF-8，按 GB 18030 读出来又都是生僻字"
        raise GridError(fault, RESAVE_CSV, "no text")


def _reads_as_big5(data: bytes) -> bool:
    """Return whether nearly all characters are among Big5's 5,401 common ones, or its marks."""
    try:
        text = data.decode("cp950")
    except UnicodeDecodeError:
        return False
    wide = _wide(text)
    common = sum(_BIG5_COMMON[0] <= char.encode("cp950")[0] <= _BIG5_COMMON[1] for char in wide)
    return bool(wide) and common >= _USUAL_SHARE * len(wide)


def _refuse_big5() -> None:
    raise GridError("编码像是 Big5（繁体中文），不是 UTF-8 或 GB 18030", RESAVE_CSV)


def _wide(text: str) -> str:
    """Return every character beyond ASCII that a text has, once."""
    return "".join(char for char in set(text) if not char.isascii())
