"""Data frames of an analyst's own, as a report prints them."""

from __future__ import annotations

import hashlib
import re
from html import escape
from typing import Any

import pandas as pd

_COLUMN = "数"  # over values that have no name
_HEADING = re.compile(r"<th(?=[ >])")
# Where pandas leaves room over the index, in a frame and in a styled one.
_ROOM = re.compile(r'<th(?: class="blank(?: level\d+)?" )?>(?:&nbsp;)?</th>')


def frame_html(frame: pd.DataFrame, caption: str = "") -> str:
    """Return a data frame as a table with one head row, which names the index as well.

    pandas gives the names of the index a row of their own, half of it empty. An index that only
    numbers the rows is left out, and so is the word for what has no value.

    Parameters
    ----------
    frame : pandas.DataFrame
        Longer ones than pandas would show are cut, and say how long they are.
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
    return count if not limit or count <= limit else pd.get_option(then) or limit


def _cut(frame: pd.DataFrame) -> str:
    """Say how large a frame is that is not shown whole."""
    rows = _shown(len(frame), "display.max_rows", "display.min_rows")
    columns = _shown(len(frame.columns), "display.max_columns", "display.max_columns")
    if (rows, columns) == frame.shape:
        return ""
    return f"<p>共 {frame.shape[0]} 行、{frame.shape[1]} 列，没有全部列出。</p>"


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
    return _headed(styler.set_uuid(digest[:8]).to_html(), names)
