"""Where the parts of an OFD document lie in its archive, and the values that its XML writes."""

from __future__ import annotations

import math
import posixpath
from xml.etree import ElementTree as ET

from reportkit.grids.archive import local


def joined(folder: str, location: str) -> str:
    """Return the path of a part that is told from a folder, or from the root."""
    if location.startswith("/"):
        return posixpath.normpath(location).lstrip("/")
    return posixpath.normpath(posixpath.join(folder, location)).lstrip("/")


def text_of(element: ET.Element, name: str) -> str:
    """Return the text of the first element of a name, at any depth."""
    found = (one.text or "" for one in element.iter() if local(one.tag) == name)
    return next(found, "").strip()


def numbers_of(written: str) -> list[float]:
    """Return numbers written one after the other; none where one is none."""
    try:
        numbers = [float(one) for one in written.split()]
    except ValueError:
        return []
    return numbers if all(map(math.isfinite, numbers)) else []
