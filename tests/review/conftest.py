"""A report that three people signed and that was published: made once, copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import copy_workspace
from tests.review.office import Office, add_signers


@pytest.fixture(scope="session")
def _passed(tmp_path_factory: pytest.TempPathFactory, program: Callable[[str], str]) -> Office:
    """A workspace under review, whose report passed, and the keys of four people."""
    program("ssh-keygen")
    office = Office(copy_workspace(tmp_path_factory.mktemp("passed") / "workspace"))
    add_signers(office)
    office.make()
    return office


@pytest.fixture(scope="session")
def _published(_passed: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    office = _passed.copy(tmp_path_factory.mktemp("published"))
    for role, person in office.people.items():
        office.sign(role, person)
    office.publish()
    return office


@pytest.fixture
def passed(_passed: Office, tmp_path: Path) -> Office:
    """A report that passed, and that nobody has signed yet."""
    return _passed.copy(tmp_path)


@pytest.fixture
def published(_published: Office, tmp_path: Path) -> Office:
    """The same, signed three times and published."""
    return _published.copy(tmp_path)


@pytest.fixture
def signed(published: Office) -> Office:
    """The same, not published yet."""
    shutil.rmtree(published.published)
    return published
