"""Libraries imported without what they would drag in, dear as it is and asked for by nobody."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

FORMATS = ("rfc3987_syntax", "isoduration")
"""What jsonschema would check addresses and spans of time in notebooks with, which have none.

nbformat imports jsonschema, and papermill, nbclient and nbconvert import nbformat. To build the
grammar of addresses takes longer than all else; for spans of time, a library of dates is imported.
"""


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Let libraries that are not imported yet be none that there are, until the block ends.

    Parameters
    ----------
    *names : str
        What whoever is imported in the block can do without.
    """
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]
