"""What the charts of a form show of one report."""

from __future__ import annotations

from collections import Counter

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
    if ledger is None:
        return {}
    dates = ledger.frame[chart.date]
    meant = dates.dt.year == report.year
    for field, code in chart.where.items():
        meant &= ledger.frame[field] == code
    months = Counter(dates[meant].dt.month)
    return {f"{month}月": months[month] for month in range(1, 13)} if months else {}
