"""The master notebooks, for a workspace that has none yet."""

from __future__ import annotations

from pathlib import Path

from reportkit.errors import WorkspaceError

# The wheel carries copies beside this module; in a source tree they are where everybody works on
# them.
_FOLDERS = (Path(__file__).parent, Path(__file__).parents[3] / "notebooks")


def shipped_notebook(name: str) -> bytes:
    """Return the bytes of a form's master notebook that belongs to this version of the kit.

    Parameters
    ----------
    name : str
        Of its file.

    Raises
    ------
    WorkspaceError
        Where the kit was installed without it.
    """
    for folder in _FOLDERS:
        if (folder / name).is_file():
            return (folder / name).read_bytes()
    msg = f"软件里没有主笔记本 {name}，安装不完整。请重新安装 reportkit。"
    raise WorkspaceError(msg)
