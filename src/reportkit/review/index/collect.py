"""The rows of all bureaus: kept as the last batch had them, and read anew where a file changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from reportkit.inputs.names import (
    DECISIONS,
    FINDINGS,
    FIRST_SIGNATURE,
    HEAD,
    MANIFEST,
    ROLES,
    SIGNATURES,
    SIGNERS,
)
from reportkit.params import Parameters
from reportkit.params.kinds import is_code
from reportkit.review.index.cache import Cached
from reportkit.review.index.row import Row, parameters_in, row_of, with_outputs
from reportkit.review.index.shelf import Place
from reportkit.storage.files import Files, FolderFiles

_UNKNOWN = Row("", "", "", "", (), "")
_AT_A_TIME = 100  # rows whose findings are in memory together


def collect(
    place: Place, told: Mapping[str, Row], before: Cached, known: Mapping[str, Parameters]
) -> tuple[dict[str, Row], dict[str, str]]:
    """Return all bureaus in order, and the stamps of the files that each is read from.

    Parameters
    ----------
    place : Place
    told : mapping of str to Row
        What parameters say, by code.
    before : Cached
    known : mapping of str to Parameters
        By code.
    """
    shelf = place.shelf
    there = set(place.files.children(shelf.folder))
    # What else lies there, such as a copy that somebody made of a folder, is no bureau's.
    made = _made(place, sorted(filter(is_code, there)))
    kept = _kept(place, there, {**before.rows, **told})
    stamps = {code: " ".join([made.get(code, ""), *kept.get(code, ())]) for code in made | kept}
    changed = [code for code in stamps if before.stamps.get(code) != stamps[code]]
    rows = {code: before.rows[code] for code in stamps.keys() - {*changed}}
    rows |= _read(place, changed, known, kept)
    found = {
        code: rows.get(code, _UNKNOWN).with_facts_of(row)
        for code, row in told.items()
        if row.listed or code in made
    }
    left = {code: rows[code]._replace(listed=False) for code in made.keys() - told.keys()}
    whole = dict(sorted((found | left).items()))
    return whole, {code: stamps.get(code, "") for code in whole}


def _made(place: Place, names: Sequence[str]) -> dict[str, str]:
    """Return the stamp of each manifest, by code."""
    paths = {place.shelf.output(name, MANIFEST): name for name in names}
    found = place.files.stamps(place.shelf.folder, paths)
    return {paths[path]: stamp for path, stamp in found.items()}


def _kept(place: Place, there: set[str], rows: Mapping[str, Row]) -> dict[str, list[str]]:
    """Return the stamps of what reviewers keep, and of who may sign, where they keep anything."""
    shelf = place.shelf
    heads = {shelf.path(code + HEAD): code for code in rows if code + HEAD in there}
    signature = f"{SIGNATURES}/{shelf.form}/{FIRST_SIGNATURE}"
    telling = {
        f"{row.data}/{name}": code for code, row in rows.items() for name in (DECISIONS, signature)
    }
    first = _stamps(place.files, telling)
    codes = sorted({*heads.values(), *(telling[path] for path in first)})
    if not codes:
        return {}
    from reportkit.review.index.reviewing import kept_names

    names = kept_names(shelf.form)
    paths = [f"{rows[code].data}/{name}" for code in codes for name in names]
    # Of thousands that are signed, asking is most of what this costs: once of each file.
    found = first | _stamps(place.files, (path for path in paths if path not in telling))
    headed = place.files.stamps(shelf.folder, heads)
    signers = FolderFiles(place.workspace).read([ROLES, SIGNERS])
    who = hashlib.sha256(repr(sorted(signers.items())).encode()).hexdigest()
    kept: dict[str, list[str]] = {code: [who] for code in codes}
    for path, stamp in headed.items():
        kept[heads[path]].append(f"{HEAD}:{stamp}")
    for number, path in enumerate(paths):
        if stamp := found.get(path, ""):
            kept[codes[number // len(names)]].append(f"{names[number % len(names)]}:{stamp}")
    return kept


def _stamps(files: Files, paths: Iterable[str]) -> dict[str, str]:
    """Return the stamps of files of raw data: by custom they are all below one folder."""
    tops: dict[str, list[str]] = {}
    for path in paths:
        tops.setdefault(path.partition("/")[0], []).append(path)
    return {path: stamp for top in tops for path, stamp in files.stamps(top, tops[top]).items()}


def _read(
    place: Place,
    codes: Sequence[str],
    known: Mapping[str, Parameters],
    kept: Mapping[str, Any],
) -> dict[str, Row]:
    """Return rows as their files have them."""
    rows = {}
    for code, manifest, findings in _contents(place, codes):
        parameters = known.get(code) or parameters_in(manifest or b"", place.shelf.key(code))
        row = row_of(parameters, place.form) if parameters else Row(code, code, "", "", (), "")
        row = with_outputs(row, place.shelf.key(code), manifest, findings)
        # Of one that no parameters told of, nobody knew yet where reviewers keep what they do.
        if parameters and (code in kept or code not in known):
            from reportkit.review.index.reviewing import reviewed

            row = row._replace(**reviewed(parameters, place.files, place.workspace))
        rows[code] = row
    return rows


def _contents(place: Place, codes: Sequence[str]) -> Iterator[tuple[str, bytes | None, bytes]]:
    """Yield the manifest of each bureau, None where it is not there, and its findings."""
    left = iter(codes)
    while some := list(islice(left, _AT_A_TIME)):
        named = [
            (place.shelf.output(code, MANIFEST), place.shelf.output(code, FINDINGS))
            for code in some
        ]
        contents = place.files.read(path for pair in named for path in pair)
        for code, (manifest, findings) in zip(some, named, strict=True):
            yield code, contents.get(manifest), contents.get(findings, b"")
