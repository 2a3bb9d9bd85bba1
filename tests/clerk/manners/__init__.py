"""All manners; each module registers those of one kind (see `tests.clerk.manner`)."""

from tests.clerk.manner import MANNERS
from tests.clerk.manners import (
    aggregates,
    below,
    dates,
    exports,
    files,
    folders,
    habits,
    headings,
    layout,
    marks,
    numbers,
    prose,
    sheets,
    words,
    years,
)

__all__ = [
    "MANNERS",
    "aggregates",
    "below",
    "dates",
    "exports",
    "files",
    "folders",
    "habits",
    "headings",
    "layout",
    "marks",
    "numbers",
    "prose",
    "sheets",
    "words",
    "years",
]
