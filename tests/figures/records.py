"""Valid records of three years, for counting: built by hand, or drawn by Hypothesis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from reportkit.figures import Figures, Value, count_figures
from reportkit.forms import load_form
from tests.ledgers.samples import SCHEMAS, YEAR, Row, read_rows

Record = dict[str, Any]

FIRST, LAST = dt.date(YEAR - 1, 1, 1), dt.date(YEAR + 1, 12, 31)
# Where the years meet everything is decided, so half of all dates drawn lie there.
BORDERS = [
    dt.date(YEAR - 1, 12, 31),
    dt.date(YEAR, 1, 1),
    dt.date(YEAR, 12, 31),
    dt.date(YEAR + 1, 1, 1),
]


def count(edition: str = "2021", year: int = YEAR, **rows: Iterable[Row]) -> Figures:
    """Count the figures of ledgers that hold these records and no others."""
    return count_figures(read_rows(edition, year, **rows), load_form("ogi").edition(edition), year)


def nonzero(figures: Figures) -> dict[str, Value]:
    """Return the cells that are not 0."""
    return {cell: value for cell, value in figures.items() if value != 0}


def _words(ledger: str, field: str) -> list[str]:
    return [words[0] for words in (SCHEMAS[ledger].by_id[field].choices or {}).values()]


dates = st.one_of(st.dates(FIRST, LAST), st.sampled_from(BORDERS))
spans = st.tuples(dates, st.one_of(st.none(), dates)).map(
    lambda pair: pair if pair[1] is None else (min(pair), max(pair))
)


@st.composite
def application_records(draw: st.DrawFn) -> Record:
    received, concluded = draw(spans)
    outcome = draw(st.sampled_from(_words("applications", "outcome")))
    return {
        "收到日期": received,
        "申请人类别": draw(st.sampled_from(_words("applications", "applicant_kind"))),
        "办结日期": concluded,
        "办理结果": outcome if concluded else None,
    }


@st.composite
def document_records(draw: st.DrawFn) -> Record:
    issued, repealed = draw(spans)
    return {
        "文件名称": "某某办法",
        "文件类别": draw(st.sampled_from(_words("documents", "kind"))),
        "制发日期": issued,
        "废止日期": repealed,
    }


@st.composite
def decision_records(draw: st.DrawFn) -> Record:
    return {
        "决定类别": draw(st.sampled_from(_words("decisions", "kind"))),
        "决定日期": draw(dates),
    }


@st.composite
def fee_records(draw: st.DrawFn) -> Record:
    return {
        "收费项目": "某某费",
        "收费类别": draw(st.sampled_from(_words("fees", "kind"))),
        "收费日期": draw(dates),
        "金额（元）": Decimal(draw(st.integers(0, 10**11))) / 100,
    }


@st.composite
def case_records(draw: st.DrawFn) -> Record:
    accepted, concluded = draw(spans)
    result = draw(st.sampled_from(_words("cases", "result")))
    return {
        "案件类别": draw(st.sampled_from(_words("cases", "kind"))),
        "受理日期": accepted,
        "审结日期": concluded,
        "审理结果": result if concluded else None,
    }


def _numbered(records: list[Record], heading: str) -> list[Record]:
    return [{**record, heading: f"〔{n}〕号"} for n, record in enumerate(records, start=1)]


def _lists(records: st.SearchStrategy[Record], number: str) -> st.SearchStrategy[list[Record]]:
    return st.lists(records, max_size=12).map(lambda drawn: _numbered(drawn, number))


ledgers = st.fixed_dictionaries(
    {
        "applications": _lists(application_records(), "登记编号"),
        "documents": _lists(document_records(), "文号"),
        "decisions": _lists(decision_records(), "决定文书号"),
        "fees": st.lists(fee_records(), max_size=12),
        "cases": _lists(case_records(), "案号"),
    }
)
