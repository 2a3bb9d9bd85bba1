"""Check ``claims``: a figure in the prose that speaks of a cell equals that cell."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from pydantic import StrictBool

from reportkit.figures import Figures, Value, is_figure, value_text
from reportkit.forms import Edition
from reportkit.narrative.claims.book import Reading
from reportkit.narrative.claims.claim import Claim
from reportkit.narrative.claims.find import claims_of
from reportkit.narrative.context import WithProseAndFigures
from reportkit.numerals import Number
from reportkit.rules import CellValue, Finding, Rule, State
from reportkit.rules.register import check
from reportkit.rules.rule import CellId
from reportkit.strict import Strict

# A sum of more cells goes by the claim's own name.
_NAMED_ONE_BY_ONE = 2


class Claims(Strict):
    """What a rule on figures in prose asks.

    Attributes
    ----------
    carried_in : str
        The cell that counts what began before the report year: by as much as that, prose may say
        less, for it may speak of what began in the year alone. Empty where the form has none.
    begun : str
        The cell that counts what began in the report year: a figure above the one that its sentence
        tells of that cell does not speak of it alone.
    sure : bool
        Whether it holds what leaves no doubt of what it is about, or all else: the questions.
    """

    carried_in: CellId = ""
    begun: CellId = ""
    sure: StrictBool = True


@check("claims", Claims)
def check_claims(rule: Rule, context: WithProseAndFigures) -> Iterator[Finding]:
    """Yield one finding a claim: passing, failing, or unknown where the cell holds no figure."""
    figures = context.figures
    claims = claims_of(tuple(context.narrative.sentences()), figures.edition, context.year)
    asked: Claims = rule.parameters
    carried_in = figures[asked.carried_in] if asked.carried_in else 0
    places: Counter[str] = Counter()
    beside: defaultdict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        beside[id(claim.sentence)].append(claim)
    told = [_as_told(claim, beside[id(claim.sentence)]) for claim in claims]
    for claim in _certain(told, figures, carried_in, asked.begun):
        if claim.sure == asked.sure:
            places[claim.place] += 1
            nth = places[claim.place]
            place = claim.place if nth == 1 else f"{claim.place}#{nth}"
            yield _finding(rule, claim, figures, place)
    if not places and not asked.sure:
        yield rule.finding("text", "报告文字", State.PASS, "文字没有不能断定的数字。")


def _certain(
    claims: Sequence[Claim], figures: Figures, carried_in: Value, begun: str
) -> Iterator[Claim]:
    """Leave out what may be about something else.

    Where one sentence gives two figures for one cell, it speaks of two things, and at most the one
    that agrees is about the cell. So does prose that names a body in one place, may speak of
    another, or says 均已答复 of it, and has the cell's figure in another place.
    """
    rivals: defaultdict[tuple[int, Reading, bool], set[Number]] = defaultdict(set)
    told: set[Reading] = set()
    new: dict[int, Number] = {}
    for claim in claims:
        if claim.readings[0] == (begun,):
            new[id(claim.sentence)] = claim.value
        rivals[id(claim.sentence), claim.readings[0], claim.sure].add(claim.value)
        if _agreeing(claim, figures):
            told.add(claim.readings[0])
    for claim in claims:
        alone = len(rivals[id(claim.sentence), claim.readings[0], claim.sure]) == 1
        doubtful = claim.named or not claim.sure or not claim.counted
        another = doubtful and claim.readings[0] in told
        more = claim.value > new.get(id(claim.sentence), claim.value)
        partial = not more and _of_the_new_only(claim, figures, carried_in)
        if (alone and not another and not partial) or _agreeing(claim, figures):
            yield claim


def _as_told(claim: Claim, beside: Sequence[Claim]) -> Claim:
    """Return a claim as far as the others of its sentence leave it."""
    return _or_the_rest(_told_in_parts(claim, beside), beside)


def _told_in_parts(claim: Claim, beside: Sequence[Claim]) -> Claim:
    """Leave out the cells that its sentence tells apart, where those add up to it.

    43件（其中新收41件、上年结转2件）is no figure of 新收, which is 41.
    """
    told = {
        other.readings[0][0]: other.value
        for other in beside
        if other is not claim and len(other.readings[0]) == 1
    }
    adds_up = any(
        len(reading) > 1
        and told.keys() >= {*reading}
        and sum(told[cell] for cell in reading) == claim.value
        for reading in claim.readings
    )
    left = tuple(
        reading
        for reading in claim.readings
        if len(reading) > 1 or told.get(reading[0], claim.value) == claim.value
    )
    return replace(claim, readings=left) if adds_up else claim


def _or_the_rest(claim: Claim, beside: Sequence[Claim]) -> Claim:
    """Let a sum be told without what its sentence tells beside it.

    逾期未补正2件，其他处理5件 makes 7 in one row of the form, or 5.
    """
    whole = claim.readings[0]
    apart = {
        cell
        for other in beside
        if len(other.readings[0]) < len(whole)
        for cell in other.readings[0]
    }
    rest = tuple(cell for cell in whole if cell not in apart)
    if not rest or len(rest) == len(whole):
        return claim
    return replace(claim, readings=(*claim.readings, rest))


def _of_the_new_only(claim: Claim, figures: Figures, carried_in: Value) -> bool:
    """Whether a figure may count those received this year, of all that the cell counts."""
    if not claim.cohort or carried_in == 0:
        return False
    if claim.implied:
        return True
    cell = _sum(claim.readings[0], figures)
    if cell is None or not isinstance(carried_in, int | Decimal):
        return cell is None or claim.value < cell
    return cell - carried_in <= claim.value < cell


def _agreeing(claim: Claim, figures: Figures) -> Reading | None:
    for reading in claim.readings:
        value = _sum(reading, figures)
        if value is not None and claim.numeral.allows(value):
            return reading
    return None


def _sum(reading: Reading, figures: Figures) -> Number | None:
    """Return the sum of the cells; None where one of them holds no figure."""
    total: Number = 0
    for cell in reading:
        value = figures[cell]
        if not isinstance(value, int | Decimal):
            return None
        total += value
    return total


def _finding(rule: Rule, claim: Claim, figures: Figures, place: str) -> Finding:
    reading = _agreeing(claim, figures)
    unsure = [each for each in claim.readings if _sum(each, figures) is None]
    state = State.PASS if reading else State.UNKNOWN if unsure else State.FAIL
    shown = reading or (unsure or claim.readings)[0]
    cell = _sum(shown, figures)
    name = _name(claim, shown, figures.edition)
    return rule.finding(
        place,
        name,
        state,
        _message(claim, name, cell, figures),
        left=claim.value,
        right=_right(shown, cell, figures),
        residual=None if cell is None else _residual(claim, cell),
        cells=_cited(shown, figures),
    )


def _message(claim: Claim, name: str, cell: Number | None, figures: Figures) -> str:
    if cell is not None and claim.numeral.allows(cell):
        return f"文字“{claim.words}”与{name}一致。"
    sentence = claim.sentence.excerpt(claim.start, claim.end)
    said = f"文字“{sentence}”"
    if cell is None:
        return f"{said}写有“{claim.words}”，说的是{name}，表中没有数字可比。"
    stated, shown = value_text(claim.value), value_text(cell)
    residual = _residual(claim, cell)
    apart = value_text(max(residual, -residual))
    message = f"{said}写有“{claim.words}”，按此{name}应为 {stated}，表中为 {shown}，相差 {apart}。"
    for reading in claim.mistaken:
        if _sum(reading, figures) == claim.value:
            message += f"{stated} 恰为{_name(claim, reading, figures.edition)}之和，请写明。"
    return message


def _residual(claim: Claim, cell: Number) -> Number:
    return claim.numeral.value - cell


def _right(reading: Reading, cell: Number | None, figures: Figures) -> Value:
    """Return the other side: the sum, or the first thing that stands in place of a figure."""
    if cell is not None:
        return cell
    return next(value for each in reading if not is_figure(value := figures[each]))


def _cited(reading: Reading, figures: Figures) -> tuple[CellValue, ...]:
    """Return the cells of a reading; of a long sum, those that are not 0."""
    told = [cell for cell in reading if figures[cell] != 0] if len(reading) > 1 else reading
    cells = figures.edition.cells
    return tuple(CellValue(cell, cells[cell].name, figures[cell]) for cell in told or reading)


def _name(claim: Claim, reading: Reading, edition: Edition) -> str:
    """Return how sentences call the cells: 表三“一 本年新收·总计”."""
    numeral = edition.section_of(reading[0].split(".")[0]).numeral
    names = [edition.cells[cell].name for cell in reading]
    name = "＋".join(names) if len(names) <= _NAMED_ONE_BY_ONE else claim.name
    return f"表{numeral}“{name}”"
