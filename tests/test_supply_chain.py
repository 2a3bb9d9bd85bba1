"""What is installed is what was chosen: the lock files, and the release that is made from them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import PROJECT

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
_NOT_FOR_USERS = {"test"}
_LOCKS = ("requirements.lock", "scripts/release.lock")
_HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def _locked(name: str) -> dict[str, Requirement]:
    text = (PROJECT / name).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    assert all(_HASH.search(line) for line in lines)
    found = [Requirement(_HASH.sub("", line).strip()) for line in lines]
    return {canonicalize_name(one.name): one for one in found}


def _pins() -> dict[str, str]:
    lines = (PROJECT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def _asked() -> list[Requirement]:
    """Return all that pyproject asks for on behalf of users."""
    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    lists = [extras[name] for name in extras.keys() - _NOT_FOR_USERS]
    return [Requirement(text) for text in sum(lists, list(project["dependencies"]))]


def _dragged_in(asked: list[Requirement]) -> Iterator[Requirement]:
    """Yield requirements and what they require in turn, as far as it is installed here."""
    waiting, seen = list(asked), set[tuple[str, frozenset[str]]]()
    while waiting:
        one = waiting.pop()
        if (which := (canonicalize_name(one.name), frozenset(one.extras))) in seen:
            continue
        seen.add(which)
        yield one
        try:
            further = [Requirement(text) for text in requires(one.name) or ()]
        except PackageNotFoundError:
            continue
        for extra in one.extras or {""}:
            waiting += [
                other
                for other in further
                if other.marker is None or other.marker.evaluate({"extra": extra})
            ]


def test_the_lock_has_all_that_the_project_asks_for_and_drags_in() -> None:
    locked = _locked("requirements.lock")
    needed = {one.name: one for one in _dragged_in(_asked())}

    assert {name for name in needed if canonicalize_name(name) not in locked} == set()
    for one in _asked():
        (pin,) = locked[canonicalize_name(one.name)].specifier
        assert one.specifier.contains(pin.version), "run scripts/lock.py"


def test_what_is_locked_is_what_the_suite_was_run_with() -> None:
    pins = _pins()
    told = {name: str(one.specifier) for name, one in _locked("requirements.lock").items()}
    # What only other systems or other Pythons take was not installed where the suite ran.
    elsewhere = told.keys() - pins.keys()

    assert all(_locked("requirements.lock")[name].marker for name in elsewhere)
    assert {name: told[name] for name in told.keys() & pins.keys()} == {
        name: f"=={pins[name]}" for name in told.keys() & pins.keys()
    }


@pytest.mark.parametrize("name", _LOCKS)
def test_a_lock_names_no_index(name: str) -> None:
    text = (PROJECT / name).read_text("utf-8")

    assert "://" not in text
    assert "--index" not in text


def test_a_release_is_made_with_what_is_locked() -> None:
    locked = _locked("scripts/release.lock")

    for text in PYPROJECT["dependency-groups"]["release"]:
        asked = Requirement(text)
        (pin,) = locked[canonicalize_name(asked.name)].specifier
        assert asked.specifier.contains(pin.version), "run scripts/lock.py"


@pytest.mark.slow
def test_a_release_is_whole_and_makes_reports_without_the_source(tmp_path: Path) -> None:
    command = [sys.executable, PROJECT / "scripts" / "release.py", "--into", tmp_path / "dist"]
    subprocess.run(command, check=True, cwd=tmp_path)

    names = sorted(path.name for path in (tmp_path / "dist").iterdir())
    bill = json.loads((tmp_path / "dist" / "sbom.cdx.json").read_text("utf-8"))
    told = {canonicalize_name(one["name"]) for one in bill["components"]}
    assert [name.partition("-")[0] for name in names] == [
        "SHA256SUMS",
        "reportkit",
        "reportkit",
        "sbom.cdx.json",
    ]
    assert {canonicalize_name(one.name) for one in _asked()} <= told
    assert "notosanssc-regular-ttf" in told
    assert str(tmp_path) not in json.dumps(bill)
