"""From the rules of a catalogue as they are written to rules that can be held."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from reportkit.errors import RuleError
from reportkit.forms import Edition
from reportkit.reading import read_text
from reportkit.rules.dangling import names_nothing
from reportkit.rules.finding import Severity
from reportkit.rules.linear import compile_rules
from reportkit.rules.lint import contradicted, of_one_year
from reportkit.rules.register import CHECKS
from reportkit.rules.rule import LINEAR, Rule, RuleItem
from reportkit.strict import Located, faults, read_yaml

_HEADING = "规则有误："


def read_rules(text: str, file: str) -> list[Located]:
    """Return the rules of a file as they are written.

    Parameters
    ----------
    text : str
    file : str
        Its name, for messages.

    Raises
    ------
    FormError, RuleError
        Where the file is no YAML, or no list of rules.
    """
    items = read_yaml(text, file)
    if not isinstance(items, list):
        raise RuleError(_HEADING, [f"{file} 第 1 行：应为一列规则，每条以“- id:”开头。"])
    problems = [
        f"{file} 第 {number} 条：不是规则，应以“- id:”开头。"
        for number, item in enumerate(items, start=1)
        if not isinstance(item, Located)
    ]
    if problems:
        raise RuleError(_HEADING, problems)
    return items


def compile_catalogue(items: Iterable[Located]) -> Mapping[str, Rule]:
    """Return rules by id, in the order they are written.

    Parameters
    ----------
    items : iterable of Located
        Rules as they are written, with the parameters of their checks.

    Raises
    ------
    RuleError
        Names file and line of all that is incomplete, misspelt, of the wrong type, a duplicate, or
        a check that nothing registers.
    """
    rules: dict[str, Rule] = {}
    problems: list[str] = []
    for item in items:
        rule, found = _compile(item)
        problems += found
        if rule is None:
            continue
        if rule.id in rules:
            problems.append(f"{rule.source}：规则 {rule.id} 与 {rules[rule.id].source} 重复。")
        rules.setdefault(rule.id, rule)
    if problems:
        raise RuleError(_HEADING, problems)
    return rules


def read_rule_file(
    path: Path, edition: Edition, catalogue: Mapping[str, Rule]
) -> Mapping[str, Rule]:
    """Return the rules that a bureau or city adds in a file of its own.

    Only linear rules can be added this way: what else a rule may need is code.

    Parameters
    ----------
    path : Path
        In the format of the package's own catalogue.
    edition : Edition
        Whose cells the rules speak of.
    catalogue : mapping of str to Rule
        What they are added to.

    Raises
    ------
    FormError, RuleError
        Name file and line of what is wrong, an id that the catalogue has already among it.
    """
    try:
        text = read_text(path, "utf-8-sig")
    except (OSError, UnicodeDecodeError):
        problem = f"{path.as_posix()} 打不开，或者编码不是 UTF-8。请核对参数 rules。"
        raise RuleError("规则文件读不出来：", [problem]) from None
    own = compile_catalogue(read_rules(text, path.name))
    # Only this edition need have the cells: one file may do for reports of several.
    problems = [
        fault
        for rule in own.values()
        for fault in (*_not_own(rule, catalogue), *names_nothing(rule, edition))
    ]
    if problems:
        raise RuleError(_HEADING, problems)
    for rule in own.values():
        _refuse_contradiction(rule, edition, catalogue)
    return own


def _compile(item: Located) -> tuple[Rule | None, list[str]]:
    name = item.get("check", LINEAR)
    check = CHECKS.get(name) if isinstance(name, str) else None
    if check is None:
        near = difflib.get_close_matches(str(name), CHECKS, n=1)
        remedy = f"是否应为 {near[0]}？" if near else f"可用的：{'、'.join(CHECKS)}。"
        return None, [f"{item.place('check')}：没有 check {name}。{remedy}"]
    written, problems = faults(check.item, item, item.place())
    if written is None:
        return None, problems
    # What each model says of its own keys has been validated a moment ago.
    parameters = check.parameters.model_construct(**_values(written, check.parameters))
    words = _values(written, RuleItem)
    words["severity"] = Severity(written.severity)
    return Rule(**words, parameters=parameters, source=item.place()), []


def _values(written: RuleItem, model: type[Any]) -> dict[str, Any]:
    return {key: getattr(written, key) for key in model.model_fields}


def _not_own(rule: Rule, catalogue: Mapping[str, Rule]) -> Iterable[str]:
    if rule.id in catalogue:
        yield f"{rule.source}：规则 {rule.id} 与 {catalogue[rule.id].source} 重复。"
    if rule.linear is None:
        yield f"{rule.source}：规则 {rule.id} 不是算式；规则文件里只能添加算式规则。"


def _refuse_contradiction(rule: Rule, edition: Edition, catalogue: Mapping[str, Rule]) -> None:
    """Refuse a rule that, with the package's own, can hold only where a cell is 0."""
    rules = of_one_year((*catalogue.values(), rule), edition)
    cells = contradicted(compile_rules(edition, rules))
    if cells:
        names = "、".join(f"“{edition.cells[cell].name}”" for cell in cells[:3])
        fault = f"规则 {rule.id} 与其他规则矛盾：同时符合时，{names}只能为 0。"
        raise RuleError(_HEADING, [f"{rule.source}：{fault}"])
