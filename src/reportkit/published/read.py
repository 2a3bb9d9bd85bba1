"""From a document to a published report: its form, its tables, its prose, whose it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reportkit.errors import PublishedError
from reportkit.figures import Mark, Value
from reportkit.folding import plain
from reportkit.forms import Block, Edition, EditionItem, Form, Table
from reportkit.grids.document import Document, Paragraph
from reportkit.published.model import BUREAU, YEAR, Published
from reportkit.published.prose import prose_of
from reportkit.published.tables.doubtful_digits import decided
from reportkit.published.tables.find import FoundBlock, find_table
from reportkit.published.tables.joined import joined
from reportkit.published.tables.lines import Line, in_simplified, lines_of
from reportkit.published.tables.moved import doubt_lacking, doubt_moved
from reportkit.published.tables.rows import FoundRow, Place
from reportkit.published.tables.sums import Sum, failing, only_solution, sums_of
from reportkit.published.tables.unplaced import unplaced
from reportkit.published.whose import Whose, names_form, whose
from reportkit.rules import Rule

RulesOf = Callable[[Form], Sequence[Rule]]
_NOT_FOUND = -100  # fewer than any table scores of which a row is there
_NOT_THERE = "表里没有这一行"
_NO_TABLE = "没有找到这张表"
_NOTHING_READ = f"{_NO_TABLE}，里面的数一个也没有读"
_ANOTHER_YEARS = "缺了几行，又不像 {} 年度施行的格式，原来还有哪些行无法确定"
_ONLY_ONCE = "文件里有几张这样的表，只有一张有这一行"
_RIVAL = "文件里还有一张“{}”，格式是另一年度的"


def read_published(document: Document, forms: Sequence[Form], rules_of: RulesOf) -> Published:
    """Read a published report.

    Parameters
    ----------
    document : Document
    forms : sequence of Form
        Those that it may follow.
    rules_of : callable
        The rules of a form: sums tell which of several readings holds.

    Raises
    ------
    PublishedError
        Where no table of any form is in it.
    """
    original, whole = document, joined(in_simplified(document), forms)
    document = whole.document
    lines = lines_of(document)
    owner, edition, chosen = _recognised(document, lines, forms)
    form = edition.form
    left = f"；{document.unread}" if document.unread else ""
    sums = sums_of(edition, tuple(rules_of(form)))
    read = _Read()
    for one in chosen:
        _read_table(read, one, sums)
    _decide_digits(read, sums)
    doubts = {
        name: why for name, why in ((BUREAU, owner.bureau_doubt), (YEAR, owner.year_doubt)) if why
    }
    return Published(
        document.file,
        edition,
        owner.bureau,
        owner.year,
        {cell: read.values.get(cell, Mark.UNKNOWN) for cell in edition.cells},
        {
            **doubts,
            **{cell: read.doubts[cell] for cell in edition.cells if cell in read.doubts},
            **unplaced(lines, {one.table.id: one.found for one in chosen}),
            **{one.table.id: _NOTHING_READ + left for one in chosen if not one.found},
            **_of_another_year(chosen, form, owner.year, read.doubts),
        },
        {cell: read.notes[cell] for cell in edition.cells if cell in read.notes},
        {cell: whole.origin(place) for cell, place in read.places.items()},
        prose_of(document, edition, read.used, _title_at(document, form)),
        original,
    )


@dataclass(slots=True)
class _Read:
    """What was read up to now."""

    values: dict[str, Value] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)
    may_be: dict[str, Sequence[Value]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A variant of a table, with what was found of it."""

    table: Table
    found: list[FoundBlock]
    rival: str = ""

    @property
    def score(self) -> int:
        """How well the variant fits: rows found, less those missing, and those of another form.

        Of what is not there at all no variant fits better than another, however short it is.
        """
        if not self.found:
            return _NOT_FOUND
        score = 0
        for block in self.table.blocks:
            here = [one for one in self.found if one.block is block]
            rows = {row.leaf for one in here for row in one.rows}
            wanted = len(block.leaf_rows())
            heads = max((one.headings for one in here), default=0)
            others = min((len(one.others) for one in here), default=0)
            score += 3 * len(rows) - wanted + 2 * heads - len(block.leaf_columns()) - others
        return score


def _recognised(
    document: Document, lines: Sequence[Line], forms: Sequence[Form]
) -> tuple[Whose, Edition, list[_Chosen]]:
    """Return whose a report is, the edition that it follows, and of each table the variant."""
    texts = [plain(block.text) for block in document.blocks if isinstance(block, Paragraph)]
    texts.append(plain(document.title))
    titled = [form for form in forms if any(names_form(text, form) for text in texts)]
    best: tuple[int, Whose, Edition, list[_Chosen]] | None = None
    for form in [*titled, *(form for form in forms if form not in titled)]:
        owner = whose(document, form)
        edition, chosen = _chosen(form, lines, owner.year)
        score = sum(one.score for one in chosen)
        if any(one.found for one in chosen) and (best is None or score > best[0]):
            best = (score, owner, edition, chosen)
        if best and form in titled:
            break
    if best is None:
        names = "、".join(form.title for form in forms)
        raise PublishedError(
            f"里面没有认出任何一张规定格式的表（{names}），可能不是年度报告；是的，请核对原件。"
            + (f"{document.unread}。" if document.unread else "")
        )
    return best[1:]


def _chosen(form: Form, lines: Sequence[Line], year: int) -> tuple[Edition, list[_Chosen]]:
    """Return the edition that a report follows by its tables, mixed as they are.

    Where several fit alike, the one for the year.
    """
    found: dict[str, _Chosen] = {}
    for item in form.editions.values():
        edition = form.edition(item.id)
        for variant, table in zip(item.tables, edition.tables.values(), strict=True):
            if variant not in found:
                found[variant] = _Chosen(table, find_table(lines, table, edition))
    options = [
        (item, [_best(found, name, item.tables) for name in item.tables])
        for item in form.editions.values()
    ]

    def fits(option: tuple[EditionItem, list[_Chosen]]) -> tuple[int, int, bool]:
        item, tables = option
        own = sum(one.table.variant in item.tables for one in tables)
        return sum(one.score for one in tables), own, bool(year) and item.is_for(year)

    item, tables = max(reversed(options), key=fits)
    tables = [replace(one, rival=_rival(one, found.values())) for one in tables]
    return form.edition(item.id, tuple(one.table.variant for one in tables)), tables


def _rival(chosen: _Chosen, others: Iterable[_Chosen]) -> str:
    """Say that another variant of a table stands elsewhere in the file; empty where none does."""
    taken = [(one.first, one.last) for one in chosen.found]
    for other in others:
        if other.table.id != chosen.table.id or other.table is chosen.table:
            continue
        apart = [
            one
            for one in other.found
            if all(one.last < first or last < one.first for first, last in taken)
        ]
        if taken and 2 * len(apart) > len(other.table.blocks):
            return _RIVAL.format(chosen.table.title)
    return ""


def _best(found: Mapping[str, _Chosen], variant: str, own: Sequence[str]) -> _Chosen:
    """Return the variant of a table that fits best; the edition's own where it fits as well."""
    alike = [one for one in found.values() if one.table.id == found[variant].table.id]
    return max(alike, key=lambda one: (one.score, one.table.variant in own))


def _of_another_year(
    chosen: Sequence[_Chosen], form: Form, year: int, doubts: Mapping[str, str]
) -> dict[str, str]:
    """Return doubts about tables that lack rows, and look like those of another year for that."""
    in_force = {v for item in form.editions.values() if item.is_for(year) for v in item.tables}
    return {
        one.table.id: _ANOTHER_YEARS.format(year)
        for one in chosen
        if year and one.found and one.table.variant not in in_force
        if any(
            doubts.get(cell) == _NOT_THERE
            for b in one.table.blocks
            for cell in _cells(one.table, b)
        )
    }


def _title_at(document: Document, form: Form) -> int:
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph) and names_form(plain(block.text), form):
            return number
    return -1


def _read_table(read: _Read, one: _Chosen, sums: Sequence[Sum]) -> None:
    """Add what is read of a table."""
    rows = [(found.block, row) for found in one.found for row in found.rows]
    read.used |= {row.line.block for _, row in rows if not row.line.in_grid}
    settled = _settle([row for _, row in rows], sums)
    for block in one.table.blocks:
        own = [row for of, row in rows if of is block]
        doubt_moved(block, own, sums)
        doubt_lacking(own, sums)
    if not one.found:
        for block in one.table.blocks:
            for cell in _cells(one.table, block):
                read.doubts[cell] = _NO_TABLE
        return
    for block in one.table.blocks:
        counts = Counter(row.leaf for of, row in rows if of is block)
        twice = 2 * sum(count > 1 for count in counts.values()) > len(block.leaf_rows())
        for leaf, heading in enumerate(block.leaf_rows()):
            ids = [one.table.cell_id(heading, column) for column in block.leaf_columns()]
            copies = [
                (row, values)
                for (of, row), values in zip(rows, settled, strict=True)
                if of is block and row.leaf == leaf
            ]
            _read_row(read, ids, copies)
            if twice and len(copies) == 1:
                read.doubts.update(dict.fromkeys(ids, _ONLY_ONCE))
    for block in one.table.blocks:
        if one.rival:
            read.doubts.update(dict.fromkeys(_cells(one.table, block), one.rival))


def _decide_digits(read: _Read, sums: Sequence[Sum]) -> None:
    """Take what sums tell of figures that are not clear in a picture."""
    known = {cell: value for cell, value in read.values.items() if cell not in read.doubts}
    told = decided(known, read.may_be, sums)
    for cell, value in told.values.items():
        read.values[cell] = value
        del read.doubts[cell]
    read.notes |= told.notes
    for cell, hint in told.hints.items():
        read.doubts[cell] += hint


def _cells(table: Table, block: Block) -> Iterator[str]:
    for row in block.leaf_rows():
        yield from (table.cell_id(row, column) for column in block.leaf_columns())


def _settle(rows: Sequence[FoundRow], sums: Sequence[Sum]) -> list[Mapping[str, Value] | None]:
    """Return what each row says; None where it cannot be told."""
    known: dict[str, Value] = {}
    for row in rows:
        if len(row.readings) == 1 and not row.fault:
            known |= row.readings[0]
    _choose_way([row for row in rows if row.two_ways], known, sums)
    open_rows = [row for row in rows if len(row.readings) > 1]
    solved = only_solution([row.readings for row in open_rows], known, sums) if open_rows else []
    told = {id(row): values for row, values in zip(open_rows, solved or (), strict=False)}
    for row in open_rows:
        row.fault += (
            "；按各栏、各行之和推定，请核对原件" if solved else "，各栏、各行之和也定不下来"
        )
    return [row.readings[0] if len(row.readings) == 1 else told.get(id(row)) for row in rows]


def _choose_way(rows: Sequence[FoundRow], known: dict[str, Value], sums: Sequence[Sum]) -> None:
    """Of headings that stand elsewhere than the figures, keep the way in which more sums hold.

    Headings whose spans are wrong are wrong over the whole table.
    """
    failed = []
    for way in (0, 1):
        values = dict(known)
        for row in rows:
            values |= row.readings[way]
        failed.append(failing(sums, values))
    if not rows or failed[0] == failed[1]:
        return
    kept = failed.index(min(failed))
    for row in rows:
        row.readings, row.used, row.fault = [row.readings[kept]], [row.used[kept]], ""
        known |= row.readings[0]


def _read_row(
    read: _Read, ids: Sequence[str], copies: Sequence[tuple[FoundRow, Mapping[str, Value] | None]]
) -> None:
    """Add a row; where two copies of it contradict each other, it is in doubt."""
    if not copies:
        for cell in ids:
            read.values[cell], read.doubts[cell] = Mark.BLANK, _NOT_THERE
        return
    for cell in ids:
        readings = [
            values.get(cell, Mark.UNKNOWN) if values else Mark.UNKNOWN for _, values in copies
        ]
        row = copies[0][0]
        read.values[cell] = readings[0]
        if cell in row.places:
            read.places[cell] = row.places[cell]
        if why := next((r.doubts[cell] for r, _ in copies if cell in r.doubts), "") or row.fault:
            read.doubts[cell] = why
        if cell in row.may_be and len(copies) == 1 and not row.fault:
            read.may_be[cell] = row.may_be[cell]
        if len(set(readings)) > 1:
            shown = "、".join(str(value) for value in readings)
            read.values[cell] = Mark.UNKNOWN
            read.doubts[cell] = f"文件里有几处，写的不一样：{shown}"
        elif read.values[cell] is Mark.UNKNOWN and cell not in read.doubts:
            read.doubts[cell] = "读不出来"
