"""Markdown as the HTML of a report: in what cells show, and in what renditions print."""

from __future__ import annotations

from copy import copy
from functools import cache
from html import escape
from typing import Any
from urllib.parse import unquote

from reportkit.importing import FORMATS, without
from reportkit.rendering.cleaning.clean import clean_prose
from reportkit.rendering.wide import join_html_lines

with without(*FORMATS):
    from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath


class _Renderer(IPythonRenderer):
    """Markdown without coloured code, anchors, or anything outside the notebook."""

    def paragraph(self, text: str) -> str:
        """Return a paragraph whose Chinese lines are joined without a space."""
        return super().paragraph(join_html_lines(text))

    def block_text(self, text: str) -> str:
        """Return the text of a list item, joined likewise."""
        return super().block_text(join_html_lines(text))

    def block_code(self, code: str, info: str | None = None) -> str:
        """Return a block of code, as it is."""
        del info
        return f"<pre><code>{escape(code, quote=False)}</code></pre>\n"

    def image(self, text: str, url: str, title: str | None = None) -> str:
        """Return an image that lies in the notebook; name any other."""
        name = unquote(url.removeprefix("attachment:"))
        if name in self.attachments:
            return super().image(text, f"attachment:{name}", title)
        if url.startswith("data:image/"):
            return super().image(text, url, title)
        return escape(f"〔图：{text or name}〕")


def markdown_html(source: str, attachments: dict[str, dict[str, str]] | None = None) -> str:
    """Return Markdown as HTML.

    Parameters
    ----------
    source : str
        The Markdown.
    attachments : dict, optional
        The images attached to its cell, as the notebook has them.
    """
    markdown = copy(_markdown())
    markdown.renderer = renderer = copy(markdown.renderer)
    renderer.attachments = attachments or {}
    return clean_prose(markdown.render(source))


@cache  # it compiles its patterns at first use
def _markdown() -> Any:
    renderer = _Renderer(escape=False, exclude_anchor_links=True)
    markdown = MarkdownWithMath(renderer=renderer)
    # [甲]: 乙 would be an address for links elsewhere, and as such be shown nowhere.
    markdown.block.rules.remove("ref_link")
    return markdown
