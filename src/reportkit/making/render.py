"""Rendering an executed notebook into every file of its output folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from reportkit.inputs.names import FIGURES, FINDINGS
from reportkit.rendering.document import Result
from reportkit.rendering.glyphs import with_glyphs_finding
from reportkit.writing import write_json


def render(
    notebook: Any,
    result: Result,
    folder: Path,
    *,
    under_review: bool,
    embed_fonts: bool,
    reviewed: Path,
) -> Result:
    """Write HTML, PDF, DOCX and JSON of an executed notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    result : Result
        What `read_document` found in it.
    folder : Path
        Existing folder for the files.
    under_review : bool
        Whether what passed is marked 送审稿.
    reviewed : Path
        What the report stated when it was reviewed last; need not be there.
    embed_fonts : bool
        Whether HTML brings its fonts along.

    Returns
    -------
    Result
        The notebook's, with one finding more where a cell of the analyst's own has a character
        that cannot be printed.
    """
    how = {"under_review": under_review, "embed_fonts": embed_fonts}
    public, missing = public_renditions(notebook, **how)
    review_page = _exporters(**how)[1]
    review_page.reviewed = str(reviewed)
    for_review, _ = review_page.from_notebook_node(notebook)
    result = result.with_findings(with_glyphs_finding(result, missing))
    for name, content in public.items():
        (folder / name).write_bytes(content)
    (folder / "review.html").write_text(for_review, encoding="utf-8", newline="\n")
    write_json(folder / FINDINGS, [finding.to_json() for finding in result.findings])
    (folder / FIGURES).write_text(result.figures_file, encoding="utf-8", newline="\n")
    return result


def public_renditions(
    notebook: Any, *, under_review: bool, embed_fonts: bool
) -> tuple[dict[str, bytes], Any]:
    """Return the files that the public gets of an executed notebook, and what they cannot print.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    under_review : bool
        Whether what passed is marked 送审稿.
    embed_fonts : bool
        Whether HTML brings its fonts along.
    """
    report, _, pdf, docx = _exporters(under_review=under_review, embed_fonts=embed_fonts)
    html, resources = report.from_notebook_node(notebook)
    printed, _ = pdf.from_notebook_node(notebook)
    for_word, _ = docx.from_notebook_node(notebook)
    files = {"report.html": html.encode(), "report.pdf": printed, "report.docx": for_word}
    return files, resources["reportkit"]["missing_characters"]


@cache
def _exporters(**how: bool) -> tuple[Any, ...]:
    """Return the exporters for ``report.html``, ``review.html``, ``report.pdf``, ``report.docx``.

    Once a process: nbconvert takes as long to set one up as it takes to write a report.
    """
    # Importing nbconvert costs a second or more: only a run that renders pays for it.
    from reportkit.rendering.exporters import (
        ReportDOCXExporter,
        ReportHTMLExporter,
        ReportPDFExporter,
        ReviewHTMLExporter,
    )

    kinds = (ReportHTMLExporter, ReviewHTMLExporter, ReportPDFExporter, ReportDOCXExporter)
    exporters: tuple[Any, ...] = kinds
    return tuple(kind(**how) for kind in exporters)
