"""Scanned reports: cells that are right, in doubt, wrong without a doubt, lost, and CPU seconds.

Published figures set by Chromium (playwright must be there), and one real report, made into
scans: 150 dots an inch, tilted by up to two degrees, with noise, blur, grey paper and JPEG. With
--damaged, a report for each of the things that befall pages (tests/pages/damages.py).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.audit.count import Tally  # noqa: E402
from tests.audit.variants import Variant, Written, render_html, written  # noqa: E402
from tests.pages.damages import DAMAGES  # noqa: E402
from tests.pages.scans import (  # noqa: E402
    all_scanned,
    as_pdf,
    drawn,
    encoded,
    pages_in,
    scanners,
)
from tests.published import published_reports  # noqa: E402

from reportkit.audit.held import rules_for  # noqa: E402
from reportkit.audit.one import forms_in  # noqa: E402
from reportkit.errors import ReportkitError  # noqa: E402
from reportkit.grids.read_document import document_of  # noqa: E402
from reportkit.published.read import read_published  # noqa: E402

HUAIAN = ROOT / "tests" / "data" / "huaian_2024.pdf"


def main() -> None:
    """Print a line for each scan, and the sum."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=8, help="so many are set by Chromium")
    parser.add_argument("--skip", type=int, default=0, help="after so many that are left out")
    parser.add_argument("--chromium", default=None, help="program, where it is not playwright's")
    parser.add_argument("--turned", action="store_true", help="lying on a side, or upside down")
    parser.add_argument("--damaged", action="store_true", help="stamps, faxes, cameras and so on")
    parser.add_argument("--only", default="", help="of these damages, the one of this name")
    parser.add_argument("--keep", type=Path, default=None, help="folder for the scans")
    parser.add_argument("--show", type=int, default=3, help="so many of the cells in doubt a scan")
    args = parser.parse_args()
    total: Counter[str] = Counter()
    forms = forms_in(None)
    made = _damaged(args) if args.damaged else _scanned(args)
    for name, pdf, report, scan in made:
        if args.keep:
            (args.keep / f"{name}.pdf").write_bytes(scan)
        tally = Tally()
        started = time.process_time()
        try:
            tally.add(name, report, read_published(document_of(scan, name), forms, rules_for))
        except ReportkitError as error:
            tally.cells["unread"] = len(report.figures)
            tally.needless.append(str(error))
        seconds = (time.process_time() - started) / pages_in(pdf)
        print(f"{name} {dict(tally.cells)} {seconds:.1f} CPU-s a page")
        for line in [*tally.silent, *tally.needless[: args.show]]:
            print(f"  {line}")
        total += tally.cells
    print(dict(total))


_Scan = tuple[str, bytes, Written, bytes]


def _scanned(args: argparse.Namespace) -> Iterator[_Scan]:
    """Yield reports as they come out of ordinary scanners."""
    found = zip(_printed(args.skip, args.reports, args.chromium), scanners(7), strict=False)
    for number, ((name, pdf, report), scanner) in enumerate(found):
        turn = 1 + number % 3 if args.turned else 0
        yield name, pdf, report, all_scanned(pdf, replace(scanner, turn=turn))


def _damaged(args: argparse.Namespace) -> Iterator[_Scan]:
    """Yield a report for each damage, the last one set without rules."""
    style = "<style>table{border:0} td{border:0;padding:4px 10px}</style>"
    printed = _printed(args.skip or 1, len(DAMAGES), args.chromium, {len(DAMAGES) - 1: style})
    for (slug, pdf, report), (name, damage) in zip(printed, DAMAGES.items(), strict=True):
        if args.only in ("", name):
            pages = damage(drawn(pdf), np.random.default_rng(len(name)))
            yield f"{name} {slug}", pdf, report, as_pdf(*(encoded(one, 80) for one in pages))


def _printed(
    skip: int, count: int, program: str | None, styles: Mapping[int, str] | None = None
) -> Iterator[tuple[str, bytes, Written]]:
    """Yield reports as they are printed, with what stands in them."""
    reports = {report.slug: report.figures for report in published_reports()}
    if not skip:
        yield "real", HUAIAN.read_bytes(), written(reports["huaian_2024"], Variant(2024))
    chosen: Sequence[str] = [*reports][skip : skip + count]
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as started:
        browser = started.chromium.launch(executable_path=program, args=["--no-sandbox"])
        page = browser.new_page()
        for number, slug in enumerate(chosen):
            report = written(reports[slug], Variant(int(slug[-4:])))
            page.set_content(render_html(report) + (styles or {}).get(number, ""))
            path = Path(folder) / f"{slug}.pdf"
            page.pdf(path=path, format="A4")
            yield slug, path.read_bytes(), report
        browser.close()


if __name__ == "__main__":
    main()
