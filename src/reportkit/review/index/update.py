"""Bringing the index up to date after a batch, in proportion to what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from filelock import Timeout

from reportkit.errors import FormError, WorkspaceError
from reportkit.forms import Form, load_form
from reportkit.locking import lock, remedy
from reportkit.params import Key, Parameters
from reportkit.review.index.cache import CACHE, Cached, cache_bytes, read_cache
from reportkit.review.index.collect import collect
from reportkit.review.index.row import Row, row_of
from reportkit.review.index.shelf import Place, Shelf
from reportkit.storage.files import Files
from reportkit.uncollected import uncollected
from reportkit.workspace import OUTPUTS

PAGE, SHEET = "index.html", "index.xlsx"
_LOCK = ".index.lock"
_PATIENCE = 30  # seconds: what others write takes a moment


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch knows of bureau-years.

    Attributes
    ----------
    known : tuple of Parameters
        Those that it was told of, made or not.
    whole : bool
        Whether these are all of ``params/``: what is not among them has left.
    everything : callable
        Returns all of ``params/``, and how many sources tell no bureau-year; asked where that is
        known from nowhere else.
    broken : frozenset of Key
        Those whose last run came to no end.
    unusable : int
        Sources of parameters that told no bureau-year.
    """

    known: tuple[Parameters, ...]
    whole: bool
    everything: Callable[[], tuple[list[Parameters], int]]
    broken: frozenset[Key] = frozenset()
    unusable: int = 0


def update_indexes(batch: Batch, files: Files, workspace: Path) -> list[Shelf]:
    """Write each index that a batch may have changed; what is right already is left alone.

    Only for who has the outputs alone.

    Parameters
    ----------
    batch : Batch
    files : Files
        Of where the outputs lie.
    workspace : Path
        May have forms of its own.

    Returns
    -------
    list of Shelf
        Those that have an index now, in order.

    Raises
    ------
    OSError, WorkspaceError
        Where it cannot be written.
    """
    shelves = sorted({*_shelves_of(batch), *_indexed(files)} if batch.whole else _shelves_of(batch))
    with _alone(workspace), uncollected():
        for shelf in shelves:
            _update(Place(shelf, files, workspace, _form(shelf, workspace)), batch)
    return shelves


def replace_row(
    shelf: Shelf, parameters: Parameters, said: Mapping[str, Any], files: Files, workspace: Path
) -> None:
    """Write what reviewers did into the row of one bureau; nothing else is looked at.

    Beside a batch at work, too, which looks at what they keep itself when it is done.

    Parameters
    ----------
    shelf : Shelf
    parameters : Parameters
    said : mapping
        See `reviewing.reviewed`.
    files, workspace
        See `update_indexes`.

    Raises
    ------
    OSError, WorkspaceError
        Where it cannot be written.
    """
    code = parameters.bureau
    if not files.read([shelf.path(CACHE)]):
        return
    with _alone(workspace):
        before = read_cache(files.read([shelf.path(CACHE)]).get(shelf.path(CACHE)), *shelf)
        if before is None or code not in before.rows:
            return
        published = code in files.children(shelf.published)
        row = before.rows[code].reviewed_so(said)._replace(published=published)
        if row != before.rows[code]:
            place = Place(shelf, files, workspace, _form(shelf, workspace))
            there = files.read(map(shelf.path, (PAGE, SHEET)))
            rows = {**before.rows, code: row}
            now = replace(before, rows=rows, pages=_pages(place, there), title=_title(place))
            _write(place, now, before, there)


@contextmanager
def _alone(workspace: Path) -> Iterator[None]:
    """Hold the indexes for one who writes them.

    Raises
    ------
    OSError, WorkspaceError
    """
    outputs = workspace / OUTPUTS
    outputs.mkdir(parents=True, exist_ok=True)
    try:
        held = lock(outputs / _LOCK, timeout=_PATIENCE)
    except Timeout:
        msg = f"另一个程序正在写 {outputs} 里的索引，等了 {_PATIENCE} 秒"
        msg += remedy(outputs / _LOCK)
        raise WorkspaceError(msg) from None
    with held:
        yield


def _shelves_of(batch: Batch) -> list[Shelf]:
    return sorted({Shelf(one.form, one.year) for one in batch.known})


def _indexed(files: Files) -> Iterator[Shelf]:
    """Yield those that have an index: all of their bureaus may have left."""
    for form in files.children(OUTPUTS):
        for year in files.children(f"{OUTPUTS}/{form}"):
            if year.isdecimal() and CACHE in files.children(f"{OUTPUTS}/{form}/{year}"):
                yield Shelf(form, int(year))


def _update(place: Place, batch: Batch) -> None:
    shelf, files = place.shelf, place.files
    there = files.read(map(shelf.path, (CACHE, PAGE, SHEET)))
    before = read_cache(there.get(shelf.path(CACHE)), *shelf)
    known, others, unusable = _known(shelf, batch, before)
    told = others | {code: row_of(one, place.form) for code, one in known.items()}
    rows, stamps = collect(place, told, before or Cached(), known)
    broken = {key.bureau for key in batch.broken if (key.form, key.year) == shelf}
    published = set(files.children(shelf.published))
    for code, row in rows.items():
        so = (code in broken, code in published)
        if so != (row.broken, row.published):
            rows[code] = row._replace(broken=so[0], published=so[1])
    now = Cached(rows, stamps, _pages(place, there), unusable, _title(place))
    if before is None or replace(before, stamps=stamps) != now:
        _write(place, now, before or Cached(), there)
    elif before != now:
        files.write({shelf.path(CACHE): cache_bytes(now, *shelf, before)})


def _write(place: Place, now: Cached, before: Cached, there: Mapping[str, bytes]) -> None:
    """Write the pages, and what they show; `there` is what stands of the pages."""
    shelf, files = place.shelf, place.files
    contents = _rendered(place, now, before, there)
    files.write(contents)
    # Last: after a kill before this, the pages differ from what the cache says of them.
    now = replace(now, pages=_pages(place, contents))
    files.write({shelf.path(CACHE): cache_bytes(now, *shelf, before)})


def _pages(place: Place, contents: Mapping[str, bytes]) -> dict[str, str]:
    """Return the digest of each page."""
    found = {name: contents.get(place.shelf.path(name), b"") for name in (PAGE, SHEET)}
    return {name: hashlib.sha256(content).hexdigest() for name, content in found.items()}


def _known(
    shelf: Shelf, batch: Batch, before: Cached | None
) -> tuple[dict[str, Parameters], dict[str, Row], int]:
    """Return the bureaus that parameters tell, the others, and how many sources tell none."""
    parameters, unusable = batch.known, batch.unusable
    others: Mapping[str, Row] = {}
    if not batch.whole and before is not None:
        others, unusable = before.rows, before.unusable
    elif not batch.whole:
        everything, unusable = batch.everything()
        parameters = (*everything, *parameters)
    known = {one.bureau: one for one in parameters if (one.form, one.year) == shelf}
    return known, {code: row for code, row in others.items() if code not in known}, unusable


def _rendered(
    place: Place, now: Cached, before: Cached, there: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the pages by path; of those that stand, what would be made again is kept."""
    from reportkit.review.index.page import Page, lines_kept
    from reportkit.review.index.sheet import sheet_bytes, stood_in

    page, sheet = map(place.shelf.path, (PAGE, SHEET))
    lines, stood = dict[str, bytes](), None
    if (before.pages, before.title) == (now.pages, now.title):
        same = {code for code, row in now.rows.items() if before.rows.get(code) == row}
        lines = lines_kept(there[page], before.rows, now.rows, same)
        stood = stood_in(there[sheet], before.rows, same)
    logs = set(place.files.children(place.shelf.logs))
    rows = list(now.rows.values())
    logged = {row.code for row in rows if f"{row.code}.log" in logs}
    shown = Page(now.title, rows, now.unusable, logged, place.shelf, lines)
    return {page: shown.html(), sheet: sheet_bytes(now.title, rows, stood)}


def _title(place: Place) -> str:
    form, year = place.shelf
    return f"{place.form.title if place.form else form}审核索引（{year} 年度）"


def _form(shelf: Shelf, workspace: Path) -> Form | None:
    """Return the form; None where it cannot be read any more: its reports stand all the same."""
    try:
        return load_form(shelf.form, workspace)
    except FormError:
        return None
