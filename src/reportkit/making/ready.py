"""What a process that makes reports imports, all at once before its first."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_OF_BUCKETS = "boto3"  # papermill imports it where it is there, for notebooks in S3: ours are files
_MODULES = (
    "reportkit.making.run",
    "reportkit.making.engine",
    "reportkit.rendering.exporters",
    "reportkit.rendering.paper.pdf",
    "reportkit.rendering.docx",
    "reportkit.rendering.review",
)


def import_all() -> None:
    """Import what executes and renders; what is missing, the first report will say."""
    # jsonschema would take it to check addresses in notebooks, which nobody asks for; to build
    # its grammar takes longer than everything else together. Papermill imports jsonschema.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
    with suppress(Exception):
        with _without(_OF_BUCKETS):
            importlib.import_module("papermill")
        for name in _MODULES:
            importlib.import_module(name)


@contextmanager
def _without(name: str) -> Iterator[None]:
    """Let a library that is not imported yet be none that there is, until the block ends."""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[name]
