"""Holding the figures of one report against the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from reportkit.errors import ReportkitError
from reportkit.figures import Figures, Mark, Member, Value, value_text
from reportkit.forms import Cell
from reportkit.ledgers import Problem, RawData
from reportkit.rules.catalogue import load_catalogue
from reportkit.rules.finding import CellValue, Finding, State
from reportkit.rules.linear import compile_rules, evaluate_all
from reportkit.rules.rule import Rule

_RULES = {
    "required": "L-REQUIRED",
    "date": "L-DATE",
    "number": "L-NUMBER",
    "choice": "L-KIND",
    "outcome": "L-OUTCOME",
    "together": "L-CONCLUDED",
    "order": "L-ORDER",
    "unique": "L-UNIQUE",
    "late": "L-YEAR",
}


def held(rule_id: str, check: Callable[[], list[Finding]]) -> list[Finding]:
    """Return what a check says; where it cannot be evaluated, a broken finding in its place.

    Parameters
    ----------
    rule_id : str
        The rule that a broken finding is of.
    check : callable
        Returns findings. Our own errors pass through: they tell the user what to mend.
    """
    try:
        return check()
    except ReportkitError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, it must never count as a pass
        message = f"核对没有完成（{type(error).__name__}），不能算作通过。"
        remedy = "请把台账、参数和这条信息交给维护人员。"
        rule = load_catalogue()[rule_id]
        return [rule.finding("report", "全部", State.BROKEN, message, suggestion=remedy)]


def check_figures(
    figures: Figures,
    facts: frozenset[str] = frozenset(),
    own_rules: Mapping[str, Rule] = MappingProxyType({}),
) -> list[Finding]:
    """Hold figures against every rule on tables, in the order of the catalogue.

    Parameters
    ----------
    figures : Figures
    facts : frozenset of str
        What is true of the organ: its level, and parameters such as ``legislative_power``. A rule
        that applies `unless` one of them, or to other `organs`, is left out.
    own_rules : mapping of str to Rule
        Linear rules that the bureau or its city adds.

    Returns
    -------
    list of Finding
        Passing, failing and unknown ones alike.
    """
    every = (*load_catalogue().values(), *own_rules.values())
    rules = [rule for rule in every if rule.applies(figures.edition, facts)]
    linear = [rule for rule in rules if rule.linear]
    known = tuple(rule for rule in linear if figures.last_year or not rule.looks_back)
    system = compile_rules(figures.edition, known)
    return [
        *evaluate_all(system, figures),
        *(_no_last_year(rule) for rule in linear if rule not in known),
        *(f for rule in rules if rule.check == "values" for f in _check_values(rule, figures)),
    ]


def _no_last_year(rule: Rule) -> Finding:
    message = "没有上年度的数字，没有核对。"
    return rule.finding("last_year", "上年度的数字", State.UNKNOWN, message)


def check_raw_data(raw: RawData) -> list[Finding]:
    """Turn the problems of the ledgers into findings; a rule without problems passes once."""
    findings: list[Finding] = []
    for rule in load_catalogue().values():
        if rule.check == "ledger":
            problems = [problem for problem in raw.problems if _RULES[problem.kind] == rule.id]
            findings.extend(_ledger_findings(rule, problems))
    return findings


def check_members(members: Sequence[Member]) -> list[Finding]:
    """Hold the members of a parent against U-ROLLUP: one finding each, missing ones by name."""
    rule = load_catalogue()["U-ROLLUP"]
    faults = {"missing": "没有报告，没有计入汇总", "failed": "的报告核对不符", "passed": ""}
    return [
        rule.finding(
            member.code,
            f"所属单位 {member.code}",
            State.FAIL if faults[member.state] else State.PASS,
            f"所属单位 {member.code} {faults[member.state] or '的报告已计入汇总'}。"
            f"{member.problem}",
        )
        for member in members
    ]


def check_summary(
    filled_in: Mapping[str, Value], figures: Figures, rule_id: str = "L-SUMMARY"
) -> list[Finding]:
    """Compare what a bureau filled in itself with what its ledgers count to, cell by cell.

    Parameters
    ----------
    filled_in : mapping of str to Value
        By cell id; cells that are not there are not compared.
    figures : Figures
        Counted from the ledgers, or rolled up.
    rule_id : str
        ``L-SUMMARY``; ``U-ROLLUP`` for a parent.

    Returns
    -------
    list of Finding
        One a cell that differs or cannot be compared; one that passes where all agree.
    """
    rule = load_catalogue()[rule_id]
    findings = [
        _compare(rule, figures.edition.cells[cell], value, figures[cell])
        for cell, value in filled_in.items()
        if value != figures[cell] or figures[cell] is Mark.UNKNOWN
    ]
    if filled_in and not findings:
        message = f"填报的 {len(filled_in)} 格都与统计数一致。"
        findings.append(rule.finding("summary", "填报数", State.PASS, message))
    return findings


def _compare(rule: Rule, cell: Cell, filled_in: Value, counted: Value) -> Finding:
    state = State.UNKNOWN if counted is Mark.UNKNOWN else State.FAIL
    message = f"“{cell.name}”填报数为 {value_text(filled_in)}，统计数为 {value_text(counted)}。"
    cited = (CellValue(cell.id, cell.name, counted),)
    return rule.finding(
        cell.id, cell.name, state, message, left=filled_in, right=counted, cells=cited
    )


def _ledger_findings(rule: Rule, problems: Sequence[Problem]) -> Iterator[Finding]:
    if not problems:
        yield rule.finding("ledgers", "全部台账", State.PASS, "全部台账都符合。")
    for problem in problems:
        place = f"{problem.ledger}:{problem.row}" if problem.row else problem.ledger
        yield rule.finding(
            place,
            problem.where,
            State.FAIL,
            f"{problem.where}：{problem.fault}。",
            suggestion=problem.remedy,
        )


def _check_values(rule: Rule, figures: Figures) -> Iterator[Finding]:
    """Every cell holds a whole number or an amount; a table without a fault passes once."""
    for table in figures.edition.tables.values():
        prefix = f"{table.id}."
        cells = [cell for cell in figures.edition.cells.values() if cell.id.startswith(prefix)]
        faulty = [finding for cell in cells if (finding := _check_cell(rule, cell, figures))]
        yield from faulty
        if not faulty:
            message = f"“{table.title}”表各格都有合规的数字。"
            yield rule.finding(table.id, f"“{table.title}”表", State.PASS, message)


def _check_cell(rule: Rule, cell: Cell, figures: Figures) -> Finding | None:
    value = figures[cell.id]
    fault = _fault(cell, value)
    if not fault:
        return None
    state = State.UNKNOWN if value is Mark.UNKNOWN else State.FAIL
    cited = (CellValue(cell.id, cell.name, value),)
    message = f"“{cell.name}”{fault}。"
    return rule.finding(cell.id, cell.name, state, message, cells=cited)


def _fault(cell: Cell, value: Value) -> str:
    match value:
        case Mark.UNKNOWN:
            return "无法从台账确定"
        case Mark.BLANK:
            return "空白"
        case Mark() | str():
            return f"填的是“{value_text(value)}”，不是数"
        case Decimal() if cell.kind == "count" and value != value.to_integral_value():
            return f"应为整数（现为 {value_text(value)}）"
        case int() | Decimal() if value < 0 and not cell.signed:
            return f"不应为负数（现为 {value_text(value)}）"
    return ""
