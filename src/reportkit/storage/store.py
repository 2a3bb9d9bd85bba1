"""A site on an object store: ``data/`` and ``outputs/`` lie there, the rest in a workspace."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from reportkit.decisions import head_file
from reportkit.errors import ParametersError, ReportkitError, WorkspaceError
from reportkit.inputs.files import files_below
from reportkit.inputs.names import DECISIONS, FINDINGS, MANIFEST, ROLES
from reportkit.inputs.outcome import Outcome
from reportkit.inputs.run_state import RunState
from reportkit.inputs.typed import (
    FORMS,
    NOTEBOOKS,
    WorkspaceTree,
    inputs_of,
    own_notebook,
    witnesses,
)
from reportkit.making.engines import DEFAULT_ENGINE, DEFAULT_TIMEOUT
from reportkit.making.manifest import is_under_review, reviewed_path
from reportkit.params import Parameters
from reportkit.reading import read_bytes
from reportkit.retries import with_retries
from reportkit.scratch import own_folder
from reportkit.storage.lease import Lock, leased
from reportkit.storage.old_layout import move_remote
from reportkit.storage.remote import Remote
from reportkit.storage.roll_forward import finish, put_folder
from reportkit.storage.workspace import Workspace
from reportkit.trouble import refused
from reportkit.workspace import DATA, OUTPUTS, PARAMS

REVIEW = Path(ROLES).parent.as_posix()
_OWN = (DATA, OUTPUTS)  # what the store has and the workspace has not


@dataclass(frozen=True, slots=True)
class Store:
    """The same tree of files as a workspace, at an address that fsspec can read and write.

    ``data/`` and ``outputs/`` are the store's own. Notebooks, rules and whatever else parameters
    name are the workspace's, and `prepare` copies them into the store, where a worker on any
    machine finds them. Each report is made in a workspace of its own, which is a temporary folder
    with just the files that it is made from, and put into the store whole (see `roll_forward`).

    Attributes
    ----------
    address : str
        Such as ``s3://bucket/prefix``.
    folder : Path
        The workspace with ``params/`` and ``notebooks/``; workers need not see it.
    engine, timeout, memory_limit, embed_fonts
        See `Workspace`.
    lock : Lock or None
        By which a batch holds the store; no report is put there once it counts no more.
    """

    address: str
    folder: Path
    engine: str = DEFAULT_ENGINE
    timeout: int = DEFAULT_TIMEOUT
    memory_limit: int | None = None
    embed_fonts: bool | None = None
    lock: Lock | None = None

    @property
    def files(self) -> Remote:
        """Its single files."""
        return self._remote

    @property
    def other_outputs(self) -> tuple[Path, ...]:
        """Where the store is a folder: somebody may use it as a workspace."""
        folder = self._remote.folder()
        return () if folder is None else (folder / OUTPUTS,)

    def outputs_of(self, parameters: Parameters) -> str:
        """Return the address of the output folder."""
        return f"{self._remote}/{parameters.output_folder.as_posix()}"

    def check(self) -> None:
        """Write and remove a small file, for a store that cannot be used to be told at once.

        Raises
        ------
        WorkspaceError
        """
        probe = f"outputs/.probe-{os.urandom(6).hex()}"
        self._remote.write({probe: b""})
        self._remote.remove([probe])

    @contextmanager
    def alone(self) -> Iterator[tuple[Self, Callable[[], None]]]:
        """Hold the store among all machines (see `lease.leased`)."""
        with leased(self._remote, self.folder) as (lock, hold):
            yield replace(self, lock=lock), hold

    def prepare(self, parameters: Sequence[Parameters], /) -> list[str]:
        """Make the store ready for a batch: check it, put right what a killed batch left, copy.

        Outputs that lie where they used to are moved, and what was moved is returned.

        Only for who has the store alone.

        Parameters
        ----------
        parameters : sequence of Parameters
            What is going to be made: the files that they name are copied.

        Raises
        ------
        WorkspaceError
        """
        self.check()
        for folder in folders_of_years(self._remote):
            finish(self._remote, folder)
        moved = move_remote(self._remote)
        ours = {path: self.folder / path for one in parameters for path in self._ours(one)}
        if is_under_review(self.folder):
            ours[ROLES] = self.folder / ROLES
        try:
            contents = {path: read_bytes(file) for path, file in ours.items() if file.is_file()}
        except OSError as error:
            raise WorkspaceError(refused(error)) from error
        stored = self._remote.read(contents)
        changed = {path for path in contents if stored.get(path) != contents[path]}
        self._remote.write({path: contents[path] for path in changed})
        # Where it is found by its name alone, one that was deleted here must not be found there.
        own = {own_notebook(one.key).as_posix() for one in parameters} | {ROLES}
        there = {*self._remote.files_below(NOTEBOOKS), *self._remote.files_below(REVIEW)}
        self._remote.remove(sorted((own - ours.keys()) & there))
        return moved

    def reasons_to_run(self, parameters: Parameters) -> list[str]:
        """Return why a bureau-year has to be made (see `stale.reasons_to_run`).

        Everything is compared by content, and so is downloaded; that it could not be is a reason.
        """
        try:
            outputs = self._remote.files_below(parameters.output_folder.as_posix())
            with self._workspace([*self.inputs_of(parameters), *outputs]) as workspace:
                return workspace.reasons_to_run(parameters)
        except ReportkitError as error:
            return [str(error)]

    @contextmanager
    def remembering(self) -> Iterator[Self]:
        """Give the same: what it is compared with is downloaded whatever was found before."""
        yield self

    def kept(self, parameters: Parameters) -> Outcome:
        """Return how the outputs that stand ended."""
        folder = parameters.output_folder.as_posix()
        try:
            with self._workspace([f"{folder}/{MANIFEST}", f"{folder}/findings.json"]) as workspace:
                return workspace.kept(parameters)
        except WorkspaceError as error:
            return Outcome(parameters, RunState.BROKEN, (str(error),))

    def make(self, parameters: Parameters) -> Outcome:
        """Execute and render a bureau-year, and put its outputs into the store."""
        try:
            files = [*self.inputs_of(parameters), reviewed_path(parameters).as_posix()]
            files += witnesses(files)
            with self._workspace(files) as workspace:
                outcome = workspace.make(parameters)
                if outcome.state is not RunState.BROKEN:
                    self._put(workspace.folder, parameters)
                here = str(workspace.folder)
            faults = tuple(fault.replace(here, str(self._remote)) for fault in outcome.faults)
            return replace(outcome, faults=faults)
        except ReportkitError as error:
            return Outcome(parameters, RunState.BROKEN, (str(error),))

    def standing(self, parameters: Parameters) -> list[str]:
        """Return how the outputs stand with reviewers (see `decisions.standing_of`)."""
        outputs = parameters.output_folder
        decided = [parameters.data_folder / DECISIONS, head_file(parameters)]
        paths = [path.as_posix() for path in (*decided, outputs / FINDINGS, outputs / MANIFEST)]
        try:
            there = self._remote.read(paths[:2])
            if not there:
                return []
            # The head goes ahead of the lines: somebody may be adding one.
            head = {path: content for path, content in there.items() if path == paths[1]}
            with self._workspace(paths) as workspace:
                _write(head, workspace.folder)
                return workspace.standing(parameters)
        except WorkspaceError as error:
            return [str(error)]

    def size(self, parameters: Parameters) -> int:
        """Return the bytes of raw data."""
        try:
            return sum(self._remote.files_below(parameters.data_folder.as_posix()).values())
        except WorkspaceError:
            return 0  # why, its outcome tells

    def warm_up(self) -> None:
        """Import what every report needs, in a worker that has just started."""
        self._workspace_at(self.folder).warm_up()

    @contextmanager
    def check_from_workers(self) -> Iterator[Callable[[], None]]:
        """Give what looks, on another machine, whether this address can be read and written."""
        yield self.check

    @property
    def _remote(self) -> Remote:
        return Remote(self.address.rstrip("/"))

    def _workspace_at(self, folder: Path) -> Workspace:
        return Workspace(folder, self.engine, self.timeout, self.memory_limit, self.embed_fonts)

    @contextmanager
    def _workspace(self, paths: Collection[str]) -> Iterator[Workspace]:
        """Give a temporary workspace with those of some files that are there."""
        contents = with_retries(lambda: self._remote.read(paths))
        try:
            with own_folder() as folder:
                (folder / PARAMS).mkdir()  # what a notebook knows a workspace by
                _write(contents, folder)
                yield self._workspace_at(folder)
        except OSError as error:
            raise WorkspaceError(refused(error)) from error

    def _put(self, workspace: Path, parameters: Parameters) -> None:
        folder = workspace / parameters.output_folder
        contents = {name: read_bytes(folder / name) for name in files_below(folder)}
        target = parameters.output_folder.as_posix()
        hold = self.lock.hold if self.lock else lambda: None
        with_retries(lambda: put_folder(self._remote, target, contents, hold))

    def inputs_of(self, parameters: Parameters) -> list[str]:
        """Return what a report may be made from, there or not."""
        remote, rules = self._remote, parameters.rules
        named = [rules] if rules and not _is_outside(Path(rules)) else []
        notebook = own_notebook(parameters.key).as_posix()
        own = remote.read([*remote.files_below(FORMS), *named, notebook])
        with own_folder() as folder:
            _write(own, folder)
            inputs = inputs_of(parameters, folder)
        _refuse_outside(parameters, [one.path for one in inputs])
        return [*inputs.files(remote), ROLES]

    def _ours(self, parameters: Parameters) -> Iterator[str]:
        """Yield the files that a report is made from and the workspace has, not the store."""
        for path in WorkspaceTree(self.folder).existing(inputs_of(parameters, self.folder)):
            if Path(path).parts[0] not in _OWN and not _is_outside(Path(path)):
                yield path


def folders_of_years(remote: Remote) -> Iterator[str]:
    """Yield the folders that have one folder a bureau."""
    for form in remote.children(OUTPUTS):
        for year in remote.children(f"{OUTPUTS}/{form}"):
            if year.isdecimal():
                yield f"{OUTPUTS}/{form}/{year}"


def _write(contents: Mapping[str, bytes], folder: Path) -> None:
    for path, content in contents.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def _refuse_outside(parameters: Parameters, paths: Iterable[Path]) -> None:
    """Refuse what is not below the workspace: no other machine has it."""
    outside = [path for path in paths if _is_outside(path)]
    if outside:
        problems = [f"{path} 不在工作目录里。对象存储上只能用相对路径。" for path in outside]
        raise ParametersError(f"{parameters.name}：参数有误。", problems)


def _is_outside(path: Path) -> bool:
    return path.is_absolute() or ".." in path.parts
