"""Every notebook starts from the same clean state, with random numbers of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.notebook import ended, execute, notebook, printed

POLLUTE = """
import builtins, json, os, sys, warnings
import pandas as pd
pd.LEAK = json.LEAK = builtins.LEAK = 1
pd.set_option("display.precision", 7)
os.environ["LEAK"] = "1"
os.chdir("/")
sys.path.append("/leak")
warnings.simplefilter("error")
leak = 1
"""
PROBE = """
import builtins, json, os, sys, warnings
import pandas as pd
print(
    hasattr(pd, "LEAK"), hasattr(json, "LEAK"), hasattr(builtins, "LEAK"), "LEAK" in os.environ,
    pd.get_option("display.precision"), os.getcwd(), "/leak" in sys.path,
    len(warnings.filters), "leak" in globals(), len(In), len(Out),
)
"""
RANDOM = """
import random, secrets, tempfile, uuid
import numpy as np
print(
    random.random(), np.random.rand(), np.random.default_rng().random(), uuid.uuid4(),
    secrets.token_hex(4), next(tempfile._get_candidate_names()),
)
"""


def test_nothing_of_a_notebook_is_left_for_the_next() -> None:
    before = printed(execute(notebook(PROBE)))
    execute(notebook(POLLUTE))

    assert printed(execute(notebook(PROBE))) == before


def test_random_numbers_differ_from_run_to_run() -> None:
    first, second = (printed(execute(notebook(RANDOM)))[0].split() for _ in range(2))

    assert len(first) == 6
    assert set(first).isdisjoint(second)


def test_folder_and_environment_are_those_of_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute(notebook("1"))  # the zygote is there before the variable is
    monkeypatch.setenv("REPORTKIT_TEST", "here")
    cell = 'import os; print(os.getcwd(), os.environ["REPORTKIT_TEST"])'

    assert printed(execute(notebook(cell), cwd=tmp_path)) == [f"{tmp_path} here\n"]


def test_modules_beside_the_notebook_can_be_imported(tmp_path: Path) -> None:
    (tmp_path / "own_module.py").write_text("value = 42")

    assert printed(
        execute(notebook("import own_module; print(own_module.value)"), cwd=tmp_path)
    ) == ["42\n"]


def test_a_file_in_the_folder_is_not_taken_for_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reportkit.engine.forks import Zygote
    from reportkit.making.engine import ReportEngine

    (tmp_path / "csv.py").write_text("raise SystemExit('not the library')")
    monkeypatch.chdir(tmp_path)
    zygote = Zygote(ReportEngine.warm_up)
    monkeypatch.setattr("reportkit.engine.forks._zygotes", {ReportEngine.warm_up: zygote})
    try:
        assert printed(execute(notebook("import csv; print(csv.reader)"))) != []
    finally:
        zygote.close()


def test_what_cells_left_running_ends_with_the_notebook() -> None:
    cell = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid)"

    (pid,) = printed(execute(notebook(cell)))

    assert ended(int(pid))


def test_what_is_registered_to_run_at_exit_runs(tmp_path: Path) -> None:
    cell = "import atexit, pathlib; atexit.register(pathlib.Path('left').touch)"

    execute(notebook(cell), cwd=tmp_path)

    assert (tmp_path / "left").exists()


def test_files_of_the_client_are_not_inherited(tmp_path: Path) -> None:
    cell = (
        "import os, pathlib\n"
        "for link in pathlib.Path('/proc/self/fd').iterdir():\n"
        "    if link.is_symlink(): print(os.readlink(link))"
    )
    with (tmp_path / "secret").open("w"):
        (text,) = printed(execute(notebook(cell)))

    assert "stdout" in text
    assert "secret" not in text
