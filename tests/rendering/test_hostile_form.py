"""Whatever a workspace's own form calls its tables, cells, ledgers and rules stays text."""

from __future__ import annotations

import itertools
import re
import shutil
import zipfile
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import yaml
from pypdf import PdfReader
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import EXAMPLE, YEAR, copy_workspace, reportkit
from tests.rendering.test_inert import ACTING, FIELDS, ODD

ATTACKS = itertools.cycle(
    (
        "<img src=x onerror=ran()>",
        "<script>ran()</script>",
        "</td></table><form action=https://evil.example/>",
        '#read("/etc/passwd")',
        '=HYPERLINK("https://evil.example/")',
        '"><b onclick=ran()>',
        "' x='",
        "\x1b[31m",
        "\u202e",
        "<!--",
        "<style>@import 'https://evil.example/'</style>",
        "[a](javascript:ran())",
        "@SUM(1)|calc",
    )
)
SAID = {"label", "name", "title", "what", "explanation", "citation", "left_text", "right_text"}
SAID |= {"suggestion", "basis", "document", "source", "note"}
MARK = "恶"
# Prose is found by the titles of sections, and claims are bound to words of the form.
LEFT = {"claims.yaml", "parts.yaml", "skeleton.yaml"}
FORM = "evil"
SHELF = Path("outputs", FORM, YEAR)


def _attack(data: Any) -> None:
    for key, value in data.items() if isinstance(data, dict) else enumerate(data):
        if isinstance(value, str) and key in SAID:
            data[key] = f"{next(ATTACKS)}{value}{MARK}"
        elif isinstance(value, dict | list) and key != "sections":
            _attack(value)


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = copy_workspace(tmp_path_factory.mktemp("form") / "w")
    folder = workspace / "forms" / FORM
    shutil.copytree(str(files("reportkit.forms") / "ogi"), folder)
    for path in [*folder.glob("*.yaml"), *folder.glob("tables/*"), *folder.glob("rules/*")]:
        if path.suffix == ".yaml" and path.name not in LEFT:
            data = yaml.safe_load(path.read_text("utf-8"))
            _attack(data)
            if path.name == "form.yaml":
                data["id"] = FORM
            path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    (params,) = (workspace / "params").iterdir()
    written = params.read_text("utf-8") + f"form: {FORM}\n"
    params.rename(params.with_stem(f"{params.stem}-{FORM}")).write_text(written, "utf-8")
    assert reportkit(workspace, "run").returncode == 1
    assert reportkit(workspace, "new", "abc", YEAR, "--form", FORM).returncode == 0
    return workspace


@pytest.mark.parametrize("name", [f"{EXAMPLE}/report.html", f"{EXAMPLE}/review.html", "index.html"])
def test_labels_act_on_no_page(attacked: Path, name: str) -> None:
    html = (attacked / SHELF / name).read_text("utf-8")
    tree = LexborHTMLParser(html)

    assert MARK in html
    assert ODD.findall(html) == []
    for node in tree.css(f"{ACTING}, {FIELDS}, img, style"):
        said = "".join(f"{key}={value}" for key, value in node.attributes.items())
        data = (node.attributes.get("type") or "") == "application/json"
        assert "ran()" not in said
        assert "evil.example" not in said
        assert data or node.tag in {"select", "form"} or MARK not in node.text()
    assert [n.html for n in tree.css("*") if any(a.startswith("on") for a in n.attributes)] == []


def test_labels_act_in_no_file_of_office_programs(attacked: Path) -> None:
    packed = [attacked / SHELF / EXAMPLE / "report.docx", attacked / SHELF / "index.xlsx"]
    packed += (attacked / "data" / "abc").rglob("*.xlsx")
    assert len(packed) > 5
    for path in packed:
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
            texts = [archive.read(name).decode() for name in names]
        for text in texts:
            ET.fromstring(text.encode())  # noqa: S314 - our own output
            assert ODD.findall(text.replace("\r", "")) == [], path.name
            assert re.findall(r"<f[ >]|evil\.example[^<]*External", text) == []
            assert path.suffix == ".docx" or "_x00" not in text  # a control character in a cell
        assert any(MARK in text for text in texts)


def test_labels_lead_nowhere_in_a_pdf(attacked: Path) -> None:
    reader = PdfReader(attacked / SHELF / EXAMPLE / "report.pdf")

    assert [*reader.attachments] == ["figures.json"]
    assert [page["/Annots"] for page in reader.pages if "/Annots" in page] == []
    assert MARK in "".join(page.extract_text() for page in reader.pages)


@pytest.mark.parametrize("command", ["check", "cells", "rules", "plan"])
def test_labels_give_a_terminal_no_orders(attacked: Path, command: str) -> None:
    options = ["--form", FORM] if command in {"cells", "rules"} else []
    done = reportkit(attacked, command, *options)

    assert ODD.findall(done.stdout + done.stderr) == []
    assert "Traceback" not in done.stderr
