"""Whatever a report rests on, when it changes, is seen by all who ask: no input is known to some.

A field of `Inputs` without a case here fails the first test, so that an input that is added later
is tried like the others.
"""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from reportkit.decisions import Kind
from reportkit.decisions.inputs import input_digests
from reportkit.inputs.names import FIGURES
from reportkit.inputs.typed import EXPLANATIONS, Inputs, inputs_of
from reportkit.ledgers import take_in
from reportkit.making.stale import reasons_to_run
from reportkit.params import Key, Parameters, parse_parameters
from reportkit.sources.order import dependencies
from reportkit.storage.remote import Remote
from reportkit.storage.store import Store
from tests.decisions.samples import decide, finding
from tests.outputs import keep_outputs

OURS = Key("own", 2022, "fuxin-ecology")


@dataclass(frozen=True)
class Case:
    """One file of an input.

    Attributes
    ----------
    path : str
        Its place in the workspace.
    maker : Key or None
        The bureau-year that makes it.
    part : str
        Which part of the file the input is, as the manifest calls it.
    """

    path: str
    maker: Key | None = None
    part: str = ""

    @property
    def name(self) -> str:
        return self.path + self.part


def _outputs(**other: object) -> Case:
    key = OURS._replace(**other)
    return Case((key.output_folder / FIGURES).as_posix(), key)


CASES = {
    "notebook": Case("notebooks/own.ipynb"),
    "data": Case("data/fuxin-ecology/2022/cases.csv"),
    "mapping": Case("data/fuxin-ecology/mapping.yaml"),
    "narrative": Case("data/fuxin-ecology/2022/narrative.md"),
    "explanations": Case("data/fuxin-ecology/2022/review.jsonl", part=EXPLANATIONS),
    "previous": _outputs(year=2021, bureau="merged-into-it"),
    "earlier": _outputs(year=2019),
    "last_prose": Case("data/fuxin-ecology/2021/narrative.md"),
    "members": _outputs(bureau="member"),
    "members_last_year": _outputs(year=2021, bureau="member"),
    "beside": _outputs(form="enforcement"),
    "own_rules": Case("rules/city.yaml"),
    "own_forms": Case("forms/own/form.yaml"),
}
_RULES = '- right: ["enforcement:penalties.total"]\n'
_FORM = """id: own
extends: ogi
title: 某市政府信息公开工作年度报告
"""


@pytest.fixture
def parameters(workspace: Path) -> Parameters:
    """A report that rests on something of every kind, and whose outputs are current."""
    for case in CASES.values():
        path = workspace / case.path
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() and not case.part:
            path.write_text("as it was\n", "utf-8")
    (workspace / CASES["own_rules"].path).write_text(_RULES, "utf-8")
    (workspace / CASES["own_forms"].path).write_text(_FORM, "utf-8")
    one = _parameters()
    _change(workspace, CASES["explanations"])
    keep_outputs(one, workspace, inputs=input_digests(one, workspace))
    return one


def _parameters() -> Parameters:
    return parse_parameters(
        {
            "form": OURS.form,
            "year": OURS.year,
            "bureau": OURS.bureau,
            "bureau_name": "阜新市生态环境局",
            "date": "2023-01-16",
            "members": ["member"],
            "previous": CASES["previous"].path,
            "rules": CASES["own_rules"].path,
            "notebook": CASES["notebook"].path,
        },
        "test",
    )


def _change(workspace: Path, case: Case) -> None:
    path = workspace / case.path
    if case.part:
        value = len(path.read_bytes()) if path.exists() else 0
        decide(workspace, Kind.DISMISS, finding(value), of=_parameters(), printed=True)
    else:
        with path.open("a", encoding="utf-8") as file:
            file.write("# another\n")


def _made(key: Key) -> Parameters:
    whose = key._asdict() | {"bureau_name": "某局", "date": "2023-01-16"}
    return parse_parameters(whose, "test")


def _store(workspace: Path, folder: Path) -> Store:
    """Put what a store has of its own into one, and return it."""
    for name in ("data", "outputs"):
        shutil.copytree(workspace / name, folder / name)
    return Store(f"file://{folder}", workspace)


def test_every_kind_of_input_is_tried() -> None:
    assert set(CASES) == {field.name for field in dataclasses.fields(Inputs)}


@pytest.mark.parametrize(
    ("name", "change"),
    [
        *((name, "changed") for name in CASES),
        *((name, "gone") for name in CASES if name != "own_forms"),  # no report without its form
    ],
)
def test_each_is_seen_by_staleness_and_manifest(
    workspace: Path, parameters: Parameters, name: str, change: str
) -> None:
    case = CASES[name]
    before = input_digests(parameters, workspace)
    assert reasons_to_run(parameters, workspace) == []

    if change == "gone":
        (workspace / case.path).unlink()
    else:
        _change(workspace, case)

    word = "没有了" if change == "gone" else "变了"
    # Who names another form, names another input with it.
    lost = {CASES["beside"].path} if (name, change) == ("own_rules", "gone") else set()
    after = input_digests(parameters, workspace)
    assert reasons_to_run(parameters, workspace) == sorted(
        [f"{case.name} {word}", *(f"{path} 没有了" for path in lost)]
    )
    assert {path for path in before if before[path] != after.get(path)} == {case.name, *lost}


@pytest.mark.parametrize("name", CASES)
def test_each_is_waited_for_where_it_is_made(
    workspace: Path, parameters: Parameters, name: str
) -> None:
    maker = CASES[name].maker
    everybody = [case.maker for case in CASES.values() if case.maker]

    graph = dependencies([parameters, *map(_made, everybody)], workspace)

    assert graph[OURS] == set(everybody)
    if maker:
        assert dependencies([_made(maker), parameters], workspace)[OURS] == {maker}


@pytest.mark.parametrize("name", CASES)
def test_each_is_fetched_from_a_store_and_compared_there(
    workspace: Path, parameters: Parameters, tmp_path: Path, name: str
) -> None:
    case = CASES[name]
    store = _store(workspace, tmp_path / "store")
    store.prepare([parameters])
    assert store.reasons_to_run(parameters) == []
    assert case.path in store.inputs_of(parameters)

    _change(workspace, case)
    Remote(store.address).write({case.path: (workspace / case.path).read_bytes()})

    assert store.reasons_to_run(parameters) == [f"{case.name} 变了"]


def test_what_reviewers_keep_beside_the_ledgers_is_no_input(
    workspace: Path, parameters: Parameters
) -> None:
    data = workspace / parameters.data_folder
    before = input_digests(parameters, workspace)

    decide(workspace, Kind.RETURN, of=parameters)
    for name in ("reviewed-own.json", "signatures/own/content.txt", "signatures/own/final.txt.sig"):
        (data / name).parent.mkdir(parents=True, exist_ok=True)
        (data / name).write_text("review\n", "utf-8")

    assert input_digests(parameters, workspace) == before
    assert not {file.name for file in take_in(data).files} & {"review.jsonl", "reviewed-own.json"}
    assert not [file for file in take_in(data).files if file.name.startswith("signatures")]


def test_what_a_report_rests_on_is_told_where_nothing_of_it_is_there(tmp_path: Path) -> None:
    one = _made(Key("ogi", 2022, "a"))

    paths = {item.path.as_posix() for item in inputs_of(one, tmp_path)}

    assert paths == {
        "data/a/2022",
        "data/a/2022/narrative.md",
        "data/a/2022/review.jsonl",
        "data/a/mapping.yaml",
        "data/a/2021/narrative.md",
        "notebooks/annual_report.ipynb",
        "outputs/ogi",
        "outputs/ogi/2021/a/figures.json",
    }


def test_a_path_of_old_outputs_means_where_they_are_now() -> None:
    one = dataclasses.replace(
        _made(OURS._replace(form="ogi")), previous="outputs/2021/b/figures.json"
    )

    previous = inputs_of(one).previous

    assert previous.path == Path("outputs/ogi/2021/b/figures.json")
