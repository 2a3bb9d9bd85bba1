"""The workspace: which folders it has, and where it is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from reportkit.errors import WorkspaceError

DATA, OUTPUTS, PARAMS, PUBLISHED = "data", "outputs", "params", "published"
WORKSPACE_VARIABLE = "REPORTKIT_WORKSPACE"
# Where the machine keeps the workspace is nothing that a report is made from: a notebook takes it
# beside its parameters, under these names, and it is written down nowhere.
WORKSPACE_NAMES = ("工作目录", "workspace")


def workspace_here(named: str | Path = "") -> Path:
    """Return the workspace that work is meant for.

    Parameters
    ----------
    named : str or Path
        The folder itself; empty for the one that the variable ``REPORTKIT_WORKSPACE`` of the
        environment names, and where it names none, the nearest above where the process stands.

    Raises
    ------
    WorkspaceError
    """
    start = here()  # which has to be there: all other paths count from it
    named = named or os.environ.get(WORKSPACE_VARIABLE, "")
    if not named:
        return find_workspace(start)
    folder = start / named
    if not (folder / PARAMS).is_dir():
        msg = f"{named} 不是工作目录：里面没有文件夹 params/。请核对这个路径。"
        raise WorkspaceError(msg)
    return folder


def find_workspace(start: Path) -> Path:
    """Return the nearest folder, `start` or above it, that holds ``params/``.

    Raises
    ------
    WorkspaceError
    """
    for folder in (start, *start.parents):
        if (folder / PARAMS).is_dir():
            return folder
    msg = (
        "这里不是工作目录：各级文件夹里都没有 params/。请进入放有 params/ 和 data/ 的文件夹再试，"
        f"或者用 --workspace、环境变量 {WORKSPACE_VARIABLE} 写明它在哪里。"
    )
    raise WorkspaceError(msg)


def here() -> Path:
    """Return where the process stands.

    Raises
    ------
    WorkspaceError
        Where that folder is not there any more.
    """
    try:
        return Path.cwd()
    except FileNotFoundError:
        msg = "当前文件夹已经被删去或者移走。请用 cd 进入工作目录再试。"
        raise WorkspaceError(msg) from None


@contextmanager
def in_workspace(folder: Path) -> Iterator[None]:
    """Let whatever is started, until the block ends, work in a workspace and in no other."""
    before = os.environ.get(WORKSPACE_VARIABLE)
    os.environ[WORKSPACE_VARIABLE] = str(folder)
    try:
        yield
    finally:
        if before is None:
            del os.environ[WORKSPACE_VARIABLE]
        else:
            os.environ[WORKSPACE_VARIABLE] = before
