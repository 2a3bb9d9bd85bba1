"""Our engine: the forked one, warmed up by a report of any form, with words for the user."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import papermill
import pytest
from IPython.core.interactiveshell import InteractiveShell

from reportkit.engine import forks
from reportkit.engine.forked import ForkedEngine
from reportkit.errors import EngineError
from reportkit.forms import load_form, usable_forms
from reportkit.making import warm
from reportkit.making.engine import ReportEngine
from reportkit.workspace import WORKSPACE_VARIABLE
from tests.conftest import PATIENCE
from tests.engine.notebook import execute, notebook, printed

pytestmark = [
    pytest.mark.posix,
    pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks for a notebook"),
]


@pytest.fixture
def own_zygote(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the test start a zygote of its own, which ends with it."""
    monkeypatch.setattr(forks, "_zygotes", {})
    yield
    forks.close()


@pytest.mark.parametrize(
    ("form", "edition"),
    [(form, edition) for form in usable_forms() for edition in load_form(form).editions],
)
def test_the_warm_up_shows_every_part_of_a_report_of_any_form(
    tmp_path: Path, form: str, edition: str
) -> None:
    """What it passes over in silence, each notebook would do anew."""
    sample = dataclasses.replace(warm._PARAMETERS, form=form, edition=edition)
    report = warm.sample_report(sample, tmp_path)

    for show in warm.showings(report):
        show()

    assert not report.raw.problems
    assert len(report.raw.ledgers) > 1


READING = """
import sys
from pathlib import Path
from IPython.core.interactiveshell import InteractiveShell
from reportkit.making import warm
from reportkit.report import Report
warm.warm_up(InteractiveShell.instance())
before = {*sys.modules}
read = Report(warm._PARAMETERS, Path(sys.argv[1])).raw.ledgers.values()
print(any(ledger.file.endswith("xlsx") for ledger in read), {*sys.modules} - before)
"""


def test_after_the_warm_up_a_notebook_reads_any_ledger_without_an_import(tmp_path: Path) -> None:
    warm.sample_report(warm._PARAMETERS, tmp_path)
    table, *others = tmp_path.glob("*.csv")
    book = openpyxl.Workbook()
    for row in csv.reader(table.read_text("utf-8").splitlines()):
        book.active.append(row)
    book.save(table.with_suffix(".xlsx"))
    table.unlink()
    for one in others:
        one.write_text(one.read_text("utf-8"), "gb18030")

    told = subprocess.check_output([sys.executable, "-c", READING, tmp_path], encoding="utf-8")

    assert told == "True set()\n"


def test_a_form_that_lacks_something_does_not_stop_the_engine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def lacking(*_: Any) -> Any:
        raise KeyError("no such ledger")

    monkeypatch.setattr(warm, "sample_report", lacking)

    warm.warm_up(InteractiveShell.instance())


def test_another_kernel_is_refused_and_the_remedy_named() -> None:
    with pytest.raises(EngineError, match="--engine nbclient"):
        papermill.execute_notebook(
            notebook("1"), None, engine_name="reportkit", kernel_name="ir", progress_bar=False
        )


LIMIT = 3 << 30


@pytest.mark.usefixtures("own_zygote")
def test_where_a_thread_forbids_forking_the_usual_engine_takes_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    thread = f"import _thread, time; _thread.start_new_thread(time.sleep, ({PATIENCE},))"
    monkeypatch.setattr(forks, "_START", f"{thread}\n{forks._START}")

    names = "[name for name in dir() if name[0] != '_']"
    tell = "import resource; print(resource.getrlimit(resource.RLIMIT_DATA)[0])"
    cells = (f"print(type(get_ipython()).__module__, {names})", tell)
    shell, limit = printed(execute(notebook(*cells), memory_limit=LIMIT))
    plain, _ = printed(execute(notebook(*cells)))

    assert shell.startswith("ipykernel.zmqshell ")
    assert shell == plain, "the limit leaves a name among the notebook's"
    assert limit == f"{LIMIT}\n", "the limit was lost"


@pytest.mark.usefixtures("own_zygote")
def test_the_engine_without_a_warm_up_is_anybodys(monkeypatch: pytest.MonkeyPatch) -> None:
    """No report, no ledger, nothing of the kit but the engine is imported by it."""
    engines = papermill.engines.papermill_engines._engines
    monkeypatch.setitem(engines, "bare", ForkedEngine)
    rooms = "sorted({m.split('.')[1] for m in sys.modules if m.startswith('reportkit.')})"

    (text,) = printed(execute(notebook(f"import sys; print({rooms})"), engine="bare"))

    assert text == "['engine']\n"
    assert ReportEngine.warm_up not in forks._zygotes


@pytest.mark.usefixtures("own_zygote")
def test_a_warm_up_that_does_not_exist_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ReportEngine, "warm_up", "reportkit.nowhere:nothing")

    with pytest.raises(EngineError, match=r"ModuleNotFoundError.*reportkit\.nowhere"):
        execute(notebook("1"))


def test_where_the_workspace_is_and_dates_reach_a_notebook_and_are_kept_as_text_or_not_at_all(
    tmp_path: Path,
) -> None:
    """Parameters as `yaml.safe_load` gives them; papermill alone cannot write such a notebook."""
    cells = notebook("date = workspace = year = None", "import os; print(date, year, workspace)")
    cells.cells[0].metadata["tags"] = ["parameters"]
    cells.cells[1].source += f"; print(os.environ['{WORKSPACE_VARIABLE}'])"
    given = {"date": dt.date(2023, 1, 16), "workspace": str(tmp_path), "year": 2022}

    executed = execute(cells, parameters=given)

    assert printed(executed)[-1] == f"2023-01-16 2022 None\n{tmp_path}\n"
    assert executed.metadata.papermill["parameters"] == {"date": "2023-01-16", "year": 2022}
    (injected,) = (c for c in executed.cells if "injected-parameters" in c.metadata.get("tags", ()))
    assert injected.source.splitlines()[1:] == ['date = "2023-01-16"', "year = 2022"]
    assert WORKSPACE_VARIABLE not in os.environ
