"""Folders on an object store that appear whole or not at all.

An object store cannot rename a folder, so one file comes after the other. What makes the result
whole all the same:

1. Everything is written under a hidden prefix first, its manifest last.
2. The manifest in the folder's own place is removed, then the new files are copied there on the
   server, what the old folder had besides is removed, and the manifest is copied last. So a folder
   with a manifest is whole at every moment.
3. The hidden prefix is removed.

Whoever puts a folder has the store alone, and may lose it while the machine stands still: whether
it is held is asked before the manifest is removed, and before it is copied.

A kill in 1 leaves the old folder as it was. After a kill in 2 the new one is whole under the
hidden prefix, and `finish` copies it again from the start: it rolls forward. A kill in 3 leaves
litter, which `finish` removes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from reportkit.inputs.names import MANIFEST
from reportkit.reading import parse_json
from reportkit.storage.remote import Remote
from reportkit.writing import UNFINISHED


def put_folder(
    remote: Remote,
    target: str,
    contents: Mapping[str, bytes],
    hold: Callable[[], None] = lambda: None,
) -> None:
    """Make a folder of files, in place of the one that stands there.

    It may be called again after it has failed half-way.

    Parameters
    ----------
    remote : Remote
    target : str
        Path of the folder.
    contents : mapping of str to bytes
        By name; with a manifest that has the digests of all the others.
    hold : callable
        Raises where the store is not ours any more.
    """
    place = PurePosixPath(target)
    run = hashlib.sha256(contents[MANIFEST]).hexdigest()[:12]
    hidden = f"{place.parent}/{UNFINISHED}{place.name}-{run}"
    files = {f"{hidden}/{name}": content for name, content in contents.items()}
    manifest = f"{hidden}/{MANIFEST}"
    remote.write({path: content for path, content in files.items() if path != manifest})
    remote.write({manifest: contents[MANIFEST]})
    _roll_forward(remote, hidden, target, hold)


def finish(remote: Remote, parent: str) -> None:
    """Put right what killed runs left in a folder: finish what is whole, remove the rest.

    Only for who has the folder alone.

    Parameters
    ----------
    remote : Remote
    parent : str
        The folder that the targets are in.
    """
    for name in remote.children(parent):
        if not name.startswith(UNFINISHED):
            continue
        hidden = f"{parent}/{name}"
        target = f"{parent}/{name.removeprefix(UNFINISHED).rpartition('-')[0]}"
        # Where a folder stands, the one that is hidden may be older: its run was killed before it
        # touched anything, and another has made the folder since. Made again it is soon.
        if not _is_whole(remote, target) and _is_whole(remote, hidden):
            _roll_forward(remote, hidden, target, lambda: None)
        else:
            remote.remove_folder(hidden)


def _roll_forward(remote: Remote, hidden: str, target: str, hold: Callable[[], None]) -> None:
    files = {path: target + path.removeprefix(hidden) for path in remote.files_below(hidden)}
    manifest = f"{hidden}/{MANIFEST}"
    hold()
    remote.remove([files[manifest]])
    remote.copy({path: place for path, place in files.items() if path != manifest})
    remote.remove(set(remote.files_below(target)) - set(files.values()))
    hold()
    remote.copy({manifest: files[manifest]})
    remote.remove_folder(hidden)


def _is_whole(remote: Remote, folder: str) -> bool:
    """Return whether a folder has a manifest, and every file just as the manifest says."""
    found = remote.read(remote.files_below(folder))
    contents = {path.removeprefix(f"{folder}/"): content for path, content in found.items()}
    try:
        named = parse_json(contents.pop(MANIFEST))["outputs"]
    except (KeyError, ValueError, TypeError):
        return False
    there = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    return bool(named == there)
