"""The labels of one block of a form, and which of them a text is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from reportkit.figures.official.labels import fold
from reportkit.figures.official.labels import words_of as words_of_heading
from reportkit.figures.official.likeness import Meant
from reportkit.figures.official.match import Labels, labels_of
from reportkit.forms import Block, Table


@dataclass(frozen=True)
class Words:
    """The labels of one block."""

    block: Block
    table: Table
    rows: Labels
    columns: Labels
    row_of: Meant
    column_of: Meant

    @property
    def named(self) -> bool:
        """Whether the form names the rows."""
        return any(path[-1].label for path in self.rows.paths)

    def ids(self, leaf: int) -> list[str]:
        """Return the ids of the cells of a row, in the order of the columns."""
        return _ids(self.table, self.block)[leaf]

    def leaf(self, text: str) -> int | None:
        """Return which row of the block a text names."""
        word = self.row_of(text)
        found = self._rows.get(word, []) if word else []
        return found[0] if len(found) == 1 else None

    def exact_leaf(self, text: str) -> int | None:
        """Return which row of the block a text names to the letter."""
        found = self._rows.get(fold(text).text, [])
        return found[0] if len(found) == 1 else None

    @property
    def _rows(self) -> Mapping[str, list[int]]:
        return _leaves(self.rows)

    @property
    def column_groups(self) -> Mapping[str, list[int]]:
        """The columns below each heading over several, by each word that names it."""
        return _groups(self.columns)

    def group_depth(self, leaves: tuple[int, ...]) -> int:
        """Return how deep a heading over some columns stands, the outermost at 0."""
        path, last = self.columns.paths[leaves[0]], self.columns.paths[leaves[-1]]
        shared = (one is other for one, other in zip(path, last, strict=False))
        return sum(shared)

    @property
    def column_leaves(self) -> Mapping[str, list[int]]:
        """The columns of the block by each word that names them."""
        return _leaves(self.columns)


@cache
def _groups(labels: Labels) -> Mapping[str, list[int]]:
    """Return the columns below each heading that stands over several, by what names it."""
    found: dict[str, list[int]] = {}
    for number, path in enumerate(labels.paths):
        for heading in path[:-1]:
            for word in words_of_heading(heading):
                found.setdefault(word, []).append(number)
    return found


@cache
def _leaves(labels: Labels) -> Mapping[str, list[int]]:
    found: dict[str, list[int]] = {}
    for number, words in enumerate(labels.leaf_words):
        for word in words:
            found.setdefault(word, []).append(number)
    return found


@cache
def _ids(table: Table, block: Block) -> list[list[str]]:
    columns = block.leaf_columns()
    return [[table.cell_id(row, column) for column in columns] for row in block.leaf_rows()]


@cache
def words_of(table: Table) -> list[Words]:
    """Return the labels of each block of a table."""
    found = []
    for block in table.blocks:
        rows, columns = labels_of(block)
        found.append(Words(block, table, rows, columns, rows.meant, columns.meant))
    return found
