"""Python starts as if on Windows, as far as our own code can tell.

With this folder on ``PYTHONPATH``, in this process and in all that it starts:

- modules of reportkit see an ``os``, ``sys`` and ``signal`` without what Windows lacks, with the
  names that Windows has; modules of POSIX are not there to import. Libraries see the real ones:
  they have branches for Windows that cannot run here;
- nobody can rename, replace or remove a file that is open in this process or one that started it,
  nor a folder with such a file or with their working folder in it; nor replace or remove one that
  is marked as read-only; nothing is renamed onto what is there;
- names that Windows has for devices, or that end in a dot, cannot be made, nor paths of 260
  characters, nor of folders of 248;
- text is written with Windows' line ends, unless the writer says which.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import re
import shutil
import stat
import subprocess
import sys
import types
from pathlib import Path

OURS = "reportkit"
NO_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "resource", "syslog", "termios", "tty"}
WINDOWS_SIGNALS = {"SIGABRT", "SIGBREAK", "SIGFPE", "SIGILL", "SIGINT", "SIGSEGV", "SIGTERM"}
NOT_ON_WINDOWS = {
    "os": [
        "chown",
        "chroot",
        "confstr",
        "ctermid",
        "eventfd",
        "fchdir",
        "fchmod",
        "fchown",
        "fork",
        "forkpty",
        "getegid",
        "geteuid",
        "getgid",
        "getgroups",
        "getloadavg",
        "getpgid",
        "getpgrp",
        "getpriority",
        "getresuid",
        "getsid",
        "getuid",
        "initgroups",
        "killpg",
        "lchown",
        "lockf",
        "major",
        "memfd_create",
        "mkfifo",
        "mknod",
        "nice",
        "openpty",
        "pidfd_open",
        "posix_fadvise",
        "posix_spawn",
        "pread",
        "preadv",
        "pwrite",
        "readv",
        "register_at_fork",
        "sched_getaffinity",
        "sched_setaffinity",
        "sched_yield",
        "sendfile",
        "setgid",
        "setgroups",
        "setpgid",
        "setpriority",
        "setsid",
        "setuid",
        "statvfs",
        "sync",
        "sysconf",
        "tcgetpgrp",
        "uname",
        "wait",
        "wait3",
        "wait4",
        "waitid",
        "writev",
        "O_CLOEXEC",
        "O_DIRECTORY",
        "O_NOFOLLOW",
        "O_NONBLOCK",
        "WNOHANG",
    ],
    "signal": [
        "alarm",
        "getitimer",
        "pause",
        "pidfd_send_signal",
        "pthread_kill",
        "pthread_sigmask",
        "setitimer",
        "sigpending",
        "sigtimedwait",
        "sigwait",
        "siginterrupt",
    ],
    "socket": ["AF_UNIX", "SO_PEERCRED"],
    "select": ["epoll", "kqueue", "poll"],
    "time": ["tzset", "pthread_getcpuclockid"],
}
HAS_INSTEAD = {"os": {"name": "nt"}, "sys": {"platform": "win32"}}
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?|.*[. ]|.*[<>:\"|?*\\\x00-\x1f].*",
    re.IGNORECASE,
)
_LONGEST, _LONGEST_FOLDER = 259, 247
_GENERATIONS = 4

# What the standard library needs of POSIX is at hand before any of it goes.
_real_import = builtins.__import__
_real_open = io.open
_real = {name: getattr(os, name) for name in ("rename", "replace", "unlink", "rmdir", "mkdir")}
_masks: dict[str, types.ModuleType] = {}


class _Mask(types.ModuleType):
    """A module as Windows has it."""

    def __init__(self, module: types.ModuleType) -> None:
        super().__init__(module.__name__, module.__doc__)
        self.__dict__["_module"] = module

    def __getattr__(self, name: str) -> object:
        module = self.__dict__["_module"]
        instead = HAS_INSTEAD.get(module.__name__, {})
        if name in instead:
            return instead[name]
        if name in NOT_ON_WINDOWS.get(module.__name__, ()) or (
            module.__name__ == "signal" and name.startswith("SIG") and _is_signal(name)
        ):
            msg = f"module {module.__name__!r} has no attribute {name!r} (on Windows)"
            raise AttributeError(msg)
        return getattr(module, name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.__dict__["_module"], name, value)


def _is_signal(name: str) -> bool:
    return name not in WINDOWS_SIGNALS and not name.startswith("SIG_")


def _import(name: str, globals=None, locals=None, fromlist=(), level=0):  # noqa: A002
    importer = (globals or {}).get("__name__") or ""
    if level or importer.partition(".")[0] != OURS:
        return _real_import(name, globals, locals, fromlist, level)
    if name in NO_MODULES:
        msg = f"No module named {name!r} (on Windows)"
        raise ModuleNotFoundError(msg, name=name)
    module = _real_import(name, globals, locals, fromlist, level)
    if name in NOT_ON_WINDOWS or name in HAS_INSTEAD:
        return _masks.setdefault(name, _Mask(module))
    return module


def _kin() -> list[int]:
    """Return this process and those that it descends from."""
    pids, pid = [], os.getpid()
    while pid > 1 and len(pids) < _GENERATIONS:
        pids.append(pid)
        try:
            pid = int(Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[1])
        except OSError:
            break
    return pids


def _held(path: str, pids: list[int] | None = None) -> bool:
    """Whether a file, or something in a folder, is open, or a process stands there."""
    whole, below = path, path.rstrip("/") + "/"
    for pid in _kin() if pids is None else pids:
        places = [f"/proc/{pid}/cwd"]
        try:
            places += [f"/proc/{pid}/fd/{number}" for number in os.listdir(f"/proc/{pid}/fd")]
        except OSError:
            continue
        for place in places:
            try:
                target = os.readlink(place)
            except OSError:
                continue
            if target == whole or target.startswith(below):
                return True
    return False


def _refuse(number: int, winerror: int, words: str, *paths: object) -> OSError:
    error = OSError(number, words, *([paths[0], None, paths[1]] if len(paths) > 1 else paths))
    error.winerror = winerror
    return error


def _read_only(path: object) -> bool:
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return False
    return stat.S_ISREG(mode) and not mode & stat.S_IWUSR


def _full(path: object) -> str:
    return os.path.abspath(os.fsdecode(path))


def _guard_name(path: object, longest: int = _LONGEST) -> None:
    full = _full(path)
    if _RESERVED.fullmatch(os.path.basename(full)):
        raise _refuse(errno.EINVAL, 123, "The filename is incorrect", path)
    if len(full) > longest:
        raise _refuse(errno.ENOENT, 3, "The system cannot find the path specified", path)


def _rename(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    _guard_name(dst)
    if os.path.lexists(dst) and _full(src) != _full(dst):
        raise _refuse(errno.EEXIST, 183, "The file exists already", src, dst)
    if _held(_full(src)):
        raise _refuse(errno.EACCES, 5, "Access is denied", src, dst)
    _real["rename"](src, dst)


def _replace(src, dst, *, src_dir_fd=None, dst_dir_fd=None):
    _guard_name(dst)
    if os.path.isdir(dst) or _read_only(dst) or _held(_full(src)) or _held(_full(dst)):
        raise _refuse(errno.EACCES, 5, "Access is denied", src, dst)
    _real["replace"](src, dst)


def _unlink(path, *, dir_fd=None):
    if dir_fd is None and _held(_full(path)):
        raise _refuse(errno.EACCES, 32, "The file is in use by another process", path)
    if dir_fd is None and _read_only(path):
        raise _refuse(errno.EACCES, 5, "Access is denied", path)
    _real["unlink"](path, dir_fd=dir_fd)


def _rmdir(path, *, dir_fd=None):
    if dir_fd is None and _held(_full(path)):
        raise _refuse(errno.EACCES, 32, "The folder is in use by another process", path)
    _real["rmdir"](path, dir_fd=dir_fd)


def _mkdir(path, mode=0o777, *, dir_fd=None):
    _guard_name(path, _LONGEST_FOLDER)
    _real["mkdir"](path, mode, dir_fd=dir_fd)


def _open(file, mode="r", buffering=-1, encoding=None, errors=None, newline=None, *more, **most):
    if set(mode) & set("wxa+"):
        if not isinstance(file, int) and not str(file).startswith("/dev/"):
            _guard_name(file)
            if os.path.isfile(file) and _held(_full(file), _kin()[1:]):
                raise _refuse(errno.EACCES, 32, "The file is in use by another process", file)
        if "b" not in mode and newline is None:
            newline = "\r\n"
    return _real_open(file, mode, buffering, encoding, errors, newline, *more, **most)


def install() -> None:
    """Make it so; twice is once."""
    if builtins.__import__ is _import:
        return
    _ = subprocess  # looks at os when it is imported
    paths = os.environ["PYTHONPATH"].split(os.pathsep)
    # Programs that are started elsewhere find this folder too.
    os.environ["PYTHONPATH"] = os.pathsep.join(map(os.path.abspath, paths))
    builtins.__import__ = _import
    builtins.open = io.open = _open
    os.rename, os.replace, os.mkdir = _rename, _replace, _mkdir
    os.unlink = os.remove = _unlink
    os.rmdir = _rmdir
    shutil._use_fd_functions = False


if sys.platform == "linux":
    install()
