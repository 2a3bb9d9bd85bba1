"""The rows of all bureaus: kept as the last batch had them, and read anew where a file changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
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
from reportkit.storage.files import FolderFiles

_UNKNOWN = Row("", "", "", "", (), "")
_AT_A_TIME = 100  # rows whose findings are in memory together
_LENGTH = 32  # characters of a stamp


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
    there = place.files.children(place.shelf.folder)
    made, kept = _made(place, there), _kept(place, {*there}, {**before.rows, **told})
    stamps = {code: _stamp(made.get(code, ""), *kept.get(code, ())) for code in made | kept}
    changed = [code for code, stamp in stamps.items() if before.stamps.get(code) != stamp]
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


def _made(place: Place, there: Sequence[str]) -> dict[str, str]:
    """Return the stamp of each manifest that is there, by code."""
    # What else lies there, such as a copy that somebody made of a folder, is no bureau's.
    codes, folder = sorted(filter(is_code, there)), place.shelf.folder
    found = place.files.stamps([f"{folder}/{code}/{MANIFEST}" for code in codes])
    return {code: stamp for code, stamp in zip(codes, found, strict=True) if stamp}


def _kept(place: Place, there: set[str], rows: Mapping[str, Row]) -> dict[str, Sequence[str]]:
    """Return the stamps of what reviewers keep, and of who may sign, where they keep anything."""
    shelf, ask = place.shelf, place.files.stamps
    signature = f"{SIGNATURES}/{shelf.form}/{FIRST_SIGNATURE}"
    first = ask([f"{row.data}/{name}" for row in rows.values() for name in (DECISIONS, signature)])
    telling = dict(zip(rows, _batched(first, 2), strict=True))
    codes = [code for code, told in telling.items() if any(told) or code + HEAD in there]
    if not codes:
        return {}
    from reportkit.review.index.reviewing import kept_names

    # Of thousands that are signed, asking is most of what this costs: once of each file.
    names = [name for name in kept_names(shelf.form) if name not in (DECISIONS, signature)]
    others = ask([f"{rows[code].data}/{name}" for code in codes for name in names])
    headed = [code for code in codes if code + HEAD in there]
    heads = dict(zip(headed, ask([shelf.path(code + HEAD) for code in headed]), strict=True))
    signers = FolderFiles(place.workspace).read([ROLES, SIGNERS])
    who = hashlib.sha256(repr(sorted(signers.items())).encode()).hexdigest()
    return {
        code: (who, heads.get(code, ""), *telling[code], *told)
        for code, told in zip(codes, _batched(others, len(names)), strict=True)
    }


def _batched(stamps: Sequence[str], number: int) -> Iterator[tuple[str, ...]]:
    return zip(*[iter(stamps)] * number, strict=True)


def _stamp(*stamps: str) -> str:
    """Return one stamp for all files of a bureau: it is kept, and compared with the next."""
    return hashlib.sha256("\n".join(stamps).encode()).hexdigest()[:_LENGTH]


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
