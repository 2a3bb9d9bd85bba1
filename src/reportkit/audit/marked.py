"""The original of a published report as a page, with the cells marked that findings are about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from reportkit.audit.formats import doubt_lines, note_lines, whose
from reportkit.audit.one import Audited, open_findings
from reportkit.audit.page import page
from reportkit.grids.document import Document, Paragraph
from reportkit.grids.model import Grid
from reportkit.published.lines import as_written
from reportkit.published.model import Published
from reportkit.rules import SEVERITY_WORDS, State
from reportkit.visible import without_unseen

_MOST_ROWS, _MOST_COLUMNS = 400, 60
_Marks = Mapping[tuple[int, int, int], str]


def marked_page(audited: Audited, document: Document) -> str:
    """Return the page: what was found, then the report with the places marked; all is escaped."""
    published = audited.published
    assert published is not None  # noqa: S101 - who could not be read has no page
    marks = _marks(audited, published)
    parts = [f"<h1>{_text(whose(published))}</h1>", f"<p>文件：{_text(audited.file)}</p>"]
    parts += ["<h2>核查结果</h2>", *_list(audited, published), "<h2>原件</h2>"]
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            mark = marks.get((number, 0, 0))
            text = _text(block.text)
            parts.append(f"<p>{_mark(text, mark) if mark else text}</p>")
        else:
            parts.append(_table(block, number, marks))
    return page(whose(published), "\n".join(parts))


def _text(text: str) -> str:
    return escape(without_unseen(text))


def _mark(text: str, why: str) -> str:
    return f'<mark title="{_text(why)}">{text or "（空白）"}</mark>'


def _marks(audited: Audited, published: Published) -> dict[tuple[int, int, int], str]:
    """Return what is to be said of each place of the document."""
    marks: dict[tuple[int, int, int], str] = {}
    for cell, why in published.doubts.items():
        if cell in published.places:
            marks[_key(published, cell)] = f"存疑：{why}"
    for finding in audited.findings:
        if finding.state is not State.FAIL:
            continue
        meant = finding.suspects or tuple(cell.id for cell in finding.cells)
        for cell in meant:
            if cell in published.places:
                marks[_key(published, cell)] = f"{finding.rule} {finding.message}"
    return marks


def _key(published: Published, cell: str) -> tuple[int, int, int]:
    place = published.places[cell]
    return place.block, place.row, place.column


def _list(audited: Audited, published: Published) -> Iterator[str]:
    lines = [_text(line) for line in (*doubt_lines(published), *note_lines(published))]
    for one in open_findings(audited):
        if one.state is State.FAIL:
            weight = SEVERITY_WORDS[one.severity]
            lines.append(_text(f"[{weight}] {one.rule} {one.message}{one.suggestion}"))
    if not lines:
        yield "<p>没有发现错误。</p>"
        return
    yield "<ul>"
    yield from (f"<li>{line}</li>" for line in lines)
    yield "</ul>"


def _table(grid: Grid, number: int, marks: _Marks) -> str:
    covered = {
        (row, column)
        for area in grid.merged
        for row in range(area.top, min(area.bottom, area.top + _MOST_ROWS) + 1)
        for column in range(area.left, min(area.right, area.left + _MOST_COLUMNS) + 1)
    } - {(area.top, area.left) for area in grid.merged}
    spans = {
        (area.top, area.left): (area.bottom - area.top + 1, area.right - area.left + 1)
        for area in grid.merged
    }
    rows = []
    for row, values in grid.rows[:_MOST_ROWS]:
        cells = [
            _td(
                as_written(value),
                spans.get((row, column), (1, 1)),
                marks.get((number, row, column)),
            )
            for column, value in enumerate(values[:_MOST_COLUMNS], start=1)
            if (row, column) not in covered
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    more = len(grid.rows) - _MOST_ROWS
    left = f"<p>表格还有 {more} 行，没有列出。</p>" if more > 0 else ""
    return f'<div class="wide" tabindex="0"><table>{"".join(rows)}</table></div>{left}'


def _td(text: str, span: Sequence[int], mark: str | None) -> str:
    down, across = span
    spans = f' rowspan="{down}"' if down > 1 else ""
    spans += f' colspan="{across}"' if across > 1 else ""
    shown = _text(text)
    return f"<td{spans}>{_mark(shown, mark) if mark else shown}</td>"
