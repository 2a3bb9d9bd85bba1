"""In which of its forms an output of a cell is printed, or that it cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

RICHEST_FIRST = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/plain",
    "text/latex",
)
# What Python calls an object that says nothing of itself: where it lies differs every time.
_OBJECT = r"<[\w.]+(?: object)?(?: at 0x[0-9a-fA-F]+)?>"
_OBJECTS = re.compile(rf"[\[(]?\s*(?:{_OBJECT}[\s,]*)+[\])]?")


def printed_form(data: Mapping[str, Any]) -> str | None:
    """Return the MIME type of the form that is printed; None where there is none.

    Of what a cell displays, plain text is the last that notebooks show; where it is no more than
    Python's name of an object, it is not what was to be shown, and LaTeX is shown as it is written.
    """
    return next((kind for kind in RICHEST_FIRST if kind in data and _tells(kind, data)), None)


def unprintable_forms(data: Mapping[str, Any]) -> list[str]:
    """Return the MIME types of what nothing can print; none where there was nothing to be shown."""
    return sorted(kind for kind in data if kind != "text/plain")


def _tells(kind: str, data: Mapping[str, Any]) -> bool:
    return kind != "text/plain" or not _OBJECTS.fullmatch(data[kind].strip())
