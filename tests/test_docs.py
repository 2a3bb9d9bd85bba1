"""The documentation says everything, and what it says is true."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import nbformat
import pytest

import reportkit
from reportkit.cli.main import cli
from reportkit.figures import Figures
from reportkit.forms import load_form, usable_forms
from reportkit.inputs.names import ROLES, SEALS, SIGNERS
from reportkit.ledgers.mapping import LedgerMapping, read_mapping
from reportkit.params import Parameters, read_parameters
from reportkit.report import Report
from reportkit.report.checks import catalogue_of
from reportkit.rules import read_rule_file
from reportkit.rules.register import CHECKS
from tests.catalogue import CATALOGUE
from tests.conftest import EXAMPLE, PROJECT, YEAR, copy_workspace

DOCS = PROJECT / "docs"
GENERATOR = PROJECT / "scripts" / "generate_docs.py"
GENERATED = [
    "parameters.md",
    "ledgers.md",
    "rules.md",
    "forms.md",
    "commands.md",
    "commands.zh-CN.md",
]
HAND_WRITTEN = [
    *PROJECT.glob("*.md"),
    *(page for page in sorted(DOCS.rglob("*.md")) if page.name not in GENERATED),
]
PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def generated() -> dict[str, str]:
    """What the script writes, from a process of its own: click remembers the first language."""
    program = (
        f"import json, runpy; pages = runpy.run_path({str(GENERATOR)!r})['PAGES']; "
        "print(json.dumps({name: page() for name, page in pages.items()}))"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    pages: dict[str, str] = json.loads(told.stdout)
    return pages


@pytest.mark.parametrize("name", GENERATED)
def test_generated_pages_are_current(name: str, generated: dict[str, str]) -> None:
    assert (DOCS / name).read_text("utf-8") == generated[name], "run scripts/generate_docs.py"


def test_every_parameter_column_rule_command_and_option_is_described() -> None:
    parameters = (DOCS / "parameters.md").read_text("utf-8")
    assert all(f"| `{field.name}` |" in parameters for field in dataclasses.fields(Parameters))
    ledgers = (DOCS / "ledgers.md").read_text("utf-8")
    rules = (DOCS / "rules.md").read_text("utf-8")
    for form in map(load_form, usable_forms()):
        for schema in form.ledgers:
            assert schema.title in ledgers
            assert all(f"| {f.heading} |" in ledgers and f.what in ledgers for f in schema.fields)
        catalogue = catalogue_of(form).values()
        assert all(f"## {rule.id} {rule.title}" in rules for rule in catalogue)
    commands = (DOCS / "commands.md").read_text("utf-8")
    for name, command in cli.commands.items():
        assert f"## reportkit {name}" in commands
        options = [opt for param in command.params for opt in param.opts if opt.startswith("-")]
        assert all(option in commands for option in options)


def test_every_example_of_the_narrative_page_works(tmp_path: Path) -> None:
    page = (DOCS / "narrative.md").read_text("utf-8")
    examples = re.findall(r"`(\{\{ .+? \}\})`", page)
    assert len(examples) >= 10
    workspace = copy_workspace(tmp_path / "workspace")
    narrative = workspace / "data" / EXAMPLE / YEAR / "narrative.md"
    narrative.write_text("\n".join(examples), "utf-8")

    report = Report(read_parameters(workspace / "params" / f"{EXAMPLE}-{YEAR}.yaml"), workspace)

    filled = report.narrative.opening.split("\n")
    assert len(filled) == len(examples)
    assert all(filled)


def test_the_narrative_of_the_example_types_no_figure() -> None:
    source = (PROJECT / "data" / EXAMPLE / YEAR / "narrative.md").read_text("utf-8")
    typed = re.sub(r"\{\{.*?\}\}", "", source)

    assert re.findall(r"\d", typed) == []


def test_the_figures_example_of_the_files_page_reads_back() -> None:
    page = (DOCS / "files.md").read_text("utf-8")
    (example,) = re.findall(r"```json\n(.+?)\n```", page, re.DOTALL)

    figures = Figures.from_json(json.loads(example), load_form("ogi"))

    assert figures["t3.new.total"] == 6
    assert figures.edition.cells["t3.new.total"].name == "一 本年新收·总计"


def test_the_rule_of_the_own_rules_page_works_and_every_key_is_described(tmp_path: Path) -> None:
    page = (DOCS / "own-rules.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.+?)\n```", page, re.DOTALL)
    path = tmp_path / "city.txt"
    path.write_text(example, "utf-8")

    assert list(read_rule_file(path, load_form("ogi").edition("2021"), CATALOGUE)) == ["CITY-1"]
    described = page.partition("| 项 | 含义 |")[2]
    keys = CHECKS["linear"].item.model_fields.keys()
    assert all(f"`{key}`" in described for key in keys - {"check"})


def test_the_mapping_of_the_mapping_page_works_and_every_key_is_described(tmp_path: Path) -> None:
    page = (DOCS / "mapping.md").read_text("utf-8")
    (example,) = re.findall(r"```yaml\n(.+?)\n```", page, re.DOTALL)
    path = tmp_path / "mapping.yaml"
    path.write_text(example, "utf-8")

    found = read_mapping(path, load_form("ogi").edition("2021"))["applications"]

    assert all(getattr(found, name) for name in LedgerMapping.__slots__)
    described = page.partition("| 项 | 含义 |")[2]
    assert all(f"`{name}`" in described for name in LedgerMapping.__slots__)


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*PROJECT.glob("*.md"), *DOCS.rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_architecture_names_every_room_in_the_order_of_the_contract() -> None:
    page = (DOCS / "architecture.md").read_text("utf-8")
    table = page.partition("| room | knows |\n| --- | --- |\n")[2].partition("\n\n")[0]
    rows = [re.findall(r"`([a-z_]+)(?:/|\.py)`", row.split("|")[1]) for row in table.split("\n")]
    contract = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]

    assert rows == [
        [module.removeprefix("reportkit.") for module in layer.split(" : ")] for layer in contract
    ]


def test_architecture_names_every_package_and_every_module_at_the_top() -> None:
    page = (DOCS / "architecture.md").read_text("utf-8")
    root = Path(reportkit.__file__).parent
    packages = [f"{path.parent.relative_to(root)}/" for path in root.glob("*/**/__init__.py")]
    modules = [path.name for path in root.glob("*.py") if path.name != "__init__.py"]
    assert len(packages) > 15

    assert [name for name in (*packages, *modules) if f"`{name}`" not in page] == []


def test_decisions_say_why_each_package_is_needed() -> None:
    page = (DOCS / "decisions.md").read_text("utf-8")
    project = PYPROJECT["project"]
    extras = [name for extra in ("dask", "notify", "parquet", "s3") for name in _names(extra)]

    section = page.partition("## Dependencies")[2].partition("\nExtras")[0]
    table = re.findall(r"^\| ([a-z][a-z0-9, -]*) \| .{10}", section, re.MULTILINE)
    told = {name for row in table for name in row.split(", ")}
    needed = {re.split(r"[^A-Za-z0-9_-]", each)[0] for each in project["dependencies"]}
    assert needed <= told
    assert told - {"package"} <= needed
    assert all(name in page for name in extras)


def _names(extra: str) -> list[str]:
    needed = PYPROJECT["project"]["optional-dependencies"][extra]
    return [re.split(r"[^A-Za-z0-9_-]", each)[0] for each in needed]


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=lambda page: page.name)
def test_files_and_folders_of_the_kit_that_a_page_names_are_there(page: Path) -> None:
    """Whole, or below the package; what has a placeholder in it, or lies in a workspace, may be."""
    workspace = {ROLES, SIGNERS, SEALS, Path(ROLES).parent.as_posix() + "/"}
    roots = (PROJECT, PROJECT / "src" / "reportkit")
    rooms = {path.name for path in roots[1].iterdir() if path.is_dir()}
    tops = {*rooms, "src", "tests", "docs", "scripts", "benchmarks", ".ci"}
    for name in re.findall(r"`([\w./-]+)`", page.read_text("utf-8")):
        top, slash, _ = name.partition("/")
        if top == "params" and not name.endswith(".py"):
            continue  # a workspace has a folder of that name too
        if slash and top in tops and not _placeholder(name) and name not in workspace:
            assert any((root / name).exists() for root in roots), f"{page.name}: {name}"


def _placeholder(name: str) -> bool:
    """Return whether a path has a word that stands for another: FORM, YEAR, BUREAU."""
    return bool(re.search(r"\b[A-Z]{3,}\b", name))


@pytest.mark.parametrize("page", HAND_WRITTEN, ids=lambda page: page.name)
def test_every_command_of_a_page_takes_its_options(page: Path) -> None:
    """Those in blocks of code and those within a sentence."""
    text = page.read_text("utf-8")
    shown = re.findall(r"(?:^ {4}|^|`|&& )reportkit ([a-z]+)([^`\n]*)", text, re.MULTILINE)
    for name, rest in shown:
        if name not in cli.commands:
            continue
        own = rest.partition(" -- ")[0]
        command = cli.commands[name]
        if isinstance(command, click.Group):
            command = command.commands.get((rest.split() or [""])[0], command)
        known = {opt for param in command.params for opt in param.opts}
        asked = re.findall(r"(?<=\s)--[a-z-]+", own)
        assert {*asked} <= known | {"--help"}, f"{page.name}: reportkit {name}{rest}"


def test_both_readmes_have_the_same_commands_and_lead_to_their_pages() -> None:
    english, chinese = (PROJECT / name for name in ("README.md", "README.zh-CN.md"))
    blocks = [
        re.findall(r"```sh\n(.+?)```", page.read_text("utf-8"), re.DOTALL)
        for page in (english, chinese)
    ]

    assert blocks[0] == blocks[1]
    for form in usable_forms():
        assert all(f"`{form}`" in page.read_text("utf-8") for page in (english, chinese))


def test_committed_notebooks_have_no_outputs() -> None:
    for path in (PROJECT / "notebooks").rglob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("form", usable_forms())
def test_the_notebooks_parameters_cell_lists_what_a_report_takes(form: str) -> None:
    notebook = nbformat.read(PROJECT / "notebooks" / load_form(form).item.notebook, as_version=4)
    cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    named = set(re.findall(r"^(\w+) =", cell.source, re.MULTILINE))
    example = read_parameters(PROJECT / "params" / f"{EXAMPLE}-{YEAR}.yaml")

    assert named == {*example.for_notebook(), "workspace"}
