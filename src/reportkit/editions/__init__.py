"""What the State prescribes, as data: tables, rows, columns, labels, citations, deadlines."""

from reportkit.editions.deadline import days_left, deadline_of, season
from reportkit.editions.load import edition_ids, edition_of, load_edition
from reportkit.editions.model import Block, Cell, Count, Edition, Heading, Organ, Section, Table

__all__ = [
    "Block",
    "Cell",
    "Count",
    "Edition",
    "Heading",
    "Organ",
    "Section",
    "Table",
    "days_left",
    "deadline_of",
    "edition_ids",
    "edition_of",
    "load_edition",
    "season",
]
