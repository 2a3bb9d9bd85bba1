"""Where reviewers work: in the workspace, or on what a store has of a bureau-year."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from reportkit.batch.last_run import last_states
from reportkit.batch.loop import BROKE_LAST_TIME
from reportkit.decisions import head_file
from reportkit.errors import WorkspaceError
from reportkit.inputs.files import files_below
from reportkit.inputs.names import DECISIONS, ROLES, SEALS, SIGNATURES, SIGNERS, is_reviewers
from reportkit.inputs.run_state import RunState
from reportkit.inputs.typed import witnesses
from reportkit.params import Parameters
from reportkit.reading import read_bytes
from reportkit.retries import with_retries
from reportkit.review.publishing.layout import SUMS, read_sums
from reportkit.scratch import own_folder
from reportkit.storage.remote import Remote
from reportkit.storage.roll_forward import Inventory, finish, put_folder
from reportkit.storage.store import Store
from reportkit.storage.workspace import Workspace
from reportkit.trouble import refused
from reportkit.workspace import OUTPUTS, PARAMS

_OF_PUBLISHED = Inventory(SUMS, lambda content: read_sums(content.decode()))
_writing = threading.Lock()  # readers of one server decide at the same moment, and lose nothing


@contextmanager
def at_desk(
    parameters: Parameters,
    workspace: Path,
    store: str | None = None,
    *,
    inputs: bool = False,
    publishes: bool = False,
) -> Iterator[Path]:
    """Give a folder with the outputs of a bureau-year and what reviewers keep of it.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
    store : str, optional
        Where data and outputs are, if not in the workspace.
    inputs : bool
        Whether what the report is made from is wanted, too.
    publishes : bool
        Whether it is to be published: what a kill left of that on a store is put right first.

    Yields
    ------
    Path
        The workspace; of a store, a temporary one, whose new and changed files are put back when
        the block ends well. There are no ledgers in it, unless they are asked for.

    Raises
    ------
    WorkspaceError
        Where the store cannot be read or written, or somebody else decided meanwhile.
    """
    if store is None:
        yield workspace
        return
    remote = Remote(store.rstrip("/"))
    with own_folder() as folder:
        try:
            (folder / PARAMS).mkdir()
            _copy_signers(workspace, folder)
            if publishes:
                published = parameters.published_folder
                finish(remote, published.parent.as_posix(), published.name, _OF_PUBLISHED)
            paths = _paths(parameters, remote)
            paths += Store(store, workspace).inputs_of(parameters) if inputs else []
            paths += witnesses(paths)
            # The head goes ahead of the lines: somebody may be adding one.
            head = with_retries(lambda: remote.read([head_file(parameters).as_posix()]))
            before = with_retries(lambda: remote.read(paths)) | head
            for path, content in before.items():
                (folder / path).parent.mkdir(parents=True, exist_ok=True)
                (folder / path).write_bytes(content)
            (folder / parameters.data_folder).mkdir(parents=True, exist_ok=True)
            yield folder
            _put_back(parameters, folder, remote, before)
        except OSError as error:
            raise WorkspaceError(refused(error)) from error


def stale_at(parameters: Parameters, workspace: Path, store: str | None = None) -> list[str]:
    """Return, in Chinese, why a report would have to be made anew; nothing where it stands.

    Parameters
    ----------
    parameters, workspace, store
        See `at_desk`.
    """
    states = last_states(workspace / OUTPUTS)
    broke = BROKE_LAST_TIME if states.get(parameters.key) is RunState.BROKEN else []
    site = Store(store, workspace) if store else Workspace(workspace)
    return site.reasons_to_run(parameters) or broke


def _paths(parameters: Parameters, remote: Remote) -> list[str]:
    """Return what a store has of a bureau-year for reviewers."""
    data = parameters.data_folder.as_posix()
    kept = [f"{data}/{name}" for name in remote.children(data) if is_reviewers(name)]
    signatures = remote.files_below(f"{data}/{SIGNATURES}")
    outputs = remote.files_below(parameters.output_folder.as_posix())
    published = remote.files_below(parameters.published_folder.as_posix())
    return [*kept, *signatures, *outputs, *published]


def _copy_signers(workspace: Path, folder: Path) -> None:
    """Copy who may sign: that is the workspace's, whoever can write to a store."""
    for name in (ROLES, SIGNERS, SEALS):
        if (workspace / name).is_file():
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copyfile(workspace / name, folder / name)


def _put_back(
    parameters: Parameters, folder: Path, remote: Remote, before: dict[str, bytes]
) -> None:
    """Write what is new or changed, unless somebody else's decision would be lost by it."""
    data, head = parameters.data_folder.as_posix(), head_file(parameters).as_posix()
    published = parameters.published_folder.as_posix()
    ours = [f"{each}/{name}" for each in (data, published) for name in files_below(folder / each)]
    now = {path: read_bytes(folder / path) for path in [*ours, head] if (folder / path).is_file()}
    changed = {path: content for path, content in now.items() if before.get(path) != content}
    asked = [f"{data}/{DECISIONS}", *changed]
    with _writing:
        if remote.read(asked) != {path: before[path] for path in asked if path in before}:
            msg = (
                f"另一个人刚刚也在 {remote}/{data} 里作了决定或者签了名，这一次没有记下。"
                "请再试一次。"
            )
            raise WorkspaceError(msg)
        # The head comes after the line that it is of: one without it would be missed.
        for part in (_below(data, changed), {head: changed[head]} if head in changed else {}):
            with_retries(partial(remote.write, part))
        if _below(published, changed):
            files = _below(published, now)
            named = {path.removeprefix(f"{published}/"): files[path] for path in files}
            with_retries(lambda: put_folder(remote, published, named, inventory=_OF_PUBLISHED))


def _below(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if path.startswith(f"{folder}/")}
