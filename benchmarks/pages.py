"""Tables of PDF pages, ours beside pdfplumber's and camelot's: cells that are exact, TEDS, seconds.

One real report, and published figures set by Chromium (playwright must be there, the two other
readers, and what tells how far trees are apart: `pip install pdfplumber camelot-py apted`). A cell
is exact where the tool has a row that begins its figures with the same label and has the same text
at the same place among them. What a reader makes of a row's label in several pieces is not judged:
the last piece counts.

TEDS (Zhong et al. 2020) is 1 less the edit distance of two trees over the size of the larger: the
rows of all tables of a file, their cells and these cells' texts. A cell that reaches over several
places is one, how far it reaches is not judged; empty cells of camelot, which tells neither, are
left out.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from statistics import mean
from typing import Any, TypeAlias

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.audit.variants import Variant, Written, render_html, written  # noqa: E402
from tests.published import published_reports  # noqa: E402

from reportkit.figures.official.labels import fold  # noqa: E402
from reportkit.folding import plain  # noqa: E402
from reportkit.grids import Grid  # noqa: E402
from reportkit.grids.pages.read import read_pdf  # noqa: E402

Row: TypeAlias = tuple[str, tuple[str, ...]]
HUAIAN = ROOT / "tests" / "data" / "huaian_2024.pdf"


def ours(path: Path) -> Iterator[Sequence[Any]]:
    """Yield the rows that the kit reads."""
    for block in read_pdf(path.read_bytes(), path.name).blocks:
        if isinstance(block, Grid):
            texts = {(row, at): v for row, values in block.rows for at, v in enumerate(values, 1)}
            rows: dict[int, list[Any]] = {}
            for row, column in sorted(block.boxes):
                rows.setdefault(row, []).append(texts.get((row, column)) or "")
            yield from rows.values()


def pdfplumber(path: Path) -> Iterator[Sequence[Any]]:
    """Yield the rows that pdfplumber reads."""
    import pdfplumber as reader

    with reader.open(path) as pdf:
        for page in pdf.pages:
            for table in page.extract_tables():
                yield from table


def camelot(path: Path) -> Iterator[Sequence[Any]]:
    """Yield the rows that camelot reads by ruling lines."""
    import camelot as reader

    for table in reader.read_pdf(str(path), pages="all", flavor="lattice"):
        yield from ([text or None for text in row] for row in table.df.values.tolist())


TOOLS: tuple[Callable[[Path], Iterator[Sequence[Any]]], ...] = (ours, pdfplumber, camelot)


def row_of(texts: Sequence[Any]) -> Row:
    """Return a row's label and its figures, without the places that hold nothing."""
    filled = [plain(str(text)) for text in texts if text is not None and plain(str(text))]
    figures = [text for text in filled if text.replace(".", "").isdigit()]
    words = [text for text in filled if text not in figures]
    return (fold(words[-1]).text if words else ""), tuple(figures)


def expected(report: Written) -> list[Row]:
    """Return the rows with figures that stand in a report."""
    rows = [row for part in report.parts if not isinstance(part, str) for row in part]
    return [row_of([spot.text for spot in row]) for row in rows if any(s.cell for s in row)]


def exact(wanted: Sequence[Row], rows: Sequence[Row]) -> int:
    """Return how many cells of the rows that are wanted are there."""
    left = [row for row in rows if row[1]]
    count = 0
    for label, figures in wanted:
        best = max(
            (row for row in left if row[0] == label),
            key=lambda row: _alike(row[1], figures),
            default=None,
        )
        if best is not None:
            count += _alike(best[1], figures)
            left.remove(best)
    return count


def _alike(some: Sequence[str], others: Sequence[str]) -> int:
    if len(some) != len(others):
        return 0
    return sum(one == other for one, other in zip(some, others, strict=True))


class _Node:
    """A row or a cell: its text, and what is below it."""

    def __init__(self, text: str, below: Sequence[_Node] = ()) -> None:
        self.text, self.below = text, below


def _tree(rows: Sequence[Sequence[Any]]) -> tuple[_Node, int]:
    """Return rows as a tree, and how many nodes it has; a place that is None is no cell."""
    cells = [[_Node(plain(str(text))) for text in row if text is not None] for row in rows]
    made = [_Node("row", row) for row in cells if row]
    return _Node("file", made), 1 + sum(1 + len(row.below) for row in made)


@lru_cache(maxsize=100_000)
def _apart(one: str, other: str) -> float:
    """Return how far two texts are apart, from 0 to 1."""
    row = [*range(len(other) + 1)]
    for i, char in enumerate(one, start=1):
        before, row[0] = row[0], i
        for j, at in enumerate(other, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (char != at))
    return row[-1] / max(len(one), len(other), 1)


def teds(wanted: Sequence[Sequence[Any]], rows: Sequence[Sequence[Any]]) -> float:
    """Return the similarity of two lists of rows as trees, from 0 to 1."""
    from apted import APTED, Config

    class Costs(Config):  # type: ignore[misc]
        def rename(self, node1: _Node, node2: _Node) -> float:
            if bool(node1.below) != bool(node2.below):
                return 1.0
            return _apart(node1.text, node2.text)

        def children(self, node: _Node) -> Sequence[_Node]:
            return node.below

    (one, size), (other, others) = _tree(wanted), _tree(rows)
    distance = float(APTED(one, other, Costs()).compute_edit_distance())
    return 1 - distance / max(size, others)


def main() -> None:
    """Print a line for each tool: cells that are exact, of how many, TEDS, seconds a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=8, help="so many are set by Chromium")
    parser.add_argument("--chromium", default=None, help="program, where it is not playwright's")
    args = parser.parse_args()
    reports = {report.slug: report.figures for report in published_reports()}
    with tempfile.TemporaryDirectory() as folder:
        files = [(HUAIAN, written(reports["huaian_2024"], Variant(2024)))]
        files += list(_set(Path(folder), args.chromium, [*reports.items()][: args.reports]))
        for tool in TOOLS:
            _measure(tool, files)


def _set(
    folder: Path, program: str | None, reports: Sequence[tuple[str, Any]]
) -> Iterator[tuple[Path, Written]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        for slug, figures in reports:
            report = written(figures, Variant(int(slug[-4:])))
            page.set_content(render_html(report))
            page.pdf(path=folder / f"{slug}.pdf", format="A4")
            yield folder / f"{slug}.pdf", report
        browser.close()


def _measure(
    tool: Callable[[Path], Iterator[Sequence[Any]]], files: Sequence[tuple[Path, Written]]
) -> None:
    list(tool(files[0][0]))  # once, so that what is loaded at first is not counted
    started = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = [list(tool(path)) for path, _ in files]
    seconds = (time.perf_counter() - started) / len(files)
    wanted = [expected(report) for _, report in files]
    found = [exact(w, [row_of(row) for row in here]) for w, here in zip(wanted, rows, strict=True)]
    total = [sum(len(figures) for _, figures in each) for each in wanted]
    alike = [teds(_printed(report), here) for (_, report), here in zip(files, rows, strict=True)]
    print(
        f"{tool.__name__:<12} real {found[0]}/{total[0]} TEDS {alike[0]:.3f}  "
        f"set {sum(found[1:])}/{sum(total[1:])} TEDS {mean(alike[1:]):.3f}  {seconds:.2f} s a file"
    )


def _printed(report: Written) -> list[list[str]]:
    """Return the rows of all tables of a report, cell by cell."""
    tables = [part for part in report.parts if not isinstance(part, str)]
    return [[spot.text for spot in row] for table in tables for row in table]


if __name__ == "__main__":
    main()
