"""Libraries imported without what they would drag in, dear as it is and asked for by nobody."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

ADDRESS_GRAMMAR = "rfc3987_syntax"
"""What jsonschema would check addresses in notebooks with: to build it takes longer than all else.

nbformat imports jsonschema, and papermill, nbclient and nbconvert import nbformat.
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
