"""Many published reports: read in parallel, each once, then held against each other and the rules.

Of one bureau, reports on several years stand behind each other, and reports of several forms on one
year beside each other, so that rules over both are held.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from reportkit.audit.copied import shared
from reportkit.audit.held import Held, findings_of
from reportkit.audit.one import Audited, forms_in
from reportkit.audit.parent import agreeing, findings_of_sums
from reportkit.audit.readings import READINGS, Head, Work, read_all, reading_of
from reportkit.errors import ReportkitError
from reportkit.executors.workers import WorkerPool
from reportkit.figures import Value
from reportkit.inputs.files import files_below
from reportkit.narrative.context import OthersProse
from reportkit.published.model import YEAR, Published
from reportkit.rules import Finding
from reportkit.rules.context import Copy
from reportkit.scratch import own_folder
from reportkit.trouble import program_error

_CHUNK = 8
_FEWEST_FOR_WORKERS = 16
# How many chunks a process has waiting: what is done must not pile up.
_AHEAD = 4
_T = TypeVar("_T")
# What came of a report: findings, or why there are none.
_Told = tuple[tuple[Finding, ...], str]
# The reports of one bureau, each with its number and what the reports of others have too.
_Group = list[tuple[int, Head, tuple[OthersProse, ...]]]
Progress = Callable[[int, int], None]


def files_in(paths: Sequence[Path], left_out: Path | None) -> list[Path]:
    """Return the files that are meant: of folders all below, hidden ones and our own left out.

    What is no plain file is among them, as a link that leads nowhere: it is told that it is none.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        below = sorted(path / name for name in files_below(path))
        found += [one for one in below if not (left_out and one.is_relative_to(left_out))]
    return list(dict.fromkeys(found))


def audit_many(
    paths: Sequence[Path],
    workspace: Path | None,
    *,
    jobs: int,
    output: Path | None = None,
    parent: Path | None = None,
    progress: Progress = lambda _done, _all: None,
) -> Generator[Audited]:
    """Yield files as audited, in their order.

    Each is held against the others, so all are read first. What was read and found lies in files
    until it is asked for: memory does not grow with their number.

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
    with own_folder() as folder:
        work = Work(workspace, folder, (output or folder) / READINGS)
        work.readings.mkdir(parents=True, exist_ok=True)
        heads: list[Head] = []
        for part in _mapped(read_all, _chunked(paths), work, jobs):
            heads += part
            progress(len(heads), len(paths))
        alike = shared([one.prints for one in heads])
        groups = [
            [(number, heads[number], tuple(alike.get(number, ()))) for number in group]
            for group in _by_bureau(heads)
        ]
        for _ in _mapped(_hold_chunk, _chunked(groups), work, jobs):
            pass
        added = {} if parent is None else _sums(heads, work, parent.as_posix())
        for number, head in enumerate(heads):
            one = _audited(number, head, work)
            yield replace(one, findings=(*one.findings, *added.get(number, ())))


def _mapped(
    function: Callable[[Any, Work], _T], chunks: Sequence[Any], work: Work, jobs: int
) -> Iterator[_T]:
    """Yield what a function makes of each chunk, in their order."""
    if jobs == 1 or len(chunks) * _CHUNK < _FEWEST_FOR_WORKERS:
        yield from (function(chunk, work) for chunk in chunks)
        return
    with WorkerPool(min(jobs, len(chunks)), _warm_up) as pool:
        waiting: deque[Future[_T]] = deque()
        for chunk in chunks:
            waiting.append(pool.submit(function, chunk, work))
            if len(waiting) > jobs * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _warm_up() -> None:
    """Load what every task needs."""
    forms_in(None)


def _by_bureau(heads: Sequence[Head]) -> list[list[int]]:
    """Return the numbers of the reports, those of one bureau together."""
    groups: dict[str, list[int]] = {}
    for number, one in enumerate(heads):
        groups.setdefault(one.prints.bureau or f"\0{number}", []).append(number)
    return list(groups.values())


def _chunked(items: Sequence[Any]) -> list[list[Any]]:
    return [list(items[at : at + _CHUNK]) for at in range(0, len(items), _CHUNK)]


def _hold_chunk(groups: Sequence[_Group], work: Work) -> None:
    for group in groups:
        _hold_group(group, work)


def _hold_group(group: _Group, work: Work) -> None:
    """Hold the reports of one bureau against the rules and each other, and keep what is found."""
    read = {at: reading_of(head, work) for at, head, _ in group if head.reading}
    alike = {at: told for at, _, told in group}
    files = {at: head.file for at, head, _ in group}
    for number, mine in read.items():
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
        copies = [
            Copy(files[at], _certain(each))
            for at, each in read.items()
            if at != number and _is_copy(each, mine)
        ]
        found = _held(Held(mine, earlier, beside, alike[number], copies))
        (work.folder / f"{number}").write_bytes(pickle.dumps(found))


def _is_copy(one: Published, mine: Published) -> bool:
    """Whether two files of one bureau are the same report."""
    same = one.edition.form is mine.edition.form and one.year == mine.year
    return same and YEAR not in {*one.doubts, *mine.doubts}


def _certain(one: Published) -> Mapping[str, Value]:
    return {cell: value for cell, value in one.values.items() if cell not in one.doubts}


def _held(held: Held) -> _Told:
    try:
        return tuple(findings_of(held)), ""
    except ReportkitError as error:
        return (), str(error)
    except Exception as error:  # noqa: BLE001 - one strange file never stops the others
        return (), program_error(error)


def _audited(number: int, head: Head, work: Work) -> Audited:
    """Return a file as audited."""
    if not head.reading:
        return Audited(head.file, message=head.message)
    kept = (work.folder / f"{number}").read_bytes()
    findings, message = pickle.loads(kept)  # noqa: S301 - from our own process
    if message:
        return Audited(head.file, None, findings, message)
    return Audited(head.file, reading_of(head, work), findings)


def _sums(heads: Sequence[Head], work: Work, parent: str) -> dict[int, list[Finding]]:
    """Return what comes of holding the parent's report against the sums of the others."""
    at = next(number for number, head in enumerate(heads) if head.file == parent)
    if not heads[at].reading:
        return {}
    mine = reading_of(heads[at], work)
    of_parent = mine.edition.form.id, mine.year
    bureaus: dict[str, list[Head]] = {}
    unread: list[str] = []
    for head in (head for number, head in enumerate(heads) if number != at):
        prints = head.prints
        if not head.reading or (not prints.year and prints.form == of_parent[0]):
            unread.append(head.file)
        elif (prints.form, prints.year) == of_parent:
            bureaus.setdefault(prints.bureau or head.file, []).append(head)
    bureaus.pop(mine.bureau, None)  # the parent's report once more
    members = (agreeing([reading_of(one, work) for one in each]) for each in bureaus.values())
    return {at: list(findings_of_sums(mine, members, unread))}
