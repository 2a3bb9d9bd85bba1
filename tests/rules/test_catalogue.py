"""The catalogue is whole, and a mistake in it is told with file and line."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest
import yaml

from reportkit.errors import ProblemsError, RuleError
from reportkit.forms import load_form
from reportkit.rules import Rule, Severity, compile_catalogue, read_rules
from reportkit.rules.dangling import dangling
from reportkit.rules.linear import equations
from reportkit.rules.register import CHECKS, NoParameters, check
from reportkit.strict import Strict
from tests.catalogue import CATALOGUE, EVERY_RULE, compiled

every_rule = pytest.mark.parametrize(
    "rule",
    [rule for _, rule in EVERY_RULE],
    ids=[f"{form.id} {rule.id}" for form, rule in EVERY_RULE],
)
CHINESE = re.compile(r"[一-龥]")

WORDS = {"title": "题", "explanation": "说明。", "citation": "条例", "severity": "error"}
PROSE_RULE = {"id": "X-PROSE", **WORDS, "check": "parts"}
LINEAR_RULE = {
    "id": "X-LINEAR",
    **WORDS,
    "places": {"columns_of": "t3"},
    "left": ["t3.new.{place}"],
    "relation": "=",
    "right": ["t3.concluded.{place}"],
    "left_text": "左",
    "right_text": "右",
}


def _text(*rules: dict[str, Any]) -> str:
    """Return a catalogue file: a comment, then the rules, the first on line 2."""
    return "# 规则\n" + yaml.safe_dump(list(rules), allow_unicode=True, sort_keys=False)


def _read(*files: tuple[str, str]) -> Mapping[str, Rule]:
    return compile_catalogue(item for file, text in files for item in read_rules(text, file))


def _refusal(*files: tuple[str, str]) -> list[str]:
    with pytest.raises(RuleError) as caught:
        _read(*files)
    return list(caught.value.problems)


def _without(rule: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in rule.items() if name != key}


@every_rule
def test_every_rule_explains_itself_in_chinese(rule: Rule) -> None:
    for words in (rule.title, rule.explanation, rule.citation):
        assert CHINESE.search(words)
    assert rule.explanation.endswith("。")
    assert not rule.suggestion or rule.suggestion.endswith("。")


@every_rule
def test_every_rule_knows_where_it_is_written(rule: Rule) -> None:
    assert re.fullmatch(r"forms/[a-z/-]+\.yaml 第 \d+ 行", rule.source)


def test_table_rules_weigh_as_the_form_says() -> None:
    severities = {id_: rule.severity for id_, rule in CATALOGUE.items()}

    for rule in ("T3-BALANCE", "T3-OUTCOMES", "T3-APPLICANTS", "T4-TOTAL", "T2-VALID", "VALUES"):
        assert severities[rule] is Severity.ERROR
    assert severities["T2-REGULATIONS"] is Severity.WARNING
    assert severities["N-SECTIONS"] is Severity.WARNING
    assert severities["L-YEAR"] is Severity.NOTICE


@pytest.mark.parametrize(
    ("key", "value", "fault"),
    [
        ("tables", ["table-9"], "所说的表 table-9 没有"),
        ("organs", ["village"], "所说的机关 village 没有"),
        ("unless", "powers", "所说的参数 powers 没有"),
    ],
)
def test_what_a_rule_names_must_be_there(key: str, value: object, fault: str) -> None:
    (problem,) = dangling([compiled(_text({**PROSE_RULE, key: value}))], load_form("ogi"))

    assert problem == f"x.yaml 第 2 行：规则 X-PROSE {fault}。"


@pytest.mark.parametrize(
    ("check", "faults"),
    [
        ({"check": "swing", "cells": ["t3.new.all", "t3.new.total"]}, ["格 t3.new.all"]),
        ({"check": "boilerplate", "sections": ["problem"]}, ["部分 problem"]),
        (
            {"check": "deadline", "ledger": "cases", "noun": "件", "begins": "x", "ends": "y",
             "limit": 2},
            ["列 x", "列 y"],
        ),
    ],
)  # fmt: skip
def test_what_the_parameters_of_a_check_name_must_be_there(
    check: dict[str, object], faults: list[str]
) -> None:
    found = dangling([compiled(_text({"id": "X", **WORDS, **check}))], load_form("ogi"))

    assert found == [f"x.yaml 第 2 行：规则 X 所说的{fault} 没有。" for fault in faults]


@pytest.mark.parametrize("edition", list(load_form("ogi").editions))
def test_every_linear_rule_can_be_written_out_for_every_edition_it_is_for(edition: str) -> None:
    form = load_form("ogi").edition(edition)
    rules = [rule for rule in CATALOGUE.values() if rule.applies(form, frozenset())]

    written = {rule.id: equations(rule, form) for rule in rules if rule.check == "linear"}

    assert {"T3-BALANCE", "T3-OUTCOMES", "T3-APPLICANTS", "T4-TOTAL"} <= written.keys()
    assert all(written.values())


def test_rules_come_in_the_order_of_the_files() -> None:
    first = ("a.yaml", _text({**PROSE_RULE, "id": "B"}, {**PROSE_RULE, "id": "A"}))
    second = ("b.yaml", _text({**PROSE_RULE, "id": "C"}))

    assert list(_read(first, second)) == ["B", "A", "C"]


def test_rule_is_read_with_all_that_is_written_of_it() -> None:
    written = {**LINEAR_RULE, "unless": "x", "tables": ["table-4"], "suggestion": "请核对。"}

    rule = compiled(_text(written))

    assert (rule.id, rule.title, rule.severity) == ("X-LINEAR", "题", Severity.ERROR)
    assert (rule.unless, rule.tables, rule.suggestion) == ("x", ("table-4",), "请核对。")
    assert rule.source == "x.yaml 第 2 行"
    assert rule.linear is not None
    assert rule.linear.left == ("t3.new.{place}",)
    assert rule.linear.relation == "="


SWING_RULE = {**PROSE_RULE, "check": "swing", "cells": ["t3.new.total"]}
FAULTS = [
    (_without(PROSE_RULE, "citation"), "缺少 citation。"),
    (_without(PROSE_RULE, "id"), "缺少 id。"),
    ({**PROSE_RULE, "id": ""}, "id：不能为空"),
    (_without(LINEAR_RULE, "relation"), "缺少 relation。"),
    ({**LINEAR_RULE, "check": "linear", "rigth": []}, "不认识 rigth。是否应为 right？"),
    ({**_without(PROSE_RULE, "check"), "check_": "ledger"}, "缺少 left。"),
    ({**PROSE_RULE, "suggestions": "x"}, "不认识 suggestions。是否应为 suggestion？"),
    (
        {**PROSE_RULE, "severity": "fatal"},
        "severity：应为 error、warning、notice 之一（现为 fatal）",
    ),
    ({**PROSE_RULE, "check": "part"}, "没有 check part。是否应为 parts？"),
    ({**PROSE_RULE, "check": "x"}, "没有 check x。可用的："),
    ({**PROSE_RULE, "check": ["parts"]}, "没有 check ['parts']。"),
    ({**PROSE_RULE, "organs": "city"}, "organs：应为一列（现为 city）。"),
    ({**LINEAR_RULE, "relation": "=="}, "relation：应为 =、>=、<=、only_if 之一（现为 ==）。"),
    ({**LINEAR_RULE, "left": "t3.new.total"}, "left：应为一列（现为 t3.new.total）。"),
    ({**LINEAR_RULE, "places": {"colums_of": "t3"}}, "places：应为 columns_of、"),
    ({**LINEAR_RULE, "places": {"columns_of": "t3", "rows_of": "t3"}}, "places：应为 columns_of、"),
    ({**LINEAR_RULE, "places": {}}, "places：应为 columns_of、"),
    ({**LINEAR_RULE, "places": "t3"}, "places：应为 columns_of、"),
    ({**LINEAR_RULE, "tolerance": -1}, "tolerance：太小（现为 -1）。"),
    ({**LINEAR_RULE, "tolerance": "半分"}, "tolerance：应为数（现为 半分）。"),
    ({**LINEAR_RULE, "tolerance": 1, "relation": ">="}, "tolerance 只用于 relation 为 = 的规则"),
    (_without(SWING_RULE, "cells"), "缺少 cells。"),
    ({**SWING_RULE, "cell": ["t3.new.total"]}, "不认识 cell。是否应为 cells？"),
    ({**SWING_RULE, "small": "少"}, "small：应为整数（现为 少）。"),
    ({**PROSE_RULE, "sections": ["other"]}, "不认识 sections。"),
]


@pytest.mark.parametrize(("rule", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_mistake_in_a_rule_is_told_with_file_and_line(rule: dict[str, Any], fault: str) -> None:
    # The rule before it has a line for each of its keys.
    before = {**PROSE_RULE, "id": "X-OTHER"}

    problems = _refusal(("x.yaml", _text(before, rule)))

    (told,) = (problem for problem in problems if fault in problem)
    line = int(re.match(r"x.yaml 第 (\d+) 行：", told)[1])  # type: ignore[index]
    first = 2 + len(before)
    assert first <= line < first + _text(rule).count("\n")


def test_all_mistakes_of_all_files_are_told_at_once() -> None:
    first = _text(_without(PROSE_RULE, "title"), {**PROSE_RULE, "check": "x", "id": "B"})
    second = _text({**LINEAR_RULE, "relation": "==", "severity": "fatal"})

    problems = _refusal(("a.yaml", first), ("b.yaml", second))

    assert [problem.partition("：")[0] for problem in problems] == [
        "a.yaml 第 2 行",
        "a.yaml 第 12 行",
        "b.yaml 第 6 行",
        "b.yaml 第 11 行",
    ]


def test_id_given_twice_is_told_with_both_places() -> None:
    files = [("a.yaml", _text(PROSE_RULE)), ("b.yaml", _text(LINEAR_RULE, PROSE_RULE))]

    line = 2 + len(LINEAR_RULE) + 3  # lists and mappings take a line more
    assert _refusal(*files) == [f"b.yaml 第 {line} 行：规则 X-PROSE 与 a.yaml 第 2 行 重复。"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("- id: A\n  title: 题\n title: 题\n", "第 3 行"),
        ("- id: A\n  id: B\n", "第 2 行"),
        ("- id: A\n- [B]\n", "第 2 条"),
        ("- id: A\n- B\n", "第 2 条"),
        ("id: A\n", "第 1 行"),
        ("", "第 1 行"),
        ("规则\n", "第 1 行"),
    ],
)
def test_file_that_is_no_list_of_rules_is_told_with_its_place(text: str, place: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        read_rules(text, "x.yaml")

    assert caught.value.problems[0].startswith(f"x.yaml {place}：")


def test_catalogue_and_register_are_equal() -> None:
    assert {rule.check for _, rule in EVERY_RULE} == {*CHECKS}
    for _, rule in EVERY_RULE:
        assert type(rule.parameters) is CHECKS[rule.check].parameters


def test_a_name_is_registered_once() -> None:
    with pytest.raises(ValueError, match="registered twice"):
        check("linear", NoParameters)


def test_a_check_asks_for_nothing_that_every_rule_has() -> None:
    class Asking(Strict):
        tables: int

    with pytest.raises(ValueError, match="every rule has tables"):
        check("asking", Asking)


ABSENT = [
    ({"places": {"columns_of": "t5"}}, "表 t5 不在"),
    ({"places": {"cells_of": "t2.regulation"}}, "的 t2.regulation 不在"),
    ({"places": ["t4.direct_suits"]}, "里，是否应为 t4.direct_suit？"),
    ({"places": ["t5.total"]}, "表 t5 不在"),
    ({"left": ["t3.nwe.{place}"]}, "格 t3.nwe.natural_person 不在"),
    ({"right": ["t3.concluded.{plase}"]}, "格 t3.concluded.{plase} 不在"),
    ({"right": ["-t3.[outcom].{place}"]}, "的 -t3.[outcom].{place} 不在"),
]


@pytest.mark.parametrize(("changes", "fault"), ABSENT, ids=[fault for _, fault in ABSENT])
def test_place_or_cell_that_the_form_lacks_is_told_with_file_and_line(
    changes: dict[str, Any], fault: str
) -> None:
    rule = compiled(_text({**LINEAR_RULE, **changes}))

    with pytest.raises(RuleError, match=re.escape(fault)) as caught:
        equations(rule, load_form("ogi").edition("2021"))

    (problem,) = caught.value.problems
    assert problem.startswith("x.yaml 第 2 行：规则 X-LINEAR 所说")


def test_rule_that_applies_unless_something_is_true() -> None:
    rule = compiled(_text({**PROSE_RULE, "unless": "power"}))
    form = load_form("ogi").edition("2021")

    assert rule.applies(form, frozenset())
    assert not rule.applies(form, frozenset({"power"}))


def test_rule_for_one_variant_of_a_table_applies_to_hybrid_forms_that_have_it() -> None:
    rule = CATALOGUE["T2-VALID"]
    hybrid = load_form("ogi").edition("2019", ("table-2-2021", "table-3-2019", "table-4"))

    assert rule.applies(load_form("ogi").edition("2021"), frozenset())
    assert rule.applies(hybrid, frozenset())
    assert not rule.applies(load_form("ogi").edition("2019"), frozenset())
