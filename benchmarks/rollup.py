"""Time and memory for adding up the figures of many members, as a nation's office would.

Included: from the `Figures` of every member, in this process, to those of the parent, cell by cell,
with one member in a thousand missing, as many that failed, and whose part is the largest of each
cell. Not included: reading ``figures.json`` of each, and whether its files agree, which the last
line times by itself.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))

from tests.outputs import keep_outputs

from reportkit.figures import Figures, Member, read_members, roll_up
from reportkit.forms import load_form
from reportkit.inputs.agreement import faults_of_outputs
from reportkit.inputs.typed import Outputs
from reportkit.params import Parameters

SIZES = (100, 10_000, 100_000)
FORM = load_form("ogi")
EDITION = FORM.edition("2021")
_DATE = date(2026, 1, 20)
_FINDING = """[{"rule": "T3-SUM", "severity": "error", "state": "pass", "place": "t3.new.total",
"place_name": "t3.new.total", "title": "sum", "message": "equal", "suggestion": "", "cells": []}]"""


def make_members(count: int, *, whole: bool) -> list[Member]:
    """Return members with random counts; where they are not whole, some missing, some failed."""
    drawn = random.Random(20260131)  # noqa: S311 - no secret
    kinds = [Figures(EDITION, {c: drawn.randrange(3000) for c in EDITION.cells}) for _ in range(97)]
    members = []
    for number in range(count):
        # A mapping of its own for each, as if it had been read.
        figures = Figures(EDITION, dict(kinds[number % len(kinds)].values_by_cell))
        lacks = 0 if whole else number % 1000
        state = "missing" if lacks == 1 else "failed" if lacks == 2 else "passed"  # noqa: PLR2004
        members.append(Member(f"b{number}", None if lacks == 1 else figures, state))
    return members


def measure(count: int) -> None:
    """Print the line of one size."""
    own = Figures.of(EDITION, dict.fromkeys(EDITION.cells, 1))
    roll_up(own, make_members(2, whole=True))  # imports
    for whole in (True, False):
        members = make_members(count, whole=whole)
        started, used = time.perf_counter(), time.process_time()
        total = roll_up(own, members)
        seconds, cpu = time.perf_counter() - started, time.process_time() - used
        cell = next(iter(EDITION.cells))
        sums = total if whole else total.partial
        added = [part for member in members if (part := member.added) is not None]
        if sums[cell] != 1 + sum(part[cell] for part in added):
            sys.exit("the sum is wrong")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"{count:8,}{len(total.lacking):8,}{seconds:10.3f}{cpu:10.3f}{peak:10.0f}")


def measure_reading(count: int = 3000) -> None:
    """Print what members cost that lie on disk, each held against its manifest and findings."""
    members = make_members(count, whole=True)
    findings = json.loads(_FINDING) * 220
    with tempfile.TemporaryDirectory() as folder:
        kept = []
        for member in members:
            one = Parameters(bureau=member.code, bureau_name="局", year=2025, date=_DATE)
            figures = member.figures.to_json() if member.figures else {}
            keep_outputs(one, Path(folder), figures=figures, findings=findings)
            kept.append(Outputs(one.key))
        used = time.process_time()
        for each in kept:
            faults_of_outputs(each.key, Path(folder), sealed=True)
        agreement, used = time.process_time() - used, time.process_time()
        read = read_members(kept, Path(folder), FORM)
        reading = time.process_time() - used
    if not all(member.is_whole for member in read):
        sys.exit("members were refused")
    print(f"\n{count:,} members on disk, CPU: {reading:.2f} s, of which agreement {agreement:.2f}")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="one size, in this process")
    size = parser.parse_args().size
    if size:
        measure(size)
        return
    print(" members lacking   seconds       CPU  peak MiB")
    for each in SIZES:
        subprocess.run([sys.executable, __file__, "--size", str(each)], check=True)
    measure_reading()


if __name__ == "__main__":
    main()
