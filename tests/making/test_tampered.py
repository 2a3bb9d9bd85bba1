"""What somebody changed in outputs, digests corrected or not, is neither trusted nor added up."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportkit.batch.last_run import failed_last_time
from reportkit.decisions import findings_to_decide
from reportkit.decisions.inputs import input_digests
from reportkit.errors import WorkspaceError
from reportkit.figures import Mark
from reportkit.inputs.agreement import with_digest
from reportkit.inputs.names import FIGURES, FINDINGS, MANIFEST, NOTEBOOK
from reportkit.making.manifest import read_manifest
from reportkit.making.stale import changed_by_hand, reasons_to_run
from reportkit.params import Parameters, read_parameters
from reportkit.report import Report
from reportkit.review.publishing.verify import verified
from reportkit.rules import State
from tests.conftest import EXAMPLE, YEAR
from tests.outputs import FAILED, keep_outputs


@pytest.fixture
def parameters(workspace: Path) -> Parameters:
    """The example's parameters, whose outputs are said to have failed."""
    one = read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml")
    keep_outputs(one, workspace, "failed", inputs=input_digests(one, workspace))
    return one


def _edit(path: Path, change: Callable[[Any], object]) -> None:
    read = json.loads(path.read_text("utf-8"))
    change(read)
    path.write_text(json.dumps(read, ensure_ascii=False), "utf-8")


def _correct(folder: Path, name: str, *, sealed: bool = False) -> None:
    """Correct the digest of a file in the manifest; where sealed, the manifest's own, too."""
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    _edit(folder / MANIFEST, lambda read: read["outputs"].update({name: digest}))
    if sealed:
        _edit(folder / MANIFEST, lambda read: read.update(with_digest(read)))


ENTRIES = [
    ("state", "passed"),
    ("rules", "0" * 64),
    ("edition", "2022"),
    ("form", "enforcement"),
    ("reviewed", "0" * 64),
    ("inputs", {}),
    ("more", 1),
]


@pytest.mark.parametrize(("name", "value"), ENTRIES, ids=[name for name, _ in ENTRIES])
def test_a_manifest_of_which_an_entry_is_changed_is_made_again_with_a_word(
    workspace: Path, parameters: Parameters, name: str, value: object
) -> None:
    folder = workspace / parameters.output_folder
    _edit(folder / MANIFEST, lambda read: read.update({name: value}))

    assert changed_by_hand(reasons_to_run(parameters, workspace)) == ["输出 manifest.json 变了"]
    assert read_manifest(parameters, workspace) == {}
    assert failed_last_time([parameters], workspace) == [parameters]
    with pytest.raises(WorkspaceError, match=r"不是原样（manifest\.json 变了）"):
        findings_to_decide(parameters, workspace)


def test_a_manifest_without_its_digest_is_no_way_around_it(
    workspace: Path, parameters: Parameters
) -> None:
    def without(read: dict[str, Any]) -> None:
        read["state"] = "passed"
        del read["digest"]

    _edit(workspace / parameters.output_folder / MANIFEST, without)

    assert reasons_to_run(parameters, workspace) == ["输出 manifest.json 变了"]


def test_how_a_report_ended_follows_from_its_findings(
    workspace: Path, parameters: Parameters
) -> None:
    """Not from who corrects the digest of the manifest as well."""
    folder = workspace / parameters.output_folder
    _edit(folder / MANIFEST, lambda read: read.update(with_digest(read | {"state": "passed"})))

    assert reasons_to_run(parameters, workspace) == [
        "输出 findings.json 的结论是“不符”，manifest.json 写的是“通过”",
        "输出 figures.json 的结论是“不符”，manifest.json 写的是“通过”",
    ]

    (folder / FINDINGS).write_text("[]", "utf-8")
    _correct(folder, FINDINGS, sealed=True)

    assert reasons_to_run(parameters, workspace) == [
        "输出 figures.json 的结论是“不符”，manifest.json 写的是“通过”"
    ]


@pytest.mark.parametrize("content", ["[{}]", "{}", "[[[[", "1", '[{"state": "fail"}]', "\xff"])
@pytest.mark.parametrize("name", [FIGURES, FINDINGS])
def test_outputs_that_are_nothing_of_the_kind_are_made_again(
    workspace: Path, parameters: Parameters, name: str, content: str
) -> None:
    folder = workspace / parameters.output_folder
    (folder / name).write_text(content, "latin-1")
    _correct(folder, name, sealed=True)

    (reason, *_) = changed_by_hand(reasons_to_run(parameters, workspace))
    assert name in reason


def _member(workspace: Path) -> tuple[Path, Path]:
    """Return the outputs of a member that passed, and the parameters of its parent."""
    example = workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"
    member = Report(read_parameters(example), workspace)
    folder = keep_outputs(member.parameters, workspace, "passed", member.figures.to_json())
    shutil.copytree(workspace / "data" / EXAMPLE, workspace / "data" / "county")
    text = example.read_text("utf-8").replace(EXAMPLE, "county")
    parent = workspace / "params" / f"county-{YEAR}.yaml"
    parent.write_text(f"{text}members: [{EXAMPLE}]\n", "utf-8")
    return folder, parent


def _more(folder: Path) -> None:
    _edit(folder / FIGURES, lambda read: read["cells"]["t3.new.total"].update(value=1000))


def _corrected(folder: Path) -> None:
    _more(folder)
    _correct(folder, FIGURES)


def _bare(folder: Path) -> None:
    _more(folder)
    (folder / MANIFEST).unlink()


def _hidden_failure(folder: Path) -> None:
    (folder / FINDINGS).write_text(json.dumps([FAILED]), "utf-8")
    _correct(folder, FINDINGS, sealed=True)


TAMPERED = [
    (_more, "figures.json 变了"),
    (_corrected, "manifest.json 变了"),
    (_bare, "没有 manifest.json"),
    (_hidden_failure, "findings.json 的结论是“不符”，manifest.json 写的是“通过”"),
]


@pytest.mark.parametrize(
    ("tamper", "words"), TAMPERED, ids=lambda one: getattr(one, "__name__", "")
)
def test_a_member_whose_figures_were_changed_is_not_added_up(
    workspace: Path, tamper: Callable[[Path], None], words: str
) -> None:
    folder, path = _member(workspace)
    tamper(folder)

    parent = Report(read_parameters(path), workspace)

    (finding,) = (one for one in parent.findings if one.rule == "U-ROLLUP")
    assert finding.state is State.FAIL
    assert f"的输出不是原样（{words}）" in finding.message
    assert parent.figures["t3.new.total"] is Mark.UNKNOWN


def test_what_a_notebook_came_to_is_held_against_what_was_written_of_it(
    made: Path, tmp_path: Path
) -> None:
    """Figures and findings changed alike, each digest corrected: `verify` finds it."""
    place = f"outputs/ogi/{YEAR}/{EXAMPLE}"
    for name in ("params", "data", "notebooks", "outputs"):
        shutil.copytree(made / name, tmp_path / name)
    folder = tmp_path / place
    assert not [one for one in verified(str(folder), tmp_path) if one.good is False]

    _more(folder)
    _correct(folder, FIGURES, sealed=True)
    _edit(folder / FINDINGS, lambda read: read.pop())
    _correct(folder, FINDINGS, sealed=True)

    told = [one.words for one in verified(str(folder), tmp_path) if one.good is False]
    assert told == [
        f"{FIGURES} 与 {NOTEBOOK} 的数字不同：生成以后被手工改过",
        f"{FINDINGS} 与 {NOTEBOOK} 的核对结论不同：生成以后被手工改过",
    ]
