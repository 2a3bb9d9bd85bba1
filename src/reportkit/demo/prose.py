"""The narrative of a made-up office: one of several ways to say each thing, bound to the figures.

Which ways there are depends on what happened in the office, and `prose.yaml` asks for it by name:
``applied`` (somebody applied), ``carried`` (something was carried in), ``concluded``, ``decides``,
``disputed``, ``documented`` (documents are in force), ``charged``; ``no_applied`` and so on say the
contrary.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from random import Random
from string import Template
from typing import Any

from reportkit.demo.bureaus import Bureau
from reportkit.demo.office import Records
from reportkit.strict import read_entry

_OPENING = "opening"


def draw_prose(
    rng: Random,
    bureau: Bureau,
    records: Records,
    cells: Mapping[str, str],
) -> str:
    """Return the text of ``narrative.md``.

    Parameters
    ----------
    rng : Random
    bureau : Bureau
    records : Records
    cells : mapping of str to str
        Every cell of the form, from `reportkit.demo.tally`.
    """
    holds = set(_circumstances(records, cells))
    parts: list[str] = []
    for section, paragraphs in _paragraphs().items():
        if section != _OPENING:
            parts.append(f"# {section}")
        for variants in paragraphs:
            fitting = [each["text"] for each in variants if holds.issuperset(each.get("when", ()))]
            if fitting:
                parts.append(rng.choice(fitting))
    text = "\n\n".join(parts) + "\n"
    return Template(text).substitute(us=bureau.us, work=bureau.work)


def _circumstances(records: Records, cells: Mapping[str, str]) -> Iterator[str]:
    happened = {
        "applied": cells["t3.new.total"] != "0",
        "carried": cells["t3.carried_in.total"] != "0",
        "concluded": cells["t3.concluded.total"] != "0",
        "decides": bool(records["decisions"]),
        "disputed": bool(records["cases"]),
        "documented": cells["t2.normative_documents.in_force"] != "0",
        "charged": any(record["kind"] == "processing" for record in records["fees"]),
    }
    for name, so in happened.items():
        yield name if so else f"no_{name}"


@cache
def _paragraphs() -> dict[str, Any]:
    paragraphs: dict[str, Any] = read_entry(files("reportkit.demo") / "prose.yaml")
    return paragraphs
