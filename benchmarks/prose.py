"""What the rules of prose take, and what they invent: recall and precision on labelled sentences.

The sentences are made up, in the manner of published reports; ``prose/README.md`` explains their
labels. Each is held against the table that it says, with the cells that it gets wrong; then once
more for each claim that is right, with that claim's cell changed, so that it is not.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from types import SimpleNamespace

import yaml

from reportkit.figures import Figures
from reportkit.forms import Edition, load_form
from reportkit.narrative import Narrative
from reportkit.numerals import Number
from reportkit.report.checks import catalogue_of
from reportkit.rules import Finding, Severity, State, evaluate

FOLDER = Path(__file__).parent / "prose"
FILES = ("seen", "held", "field", "wild", *(f"wild{number}" for number in range(2, 11)))
FORM = load_form("ogi")
RULES = catalogue_of(FORM)
YEARS = {"2019": 2019, "2021": 2023}
# What is added to a cell to make the claim wrong: more than any tolerance.
SPOILT = 40
NAMES: dict[str, str | list[str]] = yaml.safe_load((FOLDER / "names.yaml").read_text("utf-8"))
# Where a finding is on all of the prose, and what nothing was found by passes all the same.
_ALL = "text"
_CLAIM = re.compile(r"([a-z0-9.|+]+)=([0-9.]+)(?:([!?])([0-9.]+))?")


@dataclass(frozen=True)
class Label:
    """What a sentence says of some cells: the readings under which it is right."""

    readings: tuple[tuple[str, ...], ...]
    value: Decimal
    holds: Decimal
    asked: bool

    def true(self, figures: Mapping[str, Number]) -> bool:
        """Whether what it says holds in some figures."""
        return any(
            sum(Decimal(figures[cell]) for cell in each) == self.value for each in self.readings
        )


@dataclass(frozen=True)
class Case:
    """One labelled sentence."""

    kind: str
    text: str
    edition: Edition
    labels: tuple[Label, ...]
    figures: Figures
    rules: Mapping[str, bool]


@dataclass
class Counts:
    """What was found of one kind."""

    cases: int = 0
    tally: Counter[str] = field(default_factory=Counter)


def cells(name: str, edition: Edition) -> tuple[str, ...]:
    """Return the cells that a short name, or several joined by +, stands for."""
    patterns = [each for part in name.split("+") for each in _listed(NAMES[part])]
    return tuple(
        cell for cell in edition.cells if any(fnmatchcase(cell, each) for each in patterns)
    )


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def read(file: Path) -> Iterator[Case]:
    """Yield the labelled sentences of a file."""
    kind = ""
    for line in file.read_text("utf-8").splitlines():
        if line.startswith("## "):
            kind = line[3:]
        elif line.strip():
            yield _case(kind, line)


def _case(kind: str, line: str) -> Case:
    text, _, told = line.rpartition(" | ")
    edition_id = "2019" if "@2019" in text else "2021"
    edition = FORM.edition(edition_id)
    labels: list[Label] = []
    rules: dict[str, bool] = {}
    values: dict[str, Number] = dict.fromkeys(edition.cells, 0)
    last: dict[str, Number] = dict.fromkeys(edition.cells, 0)
    has_last = False
    for word in told.split():
        claim = _CLAIM.fullmatch(word.removeprefix("+").removeprefix("last:"))
        if claim is None:
            rules[word.removeprefix("!")] = not word.startswith("!")
            continue
        readings = tuple(cells(each, edition) for each in claim[1].split("|"))
        value, holds = Decimal(claim[2]), Decimal(claim[4] or claim[2])
        if word.startswith("+last:"):
            last[readings[0][0]], has_last = _figure(holds), True
            continue
        values[readings[0][0]] = _figure(holds - sum(Decimal(values[c]) for c in readings[0][1:]))
        if not word.startswith("+"):
            labels.append(Label(readings, value, holds, claim[3] == "?"))
    for label in labels:
        if (label.value == label.holds) != label.true(values):
            msg = f"labels that cannot all be so: {line}"
            raise ValueError(msg)
    figures = Figures.of(edition, values).following(Figures.of(edition, last) if has_last else None)
    plain = text.replace("@2019", "").replace("||", "\n\n")
    return Case(kind, plain, edition, tuple(labels), figures, rules)


def _figure(value: Decimal) -> Number:
    return int(value) if value == value.to_integral_value() else value


def held(case: Case, figures: Figures) -> list[Finding]:
    """Hold a sentence against figures, by every rule that asks for prose and figures alone."""
    context = SimpleNamespace(
        edition=case.edition,
        facts=frozenset(),
        narrative=Narrative("narrative.md", "", {case.edition.sections[0].id: case.text}),
        figures=figures,
        year=YEARS[case.edition.id],
    )
    return evaluate([RULES[id_] for id_ in (*CLAIMS, *OTHERS) if id_ in RULES], context)


CLAIMS = ("N-FIGURES", "N-QUESTIONS")
OTHERS = (
    *("N-PARTS", "N-SHARES", "N-GROWTH", "N-AGREE", "N-BRACKETS", "N-UNITS", "N-IMPOSSIBLE"),
    *("N-LETTER", "N-NUMBERING", "N-OUTDATED"),
)


# These find something to hold in any prose.
WHOLE = OTHERS[4:]


def about(finding: Finding, label: Label) -> bool:
    """Whether a finding is about what a label says: the same number, of the same cells."""
    said = {cell.id for cell in finding.cells}
    same = finding.left is not None and Decimal(finding.left) == label.value
    return same and any(said <= {*each} for each in label.readings)


def count(case: Case, counts: Counts, show: str) -> None:
    """Count what is found of one sentence, as labelled and spoilt."""
    counts.cases += 1
    tally = counts.tally
    findings = held(case, case.figures)
    claims = [finding for finding in findings if finding.rule in CLAIMS]
    missed = [label for label in case.labels if not any(about(f, label) for f in claims)]
    tally["claims"] += len(case.labels)
    tally["taken"] += len(case.labels) - len(missed)
    if missed and show:
        print(f"MISSED {case.kind}: {case.text!r} {[(e.readings[0][:2], e.value) for e in missed]}")
    judge(case, case.figures, findings, tally, show)
    for rule, passes in case.rules.items():
        ours = {f.state for f in findings if f.rule == rule and (f.place != _ALL or rule in WHOLE)}
        right = (State.FAIL not in ours and State.PASS in ours) if passes else State.FAIL in ours
        tally[f"{rule} {'right' if passes else 'wrong'}"] += 1
        tally[f"{rule} {'right' if passes else 'wrong'} found"] += right
        if not right and show:
            print(f"RULE {rule} {'pass' if passes else 'fail'} missed: {case.text!r}")
    for f in findings:
        if f.rule in OTHERS and f.state is State.FAIL and case.rules.get(f.rule, True):
            tally["false warnings"] += 1
            if show:
                print(f"FALSE {f.rule}: {case.text!r}\n   {f.message}")
    for label in case.labels:
        if label.true(case.figures):
            cell = label.readings[0][0]
            spoilt = case.figures.replacing({cell: case.figures[cell] + SPOILT})
            judge(case, spoilt, held(case, spoilt), tally, show)


def judge(
    case: Case, figures: Figures, findings: list[Finding], tally: Counter[str], show: str
) -> None:
    """Count the contradictions that are found, and what is none."""
    wrong = [label for label in case.labels if not label.true(figures)]
    failing = [f for f in findings if f.rule in CLAIMS and f.state is State.FAIL]
    found: dict[int, Severity] = {}
    for finding in failing:
        error = finding.severity is Severity.ERROR
        tally["errors"] += error
        tally["questions"] += not error
        right = [each for each in wrong if about(finding, each) and not (error and each.asked)]
        if right:
            found |= {id(each): finding.severity for each in right}
            tally["right errors"] += error
            tally["right questions"] += not error
        elif show:
            print(f"FALSE {finding.rule} {case.kind}: {case.text!r}\n   {finding.message}")
    tally["wrong"] += len(wrong)
    tally["wrong found"] += len(found)
    tally["wrong as error"] += sum(each is Severity.ERROR for each in found.values())
    if show == "all":
        for label in wrong:
            if id(label) not in found:
                print(f"NOT FOUND {case.kind}: {case.text!r} {label.readings[0][:2]} {label.value}")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else "–"


def counted(files: Sequence[str], show: str = "") -> dict[str, Counts]:
    """Return what is found in the files, by kind and of all."""
    results: defaultdict[str, Counts] = defaultdict(Counts)
    for name in files:
        for case in read(FOLDER / f"{name}.txt"):
            count(case, results[case.kind], show)
    whole = Counts(sum(each.cases for each in results.values()))
    for each in results.values():
        whole.tally += each.tally
    return {**results, "all": whole}


def table(results: Mapping[str, Counts]) -> None:
    """Print a table, a line a kind."""
    print(
        "| kind | sentences | claims | taken | contradictions | found | as error "
        "| precision of errors | of questions |\n" + "| --- " * 9 + "|"
    )
    for kind, each in results.items():
        t = each.tally
        print(
            f"| {kind} | {each.cases} | {t['claims']} | {_share(t['taken'], t['claims'])} "
            f"| {t['wrong']} | {_share(t['wrong found'], t['wrong'])} "
            f"| {_share(t['wrong as error'], t['wrong'])} "
            f"| {_share(t['right errors'], t['errors'])} ({t['errors']}) "
            f"| {_share(t['right questions'], t['questions'])} ({t['questions']}) |"
        )
    print("\n| rule | right | passed | wrong | found |\n" + "| --- " * 5 + "|")
    t = results["all"].tally
    for rule in OTHERS:
        right, wrong = t[f"{rule} right"], t[f"{rule} wrong"]
        print(
            f"| {rule} | {right} | {_share(t[f'{rule} right found'], right)} "
            f"| {wrong} | {_share(t[f'{rule} wrong found'], wrong)} |"
        )
    print(f"\nwarnings of these rules that are wrong: {t['false warnings']}")


def main() -> None:
    """Count, for the files that are named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="*", default=list(FILES))
    parser.add_argument("--show", choices=("missed", "all"), default="", help="print what is wrong")
    arguments = parser.parse_args()
    table(counted(arguments.files, arguments.show))


if __name__ == "__main__":
    main()
