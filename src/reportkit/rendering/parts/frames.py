"""Data frames of an analyst's own, as a report prints them."""

from __future__ import annotations

import hashlib
import re
from html import escape
from typing import Any

import pandas as pd

_COLUMN = "数"  # over values that have no name
# What pandas says of itself, and what a report says in its place: as many as anybody reads.
_LIMITS: dict[str, tuple[set[int], int | None]] = {
    "display.max_rows": ({60}, 1000),
    "display.max_columns": ({0, 20}, 100),  # where it was imported in a terminal, and in a kernel
    "display.max_colwidth": ({50}, None),
    "display.max_seq_items": ({100}, None),
}
_HEADING = re.compile(r"<th(?=[ >])")
# Where pandas leaves room over the index, in a frame and in a styled one.
_ROOM = re.compile(r'<th(?: class="blank(?: level\d+)?" )?>(?:&nbsp;)?</th>')


def show_whole() -> None:
    """Let pandas show frames whole, but for very large ones; what was set by hand stays."""
    for option, (usual, own) in _LIMITS.items():
        if pd.get_option(option) in usual:
            pd.set_option(option, own)


def frame_html(frame: pd.DataFrame, caption: str = "") -> str:
    """Return a data frame as a table with one head row, which names the index as well.

    pandas gives the names of the index a row of their own, half of it empty. An index that only
    numbers the rows is left out, and so is the word for what has no value.

    Parameters
    ----------
    frame : pandas.DataFrame
        Larger ones than pandas is to show are cut, and say what is left out.
    caption : str
        Printed over the table.
    """
    names = [str(name or "") for name in frame.index.names]
    bare = isinstance(frame.index, pd.RangeIndex) and not names[0]
    html = _without_names(frame).to_html(
        index=not bare,
        na_rep="",
        border=0,
        max_rows=_shown(len(frame), "display.max_rows", "display.min_rows"),
        max_cols=_shown(len(frame.columns), "display.max_columns", "display.max_columns"),
        show_dimensions=False,
    )
    table = _headed(html, [] if bare else names)
    title = f"\n  <caption>{escape(caption)}</caption>" if caption else ""
    table = table.replace("\n  <thead>", f"{title}\n  <thead>", 1)
    return f"{table}\n{_cut(frame)}" if _cut(frame) else table


def _shown(count: int, most: str, then: str) -> int:
    """Return how many rows or columns are shown: all, or as many as pandas would show instead."""
    limit: int | None = pd.get_option(most)
    return count if not limit or count <= limit else min(limit, pd.get_option(then) or limit)


def _cut(frame: pd.DataFrame) -> str:
    """Say how large a frame is that is not shown whole, and what is shown of it."""
    rows = _shown(len(frame), "display.max_rows", "display.min_rows")
    columns = _shown(len(frame.columns), "display.max_columns", "display.max_columns")
    told = [
        f"{ends[0]} {max(1, count // 2)} {unit}、{ends[1]} {count // 2} {unit}"
        for count, whole, unit, ends in (
            (rows, frame.shape[0], "行", ("前", "后")),
            (columns, frame.shape[1], "列", ("左边", "右边")),
        )
        if count < whole
    ]
    size = f"共 {frame.shape[0]} 行、{frame.shape[1]} 列"
    return f"<p>{size}，这里只列出{'，'.join(told)}。</p>" if told else ""


def _without_names(frame: pd.DataFrame) -> pd.DataFrame:
    shown = frame.copy(deep=False)
    shown.index = frame.index.set_names([None] * frame.index.nlevels)
    shown.columns = frame.columns.set_names([None] * frame.columns.nlevels)
    return shown


def _headed(html: str, names: list[str]) -> str:
    """Write the names of the index into the last head row, and say what each heading heads."""
    head, body = html.split("</thead>", 1)
    above, last = head.rsplit("<tr", 1)
    if names:
        waiting = (f"<th>{escape(name)}</th>" for name in names)
        last = _ROOM.sub(lambda _: next(waiting), last, count=len(names))
    head = _HEADING.sub('<th scope="col"', f"{above}<tr{last}")
    body = _HEADING.sub('<th scope="row"', body)
    return f"{head}</thead>{body}"


def series_html(series: pd.Series[Any]) -> str:
    """Return a series as a frame of one column."""
    return frame_html(series.to_frame(_COLUMN if series.name is None else series.name))


def styler_html(styler: Any) -> str:
    """Return a styled frame with one head row, and with the same ids each time.

    pandas would draw the ids by lot.
    """
    names = [str(name or "") for name in styler.index.names]
    styler.hide(axis="index", names=True).hide(axis="columns", names=True)
    unnamed = styler.set_uuid("0").to_html()
    digest = hashlib.sha256(unnamed.encode()).hexdigest()
    table = _headed(styler.set_uuid(digest[:8]).to_html(), names)
    rows, columns = styler.data.shape
    if rows * columns <= pd.get_option("styler.render.max_elements"):
        return table
    return f"{table}\n<p>共 {rows} 行、{columns} 列，没有全部列出。</p>"
