"""The original of a published report as a page, with the cells marked that findings are about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple

from reportkit.audit.one import Audited, open_findings
from reportkit.audit.output.formats import by_cause, doubt_lines, note_lines, whose
from reportkit.audit.output.page import page
from reportkit.audit.output.pictures import Said, pages_of_cells, pictures
from reportkit.grids.document import Document, Paragraph
from reportkit.grids.model import Grid
from reportkit.grids.pages.shown import ShownPage
from reportkit.published.model import Published
from reportkit.published.tables.lines import as_written
from reportkit.published.tables.rows import Place
from reportkit.rules import SEVERITY_WORDS, State
from reportkit.visible import without_unseen

_MOST_ROWS, _MOST_COLUMNS = 400, 60
_Marks = Mapping[Place, Said]
Show = Callable[[Collection[int]], Sequence[ShownPage]]


class _Entry(NamedTuple):
    """A line of the list: what was found, what is said of each cell, and which cells these are."""

    line: str
    said: str
    cells: Sequence[str]


def marked_page(audited: Audited, document: Document, show: Show = lambda _pages: ()) -> str:
    """Return the page: what was found, then the report with the places marked; all is escaped.

    Parameters
    ----------
    audited : Audited
    document : Document
        The file as it is read.
    show : callable
        Returns pages of it as pictures, by their numbers; none where it has no pages.
    """
    published = audited.published
    assert published is not None  # noqa: S101 - who could not be read has no page
    entries = list(_entries(audited, published))
    marks = _marks(entries, published)
    parts = [f"<h1>{_text(whose(published))}</h1>", f"<p>文件：{_text(audited.file)}</p>"]
    parts += ["<h2>核查结果</h2>", *_list(entries)]
    seen = list(pictures(show(pages_of_cells(document, published, marks)), document, marks))
    parts += ["<h2>原件</h2>", *seen, "<h2>读出的内容</h2>"] if seen else ["<h2>原件</h2>"]
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            mark = marks.get(Place(number))
            text = _text(block.text)
            parts.append(f"<p>{_mark(text, mark) if mark else text}</p>")
        else:
            parts.append(_table(block, number, marks))
    return page(whose(published), "\n".join(parts))


def _text(text: str) -> str:
    return escape(without_unseen(text))


def _mark(text: str, said: Said) -> str:
    return f'<mark title="{_text(said.text)}">{text or "（空白）"}</mark>'


def _entries(audited: Audited, published: Published) -> Iterator[_Entry]:
    causes = by_cause(published.doubts)
    for line, (why, cells) in zip(doubt_lines(published), causes.items(), strict=True):
        yield _Entry(line, f"存疑：{why}", cells)
    for line, (cell, how) in zip(note_lines(published), published.notes.items(), strict=True):
        yield _Entry(line, f"说明：{how}", [cell])
    for one in open_findings(audited):
        if one.state is State.FAIL:
            weight = SEVERITY_WORDS[one.severity]
            meant = one.suspects or tuple(cell.id for cell in one.cells)
            line = f"[{weight}] {one.rule} {one.message}{one.suggestion}"
            yield _Entry(line, f"{one.rule} {one.message}", meant)


def _marks(entries: Sequence[_Entry], published: Published) -> dict[Place, Said]:
    """Return what is to be said of each place of the document."""
    marks: dict[Place, Said] = {}
    for number, entry in enumerate(entries, start=1):
        for cell in entry.cells:
            if cell in published.places:
                place = published.places[cell]
                before = marks.get(place)
                text = f"{before.text}；{entry.said}" if before else entry.said
                marks[place] = Said(before.number if before else number, text)
    return marks


def _list(entries: Sequence[_Entry]) -> Iterator[str]:
    if not entries:
        yield "<p>没有发现错误。</p>"
        return
    yield "<ol>"
    for number, entry in enumerate(entries, start=1):
        yield f'<li id="n{number}">{_text(entry.line)}</li>'
    yield "</ol>"


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
                marks.get(Place(number, row, column)),
            )
            for column, value in enumerate(values[:_MOST_COLUMNS], start=1)
            if (row, column) not in covered
        ]
        rows.append(f"<tr>{''.join(cells)}</tr>")
    more = len(grid.rows) - _MOST_ROWS
    left = f"<p>表格还有 {more} 行，没有列出。</p>" if more > 0 else ""
    return f'<div class="wide" tabindex="0"><table>{"".join(rows)}</table></div>{left}'


def _td(text: str, span: Sequence[int], mark: Said | None) -> str:
    down, across = span
    spans = f' rowspan="{down}"' if down > 1 else ""
    spans += f' colspan="{across}"' if across > 1 else ""
    shown = _text(text)
    return f"<td{spans}>{_mark(shown, mark) if mark else shown}</td>"
