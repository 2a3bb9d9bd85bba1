"""What a cell calls things by: sections, tables, charts, rules; a wrong name leads to the near."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

from reportkit.errors import ReportkitError, RuleError, UnknownNameError
from reportkit.forms import Cell, Chart, Edition, Section, Table


def cell_called(edition: Edition, id_: str) -> Cell:
    """Return the cell of an id.

    Raises
    ------
    UnknownNameError
    """
    if id_ not in edition.cells:
        raise UnknownNameError("格", id_, {cell.id: cell.name for cell in edition.cells.values()})
    return edition.cells[id_]


def section_called(edition: Edition, numeral: str) -> Section:
    """Return the section of a numeral.

    Raises
    ------
    UnknownNameError
    """
    for section in edition.sections:
        if section.numeral == numeral:
            return section
    raise UnknownNameError("部分", numeral, _numerals(edition))


def table_called(edition: Edition, name: str) -> Table:
    """Return the table of an id, or of the numeral of the section that it makes up.

    Raises
    ------
    UnknownNameError
    ReportkitError
        Where a section has no table, or several.
    """
    if name in edition.tables:
        return edition.tables[name]
    if name not in _numerals(edition):
        titles = {id_: table.title for id_, table in edition.tables.items()}
        raise UnknownNameError("表", name, titles)
    section = section_called(edition, name)
    if len(section.table_ids) == 1:
        return edition.tables[section.table_ids[0]]
    tables = "、".join(section.table_ids) or "没有表"
    msg = f"“{section.heading}”不是由一张表组成的（{tables}），请写表的编号。"
    raise ReportkitError(msg)


def chart_called(edition: Edition, name: str) -> Chart:
    """Return the chart of an id.

    Raises
    ------
    UnknownNameError
    """
    charts = {chart.id: chart for chart in edition.form.item.charts}
    if name not in charts:
        titles = {id_: chart.title.format(year="本") for id_, chart in charts.items()}
        raise UnknownNameError("图", name, titles)
    return charts[name]


def rules_called(known: Collection[str], beginnings: Iterable[str]) -> set[str]:
    """Return the ids of the rules that are called by their ids or the beginnings of these.

    Raises
    ------
    RuleError
        Where no rule is called so.
    """
    called: set[str] = set()
    problems: list[str] = []
    for beginning in beginnings:
        found = {id_ for id_ in known if id_.startswith(beginning)}
        called |= found
        if not found:
            problems.append(_no_rule(known, beginning))
    if problems:
        heading = "没有这样的规则："
        raise RuleError(heading, problems)
    return called


def _no_rule(known: Collection[str], beginning: str) -> str:
    # The shortest first: of ids that are equally near, the one with the least to add.
    names = sorted({*known, *(id_.partition("-")[0] for id_ in known)}, key=len)
    near = difflib.get_close_matches(beginning.upper(), names, n=1, cutoff=0.5)
    remedy = f"是否应为 {near[0]}？" if near else f"全部规则：{'、'.join(known)}。"
    return f"没有以“{beginning}”开头的规则，{remedy}"


def _numerals(edition: Edition) -> dict[str, str]:
    return {section.numeral: section.title for section in edition.sections}
