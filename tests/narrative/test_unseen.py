"""N-UNSEEN: prose is held and printed as people see it, and what nobody sees in it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.narrative import Narrative, read_narrative, read_prose
from reportkit.rules import Severity, State
from tests.catalogue import held
from tests.narrative.samples import EDITION, FACTS, FIGURES


def _read(folder: Path, prose: str) -> Narrative:
    path = folder / "narrative.md"
    path.write_text(f"{{{{ bureau_name }}}}\n\n# 一、总体情况\n\n{prose}\n", "utf-8")
    return read_narrative(path, EDITION, FIGURES, FACTS)


@pytest.mark.parametrize(
    ("written", "unseen"),
    [
        ("新收申请\u202e32\u202c件。", ["U+202E", "U+202C"]),
        ("新收申请\u206732\u2069件。", ["U+2067", "U+2069"]),
        ("新收申请3\u200b2件。", ["U+200B"]),
        ("新收申请&#x202e;32&#8236;件。", ["U+202E", "U+202C"]),
        ("新收申请3&ZeroWidthSpace;2&shy件。", ["U+200B", "U+00AD"]),
        ("新收申请&#51;2件。", []),
        ("新收申请32件。", []),
    ],
)
def test_what_is_held_is_what_people_see(tmp_path: Path, written: str, unseen: list[str]) -> None:
    narrative = _read(tmp_path, written)
    (finding,) = held("N-UNSEEN", edition=EDITION, narrative=narrative)

    assert narrative.sections["overview"] == "新收申请32件。"
    assert (read_prose(tmp_path / "narrative.md", EDITION) or {})["overview"] == "新收申请32件。"
    assert finding.severity is Severity.WARNING
    assert finding.state is (State.FAIL if unseen else State.PASS)
    assert all(code in finding.message for code in unseen)
    assert ("颠倒" in finding.message) is bool({"U+202E", "U+2067"} & {*unseen})


def test_an_unseen_character_hides_no_heading_and_no_number_of_a_line(tmp_path: Path) -> None:
    narrative = _read(tmp_path, "甲\u2028\u200b# 六、其他需要报告的事项\n\n乙 &lt;b&gt;")

    assert narrative.sections["overview"] == "甲"
    assert list(narrative.sections.values())[1] == "乙 &lt;b&gt;"


def test_a_number_in_references_is_held_against_the_tables(tmp_path: Path) -> None:
    narrative = _read(tmp_path, "全年新收政府信息公开申请&#57;&#57;件。")
    found = held("N-FIGURES", edition=EDITION, narrative=narrative, figures=FIGURES, year=2022)

    assert [one.state for one in found] == [State.FAIL]
