"""nbconvert exporters: an executed notebook as the public report, and for review.

They print prose and results, never source code, and mark as 草稿 whatever did not pass. Where
they are told that reports are under review, they mark as 送审稿 whatever did.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from html import escape, unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader
from nbconvert.exporters.exporter import Exporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.ansi import strip_ansi
from traitlets import Bool, Unicode, default
from traitlets.config import Config

from reportkit.inputs.names import RESULT_MIME
from reportkit.rendering.bundle import is_told_apart, is_working
from reportkit.rendering.cleaning.clean import clean_own
from reportkit.rendering.document import REPORT_MIME, read_document
from reportkit.rendering.fonts import missing_characters
from reportkit.rendering.glyphs import with_glyphs_finding
from reportkit.rendering.markdown import markdown_html
from reportkit.rendering.parts.findings import findings_table
from reportkit.rendering.printed import is_shown, printed_form, unprintable
from reportkit.visible import without_unseen

if TYPE_CHECKING:
    from reportkit.rendering.document import Document

TEMPLATES = Path(__file__).parent / "templates"

_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<style\b.*?(?:</style\s*>|\Z)|</?[a-z][^<>]*>", re.DOTALL | re.IGNORECASE
)
_XML_PROLOGUE = re.compile(r"(?:\s+|<\?.*?\?>|<!DOCTYPE[^>]*>|<!--.*?-->)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Told:
    """An executed notebook as all its renditions tell it.

    Attributes
    ----------
    notebook : nbformat.NotebookNode
    document : Document
        What the notebook says of the report, and what printing it found.
    story : str
        The pages of the public rendition as HTML.
    missing : list of str
        The characters that no shipped font can print.
    """

    notebook: Any
    document: Document
    story: str
    missing: list[str]


def tell(notebook: Any) -> Told:
    """Return what the renditions of a notebook have in common.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Executed; it is left as it is.

    Raises
    ------
    NotebookNotExecutedError
        Where the notebook holds no report.
    """
    document = read_document(notebook)
    story = _render("story.html.j2", nb=notebook, document=document, review=False)
    missing = missing_characters(unescape(_MARKUP.sub("", story)))
    findings = with_glyphs_finding(document.result, missing)
    return Told(notebook, document.with_findings(findings), story, missing)


class ReportHTMLExporter(TemplateExporter):
    """The public rendition as one HTML file that needs no other."""

    export_from_notebook = "年度报告（HTML）"
    output_mimetype = "text/html"
    under_review = Bool(
        False, help="Whether a report has to be signed first, and is marked 送审稿 until then."
    ).tag(config=True)

    embed_fonts = Bool(
        False, help="Whether HTML brings its fonts along, for machines without Chinese ones."
    ).tag(config=True)

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".html"

    @default("template_paths")
    def _template_paths(self) -> list[str]:
        return [str(TEMPLATES)]

    @property
    def default_config(self) -> Config:
        """Return no configuration: preprocessors are off until somebody turns one on."""
        return Config()

    def _preprocess(self, nb: Any, resources: Any) -> Any:
        # nbconvert copies and validates the notebook once more even where there is nothing to do.
        if any(preprocessor.enabled for preprocessor in self._preprocessors):
            return super()._preprocess(nb, resources)  # type: ignore[no-untyped-call]
        return nb, resources

    def _create_environment(self) -> Environment:
        return _environment()

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
        told = tell(executed)
        resources["reportkit"] = {"missing_characters": told.missing}
        return self.rendition(told), resources

    def rendition(self, told: Told) -> Any:
        """Return the file of a report: why it is marked, then the report.

        What ``reportkit run`` calls for each rendition, so that a notebook is read once for all.

        Parameters
        ----------
        told : Told
        """
        mark = told.document.mark(under_review=self.under_review)
        notice = _render(
            "notice.html.j2",
            document=told.document,
            mark=mark,
            failing=[finding for finding in told.document.findings if finding.fails_run],
        )
        return self._finish(without_unseen(notice + told.story), told.document, mark=mark)

    def _finish(self, content: str, document: Document, *, mark: str) -> str | bytes:
        """Return the file whose pages show the content."""
        css = _css()
        if self.embed_fonts:
            # fontTools is wanted by nobody who does without.
            from reportkit.rendering.web_fonts import font_faces

            css = font_faces(content, mark) + css
        return _render("page.html.j2", content=content, document=document, mark=mark, css=css)


class ReviewHTMLExporter(ReportHTMLExporter):
    """The page for reviewers: findings, origins, cells tagged ``review``, streams and errors."""

    export_from_notebook = "年度报告（审核用 HTML）"
    reviewed = Unicode(
        "", help="File with what the report stated when it was reviewed last; need not be there."
    ).tag(config=True)

    def rendition(self, told: Told) -> Any:
        """Return the page: what a reviewer asks, then the report with what is for review alone."""
        from reportkit.rendering.review import NOBODY, changes_since, review_page

        document, nb = told.document, told.notebook
        reviewed = Path(self.reviewed)
        since = changes_since(document, told.story, reviewed) if self.reviewed else NOBODY
        story = _render("story.html.j2", nb=nb, document=document, review=True)
        mark = document.mark(under_review=self.under_review)
        return without_unseen(review_page(document, nb, story, mark=mark, since=since))


class ReportPDFExporter(ReportHTMLExporter):
    """The public rendition as PDF."""

    export_from_notebook = "年度报告（PDF）"
    output_mimetype = "application/pdf"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".pdf"

    def _finish(self, content: str, document: Document, *, mark: str) -> str | bytes:
        # Typst and the HTML parser are wanted by nobody who writes HTML.
        from reportkit.rendering.paper.pdf import make_pdf

        return make_pdf(content, document, mark=mark)


class ReportDOCXExporter(ReportHTMLExporter):
    """The public rendition as DOCX, for WPS and Word."""

    export_from_notebook = "年度报告（DOCX）"
    output_mimetype = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

    @default("file_extension")
    def _file_extension_default(self) -> str:
        return ".docx"

    def _finish(self, content: str, document: Document, *, mark: str) -> str | bytes:
        from reportkit.rendering.docx import make_docx

        return make_docx(content, document, mark=mark)


def rich_html(output: Any, *, review: bool = True, apart: bool = False) -> str:
    """Return the richest form of an output as HTML; of the kit's own outputs, nothing.

    What a notebook shows to those who work on it is for review alone, whatever cell it stands in.
    What is told apart from the report is left out where `apart` says so. What nothing can print is
    named by its kind; Python's name of an object is for review alone.
    """
    data = output.get("data", {})
    if REPORT_MIME in data or RESULT_MIME in data:
        return ""
    kind = printed_form(data)
    if kind is None:
        named = unprintable(data)
        words = f"〔印不出来的内容：{named}〕" if named else data.get("text/plain", "") * review
        return _plain(words) if words else ""
    if not review and kind == "text/html" and is_working(data[kind]):
        return ""
    if apart and kind == "text/html" and is_told_apart(data[kind]):
        return ""
    return RICH_WRITERS[kind](data[kind])


def _svg(source: str) -> str:
    return f"<figure>{clean_own(_XML_PROLOGUE.sub('', source, count=1).rstrip())}</figure>"


def _picture(kind: str, source: str) -> str:
    data = escape("".join(source.split()))
    return f'<figure><img alt="图" src="data:{kind};base64,{data}"></figure>'


def _plain(source: str) -> str:
    return f"<pre>{escape(source, quote=False)}</pre>"


RICH_WRITERS: dict[str, Callable[[str], str]] = {
    "text/html": clean_own,
    "text/markdown": markdown_html,
    "image/svg+xml": _svg,
    "image/png": partial(_picture, "image/png"),
    "image/jpeg": partial(_picture, "image/jpeg"),
    "text/plain": _plain,
    "text/latex": _plain,
}


def _render(template: str, **variables: Any) -> str:
    return _environment().get_template(template).render(variables)


@cache
def _environment() -> Environment:
    """Return the environment of all exporters, so that templates are compiled once a process."""
    # The templates escape text themselves, as they join pieces of finished HTML.
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=False)  # noqa: S701
    environment.filters |= {
        "findings_table": findings_table,
        "is_shown": is_shown,
        "markdown": markdown_html,
        "rich": rich_html,
        "strip_ansi": strip_ansi,
    }
    return environment


@cache
def _css() -> str:
    return (TEMPLATES / "report.css").read_text(encoding="utf-8")
