"""Made-up records of everything but applications."""

from __future__ import annotations

from collections import Counter
from random import Random
from string import Template

from reportkit.demo.applications import draw_applications
from reportkit.demo.bureaus import Bureau
from reportkit.demo.chance import draw, happens
from reportkit.demo.days import draw_days, later, workdays
from reportkit.demo.office import Record, Records, vocabulary
from reportkit.demo.sizes import Size

_DECISION_WORDS = {"licences": "许", "penalties": "罚", "coercive_measures": "强"}
_ONE_KEPT_BACK = 20  # of so many decisions of a kind, one may not be made public
_CASE_NUMBERS = {
    "reconsideration": "{mark}复决〔{year}〕{n}号",
    "direct_suit": "（{year}）{mark}行初{n}号",
    "suit_after_reconsideration": "（{year}）{mark}行终{n}号",
}
_CASE_TAKES = (25, 80)  # working days
_OLDEST_DOCUMENT = 12  # years
_COSTLY = 60  # applications from which an office now and then charges for one


def draw_records(rng: Random, bureau: Bureau, year: int, size: Size) -> Records:
    """Return the records of one office, by ledger."""
    return {
        "applications": draw_applications(rng, year, size.applications),
        "documents": _documents(rng, bureau, year),
        "decisions": _decisions(rng, bureau, year, size.decisions),
        "fees": _fees(rng, bureau, year, size.applications),
        "cases": _cases(rng, bureau, year, size.applications),
        "publications": _publications(rng, bureau, year, size.publications),
    }


def _documents(rng: Random, bureau: Bureau, year: int) -> list[Record]:
    """Return the documents in force, a few of them of this year, and those repealed this year."""
    many = rng.randint(0, len(vocabulary()["documents"]))
    titles = rng.sample(vocabulary()["documents"], many)
    days = sorted(
        draw_days(rng, year - rng.randint(0, _OLDEST_DOCUMENT), 1)[0] for _ in range(many)
    )
    numbers: Counter[int] = Counter()
    records: list[Record] = []
    for day, title in zip(days, titles, strict=True):
        numbers[day.year] += 1
        repealed = draw_days(rng, year, 1)[0] if day.year < year and happens(rng, 8) else None
        records.append(
            {
                "title": Template(title).substitute(work=bureau.work),
                "number": f"{bureau.mark}规〔{day.year}〕{numbers[day.year]}号",
                "kind": "normative_documents",
                "issued": day,
                "repealed": repealed,
            }
        )
    return records


def _decisions(rng: Random, bureau: Bureau, year: int, many: int) -> list[Record]:
    kinds = draw(rng, vocabulary()["decision_kinds"], many)
    parties = rng.choices(vocabulary()["companies"], k=many)
    days = draw_days(rng, year, many)
    beginnings = {
        kind: f"{bureau.mark}{word}决〔{year}〕" for kind, word in _DECISION_WORDS.items()
    }
    numbers: Counter[str] = Counter()
    records: list[Record] = []
    for kind, party, day in zip(kinds, parties, days, strict=True):
        numbers[kind] += 1
        records.append(
            {
                "number": f"{beginnings[kind]}{numbers[kind]}号",
                "kind": kind,
                "party": party,
                "decided": day,
                "published": "是" if numbers[kind] % _ONE_KEPT_BACK else "否",
            }
        )
    return records


def _fees(rng: Random, bureau: Bureau, year: int, applications: int) -> list[Record]:
    """Return what was charged: in most offices nothing."""
    administrative = rng.randint(3, 60) if bureau.decides and happens(rng, 15) else 0
    processing = rng.randint(1, 3) if applications >= _COSTLY and happens(rng, 15) else 0
    kinds = ["administrative"] * administrative + ["processing"] * processing
    items = [*rng.choices(vocabulary()["fees"], k=administrative), *["信息处理费"] * processing]
    days = draw_days(rng, year, len(kinds))
    return [
        {"item": item, "kind": kind, "charged": day, "amount": _yuan(rng.randint(1000, 500_000))}
        for item, kind, day in zip(items, kinds, days, strict=True)
    ]


def _yuan(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


def _cases(rng: Random, bureau: Bureau, year: int, applications: int) -> list[Record]:
    """Return the cases: about one for forty applications, some begun last year."""
    many = rng.randint(0, applications // 20) + (1 if applications and happens(rng, 10) else 0)
    kinds = draw(rng, vocabulary()["case_kinds"], many)
    results = draw(rng, vocabulary()["case_results"], many)
    return [
        _case(rng, bureau, year, n, kind, result)
        for n, (kind, result) in enumerate(zip(kinds, results, strict=True), start=1)
    ]


def _case(rng: Random, bureau: Bureau, year: int, n: int, kind: str, result: str) -> Record:
    begun = year - 1 if happens(rng, 10) else year
    (accepted,) = draw_days(rng, begun, 1)
    # A case of last year that is told of this year was not concluded in between.
    concluded = later(max(accepted, workdays(year)[0]), rng.randint(*_CASE_TAKES))
    ended = concluded.year == year
    number = _CASE_NUMBERS[kind].format(mark=bureau.mark, year=accepted.year, n=n)
    return {
        "number": number,
        "kind": kind,
        "party": rng.choice(vocabulary()["persons"]),
        "accepted": accepted,
        "concluded": concluded if ended else None,
        "result": result if ended else None,
    }


def _publications(rng: Random, bureau: Bureau, year: int, many: int) -> list[Record]:
    words = vocabulary()
    titles = {
        category: [Template(title).substitute(work=bureau.work) for title in each]
        for category, each in words["publications"].items()
    }
    channels = draw(rng, words["channels"], many)
    categories = draw(rng, words["categories"], many)
    days = draw_days(rng, year, many)
    return [
        {
            "title": rng.choice(titles[category]),
            "published": day,
            "channel": channel,
            "category": category,
        }
        for channel, category, day in zip(channels, categories, days, strict=True)
    ]
