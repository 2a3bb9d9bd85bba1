"""Reading the catalogue of rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from reportkit.errors import RuleError
from reportkit.forms import Edition
from reportkit.rules.finding import Severity
from reportkit.rules.linear import compile_rules, equations
from reportkit.rules.lint import contradicted, of_one_year
from reportkit.rules.rule import Linear, Rule

_LINE = "line"
_NEEDED = frozenset({"id", "title", "explanation", "citation", "severity"})
_LINEAR = frozenset({"places", "left", "relation", "right", "left_text", "right_text"})
_OPTIONAL = frozenset({"suggestion", "check", "suspended", "unless", "organs", "tables", "cells"})
KNOWN_KEYS = _NEEDED | _LINEAR | _OPTIONAL | {_LINE}
_RELATIONS = ("=", ">=", "<=")
_AXES = ("columns_of", "rows_of", "cells_of")
# Who holds a rule: `rules` itself the first three, the prose and the fonts the others.
_CHECKS = (
    "linear",
    "values",
    "ledger",
    "narrative",
    "glyphs",
    "summary",
    "rollup",
    "swing",
    "timeliness",
)


@cache
def load_catalogue() -> Mapping[str, Rule]:
    """Return every rule of the package by id, in the order of the files."""
    folder = files("reportkit.forms") / "ogi" / "rules"
    entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    return read_catalogue((entry.name, entry.read_text(encoding="utf-8")) for entry in entries)


def read_rule_file(path: Path, edition: Edition) -> Mapping[str, Rule]:
    """Return the rules that a bureau or city adds in a file of its own.

    Only linear rules can be added this way: what else a rule may need is code.

    Parameters
    ----------
    path : Path
        In the format of the package's own catalogue.
    edition : Edition
        Whose cells the rules speak of.

    Raises
    ------
    RuleError
        Names file and line of what is wrong, an id that the package has already among it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        msg = f"规则文件 {path.as_posix()} 打不开，或者编码不是 UTF-8。请核对参数 rules。"
        raise RuleError(msg) from None
    own = read_catalogue([(path.name, text)])
    for rule in own.values():
        if rule.id in load_catalogue():
            msg = f"{rule.source}：规则 {rule.id} 与 {load_catalogue()[rule.id].source} 重复。"
            raise RuleError(msg)
        if rule.linear is None:
            msg = f"{rule.source}：规则 {rule.id} 不是算式；规则文件里只能添加算式规则。"
            raise RuleError(msg)
        equations(rule, edition)
        _refuse_contradiction(rule, edition)
    return own


def _refuse_contradiction(rule: Rule, edition: Edition) -> None:
    """Refuse a rule that, with the package's own, can hold only where a cell is 0."""
    rules = of_one_year((*load_catalogue().values(), rule), edition)
    cells = contradicted(compile_rules(edition, rules))
    if cells:
        names = "、".join(f"“{edition.cells[cell].name}”" for cell in cells[:3])
        msg = f"{rule.source}：规则 {rule.id} 与其他规则矛盾：同时符合时，{names}只能为 0。"
        raise RuleError(msg)


def read_catalogue(texts: Iterable[tuple[str, str]]) -> Mapping[str, Rule]:
    """Return the rules of some files by id.

    Parameters
    ----------
    texts : iterable of (str, str)
        Name and text of each file.

    Raises
    ------
    RuleError
        Names file and line of a rule that is incomplete, misspelt or a duplicate.
    """
    rules: dict[str, Rule] = {}
    for file, text in texts:
        for rule in _read_rules(file, text):
            if rule.id in rules:
                msg = f"{rule.source}：规则 {rule.id} 与 {rules[rule.id].source} 重复。"
                raise RuleError(msg)
            rules[rule.id] = rule
    return rules


def _read_rules(file: str, text: str) -> Iterator[Rule]:
    try:
        items = yaml.load(text, Loader=_LineLoader)  # noqa: S506 - a subclass of SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        msg = f"{file} 第 {line} 行：不合 YAML 的写法，或者不是一条规则。"
        raise RuleError(msg) from None
    if not isinstance(items, list):
        msg = f"{file} 第 1 行：应为一列规则，每条以“- id:”开头。"
        raise RuleError(msg)
    for item in items:
        yield _rule(item, f"{file} 第 {item[_LINE]} 行")


def _rule(item: dict[str, Any], source: str) -> Rule:
    _check_keys(item, source)
    check = item.get("check", "linear")
    if check not in _CHECKS:
        msg = f"{source}：check 应为 {'、'.join(_CHECKS)} 之一（现为 {check}）。"
        raise RuleError(msg)
    return Rule(
        id=item["id"],
        title=item["title"],
        explanation=item["explanation"],
        citation=item["citation"],
        severity=_severity(item["severity"], source),
        suggestion=item.get("suggestion", ""),
        check=check,
        linear=_linear(item, source) if check == "linear" else None,
        suspended=item.get("suspended", ""),
        unless=item.get("unless", ""),
        organs=tuple(item.get("organs", [])),
        tables=tuple(item.get("tables", [])),
        cells=tuple(item.get("cells", [])),
        source=source,
    )


def _check_keys(item: dict[str, Any], source: str) -> None:
    linear = item.get("check", "linear") == "linear"
    needed = _NEEDED | _LINEAR if linear else _NEEDED
    missing, unknown = needed - item.keys(), item.keys() - KNOWN_KEYS
    if missing or unknown:
        faults = [f"缺少 {key}" for key in sorted(missing)]
        faults += [f"不认识 {key}" for key in sorted(unknown)]
        msg = f"{source}：{'；'.join(faults)}。"
        raise RuleError(msg)


def _severity(value: str, source: str) -> Severity:
    try:
        return Severity(value)
    except ValueError:
        msg = f"{source}：severity 应为 error、warning 或 notice（现为 {value}）。"
        raise RuleError(msg) from None


def _linear(item: dict[str, Any], source: str) -> Linear:
    if item["relation"] not in _RELATIONS:
        msg = f"{source}：relation 应为 {'、'.join(_RELATIONS)} 之一（现为 {item['relation']}）。"
        raise RuleError(msg)
    places = item["places"]
    if isinstance(places, dict) and (len(places) != 1 or not places.keys() <= set(_AXES)):
        msg = f"{source}：places 应为 {'、'.join(_AXES)} 之一，或者一列表头。"
        raise RuleError(msg)
    return Linear(
        places=places if isinstance(places, dict) else tuple(places),
        left=tuple(item["left"]),
        relation=item["relation"],
        right=tuple(item["right"]),
        left_text=item["left_text"],
        right_text=item["right_text"],
    )


class _LineLoader(yaml.SafeLoader):
    """A safe loader that tells the line each rule begins on."""

    def construct_document(self, node: yaml.Node) -> Any:
        rules = super().construct_document(node)
        if isinstance(node, yaml.SequenceNode):
            for item, child in zip(rules, node.value, strict=True):
                if not isinstance(item, dict):
                    raise yaml.MarkedYAMLError(problem_mark=child.start_mark)
                item[_LINE] = child.start_mark.line + 1
        return rules
