"""The one object that a notebook talks to: one bureau-year, bound to the rooms below.

Every method that shows something returns it, so that a cell need only name it on its last line. The
notebook carries the report's title and its result inside its own outputs; exporters and the batch
read them from there, and plain ``papermill`` and ``jupyter nbconvert`` give the same report.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Callable, Container, Iterable, Sequence
from decimal import Decimal
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

from IPython.display import HTML, Markdown, display

from reportkit.errors import ReconciliationError, RuleError
from reportkit.figures import Figures, value_text
from reportkit.forms import Chart, Section, Table, deadline_of
from reportkit.narrative import read_notes
from reportkit.params import Parameters, find_workspace, parse_parameters
from reportkit.rendering.bundle import Bundle
from reportkit.rendering.charts import bar_chart, column_chart
from reportkit.rendering.document import REPORT_MIME, RESULT_MIME, Result
from reportkit.rendering.findings import causes_first, finding_text, findings_table
from reportkit.rendering.glyphs import GLYPHS, failing_glyphs
from reportkit.rendering.tables import plain_table, table_html
from reportkit.report.computed import Computed
from reportkit.report.reading import reading_html
from reportkit.rules import Finding, State
from reportkit.rules.checks.deadline import DEADLINE, Deadline, timeliness

NOTES = "notes.md"
_FEWEST_BARS = 2  # one by itself compares nothing
_TIME_COLUMNS = ("办结（件）", "用时中位数（工作日）", "最长（工作日）", "超期（件）")


def open_report(**parameters: Any) -> Report:
    """Open the report of one bureau-year.

    Parameters
    ----------
    **parameters
        Those of `reportkit.params.Parameters`, as plain values.

    Raises
    ------
    ParametersError
        With everything that is wrong with the parameters.
    WorkspaceError
        Where no folder above the present one has ``params/``.
    """
    checked = parse_parameters(parameters, "参数单元格")
    return Report(checked, find_workspace(Path.cwd()))


class _Shown(NamedTuple):
    """What a cell has shown of the figures, and how it would be worked out again."""

    figures: Figures
    html: str
    again: Callable[[], str]


class Report(Computed):
    """One bureau-year, as its notebook shows it.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
        The folder that holds ``params/``, ``data/`` and ``outputs/``.
    """

    def __init__(self, parameters: Parameters, workspace: Path) -> None:
        super().__init__(parameters, workspace)
        self._named: set[str] = set()  # the rules that cells before have asked for by name
        self._shown: dict[str, _Shown] = {}  # what cells before have shown of the figures, by place

    def __repr__(self) -> str:
        return f"{self.parameters.name}{self.edition.form.title}"

    # What the cells of the notebook show, in reading order.

    def ledgers(self) -> HTML:
        """Show what was read: which files, rows and columns, and what of them was not."""
        return HTML(reading_html(self))

    def notes(self) -> Markdown | None:
        """Show what the office tells its reviewers about its data, where it has a ``notes.md``."""
        notes = read_notes(self.folder / NOTES)
        return Markdown(notes) if notes else None

    def timeliness(self) -> HTML:
        """Show how long what was concluded in the report year took, in working days.

        What that is, and within which time, the rules with a deadline say.
        """
        rules = [rule.parameters for rule in self.rules_of(DEADLINE)]
        asked = [each for each in rules if each.ledger in self.raw.ledgers]
        lacking = [each for each in rules if each.ledger not in self.raw.ledgers]
        told = [f"<p>没有{escape(each.noun)}台账，没有计算办理用时。</p>" for each in lacking]
        return HTML("\n".join([*map(self._time_taken, asked), *told]))

    def _time_taken(self, asked: Deadline) -> str:
        taken = timeliness(self.raw.ledgers[asked.ledger], asked, self.year)
        typical = value_text(Decimal(taken.median.numerator) / taken.median.denominator)
        row = (taken.concluded, typical, taken.worst, taken.overdue)
        return plain_table(f"{asked.noun}办理用时", _TIME_COLUMNS, [row])

    def title(self) -> Bundle:
        """Show the report's title; tells the exporters whose report this is, and of what date."""
        lines = self.edition.title_lines(self.parameters.bureau_name, self.year)
        facts = {
            "title": "".join(lines),
            "title_lines": lines,
            "bureau_name": self.parameters.bureau_name,
            "date": self.parameters.date.isoformat(),
        }
        html = "<br>".join(escape(line) for line in lines)
        return Bundle({"text/html": f"<h1>{html}</h1>", REPORT_MIME: facts})

    def opening(self) -> Markdown:
        """Show the prose before the first section."""
        return Markdown(self._show("开头的文字", lambda: self.narrative.opening))

    def section(self, numeral: str) -> Markdown:
        """Show the heading of a section, called by its numeral, and its prose, where it has any."""
        section = self._section(numeral)
        return Markdown(self._show(f"“{section.heading}”", lambda: self._prose(section)))

    def _prose(self, section: Section) -> str:
        prose = self.narrative.sections.get(section.id, "")
        lowered = "\n".join(
            f"#{line}" if line.startswith("#") else line for line in prose.split("\n")
        )
        return f"## {section.heading}\n\n{lowered}"

    def table(self, name: str) -> HTML:
        """Show a table, called by its id or by the numeral of the section that it makes up."""
        tables = self.edition.tables
        table = tables[name] if name in tables else self._table_of(self._section(name))
        section = self.edition.section_of(table.id)
        captioned = section.title != table.title
        shown = self._show(
            f"表“{table.title}”", lambda: table_html(table, self.figures, captioned=captioned)
        )
        return HTML(shown)

    def chart(self, name: str) -> HTML | None:
        """Show a chart of the form, called by its id; nothing where there is nothing to compare."""
        charts = {chart.id: chart for chart in self.edition.form.item.charts}
        if name not in charts:
            msg = f"没有图 {name}，可用的：{'、'.join(charts)}。"
            raise ValueError(msg)
        chart = charts[name]
        drawn = self._show(f"图 {name}", lambda: self._draw(chart))
        return HTML(drawn) if drawn else None

    def _draw(self, chart: Chart) -> str:
        """Draw a chart; nothing where there is nothing to compare."""
        caption = chart.title.format(year=self.year)
        counts = self._by_month(chart) if chart.ledger else self._by_heading(chart)
        if len([value for value in counts.values() if value]) < _FEWEST_BARS:
            return ""
        draw = column_chart if chart.ledger else bar_chart
        return draw(caption, counts)

    def _by_heading(self, chart: Chart) -> dict[str, int]:
        """Return the figure of each heading that has one."""
        cells = (
            (heading.name, self.figures.get(chart.cell.format(id=heading.id)))
            for heading in self.edition.headings_with(chart.role)
        )
        return {name: value for name, value in cells if isinstance(value, int) and value}

    def _by_month(self, chart: Chart) -> dict[str, int]:
        """Return the records of each month; none where the bureau does not keep the ledger."""
        ledger = self.raw.ledgers.get(chart.ledger)
        if ledger is None:
            return {}
        dates = ledger.frame[chart.date]
        meant = dates.dt.year == self.year
        for field, code in chart.where.items():
            meant &= ledger.frame[field] == code
        months = Counter(dates[meant].dt.month)
        return {f"{month}月": months[month] for month in range(1, 13)} if months else {}

    def signature(self) -> HTML:
        """Show who signs the report, and its date."""
        day = self.parameters.date
        lines = (self.parameters.bureau_name, f"{day.year}年{day.month}月{day.day}日")
        return HTML("\n".join(f'<p class="signature">{escape(line)}</p>' for line in lines))

    def reconcile(self, *rules: str) -> None:
        """Hold the report against rules, show what does not hold, and fail on errors.

        Parameters
        ----------
        *rules : str
            Rule ids or their beginnings: ``"T3"`` stands for every rule of table 三. Without any,
            the rules that no cell before has named: rules across years, of a roll-up, the
            bureau's own.

        Raises
        ------
        ReconciliationError
            Where something of severity error does not hold.
        RuleError
            Where no rule is called so.
        """
        named = self._called(rules) if rules else self.rules.keys() - self._named
        if rules:
            self._named |= named
        place = f"{'、'.join(rules)} 的核对" if rules else "其余规则的核对"
        display(HTML(self._show(place, lambda: _held_html(self._held(named)))))
        failing = [finding for finding in self._held(named) if finding.fails_run]
        if failing:
            heading = f"有 {len(failing)} 处不符："
            raise ReconciliationError(heading, [finding_text(finding) for finding in failing])

    def _held(self, named: Container[str]) -> list[Finding]:
        return [finding for finding in self.findings if finding.rule in named]

    def result(self) -> Bundle:
        """Show whether the report may be published, and what fails; leave all for the batch.

        Raises
        ------
        ReconciliationError
            Where cells before have shown other figures than those that the result is about.
        """
        self._refuse_outdated()
        failing = [finding for finding in self.findings if finding.fails_run]
        glyphs = next((failing_glyphs(rule) for rule in self.rules_of(GLYPHS)), None)
        result = Result.of(self.parameters, self.figures.to_json(), self.findings, glyphs)
        words = f"有 {len(failing)} 处核对不符，本报告是草稿。" if failing else "全部核对通过。"
        due = deadline_of(self.parameters, self.workspace)
        html = f"<p>{words}法定公布期限：{due.year}年{due.month}月{due.day}日。</p>"
        table = f"\n{findings_table(failing)}" if failing else ""
        return Bundle({"text/html": html + table, RESULT_MIME: result.to_json()})

    def _show(self, place: str, work_out: Callable[[], str]) -> str:
        """Return what a cell shows of the figures, and remember it."""
        html = work_out()
        self._shown[place] = _Shown(self.figures, html, work_out)
        return html

    def _refuse_outdated(self) -> None:
        """Refuse a result of other figures than were shown: the report would contradict itself."""
        outdated = [
            f"{place}是按改动以前的数字得出的。请把改数字的单元格移到它前面，再从头运行。"
            for place, shown in self._shown.items()
            if shown.figures is not self.figures and shown.again() != shown.html
        ]
        if outdated:
            heading = "前面的单元格显示之后，数字又改了："
            raise ReconciliationError(heading, outdated)

    def _called(self, beginnings: Iterable[str]) -> set[str]:
        """Return the ids of the rules that are called by their ids or the beginnings of these."""
        called: set[str] = set()
        problems: list[str] = []
        for beginning in beginnings:
            found = {id_ for id_ in self.rules if id_.startswith(beginning)}
            called |= found
            if not found:
                problems.append(self._no_rule(beginning))
        if problems:
            heading = "没有这样的规则："
            raise RuleError(heading, problems)
        return called

    def _no_rule(self, beginning: str) -> str:
        # The shortest first: of ids that are equally near, the one with the least to add.
        known = sorted({*self.rules, *(id_.partition("-")[0] for id_ in self.rules)}, key=len)
        near = difflib.get_close_matches(beginning.upper(), known, n=1, cutoff=0.5)
        remedy = f"是否应为 {near[0]}？" if near else f"全部规则：{'、'.join(self.rules)}。"
        return f"没有以“{beginning}”开头的规则，{remedy}"

    def _section(self, numeral: str) -> Section:
        for section in self.edition.sections:
            if section.numeral == numeral:
                return section
        numerals = "、".join(section.numeral for section in self.edition.sections)
        msg = f"没有第“{numeral}”部分，应为 {numerals} 之一。"
        raise ValueError(msg)

    def _table_of(self, section: Section) -> Table:
        if len(section.table_ids) == 1:
            return self.edition.tables[section.table_ids[0]]
        tables = "、".join(section.table_ids) or "没有表"
        msg = f"“{section.heading}”不是由一张表组成的（{tables}），请写表的编号。"
        raise ValueError(msg)


def _held_html(held: Sequence[Finding]) -> str:
    open_ones = [finding for finding in held if finding.state is not State.PASS]
    table = f"\n{findings_table(causes_first(open_ones))}" if open_ones else ""
    return f"<p>{_counted(held, open_ones)}</p>{table}"


def _counted(held: Sequence[Finding], open_ones: Sequence[Finding]) -> str:
    if not held:
        return "没有要核对的：这些规则暂停使用、不适用于本报告，或者没有可核对之处。"
    return f"核对 {len(held)} 处，{len(held) - len(open_ones)} 处通过。"
