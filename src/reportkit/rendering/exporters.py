"""nbconvert exporters: an executed notebook as the public report, in HTML and PDF, and for review.

They print prose and results, never source code, and mark as 草稿 whatever did not pass.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.ansi import strip_ansi
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from traitlets import default

from reportkit.rendering.document import REPORT_MIME, RESULT_MIME, read_document
from reportkit.rendering.findings import findings_table
from reportkit.rendering.fonts import missing_characters
from reportkit.rules.finding import Finding, Severity, State

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reportkit.rendering.document import Document

TEMPLATES = Path(__file__).parent / "templates"
REVIEW_TAG = "review"
HIDDEN_TAGS = frozenset({"parameters", "injected-parameters", "papermill-error-cell-tag"})
RICHEST_FIRST = ("text/html", "text/markdown", "image/svg+xml", "image/png", "text/plain")
GLYPHS_RULE = "N-GLYPHS"

_MARKUP = re.compile(r"<!--.*?-->|<style\b.*?</style\s*>|<[^>]*>", re.DOTALL | re.IGNORECASE)
_ACTIVE = re.compile(
    r"<script\b.*?</script\s*>|<style scoped\b.*?</style\s*>", re.DOTALL | re.IGNORECASE
)
_XML_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!DOCTYPE[^>]*>|<!--.*?-->)*", re.DOTALL)
_TAG_OR_BREAK = re.compile(r"(<[^>]*>|[ \t]*\n\s*)")
_NOT_TEXT = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ud800-\udfff]")
_WIDE_PUNCTUATION = "“”‘’—…·"
_FIRST_WIDE = "\u2e80"


class ReportHTMLExporter(TemplateExporter):
    """The public rendition as one HTML file that needs no other."""

    export_from_notebook = "政府信息公开年度报告（HTML）"
    output_mimetype = "text/html"
    review = False

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_paths")
    def _template_paths(self) -> list[str]:
        return [str(TEMPLATES)]

    @default("template_file")
    def _template_file_default(self) -> str:
        return "page.html.j2"

    def default_filters(self) -> Iterable[tuple[str, Any]]:
        """Return the filters of the templates."""
        return {
            "findings_table": findings_table,
            "is_shown": self._is_shown,
            "markdown": markdown_html,
            "rich": rich_html,
            "strip_ansi": strip_ansi,
        }.items()

    def from_notebook_node(
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[Any, dict[str, Any]]:
        """Convert a notebook.

        Returns
        -------
        tuple
            The rendition, and nbconvert's resources; ``resources["reportkit"]`` lists under
            ``missing_characters`` what no shipped font can print.

        Raises
        ------
        NotebookNotExecutedError
            Where the notebook holds no report.
        """
        executed, resources = Exporter.from_notebook_node(self, nb, resources, **kw)
        document = read_document(executed)
        story = self._render("story.html.j2", nb=executed, document=document, review=self.review)
        missing = missing_characters(unescape(_MARKUP.sub("", story)))
        resources["reportkit"] = {"missing_characters": missing}
        findings = with_glyphs_finding(document.findings, missing)
        draft = document.is_draft or bool(missing)
        notice = self._render(
            "notice.html.j2",
            document=document,
            draft=draft,
            failing=[finding for finding in findings if finding.fails_run],
            others=[f for f in findings if not f.fails_run] if self.review else [],
        )
        return self._finish(_NOT_TEXT.sub("", notice + story), document, draft=draft), resources

    def _finish(self, content: str, document: Document, *, draft: bool) -> str | bytes:
        """Return the file whose pages show the content."""
        return self._render(
            "page.html.j2", content=content, document=document, draft=draft, css=_css()
        )

    def _render(self, template: str, **variables: Any) -> str:
        return str(self.environment.get_template(template).render(variables))

    def _is_shown(self, cell: Any) -> bool:
        tags = set(cell.metadata.get("tags", ()))
        return not tags & HIDDEN_TAGS and (self.review or REVIEW_TAG not in tags)


class ReviewHTMLExporter(ReportHTMLExporter):
    """The rendition for reviewers: the findings, cells tagged ``review``, streams and errors."""

    export_from_notebook = "政府信息公开年度报告（审核用 HTML）"
    review = True


class ReportPDFExporter(ReportHTMLExporter):
    """The public rendition as PDF."""

    export_from_notebook = "政府信息公开年度报告（PDF）"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def _finish(self, content: str, document: Document, *, draft: bool) -> str | bytes:
        # Typst and the HTML parser are wanted by nobody who writes HTML.
        from reportkit.rendering.pdf import make_pdf  # noqa: PLC0415

        return make_pdf(content, document, draft=draft)


class _Renderer(IPythonRenderer):
    """Markdown without coloured code, anchors, or anything outside the notebook."""

    def paragraph(self, text: str) -> str:
        """Return a paragraph whose Chinese lines are joined without a space."""
        return super().paragraph(joined_lines(text))

    def block_text(self, text: str) -> str:
        """Return the text of a list item, joined likewise."""
        return super().block_text(joined_lines(text))

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
    renderer = _Renderer(escape=False, exclude_anchor_links=True, attachments=attachments or {})
    return MarkdownWithMath(renderer=renderer).render(source)


def joined_lines(html: str) -> str:
    r"""Return inline HTML without the line breaks between Chinese characters.

    Examples
    --------
    >>> joined_lines("依申请<b>公开</b>\n情况 of\nyear")
    '依申请<b>公开</b>情况 of\nyear'
    """
    pieces = _TAG_OR_BREAK.split(html)
    before = ""
    for place, piece in enumerate(pieces):
        if piece.startswith("<"):
            continue
        if piece.strip():
            before = piece[-1]
        elif "\n" in piece:
            texts = (text for text in pieces[place + 1 :] if text and not text.startswith("<"))
            after = next(texts, "")[:1]
            pieces[place] = "" if _is_wide(before) and _is_wide(after) else piece
    return "".join(pieces)


def rich_html(output: Any) -> str:
    """Return the richest form of an output as HTML; of the kit's own two outputs, nothing."""
    data = output.get("data", {})
    if REPORT_MIME in data or RESULT_MIME in data:
        return ""
    kind = next((kind for kind in RICHEST_FIRST if kind in data), None)
    return RICH_WRITERS[kind](data[kind]) if kind else ""


def with_glyphs_finding(findings: Iterable[Finding], missing: list[str]) -> list[Finding]:
    """Return the findings, with one that names the missing characters unless it is there."""
    known = list(findings)
    if not missing or any(finding.rule == GLYPHS_RULE for finding in known):
        return known
    named = "、".join(f"“{char}”（U+{ord(char):04X}）" for char in missing)
    return [
        *known,
        Finding(
            rule=GLYPHS_RULE,
            title="字库缺字",
            citation="随本工具附带的字库",
            severity=Severity.ERROR,
            place="document",
            place_name="全文",
            state=State.FAIL,
            message=f"随附字库没有这些字，PDF 中以〔U+编码〕代替：{named}。",
            suggestion="请核对是否误用了异体字、图形符号或自造字，换用通用规范汉字。",
        ),
    ]


def _html(source: str) -> str:
    return _ACTIVE.sub("", source)


def _svg(source: str) -> str:
    return f"<figure>{_XML_PROLOGUE.sub('', source, count=1).rstrip()}</figure>"


def _png(source: str) -> str:
    return f'<figure><img alt="图" src="data:image/png;base64,{"".join(source.split())}"></figure>'


def _plain(source: str) -> str:
    return f"<pre>{escape(source, quote=False)}</pre>"


RICH_WRITERS = {
    "text/html": _html,
    "text/markdown": markdown_html,
    "image/svg+xml": _svg,
    "image/png": _png,
    "text/plain": _plain,
}


def _is_wide(char: str) -> bool:
    return char >= _FIRST_WIDE or (char != "" and char in _WIDE_PUNCTUATION)


@cache
def _css() -> str:
    return (TEMPLATES / "report.css").read_text(encoding="utf-8")
