"""Writing: files and folders that appear whole or not at all, and JSON as all of the kit has it.

A folder is written beside its place and renamed into it. Replacing one takes two renames; a kill
between them leaves the old folder under its set-aside name, and the next `sweep` puts it back.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_UNFINISHED = ".unfinished-"
_SET_ASIDE = ".set-aside-"


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give a new folder to write into, which becomes `target` when the block ends well.

    Parameters
    ----------
    target : Path
        Where the folder shall stand; what stands there is replaced.

    Yields
    ------
    Path
        An empty folder on the same file system; it is removed if the block raises.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f"{_UNFINISHED}{target.name}-", dir=target.parent))
    try:
        yield fresh
        fresh.chmod(0o755)  # mkdtemp makes it private; reviewers read the outputs
        _replace(target, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give the path of a new file to write, which becomes `target` when the block ends well.

    Parameters
    ----------
    target : Path
        Where the file shall stand; what stands there is replaced.

    Yields
    ------
    Path
        A path in the same folder; what is there is removed if the block raises.
    """
    fresh = target.with_name(_UNFINISHED + target.name)
    try:
        yield fresh
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def sweep(parent: Path) -> None:
    """Put right what a killed run left in a folder: restore what it set aside, remove the rest.

    Only for who has the folder alone: what another is still writing is removed as well.
    """
    if not parent.is_dir():
        return
    for left in parent.glob(f"{_SET_ASIDE}*"):
        target = parent / left.name.removeprefix(_SET_ASIDE)
        if target.exists():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.rename(target)
    for left in parent.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


def write_json(path: Path, data: Any) -> None:
    """Write JSON as every file of the kit has it: UTF-8, indented, one newline at the end."""
    text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _replace(target: Path, fresh: Path) -> None:
    aside = target.with_name(_SET_ASIDE + target.name)
    if target.exists():
        shutil.rmtree(aside, ignore_errors=True)  # of a folder that is there, a copy is litter
        target.rename(aside)
    fresh.rename(target)
    shutil.rmtree(aside, ignore_errors=True)
