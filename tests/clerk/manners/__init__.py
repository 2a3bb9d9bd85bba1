"""All manners; each module registers those of one kind (see `tests.clerk.manner`)."""

from tests.clerk.manner import MANNERS
from tests.clerk.manners import (
    aggregates,
    dates,
    files,
    headings,
    layout,
    numbers,
    prose,
    words,
    years,
)

__all__ = [
    "MANNERS",
    "aggregates",
    "dates",
    "files",
    "headings",
    "layout",
    "numbers",
    "prose",
    "words",
    "years",
]
