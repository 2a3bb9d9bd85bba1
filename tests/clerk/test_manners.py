"""Ledgers kept in hundreds of manners: the right figures, or a word that leads to them.

`python -m tests.clerk.table` prints what is wrong, a line a manner.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.clerk.account import all_opened, rows_accounted, rows_written
from tests.clerk.base import APPLICANTS, DECISIONS, OUTCOMES, PEOPLE, YEAR, Record, application
from tests.clerk.conftest import Came
from tests.clerk.draft import Stage
from tests.clerk.look import faults, look, wrong_figures
from tests.clerk.manner import OFFICES, Manner, keep
from tests.clerk.manners import MANNERS

# Every third one, whatever order they are written in, for the suite is to end in minutes. The slow
# tests have the rest, and `python -m tests.clerk.table` prints all.
every_manner = pytest.mark.parametrize(
    "manner",
    [
        pytest.param(each, marks=[pytest.mark.slow] if crc32(name.encode()) % 3 else [], id=name)
        for name, each in MANNERS.items()
    ],
)


@pytest.mark.parametrize("form", OFFICES)
def test_neat_ledgers_pass_with_the_figures_counted_independently(
    tmp_path: Path, form: str
) -> None:
    kept = keep(tmp_path / "w", [], form=form)
    seen = look(kept.root, form)
    assert seen.passed
    assert wrong_figures(seen, kept.figures) == {}


@every_manner
def test_the_figures_are_right_or_a_word_leads_to_them(
    manner: Manner, came: Came, known: frozenset[str]
) -> None:
    """Nothing is wrong in silence, no advice does harm, no personal value is shown."""
    kept, seen = came(manner)
    assert faults([manner], kept, seen, known) == []


@every_manner
def test_every_row_is_counted_or_named_as_not_counted(manner: Manner, came: Came) -> None:
    kept, seen = came(manner)
    if seen.figures is None:
        return  # nothing was counted, and the test above holds that this is told
    least, most = rows_written(manner, kept)
    accounted = rows_accounted(seen)
    assert accounted <= most
    assert accounted >= least or not all_opened(seen)


# Any records, in any one or two manners.

_DAYS = st.dates(
    min_value=application("", f"{YEAR}-01-03", "", None, None)["收到日期"],
    max_value=application("", f"{YEAR}-11-20", "", None, None)["收到日期"],
)


@st.composite
def _applications(draw: st.DrawFn) -> list[Record]:
    records = []
    for at, person in enumerate(PEOPLE[: draw(st.integers(8, len(PEOPLE)))], start=1):
        received = draw(_DAYS)
        concluded = draw(st.none() | st.integers(0, 24))
        day = received.fromordinal(received.toordinal() + (concluded or 0))
        records.append(
            application(
                f"{YEAR}〕{at}",
                received.isoformat(),
                draw(st.sampled_from(list(APPLICANTS))),
                None if concluded is None else day.isoformat(),
                None if concluded is None else draw(st.sampled_from(list(OUTCOMES))),
                person,
            )
        )
    records[0]["收到日期"] = records[0]["收到日期"].replace(month=1, day=4)
    return records


@st.composite
def _decisions(draw: st.DrawFn) -> list[Record]:
    return [
        {
            "决定文书号": f"绿城决〔{YEAR}〕{at}号",
            "决定类别": draw(st.sampled_from(list(DECISIONS))),
            "行政相对人": PEOPLE[at][0],
            "决定日期": draw(_DAYS),
            "是否公开": draw(st.sampled_from(["是", "否"])),
        }
        for at in range(draw(st.integers(6, 10)))
    ]


_OF_ANY_RECORDS = [
    each
    for each in MANNERS.values()
    if each.stage is not Stage.BESIDE and not each.alone and each.form == "ogi"
]


def fit_together(one: Manner, other: Manner) -> bool:
    """Whether two manners can be had at once: of two ledgers, or at two stages of one."""
    if one.ledger != other.ledger:
        return True
    both = (one, other)
    text_file = any(each.stage is Stage.FILES and not each.book for each in both)
    return one.stage is not other.stage and not (text_file and any(each.book for each in both))


_ONE = st.sampled_from(_OF_ANY_RECORDS).map(lambda one: (one,))
_TWO = st.tuples(st.sampled_from(_OF_ANY_RECORDS), st.sampled_from(_OF_ANY_RECORDS)).filter(
    lambda pair: fit_together(*pair)
)


@given(applications=_applications(), decisions=_decisions(), manners=_ONE | _TWO)
@settings(max_examples=60)
def test_any_records_in_any_two_manners_come_back_or_are_told(
    applications: list[Record],
    decisions: list[Record],
    manners: tuple[Manner, ...],
    known: frozenset[str],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        records = {"applications": applications, "decisions": decisions}
        kept = keep(Path(folder, "w"), manners, records)
        assert faults(manners, kept, look(kept.root), known) == []
