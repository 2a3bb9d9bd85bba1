"""No byte of a person leaves the reader: not in an output, a log, a cache, a message.

One workspace with invented people in every place, one run of every command; then every byte that
was written or said is searched. Names of files may be told.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from threading import Thread
from typing import NamedTuple, TypeVar

import nbformat
import pypdf
import pytest
from nbformat.v4 import new_code_cell

from tests.batch.test_notify import Postbox, Receiver
from tests.conftest import PROJECT, reportkit
from tests.private.canaries import Canaries, all_bytes
from tests.private.planting import (
    plant_form,
    plant_mapping,
    plant_often,
    plant_parameters,
    plant_readable,
    plant_refused,
    plant_table,
)

_Server = TypeVar("_Server", Receiver, Postbox)
BUREAUS = ("readable", "refused", "form", "mapped", "often")


# What an analyst may ask to see, and mistakes that end in a traceback.
LOOKS = [
    "report.intake",
    "report.intake.files",
    "report.official",
    "report.raw",
    "report.raw.problems",
    "report.raw.account",
    "report.raw.ledgers",
    "display(*(report.records(ledger) for ledger in report.raw.ledgers))",
    "display(*map(report.cell, report.edition.cells))",
    "print(*(report.cell(cell).records for cell in report.edition.cells))",
    "report.findings",
    "report.figures",
    "report.filled_in",
    "vars(report)",
    "report.intake.place(report.intake)",
    "report.intake.files[0].grids[0].rows[0].x",
    "import reportkit.ledgers.load as load; load.read_parts(report.intake, report.edition, 2022)",
]


class Made(NamedTuple):
    """What all commands left behind, and said."""

    root: Path
    made_up: Canaries
    said: dict[str, str]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    root = tmp_path_factory.mktemp("personal")
    workspace = root / "workspace"
    made_up = plant(workspace)
    homes = {name: str(root / name.lower()) for name in ("HOME", "TMPDIR", "XDG_CACHE_HOME")}
    for folder in homes.values():
        Path(folder).mkdir()
    said = {}
    with _serving(Receiver()) as hook, _serving(Postbox()) as post:
        letter = f"mailto://127.0.0.1:{post.server_address[1]}?from=a@b.cn&to=c@d.cn&mode=insecure"
        asked = ["run", "--jobs", "2", "--notify", hook.url, "--notify-failures", letter]
        process = reportkit(workspace, *asked, **homes)
        said["run"] = process.stdout + process.stderr
    assert (len(hook.received), len(post.received)) == (1, 1)
    said["web hook"] = json.dumps(hook.received, ensure_ascii=False)
    said["mail"] = _words(message_from_bytes(post.received[0], policy=default))
    for arguments in (
        ["check"],
        ["check", "--format", "json"],
        ["check", "--format", "junit"],
        ["check", "--suggest-mapping"],
        ["plan"],
        ["review", "list"],
        ["verify", "outputs/ogi/2022/readable", "outputs/ogi/2022/refused"],
        ["diff", "outputs/ogi/2022/readable", "outputs/ogi/2022/form"],
        ["publish"],
        ["notebook", "diff"],
        ["rules", "--lint"],
        ["new", "readable", "2023", "--from", "2022"],
        ["check", "params/nowhere.yaml"],
        # The copies have in them what the ledgers have: they are given, too.
        ["check", "--annotate", "data/copies"],
        ["plan", "--format", "json"],
        ["review", "list", "params/often-2022.yaml"],
        ["schedule"],
        ["schedule", "--format", "systemd"],
        # Ledgers that somebody hands to the wrong command.
        ["audit", "data/readable/2022", "data/refused/2022", "data/often/2022", "--jobs", "1"],
        ["audit", "--format", "json", "data/refused/2022", "outputs/ogi/2022/readable/report.html"],
        ["audit", "--output", "audited", "--jobs", "1", "outputs/ogi/2022/form/report.docx"],
        ["diff", "data/readable/2022", "data/form/2022/汇总表.xlsx"],
        ["diff", "outputs/ogi/2022/readable", "outputs/ogi/2022/form", "--html", "difference.html"],
        ["review", "sign", "params/readable-2022.yaml", "--as", "first", "--statement", "a.txt"],
        ["demo", "data/readable/2022"],
    ):
        # The run keeps most; these are forked, which costs a tenth.
        process = reportkit(workspace, *arguments)
        said[" ".join(arguments)] = process.stdout + process.stderr
    return Made(root, made_up, said)


@contextmanager
def _serving(server: _Server) -> Iterator[_Server]:
    """Have a server of this machine hear what is sent to it."""
    with server:
        thread = Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _words(letter: EmailMessage) -> str:
    """Return what a letter says, in its head and below."""
    head = "\n".join(f"{name}: {value}" for name, value in letter.items())
    return f"{head}\n{letter.get_content()}"


def plant(workspace: Path) -> Canaries:
    """Write a workspace with people in every place, whose notebook looks at everything."""
    made_up = Canaries()
    shutil.copytree(PROJECT / "notebooks", workspace / "notebooks")
    data = workspace / "data"
    plant_readable(data / "readable/2022", made_up)
    plant_refused(data / "refused/2022", made_up)
    plant_form(data / "form/2022", made_up)
    plant_often(data / "often/2022", made_up)
    shutil.copytree(PROJECT / "data/fuxin-ecology/2022", data / "mapped/2022")
    plant_mapping(data / "mapped/mapping.yaml", made_up)
    (workspace / "params").mkdir()
    for bureau in BUREAUS:
        text = f"bureau: {bureau}\nbureau_name: 某局\nyear: 2022\ndate: 2023-01-16\n"
        (workspace / f"params/{bureau}-2022.yaml").write_text(text, "utf-8")
        (data / bureau / "2022/narrative.md").write_text("# 一、总体情况\n\n已公开。\n", "utf-8")
    plant_table(workspace / "params/offices.csv", made_up)
    plant_parameters(workspace / "params", made_up)
    _look_at_everything(workspace / "notebooks/annual_report.ipynb")
    return made_up


def _look_at_everything(path: Path) -> None:
    nb = nbformat.read(path, as_version=4)
    place = next(number for number, cell in enumerate(nb.cells) if cell.id == "signature")
    tags = {"tags": ["review", "raises-exception"]}
    nb.cells[place:place] = [new_code_cell(source, metadata=tags) for source in LOOKS]
    nbformat.write(nb, path)


def _written(made: Made) -> Iterator[Path]:
    """Yield every file that commands have written: all but the data that they were given."""
    workspace = made.root / "workspace"
    wrong = (workspace / "params").glob("wrong-*")
    given = [workspace / "data", workspace / "params/offices.csv", *wrong]
    for path in sorted(made.root.rglob("*")):
        if path.is_file() and not {path, *path.parents}.intersection(given):
            yield path


def test_nobody_is_in_any_file(made: Made) -> None:
    files = list(_written(made))
    leaks = {
        path.relative_to(made.root).as_posix(): sorted(found)
        for path in files
        if (found := made.made_up.found_in(path.name.encode() + all_bytes(path)))
    }

    assert {"report.pdf", "report.html", "findings.json", "manifest.json"} <= {
        f.name for f in files
    }
    assert leaks == {}


def test_nobody_is_in_what_commands_say(made: Made) -> None:
    leaks = {
        command: sorted(found)
        for command, text in made.said.items()
        if (found := made.made_up.found_in(text.encode()))
    }

    assert leaks == {}
    assert not [command for command, text in made.said.items() if "Traceback" in text]
    for told in ("run", "web hook", "mail"):
        assert "某局 2022 年" in made.said[told]


def test_nobody_is_in_what_can_be_copied_from_a_pdf(made: Made) -> None:
    paths = list(made.root.rglob("*.pdf"))
    text = "".join(page.extract_text() for path in paths for page in pypdf.PdfReader(path).pages)

    assert len(paths) > 1
    assert made.made_up.found_in("".join(text.split()).encode()) == set()


def test_all_were_handed_in(made: Made) -> None:
    """What is looked for is there: else the tests above would hold of anything."""
    paths = [
        *(made.root / "workspace/data").rglob("*"),
        *(made.root / "workspace/params").iterdir(),
    ]
    data = b"".join(_contents(path) for path in paths if path.is_file())
    missed = set(made.made_up.planted.values()) - made.made_up.found_in(data)
    assert missed == set()


def _contents(path: Path) -> bytes:
    if not zipfile.is_zipfile(path):
        return path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        return b"".join(map(archive.read, archive.namelist()))
