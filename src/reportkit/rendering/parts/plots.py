"""Pictures of an analyst's own: figures of matplotlib, as a report prints them."""

from __future__ import annotations

import io
import re
import sys
from html import escape
from typing import Any

from reportkit.rendering.fonts import FONT_FOLDER

_FONT = "Noto Sans SC"
_PROLOGUE = re.compile(r"^.*?(?=<svg)", re.DOTALL)


def figure_html(figure: Any, caption: str = "") -> str:
    """Return a figure of matplotlib as a picture: the same bytes each time, its Chinese readable.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Closed, so that the notebook does not show it a second time.
    caption : str
        Printed under the picture, and read out to those who cannot see it.
    """
    import matplotlib as mpl

    _use_font(mpl.rcParams)
    file = io.StringIO()
    # Words stay words, which the exporters print with the fonts that ship.
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "reportkit"}):
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close(figure)
    svg = _PROLOGUE.sub("", file.getvalue(), count=1).rstrip()
    if not caption:
        return f"<figure>{svg}</figure>"
    name = escape(caption)
    return f'<figure aria-label="{name}">{svg}<figcaption>{name}</figcaption></figure>'


def _use_font(settings: Any) -> None:
    """Let a notebook's pictures have a font with Chinese, from the first that is shown."""
    from matplotlib import font_manager

    if _FONT in settings["font.sans-serif"]:
        return
    font_manager.fontManager.addfont(FONT_FOLDER / "NotoSansSC-Regular.ttf")
    settings["font.sans-serif"] = [_FONT, *settings["font.sans-serif"]]
    settings["axes.unicode_minus"] = False  # the minus sign proper is not in the font
