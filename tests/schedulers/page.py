"""The pages of docs/schedulers, and their examples with the places of this machine in them."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import PROJECT

PAGES = PROJECT / "docs" / "schedulers"
WORKSPACE, KIT, MADE = "/srv/reports", "/opt/reportkit/bin", "/srv/made"
_BLOCK = r"^```{language}\n(.*?)^```$"


def blocks(page: str, language: str) -> list[str]:
    """Return the examples of a page in a language."""
    text = (PAGES / page).read_text("utf-8")
    return re.findall(_BLOCK.format(language=language), text, re.MULTILINE | re.DOTALL)


def here(example: str, places: Mapping[str, Path | str]) -> str:
    """Return an example with places of this machine in it; that of the kit is known."""
    for written, place in {**places, KIT: Path(sys.executable).parent}.items():
        example = example.replace(written, str(place))
    return example


def environment_with(folder: Path, *packages: str) -> Path:
    """Return the programs of an environment of its own that has some packages; or skip."""
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    command = [str(folder / "bin" / "pip"), "install", "-q", *packages]
    installed = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    if installed.returncode:
        pytest.skip(f"{packages[0]} cannot be installed: {installed.stderr[-200:]}")
    return folder / "bin"
