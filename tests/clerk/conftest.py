"""What came of each manner, computed once for all tests that ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from tests.clerk.look import Seen, known_of, look
from tests.clerk.manner import Kept, Manner, keep
from tests.clerk.manners import MANNERS

Came = Callable[[Manner], tuple[Kept, Seen]]


@pytest.fixture(scope="session")
def known(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """What is said of neat ledgers: that there is no other year to compare them with."""
    return known_of(tmp_path_factory.mktemp("neat"))


@pytest.fixture(scope="session")
def came(tmp_path_factory: pytest.TempPathFactory) -> Came:
    """Return a function from a manner to what was kept so, and what came of it."""
    folder = tmp_path_factory.mktemp("clerk")

    @cache
    def of(name: str) -> tuple[Kept, Seen]:
        kept = keep(folder / str(len(list(folder.iterdir()))), [MANNERS[name]])
        return kept, look(kept.root, kept.form)

    return lambda manner: of(manner.name)
