"""The seam where a page divides a table: both parts as one, by the form's own labels."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reportkit.figures.official.labels import fold
from reportkit.figures.official.sheet import is_figure
from reportkit.folding import plain
from reportkit.grids.model import Area, Box, Grid, Row, Value, without_end
from reportkit.published.tables.rows import Place

NEAR = 6.0
"""Points by which the same line may lie elsewhere on the next page."""
_HEAD = 4  # rows of headings that are repeated on a page, at most


@dataclass(frozen=True, slots=True)
class Part:
    """A table or a part of one, and where its cells stand in the document as it was read."""

    grid: Grid
    origins: Mapping[tuple[int, int], Place]


def sewn(first: Part, second: Part, labels: Collection[str]) -> Part:
    """Return two parts of one table, which pages divide, as one.

    Parameters
    ----------
    first, second : Part
    labels : collection of str
        Those of the forms, folded: they tell what is one label and what are two.
    """
    return _Seam(first, second, labels).joined()


@dataclass(slots=True)
class _Cell:
    """A cell of a table, with all that is known of it."""

    area: Area
    text: Value
    box: Box
    origin: Place
    doubt: str = ""
    readings: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return fold(self.text).text if isinstance(self.text, str) else ""


class _Seam:
    """Two parts of one table, brought to common columns."""

    def __init__(self, first: Part, second: Part, labels: Collection[str]) -> None:
        self._labels = labels
        self._grid = first.grid
        edges = _common(_edges(first), _edges(second))
        self._above = list(_cells(first, edges, 0))
        top = max(cell.area.bottom for cell in self._above)
        below = _without_head(self._above, list(_cells(second, edges, top)), top)
        self._below = below
        self._seam = top
        self._width = len(edges) - 1

    def joined(self) -> Part:
        """Return both parts as one table."""
        if self._below:
            self._join_rows() if self._is_one_row() else self._join_labels()
        cells = [*self._above, *self._below]
        rows = _rows(cells, self._width)
        grid = replace(
            self._grid,
            rows=rows,
            merged=tuple(cell.area for cell in cells if cell.area[:2] != cell.area[2:]),
            boxes={cell.area[:2]: cell.box for cell in cells},
            unsure={cell.area[:2]: cell.doubt for cell in cells if cell.doubt},
            readings={cell.area[:2]: cell.readings for cell in cells if cell.readings},
        )
        return Part(grid, {cell.area[:2]: cell.origin for cell in cells})

    def _pairs(self) -> Iterator[tuple[_Cell, _Cell]]:
        """Yield the cells that meet at the seam and take the same columns."""
        ending = {
            (cell.area.left, cell.area.right): cell
            for cell in self._above
            if cell.area.bottom == self._seam
        }
        for cell in self._below:
            over = ending.get((cell.area.left, cell.area.right))
            if over and cell.area.top == self._seam + 1:
                yield over, cell

    def _stub(self) -> int:
        """Return the column in which figures begin."""
        figures = [cell.area.left for cell in (*self._above, *self._below) if is_figure(cell.text)]
        return min(figures, default=self._width + 1)

    def _is_in_head(self) -> bool:
        """Whether the page divides the headings: no figures just above and below."""
        near = [cell for cell in self._above if cell.area.bottom == self._seam]
        near += [cell for cell in self._below if cell.area.top == self._seam + 1]
        return not any(is_figure(cell.text) for cell in near)

    def _is_one_row(self) -> bool:
        """Whether the page divides a row: a label or its figures go on, and are never there twice.

        A label that goes on in the next row, while both have figures, is one of several rows.
        """
        pairs = list(self._pairs())
        stub = self._stub()
        figures = [pair for pair in pairs if pair[0].area.left >= stub]
        named = [pair for pair in pairs if pair[0].area.right < stub]
        if not figures or not named:
            return False
        above = any(_filled(one) for one, _ in figures)
        below = any(_filled(one) for _, one in figures)
        if above and below:
            return False
        over, under = max(named, key=lambda pair: pair[0].area.left)
        if not _filled(under):  # figures whose label stands on the page before
            return below and _filled(over)
        return self._is_broken(over, under)

    def _is_broken(self, over: _Cell, under: _Cell) -> bool:
        """Whether two texts are one label of the form, and not two."""
        whole = _whole(over, under)
        alone = over.words in self._labels and under.words in self._labels
        return bool(whole) and not alone and fold(whole).text in self._labels

    def _join_rows(self) -> None:
        """Make the last row above and the first below one."""
        for over, under in list(self._pairs()):
            over.readings = over.readings if _filled(over) else under.readings
            over.text = _whole(over, under) or None
            over.doubt = over.doubt or under.doubt
            if over.area.top == self._seam and not _filled(over):
                over.box, over.origin = under.box, under.origin
        gone = [cell for cell in self._below if cell.area.top == self._seam + 1]
        ending = {over.area[1::2]: over for over, _ in self._pairs()}
        for cell in gone:
            if cell.area.bottom > self._seam + 1 and cell.area[1::2] in ending:
                over = ending[cell.area[1::2]]
                over.area = over.area._replace(bottom=cell.area.bottom - 1)
        self._below = [cell for cell in self._below if cell not in gone]
        for cell in self._below:
            cell.area = _moved(cell.area, -1)

    def _join_labels(self) -> None:
        """Merge the label cells that go over the seam: their rows belong together."""
        stub = self._width + 1 if self._is_in_head() else self._stub()
        for over, under in list(self._pairs()):
            if over.area.right >= stub or not self._is_one_label(over, under):
                continue
            over.text = _whole(over, under) if over.words != under.words else over.text
            over.area = over.area._replace(bottom=under.area.bottom)
            self._below.remove(under)

    def _is_one_label(self, over: _Cell, under: _Cell) -> bool:
        if not _filled(over) or not _filled(under):
            return _filled(over) or _filled(under)
        return over.words == under.words or self._is_broken(over, under)


def _filled(cell: _Cell) -> bool:
    return isinstance(cell.text, str) and bool(plain(cell.text))


def _whole(over: _Cell, under: _Cell) -> str:
    return "".join(cell.text for cell in (over, under) if isinstance(cell.text, str))


def _edges(table: Part) -> list[float]:
    boxes = table.grid.boxes.values()
    return [edge for box in boxes for edge in (box.left, box.right)]


def _common(first: Sequence[float], second: Sequence[float]) -> list[float]:
    """Return where the columns of both parts begin and end."""
    edges: list[float] = []
    for edge in sorted([*first, *second]):
        if not edges or edge - edges[-1] > NEAR:
            edges.append(edge)
    return edges


def _cells(table: Part, edges: Sequence[float], down: int) -> Iterator[_Cell]:
    """Yield the cells of a part, by the common columns, moved down."""
    grid = table.grid
    areas = {area[:2]: area for area in grid.merged}
    texts = {
        (number, column): value
        for number, row in grid.rows
        for column, value in enumerate(row, start=1)
    }
    for cell, box in grid.boxes.items():
        area = areas.get(cell, Area(*cell, *cell))
        left, right = _number(edges, box.left), _number(edges, box.right) - 1
        columns = Area(area.top + down, left, area.bottom + down, right)
        yield _Cell(
            columns,
            texts.get(cell),
            box,
            table.origins[cell],
            grid.unsure.get(cell, ""),
            grid.readings.get(cell, ()),
        )


def _number(edges: Sequence[float], value: float) -> int:
    return 1 + min(range(len(edges)), key=lambda one: abs(edges[one] - value))


def _moved(area: Area, rows: int) -> Area:
    return area._replace(top=area.top + rows, bottom=area.bottom + rows)


def _without_head(above: Sequence[_Cell], below: list[_Cell], seam: int) -> list[_Cell]:
    """Leave out the headings that the next page repeats."""
    first = _texts(above, 0)
    again = _texts(below, seam)
    count = 0
    while count < _HEAD and again.get(count + 1) and first.get(count + 1) == again[count + 1]:
        count += 1
    if any(is_figure(cell.text) for cell in below if cell.area.top <= seam + count):
        return below
    if any(cell.area.top <= seam + count < cell.area.bottom for cell in below):
        return below
    rest = [cell for cell in below if cell.area.top > seam + count]
    for cell in rest:
        cell.area = _moved(cell.area, -count)
    return rest


def _texts(cells: Sequence[_Cell], down: int) -> dict[int, list[tuple[int, str]]]:
    """Return the texts of the first rows, by column."""
    texts: dict[int, list[tuple[int, str]]] = {}
    for cell in sorted(cells, key=lambda one: one.area):
        if _filled(cell) and cell.area.top - down <= _HEAD:
            texts.setdefault(cell.area.top - down, []).append(
                (cell.area.left, plain(str(cell.text)))
            )
    return texts


def _rows(cells: Sequence[_Cell], width: int) -> list[Row]:
    by_row: dict[int, list[Value]] = {}
    for cell in cells:
        row = by_row.setdefault(cell.area.top, [None] * width)
        row[cell.area.left - 1] = cell.text
    rows = [(number, without_end(by_row[number])) for number in sorted(by_row)]
    return [(number, row) for number, row in rows if row]
