"""A page is read as it lies: photographed from aside, or beside another in one picture."""

from __future__ import annotations

import numpy as np
import pytest

from reportkit.grids.pages.scans.paper import flattened, stacked
from tests.pages.damages import DAMAGES, Picture
from tests.pages.scans import drawn
from tests.pages.test_pdf import HUAIAN


@pytest.fixture(scope="module")
def pages() -> list[Picture]:
    return drawn(HUAIAN.read_bytes(), 100, [2, 3])


def test_a_photograph_from_aside_is_the_page_again(pages: list[Picture]) -> None:
    (photo,) = DAMAGES["photographed"](pages[:1], np.random.default_rng(5))

    flat = flattened([photo])[0]

    height, width = pages[0].shape
    assert abs(flat.shape[0] - height) < 0.06 * height
    assert abs(flat.shape[1] - width) < 0.06 * width
    edge = np.concatenate([flat[8], flat[-8], flat[:, 8], flat[:, -8]])
    assert np.mean(edge < 120) < 0.01  # nothing of the table it lay on


def test_a_page_that_lies_on_nothing_stays_as_it_is(pages: list[Picture]) -> None:
    grey = (pages[0] * 0.55 + 45).astype(np.uint8)

    assert flattened([grey])[0] is grey


def test_two_pages_side_by_side_are_one_below_the_other(pages: list[Picture]) -> None:
    height, width = pages[0].shape

    both = stacked([np.hstack(pages)])[0]

    assert both.shape[0] == 2 * height
    assert abs(both.shape[1] - width) < 0.12 * width


def test_a_page_that_lies_across_is_not_cut(pages: list[Picture]) -> None:
    """Its table goes on over the middle, if only by its lines; and one page alone is no two."""
    across = np.full((700, 1000), 255, np.uint8)
    across[::120, 50:950] = 0
    across[::120, 950:] = 255
    across[:, [60, 940]] = 0
    alone = np.hstack([pages[0], np.full_like(pages[0], 255)])

    assert stacked([across])[0] is across
    assert stacked([alone])[0] is alone
    assert stacked([pages[0]])[0] is pages[0]
