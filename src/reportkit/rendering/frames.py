"""Data frames and pictures of an analyst's own, in the form in which a report prints them."""

from __future__ import annotations

import io
import re
import sys
from html import escape
from typing import Any

import pandas as pd

from reportkit.rendering.fonts import FONT_FOLDER

_FONT = "Noto Sans SC"
_CLOSED = re.compile(r"<(/?)th(?=[ >])")
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)


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
    head, body = html.split("</thead>", 1)
    if not bare:
        head = _with_names(head, names)
    head = _CLOSED.sub(_scoped("col"), head)
    body = _CLOSED.sub(_scoped("row"), body)
    title = f"\n  <caption>{escape(caption)}</caption>" if caption else ""
    table = f"{head}</thead>{body}".replace("\n  <thead>", f"{title}\n  <thead>", 1)
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


def _with_names(head: str, names: list[str]) -> str:
    """Write the names of the index into the last row of a head, where pandas leaves room."""
    above, last = head.rsplit("<tr", 1)
    waiting = (f"<th>{escape(name)}</th>" for name in names)
    named = re.sub("<th></th>", lambda _: next(waiting), last, count=len(names))
    return f"{above}<tr{named}"


def _scoped(scope: str) -> Any:
    return lambda tag: "</th" if tag[1] else f'<th scope="{scope}"'


def figure_html(figure: Any, caption: str) -> str:
    """Return a figure of matplotlib as a picture: the same bytes each time, its Chinese readable.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Closed, so that the notebook does not show it a second time.
    caption : str
        Printed under the picture, and read out to those who cannot see it.
    """
    import matplotlib as mpl
    from matplotlib import font_manager

    if _FONT not in font_manager.fontManager.get_font_names():
        font_manager.fontManager.addfont(FONT_FOLDER / "NotoSansSC-Regular.ttf")
    # Words stay words, which the exporters print with the fonts that ship.
    settings = {
        "font.family": "sans-serif",
        "font.sans-serif": [_FONT],
        "axes.unicode_minus": False,
        "svg.fonttype": "none",
        "svg.hashsalt": "reportkit",
    }
    file = io.StringIO()
    with mpl.rc_context(settings):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(figure)
    svg = _PROLOGUE.sub("", file.getvalue(), count=1).rstrip()
    name = escape(caption)
    return f'<figure aria-label="{name}">{svg}<figcaption>{name}</figcaption></figure>'
