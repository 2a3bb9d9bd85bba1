"""In which of its forms an output of a cell is printed, or that it cannot be.

A chart of plotly, altair, bokeh or folium and a widget are drawn by scripts, which no rendition
runs. Where a static picture stands beside one, that is printed; else it is named, and a finding
says what to do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import Any

from reportkit.rules.finding import Finding, Severity, State

RICHEST_FIRST = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/plain",
    "text/latex",
)
STATIC = "U-STATIC"
REVIEW_TAG = "review"
HIDDEN_TAGS = {"parameters", "injected-parameters", "notes", "papermill-error-cell-tag"}

# What Python calls an object that says nothing of itself: where it lies differs every time.
_OBJECT = r"<[\w.]+(?: object)?(?: at 0x[0-9a-fA-F]+)?>"
_OBJECTS = re.compile(rf"[\[(]?\s*(?:{_OBJECT}[\s,]*)+[\])]?")
# What a line that draws leaves behind: axes, bars, their labels, perhaps in a list with numbers.
_LEFT_BEHIND = re.compile(
    r"<[A-Za-z_][\w.]*(?: object\b| at 0x|: )|<(?:bound|built-in|class|function|module) |\bText\(",
    re.ASCII,
)
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")

_ACTIVE = re.compile(r"<(?:script|iframe|canvas|object|embed|video|audio)\b", re.IGNORECASE)
_MARKUP = re.compile(r"<style\b.*?(?:</style\s*>|\Z)|<[^<>]*>", re.DOTALL)
# What a library shows before it draws anything: words to wait by, and the script itself.
_SETUP = re.compile(r"""class=["']bk-notebook-logo\b|_load\.v[0-9]""")
_SEEN = re.compile(r"<(?:img|svg|td)\b")
_OURS = "application/vnd.reportkit."
# What a library calls itself in the kinds of its outputs or in its scripts.
_LIBRARIES = {
    "plotly": "plotly 交互图",
    "vega": "altair 交互图",
    "bokeh": "bokeh 交互图",
    "leaflet": "folium 地图",
    "echarts": "pyecharts 交互图",
    "jupyter.widget": "ipywidgets 控件",
}


def is_shown(cell: Any, *, review: bool) -> bool:
    """Whether a rendition prints a cell, by the cell's tags."""
    tags = set(cell.metadata.get("tags", ()))
    return not tags & HIDDEN_TAGS and (review or REVIEW_TAG not in tags)


def printed_form(data: Mapping[str, Any]) -> str | None:
    """Return the MIME type of the form that is printed; None where there is none.

    Of what a cell displays, plain text is the last that notebooks show; where it is no more than
    Python's name of an object, it is not what was to be shown, and LaTeX is shown as it is written.
    """
    if _sets_up(data):
        return None
    return next((kind for kind in RICHEST_FIRST if kind in data and _tells(kind, data)), None)


def unprintable(data: Mapping[str, Any]) -> str:
    """Return in Chinese what nothing can print; empty where there was nothing to be shown."""
    if _sets_up(data):
        return ""
    named = _drawn_by(data)
    kinds = sorted(kind for kind in data if kind not in {"text/plain", "text/html"})
    return "、".join(named or kinds) or ("要靠脚本显示的内容" if _is_active(data) else "")


def left_out(nb: Any) -> list[Finding]:
    """Return a finding of each cell of the public report that shows what nothing can print."""
    found = []
    for cell in nb.cells:
        if not is_shown(cell, review=False):
            continue
        bundles = [output.get("data", {}) for output in cell.get("outputs", ())]
        named = [unprintable(data) for data in bundles if _leaves_out(data)]
        if whole := [*dict.fromkeys(filter(None, named))]:
            found.append(_finding(cell, "、".join(whole)))
    return found


def _leaves_out(data: Mapping[str, Any]) -> bool:
    if any(kind.startswith(_OURS) for kind in data):
        return False
    kind = printed_form(data)
    return kind is None or (kind == "text/html" and _is_active(data))


def _finding(cell: Any, what: str) -> Finding:
    place = f"笔记本第 {cell.get('execution_count')} 个运行的单元格"
    return Finding(
        rule=STATIC,
        title="印不出来的内容",
        citation="本单位笔记本",
        severity=Severity.WARNING,
        place=f"notebook:{cell.get('id') or cell.get('execution_count')}",
        place_name=place,
        state=State.FAIL,
        message=f"{place}里有印不出来或者印不全的内容：{what}。",
        suggestion="请改成静态的图：用 matplotlib 画，或者存成 SVG、PNG，"
        "再用 IPython.display 的 SVG、Image 显示；不必公开的，给这一格加上标签 review。",
    )


def _tells(kind: str, data: Mapping[str, Any]) -> bool:
    match kind:
        case "text/plain":
            text = data[kind].strip()
            named = _OBJECTS.fullmatch(text) or _LEFT_BEHIND.search(_QUOTED.sub("", text))
            return not named and not _is_active(data) and not _drawn_by(data)
        case "text/html":
            return not (_is_active(data) or _drawn_by(data)) or _shows(data)
    return True


def _sets_up(data: Mapping[str, Any]) -> bool:
    """Whether a library only makes itself ready."""
    return any(map(_SETUP.search, (*data, data.get("text/html", ""))))


def _is_active(data: Mapping[str, Any]) -> bool:
    return bool(_ACTIVE.search(data.get("text/html", "")))


def _drawn_by(data: Mapping[str, Any]) -> list[str]:
    """Return the libraries by which scripts would draw it."""
    html = data.get("text/html", "")
    told = " ".join([kind for kind in data if kind not in RICHEST_FIRST]).lower()
    told += html.lower() if _ACTIVE.search(html) else ""
    return [named for library, named in _LIBRARIES.items() if library in told]


def _shows(data: Mapping[str, Any]) -> bool:
    """Whether anything is left to be seen where nothing acts: of a library, no words to wait by."""
    # What cleans HTML is wanted by nobody who shows no scripts.
    from reportkit.rendering.cleaning.clean import clean_own

    html = clean_own(data["text/html"])
    words = not _drawn_by(data) and unescape(_MARKUP.sub("", html)).strip()
    return bool(words or _SEEN.search(html))
