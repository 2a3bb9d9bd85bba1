"""What many audited reports leave in a folder: a list for programs, one to sort, pages to read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from html import escape
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, NamedTuple

from reportkit.audit.one import Audited
from reportkit.audit.output.formats import OUTCOMES, as_json_line, counts_of, names_of, outcome
from reportkit.audit.output.marked import marked_page
from reportkit.audit.output.page import page
from reportkit.grids import GridError
from reportkit.grids.read_document import read_document, shown_pages
from reportkit.rules import SEVERITY_WORDS, Severity, State
from reportkit.visible import without_unseen
from reportkit.workbook import Value, set_page, with_rows, workbook_bytes
from reportkit.writing import whole_file

JSON_LINES, WORKBOOK, INDEX, PAGES = "audit.jsonl", "audit.xlsx", "index.html", "pages"
_UNREAD = OUTCOMES[-1]
# Heading and width.
_COLUMNS = (
    ("文件", 40),
    ("单位", 32),
    ("年度", 8),
    ("报告种类", 28),
    ("版本", 10),
    ("结果", 24),
    ("必须符合", 10),
    ("应当核实", 10),
    ("存疑", 8),
    ("第一处错误", 80),
)


def write_folder(
    output: Path, audited: Iterable[Audited], paths: Sequence[Path]
) -> Iterator[Audited]:
    """Write a page for each report as it comes, and yield it; then the lists of all.

    Every file appears whole. What is found waits in a file for the lists: memory does not grow with
    it.

    Parameters
    ----------
    output : Path
    audited : iterable of Audited
    paths : sequence of Path
        Where the file of each is: its page shows the original.

    Raises
    ------
    OSError
    """
    (output / PAGES).mkdir(parents=True, exist_ok=True)
    listed: list[_Listed] = []
    with TemporaryFile("w+", encoding="utf-8") as found:
        with whole_file(output / JSON_LINES) as fresh, fresh.open("wb") as lines:
            for number, (one, path) in enumerate(zip(audited, paths, strict=True), start=1):
                link = _write_page(output, number, one, path)
                listed.append(_Listed(_cells(one), outcome(one), link))
                found.writelines(json.dumps(row) + "\n" for row in _findings(one))
                lines.write((as_json_line(one) + "\n").encode())
                yield one
        found.seek(0)
        _write(output / WORKBOOK, _workbook(listed, map(json.loads, found)))
    _write(output / INDEX, _index(listed).encode())


class _Listed(NamedTuple):
    """What the lists say of a report."""

    cells: list[Value]
    outcome: str
    link: str


def _write(path: Path, content: bytes) -> None:
    with whole_file(path) as fresh:
        fresh.write_bytes(content)


def _write_page(output: Path, number: int, one: Audited, path: Path) -> str:
    """Write the page of a report, and return the link to it; empty where it could not be read."""
    if one.published is None:
        return ""
    try:
        known = one.published.document
        document = known if known.recognised else read_document(path)
        shown = marked_page(one, document, partial(shown_pages, path))
    except (GridError, OSError):
        return ""
    name = f"{number:05}.html"
    _write(output / PAGES / name, shown.encode())
    return f"{PAGES}/{name}"


def _cells(one: Audited) -> list[Value]:
    """Return what the list says of a report, heading by heading."""
    failing = [each for each in one.findings if each.state is State.FAIL]
    errors = [each for each in failing if each.severity is Severity.ERROR]
    warnings = [each for each in failing if each.severity is Severity.WARNING]
    first = errors[0].message if errors else one.message
    mine = one.published
    known: list[Value] = [None, None, None, None]
    if mine is not None:
        edition = mine.edition
        known = [mine.bureau, mine.year or None, edition.form.title, edition.id]
    doubts = None if mine is None else len(mine.doubts)
    counts = [None, None] if mine is None else [len(errors), len(warnings)]  # nothing was held
    told = [one.file, *known, outcome(one), *counts, doubts, first]
    return [without_unseen(each) if isinstance(each, str) else each for each in told]


def _workbook(listed: Sequence[_Listed], found: Iterable[Sequence[Value]]) -> bytes:
    empty = workbook_bytes(lambda book: _fill(book, len(listed)))
    return with_rows(empty, (one.cells for one in listed), found)


def _fill(book: Any, rows: int) -> None:
    bold = book.add_format({"bold": True, "bottom": 1})
    sheet = book.add_worksheet("名单")
    for number, (heading, width) in enumerate(_COLUMNS):
        sheet.set_column(number, number, width)
        sheet.write_string(0, number, heading, bold)
    sheet.autofilter(0, 0, rows, len(_COLUMNS) - 1)
    sheet.freeze_panes(1, 1)
    set_page(sheet)
    found = book.add_worksheet("核查结果")
    for number, heading in enumerate(("文件", "单位", "年度", "要求", "规则", "内容", "建议")):
        found.write_string(0, number, heading, bold)
        found.set_column(number, number, 60 if heading in ("内容", "建议") else 20)
    found.freeze_panes(1, 0)


def _findings(one: Audited) -> Iterator[list[Value]]:
    """Yield a row of the second list for each thing that somebody has to look at."""
    mine = one.published
    if mine is None:
        told = [(_UNREAD, "", one.message, "")]
    else:
        told = [
            (SEVERITY_WORDS[each.severity], each.rule, each.message, each.suggestion)
            for each in one.findings
            if each.state is State.FAIL
        ]
        names = names_of(mine)
        told += [("存疑", "", f"{names[what]}：{why}", "") for what, why in mine.doubts.items()]
    whose = [one.file, mine.bureau, mine.year or None] if mine else [one.file, None, None]
    for row in told:
        texts = (*whose, *row)
        yield [without_unseen(each) if isinstance(each, str) else each for each in texts]


def _index(listed: Sequence[_Listed]) -> str:
    heads = "".join(f'<th scope="col">{escape(heading)}</th>' for heading, _ in _COLUMNS)
    rows = "".join(
        f"<tr>{''.join(_td(at, cell, one.link) for at, cell in enumerate(one.cells))}</tr>"
        for one in listed
    )
    ended = Counter(one.outcome for one in listed)
    lists = f'<a href="{WORKBOOK}">{WORKBOOK}</a>、<a href="{JSON_LINES}">{JSON_LINES}</a>'
    body = (
        f"<h1>已发布报告的核查</h1><p>共 {len(listed)} 份：{counts_of(ended)}。"
        f"名单另有 {lists}。</p>"
        f'<div class="wide" tabindex="0"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
    return page("已发布报告的核查", body, all_of_it=True)


def _td(number: int, cell: Value, link: str) -> str:
    text = "" if cell is None else escape(str(cell))
    if not number:
        shown = f'<a href="{link}">{text}</a>' if link else text
        return f'<th scope="row" class="left">{shown}</th>'
    return f'<td class="left">{text}</td>' if isinstance(cell, str) else f"<td>{text}</td>"
