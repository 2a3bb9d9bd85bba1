"""Where the program itself fails over a ledger, nobody's row is in what it says of that."""

from __future__ import annotations

import pickle
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

import pytest
from IPython.core.interactiveshell import InteractiveShell

from reportkit.errors import ReaderError
from reportkit.params import parse_parameters
from reportkit.report import open_report
from reportkit.report.computed import Computed
from reportkit.trouble import program_error
from tests.ledgers.samples import application, fill, grid, write_csv

PERSON, TELEPHONE = "亓昶霁", "13904183517"
PARAMETERS = {"bureau": "a", "bureau_name": "某局", "year": 2022, "date": "2023-01-16"}
PLACES = {
    "raw": "reportkit.ledgers.load.read_block",
    "intake": "reportkit.ledgers.sheets.intake.receive",
}


def _break(*given: Any, **_: Any) -> NoReturn:
    row = [PERSON, TELEPHONE, given]
    raise ValueError(f"cannot make sense of {row}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data/a/2022"
    data.mkdir(parents=True)
    fill(data)
    write_csv(data / "applications.csv", grid("applications", [application(1, 申请人姓名=PERSON)]))
    return tmp_path


@pytest.mark.parametrize("what", PLACES)
def test_a_reader_that_breaks_down_names_its_line_and_nobody(
    what: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PLACES[what], _break)
    computed = Computed(parse_parameters(PARAMETERS, "test"), folder)

    with pytest.raises(ReaderError) as told:
        getattr(computed, what)

    shell = InteractiveShell.instance()
    said = "\n".join(
        [
            str(told.value),
            repr(told.value),
            *traceback.format_exception(told.value),
            *told.value._render_traceback_(),
            str(pickle.dumps(told.value)),
            "".join(shell.InteractiveTB.structured_traceback(*told._excinfo)),
        ]
    )
    assert "ValueError，ledgers/" in str(told.value)
    assert told.value.__context__ is None  # where Dask is, exceptions are pickled with theirs
    assert not [one for one in (PERSON, TELEPHONE) if one in said]


def test_a_command_that_breaks_down_says_where_and_quotes_nothing(tmp_path: Path) -> None:
    breaking = (
        "import reportkit.forms\n"
        "def broken(*_): raise ValueError('cannot make sense of ' + WHOM)\n"
        "reportkit.forms.load_form = broken\n"
        "from reportkit.cli.main import main\n"
        "main()"
    )
    code = f"WHOM = {PERSON!r}\n{breaking}"
    command = [sys.executable, "-X", "faulthandler", "-c", code, "cells"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert done.returncode == 3
    assert done.stderr.startswith("程序出错（ValueError，cli/commands/cells.py 第")
    assert "cli/main.py 第" in done.stderr
    assert PERSON not in done.stdout + done.stderr


def test_what_nobody_foresaw_is_told_by_its_kind_alone_where_no_line_of_ours_is_known() -> None:
    told = program_error(ZeroDivisionError(PERSON))

    assert told == "程序出错（ZeroDivisionError）。请把这条信息交给维护人员。"


@pytest.mark.posix
def test_a_kernel_that_crashes_leaves_no_picture_of_its_memory(folder: Path) -> None:
    import resource

    (folder / "params").mkdir()
    before = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (before[1], before[1]))
    try:
        open_report(**PARAMETERS, workspace=str(folder))
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
