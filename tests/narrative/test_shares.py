"""Shares, growth and what is told twice: worked out from the numbers that stand there."""

from __future__ import annotations

import pytest

from reportkit.figures import Figures, Mark, Value
from reportkit.forms import load_form
from reportkit.rules import Severity, State
from tests.catalogue import held
from tests.narrative.samples import told

EDITION = load_form("ogi").edition("2021")
ZERO: dict[str, Value] = dict.fromkeys(EDITION.cells, 0)


def states(rule: str, text: str, last: Value | None = None) -> list[State]:
    """Hold a text; `last`: how many applications there were last year."""
    figures = Figures.of(EDITION, ZERO)
    if last is not None:
        figures = figures.following(Figures.of(EDITION, ZERO | {"t3.new.total": last}))
    found = held(rule, edition=EDITION, narrative=told(text), figures=figures, year=2023)
    assert all(finding.severity is Severity.WARNING for finding in found)
    return [finding.state for finding in found if finding.place != "text"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("共制发公文349件，其中主动公开124件，占35.53%。", [State.PASS]),
        ("共制发公文349件，其中主动公开124件，占35.5%。", [State.PASS]),
        ("共制发公文349件，其中主动公开124件，占53.53%。", [State.FAIL]),
        (
            "办结81件。其中，予以公开42件，占51.85%；无法提供31件，占28.27%。",
            [State.PASS, State.FAIL],
        ),
        ("收到申请30件，同比增长20%，公开率100%。", []),
        ("公开信息30条，约占三分之一。", []),
        ("同意公开3件，占37.5%；无法提供4件，占50%；区分处理1件，占12.5%。", []),
        ("办结6件，予以公开5件，公开率83.3%。", [State.PASS]),
        ("办结6件，予以公开5件，公开率93.3%。", [State.FAIL]),
        ("办结6件，予以公开5件，无法提供1件，公开率100%。", []),
        ("办结6件，予以公开5件，无法提供1件，公开率83.3%。", []),
        ("发布信息500条，占全市信息总量的12.3%。", []),
        ("制作公文349件，其中主动公开124件，满意率98%。", []),
    ],
)
def test_share_is_that_of_the_numbers_before_it(text: str, expected: list[State]) -> None:
    assert states("N-SHARES", text) == expected


def test_share_that_is_wrong_is_told_with_the_right_one() -> None:
    text = "共制发公文349件，其中主动公开124件，占53.53%。"
    (finding,) = held("N-SHARES", edition=EDITION, narrative=told(text))

    assert finding.message.endswith("写有“主动公开124件，占53.53%”，按 124÷349 应为 35.53%。")


@pytest.mark.parametrize(
    ("text", "last", "expected"),
    [
        ("收到政府信息公开申请30件，同比增长20%。", 25, [State.PASS]),
        ("收到政府信息公开申请30件，同比增长35%。", 25, [State.FAIL]),
        ("收到政府信息公开申请30件，同比下降20%。", 25, [State.FAIL]),
        ("收到政府信息公开申请30件，比上年增加5件。", 25, [State.PASS]),
        ("收到政府信息公开申请30件，较2022年减少5件。", 35, [State.PASS]),
        ("收到政府信息公开申请30件，与上年持平。", 29, [State.FAIL]),
        ("收到政府信息公开申请30件，同比增长20%。", 0, []),
        ("收到政府信息公开申请30件，同比增长20%。", None, []),
        ("收到政府信息公开申请30件，同比增长20%。", Mark.UNKNOWN, []),
        ("收到政府信息公开申请30件，同比增长约20%。", 20, []),
        ("收到政府信息公开申请30件，同比增长两成。", 20, []),
        ("收到政府信息公开申请30件，同比增长1倍。", 20, []),
    ],
)
def test_growth_is_held_against_last_year_where_that_is_known(
    text: str, last: Value | None, expected: list[State]
) -> None:
    assert states("N-GROWTH", text, last) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主动公开政府信息31条。\n\n全年共主动公开政府信息36条。", [State.FAIL]),
        ("主动公开政府信息31条。\n\n全年共主动公开政府信息31条。", [State.PASS]),
        ("通过网站主动公开政府信息31条。\n\n全年主动公开政府信息36条。", []),
        ("2022年主动公开政府信息31条。\n\n2023年主动公开政府信息36条。", []),
    ],
)
def test_what_is_told_twice_is_told_alike(text: str, expected: list[State]) -> None:
    assert states("N-AGREE", text) == expected
