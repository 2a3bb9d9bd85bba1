"""The names and sizes of made-up bureaus: departments and towns of cities that do not exist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import islice
from random import Random
from typing import Any

from reportkit.demo.drawing.chance import draw
from reportkit.strict import read_entry


@dataclass(frozen=True, slots=True)
class Bureau:
    """One made-up bureau.

    Attributes
    ----------
    code : str
        As in the names of files: ``yunlan-donghu-education``.
    name : str
        In full: 云澜市东湖区教育局.
    organ : str
        ``department`` or ``township``.
    us : str
        What it calls itself: 我局.
    mark : str
        What its document numbers begin with.
    work : str
        What it is in charge of.
    decides : bool
        Whether it licenses and punishes day by day.
    """

    code: str
    name: str
    organ: str
    us: str
    mark: str
    work: str
    decides: bool

    @property
    def facts(self) -> dict[str, str]:
        """What texts may say of it, by name."""
        return {"us": self.us, "mark": self.mark, "work": self.work}


def bureaus(many: int) -> list[Bureau]:
    """Return the first `many` bureaus; each has a code and a name of its own.

    Raises
    ------
    ValueError
        Where there are not so many: about 6,000.
    """
    found = list(islice(_all_bureaus(), many))
    if len(found) < many:
        msg = f"there are only {len(found)} bureaus"
        raise ValueError(msg)
    return found


def draw_size(rng: Random) -> int:
    """Return the size of an office: its place among the sizes, the smallest first."""
    (size,) = draw(rng, dict(enumerate(_lists()["sizes"])), 1)
    return size


def _all_bureaus() -> Iterator[Bureau]:
    """Yield each city's departments, then those of its districts with their towns."""
    lists = _lists()
    for city in lists["cities"]:
        yield from _departments(city)
        for district in lists["districts"]:
            area = _within(city, district)
            yield from _departments(area)
            for town in lists["towns"]:
                yield _bureau(_within(area, town), lists["town_hall"], "township")


def _departments(area: dict[str, str]) -> Iterator[Bureau]:
    return (_bureau(area, kind, "department") for kind in _lists()["kinds"])


def _within(area: dict[str, str], part: dict[str, str]) -> dict[str, str]:
    return {"slug": f"{area['slug']}-{part['slug']}", "name": area["name"] + part["name"]}


def _bureau(area: dict[str, str], kind: dict[str, Any], organ: str) -> Bureau:
    return Bureau(
        code=f"{area['slug']}-{kind['slug']}",
        name=area["name"] + kind["name"],
        organ=organ,
        us=kind["us"],
        mark=area["name"][0] + kind["mark"],
        work=kind["work"],
        decides=kind["decides"],
    )


@cache
def _lists() -> dict[str, Any]:
    lists: dict[str, Any] = read_entry(files("reportkit.demo") / "bureaus.yaml")
    return lists
