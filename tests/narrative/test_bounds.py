"""No narrative takes long, whatever stands in it: `check` reads it in its own process."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path

import pytest

from reportkit.errors import NarrativeError
from tests.narrative.samples import bind

ENDLESS = [
    "9**(9**9)",
    "(10**5)**(10**7)",
    "'a' * 10**10",
    "(('a' * 10**6) * 10**4) | length",
    "'%1000000000d' | format(1)",
    "'%1000000000d' % 1",
    "'{:>1000000000}'.format(1)",
    "'a'.ljust(1000000000)",
    "'a' | center(1000000000)",
    "range(10**9) | list | length",
    "lipsum(n=10**9)",
    "5 | round(-1000000000)",
    "([[1] * 10000] * 10000) | sum(start=[])",
    "[1] | batch(10**9, 0) | list | length",
    "(" * 10_000 + "1" + ")" * 10_000,
    "not " * 100_000 + "1",
    "1" * 5_000,
    "1e999",
]
LONG_WINDED = ["<!--" * 100_000, "<!---->" * 100_000, "{{ " * 100_000, "{" * 200_000]
# Of a processor. The worst takes one; what they guard against takes minutes, or for ever.
SECONDS = 20


@pytest.mark.parametrize("expression", ENDLESS, ids=lambda text: text[:30])
def test_an_expression_that_would_not_end_is_a_problem_of_its_line(
    tmp_path: Path, expression: str
) -> None:
    started = time.process_time()

    with pytest.raises(NarrativeError, match=r"第 1 行.*算不出来") as raised:
        bind(tmp_path, f"{{{{ {expression} }}}}\n")

    assert len(str(raised.value)) < 500
    assert time.process_time() - started < SECONDS


@pytest.mark.parametrize("text", LONG_WINDED, ids=lambda text: text[:8])
def test_braces_and_comments_without_end_are_read_in_no_time(tmp_path: Path, text: str) -> None:
    started = time.process_time()

    with suppress(NarrativeError):
        bind(tmp_path, text)

    assert time.process_time() - started < SECONDS


def test_a_narrative_is_no_book(tmp_path: Path) -> None:
    with pytest.raises(NarrativeError, match="超过 1 MB"):
        bind(tmp_path, "啊" * 400_000)


def test_a_comment_within_a_comment_ends_with_the_first(tmp_path: Path) -> None:
    assert bind(tmp_path, "甲<!-- <!-- 乙 -->丙<!-->丁").opening == "甲丙<!-->丁"
