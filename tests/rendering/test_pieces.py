"""Texts that share clauses come back as they were."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reportkit.rendering.parts.pieces import in_pieces, joined


@given(st.dictionaries(st.text(), st.text(alphabet="甲、乙\n 。")))
def test_texts_come_back_as_they_were(texts: dict[str, str]) -> None:
    assert joined(in_pieces(texts)) == texts


def test_a_clause_is_written_once() -> None:
    pieces = in_pieces({"one": "台账中、甲、的记录数。", "other": "台账中、乙、的记录数。"})

    assert pieces["clauses"] == ["台账中、", "甲、", "的记录数。", "乙、"]
    assert joined({}) == {}
