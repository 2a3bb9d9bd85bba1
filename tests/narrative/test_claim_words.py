"""What prose says in the words of published reports, and what it leaves open."""

from __future__ import annotations

import pytest

from reportkit.forms import load_form
from reportkit.narrative import Narrative
from reportkit.narrative.claims.find import find_claims

EDITION = load_form("ogi").edition("2021")


@pytest.mark.parametrize(
    ("text", "cell", "value", "sure"),
    [
        ("收到政府信息公开申请9件，上年转结2件。", "t3.carried_in.total", 2, True),
        ("受理政府信息公开申请9件，均来自自然人。", "t3.new.natural_person", 9, True),
        ("依申请公开信息9件，均为自然人申请。", "t3.new.natural_person", 9, False),
        (
            "受理政府信息公开申请9件，主要涉及行政许可，结转2024年度2件。",
            "t3.carried_out.total",
            2,
            True,
        ),
        ("政府信息公开案件中，8件行政复议结果纠正。", "t4.reconsideration.corrected", 8, True),
    ],
)
def test_claim_is_taken_as_sure_as_its_words(
    text: str, cell: str, value: int, *, sure: bool
) -> None:
    prose = Narrative("narrative.md", "", {EDITION.sections[0].id: text})

    claims = find_claims(prose.sentences(), EDITION, 2023)

    said = {(claim.readings[0][0], claim.value, claim.sure) for claim in claims}
    assert (cell, value, sure) in said
