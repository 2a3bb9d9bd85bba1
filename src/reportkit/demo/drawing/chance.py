"""Chance that falls the same way every time."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import TypeVar

Thing = TypeVar("Thing")


def chance(seed: int, *about: object) -> Random:
    """Return a source of chance of its own for one subject, such as a bureau's ledgers.

    What is drawn for one subject changes nothing in another: a workspace of five bureaus begins
    with the workspace of three.
    """
    name = ":".join(map(str, (seed, *about)))
    return Random(name)  # noqa: S311 - nothing here is a secret


def draw(rng: Random, weights: Mapping[Thing, int], many: int) -> list[Thing]:
    """Return `many` things, each as often as its weight says."""
    return rng.choices(list(weights), list(weights.values()), k=many)


def happens(rng: Random, percent: int) -> bool:
    """Return True in `percent` of a hundred cases."""
    return rng.randrange(100) < percent
