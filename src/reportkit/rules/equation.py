"""A linear rule written out at one place: signed cells on two sides."""

from __future__ import annotations

from dataclasses import dataclass

from reportkit.rules.rule import Linear, Rule


@dataclass(frozen=True, slots=True)
class Term:
    """A cell with its sign."""

    cell: str
    sign: int


@dataclass(frozen=True, slots=True)
class Equation:
    """A linear rule at one place: the terms of both sides; an empty side is 0."""

    rule: Rule
    linear: Linear
    place: str
    place_name: str
    left: tuple[Term, ...]
    right: tuple[Term, ...]
