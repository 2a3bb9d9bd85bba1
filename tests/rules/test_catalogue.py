"""The catalogue is whole, and a mistake in it is told with file and line."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
import yaml

from reportkit.errors import RuleError
from reportkit.forms import load_form
from reportkit.params import Parameters
from reportkit.rules import Rule, Severity, load_catalogue
from reportkit.rules.catalogue import read_catalogue
from reportkit.rules.linear import equations

CATALOGUE = load_catalogue()
every_rule = pytest.mark.parametrize("rule", CATALOGUE.values(), ids=CATALOGUE)
CHINESE = re.compile(r"[一-龥]")

WORDS = {"title": "题", "explanation": "说明。", "citation": "条例", "severity": "error"}
PROSE_RULE = {"id": "X-PROSE", **WORDS, "check": "narrative"}
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
    assert re.fullmatch(r"\w+\.yaml 第 \d+ 行", rule.source)


def test_table_rules_weigh_as_the_form_says() -> None:
    severities = {id_: rule.severity for id_, rule in CATALOGUE.items()}

    for rule in ("T3-BALANCE", "T3-OUTCOMES", "T3-APPLICANTS", "T4-TOTAL", "T2-VALID", "VALUES"):
        assert severities[rule] is Severity.ERROR
    assert severities["T2-REGULATIONS"] is Severity.WARNING
    assert severities["N-SECTIONS"] is Severity.WARNING
    assert severities["L-YEAR"] is Severity.NOTICE


@every_rule
def test_exception_of_a_rule_is_a_parameter_that_is_yes_or_no(rule: Rule) -> None:
    flags = {field.name for field in dataclasses.fields(Parameters) if field.type == "bool"}

    assert rule.unless in {"", *flags}


@every_rule
def test_table_variants_of_a_rule_exist(rule: Rule) -> None:
    variants = {
        table.variant
        for edition in list(load_form("ogi").editions)
        for table in load_form("ogi").edition(edition).tables.values()
    }

    assert {*rule.tables} <= variants


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

    assert list(read_catalogue([first, second])) == ["B", "A", "C"]


def test_rule_is_read_with_all_that_is_written_of_it() -> None:
    written = {**LINEAR_RULE, "unless": "x", "tables": ["table-4"], "suggestion": "请核对。"}

    (rule,) = read_catalogue([("x.yaml", _text(written))]).values()

    assert (rule.id, rule.title, rule.severity) == ("X-LINEAR", "题", Severity.ERROR)
    assert (rule.unless, rule.tables, rule.suggestion) == ("x", ("table-4",), "请核对。")
    assert rule.source == "x.yaml 第 2 行"
    assert rule.linear is not None
    assert rule.linear.left == ("t3.new.{place}",)
    assert rule.linear.relation == "="


FAULTS = [
    (_without(PROSE_RULE, "citation"), "缺少 citation。"),
    (_without(_without(PROSE_RULE, "title"), "id"), "缺少 id；缺少 title。"),
    (_without(LINEAR_RULE, "relation"), "缺少 relation。"),
    ({**LINEAR_RULE, "check": "linear", "rigth": []}, "不认识 rigth。"),
    ({**_without(PROSE_RULE, "check"), "check_": "ledger"}, "缺少 left；"),
    ({**PROSE_RULE, "suggestions": "x"}, "不认识 suggestions。"),
    ({**PROSE_RULE, "severity": "fatal"}, "severity 应为 error、warning 或 notice（现为 fatal）。"),
    ({**PROSE_RULE, "check": "narative"}, "check 应为 "),
    ({**LINEAR_RULE, "relation": "=="}, "relation 应为 =、>=、<= 之一（现为 ==）。"),
    ({**LINEAR_RULE, "places": {"colums_of": "t3"}}, "places 应为 columns_of、"),
    ({**LINEAR_RULE, "places": {"columns_of": "t3", "rows_of": "t3"}}, "places 应为 columns_of、"),
    ({**LINEAR_RULE, "places": {}}, "places 应为 columns_of、"),
]


@pytest.mark.parametrize(("rule", "fault"), FAULTS, ids=[fault for _, fault in FAULTS])
def test_mistake_in_a_rule_is_told_with_file_and_line(rule: dict[str, Any], fault: str) -> None:
    # The rule before it has a line for each of its keys.
    before = {**PROSE_RULE, "id": "X-OTHER"}

    with pytest.raises(RuleError, match=re.escape(fault)) as caught:
        read_catalogue([("x.yaml", _text(before, rule))])

    assert str(caught.value).startswith(f"x.yaml 第 {2 + len(before)} 行：")


def test_id_given_twice_is_told_with_both_places() -> None:
    files = [("a.yaml", _text(PROSE_RULE)), ("b.yaml", _text(LINEAR_RULE, PROSE_RULE))]

    with pytest.raises(RuleError) as caught:
        read_catalogue(files)

    line = 2 + len(LINEAR_RULE) + 3  # lists and mappings take a line more
    assert str(caught.value) == (f"b.yaml 第 {line} 行：规则 X-PROSE 与 a.yaml 第 2 行 重复。")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("- id: A\n  title: 题\n title: 题\n", 3),
        ("- id: A\n- [B]\n", 2),
        ("- id: A\n- B\n", 2),
        ("id: A\n", 1),
        ("", 1),
        ("规则\n", 1),
    ],
)
def test_file_that_is_no_list_of_rules_is_told_with_its_line(text: str, line: int) -> None:
    with pytest.raises(RuleError, match=f"^x.yaml 第 {line} 行："):
        read_catalogue([("x.yaml", text)])


ABSENT = [
    ({"places": {"columns_of": "t5"}}, "表 t5 不在"),
    ({"places": {"cells_of": "t2.regulation"}}, "的 t2.regulation 不在"),
    ({"places": ["t4.direct_suits"]}, "的 t4.direct_suits 不在"),
    ({"places": ["t5.total"]}, "表 t5 不在"),
    ({"left": ["t3.nwe.{place}"]}, "格 t3.nwe.natural_person 不在"),
    ({"right": ["t3.concluded.{plase}"]}, "格 t3.concluded.{plase} 不在"),
    ({"right": ["-t3.[outcom].{place}"]}, "的 -t3.[outcom].{place} 不在"),
]


@pytest.mark.parametrize(("changes", "fault"), ABSENT, ids=[fault for _, fault in ABSENT])
def test_place_or_cell_that_the_form_lacks_is_told_with_file_and_line(
    changes: dict[str, Any], fault: str
) -> None:
    (rule,) = read_catalogue([("x.yaml", _text({**LINEAR_RULE, **changes}))]).values()

    with pytest.raises(RuleError, match=re.escape(fault)) as caught:
        equations(rule, load_form("ogi").edition("2021"))

    assert str(caught.value).startswith("x.yaml 第 2 行：规则 X-LINEAR 所说")


def test_rule_that_applies_unless_something_is_true() -> None:
    (rule,) = read_catalogue([("x.yaml", _text({**PROSE_RULE, "unless": "power"}))]).values()
    form = load_form("ogi").edition("2021")

    assert rule.applies(form, frozenset())
    assert not rule.applies(form, frozenset({"power"}))


def test_rule_for_one_variant_of_a_table_applies_to_hybrid_forms_that_have_it() -> None:
    rule = CATALOGUE["T2-VALID"]
    hybrid = load_form("ogi").edition("2019", ("table-2-2021", "table-3-2019", "table-4"))

    assert rule.applies(load_form("ogi").edition("2021"), frozenset())
    assert rule.applies(hybrid, frozenset())
    assert not rule.applies(load_form("ogi").edition("2019"), frozenset())
