"""The register of checks: what a rule may name as its check, and what each asks of a rule.

A check is a function of a rule and a context that yields findings. All that a rule of the catalogue
says beyond the words every rule has are the parameters of its check, held against a model before
anything is evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar, cast

from pydantic import create_model

from reportkit.rules.finding import Finding
from reportkit.rules.rule import Rule, RuleItem
from reportkit.strict import Strict

Evaluation = Callable[[Rule, Any], Iterable[Finding]]
_E = TypeVar("_E", bound=Evaluation)


class NoParameters(Strict):
    """What a check asks of its rules that asks for nothing."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check.

    Attributes
    ----------
    name : str
    parameters : type of Strict
        What it asks of its rules.
    evaluate : callable
        Holds a context against a rule; asks of the context what it needs, and nothing more.
    item : type of RuleItem
        All that a rule of the catalogue says which names it.
    """

    name: str
    parameters: type[Strict]
    evaluate: Evaluation
    item: type[RuleItem]


_CHECKS: dict[str, Check] = {}
CHECKS: Mapping[str, Check] = MappingProxyType(_CHECKS)
"""Every check by its name, as far as the modules are imported that register them."""


def check(name: str, parameters: type[Strict]) -> Callable[[_E], _E]:
    """Register a function as a check.

    Parameters
    ----------
    name : str
        What rules call it.
    parameters : type of Strict
        What it asks of a rule; the rule carries one of these as `Rule.parameters`.

    Raises
    ------
    ValueError
        Where the name is taken, or a parameter is called as something that every rule has.
    """
    if name in _CHECKS:
        msg = f"check {name!r} is registered twice"
        raise ValueError(msg)
    if taken := parameters.model_fields.keys() & RuleItem.model_fields.keys():
        msg = f"check {name!r}: every rule has {', '.join(sorted(taken))}"
        raise ValueError(msg)

    def register(evaluate: _E) -> _E:
        item = create_model(f"{name} rule", __base__=(parameters, RuleItem))
        _CHECKS[name] = Check(name, parameters, evaluate, cast("type[RuleItem]", item))
        return evaluate

    return register
