"""The shipped fonts inside an HTML page, cut down to its characters, for machines without Chinese.

Only what a page prints in a font is kept of it. The files are not compressed: zlib does not pack
alike everywhere.
"""

from __future__ import annotations

import base64
import io
from dataclasses import dataclass
from functools import cache
from typing import Any

from selectolax.lexbor import LexborHTMLParser, LexborNode

from reportkit.errors import ReportkitError
from reportkit.rendering.fonts import FONT_FOLDER

# Chromium goes on printing boxes where a font that it has stands before the one it was waiting for.
_CODE = 'main :is(code, pre, kbd, samp) { font-family: "Noto Serif SC", monospace; }\n'
MISSING = "嵌入字体要用 fonttools，现在没有安装。请运行 pip install 'reportkit[fonts]'。"


@dataclass(frozen=True, slots=True)
class Face:
    """A font, as the style sheet names it, and the elements that it prints."""

    family: str
    file: str
    elements: str
    weight: int = 400


_SONG = Face("Noto Serif SC", "NotoSerifSC-Regular.ttf", "table, .note, code, pre, kbd, samp")
_FACES = (
    Face("FandolFang R", "FandolFang-Regular.otf", "main"),
    Face("Noto Serif SC", "NotoSerifSC-Bold.ttf", "h1", 700),
    Face(
        "Noto Sans SC", "NotoSansSC-Regular.ttf", "h2, strong, b, caption, figcaption, summary, svg"
    ),
    Face("Reportkit WenKai", "ReportkitWenKai-Regular.ttf", "h3, em, i"),
)


def font_faces(content: str, mark: str = "") -> str:
    """Return the style rules that bring a page's fonts along; the same page gives the same bytes.

    Parameters
    ----------
    content : str
        What stands on the page, as HTML.
    mark : str
        What is printed across it.

    Raises
    ------
    ReportkitError
        Where fontTools is not installed.
    """
    root = LexborHTMLParser(f"<main>{content}</main>").root
    if root is None:
        return ""
    rules, lacking = [], set[int]()
    for face in _FACES:
        wanted = _characters(root, face.elements)
        if face.family == "Noto Sans SC":
            wanted |= set(map(ord, mark))
        there = _code_points(face.file)
        lacking |= wanted - there
        rules.append(_rule(face, wanted & there))
    # What the others lack is printed in this one, which every list of fonts but one ends with.
    rules.append(
        _rule(_SONG, (_characters(root, _SONG.elements) | lacking) & _code_points(_SONG.file))
    )
    return "".join([*rules, _CODE])


def _characters(root: LexborNode, elements: str) -> set[int]:
    return {ord(char) for node in root.css(elements) for char in node.text() if char.isprintable()}


def _rule(face: Face, code_points: set[int]) -> str:
    if not code_points:
        return ""
    data = base64.b64encode(_subset(face.file, frozenset(code_points))).decode()
    kind = "otf" if face.file.endswith(".otf") else "ttf"
    return (
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f"src: url(data:font/{kind};base64,{data}); }}\n"
    )


def _subset(file: str, code_points: frozenset[int]) -> bytes:
    from fontTools.subset import Options, Subsetter

    options = Options(layout_features=[], name_IDs=[1, 2, 13, 14], notdef_outline=True)
    options.drop_tables += ["vhea", "vmtx", "VORG"]
    font = _opened(file)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=code_points)
    subsetter.subset(font)
    written = io.BytesIO()
    font.save(written)
    font.close()
    return written.getvalue()


def _opened(file: str) -> Any:
    try:
        from fontTools.ttLib import TTFont
    except ImportError:
        raise ReportkitError(MISSING) from None
    return TTFont(FONT_FOLDER / file, recalcBBoxes=False, recalcTimestamp=False, lazy=True)


@cache
def _code_points(file: str) -> frozenset[int]:
    with _opened(file) as font:
        return frozenset(font.getBestCmap())
