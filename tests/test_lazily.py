"""Packages that import their modules late give the same names, and what they promise is light."""

from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

LATE = ["figures", "report", "rules"]


@pytest.mark.parametrize("package", LATE)
def test_every_name_is_there_and_none_is_a_module(package: str) -> None:
    late = import_module(f"reportkit.{package}")

    assert [name for name in late.__all__ if not hasattr(late, name)] == []
    assert {module.name for module in iter_modules(late.__path__)}.isdisjoint(late.__all__)
    with pytest.raises(AttributeError, match="reportkit"):
        _ = late.no_such_name


def test_who_lists_findings_does_not_wait_for_pandas() -> None:
    code = """
import sys
import reportkit.review.listing, reportkit.review.index.reviewing
from reportkit.rules import Finding
sys.exit("，".join(sys.modules.keys() & {"pandas", "numpy", "pyarrow", "xlsxwriter"}) or None)
"""
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)

    assert (done.returncode, done.stderr.strip()) == (0, "")
