"""Time and memory for holding many reports against all linear rules of the 2021 edition.

Each size runs in a process of its own, so that peak memory is its own. Reports are the published
ones with random counts added, as arrays; a second table times the way from `Figures` to an array.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).resolve().parents[1]))

from tests.published import published_reports

from reportkit.figures.array import CellArray
from reportkit.forms import load_form
from reportkit.report.checks import catalogue_of
from reportkit.rules import check_figures
from reportkit.rules.linear import compile_rules
from reportkit.rules.matrix import LinearSystem, encode, evaluate_array

SIZES = (1, 1_000, 10_000, 100_000)
EDITION = load_form("ogi").edition("2021")


def linear_system() -> LinearSystem:
    """Compile every linear rule that the edition is held against."""
    catalogue = catalogue_of(load_form("ogi")).values()
    rules = tuple(rule for rule in catalogue if rule.linear and rule.applies(EDITION, frozenset()))
    return compile_rules(EDITION, rules)


def make_reports(system: LinearSystem, count: int) -> CellArray:
    """Return arrays of reports: one cell in forty is wrong, one in a hundred missing."""
    published = [r.figures for r in published_reports() if [*r.figures] == [*EDITION.cells]]
    rng = np.random.default_rng(20260131)
    base = encode(system, published).values
    values = base[rng.integers(len(base), size=count)]
    values[rng.random(values.shape, dtype=np.float32) < 1 / 40] += 7
    return CellArray.of_counts(values, rng.random(values.shape, dtype=np.float32) > 1 / 100)


def measure(count: int) -> None:
    """Print the line of one size."""
    system = linear_system()
    evaluate_array(system, make_reports(system, 1))  # imports
    reports = make_reports(system, count)
    repeats = max(1, 1_000 // count)
    started = time.perf_counter()
    for _ in range(repeats):
        outcome = evaluate_array(system, reports)
    seconds = (time.perf_counter() - started) / repeats
    shares = np.bincount(outcome.states.ravel(), minlength=3) / outcome.states.size
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    states = " ".join(f"{share:7.1%}" for share in shares)
    print(f"{count:8,}{seconds:10.4f}{1e6 * seconds / count:12.2f}{peak:10.0f}   {states}")


def measure_figures() -> None:
    """Print what single reports cost, beginning with their figures."""
    system = linear_system()
    rules = catalogue_of(load_form("ogi")).values()
    published = [r.figures for r in published_reports() if [*r.figures] == [*EDITION.cells]]
    for name, work in (
        ("figures to array", lambda: encode(system, published)),
        ("all findings, with their words", lambda: [check_figures(f, rules) for f in published]),
    ):
        work()
        started = time.perf_counter()
        work()
        seconds = (time.perf_counter() - started) / len(published)
        print(f"{name:36}{1e6 * seconds:10.0f}")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help="one size, in this process")
    size = parser.parse_args().size
    if size:
        measure(size)
        return
    print(" reports   seconds  µs a report  peak MiB     pass    fail unknown")
    for each in SIZES:
        subprocess.run([sys.executable, __file__, "--size", str(each)], check=True)
    print("\none report                           µs a report")
    measure_figures()


if __name__ == "__main__":
    main()
