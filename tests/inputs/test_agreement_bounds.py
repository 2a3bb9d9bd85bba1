"""What another report says is read within bounds, and told by what it says, however written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from reportkit.inputs.agreement import faults_of_outputs
from reportkit.inputs.names import FIGURES, FINDINGS
from reportkit.params import read_parameters
from reportkit.trouble import what_happened
from tests.outputs import FAILED, correct_manifest, keep_outputs


@pytest.mark.posix
def test_a_pipe_in_place_of_figures_is_told_at_once(params: Path, workspace: Path) -> None:
    parameters = read_parameters(params)
    folder = keep_outputs(parameters, workspace)
    (folder / FIGURES).unlink()
    os.mkfifo(folder / FIGURES)

    assert faults_of_outputs(parameters.key, workspace, sealed=True)


def test_a_failing_finding_is_one_however_it_is_written(params: Path, workspace: Path) -> None:
    parameters = read_parameters(params)
    folder = keep_outputs(parameters, workspace, findings=[])
    hidden = str([FAILED]).replace("'", '"').replace("fail", r"\u0066ail")
    (folder / FINDINGS).write_text(hidden, "utf-8")
    correct_manifest(folder)

    assert any("不符" in each for each in faults_of_outputs(parameters.key, workspace))


@pytest.mark.posix
def test_in_a_folder_that_is_gone_an_error_still_has_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()

    assert what_happened(FileNotFoundError(2, "No such file", "params")) == "文件或者文件夹没有了"
