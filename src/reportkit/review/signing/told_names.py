"""Which names of files are published: of raw data, an office may call a file after a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath

from reportkit.errors import FormError
from reportkit.forms import load_form
from reportkit.forms.files import form_ids
from reportkit.inputs.names import DECISIONS
from reportkit.params import DEFAULT_FORM
from reportkit.personal import may_be_personal, may_be_told
from reportkit.workspace import DATA

_UNTOLD = "文件名不公开"
_DIGEST = 12  # characters: enough to tell the files of a folder apart
_NUMBERS = re.compile(r"[\d\s_\-.()（）〔〕年月份]+")
_BUREAU = 2  # parts of a path in data/ that are no file's: data, and the bureau's code
_OF_BUREAUS = {"mapping", "notes", PurePosixPath(DECISIONS).stem}


def told_inputs(inputs: Mapping[str, str]) -> dict[str, str]:
    """Return the digests of a report's inputs by the names that may be told.

    Told are the names that forms have for ledgers, and those made of the words of offices alone;
    another file is told by its digest, which still says that it is the same.

    Parameters
    ----------
    inputs : mapping of str to str
        By path relative to the workspace, as a manifest has them.
    """
    told: dict[str, str] = {}
    for path, digest in inputs.items():
        told[_free(path if _may_be_told(path) else _by_digest(path, digest), told)] = digest
    return told


def _may_be_told(path: str) -> bool:
    parts = PurePosixPath(path).parts
    if parts[:1] != (DATA,):
        return True
    named = [*parts[_BUREAU:-1], PurePosixPath(path).stem] if len(parts) > _BUREAU else []
    return all(_is_of_offices(name) for name in named)


def _is_of_offices(name: str) -> bool:
    if may_be_personal(name):
        return False
    bare = _NUMBERS.sub("", name)
    return not bare or may_be_told(bare) or _is_known(bare.lower())


def _by_digest(path: str, digest: str) -> str:
    place = PurePosixPath(path)
    folder = PurePosixPath(
        *place.parts[: _BUREAU + 1] if _is_year(place) else place.parts[:_BUREAU]
    )
    return f"{folder}/{_UNTOLD}-{digest[:_DIGEST]}{place.suffix}"


def _is_year(place: PurePosixPath) -> bool:
    return len(place.parts) > _BUREAU + 1 and place.parts[_BUREAU].isdecimal()


def _free(name: str, taken: Mapping[str, str]) -> str:
    """Return the name, numbered where a file of the same content has it."""
    place = PurePosixPath(name)
    numbered = (f"{place.with_suffix('')}-{n}{place.suffix}" for n in range(2, len(taken) + 3))
    return next(one for one in (name, *numbered) if one not in taken)


def _is_known(bare: str) -> bool:
    """Return whether a form of the kit calls a ledger or prose so; as few are read as may be."""
    return any(bare in _named_by(form_id) for form_id in _usual_first())


@cache
def _usual_first() -> list[str]:
    return sorted(form_ids(), key=DEFAULT_FORM.__ne__)


@cache
def _named_by(form_id: str) -> frozenset[str]:
    try:
        form = load_form(form_id)
    except FormError:
        return frozenset()
    names = {PurePosixPath(form.item.narrative).stem, *_OF_BUREAUS}
    for schema in form.ledgers:
        names |= {schema.stem, schema.title, *schema.names}
    return frozenset(_NUMBERS.sub("", name).lower() for name in names)
