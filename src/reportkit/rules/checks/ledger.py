"""Check ``ledger``: what the reader found wrong in the rows of raw data, a kind of fault a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from reportkit.ledgers import Problem
from reportkit.rules.context import WithLedgers
from reportkit.rules.finding import Finding, State
from reportkit.rules.register import check
from reportkit.rules.rule import Rule
from reportkit.strict import Strict

ProblemKind = Literal[
    "required", "date", "number", "choice", "outcome", "together", "order", "unique", "late"
]
"""What can be wrong in a row; each kind is told of by one rule of a form."""

# The reader still names rules of one form. Once `Problem` tells its kind, this table goes.
_KINDS: dict[str, ProblemKind] = {
    "L-REQUIRED": "required",
    "L-DATE": "date",
    "L-NUMBER": "number",
    "L-KIND": "choice",
    "L-OUTCOME": "outcome",
    "L-CONCLUDED": "together",
    "L-ORDER": "order",
    "L-UNIQUE": "unique",
    "L-YEAR": "late",
}


class LedgerProblem(Strict):
    """Which kind of problem a rule tells of."""

    problem: ProblemKind


@check("ledger", LedgerProblem)
def check_ledgers(rule: Rule, context: WithLedgers) -> Iterator[Finding]:
    """Yield one finding a problem; ledgers without any pass once."""
    asked: LedgerProblem = rule.parameters
    problems = [each for each in context.raw.problems if kind_of(each) == asked.problem]
    if not problems:
        yield rule.finding("ledgers", "全部台账", State.PASS, "全部台账都符合。")
    for problem in problems:
        place = f"{problem.ledger}:{problem.row}" if problem.row else problem.ledger
        message = f"{problem.where}：{problem.fault}。"
        yield rule.finding(place, problem.where, State.FAIL, message, suggestion=problem.remedy)


def kind_of(problem: Problem) -> ProblemKind:
    """Return what kind of problem one is."""
    return _KINDS[problem.rule]
