"""The examples for Airflow and Dagster make reports, in environments of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import EXAMPLE, YEAR, copy_workspace
from tests.schedulers.page import MADE, WORKSPACE, blocks, environment_with, here

pytestmark = [pytest.mark.slow, pytest.mark.posix]


@pytest.fixture
def county(tmp_path: Path) -> Path:
    """A workspace of a county with one member, nothing made yet, and parameters of no use."""
    workspace = copy_workspace(tmp_path / "w")
    shutil.copytree(workspace / "data" / EXAMPLE, workspace / "data" / "county")
    params = workspace / "params"
    text = (params / f"{EXAMPLE}-{YEAR}.yaml").read_text("utf-8").replace(EXAMPLE, "county")
    (params / f"county-{YEAR}.yaml").write_text(f"{text}members: [{EXAMPLE}]\n", "utf-8")
    (params / "water.yaml").write_text("bureau: water\n", "utf-8")
    return workspace


def _made(workspace: Path) -> set[str]:
    return {path.parent.name for path in (workspace / "outputs" / "ogi" / YEAR).glob("*/*.pdf")}


def test_airflow_makes_each_report_as_a_task_and_executes_a_notebook_alone(
    county: Path, tmp_path: Path
) -> None:
    programs = environment_with(
        tmp_path / "airflow",
        "apache-airflow==3.3.2",
        "apache-airflow-providers-papermill==3.13.3",
        "apache-airflow-providers-standard==1.21.0",
    )
    home = tmp_path / "home"
    (home / "dags").mkdir(parents=True)
    places = {WORKSPACE: county, MADE: tmp_path}
    for number, example in enumerate(blocks("airflow.md", "python")):
        (home / "dags" / f"example_{number}.py").write_text(here(example, places), "utf-8")
    kernel = [sys.executable, "-m", "ipykernel", "install", "--prefix", str(home)]
    subprocess.run([*kernel, "--name", "reportkit"], check=True, capture_output=True)
    environment = os.environ | {
        "AIRFLOW_HOME": str(home),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "JUPYTER_PATH": str(home / "share" / "jupyter"),
    }

    # Parameters of no use fail a task, and so the run; all reports are made.
    for command, code in (("db migrate", 0), ("dags test reports", 1), ("dags test notebook", 0)):
        ended = subprocess.run(
            [programs / "airflow", *command.split()],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert ended.returncode == code, f"{ended.stdout}{ended.stderr}"

    assert _made(county) == {"county", EXAMPLE}
    assert (tmp_path / f"{EXAMPLE}.pdf").stat().st_size


def test_dagster_makes_each_report_as_an_asset_behind_those_it_rests_on(
    county: Path, tmp_path: Path
) -> None:
    programs = environment_with(tmp_path / "dagster", "dagster==1.13.27")
    (example,) = blocks("dagster.md", "python")
    (tmp_path / "reports.py").write_text(here(example, {WORKSPACE: county}), "utf-8")

    ended = subprocess.run(
        [programs / "dagster", *["job", "execute", "-f", "reports.py", "-j", "__ASSET_JOB"]],
        env=os.environ | {"DAGSTER_HOME": str(tmp_path)},
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert ended.returncode == 0, ended.stderr
    assert f"Asset check 'reconciles' on 'ogi/{YEAR}/county' passed" in ended.stderr
    assert _made(county) == {"county", EXAMPLE}
