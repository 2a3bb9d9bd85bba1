"""The page of the first report is done as it says, step by step, and says what comes of it."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from tests.conftest import PROJECT

_PAGE = PROJECT / "docs" / "first-report.md"
_DATA = Path("data", "chengnan-water", "2025")
_STEP = re.compile(
    r"^```(?P<kind>\w+)\n(?P<block>.*?)^```$|^(?P<table>(?:\|[^\n]*\n)+)", re.MULTILINE | re.DOTALL
)
_LEFT_OUT = "……"
_SECONDS = re.compile(r"用时 \d+ 秒")


def test_the_first_report_comes_about_as_the_page_says(tmp_path: Path) -> None:
    said = ""
    for kind, text, before in _steps():
        target = (
            tmp_path / _DATA / (re.findall(r"`([\w.-]+\.(?:xlsx|csv|md))`", before) or [""])[-1]
        )
        match kind:
            case "sh":
                said = _run(text, tmp_path)
            case "text":
                _compare(text, said)
            case "csv":
                target.write_text(text, "utf-8")
            case "markdown":
                _write_section(target, text)
            case "table" if target.suffix == ".xlsx":
                _fill(target, text)
            case "table":
                (folder,) = re.findall(r"`(outputs/[\w/-]+)`", before)
                named = set(re.findall(r"^\| `([\w.]+)`", text, re.MULTILINE))
                assert named == {path.name for path in (tmp_path / folder).iterdir()}


def _steps() -> Iterator[tuple[str, str, str]]:
    """Yield what the page has one do or see, each with the words since the last one."""
    page = _PAGE.read_text("utf-8")
    done = 0
    for match in _STEP.finditer(page):
        block = match["table"] or match["block"]
        yield match["kind"] or "table", block, page[done : match.start()]
        done = match.end()


def _run(text: str, folder: Path) -> str:
    program, *arguments = shlex.split(text)
    if program != "reportkit":
        return ""  # pip: the kit is there
    done = subprocess.run(
        [sys.executable, "-m", "reportkit", *arguments],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.stdout


def _compare(shown: str, said: str) -> None:
    """Hold what the page shows against what was said: ``……`` stands for lines left out."""
    parts = [re.escape(_SECONDS.sub("", part)) for part in shown.split(f"{_LEFT_OUT}\n")]

    assert re.fullmatch("(?:.*\n)*?".join(parts), _SECONDS.sub("", said)), said


def _fill(path: Path, table: str) -> None:
    headings, _, *rows = (
        [cell.strip() for cell in line.strip("|\n").split("|")] for line in table.splitlines()
    )
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["台账"]
    columns = {str(cell.value).strip("* "): cell.column for cell in sheet[1]}
    for number, row in enumerate(rows, start=2):
        for heading, value in zip(headings, row, strict=True):
            sheet.cell(number, columns[heading]).value = value or None
    workbook.save(path)


def _write_section(path: Path, section: str) -> None:
    heading = section.partition("\n")[0] + "\n"
    narrative = path.read_text("utf-8")
    assert heading in narrative
    path.write_text(narrative.replace(heading, section), "utf-8")
