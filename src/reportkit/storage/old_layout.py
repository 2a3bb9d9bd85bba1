"""Outputs of the time when there was one form: ``outputs/YEAR/BUREAU`` moves below its form.

Last year's figures are looked for in the new place alone. What has a manifest is moved, whole or
not at all; what has none was never finished, and stays.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from reportkit.errors import WorkspaceError
from reportkit.inputs.names import MANIFEST
from reportkit.params import DEFAULT_FORM, Key
from reportkit.reading import parse_json
from reportkit.storage.remote import Remote
from reportkit.storage.roll_forward import finish, put_folder
from reportkit.trouble import refused
from reportkit.workspace import OUTPUTS
from reportkit.writing import hold_unlinked, sweep

_LOGS = "logs"
_BY_HAND = f"请自行复制到 {OUTPUTS}/{DEFAULT_FORM} 下的同一年度里，再删去链接。"


def move_folders(workspace: Path) -> list[str]:
    """Move what is in the old places of a workspace; return in Chinese what was done.

    Only for who has the outputs alone.

    Raises
    ------
    WorkspaceError
        Where something cannot be moved.
    """
    outputs = workspace / OUTPUTS
    notes: list[str] = []
    try:
        for year in _years(path.name for path in outputs.iterdir() if path.is_dir()):
            old = outputs / year
            if old.is_symlink():  # what it leads to is not ours to move, or to empty
                if any(old.glob(f"*/{MANIFEST}")):
                    notes.append(f"{OUTPUTS}/{year} 是链接，里面的输出没有移动。{_BY_HAND}")
                continue
            sweep(old)
            bureaus = sorted(path.parent.name for path in old.glob(f"*/{MANIFEST}"))
            moved = [bureau for bureau in bureaus if _move(workspace, year, bureau)]
            _move_logs(outputs / _LOGS, year)
            notes += _told(year, len(moved), len(bureaus) - len(moved))
            if not any(old.iterdir()):
                old.rmdir()
    except OSError as error:
        raise WorkspaceError(refused(error, outputs)) from error
    return notes


def move_remote(remote: Remote) -> list[str]:
    """Do the same on an object store.

    A folder is put into its new place before the old one is removed, whose manifest goes last:
    after a kill, the next run goes on where this one stood.

    Raises
    ------
    WorkspaceError
    """
    notes: list[str] = []
    for year in _years(remote.children(OUTPUTS)):
        old = f"{OUTPUTS}/{year}"
        finish(remote, old)
        bureaus = remote.children(old)
        manifests = remote.read(f"{old}/{bureau}/{MANIFEST}" for bureau in bureaus)
        moved = [
            bureau
            for bureau in bureaus
            if (manifest := manifests.get(f"{old}/{bureau}/{MANIFEST}"))
            and _move_remote(remote, year, bureau, manifest)
        ]
        notes += _told(year, len(moved), len(manifests) - len(moved))
    return notes


def _years(names: Iterator[str] | list[str]) -> list[str]:
    return sorted(name for name in names if name.isdecimal())


def _told(year: str, moved: int, left: int) -> Iterator[str]:
    new = f"{OUTPUTS}/{DEFAULT_FORM}/{year}"
    if moved:
        yield f"{OUTPUTS}/{year} 里的 {moved} 份输出已移到 {new}，上年度的数字从那里读取。"
    if left:
        yield f"{OUTPUTS}/{year} 里有 {left} 份输出没有移动：{new} 里已经有了。旧的可以删去。"


def _move(workspace: Path, year: str, bureau: str) -> bool:
    target = workspace / Key(DEFAULT_FORM, int(year), bureau).output_folder
    if (target / MANIFEST).exists():
        return False
    hold_unlinked(workspace / OUTPUTS, target)
    if target.exists():
        shutil.rmtree(target)  # never finished: a run would replace it too
    target.parent.mkdir(parents=True, exist_ok=True)
    (workspace / OUTPUTS / year / bureau).rename(target)
    return True


def _move_logs(logs: Path, year: str) -> None:
    old, new = logs / year, logs / DEFAULT_FORM / year
    if old.is_dir() and not new.exists():
        hold_unlinked(logs.parent, new)
        new.parent.mkdir(parents=True, exist_ok=True)
        old.rename(new)


def _move_remote(remote: Remote, year: str, bureau: str, manifest: bytes) -> bool:
    old = f"{OUTPUTS}/{year}/{bureau}"
    target = Key(DEFAULT_FORM, int(year), bureau).output_folder.as_posix()
    there = remote.read([f"{target}/{MANIFEST}"])
    if there and there[f"{target}/{MANIFEST}"] != manifest:
        return False
    if not there:
        found = remote.read(remote.files_below(old))
        contents = {path.removeprefix(f"{old}/"): content for path, content in found.items()}
        if not _is_complete(contents):
            return False
        put_folder(remote, target, contents)
    remote.remove(path for path in remote.files_below(old) if not path.endswith(f"/{MANIFEST}"))
    remote.remove_folder(old)
    return True


def _is_complete(contents: dict[str, bytes]) -> bool:
    """Return whether every output that the manifest names is there."""
    try:
        return contents.keys() >= set(parse_json(contents[MANIFEST])["outputs"])
    except (ValueError, KeyError, TypeError):
        return False
