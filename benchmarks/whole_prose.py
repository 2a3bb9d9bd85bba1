"""What the rules of prose find in whole reports that say nothing untrue, and after one change.

Each report is put together from the labelled sentences, their figures filled in anew from tables
that agree with each other, and from sentences on other things (``prose/beside.txt``), in sections
and under headings as published reports have them. All that it says is true: whatever is found
wrong is a false alarm. Then one figure that the prose tells is changed in its table.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

sys.path.insert(0, str(Path(__file__).parent))

import prose

from reportkit.figures import Figures
from reportkit.narrative import Narrative
from reportkit.numerals import Number, find_numerals
from reportkit.rules import Finding, Severity, State, evaluate

EDITION = prose.FORM.edition("2021")
RULES = (*prose.CLAIMS, *prose.OTHERS)
_UNIT = re.compile(r"件|宗|条|项|份|起|例|次|封|元|万元|亿元|部|篇|个(?!工作|月)")
# Labelled as claiming nothing, wherever they stand.
_BESIDE = ("elsewhere", "neighbours")
# What is worked out from figures, or told of more than one; noughts told by a word beside figures.
_OTHER = re.compile(r"%|同比|[较比]|审结|结案|已办结|行政许可申请|[0-9]元|（[一二三四五六七]）")
_NO = re.compile(r"未|无|没有|均")
_COLUMNS = ("natural_person", "business", "research", "public_welfare", "legal_service", "other")
_ODDS = (0.8, 0.1, 0.02, 0.02, 0.03, 0.03)
_HEADINGS = ("（一）主动公开情况", "（二）依申请公开情况", "（三）政府信息管理情况")
_MORE = ("（四）平台建设情况", "（五）监督保障情况")


@dataclass(frozen=True)
class Told:
    """A sentence with places for figures.

    Attributes
    ----------
    kind : str
    pieces : tuple of str
        The text around the figures, one more than these.
    places : tuple of tuple of tuple of str
        What each figure may be the sum of.
    zero : tuple of tuple of str
        Cells that must be 0, for it says so without a figure.
    """

    kind: str
    pieces: tuple[str, ...]
    places: tuple[tuple[tuple[str, ...], ...], ...]
    zero: tuple[tuple[str, ...], ...]


def sentences(files: Sequence[str]) -> list[Told]:
    """Return the labelled sentences whose every figure is labelled, or that claim nothing."""
    found = []
    for name in files:
        for case in prose.read(prose.FOLDER / f"{name}.txt"):
            wrong = [rule for rule, passes in case.rules.items() if not passes]
            told = None if wrong or case.edition is not EDITION else _told(case)
            if told is not None:
                found.append(told)
    return found


def _told(case: prose.Case) -> Told | None:
    text = case.text.rpartition("\n\n")[2]
    numbers = [n for n in find_numerals(text) if _UNIT.match(text, n.end)]
    if not case.labels:
        return (
            Told("beside", (text,), (), ()) if case.kind in _BESIDE and "（" not in text else None
        )
    if _OTHER.search(text) or (_NO.search(text) and any(not number.value for number in numbers)):
        return None
    labels = list(case.labels)
    places: list[tuple[tuple[str, ...], ...]] = []
    for number in numbers:
        same = [each for each in labels if each.value == number.value]
        if not same:
            return None
        labels.remove(same[0])
        places.append(same[0].readings)
    if any(label.value for label in labels):
        return None
    ends = [number.end for number in numbers]
    starts = [number.start for number in numbers]
    pieces = [text[a:b] for a, b in zip([0, *ends], [*starts, len(text)], strict=True)]
    return Told(case.kind, tuple(pieces), tuple(places), tuple(e.readings[0] for e in labels))


def tables(chance: random.Random) -> dict[str, Number]:
    """Return figures of one report that agree with each other."""
    values: dict[str, Number] = dict.fromkeys(EDITION.cells, 0)
    size = chance.choice((0, 3, 12, 60, 400, 3000))
    new = chance.randint(0, size)
    carried = chance.choice((0, 0, 0, chance.randint(0, max(1, size // 10))))
    for row, number in (("new", new), ("carried_in", carried)):
        _spread(values, row, number, chance)
    outcomes = sorted(
        {f"t3.{row.id}" for row in EDITION.headings_with("outcome")}
        - {"t3.other.fee_unpaid"}  # which prose leaves out of 其他处理 where it is told
    )
    likely = [chance.random() ** 4 for _ in outcomes]
    for column in _COLUMNS:
        left = values[f"t3.new.{column}"] + values[f"t3.carried_in.{column}"]
        out = chance.choice((0, 0, min(left, chance.randint(0, 1 + left // 12))))
        values[f"t3.carried_out.{column}"] = out
        values["t3.carried_out.total"] += out
        for row in chance.choices(outcomes, likely, k=int(left - out)):
            values[f"{row}.{column}"] += 1
            values[f"{row}.total"] += 1
        values[f"t3.concluded.{column}"] = left - out
        values["t3.concluded.total"] += left - out
    for row in ("reconsideration", "direct_suit", "suit_after_reconsideration"):
        for result in ("upheld", "corrected", "other", "pending"):
            number = chance.choice((0, 0, 0, chance.randint(0, 1 + size // 40)))
            values[f"t4.{row}.{result}"] = number
            values[f"t4.{row}.total"] += number
    for cell in EDITION.cells:
        if cell.startswith("t2."):
            values[cell] = chance.choice((0, chance.randint(0, 9), chance.randint(0, 2000)))
    for row in ("regulations", "normative_documents"):
        values[f"t2.{row}.in_force"] += values[f"t2.{row}.issued"]
    values["t2.fees.amount"] = chance.choice((0, Decimal(chance.randint(1, 90000)).scaleb(-2)))
    return values


def _spread(values: dict[str, Number], row: str, number: int, chance: random.Random) -> None:
    for column in chance.choices(_COLUMNS, _ODDS, k=number):
        values[f"t3.{row}.{column}"] += 1
    values[f"t3.{row}.total"] = number


def beside(chance: random.Random) -> dict[str, list[str]]:
    """Return sentences on other things by the part of a report they may stand in."""
    found: dict[str, list[str]] = {}
    kind = ""
    for line in (prose.FOLDER / "beside.txt").read_text("utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
            continue
        a, b, c = (chance.randint(1, 60) for _ in "abc")
        n = a + b + c if "其中" in line or "{c}" in line else chance.randint(60, 4000)
        m = chance.randint(60, 4000)
        found.setdefault(kind, []).append(line.format(a=a, b=b, c=c, n=n, m=m))
    return found


def filled(told: Told, values: Mapping[str, Number], chance: random.Random) -> str | None:
    """Return a sentence with the figures of a report; None where it does not hold of them."""
    if any(values[cell] for reading in told.zero for cell in reading):
        return None
    text = told.pieces[0]
    for readings, piece in zip(told.places, told.pieces[1:], strict=True):
        reading = chance.choice(readings)
        text += f"{sum(Decimal(values[cell]) for cell in reading):f}{piece}"
    return text


@dataclass(frozen=True)
class Report:
    """One whole report: its prose by section, its figures, and the cells that prose tells."""

    prose: Mapping[str, str]
    figures: Figures
    told: tuple[str, ...]


def reports(files: Sequence[str], number: int, seed: int) -> Iterator[Report]:
    """Yield whole reports that say nothing untrue."""
    everything = sentences(files)
    for nth in range(number):
        chance = random.Random(f"{seed}-{nth}")  # noqa: S311 - same reports each time
        values = tables(chance)
        usable = [(told, text) for told in everything if (text := filled(told, values, chance))]
        yield _report(usable, values, chance)


def _report(
    usable: Sequence[tuple[Told, str]], values: Mapping[str, Number], chance: random.Random
) -> Report:
    kinds: dict[str, list[tuple[Told, str]]] = {}
    for told, text in usable:
        kinds.setdefault(_part(told), []).append((told, text))
    other = beside(chance)
    cells: set[str] = set()

    def some(part: str, most: int, *asides: str) -> str:
        pool = kinds.get(part, [])
        chosen = chance.sample(pool, min(len(pool), chance.randint(0, most)))
        for told, _ in chosen:
            cells.update(reading[0][0] for reading in told.places if len(reading) == 1)
        texts = [text for _, text in chosen]
        for aside in asides:
            texts += chance.sample(other[aside], chance.randint(0, 2))
        chance.shuffle(texts)
        return "".join(texts) if chance.random() < 0.7 else "\n\n".join(texts)  # noqa: PLR2004

    marked = chance.random() < 0.8  # noqa: PLR2004
    parts = (
        some("documents", 2, "主动公开", "回应"),
        some("applications", 3, "依申请", "主动公开"),
        some("documents", 1, "管理"),
        some("beside", 2, "管理", "回应"),
        some("disputes", 2, "救济", "管理"),
    )
    headings = (*_HEADINGS, *_MORE)
    first = "\n\n".join(
        f"### {heading}\n\n{part}" if marked else part
        for heading, part in zip(headings, parts, strict=True)
    )
    sections = [section.id for section in EDITION.sections]
    written = {
        sections[0]: f"2023年，我局认真贯彻落实条例，各项工作取得新成效。\n\n{first}",
        sections[-2]: some("beside", 1, "问题"),
        sections[-1]: some("beside", 1, "其他"),
    }
    return Report(written, Figures.of(EDITION, values).following(None), tuple(sorted(cells)))


def _part(told: Told) -> str:
    cells = [*(cell for place in told.places for each in place for cell in each)]
    cells += [cell for each in told.zero for cell in each]
    tables_told = {cell.split(".")[0] for cell in cells}
    if not tables_told:
        return "beside"
    if "t3" in tables_told:
        return "applications"
    return "disputes" if "t4" in tables_told else "documents"


def found(report: Report, figures: Figures) -> list[Finding]:
    """Return what fails in a report."""
    context = SimpleNamespace(
        edition=EDITION,
        facts=frozenset(),
        narrative=Narrative("narrative.md", "", dict(report.prose)),
        figures=figures,
        year=prose.YEARS[EDITION.id],
    )
    rules = [prose.RULES[id_] for id_ in RULES if id_ in prose.RULES]
    return [each for each in evaluate(rules, context) if each.state is State.FAIL]


def counted(number: int, seed: int, *, show: bool = False) -> Counter[str]:
    """Return what is found in so many reports, and after one change of each."""
    tally: Counter[str] = Counter()
    for report in reports(prose.FILES, number, seed):
        tally["reports"] += 1
        tally["figures told"] += len(report.told)
        tally["characters"] += sum(map(len, report.prose.values()))
        wrong = found(report, report.figures)
        errors = [each for each in wrong if each.severity is Severity.ERROR]
        tally["false errors"] += len(errors)
        tally["reports with a false error"] += bool(errors)
        tally.update(f"false {each.severity.value} {each.rule}" for each in wrong)
        for each in wrong if show else ():
            print(each.severity.value, each.rule, each.message)
        if report.told:
            _spoil(report, wrong, tally, seed)
    return tally


def main() -> None:
    """Count over many reports."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=400)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", action="store_true", help="print what is wrongly found")
    arguments = parser.parse_args()
    tally = counted(arguments.reports, arguments.seed, show=arguments.show)
    for name, number in sorted(tally.items()):
        print(f"{name}: {number}")


def _spoil(report: Report, wrong: Sequence[Finding], tally: Counter[str], seed: int) -> None:
    chance = random.Random(f"{seed}-{report.told}")  # noqa: S311 - as above
    cell = chance.choice(report.told)
    value = report.figures[cell]
    changed = report.figures.replacing({cell: value + chance.choice((1, 2, 5, 10, 40))})
    before = {each.message for each in wrong}
    after = [each for each in found(report, changed) if each.message not in before]
    about = [each for each in after if cell in {said.id for said in each.cells}]
    tally["figures changed"] += 1
    tally["found as error"] += any(each.severity is Severity.ERROR for each in about)
    tally["found"] += bool(about)


if __name__ == "__main__":
    main()
