"""The figures of many reports as whole numbers: what is added up, and what rules are held against.

A report with decimals (money) is written in the smallest unit that any of its decimals needs.
Nothing is ever rounded: what does not fit into 64 bits stays Python's own integers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reportkit.figures.values import Value, is_figure

Numbers = NDArray[Any]
"""Whole numbers: int64, or Python's own where these do not fit."""

_PLAIN = frozenset({int})


@dataclass(frozen=True, eq=False)
class CellArray:
    """The figures of some reports as whole numbers.

    Attributes
    ----------
    values : array (reports, cells)
        0 where there is no figure.
    known : array (reports, cells) of bool
        Where there is one.
    exponents : array (reports,)
        A report's values are its figures times ten to this power.
    """

    values: Numbers
    known: NDArray[np.bool_]
    exponents: NDArray[np.int64]

    @classmethod
    def of_counts(cls, values: NDArray[np.int64], known: NDArray[np.bool_]) -> CellArray:
        """Return the array for reports whose figures are all whole numbers."""
        return cls(values, known, np.zeros(len(values), dtype=np.int64))

    @classmethod
    def of_rows(cls, rows: Sequence[Sequence[Value]]) -> CellArray:
        """Return the array for the values of reports, each with the same cells; some at least."""
        encoded = {
            number: row_of(row)
            for number, row in enumerate(rows)
            if not _PLAIN.issuperset(map(type, row))
        }
        values = _whole([encoded[n].values if n in encoded else row for n, row in enumerate(rows)])
        known = np.ones(values.shape, dtype=np.bool_)
        exponents = np.zeros(len(values), dtype=np.int64)
        for number, one in encoded.items():
            known[number], exponents[number] = one.known, one.exponent
        return cls(values, known, exponents)

    def __getitem__(self, reports: slice) -> CellArray:
        return CellArray(self.values[reports], self.known[reports], self.exponents[reports])


class Row(NamedTuple):
    """One report of a `CellArray`."""

    values: Sequence[Any]
    known: Sequence[bool]
    exponent: int


def row_of(values: Sequence[Value]) -> Row:
    """Return values as whole numbers, 0 for what is no figure."""
    exponent = max(map(_decimals, values), default=0)
    scaled = [_scaled(value, exponent) for value in values]
    return Row(scaled, [is_figure(value) for value in values], exponent)


def decode(number: int, exponent: int) -> int | Decimal:
    """Return the figure that a whole number of an array stands for.

    Examples
    --------
    >>> decode(96171600000, 6), decode(5000000, 6)
    (Decimal('96171.600000'), 5)
    """
    number, exponent = int(number), int(exponent)  # numpy's integers overflow, and are no figures
    whole, rest = divmod(number, 10**exponent)
    return Decimal(f"{number}E-{exponent}") if rest else whole


def _whole(rows: Sequence[Sequence[Any]]) -> Numbers:
    try:
        return np.array(rows, dtype=np.int64)
    except OverflowError:
        return np.array(rows, dtype=object)


def _decimals(value: Value) -> int:
    if not isinstance(value, Decimal):
        return 0
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _scaled(value: Value, exponent: int) -> int:
    if not isinstance(value, int | Decimal):
        return 0
    numerator, denominator = value.as_integer_ratio()
    return numerator * int(10**exponent) // denominator
