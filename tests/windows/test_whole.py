"""The whole suite, but the engine's, as on Windows."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import PROJECT
from tests.windows import SHIM

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the shim looks into /proc"),
]


def test_suite() -> None:
    process = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--ignore=tests/windows"],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(SHIM)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert process.returncode == 0, process.stdout
