"""The cells of one report: counting them from ledgers, reading and writing them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reportkit.lazily import named

if TYPE_CHECKING:
    from reportkit.figures.count import (
        RowsCounted,
        count_figures,
        rows_counted,
        rows_of_cells,
        rows_of_counts,
        rows_of_year,
    )
    from reportkit.figures.model import LAST_YEAR, Figures, split_cell
    from reportkit.figures.official.read import Official, problems_of, read_official, with_list
    from reportkit.figures.previous import read_outputs, read_previous
    from reportkit.figures.query import count_records, total_records
    from reportkit.figures.rollup import Member, read_members, roll_up
    from reportkit.figures.summary import read_summary, without_people
    from reportkit.figures.values import (
        Mark,
        Value,
        is_figure,
        value_from_json,
        value_text,
        value_to_json,
    )
    from reportkit.figures.words import in_words

__all__ = [
    "LAST_YEAR",
    "Figures",
    "Mark",
    "Member",
    "Official",
    "RowsCounted",
    "Value",
    "count_figures",
    "count_records",
    "in_words",
    "is_figure",
    "problems_of",
    "read_members",
    "read_official",
    "read_outputs",
    "read_previous",
    "read_summary",
    "roll_up",
    "rows_counted",
    "rows_of_cells",
    "rows_of_counts",
    "rows_of_year",
    "split_cell",
    "total_records",
    "value_from_json",
    "value_text",
    "value_to_json",
    "with_list",
    "without_people",
]

# Whoever asks only what a figure is need not wait for pandas.
__getattr__ = named(
    __name__,
    {
        "count": (
            "RowsCounted",
            "count_figures",
            "rows_counted",
            "rows_of_cells",
            "rows_of_counts",
            "rows_of_year",
        ),
        "words": ("in_words",),
        "model": ("Figures", "LAST_YEAR", "split_cell"),
        "official.read": ("Official", "problems_of", "read_official", "with_list"),
        "previous": ("read_outputs", "read_previous"),
        "query": ("count_records", "total_records"),
        "rollup": ("Member", "read_members", "roll_up"),
        "summary": ("read_summary", "without_people"),
        "values": ("Mark", "Value", "is_figure", "value_from_json", "value_text", "value_to_json"),
    },
)
