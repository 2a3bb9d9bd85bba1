"""Many published reports: read in parallel, each once, then held against each other and the rules.

Of one bureau, reports on several years stand behind each other, and reports of several forms on one
year beside each other, so that rules over both are held.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from reportkit.audit.held import Held, findings_of, findings_of_sums
from reportkit.audit.kept import from_kept, to_kept
from reportkit.audit.one import Audited, forms_in, read_file
from reportkit.errors import ReportkitError
from reportkit.executors.workers import WorkerPool
from reportkit.figures import Member
from reportkit.forms import Form
from reportkit.inputs.kit import folder_digest, package_digest
from reportkit.inputs.typed import FORMS
from reportkit.published.model import BUREAU, YEAR, Published
from reportkit.reading import read_bytes, read_json
from reportkit.rules import Finding
from reportkit.trouble import program_error
from reportkit.writing import write_json

_CHUNK = 8
_FEWEST_FOR_WORKERS = 16
READINGS = "readings"
"""Folder of what was read, by the digest of the file."""
Kept = dict[str, Any]
# What came of a report: findings, or why there are none; each process has forms of its own.
_Told = tuple[tuple[Finding, ...], str]
Progress = Callable[[int, int], None]


def files_in(paths: Sequence[Path], left_out: Path | None) -> list[Path]:
    """Return the files that are meant: of folders all below, hidden ones and our own left out."""
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        below = sorted(one for one in path.rglob("*") if one.is_file())
        found += [
            one
            for one in below
            if not any(part.startswith((".", "~$")) for part in one.relative_to(path).parts)
            and not (left_out and one.is_relative_to(left_out))
        ]
    return list(dict.fromkeys(found))


def audit_many(
    paths: Sequence[Path],
    workspace: Path | None,
    *,
    jobs: int,
    output: Path | None = None,
    parent: Path | None = None,
    progress: Progress = lambda _done, _all: None,
) -> list[Audited]:
    """Audit files, in their order.

    Parameters
    ----------
    paths : sequence of Path
    workspace : Path or None
        May have forms of its own.
    jobs : int
        How many processes.
    output : Path, optional
        Where what was read is kept: a file that is there as it was is not read again.
    parent : Path, optional
        The one of them whose figures are the sums of all others on its year.
    progress : callable
        Told how many are done, and of how many.
    """
    if output is not None:
        (output / READINGS).mkdir(parents=True, exist_ok=True)
    chunks = [list(paths[at : at + _CHUNK]) for at in range(0, len(paths), _CHUNK)]
    kept: list[Kept] = []
    for part in _mapped(_read_chunk, chunks, workspace, output, jobs):
        kept += part
        progress(len(kept), len(paths))
    groups = _by_bureau(kept)
    told: dict[int, _Told] = {}
    for part in _mapped(_hold_chunk, _chunked(groups), workspace, None, jobs):
        told |= dict(part)
    forms = _forms(workspace)
    result = [
        Audited(path.as_posix(), None if message else from_kept(one, forms), findings, message)
        for path, one, (findings, message) in zip(
            paths, kept, (told[at] for at in range(len(paths))), strict=True
        )
    ]
    return result if parent is None else _with_sums(result, parent.as_posix())


def _mapped(
    function: Callable[[Any, Path | None, Path | None], Any],
    chunks: Sequence[Any],
    workspace: Path | None,
    output: Path | None,
    jobs: int,
) -> Iterator[Any]:
    """Yield what a function makes of each chunk, in their order."""
    if jobs == 1 or len(chunks) * _CHUNK < _FEWEST_FOR_WORKERS:
        yield from (function(chunk, workspace, output) for chunk in chunks)
        return
    with WorkerPool(min(jobs, len(chunks)), _warm_up) as pool:
        waiting: list[Future[Any]] = [
            pool.submit(function, chunk, workspace, output) for chunk in chunks
        ]
        for one in waiting:
            yield one.result()


def _warm_up() -> None:
    """Load what every task needs."""
    forms_in(None)


@cache
def _forms(workspace: Path | None) -> Mapping[str, Form]:
    return {form.id: form for form in forms_in(workspace)}


def _read_chunk(paths: Sequence[Path], workspace: Path | None, output: Path | None) -> list[Kept]:
    return [_read_one(path, workspace, output) for path in paths]


def _read_one(path: Path, workspace: Path | None, output: Path | None) -> Kept:
    """Return what was read of a file as plain data: a report, or why it is none."""
    forms = _forms(workspace)
    place = _place(path, workspace, output)
    if place is not None and (there := _there(place, forms)) is not None:
        return {**there, "file": path.name}
    try:
        kept = to_kept(read_file(path, [*forms.values()]))
    except ReportkitError as error:  # not kept: what was lacking may be installed by the next time
        return {"message": str(error)}
    except Exception as error:  # noqa: BLE001 - one strange file never stops the others
        return {"message": program_error(error)}
    if place is not None:
        write_json(place, kept)
    return kept


def _place(path: Path, workspace: Path | None, output: Path | None) -> Path | None:
    """Return where what is read of a file is kept, by what it is and what reads it."""
    if output is None:
        return None
    try:
        content = read_bytes(path)
    except OSError:
        return None
    digest = hashlib.sha256(read_by(workspace).encode() + content).hexdigest()
    return output / READINGS / f"{digest}.json"


@cache
def read_by(workspace: Path | None) -> str:
    """Return what tells the kit, and the forms of a workspace, from any others."""
    return package_digest() + (folder_digest(workspace / FORMS) if workspace else "")


def _there(place: Path, forms: Mapping[str, Form]) -> Kept | None:
    """Return what was kept; None where it is not there, or not whole."""
    try:
        kept: Kept = read_json(place)
        from_kept(kept, forms)
    except (OSError, AttributeError, LookupError, TypeError, ValueError):
        return None
    return kept


def _by_bureau(kept: Sequence[Kept]) -> list[list[tuple[int, Kept]]]:
    """Return the reports with their numbers, those of one bureau together."""
    groups: dict[str, list[tuple[int, Kept]]] = {}
    for number, one in enumerate(kept):
        known = "message" not in one and one["bureau"] and BUREAU not in one["doubts"]
        groups.setdefault(one["bureau"] if known else f"\0{number}", []).append((number, one))
    return list(groups.values())


def _chunked(groups: Sequence[Any]) -> list[list[Any]]:
    return [list(groups[at : at + _CHUNK]) for at in range(0, len(groups), _CHUNK)]


def _hold_chunk(
    groups: Sequence[Sequence[tuple[int, Kept]]], workspace: Path | None, _: Path | None
) -> list[tuple[int, _Told]]:
    return [each for group in groups for each in _hold_group(group, workspace)]


def _hold_group(
    group: Sequence[tuple[int, Kept]], workspace: Path | None
) -> Iterator[tuple[int, _Told]]:
    """Yield the reports of one bureau, held against the rules and each other."""
    forms = _forms(workspace)
    read = {at: from_kept(one, forms) for at, one in group if "message" not in one}
    for number, one in group:
        if "message" in one:
            yield number, ((), one["message"])
            continue
        mine = read[number]
        others = [each for at, each in read.items() if at != number and YEAR not in each.doubts]
        earlier = {
            each.year: each
            for each in reversed(others)
            if each.edition.form is mine.edition.form and each.year < mine.year
        }
        beside = {
            each.edition.form.id: each
            for each in reversed(others)
            if each.edition.form is not mine.edition.form and each.year == mine.year
        }
        yield number, _held(Held(mine, earlier, beside))


def _held(held: Held) -> _Told:
    try:
        return tuple(findings_of(held)), ""
    except ReportkitError as error:
        return (), str(error)
    except Exception as error:  # noqa: BLE001 - one strange file never stops the others
        return (), program_error(error)


def _with_sums(audited: Sequence[Audited], parent: str) -> list[Audited]:
    """Return the reports, that of the parent held against the sums of the others too."""
    result = list(audited)
    for number, one in enumerate(audited):
        if one.file != parent or one.published is None:
            continue
        members = [_member(each) for each in audited if _belongs(each, one.published)]
        sums = findings_of_sums(one.published, members)
        result[number] = replace(one, findings=(*one.findings, *sums))
    return result


def _belongs(one: Audited, parent: Published) -> bool:
    mine = one.published
    return (
        mine is not None
        and mine is not parent
        and mine.edition.form is parent.edition.form
        and mine.year == parent.year
    )


def _member(one: Audited) -> Member:
    assert one.published is not None  # noqa: S101 - see `_belongs`
    return Member(one.published.bureau, one.published.figures, one.state.value)
