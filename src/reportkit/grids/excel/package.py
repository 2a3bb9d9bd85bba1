"""How the parts of an Open XML workbook hang together: its main part, relations, sheets."""

from __future__ import annotations

import posixpath
from typing import NamedTuple

from reportkit.grids.archive import Archive, local, refuse_damaged

_USUAL = ("xl/workbook.xml", "xl/workbook.bin")


class Related(NamedTuple):
    """A part that another refers to, and the last word of what it is to that one."""

    kind: str
    part: str


def main_part(archive: Archive) -> str:
    """Return the name of the part that lists the sheets."""
    parts = [one.part for one in relations(archive, "").values() if one.kind == "officeDocument"]
    name = next((name for name in (*parts, *_USUAL) if name in archive), None)
    if name is None:
        refuse_damaged()
    return name


def relations(archive: Archive, part: str) -> dict[str, Related]:
    """Return what a part refers to within the workbook, by id; links outwards are left out."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    if path not in archive:
        return {}
    found: dict[str, Related] = {}
    for one in archive.parse(path):
        if one.get("TargetMode", "Internal").lower() == "external":
            continue
        target = one.get("Target", "").replace("\\", "/")
        where = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        found[one.get("Id", "")] = Related(one.get("Type", "").rpartition("/")[2], where)
    return found


def attribute(element_attributes: dict[str, str], name: str) -> str:
    """Return an attribute whatever its namespace, or nothing."""
    return next((v for key, v in element_attributes.items() if local(key) == name), "")
