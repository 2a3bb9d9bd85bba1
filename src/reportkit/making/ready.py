"""What a process that makes reports imports, all at once before its first."""

from __future__ import annotations

import importlib
import sys
from contextlib import suppress

_MODULES = (
    "papermill",
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
        for name in _MODULES:
            importlib.import_module(name)
