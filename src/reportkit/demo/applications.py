"""Made-up applications: received last year or this, answered in time, some carried over."""

from __future__ import annotations

import datetime as dt
from random import Random

from reportkit.demo.chance import draw, happens
from reportkit.demo.days import draw_days, later, workdays
from reportkit.demo.office import Record, vocabulary

# Working days that answers take, below the 20 and 40 that the Regulations allow.
_TAKEN, _TAKEN_EXTENDED = (2, 17), (22, 36)
_EXCLUDED = (3, 15)
_NUMBERS = ("{year}-{n:03d}", "依申请〔{year}〕{n}号", "SQ{year}-{n:04d}")


def draw_applications(rng: Random, year: int, many: int) -> list[Record]:
    """Return the applications of one office.

    Parameters
    ----------
    rng : Random
    year : int
        Report year.
    many : int
        Received in the report year. Those carried in from last year come on top.
    """
    number = rng.choice(_NUMBERS)
    carried = _carried_in(rng, many)
    received = [*_late_days(rng, year - 1, carried), *draw_days(rng, year, many)]
    last_of_last_year = carried + rng.randint(0, many)
    kinds = draw(rng, vocabulary()["applicant_kinds"], len(received))
    outcomes = draw(rng, vocabulary()["outcomes"], len(received))
    records = []
    for n, (day, kind, outcome) in enumerate(zip(received, kinds, outcomes, strict=True)):
        of_last_year = day.year < year
        nth = last_of_last_year - carried + n + 1 if of_last_year else n - carried + 1
        record = _application(rng, day, kind)
        record["number"] = number.format(year=day.year, n=nth)
        record |= _end(rng, day, year, outcome)
        records.append(record)
    return records


def _carried_in(rng: Random, many: int) -> int:
    """Return how many are left from last year: a few in a hundred, in small offices rarely one."""
    return many * rng.randint(0, 8) // 100 + (1 if many and happens(rng, 12) else 0)


def _late_days(rng: Random, year: int, many: int) -> list[dt.date]:
    """Return days so late in a year that an answer may wait for the next."""
    return sorted(rng.choices(workdays(year)[-12:], k=many))


def _application(rng: Random, day: dt.date, kind: str) -> Record:
    words = vocabulary()
    someone = words["persons"] if kind == "natural_person" else words["companies"]
    return {
        "received": day,
        "applicant_kind": kind,
        "applicant_name": rng.choice(someone),
        "applicant_phone": f"1380000{rng.randrange(10000):04d}",
        "request": rng.choice(words["requests"]),
    }


def _end(rng: Random, received: dt.date, year: int, outcome: str) -> Record:
    """Return when and how an application was concluded, or that it waits at the year's end."""
    extended = happens(rng, 6)
    excluded = rng.randint(*_EXCLUDED) if happens(rng, 5) else None
    taken = rng.randint(*(_TAKEN_EXTENDED if extended else _TAKEN)) + (excluded or 0)
    concluded = max(later(received, taken), workdays(year)[0])
    record: Record = {"extended": "是" if extended else "否", "days_excluded": excluded}
    if concluded.year > year:
        return record | {"concluded": None, "outcome": None}
    return record | {"concluded": concluded, "outcome": outcome}
