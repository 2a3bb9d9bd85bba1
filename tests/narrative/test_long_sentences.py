"""What nobody wrote as one sentence is held in pieces, and all of it is held."""

from __future__ import annotations

import pytest

from reportkit.narrative.sentences import sentences

LONG = {
    "clauses": "收到申请3件，其中网络2件、信函1件；" * 200,
    "numbers": "1,234" * 1000,
    "no mark at all": "政府信息公开" * 1000,
}


@pytest.mark.parametrize("name", LONG)
def test_a_long_sentence_is_cut_and_nothing_is_lost(name: str) -> None:
    pieces = [sentence.quote for sentence in sentences("overview", LONG[name])]
    assert "".join(pieces) == LONG[name]
    assert max(map(len, pieces)) <= 1000
    assert len(pieces) < 2 * len(LONG[name]) / 1000 + 2


def test_it_is_cut_where_a_clause_ends() -> None:
    pieces = [sentence.quote for sentence in sentences("overview", LONG["clauses"])]
    assert {piece[-1] for piece in pieces} == {"；"}


def test_a_sentence_as_people_write_them_is_one() -> None:
    listed = "收到申请3件，" + "、".join(f"第{number}项2件" for number in range(100)) + "。"
    assert [each.quote for each in sentences("overview", listed)] == [listed]
