"""What a form is, is data: no Python of the kit names a table, ledger, section, cell or rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import reportkit
from reportkit.forms import load_form
from reportkit.forms.files import form_ids

ROOT = Path(reportkit.__file__).parent
# Ids have a dot or a hyphen inside; others are words that a sentence may have as well.
EMBEDDED = re.compile(r"[A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)+")
# Where a word of Python happens to be an id of some form.
HOMONYMS = {
    ("workspace.py", "data"): "the folder of raw data",
    ("sources/settings.py", "data"): "the parameter that names another folder of raw data",
    ("cli/formats.py", "problems"): "a key of what check prints as JSON",
    ("report/interactive/help.py", "problems"): "what a notebook may ask of a report",
    ("audit/held.py", "summary"): "the name of a check",
    ("grids/web/seen.py", "summary"): "an element of HTML",
    ("rendering/document.py", "data"): "a key of Jupyter's notebook format",
    ("rendering/exporters.py", "data"): "a key of Jupyter's notebook format",
    ("rendering/cleaning/clean.py", "data"): "a scheme of addresses",
    ("rendering/cleaning/clean.py", "summary"): "an element of HTML",
    ("rendering/paper/elements.py", "summary"): "an element of HTML",
    ("rendering/printed.py", "data"): "a key of Jupyter's notebook format",
    ("inputs/agreement.py", "data"): "a key of Jupyter's notebook format",
    ("review/signing/content.py", "decisions"): "the reviewers', in the text that is signed",
    ("figures/__init__.py", "summary"): "a module",
    ("rules/checks/summary.py", "summary"): "the name of a check, and its finding's place",
}


def _ids() -> tuple[set[str], set[str]]:
    """Return all ids that the shipped forms give, and the beginnings of their cells' ids."""
    ids: set[str] = set()
    tables: set[str] = set()
    for form in map(load_form, form_ids()):
        tables |= {table.id for table in form.tables.values()}
        ids |= {*form.tables, *form.editions, *(schema.id for schema in form.ledgers)}
        ids |= {rule["id"] for rule in form.rules}
        for edition in map(form.edition, form.editions):
            ids |= {*edition.cells, *(section.id for section in edition.sections)}
    return ids | tables, {f"{table}." for table in tables}


def _docstrings(tree: ast.AST) -> set[ast.AST]:
    """Return the texts that stand by themselves: docstrings may give examples."""
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _literals(file: Path) -> Iterator[tuple[int, str]]:
    """Yield every text in a file, also the pieces of f-strings, with its line."""
    tree = ast.parse(file.read_text("utf-8"))
    ignored = _docstrings(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in ignored:
            yield node.lineno, node.value


def _named(text: str, ids: set[str], beginnings: set[str]) -> list[str]:
    """Return what a text names of a form."""
    whole = [text] if text in ids or any(map(text.startswith, beginnings)) else []
    return whole or [word for word in EMBEDDED.findall(text) if word in ids]


def test_no_python_names_anything_of_a_form() -> None:
    ids, beginnings = _ids()
    found = [
        f"{file.relative_to(ROOT)}:{line}: {name}"
        for file in sorted(ROOT.rglob("*.py"))
        for line, text in _literals(file)
        for name in _named(text, ids, beginnings)
        if (file.relative_to(ROOT).as_posix(), name) not in HOMONYMS
    ]

    assert found == []


def test_a_homonym_that_is_gone_is_no_longer_allowed() -> None:
    there = {
        (file.relative_to(ROOT).as_posix(), text)
        for file in ROOT.rglob("*.py")
        for _, text in _literals(file)
    }

    assert HOMONYMS.keys() <= there


def test_names_are_found_where_they_are() -> None:
    """Whole, as the beginning of an f-string, and inside a sentence."""
    ids, beginnings = _ids()

    assert _named("applications", ids, beginnings)
    assert _named("t3.", ids, beginnings)
    assert _named("写作 {{ t3.new.total }} 的样子", ids, beginnings) == ["t3.new.total"]
    assert _named("Y-CARRIED 不符", ids, beginnings) == ["Y-CARRIED"]
    assert not _named("the applications that were received", ids, beginnings)
