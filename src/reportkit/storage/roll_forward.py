"""Folders on an object store that appear whole or not at all.

An object store cannot rename a folder, so one file comes after the other. What makes the result
whole all the same:

1. Everything is written under a hidden prefix first, its inventory last: the file that has the
   digests of all the others. Of outputs it is the manifest.
2. The inventory in the folder's own place is removed, then the new files are copied there on the
   server, what the old folder had besides is removed, and the inventory is copied last. So a folder
   with its inventory is whole at every moment.
3. The hidden prefix is removed.

Whoever puts a folder has the store alone, and may lose it while the machine stands still: whether
it is held is asked before the inventory is removed, and before it is copied.

A kill in 1 leaves the old folder as it was. After a kill in 2 the new one is whole under the
hidden prefix, and `finish` copies it again from the start: it rolls forward. A kill in 3 leaves
litter, which `finish` removes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from reportkit.inputs.files import files_below
from reportkit.inputs.names import MANIFEST
from reportkit.params.kinds import is_code
from reportkit.reading import parse_json, read_bytes
from reportkit.storage.remote import Remote
from reportkit.writing import UNFINISHED, replace_folder


@dataclass(frozen=True, slots=True)
class Inventory:
    """The file without which a folder is not whole.

    Attributes
    ----------
    name : str
    listed : callable
        Returns what it lists: the digest of every other file, by name. Raises `ValueError`,
        `KeyError` or `TypeError` where it does not.
    """

    name: str
    listed: Callable[[bytes], Mapping[str, str]]


OF_OUTPUTS = Inventory(MANIFEST, lambda content: parse_json(content)["outputs"])


def put_folder(
    remote: Remote,
    target: str,
    contents: Mapping[str, bytes],
    hold: Callable[[], None] = lambda: None,
    inventory: Inventory = OF_OUTPUTS,
) -> None:
    """Make a folder of files, in place of the one that stands there.

    It may be called again after it has failed half-way.

    Parameters
    ----------
    remote : Remote
    target : str
        Path of the folder.
    contents : mapping of str to bytes
        By name, the inventory among them.
    hold : callable
        Raises where the store is not ours any more.
    inventory : Inventory
    """
    place = PurePosixPath(target)
    run = hashlib.sha256(contents[inventory.name]).hexdigest()[:12]
    hidden = f"{place.parent}/{UNFINISHED}{place.name}-{run}"
    files = {f"{hidden}/{name}": content for name, content in contents.items()}
    last = f"{hidden}/{inventory.name}"
    remote.write({path: content for path, content in files.items() if path != last})
    remote.write({last: contents[inventory.name]})
    _roll_forward(remote, hidden, target, hold, inventory)


def finish(remote: Remote, parent: str, only: str = "", inventory: Inventory = OF_OUTPUTS) -> None:
    """Put right what killed runs left in a folder: finish what is whole, remove the rest.

    Only for who has the folder alone.

    Parameters
    ----------
    remote : Remote
    parent : str
        The folder that the targets are in.
    only : str
        The name of one of them, where not all are meant.
    inventory : Inventory
    """
    for name in remote.children(parent):
        if not name.startswith(UNFINISHED):
            continue
        hidden, own = f"{parent}/{name}", _meant(name)
        if only not in ("", own):
            continue
        target = f"{parent}/{own}"
        # Where a folder stands, the one that is hidden may be older: its run was killed before it
        # touched anything, and another has made the folder since. Made again it is soon.
        if (
            own
            and not _is_whole(_contents(remote, target), inventory)
            and _is_whole(_contents(remote, hidden), inventory)
        ):
            _roll_forward(remote, hidden, target, lambda: None, inventory)
        else:
            remote.remove_folder(hidden)


def finish_here(parent: Path) -> None:
    """Put into their places the outputs that killed runs left whole in a folder of this machine.

    To them it may have been a store. What is not whole is left to `writing.sweep`. Only for who has
    the folder alone.

    Parameters
    ----------
    parent : Path
        The folder that the targets are in.
    """
    for hidden in parent.glob(f"{UNFINISHED}*"):
        own = _meant(hidden.name)
        if not own or not hidden.is_dir() or hidden.is_symlink():
            continue
        target = parent / own
        if not _is_whole(_contents_here(target)) and _is_whole(_contents_here(hidden)):
            replace_folder(target, hidden)


def _meant(hidden: str) -> str:
    """Return the name of the folder that a hidden one is to become.

    Empty where no bureau can be called so: somebody put it there who means ``..``.
    """
    own = hidden.removeprefix(UNFINISHED).rpartition("-")[0]
    return own if is_code(own) else ""


def _roll_forward(
    remote: Remote, hidden: str, target: str, hold: Callable[[], None], inventory: Inventory
) -> None:
    files = {path: target + path.removeprefix(hidden) for path in remote.files_below(hidden)}
    last = f"{hidden}/{inventory.name}"
    hold()
    remote.remove([files[last]])
    remote.copy({path: place for path, place in files.items() if path != last})
    remote.remove(set(remote.files_below(target)) - set(files.values()))
    hold()
    remote.copy({last: files[last]})
    remote.remove_folder(hidden)


def _contents(remote: Remote, folder: str) -> dict[str, bytes]:
    found = remote.read(remote.files_below(folder))
    return {path.removeprefix(f"{folder}/"): content for path, content in found.items()}


def _contents_here(folder: Path) -> dict[str, bytes]:
    try:
        return {name: read_bytes(folder / name) for name in files_below(folder)}
    except OSError:
        return {}


def _is_whole(contents: dict[str, bytes], inventory: Inventory = OF_OUTPUTS) -> bool:
    """Return whether in a folder are its inventory and every file just as the inventory says."""
    try:
        named = inventory.listed(contents.pop(inventory.name))
    except (KeyError, ValueError, TypeError):
        return False
    there = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    return bool(named == there)
