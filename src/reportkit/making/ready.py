"""What a process that makes reports imports, all at once before its first."""

from __future__ import annotations

import importlib
from contextlib import suppress

from reportkit.importing import FORMATS, without

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
    with suppress(Exception):
        with without(*FORMATS, _OF_BUCKETS):
            importlib.import_module("papermill")
        for name in _MODULES:
            importlib.import_module(name)
