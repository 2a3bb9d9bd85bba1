"""The example as the object that a notebook talks to, its ledgers read once."""

from __future__ import annotations

import pytest

from reportkit.ledgers import RawData
from reportkit.params import read_parameters
from reportkit.report import Report
from tests.conftest import EXAMPLE, PROJECT, YEAR


def example() -> Report:
    return Report(read_parameters(PROJECT / "params" / f"{EXAMPLE}-{YEAR}.yaml"), PROJECT)


@pytest.fixture(scope="session")
def raw() -> RawData:
    return example().raw


@pytest.fixture
def report(raw: RawData) -> Report:
    report = example()
    report.raw = raw
    return report
