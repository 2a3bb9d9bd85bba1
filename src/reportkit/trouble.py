"""What nobody foresaw, and what the operating system refuses, in words for the user."""

from __future__ import annotations

import errno
import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportkit.errors import ReaderError, ReportkitError
from reportkit.writing import InUseError, LinkedError

_PACKAGE = Path(__file__).parent
_WINDOWS = os.name == "nt"
# With the line end, a path of Windows has 260 characters, unless its limit was lifted; a folder
# has to leave room for the name of a file.
_LONGEST_ON_WINDOWS = 247
_WORDS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘是只读的",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "超出磁盘配额",
    errno.EFBIG: "文件超过允许的大小",
    errno.EMFILE: "打开的文件太多",
    errno.ENOMEM: "内存不足",
    errno.ENOTDIR: "应为文件夹，却是文件",
    errno.EEXIST: "应为文件夹，却是文件",
    errno.EISDIR: "应为文件，却是文件夹",
    errno.ENOENT: "文件或者文件夹没有了",
    errno.ENAMETOOLONG: "路径太长",
    errno.EIO: "读到一半出错，多半是磁盘或者网络有问题",
    errno.ELOOP: "链接绕成一圈，或者一环套一环",
}


def what_happened(error: OSError) -> str:
    """Return in Chinese what the system refused; in its own words where they are rare."""
    if isinstance(error, InUseError):
        return "正被别的程序打开，如 WPS、Excel、PDF 阅读器"
    if isinstance(error, LinkedError):
        return "是链接，通向别处"
    if isinstance(error, FileNotFoundError) and os.path.islink(error.filename or ""):  # noqa: PTH114 - bytes too
        return "是链接，它指向的文件不在"
    if _WINDOWS and isinstance(error, FileNotFoundError):
        length = len(os.path.abspath(error.filename2 or error.filename or ""))  # noqa: PTH100 - bytes too
        if length > _LONGEST_ON_WINDOWS:
            return f"路径有 {length} 个字符，Windows 打不开这样长的路径"
    if _WINDOWS and isinstance(error, PermissionError):  # it tells one from the other by no errno
        return "没有权限，或者正被别的程序打开"
    words = _WORDS.get(error.errno or 0)
    return words or error.strerror or type(error).__name__


def refused(error: OSError, folder: Path | None = None) -> str:
    """Return the message for a file that could not be read or written.

    Parameters
    ----------
    error : OSError
    folder : Path, optional
        Where it is, for an error that does not name it: of a write to a full disk, for one.
    """
    named = error.filename or folder
    place = f" {named} " if named else "文件"
    fault = what_happened(error)
    if isinstance(error, InUseError):
        remedy = "请关闭后再运行一次；原来的输出没有改动。"
    elif _WINDOWS and isinstance(error, PermissionError):
        remedy = "请关闭打开它的程序，如 WPS、Excel、记事本；没有打开的，请核对文件夹权限。"
    elif isinstance(error, LinkedError):
        remedy = (
            "往里写会动到工作目录以外的文件。请把链接换成文件夹；"
            "要放到别的磁盘上，可以链接整个 outputs。"
        )
    elif fault.startswith("路径"):
        remedy = "请把工作目录移到浅一些的文件夹里，或者缩短单位代码。"
    else:
        remedy = "请核对文件夹权限和磁盘空间。"
    return f"无法读写{place}（{fault}）。{remedy}"


def program_error(error: Exception) -> str:
    """Return the message for an error that nobody foresaw: its kind and its place.

    What it says itself, it may quote from a ledger.
    """
    told = "，".join([type(error).__name__, *_places(error)[-1:]])
    return f"程序出错（{told}）。请把这条信息交给维护人员。"


def stack(error: Exception) -> list[str]:
    """Return through which lines of the program an error came, without any value."""
    return [f"  {place}" for place in _places(error)]


def _places(error: Exception) -> list[str]:
    """Return the lines of the kit that an error came through; none of one from another process."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(_PACKAGE)]
    return [
        f"{Path(one.filename).relative_to(_PACKAGE).as_posix()} 第 {one.lineno} 行" for one in ours
    ]


@contextmanager
def unquoted() -> Iterator[None]:
    """Let no error that nobody foresaw carry out of a reader what it reads, to whoever shows it.

    Raises
    ------
    ReaderError
    """
    try:
        yield
    except (ReportkitError, OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 - none of them may say what it quotes
        told = ReaderError(program_error(error))
        try:
            raise told from None
        finally:
            told.__context__ = None  # which goes along where it is pickled for another machine
