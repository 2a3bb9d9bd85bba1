"""The smallest pieces of WordprocessingML: texts, runs and paragraphs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from xml.sax.saxutils import escape, quoteattr

from reportkit.rendering.paper.pictures import NOT_XML


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph looks, or a run of text in it.

    Attributes
    ----------
    style : str
        The id of the paragraph's style.
    align : str
        As HTML says it; empty where the style says it.
    left, hanging : int
        Twips that an item of a list stands in from the margin, and its text from its mark.
    keep_next : bool
        Whether it stays on the page of what follows.
    level : int
        Its level in the outline, where its style has another; 0 where not.
    run_style : str
        The id of the style of its text, where that differs from the paragraph's.
    raised : str
        ``superscript``, ``subscript`` or empty.
    """

    style: str = "Normal"
    align: str = ""
    left: int = 0
    hanging: int = 0
    keep_next: bool = False
    level: int = 0
    run_style: str = ""
    raised: str = ""


def run(text: str, look: Look) -> str:
    """Return a run of text; its line breaks stay."""
    lines = NOT_XML.sub("", text).expandtabs(4).split("\n")
    return wrapped_run("<w:br/>".join(map(_text, lines)), look)


def wrapped_run(content: str, look: Look) -> str:
    """Return a run of what is XML already."""
    style = f'<w:rStyle w:val="{look.run_style}"/>' if look.run_style else ""
    raised = f'<w:vertAlign w:val="{look.raised}"/>' if look.raised else ""
    properties = f"<w:rPr>{style}{raised}</w:rPr>" if style or raised else ""
    return f"<w:r>{properties}{content}</w:r>"


def paragraph(runs: str, look: Look, number: tuple[int, int] | None = None) -> str:
    """Return a paragraph.

    Parameters
    ----------
    runs : str
        What stands in it.
    look : Look
    number : tuple of int, optional
        The list, and the level in it, of which it begins an item.
    """
    # The schema wants these in this order.
    parts = [f'<w:pStyle w:val="{look.style}"/>'] if look.style != "Normal" else []
    if look.keep_next:
        parts.append("<w:keepNext/>")
    if number:
        level = f'<w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/>'
        parts.append(f"<w:numPr>{level}</w:numPr>")
    if "<w:drawing>" in runs:  # lines of an exact height would cut a picture
        parts.append('<w:spacing w:line="240" w:lineRule="auto"/>')
    if look.hanging:
        first = f'w:hanging="{look.hanging}"' if number else 'w:firstLine="0"'
        left = f'w:left="{look.left + look.hanging}"'
        parts.append(f'<w:ind {left} w:firstLineChars="0" {first}/>')
    if look.align:
        parts.append(f'<w:jc w:val="{look.align}"/>')
    if look.level:
        parts.append(f'<w:outlineLvl w:val="{look.level - 1}"/>')
    properties = f"<w:pPr>{''.join(parts)}</w:pPr>" if parts else ""
    return f"<w:p>{properties}{runs}</w:p>"


def styled(look: Look, tag: str) -> Look:
    """Return the look of the text in an inline element."""
    if tag in RAISED:
        return replace(look, raised=RAISED[tag])
    return replace(look, run_style=RUN_STYLES[tag]) if tag in RUN_STYLES else look


def attribute(text: str) -> str:
    """Return a text as the value of an attribute, in its quotes."""
    return quoteattr(NOT_XML.sub("", text))


def _text(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>' if text else ""


RAISED = {"sub": "subscript", "sup": "superscript"}
RUN_STYLES = {
    **dict.fromkeys(("b", "strong"), "Strong"),
    **dict.fromkeys(("i", "em"), "Emphasis"),
    **dict.fromkeys(("code", "kbd", "samp"), "CodeText"),
}
