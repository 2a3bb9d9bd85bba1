"""N-PERSONAL: numbers of persons in prose are asked about, and never quoted."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.forms import load_form
from reportkit.narrative import Narrative
from reportkit.rules import Finding, State
from tests.audit.audited import audit_file
from tests.catalogue import held

EDITION = load_form("ogi").edition("2021")
IDENTITY, MOBILE = "210902198703154321", "13904180001"
FUXIN = Path(__file__).parents[1] / "audit" / "fuxin-ecology-2022.txt"


def _held(prose: str) -> list[Finding]:
    narrative = Narrative("", "", {"overview": prose})
    return held("N-PERSONAL", edition=EDITION, narrative=narrative)


@pytest.mark.parametrize(
    ("prose", "kind"),
    [
        (f"申请人（身份证号{IDENTITY}）", "身份证号码"),
        ("申请人证件号２１０９０２１９８７０３１５４３２x。", "身份证号码"),
        (f"联系人电话{MOBILE}。", "手机号码"),
        ("电话：139-0418-0001", "手机号码"),
        ("电话：+86 139 0418 0001", "手机号码"),
    ],
)
def test_numbers_of_persons_are_asked_about_and_not_quoted(prose: str, kind: str) -> None:
    (finding,) = _held(prose)

    assert finding.state is State.FAIL
    assert f"1 处像是{kind}（不予显示）" in finding.message
    assert not any(digits in str(finding.to_json()) for digits in ("0902", "0418", "０９０２"))


@pytest.mark.parametrize(
    "prose",
    [
        "联系电话：0418-2822222。",
        "全年收取信息处理费13904180001.5元。",
        "统一社会信用代码 91210900MA0TLXXXXX，编号 20220301000113904180001。",
        "2022年1月1日至2022年12月31日，收到申请1390418件。",
    ],
)
def test_what_offices_write_is_let_be(prose: str) -> None:
    (finding,) = _held(prose)

    assert finding.state is State.PASS


def test_a_published_report_with_an_identity_number_is_asked_about(tmp_path: Path) -> None:
    path = tmp_path / "年报.txt"
    text = FUXIN.read_text("utf-8")
    start = text.index("。") + 1
    path.write_text(f"{text[:start]}申请人身份证号{IDENTITY}。{text[start:]}", "utf-8")

    found = audit_file(path).findings

    assert [f.state for f in found if f.rule == "N-PERSONAL"] == [State.FAIL]
    assert IDENTITY not in "".join(str(one.to_json()) for one in found)
