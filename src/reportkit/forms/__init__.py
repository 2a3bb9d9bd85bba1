"""What the State prescribes and offices keep, as data: a folder a form, and its strict loader."""

from reportkit.forms.charts import Chart
from reportkit.forms.deadline import days_left, deadline_of, season
from reportkit.forms.form import LAST, Edition, Form, forms_beside
from reportkit.forms.items import EditionItem, Organ, Section
from reportkit.forms.ledgers import Field, Schema
from reportkit.forms.load import (
    edition_of,
    form_of,
    is_own_form,
    ledgers_beside,
    load_form,
    usable_forms,
)
from reportkit.forms.tables import Block, Cell, Count, Heading, Table

__all__ = [
    "LAST",
    "Block",
    "Cell",
    "Chart",
    "Count",
    "Edition",
    "EditionItem",
    "Field",
    "Form",
    "Heading",
    "Organ",
    "Schema",
    "Section",
    "Table",
    "days_left",
    "deadline_of",
    "edition_of",
    "form_of",
    "forms_beside",
    "is_own_form",
    "ledgers_beside",
    "load_form",
    "season",
    "usable_forms",
]
