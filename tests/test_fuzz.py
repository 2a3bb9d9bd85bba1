"""Spoilt files of every kind: each is read, or refused in the words meant for it; never a crash.

A few hundred in the ordinary suite, 100,000 behind `slow`.
"""

from __future__ import annotations

from pathlib import Path

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
from tests.spoiling import Case, as_text, fuzz, put

ONE = parse_parameters(
    {"bureau": "a", "bureau_name": "某局", "year": 2022, "date": "2023-01-16"}, "a"
)
CASES = {
    "a.yaml": Case(
        "bureau: a\nbureau_name: 某局\nyear: 2022\ndate: 2023-01-16\nmembers: [b, c]\n".encode(),
        lambda content, folder: read_parameters(put(folder, "a.yaml", content)),
    ),
    "a.csv": Case(
        "bureau,bureau_name,year,date\na,某局,2022,2023-01-16\n".encode(),
        lambda content, folder: read_table(put(folder, "a.csv", content)),
    ),
    "ledger.csv": Case(
        "登记编号,收到日期\n1,2022-01-01\n2,2022-03-01\n".encode(),
        lambda content, folder: read_grids(put(folder, "ledger.csv", content)),
        (GridError,),
    ),
    "narrative.md": Case(
        "开头{{ t3.new.total }}<!-- 甲 -->\n# 一、总体情况\n{{ percent(1, 2) }}\n".encode(),
        lambda content, folder: bind(folder, as_text(content)),
    ),
    "rules.yaml": Case(
        "- id: X-1\n  title: 甲\n  severity: error\n".encode(),
        lambda content, _: read_rules(as_text(content), "rules.yaml"),
    ),
    "figures.json": Case(
        (
            '{"form": "ogi", "edition": "2021", "tables": ["2021"], "cells": {"a": {"name": "甲", '
            '"value": 1}}}'
        ).encode(),
        lambda content, _: Figures.from_json(parse_json(content), load_form("ogi")),
        (ReportkitError, ValueError, KeyError, TypeError, AttributeError),
    ),
    "findings.json": Case(
        (
            '[{"rule": "A", "state": "fail", "severity": "error", "message": "甲", "cells": []}]'
        ).encode(),
        lambda content, _: [Finding.from_json(one) for one in parse_json(content)],
        (ValueError, LookupError, TypeError, AttributeError),
    ),
    "manifest.json": Case(
        b'{"state": "passed", "parameters": {"form": "ogi", "year": 2022, "bureau": "a"}, '
        b'"outputs": {"findings.json": ""}}',
        lambda content, _: with_outputs(Row("a", "", "", "", (), ""), ONE.key, content, b""),
        (),
    ),
    "review.jsonl": Case(
        b'{"version": 1, "kind": "confirm", "previous": ""}\n',
        parse_chain,
    ),
}


def test_spoilt_files_are_read_or_refused(tmp_path: Path) -> None:
    assert EDITION.sections
    fuzz(CASES, tmp_path, 450, 1)


@pytest.mark.slow
def test_a_hundred_thousand_spoilt_files_are_read_or_refused(tmp_path: Path) -> None:
    fuzz(CASES, tmp_path, 100_000, 2)
