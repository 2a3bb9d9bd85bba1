"""What was read of published reports, kept in files: read once, loaded when asked for."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reportkit.audit.copied import Prints, prints_of
from reportkit.audit.kept import from_kept, to_kept
from reportkit.audit.one import forms_in, read_file
from reportkit.errors import ReportkitError
from reportkit.forms import Form
from reportkit.grids.pages.scans.recognise import can_recognise
from reportkit.inputs.kit import folder_digest, package_digest
from reportkit.inputs.typed import FORMS
from reportkit.published.model import BUREAU, YEAR, Published
from reportkit.reading import read_bytes, read_json
from reportkit.trouble import program_error
from reportkit.writing import write_json

READINGS = "readings"
"""Folder of what was read, by the digest of the file."""


class Work(NamedTuple):
    """Where what is read and found lies.

    Attributes
    ----------
    workspace : Path or None
        May have forms of its own.
    folder : Path
        Of this audit alone: findings, by the number of the file.
    readings : Path
        What was read, by the digest of the file.
    """

    workspace: Path | None
    folder: Path
    readings: Path


class Head(NamedTuple):
    """What has to be known of a file to hold it against others.

    Attributes
    ----------
    file : str
    reading : str
        Name of the file with what was read; empty where it could not be.
    message : str
        Why it could not be.
    prints : Prints
        Whose it is; without a bureau where that is not certain.
    """

    file: str
    reading: str
    message: str
    prints: Prints


@cache
def forms_of(workspace: Path | None) -> Mapping[str, Form]:
    """Return the forms that a report may follow, by id; each process has its own."""
    return {form.id: form for form in forms_in(workspace)}


def read_all(paths: Sequence[Path], work: Work) -> list[Head]:
    """Read files, those left out that were read before."""
    return [_read_one(path, work) for path in paths]


def _read_one(path: Path, work: Work) -> Head:
    file = path.as_posix()
    forms = forms_of(work.workspace)
    try:
        place = work.readings / f"{_digest(path, work.workspace)}.json"
        one = _there(place, forms)
        if one is None:
            one = read_file(path, [*forms.values()])
            write_json(place, to_kept(one))
    except ReportkitError as error:  # not kept: what lacks may be installed by the next time
        return _refused(file, str(error))
    except Exception as error:  # noqa: BLE001 - one strange file never stops the others
        return _refused(file, program_error(error))
    bureau = "" if BUREAU in one.doubts else one.bureau
    year = 0 if YEAR in one.doubts else one.year
    return Head(
        file, place.name, "", Prints(file, bureau, year, one.edition.form.id, prints_of(one))
    )


def _refused(file: str, message: str) -> Head:
    return Head(file, "", message, Prints(file, "", 0, "", {}))


def _digest(path: Path, workspace: Path | None) -> str:
    """Return what tells a file, and what reads it, from any others."""
    try:
        content = read_bytes(path)
    except OSError:  # reading it will say why
        content = path.as_posix().encode("utf-8", "surrogateescape")
    return hashlib.sha256(read_by(workspace).encode() + content).hexdigest()


@cache
def read_by(workspace: Path | None) -> str:
    """Return what tells the kit, and the forms of a workspace, from any others.

    What pictures show is read where they can be recognised alone.
    """
    own = f"{package_digest()}{can_recognise()}"
    return own + (folder_digest(workspace / FORMS) if workspace else "")


def _there(place: Path, forms: Mapping[str, Form]) -> Published | None:
    """Return what was kept; None where it is not there, or not whole."""
    try:
        return from_kept(read_json(place), forms)
    except (OSError, AttributeError, LookupError, TypeError, ValueError):
        return None


def reading_of(head: Head, work: Work) -> Published:
    """Return what was read of a file, under the name that it has now."""
    kept = read_json(work.readings / head.reading)
    return from_kept({**kept, "file": Path(head.file).name}, forms_of(work.workspace))
