"""N-PARTS: parts that exceed their total, or claim to be all of it and are not, are found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.forms import load_form
from reportkit.narrative import Narrative
from reportkit.narrative.parts.lists import find_parts
from reportkit.narrative.sentences import sentences
from reportkit.rules import Finding, Severity, State
from tests.catalogue import held
from tests.narrative.samples import told

EDITION = load_form("ogi").edition("2021")

NAMES = "甲乙丙丁戊己庚辛"


def check(text: str) -> list[Finding]:
    return held("N-PARTS", edition=EDITION, narrative=told(text))


def states(text: str) -> list[State]:
    return [finding.state for finding in check(text)]


@pytest.mark.parametrize(
    "text",
    [
        "共发布480条，其中动态159条、公告42条、解读300条。",
        "共发布信息480条，其中：动态类159条；公告类42条；解读类300条。",
        "共发布信息480条(其中动态159条，公告42条，解读300条)。",
        "共发布信息480条（动态159条、公告422条）。",
        "全年发布信息480条。其中，动态159条，公告42条，解读300条。",
        "共发布480条，比上年增长10%，其中动态159条、公告42条、解读300条。",
        "共发布信息480条，其中动态500条。",
        "共发布480条，其中动态159条（图文100条）、公告42条、解读300条。",
    ],
)
def test_parts_that_exceed_their_total_fail(text: str) -> None:
    assert State.FAIL in states(text)


@pytest.mark.parametrize(
    "text",
    [
        "共发布480条，其中动态159条、公告42条、其余270条。",
        "共发布信息480条，其中动态159条，公告42条，其他270条。",
        "收到申请5件，分别为网络申请2件、信函申请2件。",
        "收到申请5件，包括网络申请2件、信函申请2件。",
    ],
)
def test_parts_that_claim_to_be_all_and_do_not_add_up_fail(text: str) -> None:
    assert states(text) == [State.FAIL]


@pytest.mark.parametrize(
    "text",
    [
        # no claim to be all of it
        "信息805条。其中，环境监测信息12条，执法信息168条，工作动态138条，通知公告42条，审批公示296条。",
        "收到申请5件，包括网络申请2件、信函申请2件等。",
        "收到申请5件，其中网络申请2件。",
        # all of it, and it adds up
        "共发布480条，其中动态159条、公告42条、其余279条。",
        "市政府规章13件（含新制定5件，修改4件，废止4件），规范性文件42件。",
        "收到申请1641件，其中，通过网络申请1156件，占70.44%；通过信函申请485件，占比29.56%。",
        # what follows the parts is something else
        "办结81件，其中：予以公开42件，占51.85%；不予公开39件；因信息公开引起的行政复议案件2件。",
        "收到申请10件，其中自然人8件，予以公开5件，不予公开5件。",
        "共受理投诉10件，其中有效投诉8件，办结10件，回访10件。",
        "发布信息20条，其中图解10条，召开会议15次，阅读量300次。",
        "共发布信息480条，其中动态300条，制作解读200条。",
        # totals within totals, and several totals
        "共发布信息480条，其中动态300条，占62.5%，其中图片新闻200条，公告180条。",
        "共发布信息480条（其中图文100条、视频50条），其中动态300条、公告180条。",
        "网站发布100条、微信发布200条，其中图解150条、视频80条。",
        "网站发布100条、微信发布200条，其中图解150条、其他100条。",
        "收到申请10件，其中自然人8件，法人或其他组织2件，商业企业2件。",
        "复议351件，其中维持72件，纠正64件；诉讼46件，其中维持25件，纠正5件。",
        "收到8件，涉及政策1件、机构1件、小区6件，均已登记。其中，同意公开3件；无法提供5件。",
        # other units, shares, growth, rough figures
        "举办培训3场，其中参训人员120人。",
        "公开率100%，其中网站占60%，微信占70%。",
        "比上年增加3件，其中网络5件、信函1件。",
        "发布信息5500余条，其中动态6000条。",
        "发布信息100条，其中动态50条，公告20余条，其他10条。",
        "一项重要工作，其中发布信息30条。",
        "公开文件3件（涉及企业5件）。",
        "根据12345热线反映的3条意见，其中发布信息。",
    ],
)
def test_list_that_is_right_or_cannot_be_told_is_no_alarm(text: str) -> None:
    assert State.FAIL not in states(text)


def test_message_names_total_sum_and_difference() -> None:
    (finding,) = check("全年发布信息471条，其中公告109条、价格188条、抽检201条。")

    assert finding.severity is Severity.WARNING
    assert not finding.fails_run
    assert (finding.left, finding.right, finding.residual) == (498, 471, 27)
    assert finding.place == "overview#1"
    assert finding.message == (
        "文字“全年发布信息471条，其中公告109条、价格188条、抽检201条。”："
        "所列 3 项之和为 498，比“全年发布信息471条”多 27。"
    )


def test_passing_list_says_what_was_added_up() -> None:
    (finding,) = check("发布信息5条，其中动态2条、公告3条。")

    assert finding.state is State.PASS
    assert finding.message == "“发布信息5条”所列 2 项之和为 5，等于总数。"


def test_lists_are_held_in_every_section_of_the_narrative() -> None:
    narrative = Narrative(
        "narrative.md",
        "",
        {"overview": "发布信息5条，其中动态6条。", "problems": "举办会议3次，其中培训2次。"},
    )

    findings = held("N-PARTS", edition=EDITION, narrative=narrative)

    assert [(f.place, f.state) for f in findings] == [
        ("overview#1", State.FAIL),
        ("problems#2", State.PASS),
    ]


@given(st.lists(st.integers(0, 500), min_size=2, max_size=8), st.integers(-3, 3))
def test_list_said_to_be_all_fails_exactly_where_it_does_not_add_up(
    values: list[int], apart: int
) -> None:
    total = max(0, sum(values) + apart)
    items = "、".join(
        f"{'甲乙丙丁戊己庚辛'[n]}类信息{value}条" for n, value in enumerate(values[:-1])
    )
    text = f"发布信息{total}条，其中{items}、其他信息{values[-1]}条。"
    (listed,) = find_parts(sentences("overview", text), EDITION.form)

    added = [sum(values[:n]) for n in range(1, len(values) + 1)]
    assert listed.fails == (total not in added)


WORDS = [
    *"，。；：（）、等0123456789万条件篇份项占%",
    "其中",
    "包括",
    "分别为",
    "其余",
    "其他",
    "信息",
    "动态",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
def test_no_prose_breaks_the_rule(text: str) -> None:
    for finding in check(text):
        assert finding.state in (State.PASS, State.FAIL)
