#!/usr/bin/env python3
"""Renew the lock files: every package that is installed, with the hashes of its files.

``requirements.lock`` has what the kit runs with, all extras for users among it, at the versions of
``constraints.txt``; ``scripts/release.lock`` what a release is made with. Both are for every system
that the kit runs on, and name no index that packages came from.

Needs ``uv`` (``pip install uv``), and an index that tells hashes, as PyPI does.
"""

import subprocess
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
NOT_FOR_USERS = {"test"}
# The first 3.11 that everything in constraints.txt takes.
OLDEST_PYTHON = "3.11.5"
HEAD = "# Written by scripts/lock.py. Install with: pip install --require-hashes -r {name}\n"


def main() -> None:
    """Write both files."""
    extras = sorted(PYPROJECT["project"]["optional-dependencies"].keys() - NOT_FOR_USERS)
    options = [f"--extra={extra}" for extra in extras]
    write("requirements.lock", ["pyproject.toml", *options, "--constraint=constraints.txt"])
    write("scripts/release.lock", ["--group=pyproject.toml:release"])


def write(name: str, of_what: list[str]) -> None:
    """Have uv resolve some requirements for all systems, and write what it found."""
    command = ["uv", "pip", "compile", *of_what, "--universal", "--generate-hashes", "--upgrade"]
    command += ["--python-version", OLDEST_PYTHON, "--no-annotate", "--no-header", "--quiet"]
    found = subprocess.run(command, cwd=PROJECT, check=True, capture_output=True, text=True)
    (PROJECT / name).write_text(HEAD.format(name=name) + found.stdout, "utf-8")


if __name__ == "__main__":
    main()
