"""Published reports in every kind of file: cells that are exact, in doubt, wrong in silence.

Variants of the 36 published reports (labels, blanks, splits, clutter; tests/audit/variants.py),
each as HTML, DOCX, plain text, a line for each cell, Markdown, XLSX, XLS and ODS: 2,304 files by
default. With --printed also as Chromium prints them (playwright must be there), with ruling lines
and without any, and as OFD. Scans are `scans.py`.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.audit.count import Tally  # noqa: E402
from tests.audit.layout import placed  # noqa: E402
from tests.audit.variants import RENDERERS, Variant, Written, render_html, written  # noqa: E402
from tests.clerk.draft import Kind, Line, Sheet  # noqa: E402
from tests.clerk.writers import save_ods, save_xls  # noqa: E402
from tests.pages.ofds import ofd_of  # noqa: E402
from tests.published import published_reports  # noqa: E402

from reportkit.audit.held import rules_for  # noqa: E402
from reportkit.audit.one import forms_in  # noqa: E402
from reportkit.errors import ReportkitError  # noqa: E402
from reportkit.grids.read_document import document_of  # noqa: E402
from reportkit.published.read import read_published  # noqa: E402

_NO_RULES = "<style>table{border:0} td{border:0;padding:4px 10px}</style>"


def main() -> None:
    """Print a row of a table for each kind of file, then what was wrong in silence."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=8, help="so many variants of each report")
    parser.add_argument("--printed", type=int, default=0, help="of so many, also PDF and OFD")
    parser.add_argument("--chromium", default=None, help="program, where it is not playwright's")
    parser.add_argument("--show", type=int, default=3, help="so many needless doubts of a kind")
    args = parser.parse_args()
    forms = forms_in(None)
    tallies: dict[str, Tally] = {}
    files: Counter[str] = Counter()
    seconds: dict[str, float] = {}
    for name, kind, data, report in _files(args):
        tally = tallies.setdefault(kind, Tally())
        files[kind] += 1
        started = time.process_time()
        try:
            read = read_published(document_of(data, name), forms, rules_for)
        except ReportkitError as error:
            tally.cells["unread"] += len(report.figures)
            tally.needless.append(f"{name}: {error}")
        else:
            tally.add(name, report, read)
        seconds[kind] = seconds.get(kind, 0) + time.process_time() - started
    print("| kind | files | exact | doubts, lost | doubts, needless | silent | unread | CPU ms |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    for kind, tally in tallies.items():
        cells = tally.cells
        share = cells["needless"] / max(1, cells["needless"] + cells["exact"])
        print(
            f"| {kind} | {files[kind]} | {cells['exact']} | {cells['doubt']} | {cells['needless']} "
            f"({share:.2%}) | {cells['silent']} | {cells['unread']} "
            f"| {1000 * seconds[kind] / files[kind]:.0f} |"
        )
    print(sum(files.values()), "files")
    for tally in tallies.values():
        print("\n".join([*tally.silent, *tally.needless[: args.show]]))


def _files(args: argparse.Namespace) -> Iterator[tuple[str, str, bytes, Written]]:
    """Yield files: name, kind, content, what stands in them."""
    for seed in range(args.seeds):
        for name, report in _reports(seed):
            for kind, render in {**RENDERERS, **_BOOKS}.items():
                content: Any = render(report, seed)
                data = content.encode() if isinstance(content, str) else content
                yield f"{name}.{kind}", kind, data, report
    if args.printed:
        yield from _printed(range(args.printed), args.chromium)


def _reports(seed: int) -> Iterator[tuple[str, Written]]:
    for source in published_reports():
        variant = Variant(year=int(source.slug[-4:]), seed=seed)
        yield f"{source.slug}#{seed}", written(source.figures, variant)


def _printed(seeds: range, program: str | None) -> Iterator[tuple[str, str, bytes, Written]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        for seed in seeds:
            for name, report in _reports(seed):
                shown = render_html(report, seed)
                for kind, style in (("pdf", ""), ("pdf without rules", _NO_RULES)):
                    page.set_content(shown + style)
                    pdf = page.pdf(format="A4")
                    yield f"{name}.pdf", kind, pdf, report
                    if not style:
                        yield f"{name}.ofd", "ofd", ofd_of(pdf), report
        browser.close()


def _book(
    save: Callable[[Path, list[Sheet]], None], ending: str
) -> Callable[[Written, int], bytes]:
    """Return what makes a workbook of a report, all on one sheet."""

    def made(report: Written, _: int) -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"年报.{ending}"
            save(path, [_sheet(report)])
            return path.read_bytes()

    return made


def _sheet(report: Written) -> Sheet:
    lines: list[list[Any]] = []
    merged = []
    for part in (report.title, *report.parts):
        if isinstance(part, str):
            lines.append([part])
            continue
        top, rows = len(lines), placed(part)
        width = max(column + spot.across for row in rows for column, spot in row)
        lines += [[None] * width for _ in rows]
        for number, row in enumerate(rows, start=top):
            for column, spot in row:
                text = spot.text.strip(" \0")
                is_number = text.isascii() and text.isdigit()
                lines[number][column] = int(text) if is_number else text or None
                if spot.down > 1 or spot.across > 1:
                    end = min(number + spot.down, len(lines)) - 1
                    merged.append((number, column, end, column + spot.across - 1))
        lines.append([])
    return Sheet("年报", [Line(Kind.TITLE, cells) for cells in lines], merged=merged)


_BOOKS: Mapping[str, Callable[[Written, int], bytes]] = {
    "xls": _book(save_xls, "xls"),
    "ods": _book(save_ods, "ods"),
}


if __name__ == "__main__":
    main()
