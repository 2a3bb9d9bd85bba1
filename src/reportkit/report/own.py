"""Checks of an analyst's own: a function in a cell of the notebook, whose word is a finding."""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from reportkit.errors import RuleError
from reportkit.rendering.asserted import CITATION
from reportkit.rules import Finding, Rule, Severity, State
from reportkit.rules.register import NoParameters

OWN = "own"
_PLACE = ("notebook", "笔记本")
Function = Callable[[], Any]


@dataclass(frozen=True, slots=True, eq=False)
class OwnCheck:
    """A rule of the notebook's, and the function that holds it."""

    rule: Rule
    function: Function

    def findings(self) -> list[Finding]:
        """Return what the function says: one finding a message, or one that all is well.

        A function that breaks down never counts as passed; what it has said until then stays.
        """
        said: list[str] = []
        try:
            said.extend(_messages(self.function()))
        except AssertionError as error:
            said.append(_asserted(error))
        except Exception as error:  # noqa: BLE001 - whatever it is, it must never count as a pass
            return [*self._failing(said), self._broken(error)]
        return self._failing(said) or [self.rule.finding(*_PLACE, State.PASS, "符合。")]

    def _failing(self, said: Iterable[str]) -> list[Finding]:
        place, name = _PLACE
        return [
            self.rule.finding(f"{place}:{number}", name, State.FAIL, message)
            for number, message in enumerate(said, start=1)
        ]

    def _broken(self, error: Exception) -> Finding:
        said = " ".join(str(error).split())
        message = f"核对没有完成（{type(error).__name__}：{said}），不能算作通过。"
        remedy = f"请检查函数 {self.function.__name__}。"
        return self.rule.finding(*_PLACE, State.BROKEN, message, suggestion=remedy)


def own_check(function: Function, severity: str, title: str) -> OwnCheck:
    """Return a function of a notebook as a check.

    Raises
    ------
    RuleError
        Where the function takes arguments, or the severity is none.
    """
    if severity not in set(Severity):
        fault = f"severity 应为 {'、'.join(Severity)} 之一，现为“{severity}”。"
        raise refused(function, fault)
    needed = inspect.signature(function).parameters.values()
    if any(one.default is one.empty and one.kind < one.VAR_POSITIONAL for one in needed):
        raise refused(function, "核对函数不带参数，report 在函数里直接可用。")
    doc = inspect.getdoc(function) or ""
    rule = Rule(
        id=own_id(function.__name__),
        title=title or doc.split("\n", 1)[0] or function.__name__,
        explanation=doc or title,
        citation=CITATION,
        severity=Severity(severity),
        suggestion="",
        check=OWN,
        parameters=NoParameters(),
        suspended="",
        unless="",
        organs=(),
        tables=(),
        source=f"笔记本的函数 {function.__name__}",
    )
    return OwnCheck(rule, function)


def own_id(name: str) -> str:
    """Return the id of the rule that a function of this name holds.

    Examples
    --------
    >>> own_id("months_add_up"), own_id("核对_总数")
    ('U-MONTHS-ADD-UP', 'U-核对-总数')
    """
    return f"U-{name.strip('_').replace('_', '-').upper()}"


def refused(function: Function, fault: str) -> RuleError:
    """Return the error of a function that cannot be a check."""
    heading = "笔记本里的核对有误："
    return RuleError(heading, [f"函数 {function.__name__}：{fault}"])


def _messages(said: Any) -> Iterator[str]:
    """Yield what is wrong, as a function returned it: nothing, truth or falsehood, words."""
    if said is None or isinstance(said, bool | np.bool_):
        yield from [] if said is None or said else ["不符合。"]
    elif isinstance(said, str):
        yield from [said] if said else []
    elif isinstance(said, Iterable):
        for each in said:
            yield from _messages(each)
    else:
        msg = f"应返回 True、False、一句话或者几句话，现为 {type(said).__name__}"
        raise TypeError(msg)


def _asserted(error: AssertionError) -> str:
    """Return what an assertion says; where it says nothing, the line that it stands in."""
    if words := " ".join(str(error).split()):
        return words
    line = traceback.extract_tb(error.__traceback__)[-1].line
    return f"不成立：{line or 'assert'}。"
