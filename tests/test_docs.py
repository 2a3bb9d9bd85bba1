"""The documentation says everything, and what it says is true."""

from __future__ import annotations

import dataclasses
import json
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from reportkit.cli.main import cli
from reportkit.figures import Figures
from reportkit.forms import load_form, usable_forms
from reportkit.params import Parameters, read_parameters
from reportkit.report import Report
from reportkit.report.checks import catalogue_of
from reportkit.rules import read_rule_file
from reportkit.rules.register import CHECKS
from tests.catalogue import CATALOGUE
from tests.conftest import EXAMPLE, PROJECT, YEAR, copy_workspace

DOCS = PROJECT / "docs"
GENERATOR = PROJECT / "scripts" / "generate_docs.py"


@pytest.mark.parametrize(
    "name", ["parameters.md", "ledgers.md", "rules.md", "forms.md", "commands.md"]
)
def test_generated_pages_are_current(name: str) -> None:
    # In a process of its own: click remembers how a command was first asked for its help.
    program = (
        "import runpy, sys; "
        "sys.stdout.reconfigure(encoding='utf-8', newline='\\n'); "
        f"print(runpy.run_path({str(GENERATOR)!r})['PAGES'][{name!r}](), end='')"
    )
    page = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, encoding="utf-8", check=True
    )

    assert (DOCS / name).read_text("utf-8") == page.stdout, "run scripts/generate_docs.py"


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


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*PROJECT.glob("*.md"), *DOCS.glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_committed_notebooks_have_no_outputs() -> None:
    for path in (PROJECT / "notebooks").glob("*.ipynb"):
        notebook = nbformat.read(path, as_version=4)
        code = [cell for cell in notebook.cells if cell.cell_type == "code"]
        assert all(cell.outputs == [] and cell.execution_count is None for cell in code)


@pytest.mark.parametrize("form", usable_forms())
def test_the_notebooks_parameters_cell_lists_what_a_report_takes(form: str) -> None:
    notebook = nbformat.read(PROJECT / "notebooks" / load_form(form).item.notebook, as_version=4)
    cell = next(c for c in notebook.cells if "parameters" in c.metadata.get("tags", []))
    named = set(re.findall(r"^(\w+) =", cell.source, re.MULTILINE))
    example = read_parameters(PROJECT / "params" / f"{EXAMPLE}-{YEAR}.yaml")

    assert named == set(example.for_notebook())
