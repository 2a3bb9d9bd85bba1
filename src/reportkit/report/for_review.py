"""What a reviewer asks of a report and the report itself does not print, for its notebook to carry.

The review page is made of the executed notebook alone: where figures come from, what they were last
year, what rules say in words, what was read, and with what the report was made, all stand in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import numpy as np

from reportkit.figures import LAST_YEAR, Mark, rows_of_cells, value_text, value_to_json
from reportkit.forms import Cell, deadline_of
from reportkit.inputs.kit import package_digest, rules_digest, versions
from reportkit.inputs.typed import master_notebook
from reportkit.ledgers import Ledger
from reportkit.rendering.parts.pieces import in_pieces
from reportkit.report.computed import Computed
from reportkit.report.interactive.explain import own_source, places, rewritten
from reportkit.report.origins import filled_in, origins, touched
from reportkit.report.parts import parts
from reportkit.report.reading import reading_json
from reportkit.rules import Rule
from reportkit.rules.checks.deadline import DEADLINE, Deadline
from reportkit.rules.equation import Term
from reportkit.rules.linear import compile_rules

_NO_FIGURE = (Mark.BLANK, Mark.UNKNOWN)


def for_review(report: Computed) -> dict[str, Any]:
    """Return it as plain values (see docs/files.md)."""
    edition = report.edition
    rows = [*rows_of_cells(report.raw, edition.cells.values(), report.year)]
    return {
        "edition": edition.title,
        "parameters": report.parameters.for_notebook(),
        "due": deadline_of(report.parameters, report.workspace).isoformat(),
        "sources": in_pieces(
            {cell.id: "\n".join(_told_of(report, cell)) for cell in edition.cells.values()}
        ),
        "tables": {table.id: table.title for table in edition.tables.values()},
        "filled_in": filled_in(report),
        "last_year": _last_year(report),
        "rules": {rule.id: _in_words(rule) for rule in _held(report)},
        "signs": {rule.id: _signs(rule, report) for rule in _held(report) if rule.linear},
        "touched": touched(report, rows),
        "reading": reading_json(report),
        "timeliness": [_timeliness(report, rule) for rule in report.rules_of(DEADLINE)],
        "inputs": report.digests,
        "notebook": report.inputs.notebook.path.as_posix(),
        "master": master_notebook(edition.form).as_posix(),
        "versions": versions(),
        "rules_digest": rules_digest(),
        "package": package_digest(),
        "members": parts(report),
        **origins(report, rows),
    }


def _told_of(report: Computed, cell: Cell) -> Iterator[str]:
    """Yield sentences on a figure; what members add to it is told apart."""
    yield from own_source(report, cell)
    if changed := rewritten(report, cell):
        yield changed


def _last_year(report: Computed) -> dict[str, Any] | None:
    """Return last year's figures where there are any; None where there is no such report.

    A file of last year's may name only a few cells: of the others there is nothing to tell.
    """
    if report.last_year is None:
        return None
    asked = ((cell, report.figures[LAST_YEAR + cell]) for cell in report.figures)
    return {cell: value_to_json(value) for cell, value in asked if value not in _NO_FIGURE}


def _held(report: Computed) -> list[Rule]:
    rules = report.rules.values()
    return [rule for rule in rules if rule.applies(report.edition, report.facts)]


def _in_words(rule: Rule) -> str:
    """Return what a rule asks and, below, its formula in words, where it has one."""
    return "\n".join(filter(None, [rule.explanation, rule.formula]))


def _signs(rule: Rule, report: Computed) -> str:
    """Return the signs of the cells on both sides, which are the same at every place: ``++ = +-``.

    In the order in which a finding of the rule has its cells.
    """
    first = compile_rules(report.edition, (rule,)).equations[:1]
    sides = [(each.left, each.linear.relation, each.right) for each in first]
    return "".join(f"{_side(left)} {how} {_side(right)}" for left, how, right in sides)


def _side(terms: tuple[Term, ...]) -> str:
    return "".join("+" if term.sign > 0 else "-" for term in terms)


def _timeliness(report: Computed, rule: Rule) -> dict[str, Any]:
    """Return how long what was concluded took; what was late or is not counted, row by row."""
    asked: Deadline = rule.parameters
    taken = report.time_taken(rule)
    if taken is None:
        return {"noun": asked.noun, "limit": asked.limit}
    ledger = report.raw.ledgers[asked.ledger]
    median = Decimal(taken.median.numerator) / taken.median.denominator
    records = [one.record for one in taken.overdue]
    return {
        "noun": asked.noun,
        "limit": asked.limit,
        "concluded": taken.concluded,
        "median": value_text(median),
        "worst": taken.worst,
        "late": [
            {"place": place, "days": one.days, "allowed": one.allowed}
            for place, one in zip(_told(ledger, records), taken.overdue, strict=True)
        ],
        "in_doubt": _told(ledger, taken.in_doubt),
        "lacking": [*taken.lacking],
    }


def _told(ledger: Ledger, records: Sequence[int]) -> list[str]:
    """Return file, row and number of some records, by their positions."""
    if not records:
        return []
    chosen = np.zeros(len(ledger.frame), dtype=bool)
    chosen[[*records]] = True
    return [
        f"{place.file} 第 {place.row} 行{f'（{place.number}）' if place.number else ''}"
        for place in places(ledger, chosen)
    ]
