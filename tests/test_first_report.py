"""The pages of the first report and of the year are done as they say, and say what comes of it."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from reportkit.forms import load_form
from tests.conftest import PROJECT, reportkit

# One after the other: the year goes on where the first report ends.
_PAGES = [PROJECT / "docs" / name for name in ("first-report.md", "year.md")]
_DATA = Path("data", "chengnan-water", "2025")
_STEP = re.compile(
    r"^```(?P<kind>\w+)\n(?P<block>.*?)^```$|^(?P<table>(?:\|[^\n]*\n)+)", re.MULTILINE | re.DOTALL
)
_LEFT_OUT = "……"
_VARIES = re.compile(r"用时 \d+ 秒|核对 \d+ 处")


def test_the_first_report_and_the_next_year_come_about_as_the_pages_say(tmp_path: Path) -> None:
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
            case "table" if folders := re.findall(r"`(outputs/[\w/-]+)`", before):
                named = set(re.findall(r"^\| `([\w.]+)`", text, re.MULTILINE))
                assert named == {path.name for path in (tmp_path / folders[-1]).iterdir()}


def _steps() -> Iterator[tuple[str, str, str]]:
    """Yield what the pages have one do or see, each with the words since the last one."""
    for page in (page.read_text("utf-8") for page in _PAGES):
        done = 0
        for match in _STEP.finditer(page):
            block = match["table"] or match["block"]
            yield match["kind"] or "table", block, page[done : match.start()]
            done = match.end()


def _run(text: str, folder: Path) -> str:
    program, *arguments = shlex.split(text)
    if program != "reportkit":
        return ""  # pip: the kit is there
    done = reportkit(folder, *arguments)
    assert "Traceback" not in done.stderr
    return done.stdout


def _compare(shown: str, said: str) -> None:
    """Hold what the page shows against what was said: ``……`` stands for lines left out."""
    parts = [re.escape(_VARIES.sub("", part)) for part in shown.split(f"{_LEFT_OUT}\n")]

    assert re.fullmatch("(?:.*\n)*?".join(parts), _VARIES.sub("", said)), said


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


def test_the_year_says_by_when_each_organ_publishes() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in _PAGES[-1].read_text("utf-8").splitlines()
        if line.startswith("|")
    ]
    said = {row[0]: (row[1], row[3]) for row in rows if len(row) == 4}
    for form, column in (("ogi", 0), ("enforcement", 1)):
        for organ in load_form(form).organs.values():
            month, day = map(int, organ.deadline.split("-"))
            (days,) = (days for title, days in said.items() if organ.title.startswith(title))
            assert days[column] == f"{month} 月 {day} 日", organ.title
