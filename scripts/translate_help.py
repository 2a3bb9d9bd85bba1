#!/usr/bin/env python3
"""Renew the catalogue of help in Chinese: what commands and click say now, and what of it is said.

Run this after a change of a command's help, fill in what it names in reportkit.po, and run it
again: it compiles the catalogue too. A test holds that nothing is missing or stale.
"""

from __future__ import annotations

import copy
import datetime as dt
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from reportkit.cli.language import CHINESE, DOMAIN, LOCALE, reword
from reportkit.cli.main import cli

PO = LOCALE / CHINESE / "LC_MESSAGES" / f"{DOMAIN}.po"
# What of click a user of ours can meet; the rest prompts, edits and completes.
_OF_CLICK = ("core", "decorators", "exceptions", "formatting", "parser", "types")
_KEYWORDS = {"_": None, "ngettext": (1, 2)}
_UNSEEN = ["required"]  # click looks it up under a name that holds it
_BEGUN = dt.datetime(2026, 11, 26, tzinfo=dt.UTC)  # a clock would change the file each time
_HEAD = "# What `--help` says in Chinese. Renewed by scripts/translate_help.py."

Message = str | tuple[str, ...]


def ours() -> dict[str, None]:
    """Return every paragraph and every option's help, in the order of the commands."""
    found: dict[str, None] = {}

    def noted(text: str) -> str:
        if text:
            found[text] = None
        return text

    reword(copy.deepcopy(cli), noted)
    return found


def clicks() -> Iterator[Message]:
    """Yield click's own words."""
    yield from _UNSEEN
    folder = Path(click.__file__).parent
    for module in _OF_CLICK:
        for _, message, _, _ in extract_from_file("python", folder / f"{module}.py", _KEYWORDS):
            yield message


def renewed(old: Catalog) -> Catalog:
    """Return a catalogue of all that is said now, with what the old one has of it."""
    catalog = Catalog(
        CHINESE,
        header_comment=_HEAD,
        project=DOMAIN,
        version="",
        msgid_bugs_address="",
        last_translator="",
        language_team=CHINESE,
        creation_date=_BEGUN,
        revision_date=_BEGUN,
        fuzzy=False,
    )
    for message in dict.fromkeys([*ours(), *clicks()]):
        known = old.get(message if isinstance(message, str) else message[0])
        catalog.add(message, known.string if known else "")
    return catalog


def untranslated(catalog: Catalog) -> list[Message]:
    """Return what has no translation."""
    return [one.id for one in catalog if one.id and not all(_strings(one.string))]


def _strings(string: str | tuple[str, ...]) -> tuple[str, ...]:
    return (string,) if isinstance(string, str) else string or ("",)


def po_bytes(catalog: Catalog) -> bytes:
    """Return the catalogue as text."""
    file = io.BytesIO()
    write_po(file, catalog, width=100, omit_header=False)
    return file.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """Return the catalogue as gettext reads it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def read() -> Catalog:
    """Return the catalogue as it is."""
    with PO.open("rb") as file:
        return read_po(file, CHINESE)


def main() -> None:
    """Write both files; name what is not translated yet."""
    catalog = renewed(read() if PO.exists() else Catalog(CHINESE))
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalog))
    PO.with_suffix(".mo").write_bytes(mo_bytes(catalog))
    for message in untranslated(catalog):
        print(f"not translated: {message}", file=sys.stderr)


if __name__ == "__main__":
    main()
