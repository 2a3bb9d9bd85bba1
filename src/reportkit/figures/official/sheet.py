"""A grid by place: what stands where, with merged cells told."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property

from reportkit.figures.official.labels import fold
from reportkit.figures.official.match import Labels
from reportkit.figures.summary import says_no_figure
from reportkit.folding import plain
from reportkit.grids import Area, Grid, NoValue, column_letters
from reportkit.grids import Value as Written
from reportkit.ledgers.values.amounts import unit_name, units_in

_FIGURE = re.compile(r"[+-]?[\d,]+(\.\d+)?")


class FormSheet:
    """A grid whose cells are asked for by row and column, both from 1.

    Attributes
    ----------
    grid : Grid
    name : str
        How messages call it.
    numbers : list of int
        The rows that hold anything.
    width : int
        The number of columns.
    """

    def __init__(self, grid: Grid, name: str) -> None:
        self.grid, self.name = grid, name
        self.numbers = [number for number, _ in grid.rows]
        self.width = max((len(row) for _, row in grid.rows), default=0)
        self._words: dict[Labels, dict[int, frozenset[str]]] = {}

    @cached_property
    def _values(self) -> dict[tuple[int, int], Written]:
        """What stands in each cell; most sheets are ledgers, of which only labels are asked."""
        return {
            (number, column): value
            for number, row in self.grid.rows
            for column, value in enumerate(row, start=1)
            if not is_blank(value)
        }

    @cached_property
    def _areas(self) -> dict[tuple[int, int], Area]:
        """The merged area of each cell in one, as far as the grid reaches."""
        return {
            (row, column): area
            for area in self.grid.merged
            for row in self.numbers[
                bisect_left(self.numbers, area.top) : bisect_right(self.numbers, area.bottom)
            ]
            for column in range(area.left, min(area.right, self.width) + 1)
        }

    def area(self, row: int, column: int) -> Area:
        """Return the merged area of a cell; itself alone where it is in none."""
        return self._areas.get((row, column)) or Area(row, column, row, column)

    def is_merged(self, row: int, column: int) -> bool:
        """Whether a cell is part of a merged area."""
        return (row, column) in self._areas

    def own(self, row: int, column: int) -> Written:
        """Return what stands in a cell itself: nothing in a merged area but in its first cell."""
        return self._values.get((row, column))

    def shown(self, row: int, column: int) -> Written:
        """Return what a reader sees over a cell: in a merged area what stands in its first."""
        area = self.area(row, column)
        return self._values.get((area.top, area.left))

    def text(self, row: int, column: int) -> str:
        """Return the text that a cell itself has; empty where it has none, or a figure."""
        return as_text(self.own(row, column))

    def words(self, row: int, labels: Labels) -> frozenset[str]:
        """Return which labels the texts of a row are, or are meant for; folded where for none."""
        told = self._words.setdefault(labels, {})
        if row not in told:
            told[row] = frozenset(map(labels.word, self._texts.get(row, ())))
        return told[row]

    @cached_property
    def _texts(self) -> dict[int, frozenset[str]]:
        """The texts of each row: every block of every table looks for its own in all."""
        rows = {
            number: {value for value in row if isinstance(value, str)}
            for number, row in self.grid.rows
        }
        texts = set(filter(as_text, frozenset().union(*rows.values())))
        return {number: frozenset(row & texts) for number, row in rows.items()}

    @cached_property
    def all_labels(self) -> frozenset[str]:
        """The texts of all rows, folded."""
        return frozenset(fold(text).text for text in frozenset().union(*self._texts.values()))

    def has_figures(self, row: int) -> bool:
        """Whether figures stand anywhere in a row."""
        return row in self._with_figures

    @cached_property
    def _with_figures(self) -> frozenset[int]:
        return frozenset(number for number, row in self.grid.rows if any(map(is_number, row)))

    def columns(self) -> range:
        """Return the columns."""
        return range(1, self.width + 1)

    def texts(self) -> Iterator[str]:
        """Yield every text."""
        yield from filter(None, map(as_text, self._values.values()))

    @cached_property
    def units(self) -> tuple[str, ...]:
        """The units of money that lines such as 单位：万元 name, each once."""
        lines = (text for text in self.texts() if "单位" in plain(text))
        return tuple(dict.fromkeys(unit_name(unit) for line in lines for unit in units_in(line)))

    def place(self, row: int, column: int) -> str:
        """Return the name of a cell as Excel calls it, with file and sheet before it."""
        return f"{self.name} {column_letters(column)}{row}"


def is_blank(value: Written) -> bool:
    """Whether nothing stands there."""
    return value is None or (isinstance(value, str) and not plain(value))


def as_text(value: Written) -> str:
    """Return a text; empty where the value is none, or a number written as one."""
    return value if isinstance(value, str) and not is_number(value) else ""


def is_number(value: Written) -> bool:
    """Whether a value is a number, or a text that is nothing else."""
    if isinstance(value, str):
        return _FIGURE.fullmatch(plain(value)) is not None
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def is_figure(value: Written) -> bool:
    """Whether a value can stand in a cell of a form: a number, or a mark that there is none."""
    if isinstance(value, str) and says_no_figure(value):
        return True
    return is_number(value) or isinstance(value, NoValue)
