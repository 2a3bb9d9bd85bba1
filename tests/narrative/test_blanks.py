"""N-BLANKS: what a draft leaves open is found before it is printed, and nothing else is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.forms import load_form
from reportkit.narrative import Narrative
from reportkit.narrative.blanks import find_blanks
from reportkit.rules import Finding, Severity, State
from tests.catalogue import held

EDITION = load_form("ogi").edition("2021")
PUBLISHED = Path(__file__).parents[1] / "data" / "prose.jsonl"

BLANKS = [
    "组织培训××次",
    "约谈XX人",
    "约谈ＸＸ人",
    "XX市生态环境局认真落实",
    "《XX市政府信息公开办法》",
    "xx局",
    "发布信息x件",
    "发布信息X条，同比增加",
    "新收申请 X 件",
    "办结N件",
    "×月×日",
    "20XX年，本机关",
    "20××年",
    "20**年",
    "20__年",
    "202X年",
    "二〇XX年",
    "截至    年    月",
    "新收**件，办结**件。",
    "新收**件。",
    "新收***件，答复 ** 件",
    "收到申请＊＊件",
    "＊＊市人民政府",
    "发布信息__件",
    "发布信息____条",
    "发布信息＿＿＿条",
    "发布信息……件",
    "发布信息...件",
    "发布信息（ ）件",
    "发布信息（　　）件",
    "发布信息()件",
    "发布信息[ ]件",
    "发布信息【 】件",
    "政办发〔〕3号",
    "发布信息   件",
    "发布信息　　条，",
    "发布信息--件",
    "发布信息？？件",
    "【单位名称】2022年",
    "发布【数字】条",
    "【请填写】",
    "【XX】",
    "[单位名称]",
    "［数字］",
    "〔年份〕年",
    "<单位名称>",
    "＜数字＞",
    "（具体数字）件",
    "（此处填写本年度数字）",
    "{单位名称}",
    "{ yaer }",
    "${year}",
    "#{数量}",
    "<<单位名称>>",
    "«数量»",
    "共#REF!件",
    "错误！未找到引用源。",
    "某某局认真落实",
    "某某市",
    "某某单位",
    "某年某月",
    "信息处理费：待填。",
    "信息处理费待填写",
    "信息处理费：待补充",
    "（待定）",
    "TODO",
    "写到这里 TODO：数字",
    "单击此处输入文字",
    "○○县",
    "□□局",
    "新收政府信息公开申请件，上年结转2件，办结7件。",
    "全年新收政府信息公开申请件。",
    "新收政府信息公开申请 件，上年结转2件。",
    "新收申请?件，办结？件。",
    "新收申请O件",
    "新收申请ooo件，",
    "新收申请某件，",
    "新收申请*件，办结*件。",
    "新收申请\\*件，",
    "新收申请##件，",
    "新收申请几件，",
    "新收申请若干件。",
    "发布信息条。",
    "组织培训次，",
    "## （三）XX工作",
    "| 渠道 | ××条 |",
]

NO_BLANKS = [
    "**全年**办结**6**件，其中**予以公开**3件。",
    "办结**6**件，**个人**申请4件，落实**条例**要求。",
    "**件件有回音**，**次数**增加",
    "__全年__，办结6件",
    "* * *",
    "---",
    "______",
    "李某某诉本机关一案，张××、王XX等申请公开",
    "赵＊＊不服答复，陈**申请行政复议",
    "某公司申请，某些事项，某一件",
    "二〇〇〇年、二○○八年、二○二二年",
    "近20 年来，20年，2020年",
    "有待补充完善，亟待核实，待补充材料齐全后答复，尚待确定",
    "组织填报待填报事项",
    "3×5件，1*2*3，3……",
    "我局收到申请1件……结转上年度申请1件。",
    "行政许可类信息3条……公开条例",
    "怎么办？？条例作了规定",
    "【主动公开】全年发布信息。【2021】30号",
    "政办发[2021]30号、〔2021〕30号",
    "有关科室（单位）、各局（部门），单位：件",
    "详见[政府网站](http://www.example.gov.cn/xx/__a__b.html)。",
    "网址 https://www.xx.gov.cn/20XX/ ，邮箱 xx__yy@example.gov.cn",
    "XXL、4XX、HTTP/2、V2X、Xinxi、X光、WIFI",
    "`{{ 数字 }}` 是写法",
    "- [ ] 一项",
    "公开--条理清楚；一、二、三……",
    "共3 件，6  件",
    "《关于印发<办法>的通知》",
    "〔无法确定〕",
    "★★★级",
    "3家单位，3元/件",
    "收到申请件后及时登记，依申请公开申请件，逐件办理",
    "办结申请件，件件有着落。",
    "为群众解决了几件实事，制定若干条措施，某件申请，某次会议",
    "怎么公开？条例有规定。是否公开？次日答复。",
    "落实*条例*要求，**条件**，2022 年 9 件。",
    "C#、NO件",
    "各类信息条目，多次培训，每次培训后考核",
]


@pytest.mark.parametrize("text", BLANKS)
def test_blank_is_found(text: str) -> None:
    assert len(list(find_blanks(text))) >= 1


@pytest.mark.parametrize("text", NO_BLANKS)
def test_what_reports_rightly_say_is_no_blank(text: str) -> None:
    assert list(find_blanks(text)) == []


def test_none_is_found_in_the_prose_of_published_reports() -> None:
    reports = [json.loads(line) for line in PUBLISHED.read_text("utf-8").splitlines()]
    texts = [text for report in reports for text in report["prose"]]

    assert [blank for text in texts for blank in find_blanks(text)] == []


def _check(**sections: str) -> list[Finding]:
    narrative = Narrative("narrative.md", sections.pop("opening", ""), sections)
    return held("N-BLANKS", edition=EDITION, narrative=narrative)


def test_each_part_is_told_once_with_what_is_around_its_blanks() -> None:
    findings = _check(
        opening="某某局。", overview="办好专栏。", problems="培训××次，专职人员不足；\n约谈XX人。"
    )

    assert [(each.place, each.state) for each in findings] == [
        ("opening", State.FAIL),
        ("problems", State.FAIL),
    ]
    assert findings[1].severity is Severity.ERROR
    assert findings[1].message == (
        "“五、存在的主要问题及改进情况”有 2 处像是没有填的空："
        "“培训××次，专职人员不足；”、“约谈XX人。”。"
    )


def test_a_whole_text_passes() -> None:
    (finding,) = _check(overview="全年新收6件。")

    assert finding.state is State.PASS


def test_a_draft_full_of_blanks_is_one_finding() -> None:
    (finding,) = _check(overview="\n".join(f"第{number}项××件" for number in range(40)))

    assert "有 40 处" in finding.message
    assert len(finding.message) < 200


@given(st.text())
def test_no_text_breaks_the_check(text: str) -> None:
    for finding in _check(overview=text):
        assert finding.state in (State.PASS, State.FAIL)
