"""Spoilt files of every kind: each is read, or refused in the words meant for it; never a crash.

A few hundred in the ordinary suite, 100,000 behind `slow`.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reportkit.decisions.chain import parse_chain
from reportkit.errors import ReportkitError
from reportkit.figures import Figures
from reportkit.forms import load_form
from reportkit.grids import GridError, read_grids
from reportkit.params import parse_parameters, read_parameters
from reportkit.reading import parse_json
from reportkit.review.index.row import Row, with_outputs
from reportkit.rules import Finding
from reportkit.rules.catalogue import read_rules
from reportkit.sources.table import read_table
from tests.narrative.samples import EDITION, bind
from tests.spoiling import spoilt

KINDS: dict[str, tuple[str, tuple[type[Exception], ...]]] = {
    "a.yaml": (
        "bureau: a\nbureau_name: 某局\nyear: 2022\ndate: 2023-01-16\nmembers: [b, c]\n",
        (ReportkitError,),
    ),
    "a.csv": ("bureau,bureau_name,year,date\na,某局,2022,2023-01-16\n", (ReportkitError,)),
    "ledger.csv": ("登记编号,收到日期\n1,2022-01-01\n2,2022-03-01\n", (GridError,)),
    "narrative.md": (
        "开头{{ t3.new.total }}<!-- 甲 -->\n# 一、总体情况\n{{ percent(1, 2) }}\n",
        (ReportkitError,),
    ),
    "rules.yaml": ("- id: X-1\n  title: 甲\n  severity: error\n", (ReportkitError,)),
    "figures.json": (
        (
            '{"form": "ogi", "edition": "2021", "tables": ["2021"], "cells": {"a": {"name": "甲", '
            '"value": 1}}}'
        ),
        (ReportkitError, ValueError, KeyError, TypeError, AttributeError),
    ),
    "findings.json": (
        '[{"rule": "A", "state": "fail", "severity": "error", "message": "甲", "cells": []}]',
        (ValueError, LookupError, TypeError, AttributeError),
    ),
    "manifest.json": (
        (
            '{"state": "passed", "parameters": {"form": "ogi", "year": 2022, "bureau": "a"}, '
            '"outputs": {"findings.json": ""}}'
        ),
        (),
    ),
    "review.jsonl": ('{"version": 1, "kind": "confirm", "previous": ""}\n', (ReportkitError,)),
}
ONE = parse_parameters(
    {"bureau": "a", "bureau_name": "某局", "year": 2022, "date": "2023-01-16"}, "a"
)


def _read(name: str, path: Path) -> None:
    content = path.read_bytes()
    reads: dict[str, Callable[[], Any]] = {
        "a.yaml": lambda: read_parameters(path),
        "a.csv": lambda: read_table(path),
        "ledger.csv": lambda: read_grids(path),
        "narrative.md": lambda: bind(path.parent, content.decode(errors="replace")),
        "rules.yaml": lambda: read_rules(content.decode(errors="replace"), name),
        "figures.json": lambda: Figures.from_json(parse_json(content), load_form("ogi")),
        "findings.json": lambda: [Finding.from_json(one) for one in parse_json(content)],
        "manifest.json": lambda: with_outputs(Row("a", "", "", "", (), ""), ONE.key, content, b""),
        "review.jsonl": lambda: parse_chain(content, path.parent),
    }
    reads[name]()


def _fuzz(folder: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same inputs each time
    for number in range(times):
        name = list(KINDS)[number % len(KINDS)]
        text, refusals = KINDS[name]
        path = folder / name
        path.write_bytes(spoilt(text.encode(), chance))
        try:
            _read(name, path)
        except refusals:
            pass
        except Exception as error:
            error.add_note(f"{name}: {path.read_bytes()[:2000]!r}")
            raise


def test_spoilt_files_are_read_or_refused(tmp_path: Path) -> None:
    assert EDITION.sections
    _fuzz(tmp_path, 450, 1)


@pytest.mark.slow
def test_a_hundred_thousand_spoilt_files_are_read_or_refused(tmp_path: Path) -> None:
    _fuzz(tmp_path, 100_000, 2)
