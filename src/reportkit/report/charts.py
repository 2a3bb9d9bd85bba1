"""What the charts of a form show of one report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reportkit.errors import ReportkitError
from reportkit.forms import Chart
from reportkit.rendering.charts import bar_chart, column_chart
from reportkit.report.computed import Computed

_FEWEST_BARS = 2  # one by itself compares nothing


def chart_html(report: Computed, chart: Chart) -> str:
    """Return a chart; nothing where there is nothing to compare."""
    caption = chart.title.format(year=report.year)
    counts = _by_month(report, chart) if chart.ledger else _by_heading(report, chart)
    if len([value for value in counts.values() if value]) < _FEWEST_BARS:
        return ""
    draw = column_chart if chart.ledger else bar_chart
    return draw(caption, counts)


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


def _by_heading(report: Computed, chart: Chart) -> dict[str, int]:
    """Return the figure of each heading that has one."""
    cells = (
        (heading.name, report.figures.get(chart.cell.format(id=heading.id)))
        for heading in report.edition.headings_with(chart.role)
    )
    return {name: value for name, value in cells if isinstance(value, int) and value}


def _by_month(report: Computed, chart: Chart) -> dict[str, int]:
    """Return the records of each month; none where the bureau does not keep the ledger."""
    ledger = report.raw.ledgers.get(chart.ledger)
    if ledger is None or not ledger.in_months:
        return {}
    dates = ledger.frame[chart.date]
    meant = dates.dt.year == report.year
    for field, code in chart.where.items():
        meant &= ledger.frame[field] == code
    weights = ledger.weights if ledger.weights is not None else meant.astype("int64")
    months = weights[meant].groupby(dates[meant].dt.month).sum()
    if months.empty:
        return {}
    return {f"{month}月": int(months.get(month, 0)) for month in range(1, 13)}
