"""How much a made-up office has to do: most have little, a few have very much.

The bands follow published reports: three departments in four receive fewer than 20 applications a
year and many none at all, while a few receive thousands. They are whole numbers, not a formula, so
that a workspace is the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from reportkit.demo.chance import draw


@dataclass(frozen=True, slots=True)
class Size:
    """How many applications an office receives, and decisions and publications it makes."""

    applications: int
    decisions: int
    publications: int


_Span = tuple[int, int]
# Out of a thousand offices, how many have from … to … applications, decisions, publications.
_BANDS: dict[tuple[_Span, _Span, _Span], int] = {
    ((0, 0), (0, 120), (30, 400)): 200,
    ((1, 5), (10, 300), (60, 700)): 330,
    ((6, 19), (30, 700), (100, 1000)): 250,
    ((20, 79), (100, 1500), (200, 1800)): 130,
    ((80, 299), (300, 2500), (400, 2500)): 60,
    ((300, 999), (800, 5000), (800, 4000)): 22,
    ((1000, 3200), (2000, 8000), (1500, 6000)): 8,
}
_MOST_WITHOUT_POWERS = 3  # decisions a year of an office that hardly ever makes one


def draw_size(rng: Random, *, decides: bool) -> Size:
    """Return the size of one office.

    Parameters
    ----------
    rng : Random
    decides : bool
        Whether licensing and punishing is part of its work.
    """
    (applications, decisions, publications), *_ = draw(rng, _BANDS, 1)
    many = rng.randint(*decisions)
    return Size(
        rng.randint(*applications),
        many if decides else many % (_MOST_WITHOUT_POWERS + 1),
        rng.randint(*publications),
    )
