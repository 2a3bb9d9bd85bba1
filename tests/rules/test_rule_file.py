"""A bureau's own rule file adds linear rules, and says file and line of what is wrong in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from reportkit.errors import RuleError
from reportkit.forms import load_form
from reportkit.params import parse_parameters, read_parameters
from reportkit.report import Report
from reportkit.rules import State, read_rule_file
from tests.catalogue import CATALOGUE
from tests.conftest import EXAMPLE, YEAR

RULE = """# 某市的规则
- id: CITY-1
  title: 处罚不少于强制
  explanation: 行政处罚件数应不少于行政强制件数。
  citation: 某市政务公开办要求
  severity: error
  places: [t2.penalties]
  left: ["t2.{place}.decisions"]
  relation: ">="
  right: [t2.coercive_measures.decisions]
  left_text: 行政处罚
  right_text: 行政强制
"""


def _refusal(tmp_path: Path, text: str) -> str:
    path = tmp_path / "city.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(RuleError) as caught:
        read_rule_file(path, load_form("ogi").edition("2021"), CATALOGUE)
    return str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "CITY-1",
            "T3-BALANCE",
            "规则 T3-BALANCE 与 forms/ogi/rules/tables.yaml",
        ),
        ("t2.{place}.decisions", "t2.{place}.amount", "city.yaml 第 2 行：规则 CITY-1 所说的格"),
        ("severity: error", "severity: fatal", "city.yaml 第 6 行：severity：应为 error、warning"),
        ("severity: error", "severety: error", "city.yaml 第 2 行：缺少 severity。"),
        ("severity: error", "severety: error", "第 6 行：不认识 severety。是否应为 severity？"),
        ("severity: error", "severity: error\n  check: value", "没有 check value。是否应为 val"),
        (
            "severity: error",
            "severity: error\n  organs: [town]",
            "规则 CITY-1 所说的机关 town 没有",
        ),
        ("severity: error", "severity: error\n  tables: [t2]", "规则 CITY-1 所说的表 t2 没有"),
        (
            "severity: error",
            "severity: error\n  unless: power",
            "规则 CITY-1 所说的参数 power 没有",
        ),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    assert message in _refusal(tmp_path, RULE.replace(old, new, 1))


def test_only_linear_rules_can_be_added(tmp_path: Path) -> None:
    text = "\n".join(RULE.splitlines()[:6]) + "\n  check: values\n"

    assert "city.yaml 第 2 行：规则 CITY-1 不是算式；规则文件里只能添加算式规则。" in _refusal(
        tmp_path, text
    )


def test_two_rules_with_one_id_are_refused(tmp_path: Path) -> None:
    assert "与 city.yaml 第 2 行 重复" in _refusal(tmp_path, RULE + RULE)


def test_a_rule_that_contradicts_the_rest_is_refused(tmp_path: Path) -> None:
    text = RULE.replace("t2.{place}.decisions", "t3.new.business").replace(
        "right: [t2.coercive_measures.decisions]", "right: [t3.new.total, t3.new.other]"
    )

    message = _refusal(tmp_path, text)

    assert "city.yaml 第 2 行：规则 CITY-1 与其他规则矛盾：" in message
    assert "“一 本年新收·自然人”" in message


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="打不开"):
        read_rule_file(tmp_path / "gone.yaml", load_form("ogi").edition("2021"), CATALOGUE)


def test_rules_of_the_parameter_are_held(workspace: Path) -> None:
    (workspace / "params" / "city.rules").write_text(RULE, "utf-8")
    values = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").for_notebook()
    report = Report(parse_parameters(values | {"rules": "params/city.rules"}, "test"), workspace)

    (finding,) = (finding for finding in report.findings if finding.rule == "CITY-1")

    assert finding.state is State.PASS
    assert finding.message == "行政处罚：行政处罚＝97，行政强制＝1。"


def test_a_suspended_rule_is_not_held(workspace: Path) -> None:
    text = RULE.replace("severity: error", "severity: error\n  suspended: 等待上级答复")
    (workspace / "params" / "city.rules").write_text(text, "utf-8")
    values = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").for_notebook()
    report = Report(parse_parameters(values | {"rules": "params/city.rules"}, "test"), workspace)

    assert not [finding for finding in report.findings if finding.rule == "CITY-1"]
    assert "暂停使用：等待上级答复" in report.own_rules["CITY-1"].explain()


@pytest.mark.parametrize(("organ", "held"), [("city", 1), ("department", 0)])
def test_a_rule_may_be_for_some_organs_only(workspace: Path, organ: str, held: int) -> None:
    text = RULE.replace("severity: error", "severity: error\n  organs: [city]")
    (workspace / "params" / "city.rules").write_text(text, "utf-8")
    values = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml").for_notebook()
    values |= {"rules": "params/city.rules", "organ": organ}
    report = Report(parse_parameters(values, "test"), workspace)

    assert sum(finding.rule == "CITY-1" for finding in report.findings) == held


def test_all_that_is_wrong_is_named_at_once(tmp_path: Path) -> None:
    again = RULE.replace("CITY-1", "CITY-2").replace(
        "severity: error", "severity: error\n  unless: x"
    )

    refusal = _refusal(tmp_path, RULE.replace("t2.{place}.decisions", "t2.{place}.amount") + again)

    assert "规则 CITY-1 所说的格" in refusal
    assert "规则 CITY-2 所说的参数 x 没有" in refusal


def test_a_rule_for_the_tables_of_another_edition_is_left_to_that(tmp_path: Path) -> None:
    path = tmp_path / "city.yaml"
    rule = RULE.replace("severity: error", "severity: error\n  tables: [table-2-2019]")
    path.write_text(rule.replace("t2.{place}.decisions", "t2.{place}.change"), "utf-8")
    form = load_form("ogi")

    for edition in map(form.edition, form.editions):
        (rule_of_2019,) = read_rule_file(path, edition, CATALOGUE).values()
        assert rule_of_2019.applies(edition, frozenset()) == (edition.id == "2019")
