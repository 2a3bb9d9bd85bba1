"""Making a report again, in a temporary folder, to hold its bytes against those that are there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from reportkit.errors import ReportkitError
from reportkit.inputs.agreement import DIGEST
from reportkit.inputs.files import digest
from reportkit.inputs.names import MANIFEST, NOTEBOOK, ROLES
from reportkit.inputs.run_state import RunState
from reportkit.inputs.typed import WorkspaceTree, inputs_of, witnesses
from reportkit.making.manifest import reviewed_path
from reportkit.reading import parse_json, read_bytes, read_json
from reportkit.review.publishing.checks import Check, Made, kit_checks
from reportkit.review.signing.clean import clean_files
from reportkit.scratch import own_folder
from reportkit.storage.workspace import Workspace
from reportkit.workspace import PARAMS

_REVIEW_PAGE = "review.html"


def rebuild_checks(
    made: Made, folder: Path, workspace: Path, *, published: bool
) -> Iterator[Check]:
    """Yield what differs between a report and what is made anew of its inputs as they are now.

    The executed notebook apart: it has the times of its cells in it. Where the kit is another one,
    a difference may be the kit's alone, and what it comes from cannot be told.

    Parameters
    ----------
    made : Made
        What its manifest tells.
    folder : Path
        Where it lies.
    workspace : Path
        With all that it is made from.
    published : bool
        Whether it is published, and so unmarked.
    """
    with own_folder() as fresh:
        try:
            anew = _made_anew(made, workspace, fresh, published=published)
        except ReportkitError as error:
            yield Check(f"没有能重新生成：{error}", good=False)
            return
    there = {name: _comparable(name, _read(folder / name)) for name in anew}
    changed = [name for name in sorted(anew) if there[name] != _comparable(name, anew[name])]
    other_kit = any(kit_checks(made))
    told, good = ("，是改过还是软件不同所致，看不出来", None) if other_kit else ("", False)
    yield from (Check(f"重新生成的 {name} 与它不同{told}", good) for name in changed)
    if not changed:
        yield Check(f"重新生成的 {len(anew)} 个文件与它逐字节相同")


def _made_anew(made: Made, workspace: Path, fresh: Path, *, published: bool) -> dict[str, bytes]:
    """Return the files that a report consists of, made in a folder with its inputs alone.

    Without the review page where it was made before reviewers looked last: it tells what has
    changed since they did.
    """
    (fresh / PARAMS).mkdir()
    parameters = made.parameters
    names = WorkspaceTree(workspace).existing(inputs_of(parameters, workspace))
    reviewed = reviewed_path(parameters)
    there = workspace / reviewed
    looked_at_since = (digest(there) if there.is_file() else "") != made.manifest.get("reviewed")
    names += [name for name in witnesses(names) if (workspace / name).is_file()]
    names += [ROLES] if (workspace / ROLES).is_file() else []
    names += [reviewed.as_posix()] if there.is_file() and not looked_at_since else []
    for name in names:
        if Path(name).is_absolute():
            continue  # it is found there from anywhere
        if ".." in Path(name).parts:
            msg = f"{name} 不在工作目录里。"
            raise ReportkitError(msg)
        (fresh / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(workspace / name, fresh / name)
    outcome = Workspace(fresh, embed_fonts=bool(made.manifest.get("embed_fonts"))).make(parameters)
    if outcome.state is RunState.BROKEN:
        raise ReportkitError(outcome.message)
    outputs = fresh / parameters.output_folder
    if published:
        return clean_files(parameters, fresh, read_json(outputs / MANIFEST))
    without = {NOTEBOOK, _REVIEW_PAGE} if looked_at_since else {NOTEBOOK}
    return {path.name: read_bytes(path) for path in outputs.iterdir() if path.name not in without}


def _read(path: Path) -> bytes:
    return read_bytes(path) if path.is_file() else b""


def _comparable(name: str, content: bytes) -> Any:
    """Return what is compared: of a manifest, neither the notebook nor what it was made with.

    That the kit is another one is told apart (see `kit_checks`); the review page is compared where
    it can be.
    """
    if name != MANIFEST:
        return content
    try:
        read = parse_json(content)
        for output in (NOTEBOOK, _REVIEW_PAGE):
            read["outputs"].pop(output, None)
        for key in ("package", "rules", "versions", "reviewed", DIGEST):
            read.pop(key, None)
    except (ValueError, KeyError, TypeError, AttributeError):
        return content
    return read
