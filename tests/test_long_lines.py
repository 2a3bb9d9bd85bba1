"""What is a hundred thousand characters long takes no longer to read than to tell.

A pattern that looks at the same characters again from each of them takes minutes over what a file
may hold, and nobody hears of any bureau until then.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import pytest

from reportkit.audit.held import rules_for
from reportkit.audit.one import forms_in
from reportkit.errors import ReportkitError
from reportkit.figures import Figures
from reportkit.grids import GridError, read_grids
from reportkit.grids.read_document import document_of
from reportkit.grids.running_text import _RULE as _BARRED
from reportkit.ledgers.mapping.suggest import _PLAIN
from reportkit.ledgers.sheets.by_name import _AROUND
from reportkit.ledgers.sheets.headings import _worn
from reportkit.ledgers.values.days import read_day
from reportkit.ledgers.values.reading import Reading, ValueProblem
from reportkit.ledgers.values.record_numbers import several
from reportkit.narrative.bare import bare_parts
from reportkit.narrative.blanks import find_blanks
from reportkit.narrative.claims.lists import labels_before
from reportkit.published.read import read_published
from reportkit.rendering.cleaning.clean import clean_own
from reportkit.rules import Finding
from reportkit.rules.register import CHECKS
from tests.grids.samples import write_parts
from tests.narrative.samples import EDITION, bind, told

MANY = 100_000
SOON = 5.0  # seconds of processor; what looked again and again took minutes
_CELL = '<row r="1"><c r="A1"><v>1</v></c>'
SHEETS = {
    "comments": "<!--" * MANY,
    "texts as they are": "<![CDATA[" * MANY,
    "ends of such texts": "<![CDATA[]]" * MANY,
    "cells within tags": "<c" * MANY,
    "errors within tags": '<c t="e' * MANY,
    "cells that are not closed": _CELL + '<c t="e">' * MANY,
    "closed before they are opened": "</x>" * MANY + '<c t="e">' * MANY,
    "values that are not closed": '<row r="1"><c r="A1" t="e">' + "<v>" * MANY + "</c>",
    "texts nearly too long": (">" * 130_000 + "<") * 4,
    "texts that are shared": '<row r="1"><c ' + 't="s"' * MANY,
}


def _audited(text: str) -> None:
    read_published(document_of(text.encode(), "年报.txt"), forms_in(None), rules_for)


def _held(check: str, text: str) -> list[Finding]:
    figures = Figures.of(EDITION, dict.fromkeys(EDITION.cells, 1))
    prose = SimpleNamespace(narrative=told(text), figures=figures, edition=EDITION, year=2022)
    rules = [rule for rule in rules_for(EDITION.form) if rule.check == check]
    return [each for rule in rules for each in CHECKS[check].evaluate(rule, prose)]


def _claimed(text: str) -> None:
    assert _held("claims", text)


def _styled(words: str) -> str:
    return f"<table><tr><td style='{words * MANY}'>1</td><td>2</td></tr></table>"


def _drawn(move: str) -> str:
    return f"<svg><text transform='{move}'>1</text></svg>"


LINES: dict[str, Callable[[Path], object]] = {
    "a day": lambda _: read_day(f"2022-03-01{' ' * MANY}日", Reading(2022)),
    "a heading": lambda _: _worn("。" * MANY + "甲"),
    "a heading of prose": lambda folder: bind(folder, f"# 一{' ' * MANY}甲\n"),
    "words of a published line": lambda _: _audited("甲 " * (MANY // 4)),
    "bars that rule off a table": lambda _: _BARRED.fullmatch("|-" + "|" * MANY + "甲"),
    "grounds of a cell": lambda _: _audited(_styled("background ")),
    "lines through a cell": lambda _: _audited(_styled("text-decoration ")),
    "digits of a sheet's name": lambda _: _AROUND.sub("", "1" * MANY),
    "words of a mapping": lambda _: _PLAIN.fullmatch("一" * MANY + "!"),
    "numbers of a record": lambda _: several(["〕1" * MANY, "甲、"]),
    "a style without a rule": lambda _: clean_own(f"<style>{'a' * MANY}</style>"),
    "a move of a drawing": lambda _: clean_own(_drawn("a" * MANY) + _drawn("a(" * MANY)),
    "sheets of styles": lambda _: clean_own("<style scoped" * MANY),
    "comments on styles": lambda _: clean_own(f"<p style='{'/*' * MANY}'>甲</p>"),
    "labels before 分别": lambda _: labels_before("&" * MANY, (), re.compile("制定")),
    "numbers of one sentence": lambda _: _claimed("申请1件" * (MANY // 30)),
    "claims of many sentences": lambda _: _claimed("新收政府信息公开申请1件。" * (MANY // 12)),
    "numerals that count nothing": lambda _: [*bare_parts("一" * MANY, 6)],
    "lines that number nothing": lambda _: _held("numbering", "\n" * MANY),
    "brackets that cross": lambda _: _held("brackets", "（" * (MANY // 4) + "〕" * (MANY // 4)),
    **{
        f"no blank of {unit!r}": partial(lambda text, _: [*find_blanks(text)], unit * MANY)
        for unit in ("a", "_", "…", "{", "某", "](")
    },
}


def _soon(read: Callable[[], object]) -> None:
    began = time.process_time()
    with suppress(GridError, ReportkitError, ValueProblem):
        read()
    assert time.process_time() - began < SOON


@pytest.mark.parametrize("name", SHEETS)
def test_a_sheet_that_no_program_writes_is_refused_soon(tmp_path: Path, name: str) -> None:
    _soon(lambda: read_grids(write_parts(tmp_path / "a.xlsx", SHEETS[name])))
    text = write_parts(tmp_path / "b.xlsx", f"{_CELL}</row>", strings=SHEETS[name])
    _soon(lambda: read_grids(text))


@pytest.mark.parametrize("name", LINES)
def test_a_long_line_is_read_soon(tmp_path: Path, name: str) -> None:
    _soon(lambda: LINES[name](tmp_path))
