"""What in prose speaks of a cell is found; what speaks of anything else is left alone."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportkit.figures import Figures, Mark, Value
from reportkit.forms import load_form
from reportkit.narrative import Narrative
from reportkit.narrative.claims.find import find_claims
from reportkit.narrative.sentences import sentences
from reportkit.params import read_parameters
from reportkit.report import Report
from reportkit.rules import Finding, Severity, State
from tests.catalogue import held
from tests.conftest import EXAMPLE
from tests.narrative.samples import told

EDITION = load_form("ogi").edition("2021")
YEAR = 2022
PROSE_RULES = ("N-SECTIONS", "N-FIGURES", "N-PARTS")
ZERO: dict[str, Value] = dict.fromkeys(EDITION.cells, 0)


def said(text: str, edition: str = "2021", year: int = YEAR) -> list[tuple[object, str]]:
    """Return what a text says of cells: value and place."""
    claims = find_claims(sentences("overview", text), load_form("ogi").edition(edition), year)
    return [(claim.value, claim.place) for claim in claims]


def check(text: str, **cells: Value) -> list[Finding]:
    """Hold a text against figures that are 0 but for some, named with _ for the dot."""
    named = {cell: value for cell, value in ZERO.items() if cell.replace(".", "_") not in cells}
    named |= {cell: cells[cell.replace(".", "_")] for cell in ZERO if cell not in named}
    return _held(told(text), Figures.of(EDITION, named), "N-FIGURES")


def _held(narrative: Narrative, figures: Figures, *rules: str) -> list[Finding]:
    return held(*rules, edition=EDITION, narrative=narrative, figures=figures, year=YEAR)


def states(text: str, **cells: Value) -> list[State]:
    return [finding.state for finding in check(text, **cells)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("全年共新收政府信息公开申请６件。", [(6, "t3.new.total")]),
        ("2022 年，我局收到依申请信息公开事项 6 件。", [(6, "t3.new.total")]),
        ("共受理政府信息公开申请十二宗。", [(12, "t3.new.total")]),
        ("收到群众通过邮寄、网络提交的各类政府信息公开申请共计8件。", [(8, "t3.new.total")]),
        ("收到6件政府信息公开申请。", [(6, "t3.new.total")]),
        ("## （二）依申请公开\n\n共收到6件申请。", [(6, "t3.new.total")]),
        ("（二）依申请公开。共收到申请6件。", [(6, "t3.new.total")]),
        (
            "行政规范性文件本年制发、废止、现行有效分别为2件、1件、17件。",
            [
                (2, "t2.normative_documents.issued"),
                (1, "t2.normative_documents.repealed"),
                (17, "t2.normative_documents.in_force"),
            ],
        ),
        (
            "予以公开、部分公开分别为8件（占80%）、2件（占20%）。",
            [(8, "t3.granted.total"), (2, "t3.partly_granted.total")],
        ),
        (
            "共收到政府信息公开申请9件，比上年减少3件，均在法定期限内答复。",
            [(9, "t3.new.total"), (0, "t3.carried_out.total")],
        ),
        (
            "收到政府信息公开申请8件均已办结。",
            [(8, "t3.new.total"), (0, "t3.carried_out.total")],
        ),
        (
            "因政府信息公开被提起行政诉讼6件，其中复议后起诉2件，6件均已审结。",
            [(6, "t4.suits"), (0, "t4.all_closed"), (2, "t4.suit_after_reconsideration.total")],
        ),
        (
            "上年无结转，收到政府信息公开申请2件，无结转下年度。",
            [(0, "t3.carried_in.total"), (2, "t3.new.total"), (0, "t3.carried_out.total")],
        ),
        (
            "政府信息公开行政复议结果维持3件、结果纠正1件。",
            [(3, "t4.reconsideration.upheld"), (1, "t4.reconsideration.corrected")],
        ),
        (
            "从申请人类型看，共收到自然人申请25件，商业企业申请4件。",
            [(4, "t3.new.business"), (25, "t3.new.natural_person")],
        ),
        (
            "收到政府信息公开申请32件，其中：自然人三十件，法人或者其他组织2件。",
            [(32, "t3.new.total"), (30, "t3.new.natural_person"), (2, "t3.organisations")],
        ),
        (
            "收到政府信息公开申请6件，上年结转0件，结转下年度继续办理1件。",
            [(6, "t3.new.total"), (0, "t3.carried_in.total"), (1, "t3.carried_out.total")],
        ),
        (
            "收到政府信息公开申请6件，办结5件，1件结转下年度继续办理。",
            [(6, "t3.new.total"), (5, "t3.concluded.total"), (1, "t3.carried_out.total")],
        ),
        (
            "收到政府信息公开申请6件，结转至2023年1件。",
            [(6, "t3.new.total"), (1, "t3.carried_out.total")],
        ),
        (
            "办结政府信息公开申请9件，其中“予以公开”5件、部分公开1件，不予公开2件；重复申请1件。",
            [
                (9, "t3.concluded.total"),
                (5, "t3.granted.total"),
                (1, "t3.partly_granted.total"),
                (2, "t3.refused"),
                (1, "t3.not_processed.repeated.total"),
            ],
        ),
        (
            "办结政府信息公开申请3件。其中，予以公开及部分公开2件，1件属于国家秘密。",
            [
                (3, "t3.concluded.total"),
                (2, "t3.granted_in_whole_or_part"),
                (1, "t3.refused.state_secret.total"),
            ],
        ),
        (
            "收到政府信息公开申请3件，均予以公开。",
            [(3, "t3.new.total"), (3, "t3.granted.total")],
        ),
        (
            "收到政府信息公开申请3件，已全部办结。",
            [(3, "t3.new.total"), (0, "t3.carried_out.total")],
        ),
        (
            "政府信息公开行政复议3件，其中维持2件、尚未审结1件；行政诉讼4件，其中结果维持4件。",
            [
                (3, "t4.reconsideration.total"),
                (2, "t4.reconsideration.upheld"),
                (1, "t4.reconsideration.pending"),
                (4, "t4.suits"),
                (4, "t4.upheld"),
            ],
        ),
        (
            "因政府信息公开引发行政复议和行政诉讼5件，复议后起诉2件。",
            [(5, "t4.cases"), (2, "t4.suit_after_reconsideration.total")],
        ),
        (
            "现行有效的行政规范性文件7件，本年新制发2件、废止1件。",
            [
                (7, "t2.normative_documents.in_force"),
                (2, "t2.normative_documents.issued"),
                (1, "t2.normative_documents.repealed"),
            ],
        ),
        (
            "全年作出行政许可决定296件、行政处罚决定97件，采取行政强制措施1起。",
            [
                (296, "t2.licences.decisions"),
                (97, "t2.penalties.decisions"),
                (1, "t2.coercive_measures.decisions"),
            ],
        ),
        ("全年行政许可296项。", [(296, "t2.licences.decisions")]),
        ("全年收取行政事业性收费3.5万元。", [(Decimal("3.5"), "t2.fees.amount")]),
        ("行政事业性收费共计12000元。", [(Decimal("1.2"), "t2.fees.amount")]),
    ],
)
def test_figure_is_attributed_to_its_cell(text: str, expected: list[tuple[object, str]]) -> None:
    assert said(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("未收到政府信息公开申请。", ["t3.new.total", "t3.outcomes"]),
        ("2022年，未收到依申请公开事宜。", ["t3.new.total", "t3.outcomes"]),
        ("没有收到公民、法人和其他组织提出的公开政府信息申请。", ["t3.new.total", "t3.outcomes"]),
        ("未收到公民提出的公开政府信息申请。", ["t3.new.natural_person"]),
        ("政府信息公开申请办理中，无上年结转。", ["t3.carried_in.total"]),
        (
            "未发生因政府信息公开申请行政复议和提起行政诉讼的案件。",
            ["t4.reconsideration.total", "t4.suits"],
        ),
        (
            "全年没有因政府信息公开针对区公安局申请行政复议或行政诉讼的事项。",
            ["t4.reconsideration.total", "t4.suits"],
        ),
        (
            "政府信息公开申请、行政复议、行政诉讼均为0件。",
            ["t3.new.total", "t3.outcomes", "t4.reconsideration.total", "t4.suits"],
        ),
        ("行政规范性文件本年度未制发。", ["t2.normative_documents.issued"]),
        ("历年来未发生因政府信息公开引起的行政复议。", ["t4.reconsideration.total"]),
        ("自2008年以来未收到政府信息公开申请。", ["t3.new.total", "t3.outcomes"]),
        ("无新制发规章和规范性文件。", ["t2.regulations.issued", "t2.normative_documents.issued"]),
        ("未制定、修改规范性文件。", ["t2.normative_documents.issued"]),
        ("未收取行政事业性收费。", ["t2.fees.amount"]),
    ],
)
def test_nothing_is_a_figure_too(text: str, expected: list[str]) -> None:
    assert said(text) == [(0, place) for place in expected]


@pytest.mark.parametrize(
    "text",
    [
        # another year, or a part of this one
        "2021年收到政府信息公开申请3件。",
        "上年收到政府信息公开申请3件。",
        "政府信息公开申请比上年增加3件。",
        "与2021年收到政府信息公开申请5件相比有所增加。",
        "上半年收到政府信息公开申请3件。",
        "1月至6月收到政府信息公开申请3件。",
        "截至2023年1月10日，收到政府信息公开申请7件。",
        "近三年共收到政府信息公开申请30件。",
        "自2008年以来累计收到政府信息公开申请200件。",
        "2023年力争政府信息公开申请不超过6件。",
        # another body, or a part of this one
        "协助市政府办理政府信息公开申请3件。",
        "部分单位未收到政府信息公开申请。",
        "网络收到政府信息公开申请3件。",
        "收到企业政府信息公开申请3件。",
        # told roughly
        "收到政府信息公开申请20余件。",
        "收到政府信息公开申请约6件。",
        "收到政府信息公开申请3至5件。",
        "收到政府信息公开申请3件以上。",
        # another thing
        "不予受理政府信息公开申请1件。",
        "按时办结政府信息公开申请5件，延期办结1件。",
        "办理政府信息公开申请答复书6份。",
        "收到政府信息公开申请后5个工作日内告知。",
        "每件政府信息公开申请平均办理6个工作日。",
        "目前未收到该申请人提交的补正。",
        "依申请公开工作之外，收到信访投诉6件，办结6件，不予公开1件。",
        "办理人大建议3件、政协提案2件，办结5件。",
        "根据《2022年收到政府信息公开申请6件的通报》整改。",
        "全年没有应公开而不予公开的情况，公开率100%，办结率100%。",
        "无法提供的，依法告知；无收取信息处理费情况。",
        "收取政府信息公开信息处理费3940元。",
        # published, which is not decided or issued
        "公开行政许可信息12条、行政处罚信息3条。",
        "行政许可类12条，行政处罚类3条。",
        "公示行政许可296件、行政处罚97件。",
        "行政许可事项296项。",
        "公开规范性文件12件，发布规范性文件解读3件。",
        "起草规范性文件3件，审查规范性文件5件。",
        "新增公开市政府规章1件。",
        "减免行政事业性收费30万元。",
        "共制发政府信息316条，其中主动公开121条、依申请公开128条、不予公开67条。",
        # cases that are not about the bureau's own disclosure
        "全年办理行政复议案件286件。",
        "作为复议机关受理政府信息公开行政复议案件20件，审结18件，维持10件。",
        "因政府信息公开，作为第三人参加行政诉讼2件。",
        "政府信息公开工作外，全年办结行政复议案件41件，其中维持29件。",
        "2021年、2020年分别收到政府信息公开申请3件、5件。",
    ],
)
def test_what_may_speak_of_something_else_is_no_claim(text: str) -> None:
    assert said(text) == []


def asked(text: str, **cells: Value) -> list[State]:
    """Return what the rule says that asks about what is not sure."""
    figures = Figures.of(
        EDITION,
        ZERO | {c: cells[c.replace(".", "_")] for c in ZERO if c.replace(".", "_") in cells},
    )
    found = _held(told(text), figures, "N-QUESTIONS")
    return [finding.state for finding in found if finding.place != "text"]


@pytest.mark.parametrize(
    "text",
    [
        "全市收到政府信息公开申请100件。我局加强指导。",
        "受区政府委托代表区政府受理政府信息公开申请12件。",
        "东湖街道收到政府信息公开申请5件。",
        "不动产登记中心收到政府信息公开申请5件。我局加强指导。",
        "市政府及其部门收到政府信息公开申请50件。我局加强指导。",
    ],
)
def test_what_may_be_of_another_body_is_a_question_and_no_error(text: str) -> None:
    assert states(text, t3_new_total=3) == []
    assert asked(text, t3_new_total=3) == [State.FAIL]


def test_question_is_a_warning_and_passes_where_the_cell_agrees() -> None:
    text = "全市收到政府信息公开申请100件。我局加强指导。"

    assert asked(text, t3_new_total=100) == [State.PASS]
    (finding,) = _held(told(text), Figures.of(EDITION, ZERO), "N-QUESTIONS")
    assert finding.severity is Severity.WARNING
    assert not finding.fails_run


def test_word_for_a_part_of_a_row_is_a_question() -> None:
    text = "（二）依申请公开。涉及商业秘密2件，保护第三方合法权益3件。"

    assert states(text, t3_refused_third_party_total=4) == [State.FAIL]
    assert asked("（二）依申请公开。涉及商业秘密2件。", t3_refused_third_party_total=4) == [
        State.FAIL
    ]


def test_list_ends_with_its_semicolon() -> None:
    text = "发布信息96条，其中规划类12条；收到政府信息公开申请6件。"

    assert said(text) == [(6, "t3.new.total")]
    assert said("其中：区政府收到政府信息公开申请11件；各局收到政府信息公开申请48件。") == []


def test_name_of_a_row_ends_no_topic() -> None:
    text = "（二）依申请公开。没有现成信息需要另行制作2件，予以公开8件。"

    assert said(text) == [(2, "t3.unavailable.needs_creation.total"), (8, "t3.granted.total")]


def test_what_was_carried_in_bounds_how_much_less_may_be_told() -> None:
    text = "收到政府信息公开申请20件，予以公开{}件。"
    cells = {"t3_new_total": 20, "t3_granted_total": 11, "t3_carried_in_total": 3}

    assert [states(text.format(n), **cells)[1:] for n in (11, 8, 7, 2)] == [
        [State.PASS],
        [],
        [State.FAIL],
        [State.FAIL],
    ]


def test_sum_whose_parts_are_told_is_no_figure_of_one_of_them() -> None:
    text = "办理政府信息公开申请43件（其中新收41件、上年结转2件）。"

    assert State.FAIL not in states(text, t3_new_total=41, t3_carried_in_total=2)
    assert states(text, t3_new_total=40, t3_carried_in_total=2).count(State.FAIL) == 2


def test_sum_may_be_told_without_what_is_told_beside_it() -> None:
    text = "（二）依申请公开。逾期未补正2件，其他处理5件。"
    cells = {"t3_other_not_corrected_total": 2, "t3_other_other_total": 5}

    assert State.FAIL not in states(text, **cells)
    assert State.FAIL in states(text, **cells | {"t3_other_other_total": 6})


@pytest.mark.parametrize(
    ("text", "out"),
    [
        ("收到政府信息公开申请10件，均在法定期限内予以答复。", State.FAIL),
        ("收到政府信息公开申请10件，10件均已办结。", State.FAIL),
        ("收到政府信息公开申请10件，申请人均对答复表示满意。", None),
        ("收到政府信息公开申请10件，8件均已办结。", None),
        ("收到政府信息公开申请10件，到期的均按期答复。", None),
    ],
)
def test_all_are_answered_only_where_that_is_said(text: str, out: State | None) -> None:
    found = check(text, t3_new_total=10, t3_carried_out_total=2)

    assert {f.state for f in found if f.place == "t3.carried_out.total"} == (
        {out} if out else set()
    )


def test_what_a_year_is_called_decides_whose_year_it_is() -> None:
    text = "2021年收到政府信息公开申请3件，2022年收到政府信息公开申请6件。"

    assert said(text) == [(6, "t3.new.total")]
    assert said(text, year=2021) == [(3, "t3.new.total")]


def test_year_in_a_title_or_a_document_number_is_not_the_year_of_a_figure() -> None:
    text = "根据《2021年工作要点》（国办发〔2021〕12号），收到政府信息公开申请6件。"

    assert said(text) == [(6, "t3.new.total")]


def test_topic_ends_with_its_heading() -> None:
    text = (
        "## （二）依申请公开\n\n收到政府信息公开申请6件。\n\n## （三）政府信息管理\n\n不予公开2件。"
    )

    assert said(text) == [(6, "t3.new.total")]


def test_figure_over_a_line_break_is_one_figure() -> None:
    assert said("收到政府信\n息公开申请\n6 件。") == [(6, "t3.new.total")]


def test_cells_that_an_edition_lacks_are_not_claimed() -> None:
    text = "现行有效行政规范性文件7件。收到政府信息公开申请6件，其他处理2件。"

    assert said(text, edition="2019") == [(6, "t3.new.total"), (2, "t3.other.total")]


def test_claim_tells_where_its_words_stand() -> None:
    (claim,) = find_claims(sentences("overview", "全年收到政府信息公开申请 6 件。"), EDITION, YEAR)

    assert claim.words == "收到政府信息公开申请6件"
    assert claim.sentence.quote == "全年收到政府信息公开申请 6 件。"


def test_agreeing_and_contradicting_figures_pass_and_fail() -> None:
    text = "收到政府信息公开申请6件，予以公开5件。"

    assert states(text, t3_new_total=6, t3_granted_total=5) == [State.PASS, State.PASS]
    assert states(text, t3_new_total=6, t3_granted_total=4) == [State.PASS, State.FAIL]


def test_contradiction_is_an_error_that_fails_the_run() -> None:
    (finding,) = check("收到政府信息公开申请6件。")

    assert finding.severity is Severity.ERROR
    assert finding.fails_run
    assert (finding.left, finding.right, finding.residual) == (6, 0, 6)
    assert "按此表三“一 本年新收·总计”应为 6，表中为 0" in finding.message
    assert finding.suggestion


@pytest.mark.parametrize("mark", [Mark.UNKNOWN, Mark.BLANK, Mark.NOT_APPLICABLE, "若干"])
def test_cell_without_a_figure_leaves_the_claim_unknown(mark: Value) -> None:
    (finding,) = check("收到政府信息公开申请6件。", t3_new_total=mark)

    assert finding.state is State.UNKNOWN
    assert finding.right == mark


def test_accepted_may_count_what_was_carried_over_but_newly_received_may_not() -> None:
    cells = {"t3_new_total": 5, "t3_carried_in_total": 1}

    assert states("受理政府信息公开申请6件。", **cells) == [State.PASS]
    assert states("新收政府信息公开申请6件。", **cells) == [State.FAIL]
    assert states("收到政府信息公开申请6件（含上年结转1件）。", **cells) == [State.PASS] * 2


def test_outcome_of_those_received_this_year_may_be_less_than_the_cell() -> None:
    text = "收到政府信息公开申请5件，予以公开4件。"

    assert states(text, t3_new_total=5, t3_granted_total=5, t3_carried_in_total=1) == [State.PASS]
    assert states(text, t3_new_total=5, t3_granted_total=5) == [State.PASS, State.FAIL]
    assert states(text, t3_new_total=5, t3_granted_total=3, t3_carried_in_total=1) == [
        State.PASS,
        State.FAIL,
    ]


def test_of_two_figures_for_one_cell_in_a_sentence_only_the_right_one_counts() -> None:
    text = "2022年作出行政处罚50件，复核后作出行政处罚47件。"

    assert states(text, t2_penalties_decisions=47) == [State.PASS]
    assert states(text, t2_penalties_decisions=46) == []


def test_figure_of_a_named_body_beside_the_right_one_is_no_contradiction() -> None:
    text = "全区作出行政处罚97件。区住房城乡建设局作出行政处罚60件。"

    assert states(text, t2_penalties_decisions=97) == [State.PASS]
    assert states("区住房城乡建设局作出行政处罚60件。", t2_penalties_decisions=97) == [State.FAIL]


def test_nothing_received_contradicts_an_outcome_unless_something_was_carried_over() -> None:
    text = "未收到政府信息公开申请。"

    assert states(text, t3_granted_total=1) == [State.PASS, State.FAIL]
    assert states(text, t3_granted_total=1, t3_carried_in_total=1) == [State.PASS]

    wrong = check(
        "全年未收到政府信息公开申请。",
        t3_new_total=3,
        t3_carried_in_total=1,
        t3_granted_total=4,
    )
    assert [finding.place for finding in wrong] == ["t3.new.total"]


def test_amount_is_compared_as_far_as_it_is_told() -> None:
    text = "行政事业性收费4166.24万元。"

    assert states(text, t2_fees_amount=Decimal("4166.241619")) == [State.PASS]
    assert states(text, t2_fees_amount=Decimal("4166.34")) == [State.FAIL]


def test_places_of_findings_are_told_apart_and_stable() -> None:
    text = "收到政府信息公开申请6件。全年收到政府信息公开申请7件。"

    assert [finding.place for finding in check(text)] == ["t3.new.total", "t3.new.total#2"]


def test_narrative_is_held_against_figures_in_every_section() -> None:
    narrative = Narrative(
        "narrative.md",
        "2022年收到政府信息公开申请1件。",
        {"overview": "作出行政处罚97件。", "problems": "无。", "other": "未收取处理费。"},
    )

    findings = _held(narrative, Figures.of(EDITION, ZERO), "N-FIGURES")

    stated = [finding.place for finding in findings]
    assert stated == ["t3.new.total", "t2.penalties.decisions"]


def test_example_report_says_what_its_tables_say(workspace: Path) -> None:
    parameters = read_parameters(workspace / "params" / f"{EXAMPLE}-2022.yaml")
    report = Report(parameters, workspace)

    findings = _held(report.narrative, report.figures, *PROSE_RULES)

    assert {finding.state for finding in findings} == {State.PASS}
    assert Counter(finding.rule for finding in findings)["N-FIGURES"] == 9


def test_figure_typed_wrong_in_the_example_report_is_found(workspace: Path) -> None:
    path = workspace / "data" / EXAMPLE / "2022" / "narrative.md"
    text = path.read_text("utf-8").replace("{{ t3.granted.total }}", "6")
    path.write_text(text, encoding="utf-8")
    report = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-2022.yaml"), workspace)

    findings = _held(report.narrative, report.figures, *PROSE_RULES)

    (finding,) = (finding for finding in findings if finding.state is State.FAIL)
    assert (finding.rule, finding.place) == ("N-FIGURES", "t3.granted.total")


WORDS = [
    *"全年我局收到受理办结未无均为件条宗万元，。；：、（）“”\n 其中0123456789一二十百%",
    "政府信息公开申请",
    "依申请公开",
    "予以公开",
    "自然人",
    "上年结转",
    "结转下年度继续办理",
    "行政复议",
    "行政诉讼",
    "行政许可",
    "规范性文件",
    "2021年",
    "2022年",
    "## ",
]


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=60).map("".join))
def test_no_prose_breaks_the_rule(text: str) -> None:
    for finding in check(text):
        assert finding.rule == "N-FIGURES"
        assert finding.message


@settings(max_examples=200)
@given(st.text())
def test_no_text_breaks_the_rule(text: str) -> None:
    check(text)
