"""The cells of one report: counting them from ledgers, reading and writing them."""

from reportkit.figures.count import count_figures, rows_counted
from reportkit.figures.model import LAST_YEAR, Figures, split_cell
from reportkit.figures.previous import read_outputs, read_previous
from reportkit.figures.query import count_records, total_records
from reportkit.figures.rollup import Member, read_members, roll_up
from reportkit.figures.summary import read_summary
from reportkit.figures.values import (
    Mark,
    Value,
    is_figure,
    value_from_json,
    value_text,
    value_to_json,
)

__all__ = [
    "LAST_YEAR",
    "Figures",
    "Mark",
    "Member",
    "Value",
    "count_figures",
    "count_records",
    "is_figure",
    "read_members",
    "read_outputs",
    "read_previous",
    "read_summary",
    "roll_up",
    "rows_counted",
    "split_cell",
    "total_records",
    "value_from_json",
    "value_text",
    "value_to_json",
]
