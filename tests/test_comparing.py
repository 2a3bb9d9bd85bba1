"""What differs between two reports is told: every cell, finding and sentence, and nothing else."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportkit.comparing import Became, Comparison, Statements, compare, pieces
from reportkit.figures import Mark, Value, value_to_json
from reportkit.rules import CellValue, Finding, Severity, State

TOTAL = "t3.new.total"


def figures(form: str = "ogi", **cells: Value) -> dict[str, Any]:
    named = {f"t3.{id_}": {"name": id_, "value": value_to_json(v)} for id_, v in cells.items()}
    return {"form": form, "cells": named}


def finding(state: State = State.FAIL, place: str = "total", value: Value = 5) -> Finding:
    return Finding(
        rule="T3-BALANCE",
        title="纵向平衡",
        citation="国办公开办函〔2021〕30号",
        severity=Severity.ERROR,
        place=place,
        place_name="总计",
        state=state,
        message="不等。",
        cells=(CellValue(TOTAL, "总计", value),),
    )


def of_findings(before: list[Finding], after: list[Finding]) -> Comparison:
    return compare(
        Statements(figures(), tuple(before), {}), Statements(figures(), tuple(after), {})
    )


def of_prose(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str, str, str]]:
    comparison = compare(Statements(figures(), (), before), Statements(figures(), (), after))
    assert comparison.sentences is not None
    return [(each.became, each.section, each.before, each.after) for each in comparison.sentences]


def test_a_report_does_not_differ_from_itself() -> None:
    same = Statements(figures(a=1, b=Mark.BLANK), (finding(),), {"一": "办结6件。不足。"})

    assert not compare(same, same).differs


def test_each_cell_is_compared_exactly_and_blank_is_not_zero() -> None:
    before = figures(a=0, b=1, c=Decimal("0.50"), d=Mark.UNKNOWN, e="5", f=2)
    after = figures(a=Mark.BLANK, b=1, c=Decimal("0.5"), d=0, e=5, f=2)

    changed = compare(Statements(before), Statements(after)).cells

    assert [(one.name, one.before, one.after) for one in changed] == [
        ("a", 0, Mark.BLANK),
        ("d", Mark.UNKNOWN, 0),
        ("e", "5", 5),
    ]


def test_a_cell_that_one_report_alone_has_is_named_and_is_not_a_blank_one() -> None:
    changed = compare(
        Statements(figures(a=Mark.BLANK, b=1)), Statements(figures(b=1, c=Mark.BLANK))
    ).cells

    assert [(one.name, one.became) for one in changed] == [("c", Became.NEW), ("a", Became.GONE)]
    assert changed[0].to_json() == {"id": "t3.c", "name": "c", "became": "new", "after": None}


def test_cells_of_two_forms_are_one_only_where_they_mean_the_same() -> None:
    other = figures("enforcement", a=1, b=1)
    other["cells"]["t3.a"]["name"] = "行政许可"

    changed = compare(Statements(figures(a=1, b=1)), Statements(other)).cells

    assert [(one.name, one.became) for one in changed] == [
        ("行政许可", Became.NEW),
        ("a", Became.GONE),
    ]


@pytest.mark.parametrize(
    ("before", "after", "change"),
    [
        ([finding(State.PASS)], [finding()], Became.NEW),
        ([], [finding()], Became.NEW),
        ([finding()], [finding(State.PASS)], Became.GONE),
        ([finding()], [finding(State.UNKNOWN)], Became.CHANGED),
        ([finding(value=5)], [finding(value=6)], Became.CHANGED),
        ([finding(value=5)], [finding(value=6), finding(value=5)], Became.NEW),
    ],
)
def test_findings_are_new_gone_or_changed(
    before: list[Finding], after: list[Finding], change: Became
) -> None:
    found = of_findings(before, after).findings

    assert found is not None
    assert [one.became for one in found] == [change]


def test_a_finding_that_has_come_to_weigh_less_is_changed() -> None:
    lighter = replace(finding(), severity=Severity.NOTICE)
    found = of_findings([finding()], [lighter]).findings

    assert found is not None
    assert [one.became for one in found] == [Became.CHANGED]


def test_a_rule_that_passes_both_times_is_no_difference_whatever_its_figures() -> None:
    before, after = finding(State.PASS, value=5), finding(State.PASS, value=6)

    assert not of_findings([before], [after]).differs


def test_rules_that_one_report_alone_is_held_against_are_named() -> None:
    found = of_findings([finding(State.PASS)], [replace(finding(State.PASS), rule="T9")])

    assert found.rules_before == ("T3-BALANCE 纵向平衡",)
    assert found.rules_after == ("T9 纵向平衡",)
    assert found.differs


def test_sentences_are_told_by_what_became_of_them() -> None:
    before = {"一": "全年新收6件。\n办结6件。不足之处仍有。", "五": "人手不够。"}
    after = {"一": "全年新收7件。\n办结6件。\n举办培训。", "五": "不足之处仍有。"}

    assert of_prose(before, after) == [
        (Became.CHANGED, "一", "全年新收6件。", "全年新收7件。"),
        (Became.NEW, "一", "", "举办培训。"),
        (Became.MOVED, "五", "不足之处仍有。", "不足之处仍有。"),
        (Became.GONE, "五", "人手不够。", ""),
    ]


def test_what_stands_between_title_marks_counts() -> None:
    assert of_prose({"一": "印发《甲办法》。"}, {"一": "印发《乙办法》。"})


def test_a_section_that_one_report_alone_has_is_told_sentence_by_sentence() -> None:
    told = of_prose({"一": "甲。", "二": "乙。"}, {"一": "甲。", "七": "丙的事情。"})

    assert [(change, section) for change, section, *_ in told] == [
        (Became.NEW, "七"),
        (Became.GONE, "二"),
    ]


def test_a_sentence_said_twice_moves_once() -> None:
    told = of_prose({"一": "甲。甲。乙。"}, {"一": "乙。", "二": "甲。"})

    assert sorted(change for change, *_ in told) == [Became.GONE, Became.MOVED]


def test_what_a_report_does_not_tell_is_not_taken_for_the_same() -> None:
    told = compare(Statements(figures(), (finding(),), {"一": "甲。"}), Statements(figures()))

    assert told.findings is None
    assert told.sentences is None
    assert told.to_json()["findings"] is None


def test_statements_and_comparisons_are_plain_json() -> None:
    stated = Statements(figures(a=Decimal("0.5")), (finding(),), {"一": "甲。"})
    read = Statements.from_json(json.loads(json.dumps(stated.to_json())))

    assert read == stated
    changed = compare(stated, Statements(figures(a=1), (), {"一": "乙的。"})).to_json()
    assert json.loads(json.dumps(changed)) == changed


def test_the_pieces_of_two_texts_are_the_texts() -> None:
    before, after = "新收6件，办结5件。", "新收7件，其中办结5件。"
    found = pieces(before, after)

    assert "".join(piece.before for piece in found) == before
    assert "".join(piece.after for piece in found) == after
    assert all((piece.before == piece.after) is piece.same for piece in found)


def test_long_words_and_sentences_said_a_thousand_times_are_compared_in_no_time() -> None:
    """Character by character, each of them would take minutes."""
    long = f"甲{'汉' * 20_000}乙{'汉' * 20_000}。", f"{'汉' * 39_000}丙。"
    began = time.process_time()
    words = of_prose({"一": long[0]}, {"一": long[1]})
    said = of_prose({"一": "已公开。" * 5000 + "甲。"}, {"一": "乙。" + "已公开。" * 4000 + "丙。"})
    marked = pieces(*long)

    assert time.process_time() - began < 5
    assert {*"".join(one[2] + one[3] for one in words)} == {*"甲汉乙丙。"}
    assert {one[3] for one in said} >= {"乙。", "丙。"}
    assert "".join(piece.before for piece in marked) == long[0]
    assert "".join(piece.after for piece in marked) == long[1]


def test_a_number_that_changed_is_marked_as_a_whole() -> None:
    marked = [(part.before, part.after) for part in pieces("1月16日296件", "1月17日295件")]

    assert marked == [("1月", "1月"), ("16", "17"), ("日", "日"), ("296", "295"), ("件", "件")]
