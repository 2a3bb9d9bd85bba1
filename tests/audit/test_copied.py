"""What a bureau copied from another is asked about; what everybody writes is not."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from reportkit.audit.copied import Prints, prints_of, shared
from reportkit.audit.many import audit_many
from reportkit.rules import Severity, State
from tests.audit.variants import Variant, render_html, written
from tests.narrative.test_published_prose import REPORTS
from tests.published import published_reports

(FIGURES,) = (one.figures for one in published_reports() if one.slug == "pt_gaj_2022")
OWN = (
    "{name}把公文属性的确定提前到起草环节，由办公室与法规科共同把关。",
    "全年公开各类信息{n}条，其中渔港管理方面的信息最受群众关注。",
    "{name}在三个码头设置了查阅点，渔民等候办证时就能查到政策。",
    "对申请人提出的问题，先打电话问清需求，再确定由哪个科室办理。",
    "聘请八名退休船长担任监督员，每季度到窗口听一次办事的全过程。",
    "禁渔期的政策改用方言录成音频，在早晚两次出海前通过喇叭播放。",
)
TRADE = (
    "坚持以公开为常态、不公开为例外，遵循公正、公平、合法、便民的原则，及时、准确地公开政府信息。",
    "严格落实信息发布“三审三校”制度，确保发布的信息准确、及时、规范。",
    "建立健全政府信息公开申请接收、登记、办理、审核、答复、归档等制度，依法依规做好答复工作。",
    "依托政府门户网站和微信公众号，及时发布政策文件、财政预决算、人事信息等内容。",
    "成立由主要领导任组长、分管领导任副组长、各股室负责人为成员的政府信息公开工作领导小组。",
    "将政务公开纳入年度考核，加强业务培训，不断提高工作人员的能力和水平。",
    "畅通监督渠道，主动接受社会监督，全年未发生责任追究的情况。",
)
OTHER = tuple(f"第{word}项工作由不同的科室负责落实，做法各有不同。" for word in "甲乙丙丁戊己")


def audited(tmp_path: Path, prose: dict[str, tuple[str, ...]]) -> dict[str, list[str]]:
    """Return what is asked of each bureau, by its name."""
    paths = []
    for number, (bureau, sentences) in enumerate(prose.items()):
        told = "".join(sentences).format(name=bureau, n=number + 20)
        page = render_html(written(FIGURES, Variant(year=2022, bureau=bureau)))
        at = page.index("总体情况</") + len("总体情况</")
        at = page.index(">", at) + 1
        path = tmp_path / f"{number}.html"
        path.write_text(f"{page[:at]}<p>{told}</p>{page[at:]}", encoding="utf-8")
        paths.append(path)
    return {
        one.published.bureau: [
            finding.message
            for finding in one.findings
            if finding.rule == "N-BORROWED" and finding.state is State.FAIL
            if finding.severity is Severity.WARNING
        ]
        for one in audit_many(paths, None, jobs=1)
        if one.published is not None
    }


def test_a_section_of_another_bureau_is_asked_about_with_its_file_and_share(
    tmp_path: Path,
) -> None:
    told = audited(
        tmp_path,
        {"云岚市水务局": OWN, "云岚市教育局": OTHER, "青溪县渔业局": (*OWN[:5], OTHER[0])},
    )

    assert told["云岚市教育局"] == []
    (message,) = told["云岚市水务局"]
    assert "7 句不是各单位通用的写法，其中 6 句与青溪县渔业局 2022 年的报告" in message
    assert "2.html）相同，占 85%" in message
    assert len(told["青溪县渔业局"]) == 1


@pytest.mark.parametrize(
    "prose",
    [
        # Five bureaus filled in what they were all given.
        {f"云岚市{name}局": OWN for name in ("水务", "教育", "民政", "财政", "商务")},
        # Three sentences, and one that all made pages have, may happen to be alike.
        {"云岚市水务局": OWN[:3], "云岚市教育局": OWN[:3]},
        # What any bureau writes, of two alone.
        {"云岚市水务局": TRADE, "青溪县教育局": TRADE},
        # Another year of the same bureau is another rule's.
        {"云岚市水务局": OWN},
    ],
    ids=["form", "few", "trade", "alone"],
)
def test_what_everybody_writes_is_nobody_s(
    tmp_path: Path, prose: dict[str, tuple[str, ...]]
) -> None:
    assert not any(audited(tmp_path, prose).values())


def test_reports_that_were_published_share_no_more_than_phrases() -> None:
    reports = [
        Prints(
            one.slug,
            one.slug,
            one.year,
            "ogi",
            prints_of(
                SimpleNamespace(  # type: ignore[arg-type]
                    bureau="", narrative=one.narrative, edition=one.figures.edition
                )
            ),
        )
        for one in REPORTS
    ]

    told = [each for others in shared(reports).values() for each in others]

    assert max(each.shared for each in told) < 5
