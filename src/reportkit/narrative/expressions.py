"""The expressions of prose: Jinja's language, less what could run without end or fill the memory.

A narrative is written by whoever hands in the ledgers, and `check` works it out in its own process.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from jinja2 import StrictUndefined
from jinja2.filters import FILTERS
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportkit.narrative.vocabulary import Untold

_LONGEST = 1000  # characters of an expression
_LARGEST = 10**30  # far beyond any figure
_HIGHEST_POWER = 100
_LONGEST_TEXT = 10_000
_FILTERS = ("abs", "default", "int", "length", "max", "min", "sum")
_TOO_LARGE = "数字或者文字太大"


def work_out(source: str, names: Mapping[str, Any]) -> Any:
    """Return the value of an expression.

    Parameters
    ----------
    source : str
    names : mapping
        What it may speak of.

    Raises
    ------
    ValueError
        Where it, or something in it, is larger than prose needs.
    Exception
        Whatever Jinja and Python raise where it makes no sense.
    """
    if len(source) > _LONGEST:
        msg = f"写法超过 {_LONGEST} 个字符"
        raise ValueError(msg)
    if (found := _looked_up(source, names)) is not None:
        return found
    expression = _ENVIRONMENT.compile_expression(source, undefined_to_none=False)
    return expression(**names)


def _looked_up(source: str, names: Mapping[str, Any]) -> Any:
    """Return what a name alone leads to, as nearly all do; None for whatever Jinja is asked of."""
    found: Any = names
    for part in source.split("."):
        if not isinstance(found, Mapping) or part not in found:
            return None
        found = found[part]
    return found


class _Bounded(ImmutableSandboxedEnvironment):
    """Knows figures, texts and the functions that it is given; no method of theirs."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Reckon with numbers; put texts together, where the operator is a plus."""
        if not isinstance(left, Untold) and not isinstance(right, Untold):
            _hold_operands(operator, left, right)
        return _held(super().call_binop(context, operator, left, right))

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return what a name leads to: cells by their names, and nothing that Python has."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of a table; of anything else there is none."""
        if isinstance(obj, Mapping) and argument in obj:
            return obj[argument]
        return self.undefined(obj=obj, name=argument)


def _hold_operands(operator: str, left: Any, right: Any) -> None:
    for value in (left, right):
        if operator != "+" and not _is_number(value):
            msg = "只有数字能参加运算"
            raise ValueError(msg)
        _held(value)
    if operator == "**" and _is_number(right) and abs(right) > _HIGHEST_POWER:
        raise ValueError(_TOO_LARGE)


def _held(value: Any) -> Any:
    if _is_number(value) and abs(value) > _LARGEST:
        raise ValueError(_TOO_LARGE)
    if isinstance(value, str | list | tuple) and len(value) > _LONGEST_TEXT:
        raise ValueError(_TOO_LARGE)
    return value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal)


def _round(value: Any, digits: int = 0) -> Any:
    if abs(digits) > _HIGHEST_POWER:
        raise ValueError(_TOO_LARGE)
    return round(_held(value), digits)


_ENVIRONMENT = _Bounded(undefined=StrictUndefined)
_ENVIRONMENT.globals.clear()
_ENVIRONMENT.filters = {name: FILTERS[name] for name in _FILTERS} | {"round": _round}
