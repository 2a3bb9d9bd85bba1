"""Tables that pages divide, put together again by the form's own labels.

Only what has pages is divided within a row: web pages, Word and text have whole rows, and which of
them belong together is told by the order of the form when they are read (`tables.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reportkit.figures.official.labels import words_of
from reportkit.forms import Form
from reportkit.grids.document import Block, Document
from reportkit.grids.model import Grid
from reportkit.published.tables.rows import Place
from reportkit.published.tables.seam import NEAR, Part, sewn


@dataclass(frozen=True, slots=True)
class Whole:
    """A document whose tables are one each, whatever pages they stand on.

    Attributes
    ----------
    document : Document
    numbers : sequence of int
        Of each block, its place in the document as it was read.
    cells : mapping of Place to Place
        Where the cells of the tables that were put together stood.
    """

    document: Document
    numbers: Sequence[int]
    cells: Mapping[Place, Place]

    def origin(self, place: Place) -> Place:
        """Return where in the document as it was read something stands."""
        return self.cells.get(place) or replace(place, block=self.numbers[place.block])


def labels_of(forms: Iterable[Form]) -> frozenset[str]:
    """Return every label of forms, folded."""
    editions = [form.edition(name) for form in forms for name in form.editions]
    headings = [
        heading
        for edition in editions
        for table in edition.tables.values()
        for block in table.blocks
        for side in (block.rows, block.columns)
        for heading in side
    ]
    words: set[str] = set()
    while headings:
        heading = headings.pop()
        words |= words_of(heading)
        headings += heading.items
    return frozenset(words)


def joined(document: Document, forms: Iterable[Form]) -> Whole:
    """Return a document with the tables that pages divide put together again.

    Parameters
    ----------
    document : Document
        In simplified characters.
    forms : iterable of Form
        Those whose labels tell what belongs together.
    """
    parts = _parts(document.blocks)
    if all(len(part) == 1 for part in parts):
        return Whole(document, range(len(parts)), {})
    labels = labels_of(forms)
    whole: list[Block] = []
    cells: dict[Place, Place] = {}
    for part in parts:
        if len(part) == 1:
            whole.append(document.blocks[part[0]])
            continue
        table, *more = [_part(number, document.blocks[number]) for number in part]
        for other in more:
            table = sewn(table, other, labels)
        cells |= {Place(len(whole), *cell): place for cell, place in table.origins.items()}
        whole.append(table.grid)
    return Whole(replace(document, blocks=tuple(whole)), [part[0] for part in parts], cells)


def _parts(blocks: Sequence[Block]) -> list[list[int]]:
    """Return the numbers of blocks, those of one table together."""
    parts: list[list[int]] = []
    before: Block | None = None
    for number, block in enumerate(blocks):
        if isinstance(block, Grid) and isinstance(before, Grid) and _goes_on(before, block):
            parts[-1].append(number)
        else:
            parts.append([number])
        before = block
    return parts


def _part(number: int, block: Block) -> Part:
    assert isinstance(block, Grid)  # noqa: S101 - no other block goes on
    return Part(block, {cell: Place(number, *cell) for cell in block.boxes})


def _goes_on(first: Grid, second: Grid) -> bool:
    """Whether a table may be the rest of the one on the page before: as wide, nothing between."""
    if not first.page or second.page != first.page + 1 or not first.boxes or not second.boxes:
        return False
    before, after = [*first.boxes.values()], [*second.boxes.values()]
    left = min(box.left for box in before) - min(box.left for box in after)
    right = max(box.right for box in before) - max(box.right for box in after)
    return abs(left) <= 2 * NEAR and abs(right) <= 2 * NEAR
