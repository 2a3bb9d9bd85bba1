"""From which rows of which files every figure comes, as the notebook carries it.

Rows are written as runs, ``2-5,7``, or with how many records each stands for, ``3*12``. A figure
names them by block, with the number of its records there: ``0/5:2-5,7;2/12:3*12``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reportkit.figures import RowsCounted
from reportkit.forms import Cell
from reportkit.ledgers import Ledger
from reportkit.report.computed import Computed
from reportkit.rules import State

Rows = Sequence[tuple[Cell, RowsCounted]]


def origins(report: Computed, rows: Rows) -> dict[str, Any]:
    """Return the blocks of all ledgers with the numbers of their records, and the rows of figures.

    Parameters
    ----------
    report : Computed
    rows : sequence of tuple
        What `rows_of_cells` tells of its cells.

    Returns
    -------
    dict
        ``blocks``: title and place of each, and where its records are numbered ``rows``, and
        ``numbers`` a line each. ``counted`` and ``in_doubt``: by cell id, the rows that make it up,
        and those of which it cannot be told whether they do.
    """
    sheets = _sheets(report)
    found: dict[str, dict[str, str]] = {"counted": {}, "in_doubt": {}}
    for cell, answer in rows:
        sheet = sheets[cell.count.ledger]
        for name, chosen in zip(("counted", "in_doubt"), answer, strict=True):
            if told := sheet.rows(chosen):
                found[name][cell.id] = told
    blocks = [block for sheet in sheets.values() for block in sheet.blocks()]
    return {"blocks": blocks, **found}


def touched(report: Computed, rows: Rows) -> dict[str, list[str]]:
    """Return which cells each problem of the raw data makes unknown, by fingerprint of its finding.

    Of a problem that leaves none in doubt: those that count its rows.
    """
    problems = {each.where: each for each in report.raw.problems if each.ledger and each.rows}
    found = {}
    for finding in report.findings:
        problem = problems.get(finding.place_name)
        ledger = report.raw.ledgers.get(problem.ledger) if problem else None
        if problem is None or ledger is None or finding.state is not State.FAIL:
            continue
        stands = ledger.places
        meant = (stands.files == problem.file) & np.isin(stands.rows, problem.rows)
        of_ledger = [
            (cell.id, answer) for cell, answer in rows if cell.count.ledger == problem.ledger
        ]
        cells = [id_ for id_, answer in of_ledger if (answer.in_doubt & meant).any()]
        cells = cells or [id_ for id_, answer in of_ledger if (answer.counted & meant).any()]
        if cells:
            found[finding.fingerprint] = cells
    return found


def filled_in(report: Computed) -> dict[str, str]:
    """Return where each figure stands that is taken as the bureau filled it in.

    In its official form, in its list of figures, or in both.
    """
    kept = report.edition.filled_in
    ledger = report.raw.ledgers.get(kept.id) if kept else None
    listed: dict[str, list[str]] = {}
    if ledger is not None:
        stands = zip(ledger.frame["cell"], ledger.places.files, ledger.places.rows, strict=True)
        for cell, file, row in stands:
            listed.setdefault(cell, []).append(f"{file} 第 {row} 行")
    form = report.official.places
    return {
        cell: "、".join([*([form[cell]] if cell in form else []), *listed.get(cell, [])])
        for cell in sorted(report.taken)
    }


def _sheets(report: Computed) -> dict[str, _Sheet]:
    """Return every ledger as arrays; their blocks are numbered on."""
    sheets: dict[str, _Sheet] = {}
    first = 0
    for name, ledger in report.raw.ledgers.items():
        sheets[name] = _Sheet(ledger, first)
        first += len(sheets[name].places)
    return sheets


class _Sheet:
    """The places of the records of one ledger, as arrays."""

    def __init__(self, ledger: Ledger, first: int) -> None:
        self.ledger = ledger
        self.places = ledger.places.names
        self._first = first
        self._blocks = ledger.places.sheets
        self._rows = ledger.places.rows
        self._weights = ledger.weights
        self._told: dict[bytes, str] = {}  # totals have the rows of what they are the totals of

    def blocks(self) -> Iterator[dict[str, str]]:
        """Yield title and place of each block, with the numbers of its records."""
        # A line each: in a cell of a workbook a number may be broken in two.
        lines = [" ".join(number.split()) for number in self.ledger.numbers()]
        numbers = np.array(lines, dtype=object)
        for code, place in enumerate(self.places):
            chosen = self._blocks == code
            block = {"title": self.ledger.schema.title, "place": place}
            if any(numbers[chosen]):
                block |= {"rows": _runs(self._rows[chosen]), "numbers": "\n".join(numbers[chosen])}
            yield block

    def rows(self, chosen: NDArray[np.bool_]) -> str:
        """Return the rows of some records by block; nothing where there are none."""
        key = chosen.tobytes()
        if key not in self._told:
            self._told[key] = ";".join(self._by_block(np.flatnonzero(chosen)))
        return self._told[key]

    def _by_block(self, chosen: NDArray[np.intp]) -> Iterator[str]:
        blocks = self._blocks[chosen]
        for code in np.unique(blocks):
            here = chosen[blocks == code]
            records = len(here) if self._weights is None else self._weights[here].sum()
            yield f"{self._first + code}/{records}:{self._in_block(here)}"

    def _in_block(self, chosen: NDArray[np.intp]) -> str:
        rows = self._rows[chosen]
        if self._weights is None:
            return _runs(np.unique(rows))
        distinct, of = np.unique(rows, return_inverse=True)
        records = np.zeros(len(distinct), dtype=np.int64)
        np.add.at(records, of, self._weights[chosen])
        return ",".join(f"{row}*{number}" for row, number in zip(distinct, records, strict=True))


def _runs(rows: NDArray[np.int64]) -> str:
    """Return rows in their order, those that follow each other as one run."""
    ends = np.flatnonzero(np.diff(rows) != 1)
    first = rows[np.concatenate(([0], ends + 1))].tolist()
    last = rows[np.concatenate((ends, [len(rows) - 1]))].tolist()
    return ",".join(
        str(one) if one == other else f"{one}-{other}"
        for one, other in zip(first, last, strict=True)
    )
