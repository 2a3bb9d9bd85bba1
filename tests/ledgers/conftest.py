"""A data folder to spoil."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ledgers.samples import fill


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All required ledgers as CSV, with headings alone."""
    return fill(tmp_path)
