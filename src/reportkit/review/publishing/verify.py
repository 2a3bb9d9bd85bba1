"""Verifying the report in a folder, of outputs or published, here or on a store."""

from __future__ import annotations

from pathlib import Path

from reportkit.errors import ParametersError, WorkspaceError
from reportkit.inputs.files import from_here
from reportkit.inputs.names import MANIFEST
from reportkit.reading import read_bytes
from reportkit.review.desk import at_desk
from reportkit.review.publishing.checks import Check, parameter_checks, read_made
from reportkit.review.publishing.rebuild import rebuild_checks
from reportkit.review.publishing.verify_outputs import verify_outputs
from reportkit.review.publishing.verify_published import (
    is_earlier,
    is_published,
    verify_published,
)
from reportkit.storage.remote import Remote


def verified(
    folder: str, workspace: Path, store: str | None = None, *, rebuild: bool = False
) -> list[Check]:
    """Return what is found of the report in a folder.

    Parameters
    ----------
    folder : str
        From where the user stands; on a store, from its address.
    workspace : Path
    store : str, optional
        Where data and outputs are, if not in the workspace.
    rebuild : bool
        Whether the report is made again.

    Raises
    ------
    WorkspaceError, ParametersError
        Where there is no report to be verified.
    """
    if store is None:
        return _verified(Path(folder), workspace, workspace, rebuild=rebuild)
    name = f"{Path(folder).as_posix()}/{MANIFEST}"
    manifest = Remote(store.rstrip("/")).read([name])
    if name not in manifest:
        msg = f"{store} 里没有 {name}。"
        raise WorkspaceError(msg)
    parameters = read_made(manifest[name], name).parameters
    with at_desk(parameters, workspace, store, inputs=True) as desk:
        return _verified(desk / folder, desk, workspace, rebuild=rebuild)


def _verified(folder: Path, workspace: Path, told_in: Path, *, rebuild: bool) -> list[Check]:
    """Return what is found; parameters are told in the workspace where the user stands."""
    published, manifest = is_published(folder), folder / MANIFEST
    if not published and not manifest.is_file():
        msg = f"没有 {from_here(manifest)}：不是报告的输出，也不是发布的报告。"
        raise WorkspaceError(msg)
    checks = verify_published(folder, workspace) if published else []
    try:
        made = read_made(read_bytes(manifest), MANIFEST)
    except (ParametersError, FileNotFoundError):
        if not published:
            raise
        return checks
    if not published:
        own = made.parameters.output_folder
        if folder.resolve() != (workspace / own).resolve():
            msg = f"输出应在 {own.as_posix()}，挪了地方就无法核对。"
            raise WorkspaceError(msg)
        checks = verify_outputs(made, workspace)
    if not (published and is_earlier(folder, made.parameters, workspace)):
        checks += parameter_checks(made, told_in)
    if rebuild:
        checks += rebuild_checks(made, folder, workspace, published=published)
    return checks
