"""Bringing the index up to date after a batch, in proportion to what changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from reportkit.errors import FormError
from reportkit.forms import Form, load_form
from reportkit.inputs.names import FINDINGS, MANIFEST
from reportkit.params import OUTPUTS, Key, Parameters
from reportkit.review.index.cache import CACHE, Cached, cache_bytes, read_cache
from reportkit.review.index.row import Row, row_of, row_of_manifest, with_outputs
from reportkit.storage.files import Files

PAGE, SHEET = "index.html", "index.xlsx"
_EMPTY = Row(*[""] * 4, (), "")
_AT_A_TIME = 100  # rows whose findings are in memory together


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


class Shelf(NamedTuple):
    """The outputs of one form and year."""

    form: str
    year: int

    @property
    def folder(self) -> str:
        """Their folder, relative to the workspace."""
        return f"{OUTPUTS}/{self.form}/{self.year}"

    def key(self, bureau: str) -> Key:
        """Return the key of a bureau's report among them."""
        return Key(self.form, self.year, bureau)

    def path(self, name: str) -> str:
        """Return the path of a file beside the folders of bureaus."""
        return f"{self.folder}/{name}"

    def output(self, bureau: str, name: str) -> str:
        """Return the path of a file of a bureau."""
        return f"{self.folder}/{bureau}/{name}"


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
    for shelf in shelves:
        _update(shelf, batch, files, workspace)
    return shelves


def _shelves_of(batch: Batch) -> list[Shelf]:
    return sorted({Shelf(one.form, one.year) for one in batch.known})


def _indexed(files: Files) -> Iterator[Shelf]:
    """Yield those that have an index: all of their bureaus may have left."""
    for form in files.children(OUTPUTS):
        for year in files.children(f"{OUTPUTS}/{form}"):
            if year.isdecimal() and CACHE in files.children(f"{OUTPUTS}/{form}/{year}"):
                yield Shelf(form, int(year))


def _update(shelf: Shelf, batch: Batch, files: Files, workspace: Path) -> None:
    there = files.read(map(shelf.path, (CACHE, PAGE, SHEET)))
    before = read_cache(there.get(shelf.path(CACHE)), *shelf)
    form = _form(shelf, workspace)
    told, unusable = _told(shelf, batch, before, form)
    rows, stamps = _rows(shelf, told, before or Cached(), files, form)
    broken = {key.bureau for key in batch.broken if (key.form, key.year) == shelf}
    rows = {code: row._replace(broken=code in broken) for code, row in rows.items()}
    pages = {name: _digest(there.get(shelf.path(name), b"")) for name in (PAGE, SHEET)}
    now = Cached(rows, stamps, pages, unusable)
    if before == now:
        return
    if before is None or (before.rows, before.unusable, before.pages) != (rows, unusable, pages):
        contents = _rendered(shelf, form, now, files)
        files.write({shelf.path(name): content for name, content in contents.items()})
        now = replace(now, pages={name: _digest(content) for name, content in contents.items()})
    # Last: after a kill before this, the pages differ from what the cache says of them.
    files.write({shelf.path(CACHE): cache_bytes(now, *shelf)})


def _told(
    shelf: Shelf, batch: Batch, before: Cached | None, form: Form | None
) -> tuple[dict[str, Row], int]:
    """Return what parameters say of each bureau, and how many sources of them tell none."""
    known, unusable = batch.known, batch.unusable
    others: Iterable[Row] = ()
    if not batch.whole and before is not None:
        others, unusable = before.rows.values(), before.unusable
    elif not batch.whole:
        everything, unusable = batch.everything()
        known = (*everything, *known)
    told = {row.code: row for row in others}
    here = (one for one in known if (one.form, one.year) == shelf)
    return told | {one.bureau: row_of(one, form) for one in here}, unusable


def _rows(
    shelf: Shelf, told: Mapping[str, Row], before: Cached, files: Files, form: Form | None
) -> tuple[dict[str, Row], dict[str, str]]:
    """Return all bureaus in order, and the stamps of their files; only what changed is read."""
    codes = sorted({*told, *files.children(shelf.folder)})
    manifests = {shelf.output(code, MANIFEST): code for code in codes}
    found = files.stamps(shelf.folder, manifests)
    stamps = {manifests[path]: stamp for path, stamp in found.items()}
    changed = [code for code in stamps if before.stamps.get(code) != stamps[code]]
    made = {code: before.rows[code] for code in stamps.keys() - {*changed}}
    made |= _read(shelf, changed, files, form)
    rows = {}
    for code in codes:
        if code in told and (told[code].listed or code in made):
            rows[code] = made.get(code, _EMPTY).with_facts_of(told[code])
        elif code in made:
            rows[code] = made[code]._replace(listed=False)
    return rows, {code: stamps.get(code, "") for code in rows}


def _read(shelf: Shelf, codes: Iterable[str], files: Files, form: Form | None) -> dict[str, Row]:
    """Return rows as their outputs have them."""
    rows = {}
    left = iter(codes)
    while some := list(islice(left, _AT_A_TIME)):
        paths = (shelf.output(code, name) for code in some for name in (MANIFEST, FINDINGS))
        contents = files.read(paths)
        for code in some:
            manifest = contents.get(shelf.output(code, MANIFEST), b"")
            findings = contents.get(shelf.output(code, FINDINGS), b"")
            row = row_of_manifest(shelf.key(code), manifest, form)
            rows[code] = with_outputs(row, shelf.key(code), manifest, findings)
    return rows


def _rendered(shelf: Shelf, form: Form | None, now: Cached, files: Files) -> dict[str, bytes]:
    from reportkit.review.index.page import Page
    from reportkit.review.index.sheet import sheet_bytes

    logs = set(files.children(f"{OUTPUTS}/logs/{shelf.form}/{shelf.year}"))
    title = f"{form.title if form else shelf.form}审核索引（{shelf.year} 年度）"
    rows = list(now.rows.values())
    logged = {row.code for row in rows if f"{row.code}.log" in logs}
    page = Page(title, rows, now.unusable, f"../../logs/{shelf.form}/{shelf.year}", logged)
    return {PAGE: page.html().encode(), SHEET: sheet_bytes(title, rows)}


def _form(shelf: Shelf, workspace: Path) -> Form | None:
    """Return the form; None where it cannot be read any more: its reports stand all the same."""
    try:
        return load_form(shelf.form, workspace)
    except FormError:
        return None


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
