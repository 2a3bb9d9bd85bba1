"""Rendering an executed notebook into every file of its output folder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reportkit.inputs.names import FIGURES, FINDINGS
from reportkit.rendering.document import Result
from reportkit.rendering.glyphs import with_glyphs_finding
from reportkit.writing import write_lines_of_json

if TYPE_CHECKING:
    from reportkit.rendering.exporters import Told


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
    told = _tell(notebook)
    review_page = _exporters(**how)[1]
    review_page.reviewed = str(reviewed)
    for_review = review_page.rendition(told)
    result = result.with_findings(with_glyphs_finding(result, told.missing))
    for name, content in public_renditions(told, **how).items():
        (folder / name).write_bytes(content)
    (folder / "review.html").write_text(for_review, encoding="utf-8", newline="\n")
    write_lines_of_json(folder / FINDINGS, (finding.to_json() for finding in result.findings))
    (folder / FIGURES).write_text(result.figures_file, encoding="utf-8", newline="\n")
    return result


def public_renditions(told: Told, *, under_review: bool, embed_fonts: bool) -> dict[str, bytes]:
    """Return the files that the public gets of an executed notebook, by their names.

    Parameters
    ----------
    told : Told
        What `reportkit.rendering.exporters.tell` returned of it.
    under_review : bool
        Whether what passed is marked 送审稿.
    embed_fonts : bool
        Whether HTML brings its fonts along.
    """
    report, _, pdf, docx = _exporters(under_review=under_review, embed_fonts=embed_fonts)
    html = report.rendition(told).encode()
    return {
        "report.html": html,
        "report.pdf": pdf.rendition(told),
        "report.docx": docx.rendition(told),
    }


def _tell(notebook: Any) -> Told:
    # As below: only a run that renders pays for nbconvert.
    from reportkit.rendering.exporters import tell

    return tell(notebook)


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
