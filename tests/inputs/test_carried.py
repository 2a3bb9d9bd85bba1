"""What a notebook carries of figures and findings is read back whole."""

from __future__ import annotations

from typing import Any

import pytest

from reportkit.inputs.carried import packed, unpacked

FIGURES: dict[str, Any] = {
    "form": "ogi",
    "cells": {
        "t.b": {"name": "乙 栏", "value": 2, "partial": 1},
        "t.a": {"name": "甲", "value": {"mark": "unknown"}},
    },
}


def _finding(place: str, **own: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "suggestion": "",
        "left": None,
        "right": None,
        "residual": None,
        "suspects": [],
    }
    of_rule = {"rule": "R", "title": "题", "citation": "据", "severity": "error"}
    cells = [{"id": "t.b", "name": "乙 栏", "value": 2}]
    return {**usual, **of_rule, "place": place, "state": "pass", "cells": cells, **own}


FINDINGS = [
    _finding("a"),
    _finding("b", severity="warning", left=0, suggestion="请核对。", suspects=["t.b"]),
    _finding("c", cells=[{"id": "t.gone", "name": "别处", "value": None}]),
    _finding("d", cells=[], title=""),
]


def test_what_is_carried_is_read_back_whole() -> None:
    carried = packed(FIGURES, FINDINGS)

    figures, findings = unpacked(carried)

    assert figures == FIGURES
    assert [*figures["cells"]] == ["t.b", "t.a"], "in the order of the form"
    assert findings == FINDINGS


def test_what_is_the_same_is_said_once() -> None:
    text = str(packed(FIGURES, FINDINGS))

    assert (text.count("据"), text.count("乙 栏"), text.count("residual")) == (1, 1, 0)


@pytest.mark.parametrize("lost", ["names", "rules", "figures"])
def test_what_lacks_a_part_is_nothing_of_the_kind(lost: str) -> None:
    carried = packed(FIGURES, FINDINGS)
    carried[lost] = type(carried[lost])()

    with pytest.raises((LookupError, ValueError)):
        unpacked(carried)
