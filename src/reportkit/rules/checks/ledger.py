"""Check ``ledger``: what the reader found wrong in the rows of raw data, a kind of fault a rule."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reportkit.figures.official.read import STRANGE, UNREADABLE
from reportkit.forms import Form
from reportkit.rules.context import WithLedgers
from reportkit.rules.finding import Finding, State
from reportkit.rules.register import check
from reportkit.rules.rule import Rule
from reportkit.strict import Strict

_NAME = "ledger"
# What may be found in any folder of raw data, whatever the ledgers of the form.
_OF_ANY_LEDGER = (
    "hidden", "lost", "near_year", "reading", "same", "shifted", "unread", "void", "year",
)  # fmt: skip


class LedgerProblem(Strict):
    """Which kind of problem a rule tells of (see `reportkit.ledgers.Problem`)."""

    problem: str


@check(_NAME, LedgerProblem)
def check_ledgers(rule: Rule, context: WithLedgers) -> Iterator[Finding]:
    """Yield one finding a problem; ledgers without any pass once."""
    asked: LedgerProblem = rule.parameters
    problems = [each for each in context.raw.problems if each.kind == asked.problem]
    if not problems:
        yield rule.finding("ledgers", "全部台账", State.PASS, "全部台账都符合。")
    for problem in problems:
        place = ":".join([problem.ledger or problem.file, *map(str, problem.rows[:1])])
        message = f"{problem.where}：{problem.fault}。"
        yield rule.finding(place, problem.where, State.FAIL, message, suggestion=problem.remedy)


def problem_kinds(form: Form) -> set[str]:
    """Return the kinds of problem that the reader may find in the ledgers of a form."""
    kinds = set(_OF_ANY_LEDGER) if form.ledgers else set()
    for schema in form.ledgers:
        kinds |= {"together"} if schema.together else set()
        kinds |= {"order"} if schema.order else set()
        kinds |= {kind for field in schema.kept for kind in _kinds_of(field.type, field.problem)}
        kinds |= {"required"} if any(field.required for field in schema.kept) else set()
        kinds |= {UNREADABLE, STRANGE} if schema.holds == "figures" else set()
        kinds |= {"unique", "required"} if any(field.unique for field in schema.kept) else set()
    return kinds


def _kinds_of(type_: str, choice: str) -> tuple[str, ...]:
    kinds = {"date": ("date",), "money": ("number",), "number": ("number",), "flag": ("choice",)}
    return (choice,) if type_ == "choice" else kinds.get(type_, ())


def told_kinds(rules: Iterable[Rule]) -> set[str]:
    """Return the kinds of problem that rules tell of."""
    return {rule.parameters.problem for rule in rules if rule.check == _NAME}
