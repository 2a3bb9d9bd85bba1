"""The one object that a notebook talks to: one bureau-year, bound to the rooms below.

Every method that shows something returns it, so that a cell need only name it on its last line. The
notebook carries the report's title and its result inside its own outputs; exporters and the batch
read them from there, and plain ``papermill`` and ``jupyter nbconvert`` give the same report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from html import escape
from pathlib import Path
from typing import Any

from IPython.display import HTML, Markdown, display

from reportkit.errors import ReconciliationError
from reportkit.figures import (
    Figures,
    Member,
    Value,
    count_figures,
    count_records,
    read_members,
    read_outputs,
    read_previous,
    read_summary,
    roll_up,
    total_records,
    value_text,
)
from reportkit.forms import Section, Table, edition_of
from reportkit.inputs.run_state import RunState
from reportkit.inputs.typed import WorkspaceTree, inputs_of
from reportkit.ledgers import RawData, read_raw_data
from reportkit.narrative import (
    Narrative,
    check_boilerplate,
    check_narrative,
    read_narrative,
    read_prose,
)
from reportkit.params import Parameters, find_workspace, parse_parameters
from reportkit.rendering.bundle import Bundle
from reportkit.rendering.charts import bar_chart, column_chart
from reportkit.rendering.document import REPORT_MIME, RESULT_MIME, Result
from reportkit.rendering.findings import finding_text, findings_table
from reportkit.rendering.glyphs import check_glyphs
from reportkit.rendering.tables import table_html
from reportkit.rules import (
    Finding,
    Rule,
    State,
    check_figures,
    check_members,
    check_raw_data,
    check_summary,
    check_swing,
    check_timeliness,
    held,
    name_suspects,
    read_rule_file,
    run_state,
    timeliness,
)

_LEDGER_COLUMNS = ("台账", "文件", "记录", "问题")


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


class Report:
    """One bureau-year.

    Parameters
    ----------
    parameters : Parameters
    workspace : Path
        The folder that holds ``params/``, ``data/`` and ``outputs/``.

    Attributes
    ----------
    parameters : Parameters
    edition : Edition
        The form that the report follows.
    inputs : Inputs
        What it rests on.
    folder : Path
        Where its raw data are.
    """

    def __init__(self, parameters: Parameters, workspace: Path) -> None:
        self.parameters = parameters
        self.edition = edition_of(parameters, workspace)
        self.workspace = workspace
        self.inputs = inputs_of(parameters, workspace)
        self.folder = workspace / self.inputs.data.path

    def __repr__(self) -> str:
        return f"{self.parameters.name}政府信息公开工作年度报告"

    @cached_property
    def raw(self) -> RawData:
        """The ledgers; ``report.raw["applications"]`` is a data frame without personal data."""
        return read_raw_data(self.folder, self.edition, self.parameters.year)

    @cached_property
    def figures(self) -> Figures:
        """A value for every cell of the form, with last year's behind it.

        A cell may be set by hand, and the rules then hold that figure:
        ``report.figures = report.figures.replacing({"t3.new.total": 7})``.
        """
        return self.counted.following(self.last_year)

    @cached_property
    def counted(self) -> Figures:
        """What the ledgers count to, with the figures of members added."""
        own = count_figures(
            self.raw,
            self.edition,
            self.parameters.year,
            filled_in=self.filled_in,
            duties=self.parameters.duties,
        )
        return roll_up(own, self.members)

    @cached_property
    def last_year(self) -> Figures | None:
        """Last year's figures, where they are known."""
        previous = self.inputs.previous
        if not self.parameters.previous and not (self.workspace / previous.path).exists():
            return None
        return read_previous(previous, self.workspace, self.edition, self.parameters.year - 1)

    @cached_property
    def history(self) -> list[Figures]:
        """The figures of all earlier years that the bureau's output folders have."""
        earlier = self.inputs.earlier.outputs(WorkspaceTree(self.workspace))
        return [
            read_outputs(one, self.workspace, self.edition.form)[0]
            for one in earlier
            if (self.workspace / one.path).is_file()
        ]

    @cached_property
    def own_rules(self) -> Mapping[str, Rule]:
        """The rules that the bureau or its city adds in a file of its own."""
        own = self.inputs.own_rules
        return read_rule_file(self.workspace / own.path, self.edition) if own else {}

    @cached_property
    def members(self) -> list[Member]:
        """The members whose figures a parent adds up; empty for a bureau of its own."""
        return read_members(self.inputs.members, self.workspace, self.edition.form)

    @cached_property
    def filled_in(self) -> dict[str, Value]:
        """What the bureau filled in itself, by cell id; empty where it handed in nothing."""
        kept = self.edition.filled_in
        ledger = self.raw.ledgers.get(kept.id) if kept else None
        return {} if ledger is None else read_summary(ledger, self.edition)

    @cached_property
    def narrative(self) -> Narrative:
        """The prose, its figures filled in."""
        year = self.parameters.year
        facts = {
            "year": year,
            "bureau_name": self.parameters.bureau_name,
            "count": lambda ledger, **where: count_records(self.raw, year, ledger, where),
            "total": lambda ledger, heading, **where: total_records(
                self.raw, year, ledger, heading, where
            ),
        }
        path = self.workspace / self.inputs.narrative.path
        return read_narrative(path, self.edition, self.figures, facts)

    @cached_property
    def prose_of_last_year(self) -> Mapping[str, str] | None:
        """Last year's prose by section, where the bureau's last data folder has it."""
        return read_prose(self.workspace / self.inputs.last_prose.path, self.edition)

    @cached_property
    def findings(self) -> list[Finding]:
        """What every rule says of the raw data, the figures and the prose.

        A check that cannot be evaluated is a broken finding of the rule it is named by here, and
        does not keep the others from being held.
        """
        year, figures, prose = self.parameters.year, self.figures, self.narrative
        rolled_up = "U-ROLLUP" if self.members else "L-SUMMARY"
        checks: list[tuple[str, Callable[[], list[Finding]]]] = [
            ("L-REQUIRED", lambda: check_raw_data(self.raw)),
            ("L-OVERDUE", lambda: check_timeliness(self.raw.ledgers["applications"], year)),
            ("U-ROLLUP", lambda: check_members(self.members)),
            (rolled_up, lambda: check_summary(self.filled_in, figures, rolled_up)),
            ("VALUES", self._check_figures),
            ("Y-SWING", lambda: check_swing(figures, self.history)),
            ("N-FIGURES", lambda: check_narrative(prose, self.edition, figures, year)),
            (
                "N-BOILERPLATE",
                lambda: check_boilerplate(prose, self.prose_of_last_year, self.edition),
            ),
            ("N-GLYPHS", lambda: check_glyphs(self.parameters.bureau_name + prose.text)),
        ]
        return [finding for rule, check in checks for finding in held(rule, check)]

    @property
    def state(self) -> RunState:
        """Passed where nothing of severity error fails, else failed."""
        return run_state(self.findings)

    # What the cells of the notebook show, in reading order.

    def ledgers(self) -> HTML:
        """Show which ledgers were read: records and problems in each."""
        problems = Counter(problem.ledger for problem in self.raw.problems)
        rows = [
            (ledger.schema.title, ledger.file, len(ledger.frame), problems[name])
            for name, ledger in self.raw.ledgers.items()
        ]
        return HTML(_plain_table("原始数据", _LEDGER_COLUMNS, rows))

    def timeliness(self) -> HTML:
        """Show how long the applications concluded in the report year took, in working days."""
        taken = timeliness(self.raw.ledgers["applications"], self.parameters.year)
        typical = value_text(Decimal(taken.median.numerator) / taken.median.denominator)
        columns = ("办结（件）", "用时中位数（工作日）", "最长（工作日）", "超期（件）")
        row = (taken.concluded, typical, taken.worst, taken.overdue)
        return HTML(_plain_table("申请办理用时", columns, [row]))

    def title(self) -> Bundle:
        """Show the report's title; tells the exporters whose report this is, and of what date."""
        lines = self.edition.title_lines(self.parameters.bureau_name, self.parameters.year)
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
        return Markdown(self.narrative.opening)

    def section(self, numeral: str) -> Markdown:
        """Show the heading of a section (一 to 六) and its prose, where it has any."""
        section = self._section(numeral)
        prose = self.narrative.sections.get(section.id, "")
        lowered = "\n".join(
            f"#{line}" if line.startswith("#") else line for line in prose.split("\n")
        )
        return Markdown(f"## {section.heading}\n\n{lowered}")

    def table(self, numeral: str) -> HTML:
        """Show the table that makes up a section: 二, 三 or 四."""
        return HTML(table_html(self._table(numeral), self.figures))

    def chart_of_outcomes(self) -> HTML | None:
        """Show how the year's applications were concluded, where there is anything to compare."""
        counts = {
            heading.name: value
            for heading in self.edition.headings_with("outcome")
            if isinstance(value := self.figures[f"t3.{heading.id}.total"], int) and value
        }
        caption = f"{self.parameters.year}年政府信息公开申请办理结果（件）"
        return HTML(bar_chart(caption, counts)) if len(counts) > 1 else None

    def chart_of_publications(self) -> HTML | None:
        """Show how much was published each month, where the bureau keeps that ledger."""
        ledger = self.raw.ledgers.get("publications")
        if ledger is None:
            return None
        published = ledger.frame["published"]
        months = Counter(published[published.dt.year == self.parameters.year].dt.month)
        if not months:
            return None
        caption = f"{self.parameters.year}年各月主动公开信息（条）"
        return HTML(column_chart(caption, {f"{m}月": months[m] for m in range(1, 13)}))

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
            Rule ids or their beginnings: ``"T3"`` stands for every rule of table 三.

        Raises
        ------
        ReconciliationError
            Where something of severity error does not hold.
        """
        held = [finding for finding in self.findings if finding.rule.startswith(rules)]
        open_ones = [finding for finding in held if finding.state is not State.PASS]
        display(HTML(f"<p>核对 {len(held)} 处，{len(held) - len(open_ones)} 处通过。</p>"))
        if open_ones:
            display(HTML(findings_table(open_ones)))
        failing = [finding for finding in held if finding.fails_run]
        if failing:
            heading = f"有 {len(failing)} 处不符："
            raise ReconciliationError(heading, [finding_text(finding) for finding in failing])

    def result(self) -> Bundle:
        """Show whether the report may be published; leave figures and findings for the batch."""
        result = Result.of(self.parameters, self.figures.to_json(), self.findings)
        words = (
            "全部核对通过。" if self.state is RunState.PASSED else "有核对不符之处，本报告是草稿。"
        )
        due = self.edition.organs[self.parameters.organ].due(self.parameters.year)
        html = f"<p>{words}法定公布期限：{due.year}年{due.month}月{due.day}日。</p>"
        return Bundle({"text/html": html, RESULT_MIME: result.to_json()})

    def _check_figures(self) -> list[Finding]:
        facts, own_rules = self.parameters.facts, self.own_rules
        findings = check_figures(self.figures, facts, own_rules)
        return name_suspects(findings, self.figures, self.counted, facts, own_rules)

    def _section(self, numeral: str) -> Section:
        for section in self.edition.sections:
            if section.numeral == numeral:
                return section
        numerals = "、".join(section.numeral for section in self.edition.sections)
        msg = f"没有第“{numeral}”部分，应为 {numerals} 之一。"
        raise ValueError(msg)

    def _table(self, numeral: str) -> Table:
        return self.edition.tables[self._section(numeral).table]


def _plain_table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in columns)
    body = "\n".join(
        f"<tr>{''.join(f'<td>{escape(str(value))}</td>' for value in row)}</tr>" for row in rows
    )
    return (
        f"<table>\n<caption>{escape(caption)}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{body}\n</tbody>\n</table>"
    )
