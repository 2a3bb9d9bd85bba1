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
        ("政府信息公开申请受理件数为9，答复件数为8。", "t3.new.total", 9, True),
        ("政府信息公开申请受理量、答复量均为0。", "t3.concluded.total", 0, True),
        ("收到申请9件，同比持平。", "t3.new.total", 9, False),
        ("累计收到政府信息公开申请9件。", "t3.new.total", 9, False),
        ("市政府本级收到政府信息公开申请9件。", "t3.new.total", 9, False),
        ("3月5日收到政府信息公开申请1件。", "t3.new.total", 1, False),
        ("予以公开占75%（9件），不予公开占25%（3件）。", "t3.granted.total", 9, False),
        ("制定规范性文件9件，失效2件，废止1件。", "t2.normative_documents.repealed", 1, False),
        (
            "信息公开行政诉讼4件，其中未经复议直接起诉3件，复议后起诉1件；结果维持3件。",
            "t4.direct_suit.upheld",
            3,
            True,
        ),
        (
            "没有出现因政府信息公开的行政复议、行政诉讼被纠错的情形。",
            "t4.reconsideration.corrected",
            0,
            False,
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
