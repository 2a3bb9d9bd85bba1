"""Check ``edition``: a report follows the form that is in force for its year."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportkit.forms import EditionItem
from reportkit.rules.context import WithLedgers
from reportkit.rules.finding import Finding, State
from reportkit.rules.register import NoParameters, check
from reportkit.rules.rule import Rule


@check("edition", NoParameters)
def check_edition(rule: Rule, context: WithLedgers) -> Iterator[Finding]:
    """Yield one finding for the edition, and one for each table of another edition."""
    edition, year = context.edition, context.year
    form = edition.form
    yield _finding(rule, edition.id, f"“{edition.id}”版格式", [edition.item], year)
    for table in edition.tables.values():
        if table.variant not in edition.item.tables:
            name = f"表“{table.title}”（{table.variant}）"
            yield _finding(rule, table.variant, name, form.years_of_table(table.variant), year)


def _finding(
    rule: Rule, place: str, name: str, editions: Sequence[EditionItem], year: int
) -> Finding:
    if not year:
        return rule.finding(place, name, State.UNKNOWN, f"{name}：没有报告年度，无法核对。")
    if not editions or any(edition.is_for(year) for edition in editions):
        return rule.finding(place, name, State.PASS, f"{name}用于 {year} 年度。")
    years = "、".join(edition.years for edition in editions)
    return rule.finding(place, name, State.FAIL, f"{name}用于{years}，本报告是 {year} 年度的。")
