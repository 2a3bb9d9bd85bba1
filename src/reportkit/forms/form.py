"""A form put together, and its editions: the tables for some years, or for some province."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from reportkit.forms.items import EditionItem, FormItem, Organ, Section
from reportkit.forms.ledgers import Field, Schema
from reportkit.forms.tables import Cell, Heading, Table
from reportkit.strict import Located

LAST = "last"
"""What last year's report is called among the reports beside one."""

_OTHERS = re.compile(r"-?([a-z][a-z0-9-]*):[a-z{\[]")


def forms_beside(rules: Iterable[Located]) -> tuple[str, ...]:
    """Return the other forms whose cells rules speak of, as in ``ogi:t2.licences.decisions``.

    Parameters
    ----------
    rules : iterable of Located
        As they are written, those of a bureau's own file too; what is suspended waits for nothing.
    """
    texts = (text for rule in rules if not rule.get("suspended") for text in _texts(rule))
    found = {match[1] for match in map(_OTHERS.match, texts) if match}
    return tuple(sorted(found - {LAST}))


@dataclass(frozen=True, eq=False)
class Form:
    """One form, whole.

    Attributes
    ----------
    item : FormItem
        What ``form.yaml`` says.
    tables : mapping of str to Table
        Every variant, by name.
    ledgers : tuple of Schema
    rules : tuple of Located
        The rules as written; `reportkit.rules` knows what their checks may ask for.
    claims, parts : Located or None
        What prose says of cells, and of parts of totals, as written.
    skeleton : Located or None
        The sentences that a narrative begins with, as written.
    """

    item: FormItem
    tables: Mapping[str, Table]
    ledgers: tuple[Schema, ...]
    rules: tuple[Located, ...]
    claims: Located | None = None
    parts: Located | None = None
    skeleton: Located | None = None

    @property
    def id(self) -> str:
        """The form's id."""
        return self.item.id

    @property
    def title(self) -> str:
        """What the document is called."""
        return self.item.title

    @cached_property
    def organs(self) -> Mapping[str, Organ]:
        """The levels of organ that make such a report, by id."""
        return {organ.id: organ for organ in self.item.organs}

    @cached_property
    def editions(self) -> Mapping[str, EditionItem]:
        """What is said of each edition, by id, oldest first."""
        return {edition.id: edition for edition in self.item.editions}

    @cached_property
    def beside(self) -> tuple[str, ...]:
        """The other forms whose cells rules speak of, as in ``ogi:t2.licences.decisions``."""
        return forms_beside(self.rules)

    @cached_property
    def coded(self) -> Mapping[tuple[str, str], str]:
        """Which field of a ledger holds the codes of a role."""
        return {
            (schema.id, field.role): field.id
            for schema in self.ledgers
            for field in schema.fields
            if field.role
        }

    @cached_property
    def _composed(self) -> dict[tuple[str, tuple[str, ...]], Edition]:
        return {}

    def edition(self, edition_id: str, tables: Sequence[str] = ()) -> Edition:
        """Return an edition; the same object for the same tables.

        Parameters
        ----------
        edition_id : str
        tables : sequence of str
            Table variants in place of the edition's own: published reports mix two.

        Raises
        ------
        KeyError
            Where the form has no such edition or table.
        """
        item = self.editions[edition_id]
        key = (edition_id, tuple(tables) or item.tables)
        if key not in self._composed:
            chosen = [self.tables[variant] for variant in key[1]]
            made = Edition(form=self, item=item, tables={table.id: table for table in chosen})
            self._composed[key] = made
        return self._composed[key]

    def editions_for(self, year: int) -> list[EditionItem]:
        """Return the editions that are for reports on a year."""
        return [edition for edition in self.editions.values() if edition.is_for(year)]

    def years_of_table(self, variant: str) -> list[EditionItem]:
        """Return the editions that a table variant belongs to."""
        return [edition for edition in self.editions.values() if variant in edition.tables]


@dataclass(frozen=True, eq=False)
class Edition:
    """One edition of a form, with the tables that a report follows.

    Attributes
    ----------
    form : Form
    item : EditionItem
    tables : mapping of str to Table
        By id, in the order of the report.
    """

    form: Form
    item: EditionItem
    tables: Mapping[str, Table]

    @property
    def id(self) -> str:
        """The edition's id."""
        return self.item.id

    @property
    def title(self) -> str:
        """What the notice calls it."""
        return self.item.title

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the report, in order."""
        return self.item.sections or self.form.item.sections

    @cached_property
    def cells(self) -> Mapping[str, Cell]:
        """Every cell by id, in the order of the form."""
        found = (cell for table in self.tables.values() for cell in table.cells(self.form.coded))
        return {cell.id: cell for cell in found}

    @property
    def variants(self) -> tuple[str, ...]:
        """The table variants that the edition is composed of."""
        return tuple(table.variant for table in self.tables.values())

    @cached_property
    def ledgers(self) -> Mapping[str, Schema]:
        """The ledgers by id; choices that are headings' names are filled in."""
        return {schema.id: self._told(schema) for schema in self.form.ledgers}

    @cached_property
    def counted_ledgers(self) -> frozenset[str]:
        """The ledgers that the edition's tables are counted from: without them nothing can be."""
        return frozenset(cell.count.ledger for cell in self.cells.values() if cell.count.ledger)

    @property
    def filled_in(self) -> Schema | None:
        """The ledger that holds figures of the form as a bureau filled it in itself."""
        found = (schema for schema in self.ledgers.values() if schema.holds == "figures")
        return next(found, None)

    def open_between(self, ledger: str) -> tuple[str, str] | None:
        """Return the two dates between which a record is open; None where none ever is."""
        schema = self.ledgers[ledger]
        if schema.ends:
            return schema.dated_by, schema.ends
        counts = (cell.count for cell in self.cells.values() if cell.count.ledger == ledger)
        return next((count.open for count in counts if count.open), None)

    def headings_with(self, role: str) -> list[Heading]:
        """Return the headings that have a role, in the order of the form."""
        return list(self._headings(role))

    @property
    def explained_in(self) -> Section | None:
        """The section with explanations of what is unusual; None where they are not printed."""
        return next((section for section in self.sections if section.explanations), None)

    def section_of(self, table: str) -> Section:
        """Return the section that a table stands in."""
        return next(section for section in self.sections if table in section.table_ids)

    def title_lines(self, bureau_name: str, year: int) -> list[str]:
        """Return the report's title, line by line."""
        lines = self.item.report_title or self.form.item.report_title
        return [line.format(bureau_name=bureau_name, year=year) for line in lines]

    def _headings(self, role: str) -> Iterator[Heading]:
        for table in self.tables.values():
            yield from (heading for heading in table.headings() if heading.role == role)

    def _told(self, schema: Schema) -> Schema:
        fields = tuple(self._field(field) for field in schema.fields)
        return schema.changed(fields=fields)

    def _field(self, field: Field) -> Field:
        if field.type != "choice" or field.choices is not None:
            return field
        headings = sorted(self._headings(field.role), key=lambda heading: not heading.lightest)
        words = {each.id: (each.name, each.label, *each.synonyms) for each in headings}
        return field.changed(
            choices=words, ambiguous={**self._groups(field.role), **field.ambiguous}
        )

    def _groups(self, role: str) -> dict[str, tuple[str, ...]]:
        """Return the words of merged headings, each with the headings of a role that it spans."""
        groups: dict[str, tuple[str, ...]] = {}
        everything = {heading.id for heading in self._headings(role)}
        for table in self.tables.values():
            for heading in table.headings():
                below = tuple(each.id for each in heading.walk() if each.role == role)
                if heading.items and 1 < len(below) < len(everything):
                    words = (heading.name, heading.label, *heading.synonyms)
                    groups |= dict.fromkeys(words, below)
        return groups


def _texts(data: object) -> Iterator[str]:
    """Yield every text in data, however deep."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts(value)
    elif isinstance(data, Sequence):
        for value in data:
            yield from _texts(value)
