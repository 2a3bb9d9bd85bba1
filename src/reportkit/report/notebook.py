"""The one object that a notebook talks to: one bureau-year, bound to the rooms below.

Every method that shows something returns it, so that a cell need only name it on its last line. The
notebook carries the report's title and its result inside its own outputs; exporters and the batch
read them from there, and plain ``papermill`` and ``jupyter nbconvert`` give the same report.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from IPython import get_ipython
from IPython.display import HTML, display

from reportkit.cores import leave_no_core
from reportkit.decisions import standing_of
from reportkit.errors import ReconciliationError
from reportkit.figures import Mark, value_text
from reportkit.forms import Section, deadline_of
from reportkit.inputs.names import RESULT_MIME
from reportkit.narrative import read_notes
from reportkit.narrative.inert import plain_markdown
from reportkit.params import Parameters, parse_parameters
from reportkit.rendering.bundle import Bundle, told_apart, working
from reportkit.rendering.document import REPORT_MIME, REVIEW_MIME, Result
from reportkit.rendering.glyphs import GLYPHS, failing_glyphs
from reportkit.rendering.markdown import markdown_html
from reportkit.rendering.parts.charts import own_chart
from reportkit.rendering.parts.findings import finding_text, findings_table
from reportkit.rendering.parts.frames import frame_html
from reportkit.rendering.parts.plots import figure_html
from reportkit.rendering.parts.tables import table_html
from reportkit.report.charts import chart_html, whole_counts
from reportkit.report.computed import Computed
from reportkit.report.for_review import for_review
from reportkit.report.interactive.complete import complete_names
from reportkit.report.interactive.display import (
    Findings,
    held_html,
    is_watched,
    show_well,
    standing_html,
)
from reportkit.report.interactive.explain import Explanation, explain
from reportkit.report.interactive.failed_cells import FailedCells, watch
from reportkit.report.interactive.help import help_html, with_help
from reportkit.report.interactive.names import (
    cell_called,
    chart_called,
    rules_called,
    section_called,
    table_called,
)
from reportkit.report.own import Function, OwnCheck, own_check, refused
from reportkit.report.reading import reading_html
from reportkit.report.shown import Shown, refuse_outdated, refuse_unexplained
from reportkit.report.timeliness import timeliness_html
from reportkit.rules import Finding, State
from reportkit.visible import without_unseen
from reportkit.workspace import workspace_here

NOTES = "notes.md"


def open_report(*, workspace: str = "", **parameters: Any) -> Report:
    """Open the report of one bureau-year.

    Parameters
    ----------
    workspace : str
        The folder that holds ``params/``; see `workspace_here` for where it is left out.
    **parameters
        Those of `reportkit.params.Parameters`, as plain values.

    Raises
    ------
    ParametersError
        With everything that is wrong with the parameters.
    WorkspaceError
        Where there is no workspace.
    """
    leave_no_core()  # plain papermill's kernel was started by no command of ours
    checked = parse_parameters(parameters, "参数单元格")
    folder = workspace_here(workspace)
    if (shell := get_ipython()) is None:
        return Report(checked, folder)
    show_well(shell)
    complete_names(shell, Report)
    # Of reviewers' decisions a rendition knows nothing, so that they are no input of it.
    if is_watched(shell) and (lines := standing_of(checked, folder)):
        display(HTML(standing_html(lines)))
    return Report(checked, folder, watch(shell))


class _Held(NamedTuple):
    """What the rules of the form said, and the same with the notebook's own checks."""

    of_rules: list[Finding]
    with_own: Findings


@with_help
class Report(Computed):
    """One bureau-year, as its notebook shows it.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
        The folder that holds ``params/``, ``data/`` and ``outputs/``.
    failed : FailedCells, optional
        The cells that fail from now on.
    """

    def __init__(
        self, parameters: Parameters, workspace: Path, failed: FailedCells | None = None
    ) -> None:
        super().__init__(parameters, workspace)
        _ = self.digests  # of the inputs as they are before anything is read
        self._failed = failed or FailedCells()
        self._named: set[str] = set()  # the rules that cells before have asked for by name
        self._shown: dict[str, Shown] = {}  # what cells before have shown of the figures, by place
        self._own: dict[str, OwnCheck] = {}  # the notebook's own checks, by the id of their rule
        self._all: _Held | None = None
        self._printed = frozenset[str]()  # the explanations that a cell has shown
        self._concluded: frozenset[str] | None = None  # those that the result has held

    def __repr__(self) -> str:
        return f"{self.parameters.name}{self.edition.form.title}"

    def _repr_html_(self) -> str:
        edition = f"样式：{self.edition.title}；数据文件夹：{self.inputs.data.path}"
        words = "report.help() 列出能用的功能。"
        return working(f"<p>{escape(repr(self))}。{escape(edition)}。{words}</p>")

    def help(self) -> HTML:
        """List in Chinese what a notebook may ask of a report."""
        return HTML(working(help_html()))

    def cell(self, cell: str) -> Explanation:
        """Explain a figure: how it is counted, from which rows, and what the rules say of it.

        Raises
        ------
        UnknownNameError
            Where the form has no such cell.
        """
        return explain(self, cell_called(self.edition, cell))

    def records(self, ledger: str) -> pd.DataFrame:
        """Return the records of a ledger with the headings and words of the form.

        By the row of the file that each stands in.

        Raises
        ------
        UnknownNameError
            Where there is no such ledger.
        """
        self.raw[ledger]  # which says what is wrong with the name
        return self.raw.ledgers[ledger].in_chinese()

    def over_years(self, *cells: str) -> pd.DataFrame:
        """Return figures of this year and of those before of which there are outputs.

        Parameters
        ----------
        *cells : str
            Ids; a row each, by its Chinese name, and a column a year.

        Raises
        ------
        UnknownNameError
            Where the form has no such cell.
        """
        names = [cell_called(self.edition, cell).name for cell in cells]
        told = {
            f"{year}年": [value_text(figures.get(cell, Mark.UNKNOWN)) for cell in cells]
            for year, figures in self.over_the_years.items()
        }
        return pd.DataFrame(told, index=pd.Index(names, name="项目"))

    # What an analyst adds.

    def check(
        self, function: Function | None = None, /, *, severity: str = "error", title: str = ""
    ) -> Any:
        """Make a function a check of the notebook's own: what it says becomes a finding.

        The function takes nothing and returns or yields what is wrong, in words; or returns whether
        all is well; or asserts it. Its rule is called ``U-`` and its name.

        Parameters
        ----------
        function : callable
            Given by ``@report.check``, with or without brackets.
        severity : {"error", "warning", "notice"}
        title : str
            What the rule is called; the function's docstring, or its name, where it is left out.

        Raises
        ------
        RuleError
            Where the function takes arguments, a rule of the form is called so, or the result was
            there before the check.
        """
        if function is None:
            return partial(self.check, severity=severity, title=title)
        own = own_check(function, severity, title)
        id_ = own.rule.id
        if id_ in self.rules:
            raise refused(function, f"已有规则 {id_}，请换一个函数名。")
        self._own[id_] = own
        self._all = None
        if self._concluded is not None and id_ not in self._concluded:
            fault = "得出结论以后才有这一项，没有核对。请放在 report.result() 前面，从头运行。"
            raise refused(function, fault)
        return function

    def captioned(self, shown: Any, caption: str) -> HTML:
        """Show a data frame, or a figure of matplotlib, with a caption.

        Parameters
        ----------
        shown : pandas.DataFrame, pandas.Series or matplotlib.figure.Figure
        caption : str
        """
        if hasattr(shown, "savefig"):
            return HTML(figure_html(shown, caption))
        return HTML(frame_html(pd.DataFrame(shown), caption))

    def column_chart(self, caption: str, counts: Mapping[Any, int]) -> HTML:
        """Show columns of one's own, as the charts of the form look.

        Parameters
        ----------
        caption : str
        counts : mapping or pandas.Series
            Label to count.

        Raises
        ------
        ReportkitError
            Where there is nothing to draw, or something other than whole numbers from 0 up.
        """
        return HTML(own_chart(caption, whole_counts(counts)))

    # What the cells of the notebook show, in reading order.

    def ledgers(self) -> HTML:
        """Show what was read: which files, rows and columns, and what of them was not."""
        return HTML(told_apart(reading_html(self)))

    def notes(self) -> HTML | None:
        """Show what the office tells its reviewers about its data, where it has a ``notes.md``."""
        notes = read_notes(self.folder / NOTES)
        return HTML(without_unseen(markdown_html(notes))) if notes else None

    def timeliness(self) -> HTML:
        """Show how long what was concluded in the report year took, in working days.

        What that is, and within which time, the rules with a deadline say.
        """
        html = timeliness_html(self)
        return HTML(told_apart(html) if html else "")

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

    def opening(self) -> HTML:
        """Show the prose before the first section."""
        return _prose(self._show("开头的文字", lambda: self.narrative.opening))

    def section(self, numeral: str) -> HTML:
        """Show the heading of a section, called by its numeral, and its prose, where it has any."""
        section = section_called(self.edition, numeral)
        return _prose(self._show(f"“{section.heading}”", lambda: self._text_of(section)))

    def _text_of(self, section: Section) -> str:
        prose = self.narrative.sections.get(section.id, "")
        lowered = "\n".join(
            f"#{line}" if line.startswith("#") else line for line in prose.split("\n")
        )
        return "\n\n".join([f"## {section.heading}", lowered, *self._explained(section)])

    def _explained(self, section: Section) -> list[str]:
        """Return the explanations that stand in a section, as Markdown."""
        if section is not self.edition.explained_in:
            return []
        self._printed = frozenset(self.explanations)
        return [plain_markdown(words) for words in self.explanations]

    def table(self, name: str) -> HTML:
        """Show a table, called by its id or by the numeral of the section that it makes up."""
        table = table_called(self.edition, name)
        section = self.edition.section_of(table.id)
        captioned = section.title != table.title

        def shown() -> str:
            figures = self.figures
            return table_html(
                table,
                figures,
                captioned=captioned,
                partial=figures.partial,
                lacking=figures.lacking,
            )

        return HTML(self._show(f"表“{table.title}”", shown))

    def chart(self, name: str) -> HTML | None:
        """Show a chart of the form, called by its id; nothing where there is nothing to compare.

        Where a number in it cannot be told, those who work on the report read so instead.
        """
        chart = chart_called(self.edition, name)
        drawn = self._show(f"图 {name}", lambda: chart_html(self, chart))
        return HTML(drawn) if drawn else None

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
        known = [*self.rules, *self._own]
        named = rules_called(known, rules) if rules else {*known} - self._named
        if rules:
            self._named |= named
        place = f"{'、'.join(rules)} 的核对" if rules else "其余规则的核对"
        display(HTML(self._show(place, lambda: told_apart(held_html(self._held(named))))))
        failing = [finding for finding in self._held(named) if finding.fails_run]
        if failing:
            heading = f"有 {len(failing)} 处不符："
            raise ReconciliationError(heading, [finding_text(finding) for finding in failing])

    @property
    def findings(self) -> Findings:
        """What every rule that applies says, and the notebook's own checks."""
        of_rules = super().findings
        if self._all is None or self._all.of_rules is not of_rules:
            own = (finding for check in self._own.values() for finding in check.findings())
            self._all = _Held(of_rules, Findings([*of_rules, *own]))
        return self._all.with_own

    def _held(self, named: Container[str]) -> list[Finding]:
        return [finding for finding in self.findings if finding.rule in named]

    def result(self) -> Bundle:
        """Show whether the report may be published, and what fails; leave all for the batch.

        Raises
        ------
        ReconciliationError
            Where cells before have shown other figures than those that the result is about, or not
            the explanations that shall be printed.
        """
        refuse_outdated(self._shown, self.figures)
        refuse_unexplained(self.explanations, self._printed, self.edition.explained_in)
        self._concluded = frozenset(self._own)
        failing = [finding for finding in self.findings if finding.fails_run]
        glyphs = next((failing_glyphs(rule) for rule in self.rules_of(GLYPHS)), None)
        result = Result.of(self.parameters, self.figures.to_json(), self.findings, glyphs)
        faults = [f"有 {len(failing)} 处核对不符"] if failing else []
        faults += filter(None, [self._failed.words])
        words = f"{'，'.join(faults)}，本报告是草稿。" if faults else self._passed()
        due = deadline_of(self.parameters, self.workspace)
        html = f"<p>{words}法定公布期限：{due.year}年{due.month}月{due.day}日。</p>"
        table = f"\n{findings_table(failing)}" if failing else ""
        own = {RESULT_MIME: result.to_json(), REVIEW_MIME: for_review(self)}
        return Bundle({"text/html": without_unseen(html + table), **own})

    def _passed(self) -> str:
        others = sum(finding.state is not State.PASS for finding in self.findings)
        return f"全部核对通过。{f'另有 {others} 处请核实。' if others else ''}"

    def _show(self, place: str, work_out: Callable[[], str]) -> str:
        """Return what a cell shows of the figures, and remember it."""
        html = work_out()
        self._shown[place] = Shown(self.figures, html, work_out)
        return html


def _prose(markdown: str) -> HTML:
    """Return prose as it is printed: JupyterLab would do whatever HTML in Markdown told it to."""
    return HTML(markdown_html(markdown))
