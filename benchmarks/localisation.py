"""How often localisation names the cells that are really wrong, and how long it takes.

Published reports that reconcile are spoilt at random cells, by typing errors or random values, and
localised. Seeded: two runs print the same rates.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import cast

sys.path.append(str(Path(__file__).resolve().parents[1]))

from tests.catalogue import check_figures, localise
from tests.published import published_reports

from reportkit.figures import Figures
from reportkit.rules import State
from reportkit.rules.localise import Localisation, Verdict
from reportkit.rules.localise.slips import neighbours

SEED = 20260131


@dataclass(frozen=True)
class Trial:
    """One spoilt report: the cells really wrong, and what localisation said."""

    wrong: frozenset[str]
    detected: bool
    found: Localisation
    seconds: float

    @property
    def first(self) -> bool:
        """Whether exactly the wrong cells are blamed first."""
        return bool(self.found.solutions) and self.found.solutions[0].cells == self.wrong

    @property
    def listed(self) -> bool:
        """Whether they are among the repairs listed."""
        return any(repair.cells == self.wrong for repair in self.found.solutions)

    @property
    def smaller(self) -> bool:
        """Whether fewer cells than are wrong repair the report as well."""
        return bool(self.found.solutions) and len(self.found.solutions[0].cells) < len(self.wrong)

    @property
    def sure_and_wrong(self) -> bool:
        """Whether other cells, as many, are blamed and said to be certain."""
        return self.found.certain and not self.first and not self.smaller

    @property
    def unfinished(self) -> bool:
        """Whether the time limit was reached."""
        return any(group.verdict is Verdict.OUT_OF_TIME for group in self.found.groups)


def typing_errors(value: int, beside: Sequence[int], rng: random.Random) -> list[int]:
    """Return what one slip makes of a number: one number for each kind of slip that changes it."""
    digits = str(value)
    place = rng.randrange(len(digits))
    texts = [
        digits[: place + 1] + digits[place:],  # a digit twice
        digits[:place] + digits[place + 1 :] or "0",  # a digit dropped
        digits[:place] + rng.choice("0123456789") + digits[place + 1 :],  # another digit
        digits[:place] + digits[place : place + 2][::-1] + digits[place + 2 :],  # two swapped
    ]
    numbers = [*(int(text) for text in texts), rng.choice(beside), 0]
    return [number for number in numbers if number != value]


def spoil(figures: Figures, cell: str, rng: random.Random) -> int:
    """Return a wrong figure for a cell: half of the time a slip, half of the time any number."""
    value = cast("int", figures[cell])
    beside = [figures[other] for other in neighbours(figures.edition)[cell]]
    slips = typing_errors(value, [v for v in beside if isinstance(v, int)] or [0], rng)
    if slips and rng.choice([True, False]):
        return rng.choice(slips)
    return rng.choice([n for n in range(max(20, 2 * value)) if n != value])


def run(count: int, prefixes: tuple[str, ...], wrong_cells: int, seed: int) -> list[Trial]:
    """Spoil and localise reports; cells are drawn from the tables with these prefixes."""
    rng = random.Random(seed)  # noqa: S311 - not for secrets
    reports = [report.figures for report in published_reports() if _reconciles(report.figures)]
    trials = []
    for _ in range(count):
        figures = rng.choice(reports)
        cells = rng.sample([c for c in figures if c.startswith(prefixes)], wrong_cells)
        spoilt = figures.replacing({cell: spoil(figures, cell, rng) for cell in cells})
        detected = any(finding.fails_run for finding in check_figures(spoilt))
        started = time.perf_counter()
        found = localise(spoilt)
        seconds = time.perf_counter() - started
        trials.append(Trial(frozenset(cells), detected, found, seconds))
    return trials


def _reconciles(figures: Figures) -> bool:
    tables = ("t3", "t4")
    whole = all(isinstance(figures[cell], int) for cell in figures if cell.startswith(tables))
    linear = (f for f in check_figures(figures) if f.rule != "VALUES")
    return whole and not any(f.state is State.FAIL and f.fails_run for f in linear)


def _share(trials: Sequence[Trial], holds: Callable[[Trial], bool]) -> str:
    return f"{sum(map(holds, trials)) / len(trials):8.1%}" if trials else "       -"


def main() -> None:
    """Print one line for each experiment."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--trials", type=int, default=1000, help="spoilt reports a line")
    count = parser.parse_args().trials
    run(5, ("t3", "t4"), 3, SEED)  # imports and compiled rules
    columns = ("detected", "first", "listed", "certain", "smaller", "wrong", "late")
    print(f"{'wrong cells':20}" + "".join(f"{name:>9}" for name in columns) + "  median   worst")
    experiments = [
        ("1 of table 3", ("t3.",), 1),
        ("1 of table 4", ("t4.",), 1),
        ("1 of tables 3 and 4", ("t3.", "t4."), 1),
        ("2 of table 3", ("t3.",), 2),
        ("2 of tables 3 and 4", ("t3.", "t4."), 2),
        ("3 of table 3", ("t3.",), 3),
        ("5 of table 3", ("t3.",), 5),
    ]
    for name, prefixes, wrong_cells in experiments:
        trials = run(count, prefixes, wrong_cells, SEED)
        seen = [trial for trial in trials if trial.detected]
        shares = [
            _share(trials, lambda trial: trial.detected),
            _share(seen, lambda trial: trial.first),
            _share(seen, lambda trial: trial.listed),
            _share(seen, lambda trial: trial.found.certain),
            _share(seen, lambda trial: trial.smaller),
            _share(seen, lambda trial: trial.sure_and_wrong),
            _share(seen, lambda trial: trial.unfinished),
        ]
        times = [trial.seconds for trial in seen]
        spent = f"{1000 * median(times):5.1f} ms {1000 * max(times):5.0f} ms"
        print(f"{name:20} {' '.join(shares)}  {spent}")


if __name__ == "__main__":
    main()
