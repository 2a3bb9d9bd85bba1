"""Some of the bureau-years: by bureau, by year."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from reportkit.params import Parameters


def select(
    parameters: Iterable[Parameters], bureaus: Collection[str], years: Collection[int]
) -> list[Parameters]:
    """Return the bureau-years of some bureaus and some years; none named means all."""
    return [
        one
        for one in parameters
        if (not bureaus or one.bureau in bureaus) and (not years or one.year in years)
    ]
