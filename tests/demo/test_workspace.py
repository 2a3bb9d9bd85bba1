"""A made-up workspace is always the same, passes, and fails exactly where an error was planted."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from reportkit.demo import demo_forms, load_recipes, make_workspace
from reportkit.demo.workspace import PLANTED
from reportkit.errors import WorkspaceError
from reportkit.params import read_parameters
from reportkit.report import Report
from reportkit.rules import Severity, State
from reportkit.writing import write_json
from tests.conftest import PROJECT, reportkit

YEAR = 2024
FORMS = demo_forms()


def _reports(workspace: Path) -> dict[tuple[str, str], Report]:
    """Return the reports by bureau and form."""
    files = sorted((workspace / "params").iterdir())
    return {(p.bureau, p.form): Report(p, workspace) for p in map(read_parameters, files)}


def _contents(workspace: Path) -> dict[str, bytes]:
    files = (path for path in workspace.rglob("*") if path.is_file())
    return {path.relative_to(workspace).as_posix(): path.read_bytes() for path in files}


def test_the_same_arguments_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("first", "second"):
        make_workspace(tmp_path / name, many=12, year=YEAR, seed=3, errors=0.5, forms=FORMS)
    make_workspace(tmp_path / "other", many=12, year=YEAR, seed=4, errors=0.5, forms=FORMS)

    first, second, other = (_contents(tmp_path / name) for name in ("first", "second", "other"))

    assert first == second
    assert first != other
    kinds = {Path(name).suffix for name in first if name.startswith("data/")}
    assert kinds == {".csv", ".xlsx", ".md"}  # or else this would say nothing of workbooks


def test_more_bureaus_leave_the_first_as_they_are(tmp_path: Path) -> None:
    make_workspace(tmp_path / "three", many=3, year=YEAR, seed=3, forms=FORMS)
    make_workspace(tmp_path / "five", many=5, year=YEAR, seed=3, forms=FORMS)

    three, five = _contents(tmp_path / "three"), _contents(tmp_path / "five")

    assert three.items() < five.items()


@pytest.mark.slow
def test_every_bureau_passes_where_no_error_is_planted(tmp_path: Path) -> None:
    """No warning and no late answer either: what is told of is what was planted.

    The figures of each form are put where a run puts them: rules between two forms hold them.
    """
    workspace = tmp_path / "demo"
    make_workspace(workspace, many=25, year=YEAR, seed=5, forms=FORMS)
    for (bureau, form), report in _reports(workspace).items():
        folder = workspace / "outputs" / form / str(YEAR) / bureau
        folder.mkdir(parents=True)
        write_json(folder / "figures.json", report.figures.to_json())

    for report in _reports(workspace).values():
        told = [f for f in report.findings if f.state not in (State.PASS, State.UNKNOWN)]
        assert told == [], report
        unknown = {f.rule for f in report.findings if f.state is State.UNKNOWN}
        assert unknown <= {"N-BOILERPLATE", *_across_years(report)}
    assert json.loads((tmp_path / "demo" / PLANTED).read_text("utf-8")) == []


def _across_years(report: Report) -> set[str]:
    """Return the rules that ask for last year's figures."""
    form = report.edition.form
    return {
        rule["id"] for rule in form.rules if "last:" in str(rule) or rule.get("check") == "swing"
    }


@pytest.mark.slow
def test_exactly_the_bureaus_with_an_error_fail_and_for_its_rule(tmp_path: Path) -> None:
    planted = make_workspace(tmp_path / "demo", many=30, year=YEAR, seed=6, errors=0.5, forms=FORMS)
    written = json.loads((tmp_path / "demo" / PLANTED).read_text("utf-8"))

    failing = {
        report: {(f.rule, f.place) for f in found.findings if f.fails_run}
        for report, found in _reports(tmp_path / "demo").items()
    }

    assert len(written) == len(planted)
    assert len({one["bureau"] for one in written}) == 15
    assert len({one["kind"] for one in written}) > 5
    assert {key for key, found in failing.items() if found} == {
        (one["bureau"], one["form"]) for one in written
    }
    for one in written:
        assert (one["rule"], one["place"]) in failing[one["bureau"], one["form"]], one
        assert (tmp_path / "demo" / one["file"]).is_file()
        assert one["state"] == "failed"


@pytest.mark.parametrize(("rate", "many"), [(0, 0), (0.1, 1), (0.34, 3), (1, 10)])
def test_the_rate_says_how_many_bureaus_have_an_error(
    tmp_path: Path, rate: float, many: int
) -> None:
    planted = make_workspace(
        tmp_path / "demo", many=10, year=YEAR, seed=1, errors=rate, forms=FORMS
    )

    assert len({one.bureau for one in planted}) == many


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_hundreds_of_bureaus_pass_or_fail_as_planned(tmp_path: Path, seed: int) -> None:
    year = 2021 + seed
    planted = make_workspace(
        tmp_path / "demo", many=300, year=year, seed=seed, errors=0.5, forms=FORMS
    )
    places = {(one.bureau, one.form): (one.rule, one.place) for one in planted}
    spoilt = {one.bureau for one in planted}

    for key, report in _reports(tmp_path / "demo").items():
        failing = {(f.rule, f.place) for f in report.findings if f.fails_run}
        assert bool(failing) == (key in places), key
        assert key not in places or places[key] in failing
        warned = [
            f for f in report.findings if f.state is State.FAIL and f.severity is not Severity.ERROR
        ]
        assert key[0] in spoilt or warned == []


def test_a_folder_with_anything_in_it_is_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "mine.txt").write_text("mine")

    with pytest.raises(WorkspaceError, match="不是空文件夹"):
        make_workspace(folder, many=1, year=YEAR, seed=1, forms=FORMS)

    assert [path.name for path in tmp_path.rglob("*")] == ["demo", "mine.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "demo").mkdir()

    make_workspace(tmp_path / "demo", many=1, year=YEAR, seed=1, forms=FORMS)

    assert (tmp_path / "demo" / "params").is_dir()
    assert [path.name for path in tmp_path.iterdir()] == ["demo"]


def test_what_ends_early_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reportkit.demo.workspace.write_json", stop)

    with pytest.raises(KeyboardInterrupt):
        make_workspace(tmp_path / "demo", many=2, year=YEAR, seed=1, forms=FORMS)

    assert list(tmp_path.iterdir()) == []


def test_the_notebooks_are_the_master_notebooks(tmp_path: Path) -> None:
    make_workspace(tmp_path / "demo", many=1, year=YEAR, seed=1, forms=FORMS)

    for form in FORMS:
        name = f"notebooks/{load_recipes(form).form.item.notebook}"
        assert (tmp_path / "demo" / name).read_bytes() == (PROJECT / name).read_bytes()


def test_the_example_of_the_demo_page_does_what_the_page_says(tmp_path: Path) -> None:
    page = (PROJECT / "docs" / "demo.md").read_text("utf-8")
    (example,) = re.findall(
        r"```sh\nreportkit (demo trial .+)\ncd trial\nreportkit check\n```", page
    )

    made = reportkit(tmp_path, *example.split())
    checked = reportkit(tmp_path / "trial", "check", "--format", "json")

    assert made.returncode == 0, made.stderr
    assert "25 个单位 2025 年度" in made.stdout
    assert "其中 5 个单位" in made.stdout
    assert made.stdout.splitlines()[-1] == "下一步：cd trial && reportkit run"
    planted = json.loads((tmp_path / "trial" / PLANTED).read_text("utf-8"))
    failing = {
        (each["bureau"], each["form"]): {
            (found["rule"], found["place"])
            for found in each["findings"]
            if found["state"] == "fail"
        }
        for each in json.loads(checked.stdout)
        if each["state"] != "passed"
    }
    assert checked.returncode == 1
    assert failing.keys() == {(each["bureau"], each["form"]) for each in planted}
    for each in planted:
        assert (each["rule"], each["place"]) in failing[each["bureau"], each["form"]]


def test_the_command_can_make_one_form_alone(tmp_path: Path) -> None:
    made = reportkit(tmp_path, "demo", "one", "--bureaus", "2", "--form", "enforcement")

    assert made.returncode == 0, made.stderr
    files = [path.name for path in (tmp_path / "one" / "params").iterdir()]
    assert sorted(files) == [
        "yunlan-education-2025-enforcement.yaml",
        "yunlan-reform-2025-enforcement.yaml",
    ]
    assert not list((tmp_path / "one" / "data").rglob("narrative.md"))
    assert len(list((tmp_path / "one" / "notebooks").iterdir())) == 1


def test_the_command_refuses_what_it_cannot_do_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    unusable = (["--bureaus", "0"], ["--errors", "1.5"], ["--form", "base"], ["--form", "x"])
    for arguments in (["mine.txt"], ["."], *(["new", *each] for each in unusable)):
        process = reportkit(tmp_path, "demo", *arguments)
        assert process.returncode == 2
        assert "Traceback" not in process.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
