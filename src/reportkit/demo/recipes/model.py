"""What the demo data of a form say: recipes of its ledgers, of its prose, of slips."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Discriminator, StrictBool, StrictInt, Tag
from pydantic import Field as Key

from reportkit.demo.recipes.ways import Span, Way, When
from reportkit.forms import Edition, Form
from reportkit.strict import Strict


class Many(Strict):
    """How many records.

    Attributes
    ----------
    by_size : tuple of Span
        From … to …, one for each size of office, the smallest first.
    between : Span
        The same for offices of any size.
    of, percent : str and Span
        Or so many for a hundred records of a ledger, as far as it is made up by then.
    without_powers : Span
        In offices that hardly ever license or punish.
    chance : int
        Of a hundred offices, those that have any.
    """

    by_size: tuple[Span, ...] = ()
    between: Span = (0, 0)
    of: str = ""
    percent: Span = (0, 0)
    without_powers: Span | None = None
    chance: StrictInt = 100


class Each(When):
    """One record for each record of another ledger that it holds of.

    Attributes
    ----------
    ledger : str
    copies : mapping of str to str
        Fields that have the value of one of that record's.
    """

    ledger: str
    copies: Mapping[str, str] = Key(min_length=1)


class Group(Strict):
    """Some of a ledger's records: how many, or for each of what, and the fields that differ."""

    many: Many | None = None
    each: Each | None = None
    fields: Mapping[str, Way] = Key(default_factory=dict)


class CountedIn(When):
    """The cells that a record counts in, where it does.

    Attributes
    ----------
    cells : tuple of str
        Cell ids; ``$field`` stands for the record's code.
    sum : str
        The field that is added up; empty: the record counts as one.
    divide_by : int
    """

    cells: tuple[str, ...]
    sum: str = ""
    divide_by: StrictInt = 1


class LedgerRecipe(Strict):
    """How the records of a ledger are made up.

    They are in the order of the ledger's first required date. Fields that begin with ``_`` are
    drawn for the sake of others and never written.

    Attributes
    ----------
    id : str
    shared_with : str
        The form whose recipe this one adds fields to.
    workbook : int
        Of a hundred offices, those that keep it in a workbook; the others export a CSV file.
    groups : tuple of Group
    fields : mapping of str to Way
        Of all groups alike, drawn after theirs.
    counts, last_year : tuple of CountedIn
        The cells of this year's report, and of last year's, that a record counts in.
    """

    id: str
    shared_with: str = ""
    workbook: StrictInt = 8
    groups: tuple[Group, ...] = ()
    fields: Mapping[str, Way] = Key(default_factory=dict)
    counts: tuple[CountedIn, ...] = ()
    last_year: tuple[CountedIn, ...] = ()

    def drawn(self) -> Iterator[str]:
        """Yield the fields that are made up, some more than once."""
        yield from self.drawn_by_groups()
        yield from self.fields

    def drawn_by_groups(self) -> Iterator[str]:
        """Yield those of some group."""
        for group in self.groups:
            yield from group.each.copies if group.each else ()
            yield from group.fields


class RecordsItem(Strict):
    """What ``records.yaml`` says.

    Attributes
    ----------
    edition : str
        The edition that the made-up reports follow.
    words : mapping of str to tuple of str
        Vocabulary, by name.
    ledgers : tuple of LedgerRecipe
        One refers to those before it only.
    """

    edition: str
    words: Mapping[str, tuple[str, ...]] = Key(default_factory=dict)
    ledgers: tuple[LedgerRecipe, ...]


class Circumstance(When):
    """Something that may have happened: a cell is not 0, or a ledger has such records."""

    cell: str = ""
    ledger: str = ""


class Paragraph(Strict):
    """One way to say something, fit where all circumstances hold (``no_…``: do not)."""

    text: str
    when: tuple[str, ...] = ()


Paragraphs = tuple[tuple[Paragraph, ...], ...]


class ProseItem(Strict):
    """What ``prose.yaml`` says: circumstances by name; paragraphs in order, each in variants."""

    circumstances: Mapping[str, Circumstance] = Key(default_factory=dict)
    opening: Paragraphs = ()
    sections: Mapping[str, Paragraphs] = Key(default_factory=dict)


class Slip(Strict):
    """An error to be planted, and the rule that must tell of it."""

    id: str
    rule: str


class RecordSlip(Slip):
    """Something wrong in one field of one record.

    Attributes
    ----------
    ledger, field : str
    when : When
        The records in which it can be made.
    wrong : Way
        What is written instead.
    repeats : bool
        Or what the record above has.
    place : str
        Where the rule fails, if not in the row.
    """

    ledger: str
    field: str
    when: When = When()
    wrong: Way = None
    repeats: StrictBool = False
    place: str = ""


class FormSlip(Slip):
    """Figures handed in that are not what the ledgers count to.

    Attributes
    ----------
    filled_in : {"this_year", "last_year"}
    cells : tuple of str
        Those that are raised; none named: any that is counted.
    role : str
        A heading of this role is drawn; ``$heading`` is its id.
    place : str
        Where the rule fails, if not at the cell.
    """

    filled_in: Literal["this_year", "last_year"]
    cells: tuple[str, ...] = ()
    role: str = ""
    place: str = ""


class MistypedSlip(Slip):
    """A figure typed into the prose instead of bound, and mistyped.

    Attributes
    ----------
    mistyped : tuple of str
        Cells that the prose binds, whose figures stand alone.
    besides : str
        A cell whose figure may rightly be told together with them: what is typed is more than both.
    """

    mistyped: tuple[str, ...]
    besides: str = ""


class AddedSlip(Slip):
    """A paragraph more at the end of the prose, and where the rule fails."""

    adds: Way
    place: str


_KINDS = ("ledger", "filled_in", "mistyped", "adds")


def _kind(value: Any) -> str | None:
    found = (f"[{kind}]" for kind in _KINDS if isinstance(value, Mapping) and kind in value)
    return next(found, None)


AnySlip = Annotated[
    Annotated[RecordSlip, Tag("[ledger]")]
    | Annotated[FormSlip, Tag("[filled_in]")]
    | Annotated[MistypedSlip, Tag("[mistyped]")]
    | Annotated[AddedSlip, Tag("[adds]")],
    Discriminator(_kind, custom_error_type="no_kind", custom_error_message="no kind"),
]


class SlipsItem(Strict):
    """What ``slips.yaml`` says."""

    slips: tuple[AnySlip, ...]


@dataclass(frozen=True, eq=False)
class Recipes:
    """The demo data of one form, with those of forms that it shares ledgers with."""

    form: Form
    edition: Edition
    records: RecordsItem
    prose: ProseItem
    slips: tuple[AnySlip, ...]
    shared: Mapping[str, Recipes]

    @cached_property
    def ledgers(self) -> Mapping[str, LedgerRecipe]:
        """The recipes of its ledgers by id."""
        return {ledger.id: ledger for ledger in self.records.ledgers}

    @cached_property
    def owners(self) -> Mapping[str, LedgerRecipe]:
        """The same, of a ledger that is shared the recipe that this form adds to."""
        theirs = ((ledger, self.shared.get(ledger.shared_with)) for ledger in self.records.ledgers)
        return {
            ledger.id: owner.ledgers[ledger.id] if owner else ledger for ledger, owner in theirs
        }
