"""Words are understood as offices write them; where they leave a choice, it is asked."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportkit.folding import heading, plain
from reportkit.forms import Field, load_form, usable_forms
from reportkit.ledgers.values.likeness import near, near_heading, turns_around
from reportkit.ledgers.values.parse import parse
from reportkit.ledgers.values.reading import Reading, ValueProblem
from reportkit.ledgers.values.words import vocabulary
from tests.ledgers.samples import SCHEMAS, YEAR

OUTCOME = SCHEMAS["applications"].by_id["outcome"]
APPLICANT = SCHEMAS["applications"].by_id["applicant_kind"]
OLD = load_form("ogi").edition("2019").ledgers["applications"].by_id["outcome"]
CASE = SCHEMAS["cases"].by_id["kind"]
RESULT = SCHEMAS["cases"].by_id["result"]
CONCLUDED = SCHEMAS["applications"].by_id["concluded"]
LEDGERS = {
    f"{form} {edition} {name}": schema
    for form in usable_forms()
    for edition in load_form(form).editions
    for name, schema in load_form(form).edition(edition).ledgers.items()
}
FIELDS = {
    f"{name} {field.heading}": field
    for name, schema in LEDGERS.items()
    for field in schema.fields
    if field.choices
}


# Editions share most of their words; what is asked of a word alone is asked once.
WORDS = {frozenset(vocabulary(each).words): name for name, each in FIELDS.items()}
OF_OTHER_WORDS = {
    name: sorted(words.difference(*list(WORDS)[:number]))
    for number, (words, name) in enumerate(WORDS.items())
}


def meaning(text: str, field: Field, words: Mapping[str, str] | None = None) -> object:
    reading = Reading(YEAR, words={field.id: words} if words else {})
    return parse(text, field, reading).value


def refusal(text: str, field: Field) -> ValueProblem:
    with pytest.raises(ValueProblem) as caught:
        parse(text, field, Reading(YEAR))
    return caught.value


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("同意公开", "granted"),
        ("全部公开", "granted"),
        ("主动公开", "granted"),
        ("已予公开", "granted"),
        ("（一）予以公开", "granted"),
        ("①予以公开", "granted"),
        ("一、予以公开", "granted"),
        ("予以公开。", "granted"),
        ("部分公开（区分处理）", "partly_granted"),
        ("信息不存在", "unavailable.not_held"),
        ("本机关不掌握", "unavailable.not_held"),
        ("不属于本机关公开", "unavailable.not_held"),
        ("非本机关职责", "unavailable.not_held"),
        ("无法提供：信息不存在", "unavailable.not_held"),
        ("信访", "not_processed.petition"),
        ("补正未答复", "other.not_corrected"),
        ("其他", "other.other"),
        ("三（三）6.属于四类过程性信息", "refused.deliberative"),
        ("不予公开(过程性)", "refused.deliberative"),
        ("不予公开（因涉及第三方）", "refused.third_party"),
        ("不予公开——属于国家秘密", "refused.state_secret"),
        ("不予公开，属于行政执法案卷", "refused.enforcement_file"),
        ("⽆法提供（信息不存在）", "unavailable.not_held"),
        ("予以公开（部分）", "partly_granted"),
        ("部分公开、部分不存在", "partly_granted"),
        ("部分公开+不予公开", "partly_granted"),
        ("部分公开；部分不予公开", "partly_granted"),
        ("已主动公开，告知获取方式", "granted"),
        ("告知获取途径", "granted"),
        ("属于主动公开范围", "granted"),
        ("信访、投诉、举报", "not_processed.petition"),
        ("举报/信访/投诉", "not_processed.petition"),
        ("举报投诉", "not_processed.petition"),
        ("不予重复处理", "not_processed.repeated"),
        ("重复申请，不予处理", "not_processed.repeated"),
        ("主动撤回申请", "other.other"),
        ("其它", "other.other"),
        ("不属于本行政机关公开", "unavailable.not_held"),
        ("经检索不存在", "unavailable.not_held"),
        ("信息不存在（经检索）", "unavailable.not_held"),
        ("查无此信息", "unavailable.not_held"),
        ("需加工汇总", "unavailable.needs_creation"),
        ("法律禁止公开", "refused.other_law"),
        ("工商登记资料查询", "refused.query_matter"),
    ],
)
def test_outcomes_as_offices_write_them(written: str, code: str) -> None:
    assert meaning(written, OUTCOME) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("个人", "natural_person"),
        ("公民", "natural_person"),
        ("自然人　", "natural_person"),
        ("公司", "business"),
        ("商业企业(公司)", "business"),
        ("法人（企业）", "business"),
        ("律所", "legal_service"),
        ("律师事务所", "legal_service"),
        ("其他", "other"),
        ("其它", "other"),
        ("民营企业", "business"),
        ("国有企业", "business"),
        ("个人申请", "natural_person"),
        ("群众", "natural_person"),
        ("学生", "natural_person"),
        ("研究所", "research"),
    ],
)
def test_applicants_as_offices_write_them(written: str, code: str) -> None:
    assert meaning(written, APPLICANT) == code


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("责令限期答复", "corrected"),
        ("责令限期重新答复", "corrected"),
        ("撤回申请", "other"),
        ("准予撤诉", "other"),
    ],
)
def test_results_as_offices_write_them(written: str, code: str) -> None:
    assert meaning(written, RESULT) == code


@pytest.mark.parametrize(
    ("written", "field", "candidate"),
    [
        ("不予公开", OUTCOME, "属于国家秘密"),
        ("（三）不予公开", OUTCOME, "属于国家秘密"),
        ("不公开", OUTCOME, "保护第三方合法权益"),
        ("不予公开（依法）", OUTCOME, "属于国家秘密"),
        ("不予处理", OUTCOME, "重复申请"),
        ("转信访", OUTCOME, "信访举报投诉类申请"),
        ("其他处理", OUTCOME, "其他"),
        ("未公开", OUTCOME, "属于国家秘密"),
        ("法人", APPLICANT, "商业企业"),
        ("其他组织", APPLICANT, "社会公益组织"),
        ("法人或其他组织", APPLICANT, "科研机构"),
        ("社会组织", APPLICANT, "社会公益组织"),
        ("律师", APPLICANT, "法律服务机构"),
        ("行政诉讼", CASE, "复议后起诉"),
        ("行政复议和诉讼", CASE, "未经复议直接起诉"),
        ("行政复议、行政诉讼", CASE, "复议后起诉"),
    ],
)
def test_a_word_that_leaves_a_choice_is_asked_about(
    written: str, field: Field, candidate: str
) -> None:
    problem = refusal(written, field)

    assert problem.kind == field.problem
    assert "没有写明是哪一种" in problem.fault
    assert candidate in problem.remedy


def test_a_word_leaves_no_choice_where_the_edition_has_one_row_for_it() -> None:
    assert meaning("其他处理", OLD) == "other"
    assert meaning("逾期未补正", OLD) == "other"


def test_a_reason_that_contradicts_is_asked_about() -> None:
    problem = refusal("不予公开（信息不存在）", OUTCOME)

    assert problem.fault == "“不予公开”与后面写的理由不一致"
    assert "本机关不掌握相关政府信息、属于国家秘密" in problem.remedy


def test_what_stands_behind_a_clear_word_is_asked_about_and_not_quoted() -> None:
    problem = refusal("自然人（欧阳明月）", APPLICANT)

    assert problem.fault == "“自然人”后面还写了别的内容"
    assert "欧阳" not in problem.fault + problem.remedy
    assert refusal("予以公开（网站）", OUTCOME).fault == "“予以公开”后面还写了别的内容"


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ("甲某申请公开", OUTCOME),
        ("予以公开甲某", OUTCOME),
        ("甲予以公开", OUTCOME),
        ("予以公开甲", OUTCOME),
        ("丙某法律服务所", APPLICANT),
        ("甲某企业", APPLICANT),
        ("何自然", APPLICANT),
        ("甲科研机构", APPLICANT),
    ],
)
def test_a_name_beside_a_word_of_the_form_is_not_quoted(written: str, field: Field) -> None:
    problem = refusal(written, field)

    assert not set("甲乙丙某何") & set(problem.fault + problem.remedy)
    assert "“重复申请”" not in problem.remedy


@pytest.mark.parametrize(
    ("written", "field", "proposed"),
    [
        ("予以公升", OUTCOME, "予以公开"),
        ("自燃人", APPLICANT, "自然人"),
        ("部份公开", OUTCOME, "部分公开"),
        ("商业企叶", APPLICANT, "商业企业"),
        ("重复申清", OUTCOME, "重复申请"),
        ("予以开公", OUTCOME, "予以公开"),
    ],
)
def test_a_slip_of_the_pen_is_quoted_with_what_may_be_meant(
    written: str, field: Field, proposed: str
) -> None:
    problem = refusal(written, field)

    assert problem.fault == f"不认识“{written}”"
    assert problem.remedy == f"是否应为“{proposed}”？"


@pytest.mark.parametrize("written", ["予公开", "商业", "不存在重复", "非信访"])
def test_what_may_be_the_opposite_has_no_proposal(written: str) -> None:
    assert "是否应为" not in refusal(written, OUTCOME).remedy


@pytest.mark.parametrize(
    "written",
    [
        "待补正",
        "补正中",
        "征求意见中",
        "正在征求第三方意见",
        "延期中",
        "尚在办理",
        "尚在办理期限内",
        "未到期",
        "结转下年度办理",
        "NULL",
        "null",
        "nan",
        "None",
        "（空）",
    ],
)
@pytest.mark.parametrize("field", [OUTCOME, CONCLUDED], ids=["outcome", "concluded"])
def test_what_says_that_an_application_is_still_open(written: str, field: Field) -> None:
    parsed = parse(written, field, Reading(YEAR))

    assert parsed.value is None
    assert "按没有填写处理" in parsed.note


def test_how_a_reason_was_read_is_said() -> None:
    assert parse("不予公开(过程性)", OUTCOME, Reading(YEAR)).note == "按所写的理由归类"
    assert parse("公司", APPLICANT, Reading(YEAR)).note == ""


def test_own_words_of_a_bureau_go_first() -> None:
    own = {"不予公开": "refused.deliberative", "依法提供": "granted", "信访": "other.other"}

    for word, code in own.items():
        assert meaning(word, OUTCOME, own) == code


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_no_word_leaves_a_choice_and_leaves_none(field: Field) -> None:
    known = vocabulary(field)

    assert not known.words.keys() & known.ambiguous.keys()
    for word in field.ambiguous:
        assert field.codes_below(field.ambiguous[word]), word


@pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS)
def test_what_means_nothing_is_filled_in_means_no_choice(field: Field) -> None:
    known = {*vocabulary(field).words, *vocabulary(field).ambiguous}

    assert not known & {plain(word) for word in field.unfilled}


@pytest.mark.parametrize("name", LEDGERS)
def test_no_heading_means_two_columns(name: str) -> None:
    owner: dict[str, str] = {}
    for field in LEDGERS[name].fields:
        for word in (field.heading, *field.synonyms, *field.fallbacks):
            assert owner.setdefault(heading(word), field.id) == field.id, word


@pytest.mark.parametrize("name", [name for name, words in OF_OTHER_WORDS.items() if words])
def test_no_suggestion_turns_a_meaning_around(name: str) -> None:
    """With one character more, no word becomes its opposite in a remedy."""
    words, negations = list(vocabulary(FIELDS[name]).words), itertools.cycle("不未非无")
    for word in OF_OTHER_WORDS[name]:
        for place in range(len(word) + 1):
            other = next(negations)
            found = near(word[:place] + other + word[place:], words)
            assert found is None or other in found


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("不予公开", "予以公开"),
        ("全部公开", "部分公开"),
        ("结果维持", "结果纠正"),
        ("未公开", "公开"),
        ("无正当理由", "正当理由"),
    ],
)
def test_opposites_are_no_slips(one: str, other: str) -> None:
    assert turns_around(one, other)
    assert turns_around(other, one)


def test_words_that_differ_in_a_slip_are_not_opposites() -> None:
    assert not turns_around("予以公升", "予以公开")


@pytest.mark.parametrize("written", ["不予以公升", "不与公开", "未予公幵", "部份不公开"])
def test_a_misspelt_refusal_is_never_taken_for_a_grant(written: str) -> None:
    remedy = refusal(written, OUTCOME).remedy

    assert "是否应为“予以公开”" not in remedy
    assert "是否应为“部分公开”" not in remedy


MISSING = ["金额（元）", "办理结果", "收到日期", "办结日期", "申请人类别", "登记编号"]


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        ("办里结果", "办理结果"),
        ("收到的日期", "收到日期"),
        ("金额（万元）", None),
        ("金额（亿元）", None),
        ("办理\u200b结果", None),
        ("*收到日期", None),
        ("未办结日期", None),
        ("应办结日期", None),
        ("法定办结日期", None),
        ("预计办结日期", None),
        ("归档日期", None),
        ("出生日期", None),
        ("办理部门", None),
        ("办理状态", None),
        ("复议结果", None),
        ("补正结果", None),
        ("审核结果", None),
        ("代理人类别", None),
        ("申请人国籍", None),
        ("申请内容类别", None),
        ("申请类别", None),
        ("邮件编号", None),
        ("快递编号", None),
        ("答复编号", None),
        ("申请人类", "申请人类别"),
        ("登记编码", "登记编号"),
        ("办理果结", "办理结果"),
        ("备注", None),
    ],
)
def test_headings_that_may_be_slips(written: str, suggested: str | None) -> None:
    assert near_heading(written, MISSING) == suggested


@given(st.text(min_size=1, max_size=12))
def test_any_heading_has_a_suggestion_of_its_own_unit_or_none(text: str) -> None:
    assert near_heading(text, MISSING) in {None, *MISSING}
