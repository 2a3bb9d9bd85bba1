"""Every kind of message about raw data has an entry with what to do about it."""

from __future__ import annotations

import pytest

from reportkit.figures.official.read import STRANGE, UNREADABLE
from reportkit.forms import load_form, usable_forms
from reportkit.ledgers import read_block
from reportkit.ledgers.overall import across, duplicates
from reportkit.ledgers.rows import HIDDEN, NOTICE, VOID
from reportkit.ledgers.sheets import one_row, phrases, placing, record_forms
from reportkit.report.checks import catalogue_of
from reportkit.rules.checks.ledger import problem_kinds
from tests.conftest import PROJECT

_PAGE = (PROJECT / "docs" / "messages.md").read_text("utf-8")
_SECTIONS = {part.partition("\n")[0]: part for part in _PAGE.split("\n## ")}
# What the reader may raise: a kind that no form's rules tell of would be no finding.
_RAISED = {
    across.YEAR, across.NEAR_YEAR, duplicates.SAME, VOID, read_block.SHIFTED, HIDDEN,
    placing.LOST, placing.UNREAD, NOTICE, UNREADABLE, STRANGE,
    "required", "date", "number", "choice", "outcome", "together", "order", "unique",
}  # fmt: skip
_WEIGHT = {"error": "必须符合", "warning": "应当核实", "notice": "供参考"}


@pytest.mark.parametrize("form", usable_forms())
def test_every_kind_of_problem_has_a_section_that_says_how_much_it_weighs(form: str) -> None:
    catalogue = catalogue_of(load_form(form))
    of_kind = {r.parameters.problem: r for r in catalogue.values() if r.check == "ledger"}
    assert problem_kinds(load_form(form)) | _RAISED == set(of_kind)
    about_ledgers = [rule for rule in catalogue.values() if rule.id.startswith("L-")]
    assert len(about_ledgers) > len(_RAISED)

    for rule in about_ledgers:
        (section,) = [s for title, s in _SECTIONS.items() if title.partition(" ")[0] == rule.id]
        assert rule.title in section
        assert _WEIGHT[rule.severity] in section.partition("。")[0], rule.id


def test_every_reason_for_leaving_out_a_row_is_explained() -> None:
    reasons = {
        phrases.TOTAL, phrases.NOTE, phrases.SIGNATURE, phrases.NOTHING, phrases.SAMPLE,
        phrases.VOID, phrases.TITLE, one_row.HEADING, one_row.SERIAL, one_row.NUMBERING,
        record_forms.OTHERS, record_forms.EMPTY,
    }  # fmt: skip

    assert [reason for reason in reasons if f"| {reason} |" not in _PAGE] == []
