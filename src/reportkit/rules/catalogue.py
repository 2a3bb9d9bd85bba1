"""Reading the catalogue of rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from reportkit.errors import RuleError
from reportkit.rules.finding import Severity
from reportkit.rules.rule import Linear, Rule

_LINE = "line"
_NEEDED = frozenset({"id", "title", "explanation", "citation", "severity"})
_LINEAR = frozenset({"places", "left", "relation", "right", "left_text", "right_text"})
_KNOWN = _NEEDED | _LINEAR | {"suggestion", "check", "unless", "tables", _LINE}
_RELATIONS = ("=", ">=", "<=")


@cache
def load_catalogue() -> Mapping[str, Rule]:
    """Return every rule of the package by id, in the order of the files.

    Raises
    ------
    RuleError
        Names file and line of a rule that is incomplete, misspelt or a duplicate.
    """
    rules: dict[str, Rule] = {}
    for entry in sorted((files("reportkit.rules") / "catalogue").iterdir(), key=lambda e: e.name):
        for rule in _read_rules(entry.name, entry.read_text(encoding="utf-8")):
            if rule.id in rules:
                msg = f"{rule.source}：规则 {rule.id} 与 {rules[rule.id].source} 重复。"
                raise RuleError(msg)
            rules[rule.id] = rule
    return rules


def _read_rules(file: str, text: str) -> Iterator[Rule]:
    for item in yaml.load(text, Loader=_LineLoader):  # noqa: S506 - a subclass of SafeLoader
        yield _rule(item, f"{file} 第 {item[_LINE]} 行")


def _rule(item: dict[str, Any], source: str) -> Rule:
    _check_keys(item, source)
    check = item.get("check", "linear")
    return Rule(
        id=item["id"],
        title=item["title"],
        explanation=item["explanation"],
        citation=item["citation"],
        severity=_severity(item["severity"], source),
        suggestion=item.get("suggestion", ""),
        check=check,
        linear=_linear(item, source) if check == "linear" else None,
        unless=item.get("unless", ""),
        tables=tuple(item.get("tables", [])),
        source=source,
    )


def _check_keys(item: dict[str, Any], source: str) -> None:
    needed = _NEEDED if "check" in item else _NEEDED | _LINEAR
    missing, unknown = needed - item.keys(), item.keys() - _KNOWN
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
                item[_LINE] = child.start_mark.line + 1
        return rules
