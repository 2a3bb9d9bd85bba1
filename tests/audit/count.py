"""How well varied reports are read: exact, in doubt, wrong without anybody being told."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from reportkit.audit.held import rules_for
from reportkit.audit.one import forms_in
from reportkit.errors import ReportkitError
from reportkit.figures import Mark
from reportkit.grids.read_document import document_of
from reportkit.published.model import Published
from reportkit.published.read import read_published
from tests.audit.variants import RENDERERS, Variant, Written, written
from tests.published import published_reports


@dataclass
class Tally:
    """What came of reading: cells by outcome, and the worst of them by name."""

    cells: Counter[str] = field(default_factory=Counter)
    silent: list[str] = field(default_factory=list)
    needless: list[str] = field(default_factory=list)

    def add(self, name: str, report: Written, read: Published) -> None:
        """Add a report as it was read."""
        lost = report.lost | (report.beside_blanks if name.endswith(".txt") else set())
        for cell, value in report.figures.items():
            told = read.values.get(cell, Mark.UNKNOWN)
            doubt = read.doubts.get(cell) or _of_another_variant(cell, read)
            if doubt is None and told == value:
                self.cells["exact"] += 1
            elif doubt is None:
                self.cells["silent"] += 1
                self.silent.append(f"{name} {cell}: {value} → {told}")
            elif cell in lost:
                self.cells["doubt"] += 1
            else:
                self.cells["needless"] += 1
                self.needless.append(f"{name} {cell}: {value} → {told}（{doubt}）")


def _of_another_variant(cell: str, read: Published) -> str | None:
    """Return why a cell is not read that the table's variant, as it was recognised, does not have.

    None where nobody is told: neither is the table in doubt, nor every cell of it.
    """
    if cell in read.edition.cells:
        return None
    table = cell.partition(".")[0]
    own = [read.doubts.get(each) for each in read.edition.cells if each.startswith(f"{table}.")]
    return read.doubts.get(table) or (own[0] if all(own) else None)


def count(
    seeds: Iterable[int], kinds: Iterable[str] = RENDERERS, slugs: Collection[str] = ()
) -> dict[str, Tally]:
    """Read published reports, all or some, in every kind of file and every variation."""
    forms = forms_in(None)
    tallies = {kind: Tally() for kind in kinds}
    for seed in seeds:
        for source in published_reports():
            if slugs and source.slug not in slugs:
                continue
            year = int(source.slug[-4:])
            report = written(source.figures, Variant(year=year, seed=seed))
            for kind, tally in tallies.items():
                content = RENDERERS[kind](report, seed)
                data = content.encode() if isinstance(content, str) else content
                name = f"{source.slug}#{seed}.{kind}"
                try:
                    read = read_published(document_of(data, name), forms, rules_for)
                except ReportkitError as error:
                    tally.cells["unread"] += len(report.figures)
                    tally.needless.append(f"{name}: {error}")
                    continue
                tally.add(name, report, read)
    return tallies


if __name__ == "__main__":
    found = count(range(int(sys.argv[1]), int(sys.argv[2])), sys.argv[3:] or RENDERERS)
    for kind, tally in found.items():
        lines = [f"{kind} {dict(tally.cells)}", *tally.silent[:6], "--", *tally.needless[:6]]
        sys.stdout.write("\n".join(lines) + "\n")
