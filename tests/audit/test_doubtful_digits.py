"""Sums decide between the readings of a digit that is not clear; they mend nothing that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from reportkit.audit.held import rules_for
from reportkit.audit.one import forms_in
from reportkit.grids import Grid
from reportkit.grids.document import Document
from reportkit.grids.pages.content import Glyph
from reportkit.grids.pages.doubtful import readings_of
from reportkit.grids.read_document import document_of
from reportkit.published.model import Published
from reportkit.published.read import read_published
from reportkit.published.tables.doubtful_digits import decided
from tests.audit.variants import Variant, render_html, written
from tests.published import published_reports

FORMS = forms_in(None)
WHY = "图片里的数字不清楚，识别没有把握"
NEW = "t3.new.natural_person"
ROW = [f"t3.new.{one}" for one in ("natural_person", "business")]
FIGURES = next(one.figures for one in published_reports() if one.slug == "huaian_2024")


def read(seen: Mapping[str, tuple[str, tuple[str, ...]]], lost: str = "") -> Published:
    """Read a report some of whose figures were not clear: what was recognised, and may be."""
    document = document_of(render_html(written(FIGURES, Variant(2024))).encode(), "x.html")
    clear = read_published(document, FORMS, rules_for)
    blocks = list(document.blocks)
    for cell, (text, readings) in seen.items():
        place = clear.places[cell]
        grid = blocks[place.block]
        assert isinstance(grid, Grid)
        rows = [
            (number, [text if at == place.column else v for at, v in enumerate(row, start=1)])
            if number == place.row
            else (number, row)
            for number, row in grid.rows
        ]
        here = (place.row, place.column)
        unsure = {**grid.unsure, here: WHY} if readings else grid.unsure
        blocks[place.block] = replace(
            grid, rows=rows, unsure=unsure, readings={**grid.readings, here: readings}
        )
    return read_published(Document("x.html", "", tuple(blocks)), FORMS, rules_for)


@pytest.mark.parametrize("seen", ["3001", "3007", "300口"])
def test_a_digit_that_is_not_clear_is_what_all_its_sums_say(seen: str) -> None:
    readings = tuple(dict.fromkeys((*([seen] if seen.isdigit() else []), "3001", "3007", "3000")))
    report = read({NEW: (seen, readings)})
    assert report.values[NEW] == 3001
    assert not report.doubts
    assert report.notes == {NEW: "图片里的数字不清楚，由合计推定为 3001"}


def test_several_digits_are_decided_together() -> None:
    report = read({ROW[0]: ("3007", ("3007", "3001")), ROW[1]: ("58", ("58", "53", "50"))})
    assert [report.values[cell] for cell in ROW] == [3001, 53]
    assert {*report.notes} == {*ROW}


def test_what_was_recognised_surely_is_never_mended() -> None:
    report = read({NEW: ("3007", ())})
    assert report.values[NEW] == 3007
    assert not report.notes
    assert not report.doubts


def test_where_another_figure_is_wrong_in_the_original_a_doubt_stays_one() -> None:
    """The total was published as 3125 surely: that no reading fits is told, none is bent to it."""
    report = read({"t3.new.total": ("3125", ()), NEW: ("3001", ("3001", "3007"))})
    assert report.values["t3.new.total"] == 3125
    assert NEW in report.doubts
    assert not report.notes


def test_two_readings_that_come_out_stay_a_doubt() -> None:
    square = {
        "t3.new.natural_person": ("3001", "3002"),
        "t3.new.business": ("53", "52"),
        "t3.carried_in.natural_person": ("34", "33"),
        "t3.carried_in.business": ("0", "1"),
    }
    report = read({cell: (readings[0], readings) for cell, readings in square.items()})
    assert {*report.doubts} == {*square}
    assert not report.notes


def test_one_sum_confirms_and_does_not_overrule() -> None:
    sums = [(("a", 1), ("b", 1), ("c", -1))]
    confirmed = decided({"b": 2, "c": 5}, {"a": [3, 8]}, sums)
    assert confirmed.values == {"a": 3}
    overruled = decided({"b": 2, "c": 5}, {"a": [8, 3]}, sums)
    assert not overruled.values
    assert "按合计应为 3" in overruled.hints["a"]
    assert decided({"b": 2, "c": 5}, {"a": [8, 3]}, [*sums, (("a", 1), ("d", -1))]).hints
    twice = decided({"b": 2, "c": 5, "d": 3}, {"a": [8, 3]}, [*sums, (("a", 1), ("d", -1))])
    assert twice.values == {"a": 3}


def glyph(text: str, score: float = 1.0, *others: str) -> Glyph:
    return Glyph(text, 0, 0, 5, 10, 10, score, others=others)


def test_only_digits_that_are_not_sure_have_other_readings() -> None:
    assert readings_of([glyph("3"), glyph("5", 0.4, "6")]) == ("35", "36")
    assert readings_of([glyph("6"), glyph("上", 0.3)]) == ("6",)
    assert "1" in readings_of([glyph("1"), glyph("1", 0.0)])
    assert "11" in readings_of([glyph("1", 0.0, "11")])
    assert readings_of([glyph("君", 0.2)]) == ()
    assert readings_of([glyph("3"), glyph("件", 0.99)]) == ()


def test_a_table_that_is_lost_is_told_and_stays_that_of_the_year() -> None:
    html = render_html(written(FIGURES, Variant(2024)))
    start = html.index("<table", html.index("三、收到和处理"))
    html = html[:start] + html[html.index("</table>", start) :]
    report = read_published(document_of(html.encode(), "x.html"), FORMS, rules_for)
    assert report.edition.variants == FIGURES.edition.variants
    assert "没有找到这张表" in report.doubts["t3"]
    lost = {cell for cell in FIGURES if cell.startswith("t3.")}
    assert lost <= {*report.doubts}
