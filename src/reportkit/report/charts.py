"""What the charts of a form show of one report: picture, sentence and table of the same numbers.

A number is a figure of the report, or a count of records as prose would count them. Where one that
a chart needs cannot be told, the chart is not drawn, and those who work on the report read why.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from html import escape
from itertools import chain
from typing import Any

import numpy as np

from reportkit.errors import ReportkitError
from reportkit.figures import Mark, Value, rows_of_counts, value_text
from reportkit.forms import Chart, Count, Edition
from reportkit.ledgers import Ledger
from reportkit.rendering.bundle import working
from reportkit.rendering.parts.charts import Counts, bars, columns, data_table, figure, flow
from reportkit.report.computed import Computed

_FEWEST = 2  # one by itself compares nothing
_YEARS = 5
_NONE = "无"
_UNKNOWN = "？"


class _CannotTellError(Exception):
    """A number that a chart needs cannot be told; the message says which."""


def chart_html(report: Computed, chart: Chart) -> str:
    """Return a chart; nothing where there is nothing to compare, and words where it can't be told.

    The words are for those who work on the report: no form asks for a chart.
    """
    title = chart.title.format(year=report.year)
    try:
        return _KINDS[chart.kind](report, chart, title)
    except _CannotTellError as why:
        return working(f"<p>没有画图“{escape(title)}”：{escape(str(why))}</p>")


def whole_counts(counts: Mapping[Any, Any]) -> dict[str, int]:
    """Return counts of an analyst's own as a chart takes them.

    Raises
    ------
    ReportkitError
        Where there are none, or one is no whole number from 0 up.
    """
    odd = [str(label) for label, count in counts.items() if not _is_whole(count)]
    if odd or not len(counts):
        fault = f"{'、'.join(odd)}不是" if odd else "一个也没有"
        msg = f"柱形图要画的数应为不小于 0 的整数，{fault}。请核对。"
        raise ReportkitError(msg)
    return {str(label): int(count) for label, count in counts.items()}


def _is_whole(count: Any) -> bool:
    """Whether a count is a whole number from 0 up; what has no value, or none told, is none."""
    try:
        return bool(count >= 0 and count == int(count))
    except (TypeError, ValueError, OverflowError):
        return False


def _bars(report: Computed, chart: Chart, title: str) -> str:
    cells = _bars_of(report.edition, chart)
    if chart.total and chart.total not in report.edition.cells:
        return ""
    counts = _told(report, cells)
    shown = {name: count for name, count in counts.items() if count}
    if len(shown) < _FEWEST:
        return ""
    totals = _told(report, {chart.total: "总计"}) if chart.total else {}
    says = chart.says.format(
        year=report.year,
        most=_most(shown, chart.unit),
        total="".join(f" {count} {chart.unit}" for count in totals.values()),
    )
    says += "没有列出的各项为 0。" if len(shown) < len(counts) else ""
    table = _down(title, shown | totals, chart.unit)
    told = _said_by_table(report.edition, [*cells, *filter(None, [chart.total])])
    return figure(title, bars({"": shown}), table, says + told, on_paper=not told)


def _bars_of(edition: Edition, chart: Chart) -> dict[str, str]:
    """Return the cells of an edition that are shown, each with a name that no other has."""
    headings = edition.headings_with(chart.role)
    often = Counter(heading.name for heading in headings)
    cells = {chart.cell.format(id=heading.id): heading.name for heading in headings}
    return {
        cell: name if often[name] == 1 else edition.cells[cell].name
        for cell, name in cells.items()
        if cell in edition.cells
    }


def _flow(report: Computed, chart: Chart, title: str) -> str:
    if not {*chart.before, *chart.after} <= report.edition.cells.keys():
        return ""
    before, after = _told(report, chart.before), _told(report, chart.after)
    if not any(chain(before.values(), after.values())):
        return ""
    sides = (before, after)
    words = ("、".join(f"{k} {v} {chart.unit}" for k, v in side.items()) for side in sides)
    says = chart.says.format(year=report.year, **dict(zip(("before", "after"), words, strict=True)))
    table = _down(title, before | after, chart.unit)
    told = _said_by_table(report.edition, [*chart.before, *chart.after])
    return figure(title, flow(before, after), table, says + told, on_paper=not told)


def _years(report: Computed, chart: Chart, title: str) -> str:
    # Editions need not have the same cells: those that this one has can be compared.
    cells = {cell: name for cell, name in chart.cells.items() if cell in report.edition.cells}
    if not cells:
        return ""
    _told(report, cells)  # this year's must be known
    first = max(report.year - _YEARS + 1, min(report.over_the_years))
    known = {year: each for year, each in report.over_the_years.items() if year >= first}
    if len(known) < _FEWEST:
        return ""
    panels = {
        name: {
            f"{year}年": _earlier(known[year].get(cell)) if year in known else _NONE
            for year in range(first, report.year + 1)
        }
        for cell, name in cells.items()
    }
    changes = "，".join(_change(name, counts, chart.unit) for name, counts in panels.items())
    says = chart.says.format(first=first, last=report.year, changes=changes)
    table = data_table(title, *_across(panels))
    return figure(title, columns(panels), table, says)


def _earlier(value: Value | None) -> int | str:
    """Return a figure of an earlier year, whose form need not have had the cell."""
    if value is None or value is Mark.NOT_APPLICABLE:
        return _NONE
    return value if isinstance(value, int) else _UNKNOWN


def _change(name: str, counts: Mapping[str, int | str], unit: str) -> str:
    (_, first), *_, (_, last) = counts.items()
    if not isinstance(first, int) or not isinstance(last, int):
        return f"{name} {last} {unit}"
    if first == last:
        return f"{name}都是 {last} {unit}"
    return f"{name}由 {first} {unit}{'增至' if last > first else '减至'} {last} {unit}"


def _months(report: Computed, chart: Chart, title: str) -> str:
    ledger = report.raw.ledgers.get(chart.ledger)
    if ledger is None:
        return ""
    if not ledger.in_months:
        told = f"“{ledger.schema.title}”没有写明各条记录的月份。"
        raise _CannotTellError(told)
    (everything,) = _by_month(ledger, chart, [chart.where], report.year)
    if len([count for count in everything.values() if count]) < _FEWEST:
        return ""
    parts = _by_code(ledger, chart, report.year) if chart.by else {}
    totals = {name: sum(counts.values()) for name, counts in parts.items()}
    says = chart.says.format(
        year=report.year,
        total=f" {sum(everything.values())} {chart.unit}",
        most=_most(everything, chart.unit),
        parts="、".join(f"{name} {total} {chart.unit}" for name, total in totals.items()),
    )
    panels = {f"{name}（{totals[name]} {chart.unit}）": parts[name] for name in parts}
    series = {name: {**each, "全年": totals[name]} for name, each in parts.items()}
    series["合计" if parts else "数量"] = {**everything, "全年": sum(everything.values())}
    table = data_table(title, *_across(series))
    return figure(title, columns(panels or {"": everything}), table, says)


def _by_code(ledger: Ledger, chart: Chart, year: int) -> dict[str, dict[str, int]]:
    """Return the records of each month by what a field says, as far as there are any."""
    field = ledger.schema.by_id[chart.by]
    asked = {field.label(code): {**chart.where, field.id: code} for code in field.choices or ()}
    counts = zip(asked, _by_month(ledger, chart, asked.values(), year), strict=True)
    return {name: each for name, each in counts if any(each.values())}


def _by_month(
    ledger: Ledger, chart: Chart, asked: Iterable[Mapping[str, str]], year: int
) -> Iterator[dict[str, int]]:
    """Yield, for each set of conditions, the records of each month of the year that meet it."""
    days = ledger.frame[chart.date].to_numpy()
    weights = ledger.weights
    counts = (Count(within=chart.date, where=where) for where in asked)
    for found in rows_of_counts(ledger, counts, year):
        if found.in_doubt.any():
            told = f"“{ledger.schema.title}”有 {found.in_doubt.sum()} 行不能确定是否计入。"
            raise _CannotTellError(told)
        months = days[found.counted].astype("datetime64[M]").astype(int) % 12
        totals = np.zeros(12, dtype=np.int64)
        np.add.at(totals, months, 1 if weights is None else weights[found.counted])
        yield {f"{month}月": total for month, total in enumerate(totals.tolist(), start=1)}


def _told(report: Computed, cells: Mapping[str, str]) -> dict[str, int]:
    """Return the figures of cells by what each is called, but for those that do not apply.

    Raises
    ------
    _CannotTellError
        Where one has no figure.
    """
    values = {name: report.figures[cell] for cell, name in cells.items()}
    lacking = [f"{name}{value_text(v)}" for name, v in values.items() if not _is_told(v)]
    if lacking:
        told = f"{'、'.join(lacking)}。"
        raise _CannotTellError(told)
    return {name: value for name, value in values.items() if isinstance(value, int)}


def _is_told(value: Value) -> bool:
    return isinstance(value, int) or value is Mark.NOT_APPLICABLE


def _most(counts: Mapping[str, int], unit: str) -> str:
    """Return the labels with the greatest count, and that count."""
    greatest = max(counts.values())
    labels = [label for label, count in counts.items() if count == greatest]
    each = "各 " if len(labels) > 1 else ""
    return f"{'、'.join(labels)}（{each}{greatest} {unit}）"


def _said_by_table(edition: Edition, cells: Collection[str]) -> str:
    """Name the table of the report that has all numbers of a chart, where one has."""
    for table in edition.tables.values():
        if all(cell.startswith(f"{table.id}.") for cell in cells):
            return f"数据取自“{table.title}”。"
    return ""


def _down(title: str, counts: Mapping[str, int], unit: str) -> str:
    """Return a table that reads as bars lie: a row each."""
    rows = [(name, str(count)) for name, count in counts.items()]
    return data_table(title, ("项目", f"数量（{unit}）"), rows)


def _across(series: Mapping[str, Counts]) -> tuple[list[str], list[list[str]]]:
    """Return head and rows of a table that reads as the columns stand: a row a series."""
    labels = next(iter(series.values()))
    rows = [[name, *(str(counts[label]) for label in labels)] for name, counts in series.items()]
    return ["项目", *labels], rows


_KINDS: Mapping[str, Callable[[Computed, Chart, str], str]] = {
    "bars": _bars,
    "years": _years,
    "flow": _flow,
    "months": _months,
}
