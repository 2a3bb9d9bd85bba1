"""How what a notebook talks to shows itself: a few lines, whatever is in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

import pandas as pd

from reportkit.figures import Figures, Mark, is_figure
from reportkit.ledgers import RawData
from reportkit.rendering.bundle import working
from reportkit.rendering.parts.findings import causes_first, findings_table
from reportkit.rendering.parts.frames import frame_html, series_html, show_whole, styler_html
from reportkit.rendering.parts.plots import figure_html
from reportkit.rendering.parts.tables import plain_table
from reportkit.rules import Finding, State

_LEDGER_COLUMNS = ("台账", "文件", "记录", "问题")
_FIGURE_COLUMNS = ("表", "名称", "格", "有数字或文字", "空白", "不适用", "无法确定")
_UNKNOWN_NAMED = 10


class Findings(list[Finding]):
    """What the rules said, in their order; shows how many passed, and those that did not."""

    def __repr__(self) -> str:
        return _counted(self, _open(self))

    def _repr_html_(self) -> str:
        return working(held_html(self))


def show_well(shell: Any) -> None:
    """Let a shell of IPython show figures, raw data, data frames and pictures in our way.

    The rooms below know nothing of notebooks, so that their objects do not show themselves.
    """
    show_whole()
    formatter = shell.display_formatter.formatters["text/html"]
    formatter.for_type(Figures, lambda figures: working(figures_html(figures)))
    formatter.for_type(RawData, lambda raw: working(raw_html(raw)))
    formatter.for_type(pd.DataFrame, frame_html)
    formatter.for_type(pd.Series, series_html)
    # By name, so that none is imported which the notebook does not use.
    formatter.for_type_by_name("pandas.io.formats.style", "Styler", styler_html)
    # The base of a figure: matplotlib's inline backend drops what was said of `Figure` itself.
    formatter.for_type_by_name("matplotlib.figure", "FigureBase", figure_html)


def is_watched(shell: Any) -> bool:
    """Whether somebody sits before the notebook: nobody can ask a batch anything."""
    parent: dict[str, Any] = getattr(shell, "get_parent", dict)()
    return bool(parent.get("content", {}).get("allow_stdin"))


def standing_html(lines: Sequence[str]) -> str:
    """Return what reviewers want those to know who work on the notebook."""
    told = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return working(f"<p>审核：</p><ul>{told}</ul>")


def held_html(held: Sequence[Finding]) -> str:
    """Return how many findings passed, and a table of those that did not."""
    open_ones = _open(held)
    table = f"\n{findings_table(causes_first(open_ones))}" if open_ones else ""
    return f"<p>{_counted(held, open_ones)}</p>{table}"


def raw_html(raw: RawData) -> str:
    """Return which ledgers were read: records and problems in each."""
    problems = Counter(problem.ledger for problem in raw.problems)
    rows = [
        (ledger.schema.title, ledger.file, ledger.size, problems[name])
        for name, ledger in raw.ledgers.items()
    ]
    return plain_table("原始数据", _LEDGER_COLUMNS, rows)


def figures_html(figures: Figures) -> str:
    """Return how many cells of each table are filled in, and which are not known."""
    rows = [
        (table.id, table.title, *_kinds([figures[cell] for cell in figures if _of(cell, table.id)]))
        for table in figures.edition.tables.values()
    ]
    unknown = [cell for cell in figures if figures[cell] is Mark.UNKNOWN]
    listed = "、".join(f"{cell}（{figures.name(cell)}）" for cell in unknown[:_UNKNOWN_NAMED])
    more = f"等 {len(unknown)} 格" if len(unknown) > _UNKNOWN_NAMED else ""
    note = f"\n<p>无法确定的：{escape(listed)}{more}。</p>" if unknown else ""
    return plain_table(figures.edition.title, _FIGURE_COLUMNS, rows) + note


def _of(cell: str, table: str) -> bool:
    return cell.partition(".")[0] == table


def _kinds(values: Sequence[Any]) -> tuple[int, ...]:
    told = sum(is_figure(value) or isinstance(value, str) for value in values)
    marks = Counter(value for value in values if isinstance(value, Mark))
    return (len(values), told, *(marks[mark] for mark in Mark))


def _open(held: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in held if finding.state is not State.PASS]


def _counted(held: Sequence[Finding], open_ones: Sequence[Finding]) -> str:
    if not held:
        return "没有要核对的：这些规则暂停使用、不适用于本报告，或者没有可核对之处。"
    return f"核对 {len(held)} 处，{len(held) - len(open_ones)} 处通过。"
