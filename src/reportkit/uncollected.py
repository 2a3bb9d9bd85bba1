"""Times in which the garbage collector does not look on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_MANY_OBJECTS = 50_000


@contextmanager
def uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking through rows again and again while they pile up.

    Nor does it look through them at once when it is let go: many are put with what has lived long.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            # What a process has frozen before it forked stays so.
            if gc.get_count()[0] > _MANY_OBJECTS and not gc.get_freeze_count():
                gc.freeze()
                gc.unfreeze()
            gc.enable()
